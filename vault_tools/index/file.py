"""The file of the index: its tables, and how it is made, opened and made anew."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from vault_tools.language import message

SCHEMA = 14
"""Grows whenever the tables, or what the parser makes of a note, change."""
_APPLICATION = 0x5654_4C53  # "VTLS"
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
CREATE TABLE answer (asked TEXT, places TEXT, entries BLOB);
CREATE TABLE restated (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""
PATIENCE = 600.0
"""Seconds that another process that writes is waited for."""


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Keep other processes from making or renewing the index at the same time."""
    descriptor = os.open(folder / "open.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def connect(place: str) -> sqlite3.Connection:
    """Return a connection that waits for others, and begins no transaction by itself."""
    return sqlite3.connect(place, timeout=PATIENCE, isolation_level=None)


def opened(path: Path, *, anew: bool) -> sqlite3.Connection:
    """Return the index at *path*, made where it is missing, damaged, of another version or *anew*.

    Raises:
        OSError: It can't be made there.
        sqlite3.Error: It can't be made there, or is locked for too long.
    """
    if path.is_file() and not anew:
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        with ExitStack() as held:
            connection = held.enter_context(closing(connect(str(path))))
            if _is_current(connection):
                held.pop_all()
                return connection
    for old in (path, path.with_name(f"{path.name}-journal")):
        if old.is_dir():
            raise IsADirectoryError(message("{path} is a folder", path=old))
        old.unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    with ExitStack() as held:
        connection = held.enter_context(closing(connect(str(path))))
        create(connection)
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


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database."""
    connection.executescript(
        f"PRAGMA page_size = 8192; BEGIN IMMEDIATE; PRAGMA application_id = {_APPLICATION};"
        f"PRAGMA user_version = {SCHEMA}; {_TABLES} COMMIT;"
    )
