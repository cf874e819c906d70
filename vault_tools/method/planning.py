"""A plan that fits the week: what to do within so many minutes, and what can wait.

Three kinds compete in turn for the minutes: promises, first follow-ups, then all the rest. Within a
kind, the plan is worth as much as any that fits, and of those worth as much it is a shortest one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from math import gcd

from vault_tools.model import Due, ReasonKind
from vault_tools.records import dataclass

_DEFAULT_CADENCE_DAYS = 30
_MOST_LATE = 2.0
"""Cadences of lateness that count; whoever is later still is worth no more."""
_AT_THE_OCCASION = 1.5
_AS_WISHED = 2.0
_OCCASIONS = frozenset({ReasonKind.BIRTHDAY, ReasonKind.SEASON})


class Turn(IntEnum):
    """When something gets its share of the minutes."""

    PROMISE = 0
    FIRST_FOLLOW_UP = 1
    OTHER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Somebody who is due, what it takes, and what it is worth."""

    due: Due
    minutes: int
    value: int
    """More is better; only the efforts of one turn are compared."""
    turn: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who is for this week, and who for the next ones."""

    weeks: tuple[tuple[Effort, ...], ...]
    """This week's efforts, then those of the weeks that follow, each in the order given."""
    later: tuple[Effort, ...]
    """What is for still later, or takes more minutes than a week has."""
    budget: int
    """Minutes a week."""

    @property
    def now(self) -> tuple[Effort, ...]:
        """Return this week's efforts."""
        return self.weeks[0]

    @property
    def minutes(self) -> int:
        """Return how many minutes this week's take."""
        return sum(effort.minutes for effort in self.now)


def effort(due: Due, *, minutes: int, today: date, tiers: Sequence[str] = ()) -> Effort:
    """Return what a contact who is due is worth, of *tiers* with the closest first.

    The worth of a promise grows with each day it is late, up to a hundred. Otherwise it is that of
    the tier (1 for the widest or none, 1 more for each closer one), up to three times as much the
    later it is against the cadence, times 2 where the owner has set the day, times 1.5 for a
    birthday or a season, which can't wait.
    """
    kinds = {reason.kind for reason in due.reasons}
    late = max(due.days_overdue(today), 0)
    if kinds & {ReasonKind.PROMISE, ReasonKind.WAITING}:
        return Effort(due=due, minutes=minutes, value=100 + min(late, 100), turn=Turn.PROMISE)
    places = {tier: len(tiers) - place for place, tier in enumerate(tiers)}
    cadence = due.standing.cadence.approximate_days if due.standing.cadence else 0
    lateness = min(late / max(cadence or _DEFAULT_CADENCE_DAYS, 1), _MOST_LATE)
    factor = _AS_WISHED if ReasonKind.FOLLOW_UP in kinds else 1.0
    factor *= _AT_THE_OCCASION if kinds & _OCCASIONS else 1.0
    value = round(100 * places.get(due.standing.tier or "", 1) * (1 + lateness) * factor)
    first = ReasonKind.FIRST_FOLLOW_UP in kinds
    turn = Turn.FIRST_FOLLOW_UP if first else Turn.OTHER
    return Effort(due=due, minutes=minutes, value=value, turn=turn)


def plan(efforts: Iterable[Effort], *, budget: int, weeks: int = 4) -> Plan:
    """Return the plan for *budget* minutes a week, this week and the next ones, *weeks* in all."""
    given = list(efforts)
    places = {id(each): place for place, each in enumerate(given)}
    shelves = [_Shelves([each for each in given if each.turn is turn]) for turn in Turn]
    planned = []
    for _ in range(max(weeks, 1)):
        taken: list[Effort] = []
        for shelf in shelves:
            taken += shelf.take(budget - sum(each.minutes for each in taken))
        planned.append(tuple(sorted(taken, key=lambda each: places[id(each)])))
    later = [each for shelf in shelves for each in shelf.left()]
    return Plan(
        weeks=tuple(planned),
        later=tuple(sorted(later, key=lambda each: places[id(each)])),
        budget=budget,
    )


class _Shelves:
    """Efforts by their minutes, the most valuable first: a best choice takes from the front."""

    def __init__(self, efforts: Sequence[Effort]) -> None:
        self._by_minutes: dict[int, list[Effort]] = {}
        for each in sorted(efforts, key=lambda each: -each.value):
            self._by_minutes.setdefault(each.minutes, []).append(each)

    def take(self, budget: int) -> list[Effort]:
        """Take away the efforts that are worth most within *budget* minutes."""
        counts = _best_counts(
            {
                minutes: [each.value for each in shelf]
                for minutes, shelf in self._by_minutes.items()
                if minutes
            },
            budget,
        )
        if budget >= 0:
            counts[0] = len(self._by_minutes.get(0, ()))  # what costs nothing always fits
        taken = []
        for minutes, count in counts.items():
            shelf = self._by_minutes.get(minutes, [])
            taken += shelf[:count]
            del shelf[:count]
        return taken

    def left(self) -> list[Effort]:
        """Return what is still there."""
        return [each for shelf in self._by_minutes.values() for each in shelf]


def _best_counts(values: Mapping[int, Sequence[int]], budget: int) -> dict[int, int]:
    """Return how many to take of each number of minutes, the most valuable first.

    A knapsack with few different weights: for each weight, only the number taken is to be chosen.
    """
    unit = gcd(*values) or 1
    room = max(budget, 0) // unit
    best = [0] * (room + 1)
    choices: list[tuple[int, list[int]]] = []
    for minutes in sorted(values):
        step = minutes // unit
        sums = _running_sums(values[minutes][: room // step])
        before = best
        best, chosen = [], []
        for space in range(room + 1):
            total, count = max(
                (before[space - count * step] + sums[count], -count)
                for count in range(min(space // step, len(sums) - 1) + 1)
            )
            best.append(total)
            chosen.append(-count)
        choices.append((minutes, chosen))
    space = best.index(best[-1])  # the least space in which the best value is reached
    counts = {}
    for minutes, chosen in reversed(choices):
        counts[minutes] = chosen[space]
        space -= chosen[space] * (minutes // unit)
    return counts


def _running_sums(values: Sequence[int]) -> list[int]:
    sums = [0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums
