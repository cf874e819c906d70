"""Notes and standings as JSON: how the index keeps them. Defaults are left out."""

import json
import zlib
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, TypeVar

from vault_tools.dates import Birthday, Period, parse_period
from vault_tools.errors import IndexUnusableError
from vault_tools.model import (
    Attempt,
    Contact,
    Event,
    Goal,
    Interaction,
    Note,
    NoteKind,
    Promise,
    Standing,
    Status,
    Talk,
)

Kind = TypeVar("Kind")
Reader = Callable[[Any], Any]
_DAMAGED = (zlib.error, ValueError, KeyError, TypeError, AttributeError)


def pack_note(note: Note) -> bytes:
    """Return a note as compressed JSON, without its links and problems, which have tables."""
    return zlib.compress(_dumps(note).encode(), 3)


def unpack_note(packed: bytes) -> Note:
    """Return the note that `pack_note` packed.

    Raises:
        IndexUnusableError: It is damaged.
    """
    try:
        return _build(Note, json.loads(zlib.decompress(packed)))
    except _DAMAGED as error:
        raise _unusable(error) from error


def dump_standing(standing: Standing) -> str:
    """Return a standing as JSON."""
    return _dumps(standing)


def load_standings(rows: list[str]) -> list[Standing]:
    """Return the standings of many rows, read in one go.

    Raises:
        IndexUnusableError: One is damaged.
    """
    try:
        return [_build(Standing, table) for table in json.loads(f"[{','.join(rows)}]")]
    except _DAMAGED as error:
        raise _unusable(error) from error


def _unusable(error: Exception) -> IndexUnusableError:
    kind = type(error).__name__
    msg = f"the index can't be read: {kind}. 'vault-tools index --rebuild' makes it anew."
    return IndexUnusableError(msg, damaged=True)


def _dumps(value: object) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Birthday):
        return value.text
    if isinstance(value, Period):
        return str(value)
    return {
        name: item
        for name, default in _STORED[type(value)]
        if (item := getattr(value, name)) != default
    }


def _build(kind: type[Kind], table: dict[str, Any]) -> Kind:
    readers = _READERS[kind]
    for name in readers.keys() & table.keys():
        table[name] = readers[name](table[name])
    return kind(**table)


def _stored(kind: type[Any]) -> list[tuple[str, object]]:
    left_out = {"links", "problems"} if kind is Note else set()
    return [
        (item.name, {} if item.default is MISSING and item.name == "properties" else item.default)
        for item in fields(kind)
        if item.name not in left_out
    ]


def _one(kind: type[Kind]) -> Callable[[dict[str, Any]], Kind]:
    return lambda table: _build(kind, table)


def _many(kind: type[Kind]) -> Callable[[list[dict[str, Any]]], tuple[Kind, ...]]:
    return lambda tables: tuple(_build(kind, table) for table in tables)


def _days(texts: list[str]) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, texts))


def _news(rows: list[list[str]]) -> tuple[tuple[date, str], ...]:
    return tuple((date.fromisoformat(on), text) for on, text in rows)


def _talks(rows: list[list[Any]]) -> tuple[Talk, ...]:
    return tuple(Talk(date.fromisoformat(on), *rest) for on, *rest in rows)


_day = date.fromisoformat
_READERS: dict[type[Any], dict[str, Reader]] = {
    Promise: {"due": _day, "done_on": _day},
    Interaction: {"on": _day, "gave": tuple, "got": tuple, "attempt": Attempt},
    Event: {"end": _day},
    Goal: {"deadline": _day},
    Contact: {
        **dict.fromkeys(("met", "last_contact", "follow_up", "snooze_until"), _day),
        **dict.fromkeys(
            (
                *("aliases", "tags", "email", "phone", "introduced_by", "avoid"),
                *("goals", "inline_tags"),
            ),
            tuple,
        ),
        "birthday": Birthday.parse,
        "cadence": parse_period,
        "status": Status,
        "news": _news,
    },
    Standing: {
        **dict.fromkeys(("met", "follow_up", "snooze_until"), _day),
        "avoid": tuple,
        "birthday": Birthday.parse,
        "cadence": parse_period,
        "status": Status,
        "contact_days": _days,
        "attempt_days": _days,
        "declined_days": _days,
        "gave_days": _days,
        "got_days": _days,
        "talks": _talks,
        "news": _news,
    },
}
_READERS[Standing]["promises"] = _many(Promise)
_READERS[Note] = {
    "kind": NoteKind,
    "day": _day,
    "aliases": tuple,
    "contact": _one(Contact),
    "event": _one(Event),
    "goal": _one(Goal),
    "log": _many(Interaction),
    "promises": _many(Promise),
}
_STORED = {kind: _stored(kind) for kind in _READERS}
