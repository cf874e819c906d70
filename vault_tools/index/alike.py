"""Names that look like one that nobody goes by, for the question whether one of them was meant."""

import difflib
import re
from collections.abc import Iterable, Iterator

from vault_tools.index.codec import load_note
from vault_tools.index.store import Store
from vault_tools.model import Note
from vault_tools.names import link_key

DAY_AHEAD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ _-]+(?=\S)")
"""The day that the file's name of a dated note begins with."""
_MOST = 3
_CLOSE_ENOUGH = 0.7
_CLOSE_WORD = 0.8
_BETWEEN = re.compile(r"[\s,-]+")


def alike(store: Store, name: str, *, keys: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Return the names that look most like *name*, as their notes write them.

    *keys* are the keys that may be meant, each with the id of a note that goes by it.
    """
    wanted, known = link_key(name.strip()), dict(sorted(keys, reverse=True))
    close = difflib.get_close_matches(wanted, sorted(known), _MOST, _CLOSE_ENOUGH)
    words = {word: key for key in sorted(known) for word in _BETWEEN.split(key)}
    close += [
        words[word] for word in difflib.get_close_matches(wanted, list(words), 2, _CLOSE_WORD)
    ]
    chosen = list(dict.fromkeys(close))[:_MOST]
    return tuple(dict.fromkeys(_written(load_note(store, known[key]), key) for key in chosen))


def _written(note: Note, key: str) -> str:
    """Return the name of *note* that has a key, as it is written there."""
    return next((name for name in _names(note) if link_key(name) == key), key)


def _names(note: Note) -> Iterator[str]:
    named = (note.contact.name,) if note.contact else ()
    stem = note.path.rsplit("/", 1)[-1].removesuffix(".md")
    for name in (*named, note.title, *note.aliases, stem):
        yield name
        yield DAY_AHEAD.sub("", name, count=1)
