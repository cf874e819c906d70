"""Writing files, whole and at once."""

import os
from pathlib import Path

import pytest

from vault_tools.edit import notes, swap, undoing
from vault_tools.edit.notes import Vault, create, move_note, remove_note
from vault_tools.edit.reports import sealed, write_report
from vault_tools.edit.undoing import Back
from vault_tools.errors import (
    NoteChangedError,
    NoteMovedOnError,
    ReportExistsError,
    VaultToolsError,
)

REPORT = "---\nvault_tools: report\nweek: 2026-W48\n---\n# Week\n"


def test_a_file_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.md"

    assert create(path, "Grüße\n")
    assert path.read_bytes() == "Grüße\n".encode()


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"mine")
    (tmp_path / "link").symlink_to("nowhere")

    assert not create(tmp_path / "there", "new")
    assert not create(tmp_path / "link", "new")
    assert (tmp_path / "there").read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "there"]


def test_a_file_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(VaultToolsError, match=r"x\.md can't be written"):
        create(tmp_path / "file" / "x.md", "new")


def test_a_report_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "Reports" / "2026-W48.md"
    before = os.umask(0)
    try:
        assert write_report(path, REPORT)
    finally:
        os.umask(before)

    assert path.read_bytes() == sealed(REPORT).encode()
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_report_keeps_the_mode_that_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    write_report(path, REPORT)
    path.chmod(0o640)

    assert write_report(path, f"{REPORT}more")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_report_that_says_the_same_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    write_report(path, REPORT)
    before = path.stat()

    assert not write_report(path, REPORT)
    assert path.stat() == before


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(REPORT.replace("\n", "\r\n"), id="other line ends"),
        pytest.param(f"\ufeff{REPORT}", id="byte order mark"),
        pytest.param(REPORT.replace("vault", "tags: [x]\nvault"), id="own properties"),
    ],
)
def test_an_older_report_is_replaced(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(text.encode())

    assert write_report(path, f"{REPORT}new")
    assert path.read_bytes() == sealed(f"{REPORT}new").encode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\nname: Anna\n---\n", id="contact"),
        pytest.param("", id="empty"),
        pytest.param(f"# How reports look\n{REPORT}", id="a note about reports"),
        pytest.param("---\nname: Anna\n---\nvault_tools: report\n", id="words in the text"),
        pytest.param("---\nvault_tools: reporter\n---\n", id="another word"),
    ],
)
@pytest.mark.parametrize("name", ["note.md", "note.MD"])
def test_a_note_that_is_no_report_is_never_replaced(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())

    with pytest.raises(ReportExistsError, match=r"is not a report of vault-tools"):
        write_report(path, REPORT)

    assert path.read_bytes() == text.encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_to_a_report_stays_one(tmp_path: Path) -> None:
    write_report(tmp_path / "real.md", REPORT)
    (tmp_path / "link.md").symlink_to("real.md")

    assert write_report(tmp_path / "link.md", f"{REPORT}new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text(encoding="utf-8") == sealed(f"{REPORT}new")


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(VaultToolsError, match="is no file that can be replaced"):
            write_report(path, REPORT)

    assert (tmp_path / "pipe").is_fifo()


def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.md"
    write_report(path, REPORT)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(VaultToolsError, match="can't be written: No space left"):
        write_report(path, f"{REPORT}new")

    assert path.read_text(encoding="utf-8") == sealed(REPORT)
    assert list(tmp_path.iterdir()) == [path]


# An editor saves in the last moment before a note goes.


@pytest.fixture
def place(tmp_path: Path) -> Vault:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "a.md").write_text("old", encoding="utf-8")
    return Vault(root=root, lock_folder=tmp_path / "cache")


@pytest.fixture(params=["in place", "as a new file"])
def late(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Save the note right before it is taken away, in one of the ways that editors have."""
    real = swap.removed

    def removed(path: Path, *, old: bytes) -> bool:
        if path.name == "a.md":
            beside = path if request.param == "in place" else path.with_name("b.md")
            beside.write_text("saved", encoding="utf-8")
            beside.replace(path)
        return real(path, old=old)

    for module in (notes, swap, undoing):
        monkeypatch.setattr(module, "removed", removed)


def saved(place: Vault) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in place.root.iterdir()}


@pytest.mark.usefixtures("late")
def test_a_note_that_is_saved_while_it_is_removed_stays(place: Vault) -> None:
    with pytest.raises(NoteChangedError):
        remove_note(place, "a.md", text="old")

    assert saved(place) == {"a.md": "saved"}


@pytest.mark.usefixtures("late")
def test_a_note_that_is_saved_while_it_is_moved_stays_where_it_was(place: Vault) -> None:
    with pytest.raises(NoteChangedError):
        move_note(place, "a.md", to="c.md")

    assert saved(place) == {"a.md": "saved"}


@pytest.mark.usefixtures("late")
def test_a_new_note_that_is_saved_while_it_is_taken_back_stays(place: Vault) -> None:
    with pytest.raises(NoteMovedOnError):
        undoing.put_back(place, {"a.md": Back(b"old", None)})

    assert saved(place) == {"a.md": "saved"}


def test_a_note_is_moved_where_a_file_can_have_one_name_only(
    place: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", lambda *_, **__: (_ for _ in ()).throw(OSError(1, "no")))

    move_note(place, "a.md", to="c.md")

    assert saved(place) == {"c.md": "old"}
    (place.root / "b.md").write_text("another", encoding="utf-8")
    assert not swap.moved(place.root / "c.md", place.root / "b.md", old=b"old")
    assert saved(place) == {"b.md": "another", "c.md": "old"}


@pytest.mark.parametrize("can_link", [True, False])
def test_what_was_saved_comes_back_unless_it_is_saved_again(
    place: Vault, monkeypatch: pytest.MonkeyPatch, *, can_link: bool
) -> None:
    path = place.root / "a.md"
    if not can_link:
        monkeypatch.setattr(os, "link", lambda *_, **__: (_ for _ in ()).throw(OSError(1, "no")))

    assert not swap.removed(path, old=b"another")
    assert saved(place) == {"a.md": "old"}

    assert swap.removed(path, old=b"old")
    assert saved(place) == {}


def test_a_newer_save_is_not_replaced_by_an_older_one(
    place: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.root / "a.md"
    monkeypatch.setattr(
        swap, "_wait_until_closed", lambda _: path.write_text("newest", encoding="utf-8")
    )

    assert not swap.removed(path, old=b"another")
    assert saved(place) == {"a.md": "newest"}


def test_a_note_that_cannot_be_removed_is_back_in_its_place(
    place: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.unlink
    failing = iter([True])

    def unlink(path: Path) -> None:
        if next(failing, False):
            raise OSError(5, "Input/output error")
        real(path)

    monkeypatch.setattr(Path, "unlink", unlink)

    with pytest.raises(VaultToolsError, match="can't be written"):
        remove_note(place, "a.md", text="old")

    assert saved(place) == {"a.md": "old"}
