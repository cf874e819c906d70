"""Tasks as promises: the check boxes of Markdown with the fields of Obsidian Tasks and Dataview.

Sources: the Tasks plugin's reference "Emoji format" and "Dataview format".
"""

import re
from collections.abc import Iterator
from datetime import date

from vault_tools.dates import parse_day
from vault_tools.records import dataclass

_TASK = re.compile(r"\[([^\[\]])\][ \t\u00a0]+(.*)", re.DOTALL)
_EMOJI_DAY = re.compile(r"([📅🗓📆⏳⌛✅❌➕🛫])\ufe0f?[ \t\u00a0]*([0-9]{4}-[0-9]{2}-[0-9]{2})")  # noqa: RUF001
_FIELD = re.compile(r"[\[(]([A-Za-z ]{2,20})::([^\[\]()]{0,100})[\])]")
_EMOJI_REST = re.compile(
    r"[🔺⏫🔼🔽⏬]\ufe0f?|🔁\ufe0f?[ \t\u00a0]*[A-Za-z0-9 ,]*|🏁\ufe0f? ?\w+|[🆔⛔]\ufe0f? ?[\w,-]+"
)
_WAITING = re.compile(r"(?<!\S)#waiting(?![\w/-])", re.IGNORECASE)
_BLOCK_ID = re.compile(r"(?:^|\s)\^[A-Za-z0-9-]+\s*\Z")
_DUE = frozenset("📅🗓📆")
_SCHEDULED = frozenset("⏳⌛")
_FIELD_SIGNS = {
    "due": "📅",
    "scheduled": "⏳",
    "start": "🛫",
    "created": "➕",  # noqa: RUF001
    "completion": "✅",
    "cancelled": "❌",
}
_TASK_FIELDS = {*_FIELD_SIGNS, "priority", "repeat", "id", "dependson", "oncompletion"}


@dataclass(frozen=True, slots=True)
class Task:
    """One check box and what its line says."""

    text: str
    due: date | None
    done: bool
    dropped: bool
    waiting: bool
    done_on: date | None = None
    """The day of ✅ or ``[completion:: ]``."""
    bad_days: tuple[str, ...] = ()
    """What stands where a day should."""


def parse_task(text: str) -> Task | None:
    """Return the task that a list item's *text* is, or None without a check box.

    ``[x]`` is done, ``[-]`` is dropped, every other mark is open. The day it is due is that of
    📅 or ``[due:: ]``, else that of ⏳ or ``[scheduled:: ]``.
    """
    match = _TASK.fullmatch(text)
    if match is None:
        return None
    mark, rest = match.groups()
    days: dict[str, date] = {}
    bad_days: list[str] = []
    for sign, written in _written_days(rest):
        try:
            days.setdefault(sign, parse_day(written[:10]))
        except ValueError:
            bad_days.append(written)
    due = _first(days, _DUE) or _first(days, _SCHEDULED)
    return Task(
        text=_bare(rest),
        due=due,
        done_on=days.get("✅"),
        done=mark in "xX",
        dropped=mark == "-",
        waiting=_WAITING.search(rest) is not None,
        bad_days=tuple(dict.fromkeys(bad_days)),
    )


def _written_days(rest: str) -> Iterator[tuple[str, str]]:
    """Yield the emoji that says what a day is for, and the day as written."""
    yield from _EMOJI_DAY.findall(rest)
    for name, written in _FIELD.findall(rest):
        sign = _FIELD_SIGNS.get(name.strip().casefold())
        if sign and written.strip():
            yield sign, written.strip()


def _first(days: dict[str, date], signs: frozenset[str]) -> date | None:
    return next((days[sign] for sign in days if sign in signs), None)


def _bare(text: str) -> str:
    """Return a task's text without the fields that the line carries."""
    text = _EMOJI_DAY.sub("", _BLOCK_ID.sub("", text))
    text = _FIELD.sub(lambda match: "" if _is_task_field(match[1]) else match[0], text)
    text = _WAITING.sub("", _EMOJI_REST.sub("", text))
    return " ".join(text.split())


def _is_task_field(name: str) -> bool:
    return name.strip().casefold() in _TASK_FIELDS
