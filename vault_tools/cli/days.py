"""Days as people say them, in English and German; the only module that knows dateparser.

dateparser is generous: to it ``12.12.`` is a time, ``1`` the first of this month and ``today
yesterday`` a day. So the shape of what is said is read here, strictly, and dateparser is asked for
words alone: which month one names, how many weeks another counts.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, time
from enum import StrEnum
from itertools import product

from vault_tools.cli.day_words import plainly, words_of
from vault_tools.dates import Period, parse_day, parse_period
from vault_tools.language import _, quoted


class Lean(StrEnum):
    """Where a day lies that could be one gone by or one to come."""

    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What someone says on a day, in lower case and without the words that don't matter."""

    words: str
    today: date
    lean: Lean

    def away(self, days: int) -> date:
        """Return the day that many *days* after today."""
        return Period(days=days).after(self.today)

    def years(self, year: str | None) -> Iterable[int]:
        """Return the *year* said, or those around today: 29 February may be eight years away."""
        if year is None:
            return range(self.today.year - 8, self.today.year + 9)
        return [int(year) + _CENTURY * (len(year) <= len("26"))]

    def choice(self, days: Iterable[date | None], *, year: str | None) -> date | None:
        """Return the only day of the *year* said, or else the nearest where this leans to."""
        found = {day for day in days if day}
        if year is not None:
            return found.pop() if len(found) == 1 else None
        if self.lean is Lean.PAST:
            return max((day for day in found if day <= self.today), default=None)
        return min((day for day in found if day >= self.today), default=None)


_YEARS = range(1900, 9991)
_CENTURY = 2000  # what a year of two digits counts from
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def spoken_day(text: str, *, today: date, lean: Lean) -> date:
    """Return the day that *text* names, in ISO format or in English or German words.

    Where the words leave the direction open, *lean* decides, and today counts as the nearest day:
    ``12.12.`` and ``12 Dec`` name the last or the next one. A weekday that is today's means today
    to one who looks back, next week's to one who looks ahead. ``last`` and ``next`` (``letzten``,
    ``nächsten``, ``kommenden``) go their own way and never mean today, ``this`` (``diesen``) may.
    ``next week`` is seven days from today, ``next month`` the same day a month later, a month
    alone its first day. A year of two digits lies in this century. ``2w`` lies ahead; looking
    back it must be ``2w ago``.

    Raises:
        ValueError: No day, no existing day or not clearly one day; the message is one line.
    """
    words = words_of(text)
    if _ISO.fullmatch(words):
        return parse_day(words)
    said = _Said(words=plainly(words), today=today, lean=lean)
    day = _weekday(said) or _span(said) or _end(said) or _date(said)
    if day is None:
        msg = _(
            "{text} is not a day such as 2026-11-30, yesterday, last friday or in 2 weeks",
            text=quoted(text),
        )
        raise ValueError(msg)
    return _within_reach(day, text)


_UNTIL = re.compile(r"(?:until|till|til|bis(?: zu[mr])?) (.+)")


def spoken_end(text: str, *, today: date) -> date:
    """Return the day that a pause from *today* lasts until.

    That is a period, as for a cadence (``2w``, ``3 months``, ``30``), or a day to come, perhaps
    after ``until`` or ``bis``.

    Raises:
        ValueError: Neither of these, or not after today; the message is one line.
    """
    words = words_of(text)
    until = _UNTIL.fullmatch(words)
    try:
        period = None if until else parse_period(words)
    except ValueError:
        period = None
    if period:
        return _within_reach(period.after(today), text)
    day = spoken_day(until[1] if until else text, today=today, lean=Lean.FUTURE)
    if day <= today:
        msg = _(
            "{text} is {day}, which is not after {today}", text=quoted(text), day=day, today=today
        )
        raise ValueError(msg)
    return day


def _within_reach(day: date, text: str) -> date:
    if day.year not in _YEARS:
        first, last = _YEARS[0], _YEARS[-1]
        msg = _(
            "{text} is not a day between the years {first} and {last}",
            text=quoted(text),
            first=first,
            last=last,
        )
        raise ValueError(msg)
    return day


_D, _MONTH = r"(?P<day>[0-9]{1,2})", r"(?P<month>[a-zäöü]{3,9})\.?"
_YEAR, _ANY_YEAR = r"(?P<year>[0-9]{4})", r"(?P<year>[0-9]{4}|[0-9]{2})"
_DATES = (
    re.compile(rf"{_D}\.(?P<month>[0-9]{{1,2}})(?:\.|\.{_ANY_YEAR})?"),
    re.compile(rf"{_MONTH} {_D}(?:st|nd|rd|th)?(?:,? {_YEAR})?"),
    re.compile(rf"{_D}(?:\.|st|nd|rd|th)? ?(?:of )?{_MONTH}(?:,? {_ANY_YEAR})?"),
    re.compile(rf"(?:in |im )?{_MONTH}(?: {_YEAR})?"),
)
_OPEN_ORDER = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2}))?")


def _date(said: _Said) -> date | None:
    """Read a day of a month, in figures or with the name of the month, or a month alone."""
    if match := _OPEN_ORDER.fullmatch(said.words):
        return _only_reading(said, match)
    for pattern in _DATES:
        if match := pattern.fullmatch(said.words):
            parts = match.groupdict()
            month = int(parts["month"]) if parts["month"].isdecimal() else _month(parts["month"])
            return _day(said, day=int(parts.get("day", 1)), month=month, year=parts["year"])
    return None


def _day(said: _Said, *, day: int, month: int, year: str | None) -> date | None:
    """Return that day, of the nearest year if none is said; None if there is no such day."""
    days = (_existing(year=each, month=month, day=day) for each in said.years(year))
    return said.choice(days, year=year)


def _existing(*, year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _only_reading(said: _Said, figures: re.Match[str]) -> date | None:
    """Return the day of figures whose order differs from country to country, if it is only one."""
    first, _sign, second, third = figures.groups()
    orders = [(first, second, third), (second, first, third)]
    if third and len(third) <= len("26"):
        orders.append((third, second, first))
    found = (_day(said, day=int(day), month=int(month), year=year) for day, month, year in orders)
    days = sorted({day for day in found if day})
    if len(days) > 1:
        either = _(" or ").join(map(str, days))
        msg = _(
            "{text} may be {days}: say which, written like that",
            text=quoted(said.words),
            days=either,
        )
        raise ValueError(msg)
    return days[0] if days else None


def _numbered(names: str, start: int) -> dict[str, int]:
    """Return the place of each name, counted from *start*; ``|`` divides the places."""
    return {name: n for n, place in enumerate(names.split("|"), start) for name in place.split()}


_DAYS_AWAY = _numbered(
    "vorgestern|yesterday gestern|today heute|tomorrow morgen|übermorgen", start=-2
)
_WEEKDAYS = _numbered(
    "mo mon monday montag|di tue tues tuesday dienstag|mi wed wednesday mittwoch"
    "|do thu thur thurs thursday donnerstag|fr fri friday freitag|sa sat saturday samstag sonnabend"
    "|so sun sunday sonntag",
    start=0,
)
_LAST = r"last|past|letzte[nrs]?|vorige[nrs]?|vergangene[nrs]?"
_NEXT = r"next|coming|n(?:ä|ae)chste[nrs]?|kommende[nrs]?"
_THIS = r"this|diese[nrs]?"
_ONE_WEEKDAY = re.compile(rf"(?:(?:(?P<past>{_LAST})|(?P<future>{_NEXT})|{_THIS}) )?([a-z]+)\.?")
_WEEKDAY_OF = re.compile(r"([a-z]+)\.?,? (?:(?:the|den|dem|der) )?(.+)")


def _weekday(said: _Said) -> date | None:
    """Read a day as far from today as its name says: ``gestern``, ``fri``, ``letzten Freitag``."""
    if said.words in _DAYS_AWAY:
        return said.away(_DAYS_AWAY[said.words])
    match = _ONE_WEEKDAY.fullmatch(said.words)
    number = _WEEKDAYS.get(match[3]) if match else None
    if match is None or number is None:
        return _weekday_and_date(said)
    ahead = (number - said.today.weekday()) % 7
    plain = match[3] == said.words.rstrip(".")
    if match["past"] or (said.lean is Lean.PAST and not match["future"]):
        return said.away((ahead or 7 * (not match["past"])) - 7)
    return said.away(ahead or 7 * (plain or bool(match["future"])))


def _weekday_and_date(said: _Said) -> date | None:
    """Read ``Fri, 27 Nov``, and refuse it if that is no Friday."""
    match = _WEEKDAY_OF.fullmatch(said.words)
    if match is None or match[1] not in _WEEKDAYS:
        return None
    day = _date(_Said(words=match[2], today=said.today, lean=said.lean))
    if day and day.weekday() != _WEEKDAYS[match[1]]:
        msg = _("{text} does not exist: {day} is another weekday", text=quoted(said.words), day=day)
        raise ValueError(msg)
    return day


_LONG = r"week|month|quarter|year|woche|monat|quartal|jahr"
_NO_COUNT = r"(?!every|each|alle|jede|this|diese|last|next|other|zweite|yesterday)"
_COUNT = rf"(?:[0-9]{{1,4}} ?|{_NO_COUNT}[a-zäöü]+ )(?:day|tag|{_LONG})(?:s|e?n|e)?"
_SPAN = re.compile(
    r"(?:(?P<before>vor )|(?P<after>(?:heute )?in ))?"
    rf"(?P<length>[0-9]{{1,4}} ?[dwmqy]|{_COUNT}(?:,? (?:and |und )?{_COUNT})*)"
    r"(?P<ago> ago)?(?P<on> from (?:now|today))?"
)
_NEIGHBOUR = re.compile(rf"(?:(?P<past>{_LAST})|{_NEXT}) ({_LONG})")


def _span(said: _Said) -> date | None:
    """Read a day by how far away it lies: ``in 2 weeks``, ``vor 3 Tagen``, ``nächste Woche``."""
    if match := _NEIGHBOUR.fullmatch(said.words):
        period = parse_period(f"1 {match[2]}")
        return period.before(said.today) if match["past"] else period.after(said.today)
    match = _SPAN.fullmatch(said.words)
    marks = match.group("before", "after", "ago", "on") if match else ()
    if match is None or sum(map(bool, marks)) > 1:
        return None
    if said.lean is Lean.PAST and not any(marks):
        msg = _(
            "{text} may lie behind or ahead: say {words} ago or in {words}",
            text=quoted(said.words),
            words=said.words,
        )
        raise ValueError(msg)
    return _away(said, match)


def _away(said: _Said, span: re.Match[str]) -> date | None:
    back, length = span["before"] or span["ago"], span["length"]
    try:
        period = parse_period(length)
    except ValueError:  # dateparser counts more: "einem Monat", "1 year 2 months"
        before, after = (span["before"] or "", span["ago"] or "") if back else ("in ", "")
        found = _asked(f"{before}{length}{after}", said.today)
        right = found and (found < said.today if back else found > said.today)
        return found if right else None
    return period.before(said.today) if back else period.after(said.today)


_END = re.compile(r"(?:end of |ende )(?:(?:the|this|des|dieses) )?([a-zäöü]{3,9})(?: ([0-9]{4}))?")
_MONTHS = dict.fromkeys(("month", "monat", "monats", "monates"), range(1, 13))
_MONTHS |= dict.fromkeys(("year", "jahr", "jahres"), range(12, 13))


def _end(said: _Said) -> date | None:
    """Read the last day of a month or year: ``Monatsende``, ``end of January``."""
    match = _END.fullmatch(said.words)
    if match is None:
        return None
    months = _MONTHS.get(match[1], []) or [_month(match[1])]
    days = (
        _existing(year=year, month=month, day=day)
        for year, month in product(said.years(match[2]), months)
        if MINYEAR <= year <= MAXYEAR and month
        for day in monthrange(year, month)[1:]
    )
    return said.choice(days, year=match[2])


def _month(name: str) -> int:
    """Return the number of the month of that *name*, 0 if none has it."""
    counts = (_asked(f"in {name} {unit}", date(_CENTURY, 1, 1)) for unit in ("days", "tag"))
    if any(counts):  # or else "two" would be February
        return 0
    found = _asked(f"1 {name} {_CENTURY}", date(_CENTURY, 1, 1), parser="absolute-time")
    return found.month if found else 0


def _asked(words: str, today: date, *, parser: str = "relative-time") -> date | None:
    """Return the day that a *parser* of dateparser reads.

    Raises:
        ValueError: It trips over the words.
    """
    import dateparser

    try:
        found = dateparser.parse(
            words,
            languages=["en", "de"],
            settings={
                "PARSERS": [parser],
                "DATE_ORDER": "DMY",
                "RELATIVE_BASE": datetime.combine(today, time()),
                "REQUIRE_PARTS": ["day", "month", "year"],
                "RETURN_AS_TIMEZONE_AWARE": False,
                "TIMEZONE": "UTC",
            },
        )
    except Exception as error:
        msg = _("{text} is not a day", text=quoted(words))
        raise ValueError(msg) from error
    return found.date() if found else None
