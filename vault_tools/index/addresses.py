"""Who is meant by a few letters of a name or an e-mail address."""

from collections.abc import Iterable, Sequence

from vault_tools.index.codec import unpack_note
from vault_tools.index.store import Store
from vault_tools.model import Note
from vault_tools.names import fold, fold_umlauts


def by_words(store: Store, text: str) -> list[Note]:
    """Return the contacts in whose names or addresses all words of *text* stand somewhere.

    First those of whom a name or an address begins with *text*, each by name. Who is private has
    to be named: by a whole name, alias or address.
    """
    words = [_spelt(word) for word in text.split()]
    goes_by: dict[int, list[str]] = {}
    for number, key in store.rows("SELECT name.id, key FROM name JOIN contact USING (id)"):
        goes_by.setdefault(number, []).append(key)
    found = [
        (not any(key.startswith(tuple(_spelt(text))) for key in keys), _note(store, number))
        for number, keys in goes_by.items()
        if _have_all(keys, words)
    ]
    found.sort(key=lambda pair: (pair[0], fold(pair[1].title), pair[1].path))
    return [note for _, note in found if not _is_private(note) or _is_named(note, text)]


def _spelt(text: str) -> frozenset[str]:
    """Return *text* as it may be spelt: accents left out, or umlauts written out."""
    return frozenset((fold(text.strip()), fold_umlauts(text.strip())))


def _have_all(keys: Iterable[str], words: Sequence[frozenset[str]]) -> bool:
    told = " ".join(spelling for key in keys for spelling in _spelt(key))
    return all(any(spelling in told for spelling in word) for word in words)


def _note(store: Store, number: int) -> Note:
    return unpack_note(store.rows("SELECT doc FROM note WHERE id = ?", (number,))[0][0])


def _is_private(note: Note) -> bool:
    return note.contact is not None and note.contact.private


def _is_named(note: Note, text: str) -> bool:
    addresses = note.contact.email if note.contact else ()
    names = (note.title, *note.aliases, *addresses)
    return any(_spelt(name) & _spelt(text) for name in names)
