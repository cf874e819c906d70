"""Pictures for mail, drawn dot by dot: squares and bars as PNG, which every mail program shows.

No text is in them: that needs fonts, and stands beside them where it can be read aloud and copied.
"""

import zlib
from collections.abc import Iterable, Sequence
from struct import pack

from vault_tools.language import _, ngettext
from vault_tools.method.trends import HeatWeek, WeekCount
from vault_tools.records import dataclass

_CELL, _GAP = 22, 4
"""Of a day or a week, in dots: twice as many as are shown, for dense screens."""
_HIGH = 160
_DENSITY = 2
_NOTHING = (0, 0, 0, 0)
_NONE = (128, 128, 128, 60)
_LEVELS = ((127, 176, 172, 255), (90, 150, 148, 255), (58, 120, 120, 255), (35, 89, 91, 255))
"""From few to many; each can be told from light and from dark paper."""
_PALETTE = (_NOTHING, _NONE, *_LEVELS)
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """A picture, and what it shows in words."""

    name: str
    png: bytes
    width: int
    """As it is to be shown, in the pixels of CSS."""
    height: int
    words: str


def year_picture(weeks: Sequence[HeatWeek]) -> Raster:
    """Return a year of days, a column for each week, the darker the more contacts."""
    rows = []
    for day in range(7):
        levels = [(week.counts[day], week.levels[day]) for week in weeks]
        dots = _spread(0 if count is None else level + 1 for count, level in levels)
        rows += [dots] * _CELL + [bytes(len(dots))] * _GAP
    counts = [count for week in weeks for count in week.counts if count]
    words = _(
        "{contacts} on {days} of the last year.",
        contacts=ngettext("{count} contact", "{count} contacts", sum(counts)),
        days=ngettext("{count} day", "{count} days", len(counts)),
    )
    return _raster("year", rows[:-_GAP], words=words)


def weeks_picture(weeks: Sequence[WeekCount]) -> Raster:
    """Return a bar for each week, the higher the more contacts."""
    numbers = [week.contacts for week in weeks]
    most = max(numbers, default=0)
    highs = [round(_HIGH * number / most) if most else 0 for number in numbers]
    rows = [
        _spread(len(_PALETTE) - 1 if high >= _HIGH - row else 0 for high in highs)
        for row in range(_HIGH)
    ]
    rows += [_spread(1 for _high in highs)] * _GAP
    words = ngettext(
        "Contacts in the last week: {most}.",
        "Contacts in each of the last {count} weeks, {most} at most.",
        len(numbers),
        most=most,
    )
    return _raster("weeks", rows, words=words)


def png(rows: Sequence[bytes]) -> bytes:
    """Return rows of dots, each a place in the palette, as a PNG.

    "Portable Network Graphics (PNG) Specification", W3C, 2003: indexed colours, 8 bits a dot, a
    table of how far each is seen through, no filter.
    """
    header = pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    colors = bytes(part for color in _PALETTE for part in color[:3])
    seen = bytes(color[3] for color in _PALETTE)
    dots = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", colors),
        (b"tRNS", seen),
        (b"IDAT", dots),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def _spread(colors: Iterable[int]) -> bytes:
    """Return one row of dots: a cell and a gap for each colour."""
    row = b"".join(bytes([color]) * _CELL + bytes(_GAP) for color in colors)
    return row[:-_GAP]


def _raster(name: str, rows: Sequence[bytes], *, words: str) -> Raster:
    return Raster(
        name=name,
        png=png(rows),
        width=len(rows[0]) // _DENSITY,
        height=len(rows) // _DENSITY,
        words=words,
    )
