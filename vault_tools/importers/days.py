"""Days as other programs write them. What can be read in two ways is not read."""

import re
from datetime import date

from vault_tools.dates import Birthday

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})(?:[T ].*)?")
_NO_YEAR = re.compile(r"--([0-9]{2})-?([0-9]{2})(?:[T ].*)?")
_MONTH_ALONE = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_SLASHED = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th)?[ -]([^\W\d_]+)\.?,?[ -]([0-9]{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_AMERICAN = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{2}|[0-9]{4}),? .*[AP]\.?M\.?", re.IGNORECASE
)
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("jan", "january", "januar", "jän", "jänner"),
            ("feb", "february", "februar"),
            ("mar", "march", "mär", "märz", "mrz", "maerz"),
            ("apr", "april"),
            ("may", "mai"),
            ("jun", "june", "juni"),
            ("jul", "july", "juli"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october", "okt", "oktober"),
            ("nov", "november"),
            ("dec", "december", "dez", "dezember"),
        ),
        start=1,
    )
    for word in words
}
_MOST_MONTHS = 12
_CENTURY = 2000


def day(text: str) -> date | None:
    """Return the day that *text* writes, None if it writes none or may mean two.

    ``2026-03-12`` with or without a time, ``12 Mar 2026``, ``12. März 2026``, ``March 12, 2026``,
    ``12.03.2026``, and ``3/14/2026``, which can only be March; not ``3/4/2026``.
    """
    text = text.strip()
    for pattern, order in ((_YEAR_FIRST, (1, 3, 4)), (_DOTTED, (3, 2, 1))):
        match = pattern.fullmatch(text)
        if match:
            year, month, number = (int(match[part]) for part in order)
            return _date(year=year, month=month, number=number)
    return _in_words(text) or _slashed(text)


def american_day(text: str) -> date | None:
    """Return the day of ``7/8/26, 3:43 PM``, whose clock says which of the two is the month."""
    match = _AMERICAN.fullmatch(text.strip())
    if match is None:
        return day(text)
    year = int(match[3]) + (0 if len(match[3]) > len("26") else _CENTURY)
    return _date(year=year, month=int(match[1]), number=int(match[2]))


def birthday(text: str) -> str | None:
    """Return a birthday as notes write it, None if *text* is none or may mean two days.

    ``19850412`` and ``1985-04-12T00:00:00Z`` are ``1985-04-12``; ``--0412``, ``1604-04-12`` and
    ``0000-04-12`` are ``--04-12``; ``1985`` and ``1985-04`` stay.
    """
    text = text.strip()
    match, year_first = _NO_YEAR.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    if match:
        written = f"--{match[1]}-{match[2]}"
    elif year_first:
        written = f"{year_first[1]}-{year_first[3]:>02}-{year_first[4]:>02}"
    elif _MONTH_ALONE.fullmatch(text):
        written = text
    else:
        found = day(text)
        written = found.isoformat() if found else ""
    try:
        return Birthday.parse(written).text
    except ValueError:
        return None


def _in_words(text: str) -> date | None:
    match = _DAY_MONTH.fullmatch(text)
    number, word = (match[1], match[2]) if match else ("", "")
    if match is None:
        match = _MONTH_DAY.fullmatch(text)
        number, word = (match[2], match[1]) if match else ("", "")
    month = _MONTHS.get(word.casefold())
    return _date(year=int(match[3]), month=month, number=int(number)) if match and month else None


def _slashed(text: str) -> date | None:
    match = _SLASHED.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if first > _MOST_MONTHS or first == second:
        return _date(year=year, month=second, number=first)
    return _date(year=year, month=first, number=second) if second > _MOST_MONTHS else None


def _date(*, year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
