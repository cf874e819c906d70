"""How being in touch went over time: a year of days, the weeks, who was late, each tier's health.

Explained with examples in docs/method/dashboard.md.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate

from vault_tools.config import Rules
from vault_tools.dates import Period
from vault_tools.followups import due_day, is_asleep
from vault_tools.model import LEFT_ALONE, Standing, Status
from vault_tools.records import dataclass

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatWeek:
    """Seven days, and how many contacts there were on each."""

    monday: date
    """Its first day."""
    counts: tuple[int | None, ...]
    """From Monday to Sunday; None for days after today."""
    levels: tuple[int, ...]
    """0 for none up to 4 for the most, in the same order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How many of a tier are in time, due by now, and asleep."""

    tier: str
    """Empty for those without a tier who have a cadence."""
    in_time: int
    """How many are in time."""
    due: int
    """How many are due by now."""
    asleep: int
    """How many are asleep."""

    @property
    def count(self) -> int:
        """Return how many there are."""
        return self.in_time + self.due + self.asleep


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCount:
    """A week, what was done in it, and how many were late at its end."""

    monday: date
    """Its first day."""
    contacts: int
    """Days of contact, counted for each contact."""
    late: int
    """Those whose cadence had run out by its last day, by the cadences of today, but for who
    was asleep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFavours:
    """Favours of a month."""

    month: str
    """``2026-11``."""
    first: date
    """Its first day."""
    gave: int
    """How many favours were done."""
    got: int
    """How many were received."""


def heat(standings: Iterable[Standing], *, today: date, weeks: int = 53) -> list[HeatWeek]:
    """Return the last *weeks* up to the one of *today*, with the contacts of each day.

    The levels are quarters of the busiest day's count.
    """
    # By their numbers, as the last week may have days that the calendar hasn't.
    last = today.toordinal()
    numbers = (day.toordinal() for one in standings for day in one.contact_days)
    found = Counter(number for number in numbers if number <= last)
    shown = [
        (monday, range(monday.toordinal(), monday.toordinal() + 7))
        for monday in _mondays(today, count=weeks)
    ]
    most = max((found[day] for _, days in shown for day in days), default=0)
    return [
        HeatWeek(
            monday=monday,
            counts=tuple(found[day] if day <= last else None for day in days),
            levels=tuple(-(-4 * found[day] // most) if most else 0 for day in days),
        )
        for monday, days in shown
    ]


def health(
    standings: Iterable[Standing],
    *,
    today: date,
    rules: Rules,
    tiers: Mapping[str, Period | None],
) -> list[Health]:
    """Return how those with a cadence stand, by tier: the closest first, who has none last.

    Nobody who is paused, closed or deceased counts.
    """
    found: dict[str, Counter[str]] = {name: Counter() for name in (*tiers, "")}
    for one in standings:
        if one.cadence and one.status not in LEFT_ALONE:
            tier = one.tier if one.tier in found else ""
            found[tier or ""][_state(one, today=today, rules=rules)] += 1
    return [
        Health(tier=name, in_time=states["in time"], due=states["due"], asleep=states["asleep"])
        for name, states in found.items()
        if states
    ]


def weeks(
    standings: Sequence[Standing], *, today: date, rules: Rules, count: int = 26
) -> list[WeekCount]:
    """Return the last *count* weeks up to the one of *today*."""
    mondays = _mondays(today, count=count)
    ends = [min(Period(days=6).after(first), today) for first in mondays]
    contacts = weekly_contacts(standings, today=today, count=count)
    late = [0] * (len(mondays) + 1)
    for one in standings:
        for since, until in _late_spans(one, since=ends[0], rules=rules):
            late[bisect_left(ends, since)] += 1
            late[bisect_right(ends, until)] -= 1
    return [
        WeekCount(monday=first, contacts=number, late=so_far)
        for first, number, so_far in zip(mondays, contacts, accumulate(late), strict=False)
    ]


def weekly_contacts(standings: Iterable[Standing], *, today: date, count: int = 12) -> list[int]:
    """Return the days of contact, counted for each contact, in each of the last *count* weeks."""
    mondays = _mondays(today, count=count)
    first = mondays[0]
    days: Counter[date] = Counter()
    for one in standings:
        if one.contact_days and one.contact_days[-1] >= first:
            days.update(one.contact_days[bisect_left(one.contact_days, first) :])
    found = [0] * len(mondays)
    for day, number in days.items():
        if day <= today:
            found[(day - first).days // 7] += number
    return found


def monthly_favours(
    standings: Iterable[Standing], *, months: Sequence[str], today: date
) -> list[MonthFavours]:
    """Return what was given and got in each of *months*, written ``2026-11``, up to *today*."""
    gave: Counter[str] = Counter()
    got: Counter[str] = Counter()
    for one in standings:
        gave.update(day.isoformat()[:7] for day in one.gave_days if day <= today)
        got.update(day.isoformat()[:7] for day in one.got_days if day <= today)
    return [
        MonthFavours(
            month=month,
            first=date.fromisoformat(f"{month}-01"),
            gave=gave[month],
            got=got[month],
        )
        for month in months
    ]


def _mondays(today: date, *, count: int) -> list[date]:
    """Return the first days of the last *count* weeks; fewer where the calendar begins later."""
    last = today.toordinal() - today.weekday()
    numbers = range(last - 7 * (count - 1), last + 1, 7)
    return [date.fromordinal(number) for number in numbers if number > 0]


def _state(standing: Standing, *, today: date, rules: Rules) -> str:
    if is_asleep(standing, today=today, rules=rules):
        return "asleep"
    on = due_day(standing, today=today, rules=rules)
    return "due" if on and on <= today else "in time"


def _late_spans(standing: Standing, *, since: date, rules: Rules) -> Iterator[tuple[date, date]]:
    """Yield from when to when the cadence had run out, by the contacts up to then.

    Who is asleep by then is not late any more; what ends before *since* may be left out.
    """
    if standing.cadence is None or standing.status is not Status.ACTIVE:
        return
    usual = standing.cadence.approximate_days
    awake = Period(days=max(rules.asleep_cadences * usual, rules.asleep_days))
    days = standing.contact_days
    first = max(bisect_right(days, since) - 1, 0)
    for place in range(first, len(days)):
        day, until = days[place], awake.after(days[place])
        if place + 1 < len(days):
            until = min(until, days[place + 1] - _DAY)
        after = standing.cadence.after(day)
        if after < until:
            yield after + _DAY, until
