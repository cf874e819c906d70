"""The day that a sentence begins with: ``gestern: R``, ``20.11. phone: S``."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from vault_tools.cli.days import Lean, spoken_day
from vault_tools.language import _, quoted

_MOST_WORDS = 6
_WORD = re.compile(r"\S+")
_CLOSED = re.compile(r"[ \t]*(?:[:,–—]|-(?=\s)|\Z)[ \t]*")
_CHANNEL = re.compile(r"[ \t]+#?([^\W\d_][\w/-]{0,30}(?: [\w/-]{1,30})?)[ \t]*:")
_FIGURES = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}(?:\.|\1(?:[0-9]{4}|[0-9]{2}))?")
_CERTAIN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4}|[0-9]{2})?"
    r"|today|heute|yesterday|gestern|vorgestern",
    re.IGNORECASE,
)
_LONE_WORD = re.compile(r"(?:i[nm] )?([^\W\d]+)\.?", re.IGNORECASE)


def leading_day(
    text: str, *, today: date, is_channel: Callable[[str], bool]
) -> tuple[date | None, str]:
    """Return the day that *text* begins with, as `spoken_day` reads it looking back, and the rest.

    A colon, a comma, a dash, a channel or nothing follows a day; other words may follow one that
    can't be anything else. A day to come that no such sign follows belongs to the sentence.

    Raises:
        ValueError: What stands in front may be a day or something else; the message is one line.
    """
    for named, behind in _beginnings(text.split("\n", 1)[0]):
        rest = text[len(named) :]
        channel = _CHANNEL.match(behind)
        closed = _CLOSED.match(behind)
        ends = bool(closed) or bool(channel and is_channel(channel[1]))
        day = _day(named, today=today, ends=ends)
        if day is None or (day > today and not ends):
            continue
        if not ends and not _CERTAIN.fullmatch(named):
            if _is_month(named, today=today):
                continue
            raise ValueError(_unclear(named))
        if ends and _is_month(named, today=today):
            raise ValueError(_unclear(named))
        return day, rest[closed.end() if closed else 0 :].lstrip(" \t")
    return None, text


def _beginnings(row: str) -> Iterator[tuple[str, str]]:
    """Yield what a row may begin with and what stands behind it, the longest first."""
    words = list(_WORD.finditer(row))[:_MOST_WORDS]
    for word in reversed(words):
        named = row[: word.end()].rstrip(" \t:,–—-")
        if named:
            yield named, row[len(named) :]


def _day(named: str, *, today: date, ends: bool) -> date | None:
    """Return the day of that name; None where it is no day's.

    Raises:
        ValueError: It is meant as one, but there is none, or more than one.
    """
    try:
        return spoken_day(named, today=today, lean=Lean.PAST)
    except ValueError:
        if _FIGURES.fullmatch(named) or (ends and _lies_ahead(named, today=today)):
            raise
    return None


def _lies_ahead(named: str, *, today: date) -> bool:
    try:
        spoken_day(named, today=today, lean=Lean.FUTURE)
    except ValueError:
        return False
    return True


def _is_month(named: str, *, today: date) -> bool:
    """Return whether it is a month's name alone, which may as well be a word or a person's."""
    word = _LONE_WORD.fullmatch(named)
    return bool(word) and _lies_ahead(f"1 {word[1]} 2000" if word else "", today=today)


def _unclear(named: str) -> str:
    return _(
        "{text} may be a day or the text: write the day as 2026-11-30, or another word first",
        text=quoted(named),
    )
