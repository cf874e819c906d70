"""Columns of a terminal: how many a text takes, filled up to so many, and wrapped at the last."""

import re
import unicodedata
from collections.abc import Iterator

_STYLE = re.compile("\x1b\\[[0-9;]*m")
_COLUMN = re.compile(r" *\S.*? {2,}(?=\S)")
"""What stands before the second column of a line."""
_STEP = 2


def padded(text: str, width: int) -> str:
    """Return *text* in *width* columns, cut where it is longer."""
    used = 0
    kept: list[str] = []
    for character in text:
        step = _columns(character)
        if used + step > width:
            while kept and used + 1 > width:
                used -= _columns(kept.pop())
            kept.append("…")
            used += 1
            break
        kept.append(character)
        used += step
    return "".join(kept) + " " * (width - used)


def wrapped(line: str, width: int) -> Iterator[str]:
    """Yield *line* in rows of at most *width* columns, broken between words.

    The further rows begin where the second column does, if there is one in the first half, else a
    little farther in than the first row. A word that is too long for a row stays whole.
    """
    if _width(line) <= width:
        yield line
        return
    column = _COLUMN.match(line)
    deep = _width(column[0]) if column else width
    if deep > width // 2:
        deep = min(len(line) - len(line.lstrip(" ")) + _STEP, width // 2)
    row = ""
    for word in re.findall(r" *[^ ]+", line):
        if row.strip() and _width(row + word) > width:
            yield row
            row = " " * deep + word.lstrip(" ")
        else:
            row += word
    yield row


def _width(text: str) -> int:
    return sum(map(_columns, _STYLE.sub("", text)))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
