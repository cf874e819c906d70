"""Promises of either side: what is open, how late, and what became of the others.

Explained with examples in docs/method/promises.md.
"""

from collections.abc import Iterable
from datetime import date

from vault_tools.model import OVER, Promise, Standing, Timeline
from vault_tools.names import fold
from vault_tools.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One promise, and whom it is with."""

    standing: Standing
    promise: Promise
    days_overdue: int | None
    """Negative for a day to come; None without a day, and for one that is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of one side's promises."""

    kept: int = 0
    late: int = 0
    """Those of the kept ones that were kept after their day."""
    open: int = 0
    overdue: int = 0
    """Those of the open ones whose day is over."""

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(
            kept=self.kept + other.kept,
            late=self.late + other.late,
            open=self.open + other.open,
            overdue=self.overdue + other.overdue,
        )

    @property
    def count(self) -> int:
        """Return how many there are."""
        return self.kept + self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The promises between the owner and one contact."""

    standing: Standing
    mine: Tally
    theirs: Tally


def commitments(standings: Iterable[Standing], *, today: date) -> list[Commitment]:
    """Return every open promise, what is overdue the longest first, what has no day last.

    No snooze, pause or guard hides one; those with people who are closed or deceased are over.
    """
    found = [
        _commitment(standing, promise, today=today)
        for standing in standings
        if standing.status not in OVER
        for promise in standing.promises
        if not promise.done
    ]
    return sorted(found, key=_order)


def kept(timelines: Iterable[Timeline], *, today: date) -> list[Commitment]:
    """Return every promise that is kept, the latest first, those without a day of it last."""
    found = [
        _commitment(timeline.standing, promise, today=today)
        for timeline in timelines
        for promise in timeline.promises
        if promise.done
    ]
    return sorted(found, key=_latest_first)


def records(timelines: Iterable[Timeline], *, today: date) -> list[Record]:
    """Return what became of the promises with each contact: the most overdue and open ones first.

    With people who are closed or deceased only what was kept counts.
    """
    found = [_record(timeline, today=today) for timeline in timelines if timeline.promises]
    return sorted(
        (each for each in found if each.mine.count or each.theirs.count), key=_most_waiting
    )


def total(found: Iterable[Record]) -> tuple[Tally, Tally]:
    """Return what became of all promises: mine, theirs."""
    mine, theirs = Tally(), Tally()
    for record in found:
        mine, theirs = mine + record.mine, theirs + record.theirs
    return mine, theirs


def _commitment(standing: Standing, promise: Promise, *, today: date) -> Commitment:
    waits = promise.due if not promise.done else None
    days = (today - waits).days if waits else None
    return Commitment(standing=standing, promise=promise, days_overdue=days)


def _record(timeline: Timeline, *, today: date) -> Record:
    over = timeline.standing.status in OVER
    counted = [promise for promise in timeline.promises if promise.done or not over]
    return Record(
        standing=timeline.standing,
        mine=_tally((each for each in counted if each.mine), today=today),
        theirs=_tally((each for each in counted if not each.mine), today=today),
    )


def _tally(promises: Iterable[Promise], *, today: date) -> Tally:
    found = Tally()
    for each in promises:
        if each.done:
            late = bool(each.due and each.done_on and each.done_on > each.due)
            found += Tally(kept=1, late=int(late))
        else:
            found += Tally(open=1, overdue=int(bool(each.due and each.due < today)))
    return found


def _order(item: Commitment) -> tuple[object, ...]:
    due = item.promise.due or date.max
    return (due, fold(item.standing.name), item.promise.path, item.promise.line)


def _latest_first(item: Commitment) -> tuple[object, ...]:
    day = item.promise.done_on or item.promise.due
    when = -day.toordinal() if day else 0
    return (when, fold(item.standing.name), item.promise.path, item.promise.line)


def _most_waiting(record: Record) -> tuple[object, ...]:
    overdue = record.mine.overdue + record.theirs.overdue
    waiting = record.mine.open + record.theirs.open
    return (-overdue, -waiting, *record.standing.by_name)
