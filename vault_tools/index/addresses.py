"""Who is meant by a few letters of a name or an e-mail address."""

from collections.abc import Sequence

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
    start = tuple(_spelt(text))
    found = [
        (not any(f"\n{spelling}" in told for spelling in start), _note(store, number))
        for number, told in _goes_by(store).items()
        if all(any(spelling in told for spelling in word) for word in words)
    ]
    found.sort(key=lambda pair: (pair[0], fold(pair[1].title), pair[1].path))
    return [note for _, note in found if not _is_private(note) or _is_named(note, text)]


def _spelt(text: str) -> frozenset[str]:
    """Return *text* as it may be spelt: accents left out, or umlauts written out."""
    return frozenset((fold(text.strip()), fold_umlauts(text.strip())))


def _goes_by(store: Store) -> dict[int, str]:
    """Return by id what each contact goes by in all spellings, each behind a newline."""
    found: dict[int, str] = {}
    for number, key in store.rows("SELECT name.id, key FROM name JOIN contact USING (id)"):
        # Plain letters have one spelling, and are in small letters already.
        spellings = key if key.isascii() else "\n".join(sorted(_spelt(key)))
        found[number] = f"{found.get(number, '')}\n{spellings}"
    return found


def _note(store: Store, number: int) -> Note:
    return unpack_note(store.rows("SELECT doc FROM note WHERE id = ?", (number,))[0][0])


def _is_private(note: Note) -> bool:
    return note.contact is not None and note.contact.private


def _is_named(note: Note, text: str) -> bool:
    addresses: Sequence[str] = note.contact.email if note.contact else ()
    names = (note.title, *note.aliases, *addresses)
    return any(_spelt(name) & _spelt(text) for name in names)
