"""What is packed into the index comes out of it as it was."""

import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.config import Config, Rules
from vault_tools.index import codec
from vault_tools.index.entries import entry_of
from vault_tools.index.standings import standing_of
from vault_tools.index.usual import USUAL
from vault_tools.model import Attempt, Interaction, Note, NoteKind, Promise
from vault_tools.parse import Grammar, parse_note

EXAMPLE = Path(__file__).parent.parent / "example-vault"
GRAMMAR = Grammar.of(Config())
NOTES = [
    parse_note(path.read_bytes(), path=path.relative_to(EXAMPLE).as_posix(), grammar=GRAMMAR)
    for path in sorted(EXAMPLE.rglob("*.md"))
]
_texts = st.text(st.sampled_from("ab\n ü#"), max_size=8)
_entries = st.builds(
    Interaction,
    on=st.dates(),
    channel=st.sampled_from((None, "phone")),
    text=_texts,
    path=st.just("a.md"),
    line=st.integers(1, 9),
    gave=st.lists(_texts, max_size=2).map(tuple),
    intro=st.booleans(),
    attempt=st.sampled_from((None, *Attempt)),
)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.path)
def test_a_note_comes_out_as_it_went_in(note: Note) -> None:
    packed = replace(note, links=(), problems=())

    assert codec.unpack_note(codec.pack_note(note)) == packed
    assert entry_of(note, rules=Rules()).doc == codec.pack_note(note)


def test_notes_share_what_stands_in_most_of_them() -> None:
    packed = [codec.pack_note(note) for note in NOTES if note.contact]
    alone = [zlib.compress(zlib.decompressobj(12, USUAL).decompress(row)) for row in packed]

    assert packed
    assert sum(map(len, packed)) < 0.9 * sum(map(len, alone))


@given(st.lists(_entries, max_size=4), _texts, st.integers(1, 4))
def test_a_log_comes_out_whatever_stands_in_the_text(
    log: list[Interaction], text: str, first: int
) -> None:
    note = Note(
        path="a.md",
        kind=NoteKind.NOTE,
        title="a",
        day=date(2026, 11, 2),
        log=tuple(log),
        promises=(Promise(text="x", due=date(2026, 11, 3), path="a.md"),),
        text=text,
        text_line=first,
    )

    assert codec.unpack_note(codec.pack_note(note)) == note


def test_standings_come_out_as_they_went_in() -> None:
    contacts = [note for note in NOTES if note.contact]
    told = [
        standing_of(
            note,
            met=None,
            meetings=[Interaction(on=date(2026, 11, 2), text="Lunch", path="Lunch.md")],
            tasks=[Promise(text="x", path="b.md", line=3)],
            degree=7,
        )
        for note in contacts
    ]

    assert told
    assert codec.load_standings([codec.dump_standing(how) for how in told]) == told
