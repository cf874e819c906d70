"""The index in SQLite: every statement that writes to it, and the way to ask it.

It can be deleted at any time. It keeps a rollback journal, not a write-ahead log, so that it can be
read where nothing can be written and leaves no second file with personal data behind.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vault_tools.errors import IndexUnusableError, cause
from vault_tools.index import file
from vault_tools.language import _, message, reason

if TYPE_CHECKING:
    from vault_tools.index.entries import Entry
    from vault_tools.vault import Stat

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
        self.has_written = False
        """Whether there was a refresh that took its time."""

    @classmethod
    def open(cls, folder: Path, *, anew: bool = False) -> "Store":
        """Open the index in *folder*, making or renewing it where that is needed.

        One that is damaged or of another version is made anew, as is any if *anew*. Where the
        folder can't be written, the index lives in memory for this run.
        """
        try:
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            with file.lock(folder):
                return cls(file.opened(folder / "index.db", anew=anew))
        except (OSError, sqlite3.Error) as error:
            connection = file.connect(":memory:")
            file.create(connection)
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
            self.has_written = True
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
        self._restate([note_id])
        return True

    def keep_doc(self, note_id: int, doc: bytes) -> None:
        """Keep another form of a note."""
        self._connection.execute("UPDATE note SET doc = ? WHERE id = ?", (doc, note_id))

    def clear(self) -> None:
        """Forget every note."""
        for table in ("note", "stale", "contact", "name", "link", "problem"):
            self._connection.execute(_EMPTY.format(table))
        self._connection.execute("INSERT INTO words(words) VALUES ('delete-all')")
        self.drop_answer()

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
        self._restate([note_id])
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

    def keep_contacts(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Keep how contacts stand: id, due_from, settled_on, birthday, standing."""
        kept = list(rows)
        self._connection.executemany("INSERT OR REPLACE INTO contact VALUES (?,?,?,?,?)", kept)
        self._restate([row[0] for row in kept])

    def keep_degrees(self, rows: Iterable[tuple[int, int]]) -> None:
        """Keep with how many notes contacts are linked: the number, then the id."""
        statement = (
            "UPDATE contact SET standing = '[' || ? || substr(standing, instr(standing, ','))"
            " WHERE id = ?"
        )
        self._connection.executemany(statement, rows)

    def answer(self, asked: str) -> Row | None:
        """Return the answer that is kept to *asked*, if one is, and the paths `_restate` noted."""
        statement = (
            "SELECT places, entries, (SELECT json_group_array(path) FROM restated)"
            " FROM answer WHERE asked = ?"
        )
        return next(iter(self.rows(statement, (asked,))), None)

    def keep_answer(self, answer: tuple[str, str, bytes], *, version: int) -> None:
        """Keep the last answer: to what, the places of its entries, and these.

        It isn't kept if another process writes, or has written since *version*: without it the
        next answer takes longer, and nothing else.
        """
        self._connection.execute("PRAGMA busy_timeout = 0")
        with suppress(IndexUnusableError), self.writing():
            if self.version() == version:
                self.drop_answer()
                self._connection.execute("INSERT INTO answer VALUES (?,?,?)", answer)
        self._connection.execute(f"PRAGMA busy_timeout = {file.PATIENCE * 1000:.0f}")

    def drop_answer(self) -> None:
        """Forget the answer that is kept, with all that it says of people."""
        for table in ("answer", "restated"):
            self._connection.execute(_EMPTY.format(table))

    def _restate(self, note_ids: Iterable[int]) -> None:
        """Note the paths of contacts of whom the answer that is kept may say what was."""
        if self.rows("SELECT 1 FROM answer"):
            statement = "INSERT OR IGNORE INTO restated SELECT path FROM note WHERE id = ?"
            self._connection.executemany(statement, [(number,) for number in note_ids])


def _unwritable(error: Exception) -> IndexUnusableError:
    msg = _("the index can't be written: {reason}. It may be deleted at any time.", reason=error)
    return IndexUnusableError(msg, damaged=_is_damage(error))


def _is_damage(error: Exception) -> bool:
    """Tell a broken file from a full disk, a lock or anything else that may pass."""
    if not isinstance(error, sqlite3.OperationalError):
        return isinstance(error, sqlite3.DatabaseError | UnicodeDecodeError)
    return str(error).startswith(("no such table", "no such column", "Could not decode"))
