"""A note as the rows that the index keeps of it: made in any process, stored by one."""

from collections.abc import Iterable
from typing import NamedTuple

from vault_tools.config import Rules
from vault_tools.index import codec
from vault_tools.index.found import base_key, note_names, note_words
from vault_tools.index.standings import ContactRow, contact_row, met_on, standing_of
from vault_tools.model import Link, Note, NoteKind


class Entry(NamedTuple):
    """What one note adds to the tables; rows lack the note's id, which comes first in each."""

    path: str
    kind: str
    title: str
    day: str | None
    doc: bytes
    names: list[tuple[str, int]]
    """Each key that it goes by, and how."""
    links: list[tuple[int, int, str, str, str]]
    """Line, column, target, base and role."""
    problems: list[tuple[int, int, str, str]]
    """Line, column, code and message."""
    words: tuple[str, str] | None
    contact: ContactRow | None
    """How the contact stands by their own note alone."""
    is_broken: bool = False
    """Whether nothing can be told from it, not even whether it is a contact."""


def entry_of(note: Note, *, rules: Rules) -> Entry:
    """Return the rows of *note*."""
    return Entry(
        note.path,
        note.kind.value,
        note.title,
        note.day.isoformat() if note.day else None,
        codec.pack_note(note),
        list(dict.fromkeys(note_names(note))),
        _link_rows(note.links),
        [problem.row()[1:] for problem in note.problems],
        note_words(note),
        _own_row(note, rules) if note.kind is NoteKind.CONTACT else None,
        note.kind is NoteKind.UNREADABLE or _is_cut(note),
    )


def _is_cut(note: Note) -> bool:
    """Return whether a file ends before its first property does, as if half saved."""
    first, *more = note.text.split("\n")
    return "---".startswith(first.rstrip()) and len(more) <= 1 and not note.properties


def _link_rows(found: Iterable[Link]) -> list[tuple[int, int, str, str, str]]:
    return [
        (link.line, link.column, link.target, base_key(link.target), link.role.value)
        for link in found
    ]


def _own_row(note: Note, rules: Rules) -> ContactRow:
    return contact_row(standing_of(note, met=met_on(note, {})), rules=rules)
