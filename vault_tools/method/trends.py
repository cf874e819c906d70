"""How being in touch went over time: a year of days, the weeks, who was late, each tier's health.

Explained with examples in docs/method/dashboard.md.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from vault_tools.config import Rules
from vault_tools.dates import Period
from vault_tools.followups import due_day, is_asleep
from vault_tools.model import Standing, Status
from vault_tools.records import dataclass

_WEEK = timedelta(days=7)
_SILENT = frozenset({Status.PAUSED, Status.CLOSED, Status.DECEASED})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatWeek:
    """Seven days, and on how many contacts they fell."""

    monday: date
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
    due: int
    asleep: int

    @property
    def count(self) -> int:
        """Return how many there are."""
        return self.in_time + self.due + self.asleep


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCount:
    """A week, what was done in it, and how many were late at its end."""

    monday: date
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
    gave: int
    got: int


def heat(standings: Iterable[Standing], *, today: date, weeks: int = 53) -> list[HeatWeek]:
    """Return the last *weeks* up to the one of *today*, with the contacts of each day.

    The levels are quarters of the busiest day's count.
    """
    found = Counter(day for one in standings for day in one.contact_days if day <= today)
    first = today - timedelta(days=today.weekday()) - (weeks - 1) * _WEEK
    shown = [first + timedelta(days=number) for number in range(7 * weeks)]
    most = max((found[day] for day in shown), default=0)
    return [
        HeatWeek(
            monday=days[0],
            counts=tuple(found[day] if day <= today else None for day in days),
            levels=tuple(-(-4 * found[day] // most) if most else 0 for day in days),
        )
        for days in (shown[start : start + 7] for start in range(0, len(shown), 7))
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
        if one.cadence and one.status not in _SILENT:
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
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - back * _WEEK for back in reversed(range(count))]
    return [
        WeekCount(
            monday=first,
            contacts=sum(_between(one, since=first, until=last) for one in standings),
            late=sum(_is_late(one, on=last, rules=rules) for one in standings),
        )
        for first, last in ((first, min(first + timedelta(days=6), today)) for first in mondays)
    ]


def monthly_favours(
    standings: Iterable[Standing], *, months: Sequence[str], today: date
) -> list[MonthFavours]:
    """Return what was given and got in each of *months*, written ``2026-11``, up to *today*."""
    gave: Counter[str] = Counter()
    got: Counter[str] = Counter()
    for one in standings:
        gave.update(day.isoformat()[:7] for day in one.gave_days if day <= today)
        got.update(day.isoformat()[:7] for day in one.got_days if day <= today)
    return [MonthFavours(month=month, gave=gave[month], got=got[month]) for month in months]


def _state(standing: Standing, *, today: date, rules: Rules) -> str:
    if is_asleep(standing, today=today, rules=rules):
        return "asleep"
    on = due_day(standing, today=today, rules=rules)
    return "due" if on and on <= today else "in time"


def _between(standing: Standing, *, since: date, until: date) -> int:
    days = standing.contact_days
    return bisect_right(days, until) - bisect_left(days, since)


def _is_late(standing: Standing, *, on: date, rules: Rules) -> bool:
    """Return whether the cadence had run out on a day, by the contacts up to it."""
    if standing.cadence is None or standing.status is not Status.ACTIVE:
        return False
    place = bisect_right(standing.contact_days, on)
    if not place or standing.cadence.after(standing.contact_days[place - 1]) >= on:
        return False
    silence = (on - standing.contact_days[place - 1]).days
    usual = standing.cadence.approximate_days
    return silence <= max(rules.asleep_cadences * usual, rules.asleep_days)
