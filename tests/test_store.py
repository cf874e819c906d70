"""The file of the index: made anew where it has to be, the owner's alone, and never in the way."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run
from tests.indexing import dump, memory_store, rebuilt_dump, refresh, write
from vault_tools import app, language
from vault_tools.errors import IndexUnusableError
from vault_tools.index import file
from vault_tools.index.file import SCHEMA
from vault_tools.index.store import Store

NOTES = {
    "People/Anna.md": "---\ntype: person\nname: Anna Berg\n---\n",
    "2026-11-02.md": "Met [[Anna]].\n",
}


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Store]:
    with contextlib.closing(Store.open(folder)) as made:
        yield made


def _index_file(root: Path) -> Path:
    return app.index_folder(root) / "index.db"


def _run_sql(path: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _overwrite_the_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x5a" * len(data[4096:])
    path.write_bytes(data)


def _become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(b"Dear diary,\n" * 1000), id="text"),
        pytest.param(lambda path: os.truncate(path, 100), id="header only"),
        pytest.param(_truncate, id="truncated"),
        pytest.param(_overwrite_the_middle, id="all but the first page overwritten"),
        pytest.param(lambda path: _run_sql(path, "DROP TABLE words"), id="a table less"),
        pytest.param(lambda path: _run_sql(path, "UPDATE note SET doc = 'x'"), id="other values"),
        pytest.param(
            lambda path: _run_sql(path, f"PRAGMA user_version = {SCHEMA + 1}"), id="newer"
        ),
        pytest.param(lambda path: _run_sql(path, "PRAGMA application_id = 1"), id="not ours"),
    ],
)
def test_an_index_that_is_unusable_is_made_anew(
    vault: MakeVault, run: Run, damage: Callable[[Path], object]
) -> None:
    root = vault(NOTES)
    assert run("--vault", root, "index").exit_code == 0
    damage(_index_file(root))
    vault({"2026-11-02.md": "Talked to [[Anna]].\n"})

    result = run("--vault", root, "list", "--json")

    assert (result.exit_code, result.stderr) == (0, "")
    assert '"last_contact": "2026-11-02"' in result.stdout
    with opened(app.index_folder(root)) as kept:
        assert kept.warning is None
        assert {**dump(kept), "about": []} == {**rebuilt_dump(root), "about": []}


def test_a_folder_in_the_place_of_the_index_is_left_alone(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)
    run("--vault", root, "index")
    _become_a_folder(_index_file(root))

    result = run("--vault", root, "index")

    assert result.exit_code == 0
    assert "is a folder; it is made anew each time" in result.stderr
    assert result.stdout.startswith("1 contact in 2 notes: ")


def test_where_nothing_can_be_kept_the_index_lives_in_memory(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    root = vault(NOTES)
    write(tmp_path / "cache", "a file where a folder should be")

    result = run("--vault", root, "list")

    assert result.exit_code == 0
    assert "Warning: the index can't be kept in" in result.stderr
    assert "Anna Berg" in result.stdout


def test_a_journal_that_outlived_its_index_is_removed_with_it(tmp_path: Path) -> None:
    write(tmp_path / "index.db", "no database")
    write(tmp_path / "index.db-journal", "old")

    with opened(tmp_path) as made:
        assert made.rows("SELECT * FROM note") == []

    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.db", "open.lock"]


def test_the_index_is_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with opened(tmp_path / "new" / "index"):
            pass
    finally:
        os.umask(before)

    folder = tmp_path / "new" / "index"
    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())}
    assert modes == {"index": 0o700, "index.db": 0o600, "open.lock": 0o600}


def test_an_index_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    (tmp_path / "index.db").chmod(0o644)

    with opened(tmp_path):
        assert (tmp_path / "index.db").stat().st_mode & 0o777 == 0o600


def test_there_is_no_write_ahead_log(tmp_path: Path, vault: MakeVault) -> None:
    with opened(tmp_path / "index") as made:
        refresh(made, vault(NOTES))

        assert made.rows("PRAGMA journal_mode") == [("delete",)]
        assert sorted(path.name for path in (tmp_path / "index").iterdir()) == [
            "index.db",
            "open.lock",
        ]


def test_an_index_that_is_opened_again_is_the_same(tmp_path: Path, vault: MakeVault) -> None:
    root = vault(NOTES)
    with opened(tmp_path / "index") as made:
        refresh(made, root)
        before = dump(made)

    with opened(tmp_path / "index") as again:
        assert dump(again) == before
        assert refresh(again, root).unchanged == 2


def test_a_failing_statement_is_one_sentence_and_undoes_the_rest() -> None:
    with contextlib.closing(memory_store()) as made:
        with pytest.raises(IndexUnusableError, match="can't be written: no such table: nowhere"):
            _write_badly(made)

        assert made.meta("key") is None
        with pytest.raises(IndexUnusableError, match="can't be read: no such table: nowhere"):
            made.rows("SELECT * FROM nowhere")


def _write_badly(made: Store) -> None:
    with made.writing():
        made.keep_meta("key", "value")
        made._connection.execute("INSERT INTO nowhere VALUES (1)")


def test_a_full_disk_changes_nothing(tmp_path: Path, vault: MakeVault) -> None:
    root = vault(NOTES)
    with opened(tmp_path / "index") as made:
        refresh(made, root)
        before = dump(made)
        pages = made.rows("PRAGMA page_count")[0][0]
        made.rows(f"PRAGMA max_page_count = {pages}")
        vault({"big.md": "\n".join(f"word{number}" for number in range(20_000))})

        with pytest.raises(IndexUnusableError, match="full"):
            refresh(made, root)

        assert dump(made) == before


def test_an_index_that_cannot_be_opened_is_closed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "index"):
        pass
    made: list[sqlite3.Connection] = []
    connect = file.connect

    def kept(place: str) -> sqlite3.Connection:
        made.append(connect(place))
        return made[-1]

    monkeypatch.setattr(file, "PATIENCE", 0.01)
    monkeypatch.setattr(file, "connect", kept)
    holder = sqlite3.connect(tmp_path / "index" / "index.db", isolation_level=None)
    with contextlib.closing(holder):
        holder.execute("BEGIN EXCLUSIVE")
        with opened(tmp_path / "index"):
            assert len(made) == 2

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        made[0].execute("SELECT 1")


def test_one_that_can_not_be_made_compact_is_told_as_damaged_in_the_language_that_is_spoken(
    tmp_path: Path, vault: MakeVault
) -> None:
    with opened(tmp_path / "index") as made:
        refresh(made, vault(NOTES))
    file = tmp_path / "index" / "index.db"
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2] + b"\xff" * (len(data) - len(data) // 2))

    language.use("de")
    with (
        opened(tmp_path / "index") as broken,
        pytest.raises(IndexUnusableError, match=r"^Der Index") as caught,
    ):
        broken.compact()

    assert caught.value.damaged


def test_a_locked_index_is_not_taken_for_a_damaged_one(
    tmp_path: Path, vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "index") as made:
        refresh(made, vault(NOTES))
    monkeypatch.setattr(file, "PATIENCE", 0.01)
    holder = sqlite3.connect(tmp_path / "index" / "index.db", isolation_level=None)
    with contextlib.closing(holder):
        holder.execute("BEGIN EXCLUSIVE")
        with opened(tmp_path / "index") as other:
            assert "locked" in (other.warning or "")
        holder.execute("ROLLBACK")

    with opened(tmp_path / "index") as again:
        assert len(again.known()) == 2
