"""What tells one contact from all others, in this vault and wherever they go."""

from collections.abc import Iterable, Iterator
from uuid import UUID, uuid5

from vault_tools.model import Note
from vault_tools.parse.values import Values

_NAMESPACE = UUID("5b0c7a52-7d0f-5f5e-9d5a-6f2a3c1c8a11")


def own_uid(note: Note) -> str:
    """Return the property ``uid`` of *note*, empty where it has none."""
    texts = Values.of(note, meanings={}).texts("uid")
    return texts[0] if texts else ""


def uids(notes: Iterable[Note]) -> dict[str, str]:
    """Return by path what tells each contact from all others.

    That is the note's ``uid``, else one made of the file's name, which thus outlives a move to
    another folder but not a new name. No two are the same: of notes with the same ``uid``, the
    first by path has it.
    """
    ordered = sorted(notes, key=lambda note: note.path)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for note in ordered:
        uid = own_uid(note)
        if uid and uid not in taken:
            found[note.path] = uid
            taken.add(uid)
    for note in ordered:
        if note.path not in found:
            found[note.path] = next(uid for uid in _made(note.path) if uid not in taken)
            taken.add(found[note.path])
    return {note.path: found[note.path] for note in ordered}


def derived(*words: str) -> str:
    """Return what *words* always make the same UUID of."""
    return str(uuid5(_NAMESPACE, "\n".join(words).encode("utf-8", "replace").decode()))


def _made(path: str) -> Iterator[str]:
    yield f"urn:uuid:{derived(path.rpartition('/')[2])}"
    attempt = 0
    while True:
        yield f"urn:uuid:{derived(path, str(attempt))}"
        attempt += 1
