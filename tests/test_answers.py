"""The answer that is kept says what one made anew would, and tells of nobody who is gone."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run
from tests.indexing import memory_store, write
from vault_tools.config import CONFIG_PATH, user_cache_folder
from vault_tools.errors import IndexUnusableError
from vault_tools.index import answers, queries, sync

LATE = "---\ntype: person\ncadence: weekly\n---\n\n## Log\n- 2026-01-02 phone: {}\n"
NOTES = {f"People/{name}.md": LATE.format("Hello") for name in ("Anna", "Ben", "Zoë")}
BROKEN = "---\ntype: person\ncadence: [\n---\n"


@pytest.fixture
def root(vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a vault so small that it would not be worth it."""
    monkeypatch.setattr(answers, "_WORTH", 0)
    monkeypatch.setattr(sync, "_RACY_NS", 0)  # else each run reads them again for two seconds
    return vault(NOTES)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str] | None]:
    """Return of which paths it is asked who may be due; None of all."""
    found: list[list[str] | None] = []
    real = queries.may_be_due

    def may_be_due(*arguments: object, paths: list[str] | None = None, **more: object) -> object:
        found.append(paths)
        return real(*arguments, paths=paths, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(queries, "may_be_due", may_be_due)
    return found


def _names(answer: str) -> list[str]:
    return [item["name"] for item in json.loads(answer)]


def _index() -> Path:
    (found,) = user_cache_folder().glob("*/index.db")
    return found


@contextlib.contextmanager
def _connected() -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(_index(), isolation_level=None)) as connection:
        yield connection


def test_nobody_is_looked_at_again_when_nothing_has_changed(
    root: Path, run: Run, asked: list[list[str] | None]
) -> None:
    first = run("--vault", root, "due", "--json").stdout

    assert run("--vault", root, "due", "--json").stdout == first
    assert asked == [None]


def test_only_who_has_changed_is_looked_at_again(
    root: Path, run: Run, asked: list[list[str] | None]
) -> None:
    run("--vault", root, "due", "--json")
    (root / "People/Ben.md").write_text(LATE.format("Slides"), encoding="utf-8")

    answer = run("--vault", root, "due", "--json").stdout

    assert _names(answer) == ["Anna", "Ben", "Zoë"]
    assert "Slides" in answer
    assert asked == [None, ["People/Ben.md"]]


def test_what_was_made_again_is_kept_as_soon_as_nothing_else_is_to_do(
    root: Path, run: Run, asked: list[list[str] | None]
) -> None:
    run("--vault", root, "due", "--json")
    (root / "People/Ben.md").write_text(LATE.format("Slides"), encoding="utf-8")

    answers = [run("--vault", root, "due", "--json").stdout for _ in range(3)]

    assert asked == [None, ["People/Ben.md"], ["People/Ben.md"]]
    assert len(set(answers)) == 1


def test_what_was_made_again_for_many_is_kept_at_once(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_FEW", 1)
    run("--vault", root, "due", "--json")
    for name in ("Anna", "Ben"):
        (root / f"People/{name}.md").write_text(LATE.format("Slides"), encoding="utf-8")

    run("--vault", root, "due", "--json")

    with _connected() as connection:
        assert connection.execute("SELECT count(*) FROM restated").fetchone() == (0,)


def test_who_is_no_contact_any_more_is_not_due(root: Path, run: Run) -> None:
    run("--vault", root, "due", "--json")
    (root / "People/Ben.md").write_text("---\ntype: event\n---\n", encoding="utf-8")

    assert _names(run("--vault", root, "due", "--json").stdout) == ["Anna", "Zoë"]


def test_others_that_write_are_waited_for_again_once_an_answer_is_kept() -> None:
    store = memory_store()
    before = store.rows("PRAGMA busy_timeout")

    store.keep_answer(("x", "[]", b""), version=store.version())

    assert store.rows("PRAGMA busy_timeout") == before == [(600_000,)]


def test_who_was_written_to_is_due_no_more(root: Path, run: Run) -> None:
    run("--vault", root, "due", "--json")
    run("--vault", root, "log", "Ben", "Hi")

    assert _names(run("--vault", root, "due", "--json").stdout) == ["Anna", "Zoë"]


def test_an_answer_holds_for_one_day_one_span_and_one_language(
    root: Path, run: Run, asked: list[list[str] | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--vault", root, "due", "--json")
    run("--vault", root, "due", "--json", "--within", "7d")
    german = run("--vault", root, "--lang", "de", "due", "--json").stdout
    monkeypatch.setenv("VAULT_TOOLS_TODAY", "2026-12-24")
    later = run("--vault", root, "due", "--json").stdout

    assert asked == [None] * 4
    assert german != later


def test_another_configuration_is_another_question(
    root: Path, run: Run, asked: list[list[str] | None]
) -> None:
    run("--vault", root, "due", "--json")
    write(root / CONFIG_PATH, "[tiers]\nclose = '7d'\n")
    run("--vault", root, "due", "--json")

    assert asked == [None, None]


def test_a_broken_note_is_told_as_stale(root: Path, run: Run) -> None:
    run("--vault", root, "due", "--json")
    (root / "People/Ben.md").write_text(BROKEN, encoding="utf-8")

    told = json.loads(run("--vault", root, "due", "--json").stdout)

    assert [item["stale"] for item in told] == [False, True, False]


def test_nothing_is_kept_of_who_is_gone(root: Path, run: Run) -> None:
    run("--vault", root, "due", "--json")
    (root / "People/Ben.md").unlink()
    run("--vault", root, "index")

    with _connected() as connection:
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (0,)
    assert _names(run("--vault", root, "due", "--json").stdout) == ["Anna", "Zoë"]


def test_another_process_that_writes_is_not_waited_for(root: Path, run: Run) -> None:
    run("--vault", root, "index")
    with _connected() as connection:
        connection.execute("BEGIN IMMEDIATE")
        answer = run("--vault", root, "due", "--json").stdout

        assert _names(answer) == ["Anna", "Ben", "Zoë"]
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (0,)


def test_an_answer_that_was_overtaken_is_not_kept(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--vault", root, "index")
    real = queries.may_be_due

    def may_be_due(*arguments: object, **more: object) -> object:
        found = real(*arguments, **more)  # type: ignore[arg-type]
        with _connected() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('other', 'process')")
        return found

    monkeypatch.setattr(queries, "may_be_due", may_be_due)

    assert run("--vault", root, "due", "--json").exit_code == 0
    with _connected() as connection:
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (0,)


def test_a_damaged_answer_is_told_and_not_shown(root: Path, run: Run) -> None:
    run("--vault", root, "due", "--json")
    with _connected() as connection:
        connection.execute("UPDATE answer SET entries = x'00'")

    result = run("--vault", root, "due", "--json")

    assert result.exit_code == IndexUnusableError.exit_code
    assert "index --rebuild" in result.stderr


def test_a_short_answer_is_not_kept(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)
    run("--vault", root, "due", "--json")

    with _connected() as connection:
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (0,)
