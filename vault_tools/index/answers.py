"""The answer to ``due`` as it was last given, so that asking again waits for what changed alone."""

import json
import zlib
from collections.abc import Callable, Iterable
from typing import Any

from vault_tools.index import codec
from vault_tools.index.store import Store

Entry = tuple[list[Any], str]
"""What is said of a contact, behind what puts it in order, whose last part is the note's path."""
_WORTH = 500
"""A shorter answer is made as fast as it is kept and read."""
_FEW = 100
"""More entries than these are kept at once, not when the index is next found up to date."""


def entries(
    store: Store, asked: str, *, joint: str, make: Callable[[list[str] | None], Iterable[Entry]]
) -> str:
    """Return the entries of the answer to *asked*, in order and with *joint* between them.

    *asked* holds all that the answer depends on but the contacts. *make* makes the entries: of
    the contacts at some paths, or for None of everybody.

    Raises:
        IndexUnusableError: The index can't be read.
    """
    version = store.version()
    kept = store.answer(asked)
    if kept is None:
        found, outdated = sorted(make(None)), []
    else:
        places, packed, restated = kept
        try:
            text, outdated = zlib.decompress(packed).decode(), json.loads(restated)
            if not outdated:
                return text
            before = _entries(text, places=json.loads(places), joint=joint)
        except codec.DAMAGED as error:
            raise codec.unusable(error) from error
        gone = frozenset(outdated)
        found = [entry for entry in before if entry[0][-1] not in gone]
        found = sorted([*found, *make(outdated)])
    text = joint.join([text for _, text in found])
    # Who has just waited for a refresh need not wait for this too.
    if len(found) >= _WORTH and (kept is None or len(outdated) > _FEW or not store.has_written):
        places = json.dumps([[*place, len(entry)] for place, entry in found])
        packed = zlib.compress(text.encode(), 1)
        store.keep_answer((asked, places, packed), version=version)
    return text


def _entries(text: str, *, places: list[list[Any]], joint: str) -> list[Entry]:
    """Return the entries that *text* was made of; *places* end with how long each is."""
    found, start = [], 0
    for *place, length in places:
        found.append((place, text[start : start + length]))
        start += length + len(joint)
    return found
