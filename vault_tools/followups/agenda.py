"""Many contacts at once: who is due, in which order, and who can't be before a day."""

from collections.abc import Iterable, Sequence
from datetime import date

from vault_tools.config import Rules
from vault_tools.followups import occasions
from vault_tools.followups import rules as one
from vault_tools.model import Due, Reason, ReasonKind, Standing, Status
from vault_tools.names import fold

_PROMISES = frozenset({ReasonKind.PROMISE, ReasonKind.WAITING})
_DEFAULT_CADENCE_DAYS = 30
"""Against which lateness is measured where there is no cadence."""


def due(
    standings: Iterable[Standing],
    *,
    today: date,
    until: date,
    rules: Rules,
    tiers: Sequence[str] = (),
    invitations: tuple[occasions.Invitation, ...] = (),
    reawaken: bool = False,
) -> list[Due]:
    """Return who is due on or before *until*, in the order in which to act.

    Promises first, then by how late relative to the cadence, then the closest of *tiers* first,
    then by name; people never contacted come after everybody else, and those to reawaken, if
    *reawaken*, at the end, the best connected first.
    """
    found = []
    for standing in standings:
        item = _due(standing, today=today, until=until, rules=rules, invitations=invitations)
        if reawaken and one.may_be_woken(standing, today=today, rules=rules):
            item = _reawakened(standing, item, today=today)
        if item:
            found.append(item)
    return in_order(found, today=today, tiers=tiers)


def in_order(found: Iterable[Due], *, today: date, tiers: Sequence[str]) -> list[Due]:
    """Return *found* in the order in which to act; see `due`."""
    return sorted(found, key=lambda item: order(item, today=today, tiers=tiers))


def order(item: Due, *, today: date, tiers: Sequence[str]) -> tuple[object, ...]:
    """Return what puts *item* in its place among others; see `due`."""
    standing = item.standing
    tier = standing.tier
    cadence = standing.cadence.approximate_days if standing.cadence else _DEFAULT_CADENCE_DAYS
    kinds = {reason.kind for reason in item.reasons}
    only_asleep = kinds == {ReasonKind.REAWAKEN}
    return (
        2 if only_asleep else 0 if kinds & _PROMISES else 1,
        kinds == {ReasonKind.CADENCE} and item.last_contact is None,
        -standing.degree if only_asleep else -item.days_overdue(today) / max(cadence, 1),
        tiers.index(tier) if tier in tiers else len(tiers),
        fold(standing.name),
        standing.path,
    )


def _due(
    standing: Standing,
    *,
    today: date,
    until: date,
    rules: Rules,
    invitations: tuple[occasions.Invitation, ...],
) -> Due | None:
    reasons = [
        reason
        for reason in one.reasons(standing, today=today, rules=rules)
        if reason.due_on <= until
    ]
    if standing.birthday or invitations:
        reasons += occasions.occasions(
            standing,
            today=today,
            until=until,
            silent_until=one.silent_until(standing, today=today, rules=rules),
            invitations=invitations,
        )
    if not reasons:
        return None
    return Due(
        standing=standing,
        reasons=tuple(sorted(reasons, key=lambda reason: (reason.due_on, reason.kind))),
        last_contact=one.last_contact(standing, today=today),
        attempts=one.attempts(standing, today=today),
    )


def _reawakened(standing: Standing, item: Due | None, *, today: date) -> Due:
    reasons = [*(item.reasons if item else ()), Reason(kind=ReasonKind.REAWAKEN, due_on=today)]
    return Due(
        standing=standing,
        reasons=tuple(sorted(reasons, key=lambda reason: (reason.due_on, reason.kind))),
        last_contact=one.last_contact(standing, today=today),
        attempts=one.attempts(standing, today=today),
    )


def settled_on(standing: Standing) -> date | None:
    """Return the last day on which anything dated lies, contacts, attempts and plans alike.

    From that day on the past no longer changes by itself, and `candidates_from` holds.
    """
    days = (*standing.contact_days[-1:], *standing.attempt_days[-1:])
    return max(days, default=None)


def candidates_from(standing: Standing, *, rules: Rules) -> date | None:
    """Return a day before which nobody but for an occasion is due; None for never.

    It is a lower bound for every *today* on or after `settled_on`, so that an index can tell
    who needs no look.
    """
    today = settled_on(standing) or date.min
    if (
        standing.status is Status.ACTIVE
        and standing.cadence
        and one.is_never_contacted(standing, today=today)
    ):
        return date.min
    return one.due_day(standing, today=today, rules=rules)
