"""The index in SQLite: its tables and every statement on them. The only door to sqlite3.

The index can be deleted at any time: whatever it holds is in the vault. It keeps a rollback
journal, not a write-ahead log, so that it can be read where nothing can be written and leaves no
second file with personal data behind.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vault_tools.errors import IndexUnusableError
from vault_tools.model import Link, Note, Problem
from vault_tools.names import link_key
from vault_tools.vault import Stat

SCHEMA = 7
"""Grows whenever the tables, or what the parser makes of a note, change."""
_APPLICATION = 0x5654_4C53  # "VTLS"
_PATIENCE = 600.0
"""Seconds to wait for another process that writes."""
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE note (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,
    mtime_ns INT, ctime_ns INT, size INT, inode INT, racy INT, hash BLOB,
    kind TEXT, title TEXT, day TEXT, doc BLOB
);
CREATE TABLE contact (
    id INTEGER PRIMARY KEY, due_from TEXT, settled_on TEXT, birthday TEXT, standing TEXT
);
CREATE INDEX contact_due ON contact (due_from);
CREATE TABLE name (key TEXT, id INT, level INT, PRIMARY KEY (key, id, level)) WITHOUT ROWID;
CREATE INDEX name_id ON name (id);
CREATE TABLE link (
    id INT, line INT, col INT, target TEXT, base TEXT, role TEXT, target_id INT, ambiguous TEXT
);
CREATE INDEX link_id ON link (id);
CREATE INDEX link_base ON link (base);
CREATE INDEX link_target ON link (target_id) WHERE target_id IS NOT NULL;
CREATE TABLE problem (id INT, line INT, col INT, code TEXT, message TEXT);
CREATE INDEX problem_id ON problem (id);
CREATE VIRTUAL TABLE words USING fts5 (name, text, content='', tokenize='unicode61');
"""
_EMPTY = "DELETE FROM {}"

Row = tuple[Any, ...]


class Store:
    """One open index."""

    def __init__(self, connection: sqlite3.Connection, *, warning: str | None = None) -> None:
        self._connection = connection
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self.warning = warning
        """Why the index is kept in memory for this run, or None."""

    @classmethod
    def open(cls, folder: Path, *, anew: bool = False) -> "Store":
        """Open the index in *folder*, making or renewing it where that is needed.

        One that is damaged or of another version is made anew, as is any if *anew*. Where the
        folder can't be written, the index lives in memory for this run.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _lock(folder):
                return cls(_opened(folder / "index.db", anew=anew))
        except (OSError, sqlite3.Error) as error:
            connection = _connect(":memory:")
            _create(connection)
            reason = getattr(error, "strerror", None) or error
            return cls(connection, warning=f"the index can't be kept in {folder}: {reason}")

    def close(self) -> None:
        """Close the index."""
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one transaction of a refresh: all of it lasts, or nothing.

        Waits for another process that is writing.

        Raises:
            IndexUnusableError: The disk is full or the index is damaged; nothing was changed.
        """
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                self._connection.rollback()
            msg = f"the index can't be written: {error}. It may be deleted at any time."
            raise IndexUnusableError(msg, damaged=_is_damage(error)) from error

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a query.

        Raises:
            IndexUnusableError: The index is damaged.
        """
        try:
            return self._connection.execute(statement, parameters).fetchall()
        except sqlite3.Error as error:
            msg = f"the index can't be read: {error}. 'vault-tools index --rebuild' makes it anew."
            raise IndexUnusableError(msg, damaged=_is_damage(error)) from error

    def meta(self, key: str) -> str | None:
        """Return what is kept under *key*."""
        found = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return found[0][0] if found else None

    def keep_meta(self, key: str, value: str) -> None:
        """Keep *value* under *key*."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def known(self) -> dict[str, Row]:
        """Return id, mtime_ns, ctime_ns, size, inode and racy of each note, by path."""
        rows = self.rows("SELECT path, id, mtime_ns, ctime_ns, size, inode, racy FROM note")
        return {row[0]: row[1:] for row in rows}

    def hash(self, note_id: int) -> bytes | None:
        """Return the hash of a note's bytes; None for one that was not read."""
        found: bytes | None = self.rows("SELECT hash FROM note WHERE id = ?", (note_id,))[0][0]
        return found

    def keep_stat(self, note_id: int, state: Stat, *, racy: bool) -> None:
        """Keep the state of a note whose bytes are the same."""
        self._connection.execute(
            "UPDATE note SET mtime_ns=?, ctime_ns=?, size=?, inode=?, racy=? WHERE id=?",
            (*state, racy, note_id),
        )

    def clear(self) -> None:
        """Forget every note."""
        for table in ("note", "contact", "name", "link", "problem"):
            self._connection.execute(_EMPTY.format(table))
        self._connection.execute("INSERT INTO words(words) VALUES ('delete-all')")

    def insert_note(
        self, note: Note, *, state: Stat, racy: bool, digest: bytes | None, doc: bytes
    ) -> int:
        """Add a note's own row; return its id."""
        values = (*state, racy, digest, note.kind.value, note.title, note.day, doc)
        cursor = self._connection.execute(
            "INSERT INTO note (path, mtime_ns, ctime_ns, size, inode, racy, hash, kind, title, day,"
            " doc) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (note.path, *values[:-2], _iso(note), doc),
        )
        return int(cursor.lastrowid or 0)

    def insert_details(
        self,
        note_id: int,
        *,
        names: Iterable[tuple[str, int]],
        links: Iterable[Link],
        problems: Iterable[Problem],
        words: tuple[str, str] | None,
    ) -> None:
        """Add what a note says to the tables that are searched."""
        execute = self._connection.executemany
        execute("INSERT OR IGNORE INTO name VALUES (?,?,?)", [(k, note_id, n) for k, n in names])
        execute(
            "INSERT INTO link VALUES (?,?,?,?,?,?,NULL,NULL)",
            [
                (note_id, x.line, x.column, x.target, base_key(x.target), x.role.value)
                for x in links
            ],
        )
        execute(
            "INSERT INTO problem VALUES (?,?,?,?,?)", [(note_id, *found[1:]) for found in problems]
        )
        if words:
            statement = "INSERT INTO words (rowid, name, text) VALUES (?,?,?)"
            self._connection.execute(statement, (note_id, *words))

    def delete_note(self, note_id: int, *, words: tuple[str, str] | None) -> None:
        """Remove a note and what it says; *words* must be what was added for it."""
        for table in ("note", "contact", "name", "link", "problem"):
            self._connection.execute(f"DELETE FROM {table} WHERE id = ?", (note_id,))
        statement = "UPDATE link SET target_id = NULL WHERE target_id = ?"
        self._connection.execute(statement, (note_id,))
        if words:
            statement = "INSERT INTO words (words, rowid, name, text) VALUES ('delete',?,?,?)"
            self._connection.execute(statement, (note_id, *words))

    def resolve_link(self, rowid: int, *, target_id: int | None, ambiguous: str | None) -> None:
        """Keep what a link points to, or the paths that it may point to."""
        statement = "UPDATE link SET target_id = ?, ambiguous = ? WHERE rowid = ?"
        self._connection.execute(statement, (target_id, ambiguous, rowid))

    def keep_contact(self, row: tuple[int, str | None, str | None, str | None, str]) -> None:
        """Keep a contact's standing: id, due_from, settled_on, birthday, standing."""
        self._connection.execute("INSERT OR REPLACE INTO contact VALUES (?,?,?,?,?)", row)


def base_key(target: str) -> str:
    """Return the key of the file that a link's *target* names, without folders and ``.md``."""
    return link_key(target.rsplit("/", 1)[-1].removesuffix(".md").strip())


def _iso(note: Note) -> str | None:
    return note.day.isoformat() if note.day else None


def _is_damage(error: sqlite3.Error) -> bool:
    """Tell a broken file from a full disk, a lock or anything else that may pass."""
    if not isinstance(error, sqlite3.OperationalError):
        return isinstance(error, sqlite3.DatabaseError)
    return str(error).startswith(("no such table", "no such column", "Could not decode"))


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Keep other processes from making or renewing the index at the same time."""
    descriptor = os.open(folder / "open.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _connect(place: str) -> sqlite3.Connection:
    return sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None)


def _opened(path: Path, *, anew: bool) -> sqlite3.Connection:
    if path.is_file() and not anew:
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        connection = _connect(str(path))
        if _is_current(connection):
            return connection
        connection.close()
    for old in (path, path.with_name(f"{path.name}-journal")):
        if old.is_dir():
            msg = f"{old} is a folder"
            raise IsADirectoryError(msg)
        old.unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = _connect(str(path))
    _create(connection)
    return connection


def _is_current(connection: sqlite3.Connection) -> bool:
    """Return whether the file is an index of this version; deeper damage shows when it is read."""
    try:
        found = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version")
        ]
        connection.execute("SELECT count(*) FROM meta").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
        return False
    except sqlite3.DatabaseError:
        return False
    return found == [_APPLICATION, SCHEMA]


def _create(connection: sqlite3.Connection) -> None:
    connection.executescript(
        f"BEGIN IMMEDIATE; PRAGMA application_id = {_APPLICATION};"
        f"PRAGMA user_version = {SCHEMA}; {_TABLES} COMMIT;"
    )
