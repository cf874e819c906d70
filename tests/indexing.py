"""What the tests of the index share: stores, and the index as plain values to compare."""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vault_tools.config import Config
from vault_tools.index import codec, file, queries
from vault_tools.index.store import Store
from vault_tools.index.sync import Synced, sync

SECOND = 10**9
OPEN_STORES: list[Store] = []
"""Indexes in memory that the running test has made."""
LATER = 4 * 10**18
"""A moment at which no file of the tests is fresh: the state on disk alone decides."""
Dump = Mapping[str, Any]


def memory_store() -> Store:
    """Return an empty index in memory; it is closed when the test is over."""
    connection = file.connect(":memory:")
    file.create(connection)
    made = Store(connection)
    OPEN_STORES.append(made)
    return made


@contextlib.contextmanager
def synced_store(root: Path, *, config: Config | None = None) -> Iterator[Store]:
    """Yield an index in memory of the vault at *root*."""
    with contextlib.closing(memory_store()) as made:
        sync(made, root, config=config or Config(), now_ns=LATER)
        yield made


def refresh(
    index: Store,
    root: Path,
    *,
    now_ns: int = LATER,
    config: Config | None = None,
    rebuild: bool = False,
    accept_deletions: bool = False,
) -> Synced:
    """Bring *index* up to date, at a moment at which no file is fresh."""
    return sync(
        index,
        root,
        config=config or Config(),
        now_ns=now_ns,
        rebuild=rebuild,
        accept_deletions=accept_deletions,
    )


def rebuilt_dump(root: Path, *, config: Config | None = None) -> Dump:
    """Return what an index that is made from nothing holds."""
    with synced_store(root, config=config) as made:
        return dump(made)


def dump(index: Store) -> Dump:
    """Return what the index says, without ids and the state of files on disk.

    Of the full text, which the index doesn't keep, it is every word with its places.
    """
    paths: dict[int | None, str | None] = dict(index.rows("SELECT id, path FROM note"))
    paths[None] = None

    def named(statement: str) -> list[tuple[Any, ...]]:
        """Return rows with a path for the id in their first column."""
        return sorted((paths.get(row[0], "gone"), *row[1:]) for row in index.rows(statement))

    links = [
        (paths.get(row[0], "gone"), *row[1:-1], paths.get(row[-1], "gone"))
        for row in index.rows(
            "SELECT id, line, col, target, base, role, ambiguous, target_id FROM link"
        )
    ]
    return {
        "notes": {
            path: (kind, title, day, digest, codec.unpack_note(doc))
            for path, kind, title, day, digest, doc in index.rows(
                "SELECT path, kind, title, day, hash, doc FROM note"
            )
        },
        "contacts": {
            path: (*bounds, json.loads(standing))
            for path, *bounds, standing in named(
                "SELECT id, due_from, settled_on, birthday, standing FROM contact"
            )
        },
        "names": named("SELECT id, key, level FROM name"),
        "links": sorted(links, key=repr),
        "problems": queries.problems(index),
        "counted": queries.problem_count(index),
        "words": named(_WORDS) if _with_vocabulary(index) else [],
        "found": [
            (hit.path, hit.line, hit.snippet, hit.score)
            for words in ("anna", "ben slides", "zoe", "2026")
            for hit in queries.search(index, words, limit=1000)
        ],
        "about": index.rows("SELECT key, value FROM meta WHERE key != 'seen' ORDER BY key"),
    }


_WORDS = "SELECT doc, term, col, offset FROM temp.vocabulary"


def _with_vocabulary(index: Store) -> bool:
    index.rows(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, instance)"
    )
    return True


def write(path: Path, text: str | bytes, *, mtime_ns: int | None = None) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    if mtime_ns is not None:
        os.utime(path, ns=(mtime_ns, mtime_ns))
