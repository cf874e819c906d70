"""Under which names and words a note is found."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import filterfalse

from vault_tools import links as wikilinks
from vault_tools.model import Note, NoteKind
from vault_tools.names import fold, fold_umlauts, link_key

STEM, ALIAS, NAME, EMAIL = range(4)
"""How a note goes by a key: its file's name, an alias, a contact's name, an e-mail address."""
_NO_LINK_TARGETS = frozenset({NoteKind.TEMPLATE, NoteKind.REPORT})


def note_names(note: Note) -> Iterable[tuple[str, int]]:
    """Yield the keys that *note* goes by, with how."""
    if note.kind in _NO_LINK_TARGETS:
        return
    yield base_key(note.path), STEM
    for alias in note.aliases:
        yield link_key(alias), ALIAS
    if note.contact:
        yield link_key(note.contact.name), NAME
        for address in note.contact.email:
            yield link_key(address), EMAIL


def base_key(target: str) -> str:
    """Return the key of the file that a link's *target* names, without folders and ``.md``."""
    return link_key(target.rsplit("/", 1)[-1].removesuffix(".md").strip())


def begins(key: str, wanted: Iterable[str]) -> bool:
    """Return whether a *key*, or a word in it, begins with one of the words *wanted*, folded."""
    spelt = (fold(key), fold_umlauts(key))
    return any(text.startswith(word) or f" {word}" in text for text in spelt for word in wanted)


def note_words(note: Note) -> tuple[str, str] | None:
    """Return the folded name and text under which a note is found; None for one that isn't."""
    if note.kind in _NO_LINK_TARGETS:
        return None
    name = " ".join((note.title, note.path.removesuffix(".md"), *note.aliases))
    text = "\n".join((*_texts(note.properties), note.text))
    return _folded(name), _folded(text)


def _folded(text: str) -> str:
    """Return *text* folded, with the other spelling of its words with umlauts behind it."""
    bare = fold(text)
    if bare is text or text.isascii():
        return bare
    others = {_spelt_out(word) for word in filterfalse(str.isascii, text.split())}
    return " ".join((bare, *sorted([other for other in others if other not in bare])))


_spelt_out = lru_cache(maxsize=4096)(fold_umlauts)  # the words of a vault recur


def _texts(value: object) -> list[str]:
    return [wikilinks.shown(text) for text in texts(value)]


def texts(value: object) -> list[str]:
    """Return every text in a property's value, or in all properties of a note, as written."""
    if isinstance(value, str):
        return [value]
    items = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    return [text for item in items for text in texts(item)]
