"""Bringing the index up to date: what is read, what is written, what is believed gone."""

import errno
import multiprocessing
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeVault
from tests.indexing import LATER, SECOND, dump, memory_store, rebuilt_dump, refresh, write
from vault_tools import vault as vaults
from vault_tools.config import Config
from vault_tools.errors import NotesVanishedError, VaultUnusableError
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.index.sync import Synced, sync
from vault_tools.model import Problem
from vault_tools.vault import UnreadableError

ANNA = "---\ntype: person\nname: Anna Berg\n---\n"
LUNCH = "Met [[Anna]].\n- [ ] Slides for [[Anna]] 📅 2026-11-30\n"
NOTES = {"People/Anna.md": ANNA, "2026-11-02.md": LUNCH}


@pytest.fixture
def index() -> Iterator[Store]:
    store = memory_store()
    yield store
    store.close()


@pytest.fixture
def read_paths(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which the path of every note that is read is added."""
    paths: list[str] = []
    read_note = vaults.read_note

    def spy(root: Path, path: str) -> tuple[bytes, vaults.Stat]:
        paths.append(path)
        return read_note(root, path)

    monkeypatch.setattr(vaults, "read_note", spy)
    return paths


def _writes(index: Store) -> int:
    return index._connection.total_changes


def _standing_days(index: Store) -> list[list[str]]:
    return [
        [day.isoformat() for day in standing.contact_days] for standing in queries.standings(index)
    ]


def test_a_first_refresh_adds_every_note(vault: MakeVault, index: Store) -> None:
    found = refresh(index, vault(NOTES))

    assert found == Synced(added=2)
    assert queries.counts(index) == (1, 2)
    assert _standing_days(index) == [["2026-11-02"]]


def test_a_second_refresh_reads_and_writes_nothing(
    vault: MakeVault, index: Store, read_paths: list[str]
) -> None:
    root = vault(NOTES)
    refresh(index, root)
    before, statements = _writes(index), list[str]()
    read_paths.clear()
    index._connection.set_trace_callback(statements.append)

    found = refresh(index, root)

    assert (found, _writes(index), read_paths) == (Synced(unchanged=2), before, [])
    assert not [statement for statement in statements if not statement.startswith("SELECT")]


def test_a_fresh_file_is_read_again_though_its_state_is_the_same(
    vault: MakeVault, index: Store, read_paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vaults, "_stat", _without_ctime)
    root = vault({})
    note = root / "a.md"
    write(note, "one\n", mtime_ns=LATER)
    refresh(index, root, now_ns=LATER + SECOND)
    write(note, "two\n", mtime_ns=LATER)

    found = refresh(index, root, now_ns=LATER + 10 * SECOND)

    assert found.changed == 1
    assert queries.search(index, "two", limit=1)
    read_paths.clear()
    refresh(index, root, now_ns=LATER + 20 * SECOND)
    assert read_paths == []


def test_a_change_that_hides_its_time_is_seen(vault: MakeVault, index: Store) -> None:
    """As after `cp -p`, `touch -r` or `rsync -t`: size and time stay, the inode's time doesn't."""
    root = vault({"a.md": "one\n"})
    note = root / "a.md"
    refresh(index, root)
    before = note.stat()
    while note.stat().st_ctime_ns == before.st_ctime_ns:
        write(note, "two\n", mtime_ns=before.st_mtime_ns)

    assert refresh(index, root).changed == 1
    assert dump(index) == rebuilt_dump(root)


@pytest.mark.parametrize("moment", [-SECOND, 0, 2**33 * SECOND])
def test_a_strange_time_of_a_file_is_only_compared(
    vault: MakeVault, index: Store, moment: int
) -> None:
    root = vault({"People/Anna.md": ANNA})
    os.utime(root / "People/Anna.md", ns=(moment, moment))

    assert refresh(index, root).added == 1
    assert refresh(index, root).changed == 0


def test_a_touched_file_with_the_same_bytes_only_gets_its_state_kept(
    vault: MakeVault, index: Store
) -> None:
    root = vault(NOTES)
    refresh(index, root)
    before, writes = dump(index), _writes(index)
    os.utime(root / "2026-11-02.md", ns=(5, 5))

    found = refresh(index, root)

    assert found == Synced(unchanged=2)
    assert dump(index) == before
    assert index.known()["2026-11-02.md"][1] == 5
    assert _writes(index) - writes == 4  # the state, and three values about the index


def test_counts_and_paths_say_what_changed(vault: MakeVault, index: Store) -> None:
    root = vault({**NOTES, "gone.md": "x"})
    refresh(index, root)
    vault({"People/Anna.md": f"{ANNA}more", "new.md": "new"})
    (root / "gone.md").unlink()

    found = refresh(index, root)

    assert (found.added, found.changed, found.removed, found.unchanged) == (1, 1, 1, 1)
    assert sorted(found.paths) == ["People/Anna.md", "gone.md", "new.md"]


def test_a_rebuild_counts_against_the_index_before(vault: MakeVault, index: Store) -> None:
    root = vault({**NOTES, "gone.md": "x"})
    refresh(index, root)
    (root / "gone.md").unlink()
    vault({"new.md": "new"})

    found = refresh(index, root, rebuild=True)

    assert (found.added, found.changed, found.removed, found.unchanged) == (1, 0, 1, 2)
    assert dump(index) == rebuilt_dump(root)


def test_another_configuration_makes_every_note_be_read_anew(
    vault: MakeVault, index: Store, read_paths: list[str]
) -> None:
    root = vault(NOTES)
    refresh(index, root)
    read_paths.clear()

    refresh(index, root, config=Config(fingerprint="other"))

    assert sorted(read_paths) == sorted(NOTES)


def test_progress_is_told(vault: MakeVault, index: Store) -> None:
    steps: list[tuple[int, int]] = []

    sync(
        index,
        vault(NOTES),
        config=Config(),
        now_ns=LATER,
        progress=lambda done, total: steps.append((done, total)),
    )

    assert steps == [(0, 2), (1, 2), (2, 2)]


def test_many_notes_gone_at_once_are_not_believed(vault: MakeVault, index: Store) -> None:
    root = vault({f"{number}.md": "x" for number in range(30)})
    refresh(index, root)
    for number in range(25):
        (root / f"{number}.md").unlink()
    before = dump(index)

    with pytest.raises(NotesVanishedError, match="25 of 30 notes are gone") as caught:
        refresh(index, root)

    assert caught.value.exit_code == 3
    assert dump(index) == before
    with pytest.raises(NotesVanishedError):
        refresh(index, root, rebuild=True)
    assert refresh(index, root, accept_deletions=True).removed == 25


def test_a_few_notes_may_all_go(vault: MakeVault, index: Store) -> None:
    root = vault(NOTES)
    refresh(index, root)
    for path in NOTES:
        (root / path).unlink()

    assert refresh(index, root).removed == 2
    assert dump(index) == rebuilt_dump(root)


def test_a_vault_that_is_gone_changes_nothing(vault: MakeVault, index: Store) -> None:
    root = vault(NOTES)
    refresh(index, root)
    root.rename(root.with_name("elsewhere"))

    with pytest.raises(VaultUnusableError, match="can't be read"):
        refresh(index, root)

    assert queries.counts(index) == (1, 2)


def test_a_note_that_a_listing_missed_is_kept(
    vault: MakeVault, index: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault(NOTES)
    refresh(index, root)
    before = dump(index)
    monkeypatch.setattr(os, "scandir", _scandir_without("Anna.md"))

    assert refresh(index, root) == Synced(unchanged=2)
    assert dump(index) == before


def test_the_notes_of_a_folder_that_cannot_be_listed_are_kept(
    vault: MakeVault, index: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault(NOTES)
    refresh(index, root)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", _closed("People/"))

        assert refresh(index, root).removed == 0
        assert queries.counts(index) == (1, 2)
        assert [tuple(found)[:4] for found in queries.problems(index)] == [
            ("People", 1, 1, "unreadable")
        ]

    refresh(index, root)
    assert dump(index) == rebuilt_dump(root)


def test_a_folder_that_became_a_link_holds_no_notes(vault: MakeVault, index: Store) -> None:
    root = vault({"People/Anna.md": ANNA, "Old/Anna.md": ANNA})
    refresh(index, root)
    (root / "People/Anna.md").unlink()
    (root / "People").rmdir()
    (root / "People").symlink_to(root / "Old")

    assert refresh(index, root).removed == 1
    assert dump(index) == rebuilt_dump(root)


@pytest.mark.parametrize(
    "become",
    [
        pytest.param(Path.mkdir, id="folder"),
        pytest.param(os.mkfifo, id="pipe"),
        pytest.param(lambda path: path.symlink_to("nothing"), id="link to nothing"),
        pytest.param(lambda path: path.symlink_to("/etc/hostname"), id="link out of the vault"),
    ],
)
def test_a_note_that_became_something_else_is_gone(
    vault: MakeVault, index: Store, become: Callable[[Path], None]
) -> None:
    root = vault(NOTES)
    refresh(index, root)
    (root / "2026-11-02.md").unlink()
    become(root / "2026-11-02.md")

    assert refresh(index, root).removed == 1
    assert dump(index) == rebuilt_dump(root)
    assert _standing_days(index) == [[]]


def test_a_note_that_goes_while_it_is_read_is_gone(
    vault: MakeVault, index: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault(NOTES)
    refresh(index, root)
    vault({"2026-11-02.md": "changed", "new.md": "new"})
    monkeypatch.setattr(vaults, "read_note", _vanishing)

    found = refresh(index, root)

    assert (found.added, found.removed, found.paths) == (0, 1, ["2026-11-02.md"])
    assert queries.counts(index) == (1, 1)


def test_a_note_that_cannot_be_read_is_a_problem(
    vault: MakeVault, index: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"People/Anna.md": ANNA, "b.md": "x"})
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", _refusing("Anna.md"))
        refresh(index, root)

    (found,) = queries.problems(index)
    assert found[:4] == ("People/Anna.md", 1, 1, "unreadable")
    assert queries.counts(index) == (0, 2)
    assert refresh(index, root).changed == 1  # it is tried again, whatever its state says
    assert dump(index) == rebuilt_dump(root)


def test_a_failure_leaves_the_index_as_it_was(
    vault: MakeVault, index: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault(NOTES)
    refresh(index, root)
    before = dump(index)
    vault({"a.md": "new", "b.md": "new"})
    read_note = vaults.read_note

    def interrupted(place: Path, path: str) -> tuple[bytes, vaults.Stat]:
        if path == "b.md":
            raise KeyboardInterrupt
        return read_note(place, path)

    with monkeypatch.context() as patch:
        patch.setattr(vaults, "read_note", interrupted)
        with pytest.raises(KeyboardInterrupt):
            refresh(index, root)

    assert dump(index) == before
    refresh(index, root)
    assert dump(index) == rebuilt_dump(root)


def test_problems_of_the_walk_survive_any_name(vault: MakeVault, index: Store) -> None:
    root = vault({})
    os.mkfifo(root / "a\tb\nc.md")

    refresh(index, root)

    assert [found.path for found in queries.problems(index)] == ["a\tb\nc.md"]
    assert queries.problem_count(index) == 1
    (root / "a\tb\nc.md").unlink()
    refresh(index, root)
    assert queries.problems(index) == []


def test_two_processes_may_refresh_at_once(vault: MakeVault, tmp_path: Path) -> None:
    root = vault(
        {f"People/P{number}.md": f"{ANNA}[[P{number + 1}]]\n" for number in range(150)}
        | {f"2026-01-{day:02}.md": f"Met [[P{day}]]" for day in range(1, 29)}
    )
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(2), context.Queue()
    workers = [
        context.Process(
            target=_refresh_elsewhere, args=(root, tmp_path / "index", barrier, answers)
        )
        for _ in range(2)
    ]

    for worker in workers:
        worker.start()
    results = [answers.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    answers.close()
    answers.join_thread()

    assert results == ["fine", "fine"]
    store = Store.open(tmp_path / "index")
    try:
        assert dump(store) == rebuilt_dump(root)
    finally:
        store.close()


def _refresh_elsewhere(root: Path, folder: Path, barrier: Any, answers: Any) -> None:  # noqa: ANN401 - as multiprocessing has them
    try:
        barrier.wait(timeout=30)
        store = Store.open(folder)
        assert store.warning is None
        refresh(store, root)
        write(root / "2026-02-01.md", "Met [[P7]]")
        refresh(store, root)
        store.close()
        answers.put("fine")
    except BaseException as error:
        answers.put(repr(error))
        raise


def _without_ctime(state: os.stat_result) -> vaults.Stat:
    return vaults.Stat(state.st_mtime_ns, 0, state.st_size, state.st_ino)


def _vanishing(_root: Path, path: str) -> tuple[bytes, vaults.Stat]:
    raise FileNotFoundError(path)


def _refusing(name: str) -> Callable[..., int]:
    real = os.open

    def refuse(path: str, *arguments: Any, **options: Any) -> int:  # noqa: ANN401 - os.open's own
        if str(path).endswith(name):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *arguments, **options)

    return refuse


def _closed(folder: str) -> Callable[..., int]:
    real = os.open

    def closed(place: str, *arguments: int) -> int:
        if place.endswith(folder):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(place, *arguments)

    return closed


def _scandir_without(name: str) -> Callable[[str], Any]:
    real = os.scandir

    class Listing:
        def __init__(self, place: str) -> None:
            self._entries = real(place)

        def __enter__(self) -> list[os.DirEntry[str]]:
            with self._entries as entries:
                return [entry for entry in entries if entry.name != name]

        def __exit__(self, *_: object) -> None:
            return None

    return Listing


def test_an_error_of_reading_carries_its_problem() -> None:
    problem = Problem("a.md", 1, 1, "too-long", "longer than 8 MiB; not read")

    assert str(UnreadableError(problem)) == problem.message
