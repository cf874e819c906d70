"""The rules for one contact. Each is explained with an example in docs/rules.md.

Only days on or before *today* count; later ones are planned. Nothing depends on the order of
entries, on file times or on anything that is not written in a note.
"""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from vault_tools.config import Rules
from vault_tools.dates import Period
from vault_tools.model import Reason, ReasonKind, Standing, Status

_SILENT = frozenset({Status.CLOSED, Status.DECEASED})


def last_contact(standing: Standing, *, today: date) -> date | None:
    """Return the latest day of contact on or before *today*, or None if there was none."""
    count = bisect_right(standing.contact_days, today)
    return standing.contact_days[count - 1] if count else None


def attempts(standing: Standing, *, today: date) -> int:
    """Return how many attempts there were after the last contact and up to *today*."""
    if not standing.attempt_days:
        return 0
    last = last_contact(standing, today=today)
    start = bisect_right(standing.attempt_days, last) if last else 0
    return max(0, bisect_right(standing.attempt_days, today) - start)


def rest_until(standing: Standing, *, today: date, rules: Rules) -> date | None:
    """Return the day before which nothing but promises is due, because attempts went unanswered.

    After n attempts since the last contact that is the latest attempt + min(n, 4) x 14 days. Who
    has said "not now" since then rests for as long as is configured, where that is longer.
    """
    count = attempts(standing, today=today)
    if not count:
        return None
    latest = standing.attempt_days[bisect_right(standing.attempt_days, today) - 1]
    until = Period(days=min(count, rules.rest_steps) * rules.rest_step).after(latest)
    declined = standing.declined_days[: bisect_right(standing.declined_days, today)][-1:]
    last = last_contact(standing, today=today)
    if declined and (last is None or declined[0] > last):
        until = max(until, Period(days=rules.declined_rest).after(declined[0]))
    return until


def is_asleep(standing: Standing, *, today: date, rules: Rules) -> bool:
    """Return whether they are to be reawakened rather than overdue.

    So says ``status: dormant``, or a silence of more than three cadences and more than a year.
    """
    if standing.status is Status.DORMANT:
        return True
    last = last_contact(standing, today=today)
    if standing.status is not Status.ACTIVE or standing.cadence is None or last is None:
        return False
    if (today - last).days <= rules.asleep_days:
        return False
    return (standing.cadence * rules.asleep_cadences).after(last) < today


def may_be_woken(standing: Standing, *, today: date, rules: Rules) -> bool:
    """Return whether they are asleep and nothing speaks against a word to them now.

    A guard, a snooze, something planned or a follow-up that is set does.
    """
    if not is_asleep(standing, today=today, rules=rules):
        return False
    wait = silent_until(standing, today=today, rules=rules)
    return (
        (wait is None or wait <= today)
        and _next_planned(standing, today=today) is None
        and not _open_follow_up(standing, today=today)
    )


def reasons(standing: Standing, *, today: date, rules: Rules) -> tuple[Reason, ...]:
    """Return every reason to get in touch apart from occasions, with its day, the earliest first.

    The days may lie ahead; it is for the caller to say how far ahead matters.
    """
    if standing.status in _SILENT:
        return ()
    found = _promises(standing)
    if standing.status is not Status.PAUSED:
        found += _moved(
            _touches(standing, today=today, rules=rules), standing, today=today, rules=rules
        )
    if len(found) > 1:
        found.sort(key=lambda reason: (reason.due_on, reason.kind))
    return tuple(found)


def due_day(standing: Standing, *, today: date, rules: Rules) -> date | None:
    """Return the earliest day of the reasons, or None if nothing is ever due."""
    found = reasons(standing, today=today, rules=rules)
    return found[0].due_on if found else None


def silent_until(standing: Standing, *, today: date, rules: Rules) -> date | None:
    """Return the day before which nothing but promises is due, or None: guard and snooze."""
    waits = [rest_until(standing, today=today, rules=rules)]
    if standing.snooze_until and standing.snooze_until > today:
        waits.append(standing.snooze_until)
    return max([day for day in waits if day], default=None)


def is_never_contacted(standing: Standing, *, today: date) -> bool:
    """Return whether there was no contact so far."""
    return last_contact(standing, today=today) is None


def _promises(standing: Standing) -> list[Reason]:
    return [
        Reason(
            kind=ReasonKind.PROMISE if promise.mine else ReasonKind.WAITING,
            due_on=promise.due,
            promise=promise,
        )
        for promise in standing.promises
        if promise.due and not promise.done
    ]


def _moved(found: list[Reason], standing: Standing, *, today: date, rules: Rules) -> list[Reason]:
    """Move each reason to the end of the guard or the snooze, where that is later."""
    wait = silent_until(standing, today=today, rules=rules) if found else None
    if wait is None:
        return found
    rest = rest_until(standing, today=today, rules=rules)
    return [
        reason
        if reason.due_on >= wait
        else Reason(kind=reason.kind, due_on=wait, rested=wait == rest)
        for reason in found
    ]


def _touches(standing: Standing, *, today: date, rules: Rules) -> list[Reason]:
    """Return the reasons to get in touch that are neither promises nor occasions."""
    follow_up = _open_follow_up(standing, today=today)
    if follow_up:
        return [Reason(kind=ReasonKind.FOLLOW_UP, due_on=follow_up)]
    if standing.status is Status.DORMANT:
        return []
    found = []
    first = _first_follow_up(standing, today=today, rules=rules)
    if first:
        found.append(Reason(kind=ReasonKind.FIRST_FOLLOW_UP, due_on=first))
    by_cadence = _by_cadence(standing, today=today, rules=rules)
    if by_cadence:
        found.append(Reason(kind=ReasonKind.CADENCE, due_on=by_cadence))
    return found


def _open_follow_up(standing: Standing, *, today: date) -> date | None:
    """Return the day of the explicit follow-up, unless a contact on or after it has spent it."""
    day = standing.follow_up
    if day is None:
        return None
    last = last_contact(standing, today=today)
    return None if last and last >= day else day


def _first_follow_up(standing: Standing, *, today: date, rules: Rules) -> date | None:
    met = standing.met
    if met is None or met > today or (today - met).days > rules.first_follow_up_within:
        return None
    if last_contact(standing, today=today) != met:
        return None
    return Period(days=rules.first_follow_up_after).after(met)


def _by_cadence(standing: Standing, *, today: date, rules: Rules) -> date | None:
    cadence = standing.cadence
    if cadence is None or is_asleep(standing, today=today, rules=rules):
        return None
    last = last_contact(standing, today=today)
    planned = _next_planned(standing, today=today)
    if planned and planned <= cadence.after(today):
        return None
    return cadence.after(last) if last else today


def _next_planned(standing: Standing, *, today: date) -> date | None:
    days = standing.contact_days
    index = bisect_left(days, today + timedelta(days=1)) if today < date.max else len(days)
    return days[index] if index < len(days) else None
