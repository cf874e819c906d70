"""Ticked boxes of a written report, and what they ask for: the way back from report to notes.

A box at a contact is one whose line names them by a link. Whatever the owner writes behind the
arrow at the line's end, or in lines indented under it that are no quotes, is what they say about
it. A line that has been taken in has a check mark where the arrow was, or at its end.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote

from vault_tools import links
from vault_tools.dates import parse_day
from vault_tools.frontmatter import split
from vault_tools.frontmatter.fences import line_count
from vault_tools.parse.lines import Line, running_lines
from vault_tools.parse.text import unified
from vault_tools.records import dataclass

ARROW = "→"
TAKEN = "✔"
_BOX = re.compile(r"[ \t]*[-*+][ \t]+\[([^\[\]])\][ \t]+(.*)")
_ITEM = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(?!\[.\][ \t])")
_MARK = re.compile(rf"(?<=\s)[{ARROW}{TAKEN}](?=\s|\Z)")
_MARKDOWN_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(<?([^()<>\n]+)>?\)")
_DONE = re.compile(r"[✅❌]\ufe0f?[ \t]*([0-9]{4}-[0-9]{2}-[0-9]{2})|\[completion:: *([0-9-]+)\]")
_DAY_FIRST = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w-])[ \t:–-]*")


class Named(NamedTuple):
    """Whom a line names."""

    target: str
    """The path of their note, or a name."""
    shown: str
    end: int
    """Where the link ends in the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One box that is ticked, or crossed out, and not taken in yet."""

    line: int
    """Of the report's file."""
    row: str
    """The line as it stands there, without its end."""
    head: str
    """The part of it that the owner has no reason to change: up to the arrow."""
    dropped: bool
    """Whether it is ``[-]``."""
    who: Named | None
    promise: str | None
    """What the line says behind a colon, for a promise."""
    on: date | None
    bad_day: str
    """What stands where the day should."""
    text: str
    """What the owner says about it."""


def ticks(text: str) -> list[Tick]:
    """Return the ticked boxes of a report, in order."""
    parts = split(text)
    first = 1 + line_count(parts.opening + parts.block + parts.closing)
    body = unified(parts.body)
    rows = body.split("\n")
    lines = running_lines(body, first=first)
    found = []
    for at, line in enumerate(lines):
        box = None if line.quote else _BOX.fullmatch(line.prose)
        if box and box[1] in "xX-" and not _is_taken(line.text):
            found.append(_tick(lines, at, row=rows[at]))
    return found


def stamped(text: str, tick: Tick, *, day: date) -> str:
    """Return a report with the day behind a tick, in the spelling of Obsidian Tasks."""
    sign = "❌" if tick.dropped else "✅"
    return _rewritten(text, tick, by=lambda row: f"{row.rstrip()} {sign} {day}")


def taken(text: str, tick: Tick) -> str:
    """Return a report in which the line of *tick* is marked as taken in."""
    return _rewritten(text, tick, by=_marked)


def _rewritten(text: str, tick: Tick, *, by: Callable[[str], str]) -> str:
    """Return *text* with one line rewritten.

    It is found by what stands before the arrow, wherever it has been moved.
    """
    rows = re.split(r"(\r\n|\n|\r)", text)
    alike = [
        at
        for at in range(0, len(rows), 2)
        if rows[at].startswith(tick.head) and not _is_taken(rows[at])
    ]
    if alike:
        at = min(alike, key=lambda at: abs(at // 2 + 1 - tick.line))
        rows[at] = by(rows[at])
    return "".join(rows)


def _tick(lines: list[Line], at: int, *, row: str) -> Tick:
    line = lines[at]
    who = _named(line.text)
    mark = _MARK.search(line.text, who.end if who else 0)
    rest = line.text[who.end :] if who else ""
    is_promise = rest.startswith(":")
    said = line.text[mark.end() :] if mark else _without_ours(rest)
    day = _DONE.search(rest)
    said = "" if is_promise else _DONE.sub("", said).strip()
    on, bad = _day(day[1] or day[2]) if day else (None, "")
    leading = _DAY_FIRST.match(said)
    if leading and not day:
        on, bad = _day(leading[1])
        said = said[leading.end() :]
    box = _BOX.fullmatch(line.prose)
    end = who.end if who else len(row)
    day_at = end + day.start() if day else len(row)
    return Tick(
        line=line.number,
        row=row,
        head=row[: mark.start() if mark else day_at if is_promise else end].rstrip(),
        dropped=bool(box and box[1] == "-"),
        who=who,
        promise=_DONE.sub("", rest[1:]).strip() if is_promise else None,
        on=on,
        bad_day=bad,
        text="\n".join(_joined(said, _deeper(lines, at))),
    )


def _named(text: str) -> Named | None:
    """Return whom the first link of a line names."""
    for link in links.find(text):
        if link.target and not link.embed:
            end = text.index("]]", link.column) + 2
            return Named(link.target, link.shown, end)
    match = _MARKDOWN_LINK.search(text)
    return (
        Named(unquote(match[2]), re.sub(r"\\(.)", r"\1", match[1]), match.end()) if match else None
    )


def _without_ours(rest: str) -> str:
    """Return what the owner may have written on a line that has lost its arrow.

    That is all behind the link, or, where our own words still stand there, nothing for certain.
    """
    return "" if rest.lstrip().startswith("·") else rest


def _deeper(lines: list[Line], at: int) -> list[str]:
    """Return the lines that are indented under a box, without our own, which are quotes."""
    depth = lines[at].indent
    found = []
    for line in lines[at + 1 :]:
        if line.text.strip() and line.indent <= depth:
            break
        if line.text.strip() and not line.quote:
            found.append(line.text.strip())
    return found


def _joined(said: str, deeper: list[str]) -> list[str]:
    """Return what was said, line by line; the first one is never empty if there is another."""
    if said or not deeper:
        return [said, *deeper]
    return [_ITEM.sub("", deeper[0], count=1), *deeper[1:]]


def _day(written: str) -> tuple[date | None, str]:
    try:
        return parse_day(written), ""
    except ValueError:
        return None, written


def _is_taken(row: str) -> bool:
    who = _named(row)
    mark = _MARK.search(row, who.end if who else 0)
    return bool(mark and mark[0] == TAKEN) or row.rstrip().endswith(TAKEN)


def _marked(row: str) -> str:
    who = _named(row)
    mark = _MARK.search(row, who.end if who else 0)
    if mark:
        return f"{row[: mark.start()]}{TAKEN}{row[mark.end() :]}"
    return f"{row.rstrip()} {TAKEN}"
