"""Many notes are read by several processes, and nobody can tell."""

import os
from pathlib import Path

import pytest

from tests.indexing import dump, memory_store, refresh, synced_store, write
from vault_tools.config import Config
from vault_tools.index import reading


def fill(root: Path, *, count: int) -> None:
    for number in range(count):
        other = (number * 7) % count
        write(
            root / f"People/P{number:03}.md",
            f"---\ntype: person\nname: P {number}\nmet: 2026-10-{number % 28 + 1:02}\n---\n"
            f"Knows [[P{other:03}]].\n## Log\n- 2026-11-02 phone: about {number}\n",
        )
    write(root / "2026-11-09.md", "Met [[P001]] and [[P002]].\n- [ ] Slides for [[P003]]\n")
    write(root / "Broken.md", b"\xff\xfe")


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FEW", 2)
    monkeypatch.setattr(reading, "_processors", lambda: 3)


@pytest.mark.usefixtures("shared")
def test_several_processes_make_the_index_that_one_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, count=150)
    with synced_store(tmp_path) as side_by_side:
        monkeypatch.setattr(reading, "_processors", lambda: 1)
        with synced_store(tmp_path) as alone:
            assert dump(side_by_side) == dump(alone)
            assert alone.count() == 152


@pytest.mark.usefixtures("shared")
def test_a_process_that_dies_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, count=150)
    send = reading._send
    parent = os.getpid()
    read = reading._Reader.read

    def die(reader: reading._Reader, chunk: list[reading.Wanted]) -> list[object]:
        if os.getpid() != parent and chunk[0][0].endswith("9.md"):
            os._exit(1)
        return list(read(reader, chunk))

    with synced_store(tmp_path) as whole:
        monkeypatch.setattr(reading._Reader, "read", die)
        assert reading._send is send
        with synced_store(tmp_path) as broken:
            assert dump(broken) == dump(whole)


@pytest.mark.usefixtures("shared")
def test_notes_with_the_known_bytes_are_not_read_again(tmp_path: Path) -> None:
    fill(tmp_path, count=50)
    store = memory_store()
    refresh(store, tmp_path)
    for path in tmp_path.rglob("*.md"):
        os.utime(path, (1, 1))

    again = refresh(store, tmp_path)

    assert (again.changed, again.unchanged) == (0, 52)
    assert refresh(store, tmp_path).unchanged == 52


def test_without_fork_the_index_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, count=70)
    with synced_store(tmp_path, config=Config()) as alone:
        monkeypatch.setattr(reading, "FEW", 2)
        monkeypatch.setattr(reading, "_processors", lambda: 2)
        monkeypatch.setattr(reading, "_can_fork", lambda: False)
        with synced_store(tmp_path, config=Config()) as spawned:
            assert dump(spawned) == dump(alone)
