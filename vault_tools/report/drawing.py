"""The network as it is drawn: the picture, and what there is to say about those in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vault_tools.network.picture import Node, Picture


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
