"""Occasions: birthdays and the seasons of the year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from vault_tools.config import Season
from vault_tools.model import Reason, ReasonKind, Standing, Status

_NO_OCCASIONS = frozenset({Status.PAUSED, Status.CLOSED, Status.DECEASED})


@dataclass(frozen=True, slots=True)
class Invitation:
    """A season, and the paths of the contacts whom it is for."""

    season: Season
    paths: frozenset[str]


def occasions(
    standing: Standing,
    *,
    today: date,
    until: date,
    silent_until: date | None,
    invitations: tuple[Invitation, ...] = (),
) -> Iterator[Reason]:
    """Yield the occasions of one contact from *today* to *until*, both included.

    None lies before *silent_until*; none is for those who are paused, closed or deceased.
    """
    if standing.status in _NO_OCCASIONS:
        return
    day = standing.birthday.next_on(today) if standing.birthday else None
    if day and day <= until and (silent_until is None or day >= silent_until):
        yield Reason(kind=ReasonKind.BIRTHDAY, due_on=day)
    for invitation in invitations:
        if standing.path not in invitation.paths:
            continue
        first, last = season_span(invitation.season, today=today)
        is_kept = any(first <= contact <= today for contact in standing.contact_days)
        starts = max(first, silent_until or first)
        if starts <= until and today <= last and starts <= last and not is_kept:
            yield Reason(kind=ReasonKind.SEASON, due_on=starts, season=invitation.season.name)


def season_span(season: Season, *, today: date) -> tuple[date, date]:
    """Return the first and last day of the season that is on at *today*, else of the next."""
    is_over = today > _in_year(season.end, today.year)
    if season.end < season.start:  # it spans New Year
        year = today.year if is_over else today.year - 1
        return _in_year(season.start, year), _in_year(season.end, year + 1)
    year = today.year + 1 if is_over else today.year
    return _in_year(season.start, year), _in_year(season.end, year)


def birthday_keys(today: date, until: date) -> list[str]:
    """Return ``MM-DD`` of every birthday that is kept from *today* to *until*."""
    days = [today + timedelta(days=ahead) for ahead in range(min((until - today).days, 366) + 1)]
    keys = {f"{day:%m-%d}" for day in days}
    return sorted(keys | {"02-29"} if "02-28" in keys else keys)


def kept_between(standings: Iterable[Standing], *, today: date, until: date) -> list[Standing]:
    """Return those whose birthday, or whose day of the first meeting, may be kept in a span."""
    keys = frozenset(birthday_keys(today, until))
    return [
        standing
        for standing in standings
        if (standing.birthday and standing.birthday.text[-5:] in keys)
        or (standing.met and standing.met.isoformat()[5:] in keys)
    ]


def _in_year(month_and_day: str, year: int) -> date:
    if not MINYEAR <= year <= MAXYEAR:  # the calendar ends
        return date.min if year < MINYEAR else date.max
    month, day = (int(part) for part in month_and_day.split("-"))
    if (month, day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)
