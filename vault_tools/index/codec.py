"""Notes and standings as the index keeps them: rows of JSON, a field's place saying which it is.

Rows take half the room of tables and a third of the time. Days are kept as their ordinals, and a
log entry's text by where it begins if it ends a line of the note's text, which is kept anyway.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from vault_tools.dates import Birthday, parse_period
from vault_tools.errors import IndexUnusableError
from vault_tools.index.usual import USUAL
from vault_tools.language import _
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

if TYPE_CHECKING:
    from vault_tools.index.store import Store

Kind = TypeVar("Kind")
Convert = Callable[[Any], Any]
DAMAGED = (zlib.error, ValueError, LookupError, TypeError, AttributeError, OverflowError)
_WINDOW = 12  # 4 KiB, longer than most notes
_DEFLATE = zlib.compressobj(1, zlib.DEFLATED, _WINDOW, 5, zlib.Z_DEFAULT_STRATEGY, USUAL)
_INFLATE = zlib.decompressobj(_WINDOW, USUAL)
"""Both are copied for each note, which costs less than to make one."""


def pack_note(note: Note) -> bytes:
    """Return a note as compressed JSON, without its links and problems, which have tables."""
    deflate = _DEFLATE.copy()
    row = _dumps([*_NOTE.row(note), _log_rows(note)]).encode()
    return deflate.compress(row) + deflate.flush()


def unpack_note(packed: bytes, *, with_log: bool = True) -> Note:
    """Return the note that `pack_note` packed; without its log, it takes two thirds of the time.

    Raises:
        IndexUnusableError: It is damaged.
    """
    try:
        inflate = _INFLATE.copy()
        *row, log = json.loads(inflate.decompress(packed).decode())
        found = _NOTE.table(row)
        if with_log:
            rows = found["text"].split("\n") if log else []
            found["log"] = tuple(_entries(log, note=found, rows=rows))
        return Note(**found)
    except DAMAGED as error:
        raise unusable(error) from error


def load_note(store: "Store", note_id: int, *, with_log: bool = True) -> Note:
    """Return a note as the index keeps it, if asked for without its log."""
    rows = store.rows("SELECT doc FROM note WHERE id = ?", (note_id,))
    if not rows:  # a table that disagrees with another one
        raise unusable(LookupError())
    return unpack_note(rows[0][0], with_log=with_log)


def load_notes(store: "Store", note_ids: Sequence[object]) -> dict[int, Note]:
    """Return notes as the index keeps them, by id; as many at once as SQLite takes parameters."""
    marks = ",".join("?" * len(note_ids))
    rows = store.rows(f"SELECT id, doc FROM note WHERE id IN ({marks})", note_ids)
    return {number: unpack_note(packed) for number, packed in rows}


def dump_standing(standing: Standing) -> str:
    """Return a standing as JSON: a list that begins with the degree."""
    row = _STANDING.row(standing)
    own = standing.path
    row[_TALKS] = [
        (talk.on.toordinal(), talk.channel, talk.text, 0 if talk.path == own else talk.path)
        for talk in standing.talks
    ]
    return _dumps(row)


def load_standings(rows: list[str]) -> list[Standing]:
    """Return the standings of many rows, read in one go.

    Raises:
        IndexUnusableError: One is damaged.
    """
    try:
        return [_standing(row) for row in json.loads(f"[{','.join(rows)}]")]
    except DAMAGED as error:
        raise unusable(error) from error


def place_in_standing(name: str) -> str:
    """Return SQLite's JSON path to a field of a standing."""
    return f"$[{_STANDING.names.index(name)}]"


def unusable(error: Exception) -> IndexUnusableError:
    """Return what to raise where the index holds what can't be in it."""
    kind = type(error).__name__
    msg = _(
        "the index can't be read: {reason}. 'vault-tools index --rebuild' makes it anew.",
        reason=kind,
    )
    return IndexUnusableError(msg, damaged=True)


class _Form(Generic[Kind]):
    """How values of one kind become rows and come back."""

    def __init__(
        self,
        kind: type[Kind],
        conversions: dict[str, tuple[Convert | None, Convert]],
        *,
        without: Iterable[str] = (),
        first: str = "",
    ) -> None:
        names = [item.name for item in fields(kind) if item.name not in without]  # type: ignore[arg-type]
        names.sort(key=lambda name: name != first)
        self.names = names
        self._kind = kind
        self._values = attrgetter(*names)
        places = [(names.index(name), *both) for name, both in conversions.items()]
        self._writers = [(place, write) for place, write, _ in places if write]
        self._readers = [(place, read) for place, _, read in places]

    def row(self, value: Kind) -> list[Any]:
        """Return the fields of *value*, in order."""
        row = list(self._values(value))
        for place, write in self._writers:
            if row[place]:
                row[place] = write(row[place])
        return row

    def table(self, row: list[Any]) -> dict[str, Any]:
        """Return the fields of *row* by name."""
        for place, read in self._readers:
            value = row[place]
            if value:
                row[place] = read(value)
            elif value is not None:
                row[place] = ()  # nothing else that is read is empty
        return dict(zip(self.names, row, strict=True))

    def build(self, row: list[Any]) -> Kind:
        """Return the value that became *row*."""
        return self._kind(**self.table(row))

    def rows(self, values: Iterable[Kind]) -> list[list[Any]]:
        """Return a row for each of *values*."""
        return [self.row(value) for value in values]

    def build_all(self, rows: list[list[Any]]) -> tuple[Kind, ...]:
        """Return the values that became *rows*."""
        return tuple([self.build(row) for row in rows])


def _dumps(value: object) -> str:
    return _ENCODER.encode(value)


def _log_rows(note: Note) -> list[list[object]]:
    """Return the entries of a note's log, days and lines as steps; what is usual is left out."""
    rows = note.text.split("\n") if note.log else []
    log: list[list[object]] = []
    day, line = 0, note.text_line
    for item in note.log:
        text = item.text
        place = item.line - note.text_line
        at_end = text and 0 <= place < len(rows) and rows[place].endswith(text)
        on = item.on.toordinal()
        start = len(rows[place]) - len(text) if at_end else text
        row: list[object] = [on - day, item.line - line, start]
        day, line = on, item.line
        if item.channel or item.gave or item.got or item.intro or item.attempt:
            row.append(item.channel)
        if item.gave or item.got or item.intro or item.attempt:
            row += (item.gave, item.got, item.intro, item.attempt)
        log.append(row)
    return log


def _entries(
    log: list[list[Any]], *, note: dict[str, Any], rows: list[str]
) -> Iterator[Interaction]:
    """Yield the entries of a log as `_log_rows` has written them; *rows* are the note's lines."""
    day, line, path = 0, note["text_line"], note["path"]
    for row in log:
        days, lines, text, channel, gave, got, intro, attempt = row + _USUAL[len(row) :]
        day, line = day + days, line + lines
        yield Interaction(
            on=date.fromordinal(day),
            channel=channel,
            text=rows[line - note["text_line"]][text:] if isinstance(text, int) else text,
            path=path,
            line=line,
            gave=tuple(gave),
            got=tuple(got),
            intro=intro,
            attempt=attempt and Attempt(attempt),
        )


def _ordinals(days: tuple[date, ...]) -> list[int]:
    return [day.toordinal() for day in days]


def _days(ordinals: list[int]) -> tuple[date, ...]:
    return tuple(map(date.fromordinal, ordinals))


def _standing(row: list[Any]) -> Standing:
    found = _STANDING.table(row)
    own = found["path"]
    found["talks"] = tuple(
        [
            Talk(date.fromordinal(on), channel, text, path or own)
            for on, channel, text, path in found["talks"]
        ]
    )
    return Standing(**found)


def _news_rows(news: tuple[tuple[date, str], ...]) -> list[tuple[int, str]]:
    return [(on.toordinal(), text) for on, text in news]


def _news(rows: list[list[Any]]) -> tuple[tuple[date, str], ...]:
    return tuple([(date.fromordinal(on), text) for on, text in rows])


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_USUAL: list[Any] = [0, 0, "", None, (), (), False, None]
_DAY = (date.toordinal, date.fromordinal)
_DAYS = (_ordinals, _days)
_TUPLE = (None, tuple)
_PERIOD = (str, lru_cache(maxsize=256)(parse_period))
_BIRTHDAY = (attrgetter("text"), Birthday.parse)
_STATUS = (None, {status.value: status for status in Status}.__getitem__)
_PROMISE = _Form(Promise, {"due": _DAY, "done_on": _DAY})
_PROMISES = (_PROMISE.rows, _PROMISE.build_all)
_EVENT = _Form(Event, {"end": _DAY})
_GOAL = _Form(Goal, {"deadline": _DAY})
_CONTACT = _Form(
    Contact,
    {
        **dict.fromkeys(("met", "last_contact", "follow_up", "snooze_until"), _DAY),
        **dict.fromkeys(("aliases", "tags", "email", "phone", "introduced_by"), _TUPLE),
        **dict.fromkeys(("avoid", "goals", "inline_tags"), _TUPLE),
        "birthday": _BIRTHDAY,
        "cadence": _PERIOD,
        "news": (_news_rows, _news),
        "status": _STATUS,
    },
)
_DAY_LISTS = ("contact_days", "attempt_days", "declined_days", "gave_days", "got_days")
_STANDING = _Form(
    Standing,
    {
        **dict.fromkeys(("met", "follow_up", "snooze_until"), _DAY),
        **dict.fromkeys(_DAY_LISTS, _DAYS),
        "avoid": _TUPLE,
        "birthday": _BIRTHDAY,
        "cadence": _PERIOD,
        "news": (_news_rows, _news),
        "status": _STATUS,
        "promises": _PROMISES,
    },
    first="degree",
)
_TALKS = _STANDING.names.index("talks")
_NOTE = _Form(
    Note,
    {
        "kind": (None, NoteKind),
        "day": _DAY,
        "aliases": _TUPLE,
        "contact": (_CONTACT.row, _CONTACT.build),
        "event": (_EVENT.row, _EVENT.build),
        "goal": (_GOAL.row, _GOAL.build),
        "promises": _PROMISES,
    },
    without=("links", "problems", "log"),
)
