"""Bringing the index up to date with the vault: the only way in.

A note is read again when its state on disk differs from what the index knows, and understood
again when its bytes do. What follows from other notes (what links point to, when somebody was
last met) is worked out afterwards for everybody whom the changes can touch. The result of any
sequence of changes is the index that a rebuild would make.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vault_tools import __version__, vault
from vault_tools.config import Config
from vault_tools.errors import NotesVanishedError
from vault_tools.index import codec
from vault_tools.index.store import SCHEMA, Row, Store
from vault_tools.model import Problem
from vault_tools.vault import Stat, UnreadableError, Walk

if TYPE_CHECKING:
    from vault_tools.model import Note

Progress = Callable[[int, int], None]
"""Called with how many of how many notes are done."""
_GUARD_SHARE = 0.5
_GUARD_COUNT = 20
_RACY_NS = 2 * 10**9
"""A file changed this shortly before it was read may change again under the same state."""


@dataclass(slots=True)
class Synced:
    """What a refresh found."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    paths: list[str] = field(default_factory=list)
    """Those added, changed and removed."""


@dataclass(frozen=True, slots=True)
class _Difference:
    """What the walk saw that the index doesn't know."""

    stale: list[str]
    """Paths to read: new, of another state, or racy."""
    gone: list[str]

    def __bool__(self) -> bool:
        return bool(self.stale or self.gone)


def sync(
    store: Store,
    root: Path,
    *,
    config: Config,
    now_ns: int,
    rebuild: bool = False,
    accept_deletions: bool = False,
    progress: Progress | None = None,
) -> Synced:
    """Bring *store* up to date with the vault at *root*, in one transaction.

    *now_ns* is the wall clock in nanoseconds, against which fresh changes are told. A different
    configuration or version of this program makes every note be read anew.

    Raises:
        VaultUnusableError: The vault can't be listed.
        NotesVanishedError: Most of the notes are gone; nothing was changed.
        IndexUnusableError: The index can't be read or written; nothing was changed.
    """
    seen = vault.walk(root, ignore=config.ignore)
    fingerprint = f"{__version__}:{SCHEMA}:{config.fingerprint}"
    rebuild = rebuild or store.meta("fingerprint") != fingerprint
    walk_problems = json.dumps(sorted(seen.problems))
    troubles_changed = store.meta("walk problems") != walk_problems
    known = store.known()
    found = _difference(seen, known, root=root)
    _guard(found, known, accept_deletions=accept_deletions)
    if not (found or rebuild or troubles_changed):
        return Synced(unchanged=len(known))
    with store.writing():
        refresh = _Refresh(store, root, config=config, seen=seen, now_ns=now_ns, progress=progress)
        synced = refresh.run(rebuild=rebuild)
        store.keep_meta("fingerprint", fingerprint)
        store.keep_meta("walk problems", walk_problems)
    return synced


def _difference(seen: Walk, known: dict[str, Row], *, root: Path) -> _Difference:
    stale = []
    for path, state in seen.notes.items():
        row = known.get(path)
        if row is None or row[5] or row[1:5] != state:
            stale.append(path)
    gone = (
        vault.vanished(root, seen, known=known) if len(known) + len(stale) > len(seen.notes) else []
    )
    return _Difference(sorted(stale), sorted(gone))


def _guard(found: _Difference, known: dict[str, Row], *, accept_deletions: bool) -> None:
    gone = len(found.gone)
    if not accept_deletions and gone > _GUARD_COUNT and gone > _GUARD_SHARE * len(known):
        raise NotesVanishedError(gone, len(known))


class _Refresh:
    """One refresh, inside its transaction."""

    def __init__(
        self,
        store: Store,
        root: Path,
        *,
        config: Config,
        seen: Walk,
        now_ns: int,
        progress: Progress | None,
    ) -> None:
        # The parser and what it needs are loaded only where there is something to parse.
        from vault_tools.index.resolve import Relations
        from vault_tools.parse import Grammar

        self._store = store
        self._root = root
        self._grammar = Grammar.of(config)
        self._relations = Relations(store, config)
        self._seen = seen
        self._now_ns = now_ns
        self._progress = progress
        self._synced = Synced()

    def run(self, *, rebuild: bool) -> Synced:
        """Apply what is different now that no other process writes."""
        known_before = self._store.known()
        if rebuild:
            self._store.clear()
        known = {} if rebuild else known_before
        found = _difference(self._seen, known, root=self._root)
        for path in found.gone:
            self._relations.remove(known[path][0])
            self._synced.removed += 1
        for done, path in enumerate(found.stale):
            if self._progress:
                self._progress(done, len(found.stale))
            self._refresh_note(path, known.get(path))
        self._relations.settle()
        if rebuild:
            self._count_rebuild(known_before)
        else:
            self._synced.paths += found.gone
            touched = self._synced.added + self._synced.changed
            self._synced.unchanged = len(self._store.known()) - touched
        if self._progress and found.stale:
            self._progress(len(found.stale), len(found.stale))
        return self._synced

    def _refresh_note(self, path: str, row: Row | None) -> None:
        state = self._seen.notes[path]
        try:
            data, state = vault.read_note(self._root, path)
            digest: bytes | None = hashlib.blake2b(data, digest_size=16).digest()
            note = None
        except FileNotFoundError:
            if row:
                self._relations.remove(row[0])
                self._synced.removed += 1
                self._synced.paths.append(path)
            return
        except UnreadableError as error:
            digest, note = None, _unreadable(path, error)
            data = b""
        racy = self._now_ns - max(state.mtime_ns, state.ctime_ns) < _RACY_NS
        if note and note.problems[0].code == "unreadable":
            racy = True  # a disk may recover, and the file's state won't tell
        if row and digest and self._store.hash(row[0]) == digest:
            self._store.keep_stat(row[0], state, racy=racy)
            return
        if note is None:
            from vault_tools.parse import parse_note

            note = parse_note(data, path=path, grammar=self._grammar)
        self._keep(note, row, state=state, racy=racy, digest=digest)

    def _keep(
        self,
        note: "Note",
        row: Row | None,
        *,
        state: Stat,
        racy: bool,
        digest: bytes | None,
    ) -> None:
        if row:
            self._relations.remove(row[0])
            self._synced.changed += 1
        else:
            self._synced.added += 1
        self._synced.paths.append(note.path)
        note_id = self._store.insert_note(
            note, state=state, racy=racy, digest=digest, doc=codec.pack_note(note)
        )
        self._relations.add(note_id, note)

    def _count_rebuild(self, before: dict[str, Row]) -> None:
        """Count a rebuild by what it found different from the index before."""
        after = self._store.known()
        self._synced = Synced(
            added=len(after.keys() - before.keys()),
            removed=len(before.keys() - after.keys()),
            unchanged=len(after.keys() & before.keys()),
        )


def _unreadable(path: str, error: UnreadableError) -> "Note":
    from vault_tools.model import Note, NoteKind

    stem = path.rsplit("/", 1)[-1].removesuffix(".md")
    return Note(path=path, kind=NoteKind.UNREADABLE, title=stem, problems=(error.problem,))


def walk_problems(store: Store) -> list[Problem]:
    """Return the problems of the last walk: folders and names that could not be looked at."""
    return [Problem(*row) for row in json.loads(store.meta("walk problems") or "[]")]
