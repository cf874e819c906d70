"""How much work a refresh is: counted, not timed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import MakeVault
from tests.indexing import memory_store, refresh, write
from vault_tools.index.store import Store
from vault_tools.index.sync import Synced

NOTE = "---\ntype: person\ncadence: weekly\n---\nKnows [[Person 1]].\n\n## Log\n- 2026-01-02 x\n"


@contextmanager
def _opened(monkeypatch: pytest.MonkeyPatch, root: Path) -> Iterator[list[str]]:
    """Collect the paths below *root* that are opened."""
    paths: list[str] = []
    real = os.open

    def opened(place: str, *arguments: int, **more: int) -> int:
        if os.fspath(place).startswith(os.fspath(root)):
            paths.append(os.path.relpath(place, root))
        return real(place, *arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", opened)
        yield paths


@contextmanager
def _statements(store: Store) -> Iterator[list[str]]:
    """Collect the SQL that is run, as it is written in the code."""
    found: list[str] = []
    store._connection.set_trace_callback(found.append)
    yield found
    store._connection.set_trace_callback(None)


def _vault(vault: MakeVault, count: int) -> Path:
    return vault({f"People/Person {number}.md": NOTE for number in range(count)})


def test_nothing_changed_opens_folders_alone(
    vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _vault(vault, 9)
    store = memory_store()
    refresh(store, root)

    with _opened(monkeypatch, root) as opened:
        assert refresh(store, root) == Synced(unchanged=9)

    assert opened == [".", "People"]


def test_one_note_changed_opens_that_note(
    vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _vault(vault, 9)
    store = memory_store()
    refresh(store, root)
    write(root / "People/Person 5.md", f"{NOTE}- 2026-01-03 y\n")

    with _opened(monkeypatch, root) as opened:
        assert refresh(store, root).changed == 1

    assert opened == [".", "People", "People/Person 5.md"]


def test_nothing_changed_asks_three_questions_however_many_notes_there_are(
    vault: MakeVault,
) -> None:
    root = _vault(vault, 40)
    store = memory_store()
    refresh(store, root)

    with _statements(store) as statements:
        refresh(store, root)

    asked = "SELECT value FROM meta WHERE key = "
    assert [row.removeprefix(asked) for row in statements] == [
        "'fingerprint'",
        "'walk problems'",
        "'seen'",
    ]


@pytest.mark.parametrize("change", ["edit", "add", "remove"])
def test_a_change_runs_as_many_statements_however_many_notes_there_are(
    vault: MakeVault, change: str
) -> None:
    counts = []
    for size in (4, 60):
        root = _vault(vault, size)
        store = memory_store()
        refresh(store, root)
        if change == "remove":
            (root / "People/Person 3.md").unlink()
        else:
            name = "Person 3" if change == "edit" else "Somebody"
            write(root / f"People/{name}.md", f"{NOTE}- 2026-01-03 y\n")
        with _statements(store) as statements:
            refresh(store, root)
        counts.append(len([row for row in statements if not row.startswith("-- ")]))
        (root / "People/Somebody.md").unlink(missing_ok=True)

    assert counts[0] == counts[1]


def test_a_rebuild_runs_few_statements_for_each_note(vault: MakeVault) -> None:
    root = _vault(vault, 60)
    store = memory_store()

    with _statements(store) as statements:
        refresh(store, root)

    # A row for each table that a note is in, its link resolved, and its degree.
    own = [row for row in statements if not row.startswith("-- ")]
    assert len(own) < 9 * 60
