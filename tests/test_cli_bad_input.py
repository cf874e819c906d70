"""Whatever lies in a vault: it is a problem at most, and the rest is read."""

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.conftest import MakeVault, Run
from tests.indexing import write
from vault_tools.cli import main
from vault_tools.vault import MAX_DEPTH, MAX_NOTE

ANNA = "---\ntype: person\nname: Anna Berg\n---\n## Log\n- 2026-11-02 phone: Hello\n"
PERSON = "---\ntype: person\n---\n"
_CONTROLS = [chr(code) for code in (*range(32), *range(127, 160)) if chr(code) != "\n"]


@pytest.fixture(autouse=True)
def _never_hangs() -> Iterator[None]:
    """End a test that waits for ever."""

    def expired(*_: object) -> None:
        msg = "this took far too long"
        raise TimeoutError(msg)

    before = signal.signal(signal.SIGALRM, expired)
    signal.alarm(5)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 100 * 2**20)


def _listen(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        before = Path.cwd()
        os.chdir(path.parent)  # the path of a socket has to be short
        listener.bind(path.name)
        os.chdir(before)


def _holding(data: bytes) -> Callable[[Path], None]:
    return lambda path: write(path, data)


def _linked(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


TROUBLES: list[Any] = [
    pytest.param(os.mkfifo, "not-a-file", id="pipe"),
    pytest.param(_listen, "not-a-file", id="socket"),
    pytest.param(_linked("/dev/zero"), "link-outside", id="link to a device"),
    pytest.param(_linked("/etc/hostname"), "link-outside", id="link out of the vault"),
    pytest.param(_linked("../../../../outside.md"), "link-outside", id="relative link out of it"),
    pytest.param(_linked("x.md"), "unreadable", id="link to itself"),
    pytest.param(_sparse, "too-long", id="100 MiB"),
    pytest.param(_holding(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff"), None, id="binary"),
    pytest.param(_holding(PERSON.encode("utf-16")), None, id="UTF-16"),
    pytest.param(_holding(PERSON.encode("utf-16-be")), None, id="UTF-16 without a mark"),
    pytest.param(_holding(f"{PERSON}Grüße".encode("latin-1")), None, id="Latin-1"),
    pytest.param(_holding(f"{PERSON}a\0b".encode()), None, id="NUL"),
    pytest.param(_holding(b"---\nname: [\n---\n"), None, id="broken front matter"),
    pytest.param(_holding(b"---\nname: x\n"), "front-matter-open", id="open front matter"),
    pytest.param(_holding(b"---\na: " + b"[" * 50_000), None, id="deep brackets"),
    pytest.param(_holding(f"{PERSON}<<<<<<< ours\n".encode()), "conflict-marker", id="conflict"),
]


@pytest.mark.parametrize(("make", "code"), TROUBLES)
def test_trouble_is_a_problem_and_the_rest_is_read(
    vault: MakeVault, run: Run, make: Callable[[Path], None], code: str | None
) -> None:
    root = vault({"People/Anna.md": ANNA})
    write(root.parent / "outside.md", "secret\n")
    make(root / "People" / "x.md")

    checked = run("--vault", root, "check", "--json")
    listed = run("--vault", root, "list", "name:anna", "--json")

    problems = json.loads(checked.stdout)
    assert checked.exit_code == 1
    assert {problem["path"] for problem in problems} == {"People/x.md"}
    assert code in (None, problems[0]["code"])
    assert (listed.exit_code, len(json.loads(listed.stdout))) == (0, 1)
    assert "secret" not in run("--vault", root, "search", "secret").stdout
    for command in ("due", "report", "check", "index"):
        assert run("--vault", root, command).exit_code in (0, 1)


def _loop(root: Path) -> None:
    (root / "loop").symlink_to(root)
    (root / "People" / "up").symlink_to("..")
    (root / "People" / "same.md").symlink_to("../People")


def _link_folder(root: Path) -> None:
    write(root.parent / "elsewhere" / "x.md", PERSON)
    (root / "out").symlink_to(root.parent / "elsewhere")


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda root: (root / "x.md").mkdir(), id="folder with the name of a note"),
        pytest.param(_loop, id="links to folders that go round"),
        pytest.param(_link_folder, id="link to a folder elsewhere"),
        pytest.param(lambda root: (root / "x.md").symlink_to("nowhere"), id="link to nothing"),
        pytest.param(lambda root: write(root / ".trash/x.md", PERSON), id="hidden folder"),
        pytest.param(lambda root: write(root / "People/.x.md", PERSON), id="hidden file"),
        pytest.param(lambda root: write(root / "Archive/Old/x.md", PERSON), id="ignored folder"),
        pytest.param(lambda root: write(root / "x.draft.md", PERSON), id="ignored name"),
        pytest.param(lambda root: write(root / "x.md~", PERSON), id="other ending"),
        pytest.param(lambda root: write(root / "Templates/x.md", PERSON), id="template"),
    ],
)
def test_what_is_no_note_is_passed_over(
    vault: MakeVault, run: Run, make: Callable[[Path], object]
) -> None:
    root = vault(
        {
            "People/Anna.md": ANNA,
            ".vault-tools/config.toml": "ignore = ['Archive/**', '*.draft.md']\n",
        }
    )
    make(root)

    assert json.loads(run("--vault", root, "check", "--json").stdout) == []
    listed = json.loads(run("--vault", root, "list", "--json").stdout)
    assert [contact["path"] for contact in listed] == ["People/Anna.md"]


def test_a_link_within_the_vault_is_a_note(vault: MakeVault, run: Run) -> None:
    root = vault({"People/Anna.md": ANNA})
    (root / "People/Same.md").symlink_to("Anna.md")

    listed = json.loads(run("--vault", root, "list", "--json").stdout)

    assert [contact["path"] for contact in listed] == ["People/Anna.md", "People/Same.md"]


def test_folders_may_be_deep_but_not_endless(vault: MakeVault, run: Run) -> None:
    deep = "/".join("d" * MAX_DEPTH)
    root = vault({"People/Anna.md": ANNA, f"{deep}/x.md": PERSON, f"{deep}/d/y.md": PERSON})

    (problem,) = json.loads(run("--vault", root, "check", "--json").stdout)
    listed = json.loads(run("--vault", root, "list", "--json").stdout)

    assert (problem["path"], problem["code"]) == (deep, "too-deep")
    assert {contact["path"] for contact in listed} == {"People/Anna.md", f"{deep}/x.md"}


def test_a_note_may_be_just_as_long_as_the_limit(vault: MakeVault, run: Run) -> None:
    root = vault({"People/Anna.md": ANNA, "long.md": "x" * MAX_NOTE, "longer.md": "x"})
    os.truncate(root / "longer.md", MAX_NOTE + 1)

    (problem,) = json.loads(run("--vault", root, "check", "--json").stdout)

    assert (problem["path"], problem["code"]) == ("longer.md", "too-long")


def test_a_name_that_is_not_utf8_is_a_problem(vault: MakeVault, run: Run) -> None:
    root = vault({"People/Anna.md": ANNA})
    (Path(os.fsdecode(os.fsencode(root) + b"/People/caf\xe9.md"))).write_text(PERSON, "utf-8")
    folder = Path(os.fsdecode(os.fsencode(root) + b"/Caf\xe9"))
    write(folder / "x.md", PERSON)

    checked = run("--vault", root, "check", "--json")
    listed = json.loads(run("--vault", root, "list", "--json").stdout)

    assert [(found["path"], found["code"]) for found in json.loads(checked.stdout)] == [
        ("Caf\\xe9/x.md", "bad-file-name"),
        ("People/caf\\xe9.md", "bad-file-name"),
    ]
    assert [contact["name"] for contact in listed] == ["Anna Berg"]
    assert run("--vault", root, "check").exit_code == 1


HOSTILE = [
    *("new\nline", "\x1b]0;title\x07", "tab\tbed", "-rf", "--help", "\u202egpj", "a\x9b31mb"),
    *("'; DROP TABLE note; --", "* {x} %s %(x)s", "[[Anna]]", "#x|y", "con", "a\\b", " ", "\x7f"),
]


@pytest.mark.parametrize("name", HOSTILE, ids=repr)
def test_a_hostile_name_is_read_and_shown_harmlessly(vault: MakeVault, run: Run, name: str) -> None:
    path = f"People/{name}.md"
    root = vault({"People/Anna.md": ANNA, path: f"{PERSON}needle\n- [ ] Go 📅 2026-02-30\n"})

    listed = json.loads(run("--vault", root, "list", "--json").stdout)
    assert path in {contact["path"] for contact in listed}
    for arguments in (
        *(["list"], ["list", "--json"], ["due", "--json"], ["check"], ["check", "--json"]),
        *(["search", "needle"], ["search", "--json", "needle"], ["report"], ["index"]),
        *(["report", "--format", "text"], ["report", "--format", "html"], ["show", path]),
        *(["show", "--", name], ["list", "--", name], ["search", "--", name]),
    ):
        result = run("--vault", root, *arguments)
        assert result.exit_code in (0, 1, 2), arguments
        assert not [one for one in _CONTROLS if one in result.stdout + result.stderr], arguments


def test_control_characters_in_notes_never_reach_the_terminal(vault: MakeVault, run: Run) -> None:
    bell = "\x1b]8;;http://evil\x07\x9b2J\u202e"
    note = (
        '---\ntype: person\nname: "A\\e[31m\\a\\x9b"\ncompany: "\\e]0;x\\a"\ncadence: weekly\n'
        f'boundaries: "\\e[2J"\nbirthday: "\\e[1m"\n---\nneedle {bell}\n- [ ] Go {bell}\n'
        f"## Log\n- 2026-01-02 phone: {bell}\n"
    )
    root = vault({"People/A.md": note})

    for arguments in (
        ["list"],
        ["show", "A"],
        ["due"],
        ["check"],
        ["search", "needle"],
        ["report"],
    ):
        for more in ([], ["--json"] if arguments != ["report"] else ["--format", "json"]):
            result = run("--vault", root, "--today", "2026-11-23", *arguments, *more)
            assert result.exit_code in (0, 1), arguments
            assert not [one for one in _CONTROLS if one in result.output], arguments
            assert "\u202e" not in result.output


@pytest.mark.parametrize("today", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["report"],
        ["report", "review"],
        ["report", "dashboard", "--format", "html"],
        ["report", "--format", "eml"],
        ["report", "--week", "0001-W01"],
        ["report", "--week", "9999-W51"],
        ["report", "review", "--month", "0001-01"],
        ["show", "anna", "--format", "html"],
    ],
    ids=" ".join,
)
def test_a_report_may_be_of_the_first_day_and_of_the_last(
    vault: MakeVault, run: Run, today: str, arguments: list[str]
) -> None:
    result = run("--vault", vault({"People/Anna.md": ANNA}), "--today", today, *arguments)

    assert result.exit_code == 0, result.stderr
    assert result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["log", "anna", "x", "--via", "fax"], id="a channel of the configuration"),
        pytest.param(["stats", "load", "--what-if", "x:9d"], id="a tier of the configuration"),
        pytest.param(["merge", "anna", "anna"], id="the name of a file"),
        pytest.param(["init", "{root}"], id="a folder that Obsidian's settings name"),
        pytest.param(["init", "{root}", "--dry-run"], id="the same, shown"),
    ],
)
def test_no_sentence_of_ours_brings_control_characters_either(
    vault: MakeVault, run: Run, arguments: list[str]
) -> None:
    evil = r"\u009b2J"
    config = f'[tiers]\n"{evil}" = "monthly"\n[channels."{evil}"]\nminutes = 5\n'
    root = vault(
        {
            "People/Anna \x9b2J.md": PERSON.replace("---\n", "---\nname: Anna\n", 1),
            ".vault-tools/config.toml": config,
            ".obsidian/templates.json": json.dumps({"folder": "\x9b2J"}),
        }
    )

    result = run("--vault", root, *(each.format(root=root) for each in arguments))

    assert "2j" in result.output.casefold()
    assert not [one for one in _CONTROLS if one in result.output]


def test_no_question_brings_control_characters(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = '---\ntype: person\nname: "Anna \\x9b2J"\nfollow_up: 2026-11-01\n---\n'
    root = vault({"People/Anna.md": front})
    run("--version")  # its folders are the test's
    monkeypatch.setattr("vault_tools.cli.log.is_interactive", lambda: True)

    result = CliRunner().invoke(main, ["--vault", str(root), "log", "anna", "x"], input="n\n")

    assert "Remove it?" in result.stderr
    assert not [one for one in _CONTROLS if one in result.stderr]


@pytest.mark.parametrize(
    "words", ['"', "*", "NEAR(a b)", "a AND", "-", "name:x", "(", "''", "_", "½", "\u0345", "🎉"]
)
def test_any_words_may_be_searched(vault: MakeVault, run: Run, words: str) -> None:
    result = run("--vault", vault({"People/Anna.md": ANNA}), "search", "--json", "--", words)

    assert result.exit_code in (0, 1)
    assert isinstance(json.loads(result.stdout), list)
