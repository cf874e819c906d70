"""Refreshing the index."""

import multiprocessing
import os
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from tests.conftest import MakeVault
from tests.indexing import LATER, dump
from tests.refreshing import backdate, rebuilt, synced
from vault_tools import vault as vaults
from vault_tools.config import load_config
from vault_tools.errors import NotesVanishedError
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.index.sync import Synced, sync

PERSON = "---\ntype: person\n---\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "index")


def _counts(found: Synced) -> tuple[int, int, int, int]:
    return found.added, found.changed, found.removed, found.unchanged


def _paths(store: Store) -> list[str]:
    return sorted(store.known())


def test_a_refresh_counts_what_it_found(vault: MakeVault, store: Store) -> None:
    root = vault({"a.md": PERSON, "b.md": PERSON, "c.md": PERSON})
    assert _counts(synced(root, store)) == (3, 0, 0, 0)

    vault({"a.md": PERSON + "more", "d.md": PERSON})
    (root / "b.md").unlink()

    found = synced(root, store)
    assert _counts(found) == (1, 1, 1, 1)
    assert sorted(found.paths) == ["a.md", "b.md", "d.md"]


def test_a_second_refresh_writes_nothing(vault: MakeVault, store: Store, tmp_path: Path) -> None:
    root = vault({"a.md": PERSON})
    synced(root, store)
    file = tmp_path / "index" / "index.db"
    before = file.stat().st_mtime_ns

    assert _counts(synced(root, store)) == (0, 0, 0, 1)
    assert file.stat().st_mtime_ns == before


def test_a_touched_note_is_not_a_changed_one(vault: MakeVault, store: Store) -> None:
    root = vault({"a.md": PERSON})
    synced(root, store)
    backdate(root / "a.md", seconds=1)

    assert _counts(synced(root, store)) == (0, 0, 0, 1)
    assert store.known()["a.md"][1] == 10**9


def test_a_note_that_changed_just_now_is_read_again(vault: MakeVault, store: Store) -> None:
    """The same size and times, as when a file is saved twice within one tick of the clock."""
    root = vault({"a.md": "---\ntype: person\nname: Ann\n---\n"})
    config = load_config(root)
    now_ns = (root / "a.md").stat().st_ctime_ns
    sync(store, root, config=config, now_ns=now_ns)
    assert store.known()["a.md"][5]

    state = store.known()["a.md"]
    (root / "a.md").write_text("---\ntype: person\nname: Bob\n---\n", encoding="utf-8")
    store.keep_stat(state[0], vaults.walk(root).notes["a.md"], racy=True)
    sync(store, root, config=config, now_ns=LATER)

    assert [one.name for one in queries.standings(store)] == ["Bob"]
    assert not store.known()["a.md"][5]


def test_old_times_on_new_text_are_noticed(vault: MakeVault, store: Store) -> None:
    root = vault({"a.md": "---\ntype: person\nname: Ann\n---\n"})
    backdate(root / "a.md", seconds=1000)
    synced(root, store)

    vault({"a.md": "---\ntype: person\nname: Bob\n---\n"})
    backdate(root / "a.md", seconds=1000)
    synced(root, store)

    assert [one.name for one in queries.standings(store)] == ["Bob"]


def test_most_notes_gone_at_once_change_nothing_unasked(vault: MakeVault, store: Store) -> None:
    root = vault({f"{number}.md": PERSON for number in range(30)})
    synced(root, store)
    for number in range(21):
        (root / f"{number}.md").unlink()

    with pytest.raises(NotesVanishedError, match=r"21 of 30 notes are gone"):
        synced(root, store, accept_deletions=False)
    assert len(store.known()) == 30

    assert _counts(synced(root, store)) == (0, 0, 21, 9)


def test_a_note_that_a_listing_missed_is_not_gone(
    vault: MakeVault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"a.md": PERSON, "b.md": PERSON})
    synced(root, store)
    whole = vaults.walk(root)
    del whole.notes["a.md"]
    monkeypatch.setattr(vaults, "walk", lambda *_, **__: whole)

    assert _counts(synced(root, store)) == (0, 0, 0, 2)


def test_a_folder_that_can_not_be_listed_keeps_its_notes(
    vault: MakeVault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"a.md": PERSON, "Locked/b.md": PERSON})
    synced(root, store)
    scandir = os.scandir

    def locked(place: str) -> object:
        if place.endswith("Locked/"):
            raise PermissionError(13, "Permission denied")
        return scandir(place)

    monkeypatch.setattr(os, "scandir", locked)
    synced(root, store)

    assert _paths(store) == ["Locked/b.md", "a.md"]
    found = [(problem.path, problem.code) for problem in queries.problems(store)]
    assert found == [("Locked", "unreadable")]
    assert queries.problem_count(store) == 1


def test_a_note_that_vanishes_while_it_is_read_is_gone(
    vault: MakeVault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"a.md": PERSON, "b.md": PERSON})
    synced(root, store)
    vault({"a.md": PERSON + "more"})

    def gone(_root: Path, path: str) -> object:
        raise FileNotFoundError(path)

    monkeypatch.setattr(vaults, "read_note", gone)

    assert _counts(synced(root, store)) == (0, 0, 1, 1)
    assert _paths(store) == ["b.md"]


def test_a_link_follows_its_target(vault: MakeVault, store: Store) -> None:
    root = vault({"People/Ben.md": PERSON, "2026-03-01.md": "[[Anna]]"})
    target = "SELECT path FROM link JOIN note ON note.id = target_id"
    synced(root, store)
    assert store.rows(target) == []

    vault({"People/Anna.md": PERSON})
    synced(root, store)
    assert store.rows(target) == [("People/Anna.md",)]
    assert [str(one.contact_days[-1]) for one in queries.standings(store) if one.contact_days] == [
        "2026-03-01"
    ]

    (root / "People/Anna.md").rename(root / "People/Berta.md")
    vault({"People/Ben.md": "---\ntype: person\naliases: [Anna]\n---\n"})
    synced(root, store)
    assert store.rows(target) == [("People/Ben.md",)]

    vault({"Other/Anna.md": PERSON, "Else/Anna.md": PERSON})
    synced(root, store)
    assert store.rows(target) == []
    assert [problem.message for problem in queries.problems(store)] == [
        "[[Anna]] may be Else/Anna.md or Other/Anna.md; name the folder too"
    ]


def test_progress_is_told(vault: MakeVault, store: Store) -> None:
    root = vault({f"{number}.md": PERSON for number in range(3)})
    told: list[tuple[int, int]] = []

    sync(
        store,
        root,
        config=load_config(root),
        now_ns=LATER,
        progress=lambda done, total: told.append((done, total)),
    )

    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_rebuild_counts_against_what_was_known(vault: MakeVault, store: Store) -> None:
    root = vault({"a.md": PERSON, "b.md": PERSON})
    synced(root, store)
    (root / "a.md").unlink()
    vault({"c.md": PERSON})

    assert _counts(synced(root, store, rebuild=True)) == (1, 0, 1, 1)


def _refresh_at_once(root: Path, folder: Path, barrier: Barrier) -> None:
    store = Store.open(folder)
    barrier.wait()
    synced(root, store)
    store.close()


def test_two_processes_at_once_wait_for_each_other(vault: MakeVault, tmp_path: Path) -> None:
    root = vault({f"People/{number}.md": f"{PERSON}[[{number + 1}]]" for number in range(60)})
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(3)
    folder = tmp_path / "shared"
    arguments = (root, folder, barrier)
    children = [context.Process(target=_refresh_at_once, args=arguments) for _ in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)

    assert [child.exitcode for child in children] == [0, 0, 0]
    store = Store.open(folder)
    assert dump(store) == rebuilt(root, tmp_path / "fresh")
    store.close()
