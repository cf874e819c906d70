"""The index as a file that may be missing, damaged or out of reach."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from vault_tools.errors import IndexUnusableError
from vault_tools.index.store import Store


def _text(path: Path) -> None:
    path.write_text("not a database at all, but long enough to be looked at" * 9, encoding="utf-8")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def _newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()


def _someone_elses(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()


@pytest.mark.parametrize("damage", [_text, _empty, _truncated, _newer, _someone_elses])
def test_a_damaged_or_foreign_index_is_made_anew(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    Store.open(tmp_path).close()
    damage(tmp_path / "index.db")

    store = Store.open(tmp_path)

    assert store.warning is None
    assert store.known() == {}
    store.close()


def test_an_index_survives_being_closed(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    with store.writing():
        store.keep_meta("k", "v")
    store.close()

    store = Store.open(tmp_path)
    assert store.meta("k") == "v"
    store.close()


@pytest.mark.parametrize("place", ["the folder", "the file"])
def test_an_index_that_can_not_be_kept_lives_in_memory(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "index"
    if place == "the folder":
        folder.write_text("a file is in the way", encoding="utf-8")
    else:
        (folder / "index.db").mkdir(parents=True)

    store = Store.open(folder)

    assert store.warning is not None
    assert str(folder) in store.warning
    assert store.known() == {}
    store.close()


def test_an_index_is_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Store.open(tmp_path / "index").close()
        (tmp_path / "index" / "index.db").chmod(0o644)
        Store.open(tmp_path / "index").close()
    finally:
        os.umask(before)

    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "index").iterdir()}
    assert (tmp_path / "index").stat().st_mode & 0o777 == 0o700
    assert modes == {"index.db": 0o600, "open.lock": 0o600}


def test_the_journal_is_a_rollback_journal(tmp_path: Path) -> None:
    store = Store.open(tmp_path)

    assert store.rows("PRAGMA journal_mode") == [("delete",)]
    store.close()


def test_a_failed_write_changes_nothing(tmp_path: Path) -> None:
    store = Store.open(tmp_path)

    def interrupted() -> None:
        with store.writing():
            store.keep_meta("k", "v")
            raise KeyboardInterrupt

    def full() -> None:
        with store.writing():
            store.keep_meta("k", "v")
            store.keep_meta("k", ["no text"])  # type: ignore[arg-type]  # fails as a full disk would

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.meta("k") is None

    with pytest.raises(IndexUnusableError, match="can't be written"):
        full()
    assert store.meta("k") is None
    store.close()


def test_a_damaged_table_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    store = Store.open(tmp_path)

    with pytest.raises(IndexUnusableError, match="index --rebuild"):
        store.rows("SELECT * FROM nowhere")
    store.close()
