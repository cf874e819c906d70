"""Promises of either side, whoever else is silent: what is open, and how late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vault_tools.model import Promise, Standing, Status
from vault_tools.names import fold

_OVER = frozenset({Status.CLOSED, Status.DECEASED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One open promise, and whom it is with."""

    standing: Standing
    promise: Promise
    days_overdue: int | None
    """Negative for a day to come; None without a day."""


def commitments(standings: Iterable[Standing], *, today: date) -> list[Commitment]:
    """Return every open promise, what is overdue the longest first, what has no day last.

    No snooze, pause or guard hides one; those with people who are closed or deceased are over.
    """
    found = [
        Commitment(
            standing=standing,
            promise=promise,
            days_overdue=(today - promise.due).days if promise.due else None,
        )
        for standing in standings
        for promise in standing.promises
        if standing.status not in _OVER and not promise.done
    ]
    return sorted(found, key=_order)


def _order(item: Commitment) -> tuple[object, ...]:
    due = item.promise.due or date.max
    return (due, fold(item.standing.name), item.promise.path, item.promise.line)
