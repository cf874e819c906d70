"""Copies of what was replaced, and `undo`: all notes of one command, or none."""

import json
import os
import stat
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MakeVault, Run
from tests.repositories import as_jo, commit_all, git
from vault_tools.edit import copies, undoing
from vault_tools.edit import swap as swapping
from vault_tools.edit.copies import Copies, Copy, Operation, digest_of
from vault_tools.edit.notes import Vault, edit_note
from vault_tools.edit.undoing import Back
from vault_tools.errors import NoteMovedOnError

DAY = ("--today", "2026-11-23")
FRONT = "---\ntype: person\n---\n"
NOTES = {"People/Anna.md": f"{FRONT}About Anna\n", "People/Ben.md": f"{FRONT}About Ben\r\n"}
DAY_NS = 86_400 * 10**9


@pytest.fixture
def root(vault: MakeVault) -> Path:
    return vault(NOTES)


@pytest.fixture
def do(root: Path, run: Run) -> Run:
    def call(*arguments: str) -> object:
        return run("--vault", root, *DAY, *arguments)

    return call  # type: ignore[return-value]


def texts(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def kept(tmp_path: Path) -> Iterator[Path]:
    return (path for path in (tmp_path / "state").rglob("*") if path.is_file())


# One command.


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("log", "anna", "ben", "Lunch"), id="log of two people"),
        pytest.param(("set", "anna", "tier=close"), id="set"),
        pytest.param(("new", "Carla"), id="new"),
        pytest.param(("rename", "anna", "Anna Berg"), id="rename"),
        pytest.param(("merge", "anna", "ben"), id="merge"),
        pytest.param(("promise", "ben", "the slides"), id="promise"),
    ],
)
def test_what_a_command_wrote_is_taken_back_and_done_again(
    root: Path, do: Run, command: tuple[str, ...]
) -> None:
    assert do(*command).exit_code == 0
    after = texts(root)
    assert after != NOTES

    done = do("undo")

    assert done.exit_code == 0, done.output
    assert f"undone: {command[0]} of 20" in done.stdout
    assert texts(root) == NOTES
    assert do("undo", "--redo").exit_code == 0
    assert texts(root) == after
    assert do("undo").exit_code == 0
    assert texts(root) == NOTES


def test_again_and_again_it_goes_further_back(root: Path, do: Run) -> None:
    seen = [texts(root)]
    for number in range(3):
        do("log", "anna", f"entry {number}")
        seen.append(texts(root))

    for before in reversed(seen[:-1]):
        assert do("undo").exit_code == 0
        assert texts(root) == before

    done = do("undo")
    assert done.exit_code == 1
    assert "there is nothing left to take back" in done.stderr
    for after in seen[1:]:
        assert do("undo", "--redo").exit_code == 0
        assert texts(root) == after


def test_what_is_done_again_is_called_what_it_was(
    root: Path, do: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_jo(monkeypatch)
    git(root, "init", "--quiet")
    do("log", "anna", "x")
    do("set", "ben", "tier=close")
    commit_all(root)

    told = [do("undo", *options, "--commit").stdout for options in ((), (), *[("--redo",)] * 2)]

    assert [line.split(" of 20")[0] for line in told] == [
        "People/Ben.md: undone: set",
        "People/Anna.md: undone: log",
        "People/Anna.md: done again: log",
        "People/Ben.md: done again: set",
    ]
    said = git(root, "log", "--format=%s").splitlines()
    assert [line.split(" of 20")[0] for line in said] == [
        "undo --redo: set",
        "undo --redo: log",
        "undo: log",
        "undo: set",
        "all",
    ]


def test_one_note_alone_is_taken_back_by_name_or_path(root: Path, do: Run) -> None:
    do("log", "anna", "ben", "Lunch")
    do("log", "ben", "More")
    both = texts(root)

    assert do("undo", "anna").exit_code == 0
    assert texts(root) == {**both, "People/Anna.md": NOTES["People/Anna.md"]}
    assert do("undo", "People/Ben.md").exit_code == 0
    assert do("undo", "./People/Ben").exit_code == 0
    assert texts(root) == NOTES


def test_a_note_that_is_gone_is_named_by_its_file(root: Path, do: Run) -> None:
    do("new", "Carla")
    before = texts(root)

    assert do("undo", "Carla").exit_code == 0
    assert texts(root) == NOTES
    assert do("undo", "--redo", "Carla").exit_code == 0
    assert texts(root) == before
    assert do("undo", "Nobody").exit_code == 1


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("rename", "Anna", "Anne"), "Anne"),
        (("rename", "Anna", "Anne"), "Anna"),
        (("merge", "Anna", "Ben"), "Anna"),
        (("merge", "Anna", "Ben"), "People/Ben.md"),
    ],
)
def test_what_went_into_another_note_comes_back_with_it(
    root: Path, do: Run, command: tuple[str, ...], name: str
) -> None:
    assert do(*command).exit_code == 0
    after = texts(root)

    assert do("undo", name).exit_code == 0
    assert texts(root) == NOTES
    assert do("undo", "--redo", name).exit_code == 0
    assert texts(root) == after


def test_what_was_imported_with_another_goes_with_it(root: Path, do: Run, tmp_path: Path) -> None:
    cards = tmp_path / "cards.vcf"
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nEND:VCARD\n"
    cards.write_text(card.format("Cy") + card.format("Di"), encoding="utf-8")
    assert do("import", "vcard", str(cards)).exit_code == 0
    assert len(texts(root)) > len(NOTES)

    assert do("undo", "Cy").exit_code == 0
    assert texts(root) == NOTES


def test_a_rehearsal_shows_the_way_back_and_writes_nothing(
    root: Path, do: Run, tmp_path: Path
) -> None:
    do("set", "anna", "tier=close")
    before = texts(root), len(list(kept(tmp_path)))

    done = do("undo", "--dry-run")

    assert done.exit_code == 0
    assert "-tier: close\n" in done.stdout
    assert (texts(root), len(list(kept(tmp_path)))) == before


def test_one_that_wrote_nothing_is_passed_over(root: Path, do: Run) -> None:
    do("set", "anna", "tier=close")
    do("set", "anna", "tier=close")
    do("log", "anna", "x", "--dry-run")

    assert do("undo").exit_code == 0
    assert texts(root) == NOTES


def test_what_was_taken_back_by_hand_is_passed_over(root: Path, do: Run) -> None:
    do("set", "ben", "tier=close")
    do("set", "anna", "tier=close")
    (root / "People/Anna.md").write_bytes(NOTES["People/Anna.md"].encode())

    assert do("undo").exit_code == 0
    assert texts(root) == NOTES


# Somebody else has written.


@pytest.mark.parametrize("how", ["saved", "removed"])
def test_a_note_that_was_changed_since_keeps_all_of_them_as_they_are(
    root: Path, do: Run, how: str
) -> None:
    do("log", "anna", "ben", "Lunch")
    ben = root / "People/Ben.md"
    ben.write_text("mine\n", encoding="utf-8") if how == "saved" else ben.unlink()
    before = texts(root)

    done = do("undo")

    assert done.exit_code == 4
    assert "People/Ben.md has changed since" in done.stderr
    assert texts(root) == before


def test_a_new_note_that_was_written_in_stays(root: Path, do: Run) -> None:
    do("new", "Carla")
    (root / "People/Carla.md").write_text("mine\n", encoding="utf-8")

    assert do("undo").exit_code == 4
    assert (root / "People/Carla.md").read_text(encoding="utf-8") == "mine\n"


def test_a_note_made_in_the_place_of_a_removed_one_stays(root: Path, do: Run) -> None:
    do("merge", "anna", "ben")
    (root / "People/Ben.md").write_text("another Ben\n", encoding="utf-8")
    before = texts(root)

    assert do("undo").exit_code == 4
    assert texts(root) == before


def test_a_save_in_the_middle_of_undoing_takes_all_of_it_back(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Vault(root=root, lock_folder=tmp_path / "cache")
    changes = {path: Back((root / path).read_bytes(), b"then " + path.encode()) for path in NOTES}
    real = swapping.swap

    def swap(path: Path, *, old: bytes, new: bytes) -> bool:
        if path.name == "Ben.md":
            path.write_bytes(b"saved")
        return real(path, old=old, new=new)

    monkeypatch.setattr(undoing, "swap", swap)

    with pytest.raises(NoteMovedOnError):
        undoing.put_back(place, changes)

    assert texts(root) == {**NOTES, "People/Ben.md": "saved"}


def test_what_an_editor_saved_before_the_write_is_what_comes_back(
    root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "state"
    kept_here = Copies(folder=folder, root=root, now_ns=1, command="log")
    place = Vault(root=root, lock_folder=tmp_path / "cache", copies=kept_here)
    note = root / "People/Anna.md"
    saves = iter(["saved at the last moment\n"])

    def change(text: str) -> str:
        for save in saves:
            note.write_text(save, encoding="utf-8")
        return f"{text}added\n"

    edit_note(place, "People/Anna.md", change=change)
    (operation,) = copies.read_operations(folder)
    back = undoing.changes_back(place, operation, paths=["People/Anna.md"])

    assert len(operation.copies) == 2
    assert note.read_text(encoding="utf-8") == "saved at the last moment\nadded\n"
    assert back["People/Anna.md"].then == b"saved at the last moment\n"


# What is kept.


def test_copies_are_the_owners_alone_and_outside_the_vault(
    do: Run, tmp_path: Path, root: Path
) -> None:
    before = os.umask(0)
    try:
        do("log", "anna", "x")
    finally:
        os.umask(before)

    (path,) = kept(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.is_relative_to(root)
    assert NOTES["People/Anna.md"].encode() in path.read_bytes()


def test_the_list_names_the_latest_first(do: Run) -> None:
    do("log", "anna", "x")
    do("set", "ben", "tier=close")
    do("undo")

    listed = do("undo", "--list")
    rows = json.loads(do("undo", "--json").stdout)
    about_anna = json.loads(do("undo", "--json", "anna").stdout)

    assert [line.split()[2:] for line in listed.stdout.splitlines() if line[0] != " "] == [
        ["set", "(undone)"],
        ["log"],
    ]
    assert [(row["command"], row["paths"], row["undone"]) for row in rows] == [
        ("set", ["People/Ben.md"], True),
        ("log", ["People/Anna.md"], False),
    ]
    assert [row["command"] for row in about_anna] == ["log"]


def test_what_is_old_or_too_much_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "note"
    file.write_bytes(b"x" * 400)
    folder = tmp_path / "state"
    strange = folder / "mine.txt"
    for day in (0, 5, 31, 32):
        kept_here = Copies(folder=folder, root=tmp_path, now_ns=day * DAY_NS, command=str(day))
        kept_here.keep(file, before=file.read_bytes(), after=b"")
        strange.touch()

    assert [each.command for each in copies.read_operations(folder)] == ["5", "31", "32"]
    monkeypatch.setattr(copies, "KEPT_BYTES", 1000)
    copies.prune(folder, now_ns=32 * DAY_NS)
    assert [each.command for each in copies.read_operations(folder)] == ["32"] or [
        each.command for each in copies.read_operations(folder)
    ] == ["31", "32"]
    assert strange.exists()


def test_what_an_interrupted_erase_has_left_is_forgotten(tmp_path: Path) -> None:
    kept_here = Copies(folder=tmp_path / "state", root=tmp_path, now_ns=DAY_NS, command="x")
    for name in ("a", "b"):
        kept_here.keep(tmp_path / name, before=None, after=b"")
    (operation,) = copies.read_operations(tmp_path / "state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", _killed)
        with pytest.raises(KeyboardInterrupt):
            copies.forget(tmp_path / "state", operation, copies=operation.copies[:1])
    left = tmp_path / "state" / f"{operation.name}.new"
    os.utime(left, ns=(DAY_NS, DAY_NS))

    copies.prune(tmp_path / "state", now_ns=DAY_NS + 10**9)
    assert left.exists()  # it may be at work

    copies.prune(tmp_path / "state", now_ns=2 * DAY_NS)
    assert not left.exists()
    assert copies.read_operations(tmp_path / "state") == [operation]


def _killed(_path: Path, _target: Path) -> NoReturn:
    raise KeyboardInterrupt


def test_a_clock_that_was_put_back_keeps_the_order(tmp_path: Path) -> None:
    file = tmp_path / "note"
    file.touch()
    for now, command in ((5, "first"), (3, "second")):
        kept_here = Copies(folder=tmp_path / "state", root=tmp_path, now_ns=now, command=command)
        kept_here.keep(file, before=b"", after=b"x")

    found = copies.read_operations(tmp_path / "state")

    assert [each.command for each in found] == ["first", "second"]


@pytest.mark.parametrize("damage", ["cut", "nonsense", "nonsense at the end"])
def test_a_damaged_copy_is_left_out(root: Path, do: Run, tmp_path: Path, damage: str) -> None:
    do("log", "anna", "ben", "Lunch")
    (path,) = kept(tmp_path)
    data = path.read_bytes()
    damaged = {
        "cut": data[:-5],
        "nonsense": b"\xff\x00",
        "nonsense at the end": data + b"{nonsense\n",
    }[damage]
    path.write_bytes(damaged)

    found = copies.read_operations(path.parent)

    expected = {"cut": 1, "nonsense": 0, "nonsense at the end": 2}[damage]
    assert sum(len(each.copies) for each in found) == expected
    assert do("undo").exit_code == (0 if expected else 1)
    assert texts(root)


def test_where_no_copy_can_be_kept_the_note_is_written_all_the_same(
    do: Run, tmp_path: Path, root: Path
) -> None:
    (tmp_path / "state").write_bytes(b"a file")

    done = do("log", "anna", "x")

    assert done.exit_code == 0
    assert "No copy of what was replaced is kept" in done.stderr
    assert "- 2026-11-23 x" in texts(root)["People/Anna.md"]


contents = st.one_of(st.none(), st.sampled_from((b"", b"a\n", b"{}\n", b"\x00\xff", b"a\n\nb")))


@given(st.lists(st.tuples(st.sampled_from(("a.md", "ä b.md")), contents, contents), max_size=5))
def test_what_is_kept_comes_back(found: list[tuple[str, bytes | None, bytes | None]]) -> None:
    wanted = [
        Copy(path=path, before=before, after=digest_of(after), private=before is not None)
        for path, before, after in found
    ]

    assert list(copies._unpacked(b"".join(map(copies._packed, wanted)))) == wanted


def test_reading_many_copies_takes_the_room_of_one() -> None:
    one = copies._packed(Copy(path="a", before=b"x" * 10_000, after=None))
    data = one * 200

    tracemalloc.start()
    try:
        count = sum(1 for _copy in copies._unpacked(data))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 200
    assert most < len(data) / 10


def test_undoing_is_undone_for_each_note_on_its_own() -> None:
    def operation(name: str, *paths: str, undoes: str | None = None) -> Operation:
        made = [Copy(path=path, before=b"", after=None) for path in paths]
        return Operation(name=name, command="x", undoes=undoes, copies=tuple(made))

    one = operation("1", "a", "b")
    back = operation("2", "a", undoes="1")
    again = operation("3", "a", undoes="2")

    assert undoing.in_effect(one, among=[one]) == {"a", "b"}
    assert undoing.in_effect(one, among=[one, back]) == {"b"}
    assert undoing.in_effect(one, among=[one, back, again]) == {"a", "b"}
    assert undoing.redoable([one, back, again]) == [back]


def test_of_many_files_it_says_how_many(run: Run, vault: MakeVault, tmp_path: Path) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text(
        "".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:Person {n}\nEND:VCARD\n" for n in range(9)),
        encoding="utf-8",
    )
    root = vault(NOTES)
    assert run("--vault", root, *DAY, "import", "vcard", cards).exit_code == 0

    done = run("--vault", root, *DAY, "undo")

    assert done.stdout.startswith("9 files: undone: import of 20")
    assert texts(root) == NOTES
    assert run("--vault", root, *DAY, "undo", "--redo").stdout.startswith(
        "9 files: done again: import"
    )
