"""Finding the vault, walking it, reading a note."""

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MakeVault
from tests.indexing import write
from vault_tools import vault as vaults
from vault_tools.errors import NoVaultError, VaultUnusableError
from vault_tools.vault import UnreadableError, display_path, find_vault, read_note, walk


@pytest.fixture(autouse=True)
def _nothing_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VAULT_TOOLS_VAULT", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_the_vault_that_is_named_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("named", "environment", "around/.obsidian", "configured"):
        (tmp_path / name).mkdir(parents=True)
    write(tmp_path / "config/vault-tools/config.toml", f"vault = '{tmp_path}/configured'")
    around, nowhere = tmp_path / "around", tmp_path / "named"

    assert find_vault(nowhere) == tmp_path / "configured"
    assert find_vault(around) == around
    monkeypatch.setenv("VAULT_TOOLS_VAULT", str(tmp_path / "environment"))
    assert find_vault(around) == tmp_path / "environment"
    assert find_vault(around, named=str(nowhere)) == nowhere


def test_the_nearest_folder_with_a_marker_is_the_vault(tmp_path: Path) -> None:
    deep = tmp_path / "outer" / "inner" / "People"
    deep.mkdir(parents=True)
    (tmp_path / "outer" / ".obsidian").mkdir()
    (deep.parent / ".vault-tools").mkdir()
    (deep / ".obsidian").touch()

    assert find_vault(deep) == deep.parent


def test_a_vault_is_found_through_links(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    assert find_vault(tmp_path, named=str(tmp_path / "link")) == tmp_path / "real"


def test_no_vault_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoVaultError, match="vault-tools init"):
        find_vault(tmp_path)


@pytest.mark.parametrize(
    ("name", "reason"), [("none", "does not exist"), ("file", "is not a folder")]
)
def test_a_named_vault_has_to_be_a_folder(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(VaultUnusableError, match=reason):
        find_vault(tmp_path, named=str(tmp_path / name))


def test_a_walk_finds_the_notes(vault: MakeVault) -> None:
    root = vault(
        {
            **dict.fromkeys(("a.md", "b/c.md", "b/d/e.md", "é.md", "a b.md"), "x"),
            **dict.fromkeys(("a.txt", "a.MD", ".hidden.md", ".git/a.md", "b/.trash/a.md"), "x"),
        }
    )

    found = walk(root)

    assert sorted(found.notes) == ["a b.md", "a.md", "b/c.md", "b/d/e.md", "é.md"]
    assert (found.problems, found.unseen) == ([], [])
    state = (root / "b/c.md").stat()
    assert found.notes["b/c.md"] == (
        *(state.st_mtime_ns, state.st_ctime_ns),
        *(state.st_size, state.st_ino),
    )


@pytest.mark.parametrize(
    ("globs", "left"),
    [
        ([], {"a.md", "Old/a.md", "Old/New/a.md", "x Old/a.md"}),
        (["Old"], {"a.md", "x Old/a.md"}),
        (["Old/"], {"a.md", "x Old/a.md"}),
        (["Old/**"], {"a.md", "x Old/a.md"}),
        (["Old/New/**"], {"a.md", "Old/a.md", "x Old/a.md"}),
        (["*/a.md"], {"a.md"}),
        (["a.md", "x*"], {"Old/a.md", "Old/New/a.md"}),
        (["[", "(", "+"], {"a.md", "Old/a.md", "Old/New/a.md", "x Old/a.md"}),
    ],
    ids=str,
)
def test_globs_hide_notes_and_folders(vault: MakeVault, globs: list[str], left: set[str]) -> None:
    root = vault(dict.fromkeys(("a.md", "Old/a.md", "Old/New/a.md", "x Old/a.md"), ""))

    assert set(walk(root, ignore=globs).notes) == left


def test_a_walk_of_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(VaultUnusableError, match="can't be read: No such file"):
        walk(tmp_path / "none")


def test_a_folder_that_closes_while_it_is_listed_is_unseen(
    vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"a.md": "", "b/c.md": ""})
    real = os.open

    def opened(place: str, flags: int) -> int:
        if place.endswith("b/"):
            raise OSError(errno.EIO, "Input/output error")
        return real(place, flags)

    monkeypatch.setattr(os, "open", opened)

    found = walk(root)

    assert (list(found.notes), found.unseen) == (["a.md"], ["b/"])
    assert found.problems == [("b", 1, 1, "unreadable", "can't be listed: Input/output error")]
    assert vaults.vanished(root, found, known={"b/c.md": 0, "b/gone.md": 0, "gone.md": 0}) == [
        "gone.md"
    ]


def test_a_note_is_read_with_its_state(vault: MakeVault) -> None:
    root = vault({"a/é.md": "x"})

    data, state = read_note(root, "a/é.md")

    assert data == b"x"
    assert state == walk(root).notes["a/é.md"]


def test_a_note_that_changes_while_it_is_read_is_read_again(
    vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"a.md": "before"})
    real, calls = vaults._stat, list[int]()

    def stat(state: os.stat_result) -> vaults.Stat:
        calls.append(1)
        if len(calls) == 1:
            write(root / "a.md", "afterwards")
        return real(state)

    monkeypatch.setattr(vaults, "_stat", stat)

    assert read_note(root, "a.md")[0] == b"afterwards"


def test_a_note_that_never_stops_changing_is_read_in_the_end(
    vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"a.md": "text"})
    count = iter(range(100))
    monkeypatch.setattr(vaults, "_stat", lambda _state: vaults.Stat(next(count), 0, 0, 0))

    assert read_note(root, "a.md") == (b"text", (5, 0, 0, 0))


def test_reading_what_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_note(tmp_path, "none.md")


def _bind(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(os.mkfifo, "not-a-file", id="pipe"),
        pytest.param(Path.mkdir, "not-a-file", id="folder"),
        pytest.param(lambda path: path.symlink_to("x.md"), "unreadable", id="loop"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), "not-a-file", id="device"),
    ],
)
def test_what_cannot_be_read_is_a_problem(
    tmp_path: Path, make: Callable[[Path], object], code: str
) -> None:
    make(tmp_path / "x.md")

    with pytest.raises(UnreadableError) as caught:
        read_note(tmp_path, "x.md")

    assert caught.value.problem[:4] == ("x.md", 1, 1, code)


def test_an_error_while_reading_is_a_problem(
    vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"a.md": "x"})

    def broken(_descriptor: int, _size: int) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "read", broken)

    with pytest.raises(UnreadableError, match="can't be read: Input/output error"):
        read_note(root, "a.md")


@pytest.mark.parametrize(
    ("path", "shown"),
    [("é.md", "é.md"), (os.fsdecode(b"caf\xe9.md"), "caf\\xe9.md"), ("a\nb.md", "a\nb.md")],
)
def test_a_path_is_shown_as_text(path: str, shown: str) -> None:
    assert display_path(path) == shown
