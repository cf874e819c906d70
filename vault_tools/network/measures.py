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


def bridges(
    people: Sequence[str], ties: Iterable[Tie], *, limit: int
) -> list[tuple[str, list[list[str]]]]:
    """Return who alone holds others together with the rest, and whom, the most people first.

    These are the cut vertices of the graph (J. Hopcroft, R. Tarjan, "Efficient algorithms for
    graph manipulation", Communications of the ACM 16, 1973), each with the groups that would be
    on their own without them: all but the largest.
    """
    graph = _graph(people, ties)
    sizes = _cut_off(graph)
    first = sorted(sizes, key=lambda number: (-sizes[number], people[number]))[:limit]
    return [(people[number], _parts(graph, number, people=people)) for number in first]


def _cut_off(graph: nx.Graph) -> dict[int, int]:
    """Return how many would be cut off from the most without each cut vertex.

    The blocks of a graph and its cut vertices are a tree; below each cut vertex of it hang the
    parts that only they hold.
    """
    blocks = list(nx.biconnected_components(graph))
    cuts = set(nx.articulation_points(graph))
    tree = nx.Graph()
    sizes: dict[int, int] = dict.fromkeys(cuts, 1)
    for number, block in enumerate(blocks, start=1):
        sizes[-number] = len(block - cuts)
        tree.add_edges_from((-number, cut) for cut in sorted(block & cuts))
    found: dict[int, int] = {}
    for component in nx.connected_components(tree):
        root = min(component)
        above = nx.dfs_predecessors(tree, root)
        order = list(nx.dfs_preorder_nodes(tree, root))
        for each in reversed(order[1:]):
            sizes[above[each]] += sizes[each]
        for cut in component & cuts:
            below = [sizes[each] for each in tree[cut] if above.get(each) == cut]
            parts = [*below, sizes[root] - sizes[cut]]
            found[cut] = sum(parts) - max(parts)
    return found


def _parts(graph: nx.Graph, number: int, *, people: Sequence[str]) -> list[list[str]]:
    """Return the groups that only one node holds together, but for the largest."""
    edges = list(graph.edges(number, data=True))
    graph.remove_node(number)
    around = {other for _, other, _ in edges}
    found = [part for part in nx.connected_components(graph) if part & around]
    graph.add_edges_from(edges)
    parts = [sorted(people[each] for each in part) for part in found]
    return sorted(parts, key=lambda part: (-len(part), part))[1:]


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
