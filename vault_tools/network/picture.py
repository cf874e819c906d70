"""What a picture of the network shows: who, tied how, in which group, and where."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from vault_tools.network import measures
from vault_tools.network.people import Network, Person, by_name
from vault_tools.network.ties import Tie, TieKind

MOST_BRIDGES = 5
"""How many bridges are marked: those that hold the most others."""
LINES_EACH = 4
"""How many lines there are at most for each person shown; the strongest ties are kept."""
WIDE, HIGH = 120, 60
"""The room that one person takes, in the units of the picture."""
_SEED = 0.62
"""How far seeds are apart, so that one has a room of 1 by 1."""
_APART = 0.4
"""How far places are apart at which a disc is tried."""
_TURN = math.pi * (3 - math.sqrt(5))
"""The golden angle."""
_SMALLEST_GROUP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One person in a picture."""

    person: Person
    group: int | None
    """Those with the same number are tied with each other more than with others; None: few ties."""
    is_bridge: bool
    """Whether they alone hold many others together with the rest."""
    x: float
    """From the owner, who is in the middle..."""
    y: float
    """...and downwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """That two people know of each other, or that the first knows of the second."""

    source: str
    target: str
    kind: TieKind
    strength: float
    place: str
    """Where the strongest statement stands: ``path:line``."""
    mutual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The network as it is drawn."""

    nodes: tuple[Node, ...]
    """The best connected first."""
    lines: tuple[Line, ...]
    """The strongest first; the owner's own are not among them."""
    left_out: int
    """How many people there was no room for."""
    lines_left_out: int


def picture(network: Network, *, left_out: int = 0) -> Picture:
    """Return the picture of everybody in *network*."""
    order = list(network.people)
    lines = _lines(network.ties)
    kept = lines[: LINES_EACH * max(len(order), 1)]
    found = measures.groups(order, network.ties) if network.ties else []
    bridges = {path for path, _parts in measures.bridges(order, network.ties, limit=MOST_BRIDGES)}
    large = [group for group in found if len(group) >= _SMALLEST_GROUP]
    numbers = {path: number for number, group in enumerate(large) for path in group}
    rest = [path for path in order if path not in numbers]
    places = _places([group for group in (*large, rest) if group], people=network.people)
    return Picture(
        nodes=tuple(
            Node(
                person=network.people[path],
                group=numbers.get(path),
                is_bridge=path in bridges,
                x=places[path][0],
                y=places[path][1],
            )
            for path in order
        ),
        lines=tuple(kept),
        left_out=left_out,
        lines_left_out=len(lines) - len(kept),
    )


def _lines(ties: Iterable[Tie]) -> list[Line]:
    """Return one line for each two, the strongest first."""
    by_pair: dict[tuple[str, str], list[Tie]] = {}
    for tie in ties:
        pair = min(tie.source, tie.target), max(tie.source, tie.target)
        by_pair.setdefault(pair, []).append(tie)
    found = []
    for both in by_pair.values():
        tie = max(both, key=lambda one: one.strength)
        found.append(
            Line(
                source=tie.source,
                target=tie.target,
                kind=tie.kind,
                strength=tie.strength,
                place=tie.statements[0].place,
                mutual=len(both) > 1,
            )
        )
    return sorted(found, key=lambda line: (-line.strength, line.source, line.target))


def _places(
    groups: Iterable[Sequence[str]], *, people: Mapping[str, Person]
) -> dict[str, tuple[float, float]]:
    """Return where everybody is: each group on a disc of its own, the warmest in its middle.

    On a disc they stand like the seeds of a sunflower (H. Vogel, "A better way to construct the
    sunflower head", Mathematical Biosciences 44, 1979), so that nobody is on anybody else. The
    discs are put around the owner, one after the other where there is room first.
    """
    places: dict[str, tuple[float, float]] = {}
    discs = [(0.0, 0.0, _SEED)]
    for group in groups:
        radius = _SEED * (1 + math.sqrt(len(group)))
        x, y = next(
            (x, y)
            for x, y in (_seed(number, apart=_APART) for number in count())
            if all(math.hypot(x - a, y - b) >= radius + other for a, b, other in discs)
        )
        discs.append((x, y, radius))
        for number, path in enumerate(sorted(group, key=lambda path: _warmest(people[path]))):
            right, down = _seed(number, apart=_SEED)
            places[path] = ((x + right) * WIDE, (y + down) * HIGH)
    return places


def _seed(number: int, *, apart: float) -> tuple[float, float]:
    """Return where the seed with that number is in a sunflower."""
    distance = apart * math.sqrt(number)
    return distance * math.cos(number * _TURN), distance * math.sin(number * _TURN)


def _warmest(person: Person) -> tuple[object, ...]:
    return (-person.strength, *by_name(person))
