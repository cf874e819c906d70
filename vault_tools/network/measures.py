"""Measures of the shape of a network: groups, and who alone holds them together.

The only door to networkx. Its nodes are numbers here: those of sets of texts come in an order that
is another one in each run.
"""

from collections.abc import Iterable, Sequence

import networkx as nx  # type: ignore[import-untyped]

from vault_tools.network.ties import Tie

_SEED = 1


def groups(people: Sequence[str], ties: Iterable[Tie]) -> list[list[str]]:
    """Return people in groups with more and stronger ties within than between, the largest first.

    V. Blondel et al., "Fast unfolding of communities in large networks", Journal of Statistical
    Mechanics P10008, 2008. Takes its time: for hundreds of people, not for thousands.
    """
    graph = _graph(people, ties)
    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    return sorted(
        ([people[number] for number in sorted(group)] for group in found),
        key=lambda group: (-len(group), group),
    )


def cut_off(people: Sequence[str], ties: Iterable[Tie]) -> dict[str, list[list[str]]]:
    """Return whom somebody alone holds together with the rest, for each who does.

    These are the cut vertices of the graph (J. Hopcroft, R. Tarjan, "Efficient algorithms for
    graph manipulation", Communications of the ACM 16, 1973), each with the groups that would be
    on their own without them: all but the largest.
    """
    graph = _graph(people, ties)
    found = {}
    for number in sorted(nx.articulation_points(graph)):
        home = nx.node_connected_component(graph, number) - {number}
        parts = nx.connected_components(graph.subgraph(home))
        named = [sorted(people[each] for each in part) for part in parts]
        found[people[number]] = sorted(named, key=lambda part: (-len(part), part))[1:]
    return found


def _graph(people: Sequence[str], ties: Iterable[Tie]) -> nx.Graph:
    """Return the graph in which a tie is one whatever its direction."""
    numbers = {path: number for number, path in enumerate(people)}
    graph = nx.Graph()
    graph.add_nodes_from(range(len(people)))
    for tie in ties:
        source, target = numbers.get(tie.source), numbers.get(tie.target)
        if source is not None and target is not None:
            known = graph.get_edge_data(source, target, default={"weight": 0.0})["weight"]
            graph.add_edge(source, target, weight=known + tie.strength)
    return graph
