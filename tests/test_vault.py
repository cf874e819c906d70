"""What may lie in a vault, and what is done about it."""

import errno
import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from tests.conftest import MakeVault, Run
from vault_tools import vault as vaults
from vault_tools.errors import VaultUnusableError
from vault_tools.vault import UnreadableError, read_note, walk

PERSON = "---\ntype: person\n---\n"


@pytest.fixture(autouse=True)
def hurry() -> Iterator[None]:
    """Fail, rather than hang, where something waits for a pipe."""
    signal.alarm(60)
    yield
    signal.alarm(0)


def _fifo(place: Path) -> None:
    os.mkfifo(place)


def _socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(place))


def _loop(place: Path) -> None:
    place.symlink_to(place.name)


def _outside(place: Path) -> None:
    place.symlink_to("/etc/hostname")


def _device(place: Path) -> None:
    place.symlink_to("/dev/zero")


def _sparse(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(100 * 2**20)


def _just_too_long(place: Path) -> None:
    place.write_bytes(b"x" * (vaults.MAX_NOTE + 1))


def _binary(place: Path) -> None:
    place.write_bytes(b"\x7fELF\0\0\0")


def _utf16(place: Path) -> None:
    place.write_bytes("---\ntype: person\n---\n".encode("utf-16"))


def _latin1(place: Path) -> None:
    place.write_bytes("---\ntype: person\ncity: Köln\n---\n".encode("latin-1"))


def _toml(place: Path) -> None:
    place.write_text('+++\ntype = "person"\n+++\n', encoding="utf-8")


def _unclosed(place: Path) -> None:
    place.write_text("---\ntype: person\n", encoding="utf-8")


def _conflict(place: Path) -> None:
    text = "---\ntype: person\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n---\n"
    place.write_text(text, encoding="utf-8")


def _aliases(place: Path) -> None:
    items = "".join("  - *a\n" for _ in range(5000))
    place.write_text(f"---\na: &a x\nb:\n{items}---\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(_fifo, "not-a-file", id="pipe"),
        pytest.param(_socket, "not-a-file", id="socket"),
        pytest.param(_loop, "unreadable", id="a link to itself"),
        pytest.param(_outside, "link-outside", id="a link out of the vault"),
        pytest.param(_device, "link-outside", id="a link to a device"),
        pytest.param(_sparse, "too-long", id="100 MB"),
        pytest.param(_just_too_long, "too-long", id="just too long"),
        pytest.param(_binary, "binary", id="binary"),
        pytest.param(_utf16, "utf-16", id="UTF-16"),
        pytest.param(_latin1, "not-utf-8", id="Latin-1"),
        pytest.param(_toml, "front-matter-language", id="TOML"),
        pytest.param(_unclosed, "front-matter-open", id="never closed"),
        pytest.param(_conflict, "conflict-marker", id="conflict"),
        pytest.param(_aliases, "yaml-limit", id="aliases by the thousand"),
    ],
)
def test_what_can_not_be_read_is_a_problem_and_the_rest_works(
    run: Run,
    vault: MakeVault,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], None],
    code: str,
) -> None:
    root = vault({"People/Anna.md": PERSON})
    monkeypatch.chdir(root)
    make(root / "People" / "x.md")

    problems = json.loads(run("--vault", root, "check", "--json").stdout)
    contacts = json.loads(run("--vault", root, "list", "--json").stdout)

    assert [(problem["path"], problem["code"]) for problem in problems] == [("People/x.md", code)]
    assert [contact["name"] for contact in contacts] == ["Anna"]


def test_what_is_no_note_is_passed_over(vault: MakeVault) -> None:
    root = vault(
        {
            "a.md": "",
            "b.txt": PERSON,
            ".hidden.md": PERSON,
            ".git/c.md": PERSON,
            ".trash/d.md": PERSON,
            "x.md/e.md": "",
            "Archive/f.md": "",
            "Archive/deep/g.md": "",
            "Notes/draft-h.md": "",
        }
    )
    (root / "gone.md").symlink_to("nowhere.md")
    (root / "inside.md").symlink_to("a.md")
    (root / "linked").symlink_to("Archive")

    found = walk(root, ignore=["Archive/**", "Notes/draft-*"])

    assert sorted(found.notes) == ["a.md", "inside.md", "x.md/e.md"]
    assert found.problems == []


def test_names_of_every_kind_are_read(run: Run, vault: MakeVault) -> None:
    names = [
        "-x; touch P",
        "new\nline",
        "\x1b[31mred",
        "a\u202egpj",
        "é" * 100,
        " lead",
        "Zoe\u0308",
    ]
    root = vault({f"People/{name}.md": PERSON for name in names})
    (root / os.fsdecode(b"People/ol\xe9.md")).write_text(PERSON, encoding="utf-8")

    found = run("--vault", root, "list", "--json")
    shown = run("--vault", root, "list").stdout + run("--vault", root, "due").stdout

    assert sorted(contact["name"] for contact in json.loads(found.stdout)) == sorted(names)
    assert not any(character in shown for character in "\x1b\u202e\r")
    assert len(shown.splitlines()) == len(names)
    problems = json.loads(run("--vault", root, "check", "--json").stdout)
    assert [(one["path"], one["code"]) for one in problems] == [
        ("People/ol\\xe9.md", "bad-file-name")
    ]


def test_folders_may_be_deep_but_not_endless(vault: MakeVault) -> None:
    deep = "/".join(["d"] * vaults.MAX_DEPTH)
    root = vault({f"{deep}/a.md": "", f"{deep}/e/b.md": ""})

    found = walk(root)

    assert list(found.notes) == [f"{deep}/a.md"]
    assert [(problem.path, problem.code) for problem in found.problems] == [(deep, "too-deep")]


def test_a_vault_that_can_not_be_listed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(VaultUnusableError, match="No such file"):
        walk(tmp_path / "nowhere")


def test_a_note_that_changes_while_it_is_read_is_read_again(
    vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"a.md": "old"})
    states = iter(range(10))
    real = os.fstat

    def moving(descriptor: int) -> os.stat_result:
        state = list(real(descriptor))
        step = next(states)
        state[6] += step if step < 3 else 0
        return os.stat_result(state)

    monkeypatch.setattr(os, "fstat", moving)

    data, state = read_note(root, "a.md")

    assert data == b"old"
    assert state.size == 3


@pytest.mark.parametrize("call", ["open", "read"])
def test_a_disk_that_fails_is_a_problem(
    vault: MakeVault, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    root = vault({"a.md": "x"})

    def failing(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    if call == "open":
        monkeypatch.setattr(os, "open", failing)
    else:

        class Failing:
            def __init__(self, descriptor: int) -> None:
                self._descriptor = descriptor

            def __enter__(self) -> Self:
                return self

            def __exit__(self, *_: object) -> None:
                os.close(self._descriptor)

            read = failing

        monkeypatch.setattr(os, "fdopen", lambda descriptor, _mode: Failing(descriptor))

    with pytest.raises(UnreadableError, match="Input/output error"):
        read_note(root, "a.md")
