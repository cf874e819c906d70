"""Ties between people: what the notes state, and how strong that makes each tie.

A tie is asserted, directed and sourced: it says that one *knows of* the other, and where that
stands. Nothing is reversed by itself; only meetings, events and a shared company go both ways, as
they are so by nature. The owner's own ties come from their days of contact.

What a tie is made of: time, intensity, intimacy and reciprocal services (M. Granovetter, "The
Strength of Weak Ties", American Journal of Sociology 78, 1973). Notes show two signs of it, and
they are the ones that told most in a study of what predicts strength, how often and how recently
(E. Gilbert, K. Karahalios, "Predicting Tie Strength With Social Media", CHI 2009). The numbers
below are ours: they put ties in order, and measure nothing.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import permutations

HALF_LIFE = 180
"""Days after which a contact of one's own counts half."""
OTHERS_HALF_LIFE = 720
"""Days after which a statement about two others counts half: their contacts are rarely noted."""
HALF_STRENGTH = 2.0
"""What makes a tie of strength ½: as two contacts of today do."""
WEAK = 0.2
"""Below it, a tie is a weak one."""
MOST_TOGETHER = 50
"""People at a meeting or an event; of more, being there says nothing."""
MOST_COLLEAGUES = 200
"""People of one company; of more, working there says nothing."""
_UNDATED = 0.5
"""What a statement without a day counts: as one of a half-life ago."""

Place = tuple[str, int]
"""The path of a note, and a line in it."""


class TieKind(StrEnum):
    """What a tie is known from."""

    CONTACT = "contact"
    """Days of contact with the owner."""
    INTRODUCED = "introduced"
    """One introduced the other to the owner: ``introduced_by``."""
    INTRO = "intro"
    """A log entry with ``#intro`` names the other."""
    MEETING = "meeting"
    """Both are named in a dated note as being there, or in one line of it."""
    EVENT = "event"
    """Both were at an event."""
    LINK = "link"
    """The note of one links to the other."""
    COMPANY = "company"
    """Both are at one company."""


WEIGHTS: Mapping[TieKind, float] = {
    TieKind.CONTACT: 1.0,
    TieKind.INTRODUCED: 4.0,
    TieKind.INTRO: 3.0,
    TieKind.MEETING: 2.0,
    TieKind.EVENT: 1.0,
    TieKind.LINK: 1.0,
    TieKind.COMPANY: 0.5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that a note says about two people; paths stand for them."""

    source: str
    target: str
    kind: TieKind
    path: str
    """The note in which it stands..."""
    line: int = 1
    """...and its line; 1 where the note as a whole says it."""
    on: date | None = None
    """The day it is about, where there is one."""
    people: int = 2
    """How many were there."""
    title: str = ""
    """What the meeting, event or company is called."""

    @property
    def place(self) -> str:
        """Return where it stands: ``path:line``."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """That one person knows of another, from everything that says so."""

    source: str
    target: str
    strength: float
    """Above 0, at most 1."""
    statements: tuple[Statement, ...]
    """What counts most first."""

    @property
    def kind(self) -> TieKind:
        """Return what it is known from above all."""
        return self.statements[0].kind


def faded(weight: float, *, on: date | None, today: date, half_life: int) -> float:
    """Return what something of *weight* still counts, halved with each half-life gone by."""
    if on is None:
        return weight * _UNDATED
    return weight * math.pow(0.5, max((today - on).days, 0) / half_life)


def saturated(total: float) -> float:
    """Return a strength from 0 to 1 for what all statements count together."""
    return total / (total + HALF_STRENGTH)


def own_strength(days: Iterable[date], *, today: date) -> float:
    """Return how strong the owner's tie is, from the days of contact up to *today*; 0 for none."""
    return saturated(
        sum(
            faded(WEIGHTS[TieKind.CONTACT], on=day, today=today, half_life=HALF_LIFE)
            for day in days
            if day <= today
        )
    )


def weight(statement: Statement, *, today: date) -> float:
    """Return what a statement counts.

    Being together counts the less the more were there, by 1/(n - 1) (M. Newman, "Scientific
    collaboration networks. II", Physical Review E 64, 2001). A shared company has no day, and
    never fades.
    """
    full = WEIGHTS[statement.kind]
    if statement.kind is TieKind.COMPANY:
        return full
    shared = full / max(statement.people - 1, 1)
    return faded(shared, on=statement.on, today=today, half_life=OTHERS_HALF_LIFE)


def ties(statements: Iterable[Statement], *, today: date) -> list[Tie]:
    """Return one tie for each two people and direction, by their paths."""
    groups: dict[tuple[str, str], list[tuple[float, Statement]]] = {}
    for each in dict.fromkeys(statements):
        if each.source != each.target:
            counted = (weight(each, today=today), each)
            groups.setdefault((each.source, each.target), []).append(counted)
    return [
        Tie(
            source=source,
            target=target,
            strength=saturated(sum(count for count, _ in group)),
            statements=tuple(each for _, each in sorted(group, key=_heaviest)),
        )
        for (source, target), group in sorted(groups.items())
    ]


def together(places: Mapping[str, Place], like: Statement) -> list[Statement]:
    """Return that all who were there know of each other, in both directions; nothing of too many.

    Each comes with where that stands; what is not in the note that *like* is of says more of two.
    What else there is to say is as in *like*.
    """
    who = sorted(places)
    if len(who) > MOST_TOGETHER:
        return []
    found = []
    for one, other in permutations(who, 2):
        both = (places[other], places[one])
        path, line = next((place for place in both if place[0] != like.path), both[0])
        found.append(replace(like, source=one, target=other, path=path, line=line, people=len(who)))
    return found


def _heaviest(counted: tuple[float, Statement]) -> tuple[object, ...]:
    count, each = counted
    return (-count, each.kind, each.path, each.line)
