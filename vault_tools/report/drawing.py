"""The network as it is drawn: the picture, and what there is to say about those in it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vault_tools.network.people import company_key
from vault_tools.network.picture import Node, Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a group."""

    name: str
    """What they are called."""
    path: str
    """Of their note, from the top of the vault."""
    is_bridge: bool
    """Whether they alone hold many others together with the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People who are tied with each other more than with others."""

    name: str
    """The company of more than half of them; empty where there is none."""
    is_tied: bool
    """False for the last group: those who belong to none."""
    people: tuple[Member, ...]
    """The best connected first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture, and what there is to say about the people in it."""

    picture: Picture
    own: Mapping[str, str]
    """Where the latest contact stands, ``path:line``, of those the owner knows."""
    last: Mapping[str, date | None]
    """Their last contact."""
    faded: frozenset[str]
    """Those who are asleep, paused or gone."""
    root: Path
    """Of the vault, for links into it."""

    def number(self) -> dict[str, str]:
        """Return a short id for each path."""
        return {node.person.path: f"n{number}" for number, node in enumerate(self.picture.nodes, 1)}

    def known(self) -> Iterator[Node]:
        """Yield those whom the owner knows."""
        return (node for node in self.picture.nodes if node.person.is_known)

    def groups(self) -> tuple[Group, ...]:
        """Return the groups as they are drawn, the largest first; who is in none comes last."""
        rest = [node for node in self.picture.nodes if node.group is None]
        tied = [(True, nodes) for nodes in self._tied()]
        return tuple(
            Group(
                name=_shared_company(nodes) if is_tied else "",
                is_tied=is_tied,
                people=tuple(
                    Member(name=node.person.name, path=node.person.path, is_bridge=node.is_bridge)
                    for node in nodes
                ),
            )
            for is_tied, nodes in (*tied, (False, rest))
            if nodes
        )

    def labels(self) -> Iterator[tuple[str, float, float]]:
        """Yield the name of each group that has one, and the middle of its upper edge."""
        for nodes in self._tied():
            name = _shared_company(nodes)
            if name:
                across = [node.x for node in nodes]
                yield name, (min(across) + max(across)) / 2, min(node.y for node in nodes)

    def _tied(self) -> list[list[Node]]:
        """Return those of each group, the largest first."""
        found: dict[int, list[Node]] = {}
        for node in self.picture.nodes:
            if node.group is not None:
                found.setdefault(node.group, []).append(node)
        return [found[number] for number in sorted(found)]


def _shared_company(nodes: Sequence[Node]) -> str:
    """Return the company of more than half of some people."""
    companies = [node.person.standing.company or "" for node in nodes]
    key, count = Counter(map(company_key, companies)).most_common(1)[0]
    return (
        next((name for name in companies if company_key(name) == key), "")
        if 2 * count > len(nodes)
        else ""
    )
