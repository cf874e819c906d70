"""A calendar month: read, counted and named."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from vault_tools.dates import Period, add_months
from vault_tools.language import _, message, quoted
from vault_tools.report import times

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-10``.

        Raises:
            ValueError: Written otherwise, or no such month.
        """
        match = _MONTH.fullmatch(text)
        if match is None:
            msg = message("{text} is not a month such as 2026-10", text=quoted(text))
            raise ValueError(msg)
        try:
            first = date(int(match[1]), int(match[2]), 1)
        except ValueError as error:
            msg = message("there is no month {text}", text=text)
            raise ValueError(msg) from error
        return cls(first.year, first.month)

    @classmethod
    def before(cls, day: date) -> Self:
        """Return the month before the one of *day*, which is the latest that is over."""
        last = Period(days=day.day).before(day)
        return cls(last.year, last.month)

    @property
    def first(self) -> date:
        """Return the first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Return the last day."""
        if (self.year, self.number) == (date.max.year, date.max.month):
            return date.max
        return add_months(self.first, 1) - timedelta(days=1)

    @property
    def title(self) -> str:
        """Return ``October 2026``."""
        return _("{month} {year}", month=times.month_words(self.first), year=self.year)

    def __str__(self) -> str:
        """Return ``2026-10``."""
        return f"{self.year:04}-{self.number:02}"
