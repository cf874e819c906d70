"""Likely duplicates, gathered from the index."""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from vault_tools import links
from vault_tools.config import Config
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.merge.duplicates import Pair, Person, duplicates
from vault_tools.merge.matching import properties_of, traits
from vault_tools.model import Note
from vault_tools.names import link_key
from vault_tools.parse import Grammar

NOT_THE_SAME = "not_same_as"
"""The property that links to somebody who is not the same person."""


def dupes(store: Store, *, config: Config, least: float) -> list[Pair]:
    """Return the pairs of notes that are likely about one person."""
    meanings = Grammar.of(config).meanings
    notes = [note for note, _ in queries.contacts(store)]
    people = []
    for note in notes:
        properties = properties_of(note, meanings=meanings)
        known = traits(note.title, properties, region=config.contacts.region)
        others = properties.get("notsameas", ())
        people.append(
            Person(
                path=note.path,
                traits=known,
                birthday=_birthday(note),
                not_same=_linked(others, notes),
            )
        )
    return duplicates(people, least=least)


def _linked(texts: Iterable[str], notes: Sequence[Note]) -> frozenset[str]:
    """Return the paths of the notes that *texts* link to, by path or by name."""
    found = (links.parse(text) for text in texts)
    targets = {link_key(link.target.removesuffix(".md")) for link in found if link}
    if not targets:
        return frozenset()
    return frozenset(note.path for note in notes if targets & _keys(note.path))


def _keys(path: str) -> set[str]:
    bare = PurePosixPath(path).with_suffix("")
    return {link_key(str(bare)), link_key(bare.name)}


def _birthday(note: Note) -> str:
    birthday = note.contact.birthday if note.contact else None
    return birthday.text if birthday and birthday.year and birthday.day else ""
