"""The one writer of notes: all or nothing, whoever else writes, and whatever breaks on the way."""

import errno
import fcntl
import os
import random
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn, Self

import pytest

from tests import soak
from tests.conftest import GUARD
from vault_tools import vault as disk
from vault_tools.edit import swap as swapping
from vault_tools.edit.lock import locked
from vault_tools.edit.notes import Vault, Written, edit_note, new_note, remove_leftovers
from vault_tools.edit.swap import place_new, swap
from vault_tools.errors import (
    BusyError,
    NoteChangedError,
    NoteExistsError,
    UneditableError,
    VaultToolsError,
)

OLD = "---\nname: Anna\n---\nold\n"
NEW = f"{OLD}new\n"


@pytest.fixture
def place(tmp_path: Path) -> Vault:
    root = tmp_path / "vault"
    root.mkdir()
    return Vault(root=root, lock_folder=tmp_path / "cache")


@pytest.fixture
def note(place: Vault) -> Path:
    path = place.root / "a.md"
    path.write_text(OLD, encoding="utf-8")
    return path


def add_new(text: str) -> str:
    return f"{text}new\n"


def edit(place: Vault, path: str = "a.md", change: Callable[[str], str] = add_new) -> Written:
    return edit_note(place, path, change=change)


def unfinished(root: Path) -> list[str]:
    """Return what is on disk, found without the function under test."""
    return sorted(
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.name.startswith(".vt-tmp-")
    )


def names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def test_an_edit_is_written(place: Vault, note: Path) -> None:
    written = edit(place)

    assert written == Written("a.md", OLD, NEW)
    assert written.changed
    assert note.read_text(encoding="utf-8") == NEW
    assert names(place.root) == ["a.md"]


def test_line_ends_and_the_byte_order_mark_reach_the_disk(place: Vault, note: Path) -> None:
    note.write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")

    edit(place, change=lambda text: text.replace("b", "x"))

    assert note.read_bytes() == b"\xef\xbb\xbfa\r\nx\rc\n"


def test_what_changes_nothing_touches_nothing(place: Vault, note: Path) -> None:
    os.utime(note, ns=(1, 1))
    before = note.stat()

    assert not edit(place, change=str).changed
    after = note.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


def test_a_dry_run_only_says_what_would_be(place: Vault, note: Path) -> None:
    before = note.stat()
    dry = Vault(root=place.root, lock_folder=place.lock_folder, dry_run=True)

    assert edit(dry).after == NEW
    assert new_note(dry, "People/b.md", text="b") == Written("People/b.md", "", "b")
    assert (note.stat().st_ino, note.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert names(place.root) == ["a.md"]


def test_a_refused_edit_names_the_note_and_writes_nothing(place: Vault, note: Path) -> None:
    def refuse(_: str) -> NoReturn:
        msg = "no"
        raise UneditableError(msg, line=3)

    with pytest.raises(UneditableError, match=r"a\.md, line 3: no; nothing was changed") as refusal:
        edit(place, change=refuse)

    assert refusal.value.line == 3
    assert note.read_text(encoding="utf-8") == OLD


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"caf\xe9\n", id="latin-1"),
        pytest.param(b"\xff\xfea\0", id="utf-16"),
        pytest.param(b"a\0b\n", id="binary"),
    ],
)
def test_what_is_no_text_is_not_edited(place: Vault, note: Path, data: bytes) -> None:
    note.write_bytes(data)

    with pytest.raises(UneditableError, match=r"a\.md, line 1"):
        edit(place)

    assert note.read_bytes() == data


def test_a_text_that_utf_8_cannot_hold_is_an_error(place: Vault, note: Path) -> None:
    with pytest.raises(VaultToolsError, match=r"a\.md can't be written: .*UTF-8"):
        edit(place, change=lambda text: f"{text}\udce9")
    with pytest.raises(VaultToolsError, match=r"b\.md can't be written: .*UTF-8"):
        new_note(place, "b.md", text="\udce9")

    assert note.read_text(encoding="utf-8") == OLD
    assert names(place.root) == ["a.md"]


# Somebody else writes.


def test_a_save_between_reading_and_writing_is_edited_instead(place: Vault, note: Path) -> None:
    seen: list[str] = []

    def change(text: str) -> str:
        if not seen:
            note.write_text("theirs\n", encoding="utf-8")
        seen.append(text)
        return add_new(text)

    assert edit(place, change=change) == Written("a.md", "theirs\n", "theirs\nnew\n")
    assert seen == [OLD, "theirs\n"]
    assert note.read_text(encoding="utf-8") == "theirs\nnew\n"
    assert unfinished(place.root) == []


def test_a_note_that_changes_all_the_time_keeps_the_last_save(place: Vault, note: Path) -> None:
    saves = iter(range(9))

    def change(text: str) -> str:
        note.write_text(f"save {next(saves)}\n", encoding="utf-8")
        return add_new(text)

    with pytest.raises(NoteChangedError, match=r"a\.md changes all the time"):
        edit(place, change=change)

    assert next(saves) == 2
    assert note.read_text(encoding="utf-8") == "save 1\n"
    assert unfinished(place.root) == []


def _in_place(note: Path, text: str) -> None:
    note.write_text(text, encoding="utf-8")


def _by_rename(note: Path, text: str) -> None:
    other = note.with_name("editor.tmp")
    other.write_text(text, encoding="utf-8")
    other.replace(note)


SAVES = pytest.mark.parametrize("save", [_in_place, _by_rename], ids=["in place", "by rename"])


@pytest.fixture
def at_the_swap(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Return the function that has something happen right before the files change places."""
    real = swapping._exchange

    def install(meanwhile: Callable[[], None]) -> None:
        def exchange(one: Path, other: Path) -> bool:
            meanwhile()
            return real(one, other)

        monkeypatch.setattr(swapping, "_exchange", exchange)

    return install


needs_exchange = pytest.mark.skipif(
    swapping._renameat2 is None, reason="this system can't exchange two files at once"
)


@needs_exchange
@SAVES
def test_a_save_at_the_very_last_moment_stays(
    note: Path,
    save: Callable[[Path, str], None],
    at_the_swap: Callable[[Callable[[], None]], None],
) -> None:
    saves = iter(["theirs\n"])

    def meanwhile() -> None:
        for text in saves:
            save(note, text)

    at_the_swap(meanwhile)

    assert not swap(note, old=OLD.encode(), new=b"ours\n")
    assert note.read_text(encoding="utf-8") == "theirs\n"
    assert names(note.parent) == ["a.md"]


@needs_exchange
@pytest.mark.parametrize("count", range(2, 7))
def test_of_many_saves_during_the_swap_the_last_one_stays(
    note: Path, count: int, at_the_swap: Callable[[Callable[[], None]], None]
) -> None:
    saves = iter(range(count))

    def save() -> None:
        for number in saves:
            _by_rename(note, f"save {number}\n")
            return

    at_the_swap(save)

    swap(note, old=OLD.encode(), new=b"ours\n")
    assert note.read_text(encoding="utf-8") == f"save {count - 1}\n"
    assert names(note.parent) == ["a.md"]


@needs_exchange
def test_a_save_at_the_swap_is_edited_in_turn(
    place: Vault, note: Path, at_the_swap: Callable[[Callable[[], None]], None]
) -> None:
    saves = iter(["theirs\n"])

    def meanwhile() -> None:
        for text in saves:
            _by_rename(note, text)

    at_the_swap(meanwhile)

    assert edit(place).after == "theirs\nnew\n"
    assert note.read_text(encoding="utf-8") == "theirs\nnew\n"


@pytest.mark.parametrize("system", ["with exchange", "without exchange"])
def test_a_note_removed_at_the_last_moment_stays_removed(
    note: Path,
    system: str,
    monkeypatch: pytest.MonkeyPatch,
    at_the_swap: Callable[[Callable[[], None]], None],
) -> None:
    if system == "without exchange":
        monkeypatch.setattr(swapping, "_renameat2", None)
    at_the_swap(lambda: note.unlink(missing_ok=True))

    assert not swap(note, old=OLD.encode(), new=b"ours\n")
    assert names(note.parent) == []


def test_a_note_that_an_editor_has_away_for_a_moment_is_waited_for(
    place: Vault, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = note.with_name("backup")
    note.rename(away)
    monkeypatch.setattr("vault_tools.edit.notes.sleep", lambda _: away.rename(note))

    assert edit(place).after == NEW


def test_a_system_that_cannot_exchange_files_writes_all_the_same(
    place: Vault, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping, "_renameat2", None)

    edit(place)
    assert note.read_text(encoding="utf-8") == NEW
    assert not swap(note, old=b"another", new=b"ours")
    assert note.read_text(encoding="utf-8") == NEW
    assert names(place.root) == ["a.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux's")
def test_a_program_that_is_still_writing_is_waited_for(
    note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = note.open("r+b")
    if swapping._leased(held.fileno()):  # the lease is granted: nobody else has it open
        waits = []

        def wait(_: float) -> None:
            waits.append(1)
            held.write(b"theirs, and longer than what was there before\n")
            held.close()

        monkeypatch.setattr("vault_tools.edit.swap.time.sleep", wait)

        assert not swap(note, old=OLD.encode(), new=b"ours\n")
        assert waits == [1]
        assert note.read_bytes() == b"theirs, and longer than what was there before\n"
    else:
        held.close()
        pytest.skip("this file system has no leases")


EDITOR = """
import os, sys, time
note, how = sys.argv[1:]
number = 0
for line in sys.stdin:
    for _ in range(int(line)):
        number += 1
        text = f"save {number}\\n".encode()
        if how == "in place":
            with open(note, "wb", buffering=0) as file:
                file.write(text)
        else:
            with open(note + ".editor", "wb") as file:
                file.write(text)
            os.replace(note + ".editor", note)
        time.sleep(0.0003)
    print(number, flush=True)
"""


@contextmanager
def editor(note: Path, how: str) -> Iterator[Callable[[int, Callable[[], None]], int]]:
    """Start an editor; yield the function that has it save so often, while we do something."""
    command = [sys.executable, "-c", EDITOR, str(note), how]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdin
        assert program.stdout
        stdin, stdout = program.stdin, program.stdout

        def burst(saves: int, meanwhile: Callable[[], None]) -> int:
            answers: list[str] = []
            reader = threading.Thread(target=lambda: answers.append(stdout.readline()))
            stdin.write(f"{saves}\n")
            stdin.flush()
            reader.start()
            while reader.is_alive():
                meanwhile()
            reader.join()
            return int(answers[0])

        yield burst
        stdin.close()


def _race(note: Path, how: str, *, rounds: int, change: Callable[[], None]) -> int:
    """Return how often the last save of a burst was lost to edits that ran meanwhile."""
    dice = random.Random(1)  # noqa: S311 - dice
    lost = 0
    with editor(note, how) as burst:
        for _ in range(rounds):
            last = burst(dice.randrange(1, 12), change)
            lost += not note.read_text(encoding="utf-8").startswith(f"save {last}\n")
    return lost


@needs_exchange
@pytest.mark.parametrize("how", ["by rename", "in place"])
def test_no_save_of_an_editor_is_lost_to_edits(place: Vault, note: Path, how: str) -> None:
    with note.open("rb") as file:
        if how == "in place" and not swapping._leased(file.fileno()):
            pytest.skip("this file system has no leases")
    entered = 0

    def change() -> None:
        nonlocal entered
        with suppress(NoteChangedError):
            edit(place, change=lambda text: f"{text}entry\n")
            entered += 1

    assert _race(note, how, rounds=120, change=change) == 0
    assert entered > 0
    edit(place, change=lambda text: f"{text}last\n")
    first, *entries, last = note.read_text(encoding="utf-8").splitlines()
    assert first.startswith("save ")
    assert set(entries) <= {"entry"}
    assert last == "last"
    assert unfinished(place.root) == []


def test_the_race_is_lost_by_a_writer_that_only_replaces(place: Vault, note: Path) -> None:
    def change() -> None:
        data = note.read_bytes()
        beside = note.with_name("naive")
        beside.write_bytes(data + b"entry\n")
        beside.replace(note)

    lost = _race(note, "by rename", rounds=120, change=change)

    print(f"a plain replace has lost {lost} of 120")  # noqa: T201 - for whoever looks closer
    assert names(place.root) == ["a.md"]
    if not lost:
        pytest.skip("the machine was too slow, or too fast, for a race")


# What the file is.


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_stays(place: Vault, note: Path, mode: int) -> None:
    note.chmod(mode)

    edit(place)

    assert stat.S_IMODE(note.stat().st_mode) == mode
    assert note.read_text(encoding="utf-8") == NEW


@pytest.mark.parametrize("mode", [0o400, 0o444])
def test_a_read_only_note_is_not_written(place: Vault, note: Path, mode: int) -> None:
    note.chmod(mode)

    with pytest.raises(VaultToolsError, match="is read-only; nothing was written"):
        edit(place)

    assert note.read_text(encoding="utf-8") == OLD
    assert stat.S_IMODE(note.stat().st_mode) == mode


@pytest.mark.parametrize("mask", [0, 0o022, 0o077], ids=oct)
def test_the_umask_rules_new_notes_and_leaves_others_alone(
    place: Vault, note: Path, mask: int
) -> None:
    note.chmod(0o664)
    before = os.umask(mask)
    try:
        edit(place)
        new_note(place, "b.md", text="b")
        place_new(place.root / "c.md", b"c", private=True)
    finally:
        os.umask(before)

    modes = [stat.S_IMODE((place.root / name).stat().st_mode) for name in names(place.root)]
    assert modes == [0o664, 0o666 & ~mask, 0o600]


def test_attributes_stay(place: Vault, note: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("extended attributes are read on Linux only")
    try:
        os.setxattr(note, "user.origin", b"phone")
    except OSError:
        pytest.skip("this file system has no extended attributes")

    edit(place)

    assert os.getxattr(note, "user.origin") == b"phone"


def test_the_owner_stays(place: Vault, note: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    os.chown(note, 65534, 65534)

    edit(place)

    assert (note.stat().st_uid, note.stat().st_gid) == (65534, 65534)


def test_another_name_of_the_same_file_keeps_the_old_text(place: Vault, note: Path) -> None:
    other = place.root / "hard link"
    other.hardlink_to(note)

    edit(place)

    assert note.read_text(encoding="utf-8") == NEW
    assert other.read_text(encoding="utf-8") == OLD


def test_a_link_inside_the_vault_stays_one(place: Vault, note: Path) -> None:
    folder = place.root / "People"
    folder.mkdir()
    link = folder / "link.md"
    link.symlink_to("../a.md")

    edit(place, "People/link.md")

    assert link.is_symlink()
    assert note.read_text(encoding="utf-8") == NEW
    assert names(place.root) == ["People", "a.md"]
    assert names(folder) == ["link.md"]


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    path = tmp_path / "outside" / "canary.md"
    path.parent.mkdir()
    path.write_text(OLD, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("link.md", id="link"),
        pytest.param("folder/canary.md", id="folder"),
        pytest.param("../outside/canary.md", id="dots"),
        pytest.param("deep/../../outside/canary.md", id="dots further down"),
        pytest.param("chain.md", id="link to a link"),
    ],
)
def test_nothing_outside_the_vault_is_edited(place: Vault, canary: Path, path: str) -> None:
    (place.root / "link.md").symlink_to(canary)
    (place.root / "chain.md").symlink_to("link.md")
    (place.root / "folder").symlink_to(canary.parent)
    (place.root / "deep").mkdir()
    before = canary.stat()

    with pytest.raises(VaultToolsError, match="leads out of the vault; not written"):
        edit(place, path)

    assert canary.read_text(encoding="utf-8") == OLD
    assert (canary.stat().st_ino, canary.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert names(canary.parent) == ["canary.md"]


@pytest.mark.parametrize("path", ["../outside/x.md", "folder/x.md", "dangling.md"])
def test_nothing_is_made_outside_the_vault(place: Vault, canary: Path, path: str) -> None:
    (place.root / "folder").symlink_to(canary.parent)
    (place.root / "dangling.md").symlink_to(canary.parent / "x.md")

    with pytest.raises(VaultToolsError, match="leads out of the vault; not written"):
        new_note(place, path, text="new")

    assert names(canary.parent) == ["canary.md"]


def test_an_absolute_path_is_meant_from_the_vault(place: Vault, canary: Path) -> None:
    with pytest.raises(VaultToolsError, match="is gone"):
        edit(place, str(canary))

    assert canary.read_text(encoding="utf-8") == OLD


def _folder(path: Path) -> None:
    path.mkdir()


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        before = Path.cwd()
        os.chdir(path.parent)  # the whole path may be too long for a socket
        try:
            server.bind(path.name)
        finally:
            os.chdir(before)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(_folder, id="folder"),
        pytest.param(os.mkfifo, id="pipe"),
        pytest.param(_socket, id="socket"),
    ],
)
def test_what_is_no_file_is_neither_edited_nor_replaced(
    place: Vault, make: Callable[[Path], None]
) -> None:
    path = place.root / "a.md"
    make(path)
    kind = stat.S_IFMT(path.lstat().st_mode)

    with pytest.raises(VaultToolsError, match="nothing was written"):
        edit(place)
    with pytest.raises(NoteExistsError):
        new_note(place, "a.md", text="new")

    assert stat.S_IFMT(path.lstat().st_mode) == kind
    assert names(place.root) == ["a.md"]


def test_a_note_that_is_gone_is_not_made_again(
    place: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault_tools.edit.notes.sleep", lambda _: None)

    with pytest.raises(VaultToolsError, match=r"People/a\.md is gone\."):
        edit(place, "People/a.md")

    assert names(place.root) == []


def test_a_new_note_is_made_with_its_folders(place: Vault) -> None:
    assert new_note(place, "People/Köln/b.md", text="Grüße\r\n").after == "Grüße\r\n"
    assert (place.root / "People/Köln/b.md").read_bytes() == "Grüße\r\n".encode()
    assert unfinished(place.root) == []


@pytest.mark.parametrize("there", ["note", "link to nothing"])
def test_a_new_note_replaces_nothing(place: Vault, there: str) -> None:
    path = place.root / "a.md"
    if there == "note":
        path.write_text(OLD, encoding="utf-8")
    else:
        path.symlink_to("nowhere.md")

    with pytest.raises(NoteExistsError, match=r"a\.md exists already; not overwritten"):
        new_note(place, "a.md", text="new")
    assert not place_new(path, b"new")
    assert names(place.root) == ["a.md"]
    assert path.is_symlink() or path.read_text(encoding="utf-8") == OLD


def test_a_note_made_by_somebody_else_meanwhile_stays(
    place: Vault, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "exists", lambda _root, _path: False)

    with pytest.raises(NoteExistsError):
        new_note(place, "a.md", text="new")

    assert note.read_text(encoding="utf-8") == OLD
    assert names(place.root) == ["a.md"]


def test_a_file_system_without_links_gets_new_notes_too(
    place: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)

    assert place_new(place.root / "a.md", b"new")
    assert not place_new(place.root / "a.md", b"newer")
    assert (place.root / "a.md").read_bytes() == b"new"
    assert names(place.root) == ["a.md"]


# Something breaks.


class Faults:
    """The system's calls that writing makes; the one whose turn it is fails."""

    def __init__(self, turn: int) -> None:
        self._turn = turn
        self.calls: list[str] = []
        self.hit = ""

    def __call__(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever the call takes
            self.calls.append(name)
            if len(self.calls) == self._turn:
                self.hit = name
                if name == "close":
                    call(*arguments, **options)  # a failing close closes all the same
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return call(*arguments, **options)

        return wrapped

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("fchmod", "fsync", "link", "open", "replace", "unlink"):
            patch.setattr(os, name, self(name, getattr(os, name)))
        patch.setattr(Path, "read_bytes", self("read", Path.read_bytes))
        real = os.fdopen

        def fdopen(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
            file = real(*arguments, **options)
            return _File(file, self) if file.writable() else file

        patch.setattr(os, "fdopen", fdopen)


class _File:
    """An open file whose calls may fail."""

    def __init__(self, file: Any, faults: Faults) -> None:  # noqa: ANN401
        self._file = file
        self.write = faults("write", file.write)
        self.flush = faults("flush", file.flush)
        self._close = faults("close", file.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()


def _with_faults(task: Callable[[], object]) -> Iterator[tuple[Faults, bool]]:
    """Do a task again and again, with each of its calls failing in turn; yield what came of it."""
    for turn in range(1, 100):
        faults = Faults(turn)
        with pytest.MonkeyPatch.context() as patch:
            faults.install(patch)
            try:
                task()
            except VaultToolsError:
                done = False
            else:
                done = True
        yield faults, done
        if not faults.hit:
            return


@pytest.mark.parametrize("system", ["with exchange", "without exchange"])
def test_an_edit_is_all_or_nothing_wherever_it_fails(
    place: Vault, note: Path, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if system == "without exchange":
        monkeypatch.setattr(swapping, "_renameat2", None)
    hit = []
    for faults, done in _with_faults(lambda: edit(place)):
        assert note.read_text(encoding="utf-8") == (NEW if done else OLD), faults.calls
        assert disk.leftovers(place.root) == unfinished(place.root)
        # What can't be read once it has been in the note's place may be anybody's.
        if faults.hit != "unlink" and faults.calls[-2:] != ["open", "read"]:
            assert unfinished(place.root) == [], faults.calls
        remove_leftovers(place, disk.leftovers(place.root))
        assert names(place.root) == ["a.md"]
        note.write_text(OLD, encoding="utf-8")
        hit.append(faults.hit)

    assert done
    assert {"open", "write", "flush", "close", "fsync", "fchmod", "read"} <= set(hit)


def test_a_new_note_is_all_or_nothing_wherever_it_fails(place: Vault) -> None:
    path = place.root / "b.md"
    for faults, done in _with_faults(lambda: new_note(place, "b.md", text=NEW)):
        if path.exists():
            assert path.read_text(encoding="utf-8") == NEW, faults.calls
            path.unlink()
        else:
            assert not done
        if faults.hit != "unlink":
            assert unfinished(place.root) == [], faults.calls
        remove_leftovers(place, disk.leftovers(place.root))
        assert names(place.root) == []

    assert done


def test_the_bytes_are_on_the_disk_before_the_note_changes(
    place: Vault, monkeypatch: pytest.MonkeyPatch, note: Path
) -> None:
    done = []

    def sync(descriptor: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

    def exchange(one: Path, other: Path) -> bool:
        done.append("exchange" if one.read_text(encoding="utf-8") == NEW else "?")
        return real(one, other)

    real = swapping._exchange
    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(swapping, "_exchange", exchange)

    edit(place)

    assert done == ["file", "exchange", "folder"]
    assert note.read_text(encoding="utf-8") == NEW


START = """
import os, resource, sys
from pathlib import Path
from vault_tools.edit.notes import Vault, edit_note, new_note
from vault_tools.errors import VaultToolsError

root, lock_folder = map(Path, sys.argv[1:])
place = Vault(root=root, lock_folder=lock_folder)
"""


def start(place: Vault, script: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", START + script, str(place.root), str(place.lock_folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def output(place: Vault, script: str) -> str:
    with start(place, script) as program:
        said, _ = program.communicate()
    assert program.returncode == 0
    return said


def test_a_file_that_may_not_grow_so_large_stays_as_it_was(place: Vault, note: Path) -> None:
    script = """
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    edit_note(place, "a.md", change=lambda text: text + 9000 * "x")
except VaultToolsError as error:
    print(error)
"""

    assert "a.md can't be written: File too large." in output(place, script)
    assert note.read_text(encoding="utf-8") == OLD
    assert names(place.root) == ["a.md"]


def test_a_folder_that_may_not_be_written_to_stays_as_it_was() -> None:
    # Pytest's own folders are closed to everybody else.
    outside = Path(tempfile.mkdtemp(prefix="vault-"))
    place = Vault(root=outside / "vault", lock_folder=outside / "lock")
    note = place.root / "a.md"
    script = """
edit_note(place, "a.md", change=str)  # whatever is still to be imported is imported now
root.chmod(0o555)
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    edit_note(place, "a.md", change=lambda text: text + "new")
except VaultToolsError as error:
    print(error)
try:
    new_note(place, "b.md", text="new")
except VaultToolsError as error:
    print(error)
"""
    try:
        outside.chmod(0o755)
        place.root.mkdir()
        place.lock_folder.mkdir()
        place.lock_folder.chmod(0o777)
        (place.lock_folder / "write.lock").touch()
        (place.lock_folder / "write.lock").chmod(0o666)
        note.write_text(OLD, encoding="utf-8")
        note.chmod(0o666)

        said = output(place, script)

        assert said.count("can't be written: Permission denied.\n") == 2
        assert note.read_text(encoding="utf-8") == OLD
        assert names(place.root) == ["a.md"]
    finally:
        place.root.chmod(0o755)
        shutil.rmtree(outside)


KILLED_ROUNDS = 2000 if soak.MINUTES else 200


def test_a_program_that_is_killed_leaves_the_old_or_the_new_note(place: Vault, note: Path) -> None:
    # A program of its own forks the ones to be killed, since starting Python takes too long.
    script = """
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        while True:
            edit_note(place, "a.md", change=lambda text: f"{text}{text.count(chr(10))}\\n")
    print(child, flush=True)
    os.waitpid(child, 0)
    print(flush=True)
"""
    seed = int(os.environ.get("VAULT_TOOLS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"VAULT_TOOLS_SEED={seed}")  # noqa: T201 - shown where the test fails
    dice = random.Random(seed)  # noqa: S311 - dice
    note.write_text("", encoding="utf-8")
    before = killed_amid = 0
    with start(place, script) as program:
        assert program.stdin
        assert program.stdout
        for _ in range(KILLED_ROUNDS):
            program.stdin.write("go\n")
            program.stdin.flush()
            child = int(program.stdout.readline())
            time.sleep(dice.uniform(0, 0.03))
            os.kill(child, 9)
            program.stdout.readline()

            lines = note.read_text(encoding="utf-8").splitlines()
            assert lines == [str(number) for number in range(len(lines))]
            assert len(lines) >= before
            before = len(lines)
            left = disk.leftovers(place.root)
            assert left == unfinished(place.root)
            killed_amid += bool(left)
            remove_leftovers(place, left)
            assert names(place.root) == ["a.md"]
        program.stdin.close()
    soak.count("kills at random", KILLED_ROUNDS)
    soak.count("kills amid a write", killed_amid)


# We take turns.


def test_what_two_programs_add_at_the_same_time_is_all_there(place: Vault, note: Path) -> None:
    script = """
sys.stdin.readline()
who = os.getpid()
for number in range(25):
    edit_note(place, "a.md", change=lambda text: f"{text}{who} {number}\\n")
print(who)
"""
    with start(place, script) as one, start(place, script) as other:
        for program in (one, other):
            assert program.stdin
            program.stdin.write("go\n")
            program.stdin.flush()
        who = [int(program.communicate()[0]) for program in (one, other)]

    text = note.read_text(encoding="utf-8")
    added = text.removeprefix(OLD).splitlines()
    assert sorted(added) == sorted(f"{each} {number}" for each in who for number in range(25))
    for each in who:
        own = [line for line in added if line.startswith(f"{each} ")]
        assert own == [f"{each} {number}" for number in range(25)]


def test_the_note_is_read_only_once_the_lock_is_held(
    place: Vault, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fcntl.flock

    def flock(descriptor: int, operation: int) -> None:
        real(descriptor, operation)
        note.write_text("theirs\n", encoding="utf-8")

    monkeypatch.setattr(fcntl, "flock", flock)
    seen: list[str] = []
    edit(place, change=lambda text: seen.append(text) or add_new(text))  # type: ignore[func-returns-value]

    assert seen == ["theirs\n"]


def test_who_waits_too_long_for_the_lock_gives_up(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with locked(folder):
        with (
            pytest.raises(BusyError, match="for 0 s; nothing was written"),
            locked(folder, patience=0),
        ):
            pytest.fail("there are two holders")
        assert stat.S_IMODE((folder / "write.lock").stat().st_mode) == 0o600

    with locked(folder, patience=0):
        pass


def test_who_waits_for_the_lock_gets_it_when_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = locked(tmp_path)
    first.__enter__()
    waits = []

    def wait(_: float) -> None:
        waits.append(1)
        first.__exit__(None, None, None)

    monkeypatch.setattr("vault_tools.edit.lock.time.sleep", wait)

    with locked(tmp_path):
        assert waits == [1]


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    def fail() -> NoReturn:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        fail()

    with locked(tmp_path, patience=0):
        pass


def test_a_place_that_cannot_hold_a_lock_is_an_error(place: Vault, note: Path) -> None:
    nowhere = Vault(root=place.root, lock_folder=note / "no folder")

    with pytest.raises(VaultToolsError, match=r"write\.lock can't be locked: File exists\."):
        edit(nowhere)


# What was left.


def test_leftovers_are_found_and_removed(place: Vault, note: Path) -> None:
    (place.root / "People").mkdir()
    left = [".vt-tmp-1", "People/.vt-tmp-2"]
    for path in left:
        (place.root / path).write_bytes(b"half")

    assert disk.leftovers(place.root) == left
    remove_leftovers(place, [*left, ".vt-tmp-gone"])
    assert disk.leftovers(place.root) == []
    assert note.exists()


@pytest.mark.parametrize("path", ["a.md", "../outside/canary.md", "../outside/.vt-tmp-1"])
def test_nothing_else_is_removed_as_a_leftover(
    place: Vault, note: Path, canary: Path, path: str
) -> None:
    (canary.parent / ".vt-tmp-1").touch()

    with pytest.raises(VaultToolsError, match=r"not ours to remove|leads out of the vault"):
        remove_leftovers(place, [path])

    assert note.exists()
    assert names(canary.parent) == [".vt-tmp-1", "canary.md"]


def test_a_leftover_that_cannot_be_removed_is_an_error(place: Vault) -> None:
    (place.root / ".vt-tmp-folder").mkdir()

    with pytest.raises(VaultToolsError, match="can't be written"):
        remove_leftovers(place, [".vt-tmp-folder"])


# Nobody else writes: `Guard` in conftest.py watches all tests; here it is made to bark.

ROGUE = """
import os

def write(path):
    with open(path, "w", encoding="utf-8") as file:
        file.write("rogue")

def rename(path):
    os.replace(path, path)

def remove(path):
    os.remove(path)

def call(what):
    what()

def read(path):
    with open(path, encoding="utf-8") as file:
        file.read()
"""


def _module(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {"__name__": name}
    exec(ROGUE, found)  # noqa: S102 - it is right above
    return found


@pytest.fixture
def barks() -> Iterator[list[str]]:
    """Return what the guard has found, which is forgiven after the test."""
    yield GUARD.found
    GUARD.found.clear()


@pytest.mark.parametrize("act", ["write", "rename", "remove"])
def test_the_guard_tells_of_a_module_that_writes_on_its_own(
    note: Path, barks: list[str], act: str
) -> None:
    _module("vault_tools.render.rogue")[act](str(note))

    assert len(barks) == 1
    assert barks[0].startswith("vault_tools.render.rogue wrote to the vault (")
    assert barks[0].endswith(str(note))


def test_the_guard_lets_the_writer_write_for_others(
    note: Path, barks: list[str], tmp_path: Path
) -> None:
    writer, other = _module("vault_tools.edit.notes"), _module("vault_tools.render.rogue")

    other["call"](lambda: writer["write"](str(note)))
    other["read"](str(note))
    (tmp_path / "cache").mkdir()
    other["write"](str(tmp_path / "cache" / "index"))
    _module("vault_tools_of_another_kind")["write"](str(note))
    assert barks == []

    writer["call"](lambda: other["read"](str(note)))
    assert barks == []
