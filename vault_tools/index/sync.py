"""Bringing the index up to date with the vault: the only way in.

A note is read again when its state on disk differs from what the index knows, and understood
again when its bytes do. What follows from other notes (what links point to, when somebody was
last met) is worked out afterwards for everybody whom the changes can touch. The result of any
sequence of changes is the index that a rebuild would make, but for contacts whose notes are broken,
half saved perhaps: they stay what they were until their notes can be read again.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vault_tools import __version__, vault
from vault_tools.config import Config
from vault_tools.errors import NotesVanishedError
from vault_tools.index.file import SCHEMA
from vault_tools.index.store import Row, Store, Stored
from vault_tools.model import Problem
from vault_tools.vault import Walk

if TYPE_CHECKING:
    from vault_tools.index.reading import Outcome, Wanted
    from vault_tools.index.resolve import Relations

Progress = Callable[[int, int], None]
"""Called with how many of how many notes are done."""
_GUARD_SHARE = 0.5
_GUARD_COUNT = 20
_BATCH = 256
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
    troubles = [problem.row() for problem in sorted(seen.problems)]
    walk_problems = json.dumps(troubles) if troubles else "[]"
    troubles_changed = store.meta("walk problems") != walk_problems
    digest = seen.digest()
    if not (rebuild or troubles_changed) and digest == store.meta("seen"):
        return Synced(unchanged=len(seen.notes))
    version, known = store.version(), store.known()
    found = _difference(seen, known, root=root)
    _guard(found, known, accept_deletions=accept_deletions)
    if not (found or rebuild or troubles_changed):
        return Synced(unchanged=len(known))
    with store.writing():
        refresh = _Refresh(store, root, config=config, seen=seen, now_ns=now_ns, progress=progress)
        if store.version() != version:  # another process has written in between
            known = store.known()
            found = _difference(seen, known, root=root)
        synced = refresh.run(known, found, rebuild=rebuild)
        store.keep_meta("fingerprint", fingerprint)
        store.keep_meta("walk problems", walk_problems)
        store.keep_meta("seen", (refresh.is_settled() and digest) or "")
    return synced


def _difference(seen: Walk, known: dict[str, Row], *, root: Path) -> _Difference:
    stale, new = [], 0
    for path, state in seen.notes.items():
        row = known.get(path)
        if row is None or row[5] or row[1:5] != state:
            stale.append(path)
            new += row is None
    all_seen = len(known) + new == len(seen.notes)
    gone = [] if all_seen else vault.vanished(root, seen, known=known)
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
        self._store = store
        self._root = root
        self._config = config
        self._seen = seen
        self._now_ns = now_ns
        self._progress = progress
        self._synced = Synced()
        self._settled = True

    def is_settled(self) -> bool:
        """Return whether the same walk again would find nothing to do: nothing fresh or missed."""
        return self._settled and self._store.count() == len(self._seen.notes)

    def run(self, known_before: dict[str, Row], found: _Difference, *, rebuild: bool) -> Synced:
        """Apply what was *found* different from *known_before*; of a rebuild, everything is."""
        # The parser and what it needs are loaded only where there is something to parse.
        from vault_tools.index.resolve import Relations

        if rebuild:
            self._store.clear()
        known = {} if rebuild else known_before
        found = _Difference(sorted(self._seen.notes), []) if rebuild else found
        relations = Relations(self._store, self._config, everything=not known)
        for path in found.gone:
            relations.remove(known[path][0])
            self._synced.removed += 1
        self._refresh(found.stale, known, relations=relations)
        relations.settle()
        if self._synced.removed:
            self._store.drop_answer()  # it would go on telling of who is gone
        if rebuild:
            self._count_rebuild(known_before)
        else:
            self._synced.paths += found.gone
            touched = self._synced.added + self._synced.changed
            self._synced.unchanged = self._store.count() - touched
        return self._synced

    def _refresh(self, stale: list[str], known: dict[str, Row], *, relations: "Relations") -> None:
        """Read and store the notes at the paths *stale*."""
        from vault_tools.index import reading

        wanted = self._wanted(stale, known)
        outcomes = reading.read(self._root, wanted, config=self._config)
        number = self._store.next_id()
        batch: list[Stored] = []
        for done, outcome in enumerate(outcomes):
            if self._progress:
                self._progress(done, len(stale))
            row = known.get(outcome if isinstance(outcome, str) else outcome.path)
            if isinstance(outcome, str):
                self._forget(outcome, row, relations=relations)
            elif stored := self._stored(outcome, row, number=number, relations=relations):
                if row:
                    relations.remove(row[0])
                batch.append(stored)
                relations.add(number, stored[-1])
                number += 1
            if len(batch) >= _BATCH:
                self._store.insert(batch)
                batch = []
        self._store.insert(batch)
        if self._progress and stale:
            self._progress(len(stale), len(stale))

    def _wanted(self, stale: list[str], known: dict[str, Row]) -> "list[Wanted]":
        hashes = self._store.hashes([known[path][0] for path in stale if path in known])
        return [
            (path, self._seen.notes[path], hashes.get(known[path][0]) if path in known else None)
            for path in stale
        ]

    def _forget(self, path: str, row: Row | None, *, relations: "Relations") -> None:
        """Remove a note that has gone since it was listed."""
        self._settled = False
        if row:
            relations.remove(row[0])
            self._synced.removed += 1
            self._synced.paths.append(path)

    def _stored(
        self, outcome: "Outcome", row: Row | None, *, number: int, relations: "Relations"
    ) -> Stored | None:
        """Return what to store of a note; None where what is known stays."""
        path, state, digest, entry, retry, says_private = outcome
        racy = retry or self._now_ns - max(state[0], state[1]) < _RACY_NS
        self._settled = self._settled and not racy and state == self._seen.notes[path]
        if entry is None:
            if row:
                self._store.keep_stat(row[0], state, racy=racy)
            return None
        if row:
            self._synced.changed += 1
        else:
            self._synced.added += 1
        self._synced.paths.append(path)
        stored = number, state, racy, digest, entry
        if row and entry.is_broken and self._store.keep_last(row[0], stored):
            if says_private:
                relations.hide(row[0])
            return None
        return stored

    def _count_rebuild(self, before: dict[str, Row]) -> None:
        """Count a rebuild by what it found different from the index before."""
        after = self._store.known()
        self._synced = Synced(
            added=len(after.keys() - before.keys()),
            removed=len(before.keys() - after.keys()),
            unchanged=len(after.keys() & before.keys()),
        )


def walk_problems(store: Store) -> list[Problem]:
    """Return the problems of the last walk: folders and names that could not be looked at."""
    kept = store.meta("walk problems") or "[]"
    return [] if kept == "[]" else [Problem.of_row(row) for row in json.loads(kept)]
