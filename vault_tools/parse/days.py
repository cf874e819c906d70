"""The day that a note's path says it is about: daily-note formats and file names.

Source: moment.js, "String + Format", as far as Obsidian's daily notes use it.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from vault_tools.config import Daily

_TOKEN = re.compile(
    r"\[([^\[\]]*)\]|YYYY|YY|MMMM|MMM|MM|Mo|M|DDDD|DDD|Do|DD|D|dddd|ddd|dd|d|E|WW|W|ww|w|GGGG|gggg|Q"
)
# Possessive throughout: a format is data, and must not be able to make matching slow.
_NAME = r"[^\W\d_]++"
_PATTERNS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<short>[0-9]{2})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2}+)",
    "Mo": r"(?P<month>[0-9]{1,2}+)(?:st|[nr]d|th|\.)",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2}+)",
    "Do": r"(?P<day>[0-9]{1,2}+)(?:st|[nr]d|th|\.)",
    "DDDD": r"(?P<yearday>[0-9]{3})",
    "DDD": r"(?P<yearday>[0-9]{1,3}+)",
    "MMMM": rf"(?P<name>{_NAME})",
    "MMM": rf"(?P<name>{_NAME})\.?+",
    "dddd": _NAME,
    "ddd": rf"{_NAME}\.?+",
    "dd": rf"{_NAME}\.?+",
    "GGGG": "[0-9]{4}",
    "gggg": "[0-9]{4}",
    "WW": "[0-9]{2}",
    "ww": "[0-9]{2}",
}
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"),
)
_FILE_NAME = re.compile(r"(?:.*/)?([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])[^/]*")

DayOfPath = Callable[[str], date | None]


def day_of_path(daily: Daily) -> DayOfPath:
    """Return the function from a note's path, without ``.md``, to the day it is about.

    A path below the folder of daily notes in their format counts first, then a file name that
    begins with ``YYYY-MM-DD``. A day that doesn't exist is none.
    """
    pattern = _pattern(daily)

    def day(path: str) -> date | None:
        match = pattern.fullmatch(path) if pattern else None
        found = _day(match) if match else None
        if found is None:
            named = _FILE_NAME.fullmatch(path)
            found = _valid(*(int(part) for part in named.groups())) if named else None
        return found

    return day


def _pattern(daily: Daily) -> re.Pattern[str] | None:
    if not daily.format:
        return None
    pieces, position, used = [], 0, set()
    for match in _TOKEN.finditer(daily.format):
        pieces.append(re.escape(daily.format[position : match.start()]))
        position = match.end()
        token = match[0]
        piece = re.escape(match[1]) if match[1] is not None else _PATTERNS.get(token, "[0-9]++")
        for group in re.findall(r"\?P<(\w+)>", piece):
            if group in used:  # the same part again, as in YYYY/YYYY-MM-DD
                piece = piece.replace(f"?P<{group}>", "?:")
            used.add(group)
        pieces.append(piece)
    pieces.append(re.escape(daily.format[position:]))
    folder = re.escape(daily.folder.strip("/") + "/") if daily.folder.strip("/") else ""
    return re.compile(folder + "".join(pieces))


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else 2000 + int(parts.get("short") or -2000)
    if year <= 0:
        return None
    if parts.get("yearday"):
        of_year = int(parts["yearday"])
        known = 1 <= of_year <= date(year, 12, 31).timetuple().tm_yday
        return date(year, 1, 1) + timedelta(days=of_year - 1) if known else None
    month = int(parts.get("month") or 0)
    name = (parts.get("name") or "").casefold()[:3]
    if name in _MONTHS:
        month = _MONTHS.index(name) % 12 + 1
    return _valid(year, month, int(parts.get("day") or 0))


def _valid(year: int, month: int, day: int) -> date | None:  # noqa: PLR0917 - as `date` itself
    try:
        return date(year, month, day)
    except ValueError:
        return None
