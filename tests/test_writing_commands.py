"""The commands that write into notes: what becomes of a note, to the letter."""

import contextlib
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import MakeVault, Run
from vault_tools.cli import main, naming, opening

DAY = ("--today", "2026-11-23")
ANNA = "People/Anna Berg.md"
FRONT = "---\ntype: person\n---\n"


def text(root: Path, path: str = ANNA) -> str:
    return (root / path).read_bytes().decode("utf-8")


def state(root: Path, path: str = ANNA) -> tuple[int, int, bytes]:
    found = (root / path).stat()
    return found.st_ino, found.st_mtime_ns, (root / path).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "row"),
    [
        pytest.param(["hello"], "2026-11-23 hello", id="text alone"),
        pytest.param(["hello", "--via", "phone"], "2026-11-23 phone: hello", id="channel"),
        pytest.param(["x", "--via", "Telefon"], "2026-11-23 Telefon: x", id="German channel"),
        pytest.param(["x", "--on", "gestern"], "2026-11-22 x", id="day in German"),
        pytest.param(["x", "--on", "last friday"], "2026-11-20 x", id="day in English"),
        pytest.param(["x", "--on", "2026-12-01"], "2026-12-01 x", id="planned"),
        pytest.param(
            ["x", "--got", "a tip", "--gave", "a book", "--noreply"],
            "2026-11-23 x #noreply #gave a book #got a tip",
            id="outcome and favours",
        ),
        pytest.param(["--declined"], "2026-11-23 #declined", id="outcome alone"),
        pytest.param(["a\nb\n- [ ] c"], "2026-11-23 a\n  b\n  - [ ] c", id="several lines"),
    ],
)
def test_an_entry_is_written_as_it_is_said(
    vault: MakeVault, run: Run, arguments: list[str], row: str
) -> None:
    root = vault({ANNA: f"{FRONT}Text\n\n## Log\n"})

    done = run("--vault", root, *DAY, "log", "anna", *arguments)

    assert done.exit_code == 0, done.output
    assert text(root) == f"{FRONT}Text\n\n## Log\n- {row}\n"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        pytest.param("30.11.", "'30.11.' is 30 November 2025, 11 months ago.\n", id="last year"),
        pytest.param(
            "2026-12-01",
            "1 December is still to come: noted as planned, not yet as a contact.\n",
            id="ahead",
        ),
        pytest.param("30.11.2025", "", id="with the year"),
        pytest.param("3.11.", "", id="this year"),
        pytest.param(None, "", id="today"),
    ],
)
def test_log_says_a_day_that_is_in_another_year_or_ahead(
    vault: MakeVault, run: Run, day: str | None, said: str
) -> None:
    root = vault({ANNA: FRONT})

    done = run("--vault", root, *DAY, "log", "anna", "x", *(("--on", day) if day else ()))

    assert (done.exit_code, done.stderr) == (0, said)


def test_several_people_get_the_same_entry(vault: MakeVault, run: Run) -> None:
    root = vault({ANNA: FRONT, "People/Ben.md": FRONT, "People/Carla.md": FRONT})

    done = run("--vault", root, *DAY, "log", "anna", "ben", "Lunch", "--with", "carla")

    assert done.stdout == "Anna Berg, Ben, Carla: 2026-11-23\n"
    for path in (ANNA, "People/Ben.md", "People/Carla.md"):
        assert text(root, path).endswith("## Log\n- 2026-11-23 Lunch\n")


def test_if_one_of_several_is_refused_none_is_written(vault: MakeVault, run: Run) -> None:
    root = vault({ANNA: FRONT, "People/Ben.md": f"{FRONT}<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n"})

    done = run("--vault", root, *DAY, "log", "anna", "ben", "Lunch")

    assert done.exit_code == 3
    assert "a merge conflict is not resolved here" in done.stderr
    assert text(root) == FRONT


@pytest.mark.parametrize(
    ("before", "arguments", "after"),
    [
        pytest.param("last_contact: 2026-01-01", [], "last_contact: 2026-11-23", id="older"),
        pytest.param("letzter_kontakt: 2026-01-01", [], "letzter_kontakt: 2026-11-23", id="German"),
        pytest.param('last_contact: "2026-01-01"', [], 'last_contact: "2026-11-23"', id="quotes"),
        pytest.param("last_contact: 2026-12-01", [], "last_contact: 2026-12-01", id="newer"),
        pytest.param(
            "last_contact: 2026-01-01", ["--noreply"], "last_contact: 2026-01-01", id="attempt"
        ),
        pytest.param(
            "last_contact: 2026-01-01",
            ["--on", "2026-12-01"],
            "last_contact: 2026-01-01",
            id="plan",
        ),
        pytest.param("last_contact: soon", [], "last_contact: soon", id="not a day"),
        pytest.param("tier: close", [], "tier: close", id="none"),
    ],
)
def test_last_contact_follows_where_the_note_has_it(
    vault: MakeVault, run: Run, before: str, arguments: list[str], after: str
) -> None:
    root = vault({ANNA: f"---\ntype: person\n{before}\n---\n"})

    run("--vault", root, *DAY, "log", "anna", "x", *arguments)

    assert text(root).startswith(f"---\ntype: person\n{after}\n---\n")


@pytest.mark.parametrize(
    ("flags", "kept", "said"),
    [
        pytest.param([], True, "--clear-follow-up removes it", id="nobody to ask"),
        pytest.param(["--clear-follow-up"], False, "", id="to be cleared"),
        pytest.param(["--keep-follow-up"], True, "--clear-follow-up", id="to be kept"),
        pytest.param(["--noreply"], True, "", id="an attempt"),
    ],
)
def test_a_follow_up_that_is_done_can_go(
    vault: MakeVault,
    run: Run,
    flags: list[str],
    kept: bool,  # noqa: FBT001 - pytest hands it over by name
    said: str,
) -> None:
    root = vault({ANNA: "---\ntype: person\nfollow_up: 2026-11-20\n---\n"})

    done = run("--vault", root, *DAY, "log", "anna", "x", *flags)

    assert ("follow_up: 2026-11-20\n" in text(root)) is kept
    assert said in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["nobody", "x"], 1, "no contact is called 'nobody'", id="unknown"),
        pytest.param(["be", "x"], 2, "may be any of these", id="ambiguous"),
        pytest.param(["anna", "ben smith"], 2, "is a contact: give a TEXT last", id="name as text"),
        pytest.param(["anna", "x", "--via", "pigeon"], 2, "is not a channel", id="channel"),
        pytest.param(["anna", "x", "--on", "xyzzy"], 2, "is not a day", id="day"),
        pytest.param(["anna"], 2, "there is nothing to log", id="nothing"),
        pytest.param(["anna", "a %% b"], 3, "would hide other lines", id="comment"),
    ],
)
def test_what_is_not_clear_is_not_written(
    vault: MakeVault, run: Run, arguments: list[str], code: int, said: str
) -> None:
    note = f"{FRONT}## Log\n- 2026-01-01 a\n- 2025-01-01 b\n"
    root = vault({ANNA: note, "People/Ben Smith.md": FRONT, "People/Bea.md": FRONT})
    before = state(root)

    done = run("--vault", root, *DAY, "log", *arguments)

    assert done.exit_code == code
    assert said in done.stderr
    assert state(root) == before


def test_a_text_that_is_piped_in_is_logged_as_a_whole_or_not_at_all(
    vault: MakeVault, run: Run
) -> None:
    root = vault({ANNA: FRONT})
    run("--version")  # its folders are the test's

    done = CliRunner().invoke(main, ["--vault", str(root), "log", "anna", "-"], input="x" * 70_000)

    assert done.exit_code == 2
    assert "at most 65536 characters; nothing was logged" in done.stderr
    assert text(root) == FRONT


def test_one_of_several_may_be_picked_on_a_terminal(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"People/Ben A.md": FRONT, "People/Ben B.md": FRONT})
    monkeypatch.setattr(naming, "is_interactive", lambda: True)
    monkeypatch.setattr("click.prompt", lambda *_, **__: 2)

    run("--vault", root, *DAY, "log", "ben", "x")

    assert text(root, "People/Ben A.md") == FRONT
    assert text(root, "People/Ben B.md").endswith("- 2026-11-23 x\n")


def test_so_may_one_to_be_shown(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"People/Ben A.md": FRONT, "People/Ben B.md": FRONT})
    monkeypatch.setattr(naming, "is_interactive", lambda: True)
    monkeypatch.setattr("click.prompt", lambda *_, **__: 2)

    assert run("--vault", root, *DAY, "show", "ben").stdout.startswith("Ben B\n")


def test_a_dry_run_prints_a_patch_and_writes_nothing(vault: MakeVault, run: Run) -> None:
    root = vault({ANNA: f"{FRONT}## Log\n- 2026-01-01 a"})
    before = state(root)

    done = run("--vault", root, *DAY, "log", "anna", "x", "--dry-run")

    assert state(root) == before
    patch = ["git", "apply", "--unsafe-paths", "-"]
    subprocess.run(patch, cwd=root, input=done.stdout, text=True, check=True)
    assert text(root) == f"{FRONT}## Log\n- 2026-11-23 x\n- 2026-01-01 a"


def test_what_was_logged_is_shown(vault: MakeVault, run: Run) -> None:
    root = vault({ANNA: FRONT})
    run("--vault", root, *DAY, "log", "anna", "Asked", "--via", "mail", "--gave", "a tip")

    (found,) = json.loads(run("--vault", root, *DAY, "show", "anna", "--json").stdout)[
        "interactions"
    ]

    assert (found["on"], found["channel"], found["gave"]) == ("2026-11-23", "email", ["a tip"])


@pytest.mark.parametrize(
    ("before", "arguments", "after"),
    [
        pytest.param("tier: wide  # x", ["tier=close"], "tier: close  # x", id="comment stays"),
        pytest.param("tier:", ["tier=close"], "tier: close", id="empty"),
        pytest.param("prm-tier: wide", ["tier=close"], "prm-tier: close", id="synonym in use"),
        pytest.param("a: b", ["phone=0123"], 'a: b\nphone: "0123"', id="text in quotes"),
        pytest.param("a: b", ["num=5", "w=no"], 'a: b\nnum: 5\nw: "no"', id="own properties"),
        pytest.param("a: b", ["met=gestern"], "a: b\nmet: 2026-11-22", id="day in words"),
        pytest.param("a: b", ["private=yes"], "a: b\nprivate: true", id="flag"),
        pytest.param("tags: [a, b]", ["tags+=c"], "tags: [a, b, c]", id="flow list"),
        pytest.param("tags:\n- a\n- b", ["tags-=a"], "tags:\n- b", id="block list"),
        pytest.param("tags: a, b", ["tags+=c"], "tags: [a, b, c]", id="one text"),
        pytest.param("tags:\n  - a", ["tags=b,c"], "tags:\n  - b\n  - c", id="whole list"),
        pytest.param("a: b", ["tags=x"], "a: b\ntags: [x]", id="new list"),
        pytest.param(
            'tags: "[[My People]]"', ["tags+=c"], 'tags: ["[[My People]]", c]', id="a link"
        ),
        pytest.param(
            "email: Anna B <a@x>", ["email+=b@x"], "email: [Anna B <a@x>, b@x]", id="with a name"
        ),
        pytest.param("email: a@x; b@x", ["email+=c@x"], "email: [a@x, b@x, c@x]", id="semicolons"),
        pytest.param("email: a@x", ["email+=b@x"], "email: [a@x, b@x]", id="second address"),
        pytest.param("a: b\nc: d", ["a="], "c: d", id="removed"),
        pytest.param("cadence: 30", ["cadence=6w"], "cadence: 6w", id="cadence"),
        pytest.param("birthday:", ["birthday=12.4.1986"], "birthday: 1986-04-12", id="birthday"),
    ],
)
def test_a_property_is_set_in_its_own_layout(
    vault: MakeVault, run: Run, before: str, arguments: list[str], after: str
) -> None:
    root = vault({ANNA: f"---\ntype: person\n{before}\n---\nText\n"})

    done = run("--vault", root, *DAY, "set", "anna", *arguments)

    assert done.exit_code == 0, done.output
    assert text(root) == f"---\ntype: person\n{after}\n---\nText\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["set", "anna", "tier=xyz"], 2, id="tier"),
        pytest.param(["set", "anna", "birthday=2026-02-30"], 2, id="birthday"),
        pytest.param(["set", "anna", "met=soon"], 2, id="day"),
        pytest.param(["set", "anna", "tier"], 2, id="no value"),
        pytest.param(["set", "anna", "tags-=zzz"], 2, id="not in the list"),
        pytest.param(["set", "anna", "n=a"], 3, id="a table"),
        pytest.param(["follow-up", "anna", "2026-01-01"], 2, id="past"),
        pytest.param(["snooze", "anna", "xyzzy"], 2, id="period"),
        pytest.param(["promise", "anna"], 2, id="no text"),
        pytest.param(["promise", "anna", "--done", "zzz"], 1, id="no such promise"),
        pytest.param(["promise", "anna", "--done"], 2, id="which promise"),
        pytest.param(["promise", "anna", "x", "--done", "--by", "friday"], 2, id="both"),
        pytest.param(["new", "Anna Berg"], 2, id="namesake"),
        pytest.param(["new", "X", "email=A@x.org"], 2, id="same address"),
        pytest.param(["new", "???"], 2, id="no file name"),
        pytest.param(["new", "X", "--folder", "../out"], 2, id="out of the vault"),
        pytest.param(["new", "X", "--folder", ".hidden"], 2, id="hidden"),
        pytest.param(["new", "X", "--template", "none"], 3, id="no template"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    vault: MakeVault, run: Run, arguments: list[str], code: int
) -> None:
    note = "---\ntype: person\nemail: a@x.org\nn: {a: 1}\ntags: [a]\n---\n- [ ] one\n- [ ] two\n"
    root = vault({ANNA: note})
    before = state(root)

    done = run("--vault", root, *DAY, *arguments)

    assert done.exit_code == code, done.output
    assert done.stderr
    assert state(root) == before
    assert [path.name for path in root.rglob("*.md")] == ["Anna Berg.md"]


@pytest.mark.parametrize(
    ("arguments", "row"),
    [
        pytest.param(
            ["follow-up", "anna", "in", "2", "weeks"], "follow_up: 2026-12-07", id="words"
        ),
        pytest.param(["follow-up", "anna", "2026-12-01"], "follow_up: 2026-12-01", id="day"),
        pytest.param(["snooze", "anna", "3 months"], "snooze_until: 2027-02-23", id="period"),
        pytest.param(["snooze", "anna", "bis", "freitag"], "snooze_until: 2026-11-27", id="until"),
    ],
)
def test_a_day_is_set(vault: MakeVault, run: Run, arguments: list[str], row: str) -> None:
    root = vault({ANNA: FRONT})

    run("--vault", root, *DAY, *arguments)

    assert text(root) == f"---\ntype: person\n{row}\n---\n"
    run("--vault", root, *DAY, arguments[0], "anna", "none")
    assert text(root) == FRONT


def test_what_is_so_already_is_not_written(vault: MakeVault, run: Run) -> None:
    root = vault({ANNA: "---\ntype: person\ntier: close\n---\n"})
    before = state(root)

    done = run("--vault", root, *DAY, "set", "anna", "tier=close")

    assert "already so" in done.stdout
    assert state(root) == before


def test_a_promise_is_made_and_kept(vault: MakeVault, run: Run) -> None:
    root = vault({ANNA: f"{FRONT}Text\n\n## Log\n- 2026-01-01 a\n"})

    run("--vault", root, *DAY, "promise", "anna", "send it", "--by", "friday")
    run("--vault", root, *DAY, "promise", "anna", "draft", "--waiting")
    run("--vault", root, *DAY, "promise", "anna", "--done", "send")

    assert text(root) == (
        f"{FRONT}Text\n\n## Promises\n- [x] send it 📅 2026-11-27 ✅ 2026-11-23\n"
        "- [ ] draft #waiting\n\n## Log\n- 2026-01-01 a\n"
    )


def test_a_promise_is_ticked_in_the_note_where_it_stands(vault: MakeVault, run: Run) -> None:
    root = vault({ANNA: FRONT, "Meeting.md": "- [ ] call [[Anna Berg]]\n- [ ] call [[Ben]]\n"})

    run("--vault", root, *DAY, "promise", "anna", "--done", "--on", "yesterday")

    assert (
        text(root, "Meeting.md") == "- [x] call [[Anna Berg]] ✅ 2026-11-22\n- [ ] call [[Ben]]\n"
    )
    assert text(root) == FRONT


@pytest.mark.parametrize(
    ("name", "path"),
    [
        pytest.param("Carla Mendes", "People/Carla Mendes.md", id="plain"),
        pytest.param("CON", "People/CON_.md", id="reserved on Windows"),
        pytest.param("a/b: c?", "People/a b c.md", id="forbidden characters"),
        pytest.param("Dr. X.", "People/Dr. X.md", id="full stop at the end"),
        pytest.param("Zoë 🦊", "People/Zoë 🦊.md", id="other letters"),
    ],
)
def test_a_new_contact_has_a_file_name_for_every_system(
    vault: MakeVault, run: Run, name: str, path: str
) -> None:
    root = vault({ANNA: FRONT})

    done = run("--vault", root, *DAY, "new", name, "tier=close", "tags=a,b")

    assert done.stdout == f"{path}\n"
    found = json.loads(run("--vault", root, "show", path, "--json").stdout)
    assert (found["name"], found["tier"], found["tags"]) == (name, "close", ["a", "b"])
    assert run("--vault", root, "check").exit_code == 0


def test_a_namesake_is_made_on_demand_and_no_file_overwritten(vault: MakeVault, run: Run) -> None:
    root = vault({ANNA: FRONT})
    before = state(root)

    assert run("--vault", root, *DAY, "new", "anna berg", "--force").exit_code == 0
    assert run("--vault", root, *DAY, "new", "Anna Berg", "--force").exit_code == 3

    assert state(root) == before


def test_an_own_template_counts_first(vault: MakeVault, run: Run) -> None:
    template = "---\ntype: person\nname: {{ name|yaml }}\n---\nMade on {{ today }}.\n"
    root = vault({ANNA: FRONT, ".vault-tools/templates/contact.md.j2": template})

    run("--vault", root, *DAY, "new", "no")

    assert text(root, "People/no.md") == '---\ntype: person\nname: "no"\n---\nMade on 2026-11-23.\n'


def test_the_editor_gets_the_note_and_problems_are_told(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = vault({ANNA: FRONT})
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf -- "---\\ntype: person\\ntier: x\\n---\\n" > "$2"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", f"{editor} --flag")
    monkeypatch.delenv("VISUAL", raising=False)

    done = run("--vault", root, *DAY, "edit", "anna")

    assert done.exit_code == 0, done.output
    assert "unknown-tier" in done.stderr


def test_an_editor_that_is_not_there_is_named(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")

    done = run("--vault", vault({ANNA: FRONT}), *DAY, "edit", "anna")

    assert done.exit_code == 3
    assert "no-such-editor" in done.stderr


def test_an_editor_that_is_not_well_written_is_named(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", 'code "--wait')

    done = run("--vault", vault({ANNA: FRONT}), *DAY, "edit", "anna")

    assert done.exit_code == 3
    assert "code \"--wait can't be run: a quotation mark" in done.stderr


def test_the_address_for_obsidian_is_printed(vault: MakeVault, run: Run) -> None:
    root = vault({ANNA: FRONT})

    done = run("--vault", root, *DAY, "open", "anna", "--print")

    assert done.stdout.startswith("obsidian://open?path=")
    assert done.stdout.endswith("People%2FAnna%20Berg.md\n")


@pytest.mark.parametrize(
    ("command", "shown"), [("follow-up", "DAY"), ("snooze", "PERIOD")], ids=["day", "period"]
)
def test_an_error_calls_an_argument_what_the_usage_calls_it(
    vault: MakeVault, run: Run, command: str, shown: str
) -> None:
    done = run("--vault", vault({ANNA: FRONT}), *DAY, command, "anna", "xyzzy")

    assert f"Invalid value for {shown}: 'xyzzy' is not a day" in done.stderr
    assert f"{command} [OPTIONS] NAME {shown}\n" in run(command, "--help").stdout


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        pytest.param("exit 0", 0, "", id="opened"),
        pytest.param("exit 3", 3, "nothing here opens obsidian://", id="refused"),
        pytest.param("exec sleep 30", 0, "", id="it is the program"),
    ],
)
def test_open_says_whether_the_desktop_could(
    vault: MakeVault,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    code: int,
    said: str,
) -> None:
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f"#!/bin/sh\necho $$ $1 > {tmp_path}/opened\n{script}\n")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}:/usr/bin:/bin")
    monkeypatch.setattr(opening, "_PATIENCE", 1.0)

    done = run("--vault", vault({ANNA: FRONT}), *DAY, "open", "anna")

    process, address = (tmp_path / "opened").read_text().split()
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(process), signal.SIGKILL)
    assert address.startswith("obsidian://open?path=")
    assert done.exit_code == code, done.output
    assert said in done.stderr


def test_a_rehearsal_of_check_with_json_prints_json_alone(vault: MakeVault, run: Run) -> None:
    root = vault({ANNA: "---\ntype: person\nbirthday: 1.2.1980\n---\n"})

    done = run("--vault", root, *DAY, "check", "--fix", "--dry-run", "--json")

    (problem,) = json.loads(done.stdout)
    assert problem["code"] == "bad-birthday"


def test_check_mends_what_is_certain_and_shows_it_first(vault: MakeVault, run: Run) -> None:
    note = '---\ntype: person\ntags: ["#a", b, b]\nbirthday: 1.2.1980\ntier: \n---\n'
    root = vault({ANNA: note, ".vt-tmp-1": "x"})
    before = state(root)

    rehearsed = run("--vault", root, *DAY, "check", "--fix", "--dry-run")
    assert state(root) == before
    assert "+birthday: 1980-02-01" in rehearsed.stdout
    assert f"{ANNA}:4: bad-birthday to be mended: birthday: " in rehearsed.stderr
    assert ": mended " not in rehearsed.stderr
    done = run("--vault", root, *DAY, "check", "--fix")

    assert done.exit_code == 0, done.output
    assert text(root) == "---\ntype: person\ntags: [a, b]\nbirthday: 1980-02-01\ntier:\n---\n"
    assert not (root / ".vt-tmp-1").exists()
    assert f"{ANNA}:4: mended bad-birthday: birthday: 1.2.1980 is 1980-02-01\n" in done.stderr
