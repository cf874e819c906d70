"""The index in SQLite: its tables and every statement on them. The only door to sqlite3.

It can be deleted at any time. It keeps a rollback journal, not a write-ahead log, so that it can be
read where nothing can be written and leaves no second file with personal data behind.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vault_tools.errors import IndexUnusableError, cause
from vault_tools.language import _, message, reason

if TYPE_CHECKING:
    from vault_tools.index.entries import Entry
    from vault_tools.vault import Stat

SCHEMA = 13
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
CREATE TABLE stale (id INTEGER PRIMARY KEY);
CREATE TABLE contact (
    id INTEGER PRIMARY KEY, due_from TEXT, settled_on TEXT, birthday TEXT, standing TEXT
);
CREATE INDEX contact_due ON contact (due_from);
CREATE INDEX contact_settled ON contact (settled_on);
CREATE INDEX contact_birthday ON contact (birthday) WHERE birthday IS NOT NULL;
CREATE TABLE name (key TEXT, id INT, level INT, PRIMARY KEY (key, id, level)) WITHOUT ROWID;
CREATE TABLE link (
    id INT, line INT, col INT, target TEXT, base TEXT, role TEXT, target_id INT, ambiguous TEXT
);
CREATE INDEX link_id ON link (id);
CREATE INDEX link_base ON link (base);
CREATE INDEX link_target ON link (target_id) WHERE target_id IS NOT NULL;
CREATE INDEX link_ambiguous ON link (id) WHERE ambiguous IS NOT NULL;
CREATE TABLE problem (id INT, line INT, col INT, code TEXT, message TEXT);
CREATE INDEX problem_id ON problem (id);
CREATE VIRTUAL TABLE words USING fts5 (name, text, content='', tokenize='unicode61');
"""
_EMPTY = "DELETE FROM {}"
_MANY = 500

Row = tuple[Any, ...]
Stored = tuple[int, "Stat", bool, bytes | None, "Entry"]
"""A note's id, the state of its file, whether that is fresh, the hash of its bytes, its rows."""


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
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            with _lock(folder):
                return cls(_opened(folder / "index.db", anew=anew))
        except (OSError, sqlite3.Error) as error:
            connection = _connect(":memory:")
            _create(connection)
            why = cause(error) if isinstance(error, OSError) and error.strerror else reason(error)
            text = message(
                "the index can't be kept in {folder}: {reason}", folder=folder, reason=why
            )
            return cls(connection, warning=text)

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
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise _unwritable(error) from error

    def compact(self) -> None:
        """Write the file anew, so that no byte of what was removed stays in it.

        Raises:
            IndexUnusableError: It can't be written, or is damaged.
        """
        try:
            self._connection.execute("VACUUM")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise _unwritable(error) from error

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a query.

        Raises:
            IndexUnusableError: The index is damaged.
        """
        try:
            return self._connection.execute(statement, parameters).fetchall()
        except UnicodeEncodeError:
            return []  # asked for a text that UTF-8 can't hold, and so no note
        except (sqlite3.Error, UnicodeDecodeError) as error:
            msg = _(
                "the index can't be read: {reason}. 'vault-tools index --rebuild' makes it anew.",
                reason=error,
            )
            raise IndexUnusableError(msg, damaged=_is_damage(error)) from error

    def meta(self, key: str) -> str | None:
        """Return what is kept under *key*."""
        found = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return found[0][0] if found else None

    def keep_meta(self, key: str, value: str) -> None:
        """Keep *value* under *key*."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def version(self) -> int:
        """Return a number that changes when another process has written."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def known(self) -> dict[str, Row]:
        """Return id, mtime_ns, ctime_ns, size, inode and racy of each note, by path."""
        rows = self.rows("SELECT path, id, mtime_ns, ctime_ns, size, inode, racy FROM note")
        known = {row[0]: row[1:] for row in rows}
        if known and set(map(type, known)) != {str}:
            msg = _("the index is damaged; 'vault-tools index --rebuild' makes it anew.")
            raise IndexUnusableError(msg, damaged=True)
        return known

    def count(self) -> int:
        """Return how many notes there are."""
        return int(self.rows("SELECT count(*) FROM note")[0][0])

    def hashes(self, note_ids: Sequence[int]) -> dict[int, bytes | None]:
        """Return the hash of the bytes of notes, by id; None for one that was not read."""
        found: dict[int, bytes | None] = {}
        for start in range(0, len(note_ids), _MANY):
            some = note_ids[start : start + _MANY]
            marks = ",".join("?" * len(some))
            found.update(self.rows(f"SELECT id, hash FROM note WHERE id IN ({marks})", some))
        return found

    def keep_stat(self, note_id: int, state: "Stat", *, racy: bool) -> None:
        """Keep the state of a note whose bytes are the same."""
        self._connection.execute(
            "UPDATE note SET mtime_ns=?, ctime_ns=?, size=?, inode=?, racy=? WHERE id=?",
            (*state, racy, note_id),
        )

    def keep_last(self, note_id: int, found: "Stored") -> bool:
        """Let a contact stay what it was, now that its note is broken; return whether it is one.

        What is kept of the file is what *found* says, and so are the problems.
        """
        if not self.rows("SELECT 1 FROM contact WHERE id = ?", (note_id,)):
            return False
        _number, state, racy, digest, entry = found
        execute = self._connection.execute
        self.keep_stat(note_id, state, racy=racy)
        execute("UPDATE note SET hash = ? WHERE id = ?", (digest, note_id))
        execute("DELETE FROM problem WHERE id = ?", (note_id,))
        self._connection.executemany(
            "INSERT INTO problem VALUES (?,?,?,?,?)", [(note_id, *row) for row in entry.problems]
        )
        execute("INSERT OR IGNORE INTO stale VALUES (?)", (note_id,))
        return True

    def keep_doc(self, note_id: int, doc: bytes) -> None:
        """Keep another form of a note."""
        self._connection.execute("UPDATE note SET doc = ? WHERE id = ?", (doc, note_id))

    def clear(self) -> None:
        """Forget every note."""
        for table in ("note", "stale", "contact", "name", "link", "problem"):
            self._connection.execute(_EMPTY.format(table))
        self._connection.execute("INSERT INTO words(words) VALUES ('delete-all')")

    def next_id(self) -> int:
        """Return the id that the next note gets."""
        return int(self.rows("SELECT ifnull(max(id), 0) + 1 FROM note")[0][0])

    def insert(self, found: "Sequence[Stored]") -> None:
        """Add notes, each with all that is searched."""
        many = self._connection.executemany
        many(
            "INSERT INTO note VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (number, entry.path, *state, racy, digest, *entry[1:5])
                for number, state, racy, digest, entry in found
            ],
        )
        many(
            "INSERT INTO name VALUES (?,?,?)",
            [(k, n, how) for n, *_, e in found for k, how in e.names],
        )
        many(
            "INSERT INTO link VALUES (?,?,?,?,?,?,NULL,NULL)",
            [(number, *link) for number, *_, entry in found for link in entry.links],
        )
        many(
            "INSERT INTO problem VALUES (?,?,?,?,?)",
            [(number, *problem) for number, *_, entry in found for problem in entry.problems],
        )
        many(
            "INSERT INTO words (rowid, name, text) VALUES (?,?,?)",
            [(number, *entry.words) for number, *_, entry in found if entry.words],
        )
        self.keep_contacts(
            [(number, *entry.contact) for number, *_, entry in found if entry.contact]
        )

    def delete_note(
        self, note_id: int, *, keys: Iterable[str], words: tuple[str, str] | None
    ) -> None:
        """Remove a note and what it says; *keys* and *words* must be what was added for it."""
        for table in ("note", "stale", "contact", "link", "problem"):
            self._connection.execute(f"DELETE FROM {table} WHERE id = ?", (note_id,))
        statement = "DELETE FROM name WHERE key = ? AND id = ?"
        self._connection.executemany(statement, [(key, note_id) for key in keys])
        statement = "UPDATE link SET target_id = NULL WHERE target_id = ?"
        self._connection.execute(statement, (note_id,))
        if words:
            statement = "INSERT INTO words (words, rowid, name, text) VALUES ('delete',?,?,?)"
            self._connection.execute(statement, (note_id, *words))

    def resolve_links(self, rows: Iterable[tuple[int | None, str | None, int]]) -> None:
        """Keep what links point to, or the paths that they may point to; the rowid comes last."""
        statement = "UPDATE link SET target_id = ?, ambiguous = ? WHERE rowid = ?"
        self._connection.executemany(statement, rows)

    def keep_contacts(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Keep how contacts stand: id, due_from, settled_on, birthday, standing."""
        self._connection.executemany("INSERT OR REPLACE INTO contact VALUES (?,?,?,?,?)", rows)

    def keep_degrees(self, rows: Iterable[tuple[int, int]]) -> None:
        """Keep with how many notes contacts are linked: the number, then the id."""
        statement = (
            "UPDATE contact SET standing = '[' || ? || substr(standing, instr(standing, ','))"
            " WHERE id = ?"
        )
        self._connection.executemany(statement, rows)


def _unwritable(error: Exception) -> IndexUnusableError:
    msg = _("the index can't be written: {reason}. It may be deleted at any time.", reason=error)
    return IndexUnusableError(msg, damaged=_is_damage(error))


def _is_damage(error: Exception) -> bool:
    """Tell a broken file from a full disk, a lock or anything else that may pass."""
    if not isinstance(error, sqlite3.OperationalError):
        return isinstance(error, sqlite3.DatabaseError | UnicodeDecodeError)
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
        with ExitStack() as held:
            connection = held.enter_context(closing(_connect(str(path))))
            if _is_current(connection):
                held.pop_all()
                return connection
    for old in (path, path.with_name(f"{path.name}-journal")):
        if old.is_dir():
            raise IsADirectoryError(message("{path} is a folder", path=old))
        old.unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    with ExitStack() as held:
        connection = held.enter_context(closing(_connect(str(path))))
        _create(connection)
        held.pop_all()
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
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # even its own words may be damaged
        return False
    return found == [_APPLICATION, SCHEMA]


def _create(connection: sqlite3.Connection) -> None:
    connection.executescript(
        f"PRAGMA page_size = 8192; BEGIN IMMEDIATE; PRAGMA application_id = {_APPLICATION};"
        f"PRAGMA user_version = {SCHEMA}; {_TABLES} COMMIT;"
    )
