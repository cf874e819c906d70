"""Days, birthdays, periods and ISO weeks: parsing and calendar arithmetic, without a clock.

Every duration is a whole number of calendar days or months; nothing here knows of hours, so
summer time never moves a due day.
"""

import re
from datetime import MAXYEAR, date, timedelta
from typing import Self

from vault_tools.language import message, quoted
from vault_tools.records import dataclass

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME_OF_DAY = re.compile(
    r"[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)? ?(?:Z|[+-][0-9:]{2,6})?"
)
_BIRTHDAY = re.compile(r"(?:(?:([0-9]{4})-|--)?([0-9]{2})-|--([0-9]{2}))([0-9]{2})")
_PARTIAL_BIRTHDAY = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?")
_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})", re.IGNORECASE)
_NO_YEAR = frozenset({0, 1604})  # Apple's and Outlook's placeholders for "no year given"
_LEAP_YEAR = 2000
_FEBRUARY = 2


def parse_day(text: str) -> date:
    """Return the day that *text* writes as ``YYYY-MM-DD``.

    ``date.fromisoformat`` would also take ``20260705`` and week dates, ``strptime`` would take
    ``2026-7-5`` and full-width digits; a contact's history deserves one spelling.

    Raises:
        ValueError: Not written that way, or no such day.
    """
    if _DAY.fullmatch(text) is None:
        msg = message("{text} is not a day such as 2026-11-30", text=quoted(text))
        raise ValueError(msg)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = message("there is no day {text}", text=text)
        raise ValueError(msg) from error


def parse_local_day(text: str) -> date:
    """Return the day of a date or of a date and time, as written, without zone conversion.

    Raises:
        ValueError: Neither a day nor a day with a time of day.
    """
    head, rest = text[:10], text[10:]
    if rest and _TIME_OF_DAY.fullmatch(rest) is None:
        head = text
    return parse_day(head)


def add_months(day: date, months: int) -> date:
    """Return the same day *months* later, clipped to the end of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, _month_length(year, month + 1)))


def _month_length(year: int, month: int) -> int:
    """Return how many days a month has, without all that the module calendar loads."""
    if month == _FEBRUARY:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 + (month + month // 8) % 2


@dataclass(frozen=True, slots=True)
class Birthday:
    """A birthday as far as it is known."""

    text: str
    """Normal form: ``1986-04-12``, ``--04-12``, ``1986-04`` or ``1986``."""
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``1986-04-12``, ``--04-12``, ``04-12``, ``1986`` or ``1986-04``.

        The years 1604 and 0000 stand for "no year".

        Raises:
            ValueError: Written otherwise, or no such day in any year.
        """
        if _PARTIAL_BIRTHDAY.fullmatch(text) and int(text[:4]) not in _NO_YEAR:
            return cls(text=text, year=int(text[:4]))
        match = _BIRTHDAY.fullmatch(text)
        if match is None:
            msg = message("{text} is no birthday such as 1986-04-12 or --04-12", text=quoted(text))
            raise ValueError(msg)
        year = int(match[1] or 0)
        known = year not in _NO_YEAR
        month, day = int(match[2] or match[3]), int(match[4])
        try:
            date(year if known else _LEAP_YEAR, month, day)
        except ValueError as error:
            msg = message("there is no day {text}", text=text)
            raise ValueError(msg) from error
        if known:
            return cls(text=f"{year:04}-{month:02}-{day:02}", year=year, month=month, day=day)
        return cls(text=f"--{month:02}-{day:02}", month=month, day=day)

    def next_on(self, today: date) -> date | None:
        """Return the next day it is celebrated, *today* included, or None if the day is unknown.

        29 February is kept on 28 February in years without one. None too where the calendar ends.
        """
        if self.month is None or self.day is None:
            return None
        for year in (today.year, today.year + 1):
            last = _month_length(year, self.month)
            celebrated = (year, self.month, min(self.day, last))
            if celebrated >= (today.year, today.month, today.day) and year <= MAXYEAR:
                return date(*celebrated)
        return None

    def age_on(self, day: date) -> int | None:
        """Return the age reached on that birthday, or None if the year is unknown."""
        return None if self.year is None else day.year - self.year


@dataclass(frozen=True, slots=True)
class Period:
    """A span of calendar months and days, such as a cadence."""

    months: int = 0
    """Calendar months."""
    days: int = 0
    """Days on top of them."""

    def after(self, day: date) -> date:
        """Return the day one period after *day*; ``date.max`` where the calendar ends."""
        try:
            return add_months(day, self.months) + timedelta(days=self.days)
        except (OverflowError, ValueError):
            return date.max

    def before(self, day: date) -> date:
        """Return the day one period before *day*; ``date.min`` where the calendar begins."""
        try:
            return add_months(day, -self.months) - timedelta(days=self.days)
        except (OverflowError, ValueError):
            return date.min

    @property
    def approximate_days(self) -> int:
        """Return the length in days, with months of the mean length of 30.44 days."""
        return round(self.months * 30.436875) + self.days

    def __mul__(self, factor: int) -> "Period":
        """Return *factor* periods in a row."""
        return Period(self.months * factor, self.days * factor)

    def __str__(self) -> str:
        """Return the ISO 8601 duration: ``P3M``, ``P14D``, ``P1M2D``."""
        months = f"{self.months}M" if self.months else ""
        days = f"{self.days}D" if self.days or not self.months else ""
        return f"P{months}{days}"


_NAMED_PERIODS = {
    "daily": Period(days=1),
    "weekly": Period(days=7),
    "biweekly": Period(days=14),
    "fortnightly": Period(days=14),
    "monthly": Period(months=1),
    "bimonthly": Period(months=2),
    "quarterly": Period(months=3),
    "halfyearly": Period(months=6),
    "semiannual": Period(months=6),
    "semiannually": Period(months=6),
    "biannually": Period(months=6),
    "yearly": Period(months=12),
    "annual": Period(months=12),
    "annually": Period(months=12),
    "täglich": Period(days=1),
    "wöchentlich": Period(days=7),
    "zweiwöchentlich": Period(days=14),
    "vierzehntägig": Period(days=14),
    "14tägig": Period(days=14),
    "monatlich": Period(months=1),
    "zweimonatlich": Period(months=2),
    "vierteljährlich": Period(months=3),
    "quartalsweise": Period(months=3),
    "halbjährlich": Period(months=6),
    "jährlich": Period(months=12),
}
_UNITS = {
    "d": Period(days=1),
    "w": Period(days=7),
    "m": Period(months=1),
    "q": Period(months=3),
    "y": Period(months=12),
    "day": Period(days=1),
    "week": Period(days=7),
    "month": Period(months=1),
    "quarter": Period(months=3),
    "year": Period(months=12),
    "tag": Period(days=1),
    "woche": Period(days=7),
    "monat": Period(months=1),
    "quartal": Period(months=3),
    "jahr": Period(months=12),
}
_NEVER = frozenset({"never", "none", "nie", "niemals", "keine", "kein"})
_ISO_PERIOD = re.compile(
    r"p(?=[0-9])(?:([0-9]{1,4})y)?(?:([0-9]{1,4})m)?(?:([0-9]{1,4})w)?(?:([0-9]{1,4})d)?"
)
_COUNTS = {
    "other": 2,
    "zweite": 2,
    "zweiten": 2,
    "zweites": 2,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "acht": 8,
    "zehn": 10,
    "zwölf": 12,
}
_MOST_DIGITS = 4
_EVERY = frozenset({"every", "each", "alle", "jede", "jeden", "jeder", "jedes"})
_COUNTED = re.compile(r"(?:([0-9]{1,4}) ?|([a-zäöü]+) )?([a-zäöü]+)")
_ALL_UNITS = {
    **_UNITS,
    **{f"{unit}s": period for unit, period in _UNITS.items() if len(unit) > 1},
    "tage": _UNITS["d"],
    "tagen": _UNITS["d"],
    "wochen": _UNITS["w"],
    "monate": _UNITS["m"],
    "monaten": _UNITS["m"],
    "quartale": _UNITS["q"],
    "jahre": _UNITS["y"],
    "jahren": _UNITS["y"],
}


def parse_period(text: str) -> Period:
    """Return the period that *text* names.

    Read are plain days (``30``), a number with a unit (``30d``, ``6w``, ``3m``, ``1y``), English
    and German words (``quarterly``, ``every 6 weeks``, ``wöchentlich``, ``alle 6 Wochen``) and ISO
    8601 durations without a time part (``P6W``).

    Raises:
        ValueError: None of these, or no longer than zero days.
    """
    words = " ".join(text.casefold().split())
    named = _NAMED_PERIODS.get(re.sub(r"[-_ ]", "", words))
    period = named or _iso_period(words) or _counted_period(words)
    if period is None or period == Period():
        msg = message(
            "{text} is not a period such as monthly, 6w, every 2 months or P6W", text=quoted(text)
        )
        raise ValueError(msg)
    return period


def parse_cadence(text: str) -> Period | None:
    """Return the cadence that *text* names; None for ``never`` and its synonyms.

    Raises:
        ValueError: As `parse_period`.
    """
    return None if text.strip().casefold() in _NEVER else parse_period(text)


def _iso_period(words: str) -> Period | None:
    match = _ISO_PERIOD.fullmatch(words)
    if match is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return Period(months=12 * years + months, days=7 * weeks + days)


def _counted_period(words: str) -> Period | None:
    first, _, rest = words.partition(" ")
    every = first in _EVERY
    counted = rest if every else words
    if counted.isdecimal() and counted.isascii():
        return Period(days=int(counted)) if len(counted) <= _MOST_DIGITS else None
    match = _COUNTED.fullmatch(counted)
    if match is None:
        return None
    digits, word, unit = match.groups()
    number = int(digits) if digits else _COUNTS.get(word, 0) if word else int(every)
    period = _ALL_UNITS.get(unit)
    return None if period is None or not number else period * number


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO 8601 week: Monday to Sunday, numbered by the year its Thursday lies in."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the week that *day* lies in."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-W48``.

        Raises:
            ValueError: Written otherwise, or no such week.
        """
        match = _WEEK.fullmatch(text)
        if match is None:
            msg = message("{text} is not a week such as 2026-W48", text=quoted(text))
            raise ValueError(msg)
        week = cls(int(match[1]), int(match[2]))
        try:
            date.fromisocalendar(week.year, week.number, 7)
        except (OverflowError, ValueError) as error:
            msg = message("there is no week {text}", text=text)
            raise ValueError(msg) from error
        return week

    @property
    def monday(self) -> date:
        """Return the first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Return the last day; ``date.max`` where the calendar ends before it."""
        return Period(days=6).after(self.monday)

    def __str__(self) -> str:
        """Return ``2026-W48``."""
        return f"{self.year:04}-W{self.number:02}"
