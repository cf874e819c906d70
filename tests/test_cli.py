"""The command line: what goes where, exit codes, and messages that say what to do next."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.conftest import MakeVault, Run
from vault_tools import __version__
from vault_tools.cli import main
from vault_tools.cli.commands import MODULES, SECTIONS
from vault_tools.cli.session import Progress
from vault_tools.index import queries

ANNA = "---\ntype: person\nname: Anna Berg\naliases: [Annie]\ncadence: monthly\n---\n"
ANNE = "---\ntype: person\nname: Anne Ort\nemail: ort@example.org\n---\n"
NOTES = {
    "People/Anna.md": f"{ANNA}## Log\n- 2026-01-05 phone: Talked about slides.\n",
    "People/Anne.md": ANNE,
}
BROKEN = {"People/Broken.md": "---\nname: [\n---\n", "People/Odd.md": "---\nbirthday: x\n---\n"}
WEEK = ("--today", "2026-11-23")
READERS = (
    *(("check",), ("due",), ("index",), ("list",), ("search", "slides"), ("show", "annie")),
    *(("due", "--within", "7d", "--reawaken", "tag:x or name:anna"), ("list", "name:anna")),
)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "vault_tools", *map(str, arguments)]


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_json_is_one_document_and_nothing_else(
    vault: MakeVault, run: Run, arguments: tuple[str, ...]
) -> None:
    result = run("--vault", vault({**NOTES, **BROKEN}), *WEEK, *arguments, "--json")

    assert isinstance(json.loads(result.stdout), list | dict)
    assert result.exit_code == (1 if arguments == ("check",) else 0)


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_quiet_says_nothing_but_answers(
    vault: MakeVault, run: Run, arguments: tuple[str, ...]
) -> None:
    result = run("-q", "--vault", vault({**NOTES, **BROKEN}), *WEEK, *arguments)

    assert result.stderr == ""
    assert result.stdout


def test_answers_are_lines(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    listed = run("--vault", root, *WEEK, "list")
    shown = run("--vault", root, *WEEK, "show", "Annie")
    due = run("--vault", root, *WEEK, "due")
    found = run("--vault", root, *WEEK, "search", "slid")

    assert listed.stdout.splitlines() == [
        f"{'Anna Berg':28}  {'':24}  last 2026-01-05  due 2026-02-05",
        f"{'Anne Ort':28}  {'':24}  last -",
    ]
    assert "  2026-01-05  phone: Talked about slides." in shown.stdout.splitlines()
    assert due.stdout.startswith("Anna Berg")
    assert found.stdout == "People/Anna.md:8: - 2026-01-05 phone: Talked about slides.\n"


def test_problems_are_counted_in_one_line(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)
    assert run("--vault", root, "list").stderr == ""

    vault({"People/Odd.md": BROKEN["People/Odd.md"]})
    assert run("--vault", root, "list").stderr == (
        "1 problem in the vault; see 'vault-tools check'.\n"
    )

    vault(BROKEN)
    assert run("--vault", root, "list").stderr == (
        "2 problems in the vault; see 'vault-tools check'.\n"
    )


def test_check_shows_problems_and_exits_with_1(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, "People/Odd.md": "---\nbirthday: x\n---\n"})

    result = run("--vault", root, "check")

    assert result.exit_code == 1
    assert result.stdout.startswith("People/Odd.md:2:11: ")
    assert len(result.stdout.splitlines()) == 1


def test_check_says_how_many_of_the_problems_would_be_mended(vault: MakeVault, run: Run) -> None:
    note = "---\ntype: person\nmet: 15.10.2026\nlast_contact: soon\n---\n"
    root = vault({"People/Anna.md": note, "People/Ben.md": note.replace("met", "birthday")})

    before = run("--vault", root, "check").stderr
    after = run("--vault", root, "check", "--fix").stderr

    assert before == "'vault-tools check --fix' mends 2 of them.\n"
    assert before not in after


def test_check_counts_what_an_interrupted_write_has_left_among_what_it_mends(
    vault: MakeVault, run: Run
) -> None:
    root = vault({**NOTES, ".vt-tmp-1": "half"})

    assert run("--vault", root, "check").stderr == "'vault-tools check --fix' mends one of them.\n"


def test_the_report_begins_with_notes_of_which_nothing_is_known(vault: MakeVault, run: Run) -> None:
    odd = {f"People/{name}.md": "---\nmet: soon\n---\n" for name in "ABCDEF"}
    root = vault({**odd, "People/Zoe.md": "---\ntype: [person\n---\n"})

    report = run("--vault", root, "report").stdout

    assert report.index("Zoe") < report.index("People/A")
    assert "People/F" not in report


def test_check_without_problems_says_so(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), "check")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No problems.\n")


def test_check_of_some_paths_shows_their_problems(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({**NOTES, **BROKEN})

    def paths(*arguments: str | Path) -> set[str]:
        found = json.loads(run("--vault", root, "check", "--json", *arguments).stdout)
        return {problem["path"] for problem in found}

    assert paths("People/Anna.md") == set()
    assert paths("People/Odd.md") == {"People/Odd.md"}
    assert paths(root / "People") == set(BROKEN)
    assert paths(root) == paths(".") == set(BROKEN)
    monkeypatch.chdir(root / "People")
    assert paths("Odd.md", "Anna.md") == {"People/Odd.md"}


@pytest.mark.parametrize("path", ["nowhere.md", "/etc/hostname"])
def test_check_of_what_is_not_there_is_a_mistake(vault: MakeVault, run: Run, path: str) -> None:
    result = run("--vault", vault(NOTES), "check", path)

    assert result.exit_code == 2
    assert f"there is no {path} in the vault." in result.stderr


def test_without_a_vault_the_next_step_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = run("list", "--json")

    assert (result.exit_code, result.stdout) == (3, "")
    assert "--vault DIR" in result.stderr
    assert "VAULT_TOOLS_VAULT" in result.stderr
    assert "vault-tools init" in result.stderr


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("nowhere", "does not exist. 'vault-tools init' makes one", id="missing"),
        pytest.param("file", "is not a folder", id="a file"),
        pytest.param(
            "~nobody-at-all/notes",
            "does not exist. 'vault-tools init' makes one",
            id="somebody unknown",
        ),
    ],
)
def test_a_vault_that_cannot_be_used_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()

    result = run("--vault", name, "list")

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"Error: the vault {name} {reason}.\n"


def test_an_empty_vault_says_what_a_contact_is(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault({}), "index")

    assert result.exit_code == 0
    assert result.stdout.startswith("0 contacts in 0 notes: 0 added, ")
    assert "type: person" in result.stderr


def test_nothing_found_is_the_answer_no(vault: MakeVault, run: Run) -> None:
    root = vault({"a.md": "Only text."})

    for arguments in (("list", "tag:none"), ("search", "nowhere"), ("search", "?")):
        result = run("--vault", root, *arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == "Nothing found.\n"
    result = run("--vault", root, "list")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "There are no contacts yet; 'vault-tools' alone says how to begin.\n"
    assert run("--vault", root, "due").stderr == "Nobody is due. Enjoy it.\n"
    assert run("--vault", root, "due", "anna").stderr == "None of those is due.\n"
    assert json.loads(run("--vault", root, "list", "--json").stdout) == []
    assert json.loads(run("--vault", root, "due", "--json").stdout) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("foo:bar", "No contact has a property 'foo'."),
        ("tagg:mentor", "No contact has a property 'tagg'. Did you mean tags?"),
        ("circle:close", "No contact has a property 'circle'. Did you mean tier?"),
        ("wohnort:bonn", "No contact has a property 'wohnort'. Did you mean city?"),
        ("bc:x (a:c or -d:e)", "No contact has a property 'bc'."),
        ("hoby:go", "No contact has a property 'hoby'. Did you mean Hobby?"),
    ],
)
def test_a_query_for_a_property_that_nobody_has_says_so(
    vault: MakeVault, run: Run, query: str, said: str
) -> None:
    root = vault({"People/Anna.md": "---\nHobby: chess\na: b\n---\n"})

    found = run("--vault", root, "list", query)

    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.splitlines()[0] == "Nothing found."
    assert said in found.stderr.splitlines()
    assert run("--vault", root, "-q", "list", query).stderr == ""
    assert run("--vault", root, "list", "--json", query).stdout == "[]\n"


@pytest.mark.parametrize("command", ["show", "intro", "open"])
def test_a_note_that_cannot_be_read_is_told_where_it_is_named(
    vault: MakeVault, run: Run, command: str
) -> None:
    root = vault({**NOTES, **BROKEN})

    done = run("--vault", root, command, "broken")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "People/Broken.md is there, but can't be read: 'vault-tools check'" in done.stderr
    assert "is there" not in run("--vault", root, command, "nobody").stderr


def test_notes_that_vanished_are_kept_until_the_user_agrees(vault: MakeVault, run: Run) -> None:
    root = vault({f"{number}.md": "x" for number in range(25)})
    run("--vault", root, "index")
    for path in root.glob("*.md"):
        path.unlink()

    refused = run("--vault", root, "list")
    agreed = run("--vault", root, "index", "--accept-deletions", "--json")

    assert refused.exit_code == 3
    assert "vault-tools index --accept-deletions" in refused.stderr
    assert json.loads(agreed.stdout)["removed"] == 25


@pytest.mark.parametrize("option", ["--lang", "--vault", "--today", "-q"])
def test_an_option_of_ours_after_the_command_is_told_where_it_goes(run: Run, option: str) -> None:
    result = run("due", option, "de")

    assert result.exit_code == 2
    assert result.stderr.endswith(f"\nError: {option} goes before the command, not after it.\n")


def test_an_option_that_nothing_has_is_not(run: Run) -> None:
    assert "goes before" not in run("due", "--withni", "7d").stderr


def test_an_unknown_command_gets_a_suggestion(run: Run) -> None:
    result = run("lisst")

    assert result.exit_code == 2
    assert "Did you mean 'list'?" in result.stderr
    assert "Did you mean" not in run("zzzzzz").stderr


@pytest.mark.parametrize("name", ["list", "due", "report"])
def test_a_query_that_cannot_be_read_points_at_the_place(
    vault: MakeVault, run: Run, name: str
) -> None:
    arguments = ("weekly",) if name == "report" else ()

    result = run("--vault", vault(NOTES), name, *arguments, "tag:x or (")

    assert (result.exit_code, result.stdout) == (2, "")
    error, query, caret = result.stderr.splitlines()[:3]
    assert error.startswith("Error: can't read the query")
    assert query == "  tag:x or ("
    assert caret.strip() == "^"


def test_words_that_the_shell_unquoted_are_quoted_again(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    for query in (
        ["name:Anna Berg"],
        ["name:Anna Berg", "cadence:monthly"],
        ["Anna Berg", "name:anna"],
    ):
        result = run("--vault", root, "list", *query)
        assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1), query


def test_an_ambiguous_name_lists_who_is_meant(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), "show", "ann")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: 'ann' may be any of these; name one:\n"
        "  Anna Berg (People/Anna.md)\n  Anne Ort (People/Anne.md)\n"
    )


def test_an_unknown_name_gets_a_suggestion(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), "show", "Anna Borg")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Error: no contact is called 'Anna Borg'. Did you mean Anna Berg or Anne Ort?\n"
    )


def test_a_suggestion_is_spelt_as_its_note_spells_it(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            "People/kw.md": "---\ntype: person\nname: Katja Weiß\n---\n",
            "People/Jo ORT.md": "---\ntype: person\naliases: [Johanna McOrt]\n---\n",
        }
    )

    def said(name: str) -> str:
        return run("--vault", root, "show", name).stderr

    assert "Did you mean Katja Weiß?" in said("Katja Wiess")
    assert "Did you mean Johanna McOrt?" in said("Johana McOrt")
    assert "Did you mean Jo ORT?" in said("Jo Orrt")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("weely", " Did you mean weekly?"),
        ("pages", " The shipped reports are weekly, review, dashboard."),
        ("mein", " Did you mean meine?"),
    ],
    ids=["shipped", "a part", "the vault's own"],
)
def test_a_report_that_is_mistyped_gets_a_suggestion(
    vault: MakeVault, run: Run, name: str, hint: str
) -> None:
    root = vault({**NOTES, ".vault-tools/templates/meine.md.j2": "x"})

    assert run("--vault", root, *WEEK, "report", name).stderr == (
        f"Error: there is no template {name}.md.j2; look in .vault-tools/templates/ or name a"
        f" shipped one.{hint}\n"
    )


@pytest.mark.parametrize("name", ["People/Anne.md", "Anne Ort", "ORT@example.org", "ort"])
def test_a_contact_goes_by_many_names(vault: MakeVault, run: Run, name: str) -> None:
    result = run("--vault", vault(NOTES), "show", name, "--json")

    assert json.loads(result.stdout)["path"] == "People/Anne.md"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--today", "tomorrow", "list"), id="day"),
        pytest.param(("due", "--within", "soon"), id="period"),
        pytest.param(("report", "--week", "2026-W99"), id="week"),
        pytest.param(("report", "--format", "docx"), id="format"),
        pytest.param(("show",), id="argument missing"),
        pytest.param(("list", "--nonsense"), id="option"),
    ],
)
def test_a_mistake_in_the_arguments_exits_with_2(
    vault: MakeVault, run: Run, arguments: tuple[str, ...]
) -> None:
    result = run("--vault", vault(NOTES), *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage:" in result.stderr


def test_a_day_may_be_given(vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = vault(NOTES)

    assert json.loads(run("--vault", root, "--today", "2026-02-04", "due", "--json").stdout) == []
    monkeypatch.setenv("VAULT_TOOLS_TODAY", "2026-02-06")
    (due,) = json.loads(run("--vault", root, "due", "--json").stdout)
    assert due["days_overdue"] == 1


@pytest.mark.parametrize("zone", ["", "Europe/Berlin", "Nowhere/Atall", "../etc"])
def test_without_a_day_it_is_today_in_the_configured_time_zone(
    vault: MakeVault, run: Run, zone: str
) -> None:
    root = vault({**NOTES, ".vault-tools/config.toml": f"timezone = '{zone}'\n"})

    result = run("--vault", root, "due")

    assert result.exit_code == 0
    assert result.stdout.startswith("Anna Berg")
    assert ("is not known here" in result.stderr) == (zone not in ("", "Europe/Berlin"))


def test_the_vault_may_be_named_in_the_environment(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VAULT_TOOLS_VAULT", str(vault(NOTES)))

    assert len(json.loads(run("list", "--json").stdout)) == 2


@pytest.mark.parametrize("marker", [".vault-tools", ".obsidian"])
def test_the_vault_around_the_working_directory_is_found(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, marker: str
) -> None:
    root = vault(NOTES)
    (root / marker).mkdir()
    monkeypatch.chdir(root / "People")

    assert len(json.loads(run("list", "--json").stdout)) == 2


def test_the_vault_may_be_configured_for_the_user(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "config" / "vault-tools" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f"vault = '{vault(NOTES)}'\n", encoding="utf-8")

    assert len(json.loads(run("list", "--json").stdout)) == 2
    config.write_text("vault = 1\n", encoding="utf-8")
    assert run("list").exit_code == 3


def test_a_configuration_that_cannot_be_read_is_one_line(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, ".vault-tools/config.toml": "[tiers\n"})

    result = run("--vault", root, "list")

    assert (result.exit_code, result.stdout) == (3, "")
    assert "is not readable as TOML" in result.stderr


def test_warnings_of_the_configuration_go_to_stderr(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, ".vault-tools/config.toml": "nonsense = 1\n"})

    result = run("--vault", root, "list", "--json")

    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: .vault-tools/config.toml: ")
    assert run("--quiet", "--vault", root, "list", "--json").stderr == ""


def test_seasons_invite_whom_their_query_picks(vault: MakeVault, run: Run) -> None:
    config = "[seasons.cards]\nstart = '12-01'\nend = '12-20'\nquery = 'name:anne'\n"
    root = vault({**NOTES, ".vault-tools/config.toml": config})

    due = json.loads(run("--vault", root, "--today", "2026-12-02", "due", "--json").stdout)

    assert {item["name"]: [reason["kind"] for reason in item["reasons"]] for item in due} == {
        "Anna Berg": ["cadence"],
        "Anne Ort": ["season"],
    }


def test_init_makes_a_vault_and_overwrites_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new" / "vault"

    first = run("init", folder)

    assert first.exit_code == 0
    assert [line.split()[0] for line in first.stdout.splitlines()] == ["made", "made"]
    assert "vault-tools check" in first.stderr
    config = folder / ".vault-tools" / "config.toml"
    config.write_bytes(b"# mine\n")
    second = run("init", folder)
    assert [line.split()[0] for line in second.stdout.splitlines()] == ["kept", "kept"]
    assert config.read_bytes() == b"# mine\n"
    monkeypatch.chdir(folder)
    assert run("check").exit_code == 0
    assert json.loads(run("index", "--json").stdout)["contacts"] == 0


def test_init_makes_the_vault_that_the_command_line_names_not_where_it_is_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    result = run("--vault", tmp_path / "there", "init")

    assert result.exit_code == 0
    assert (tmp_path / "there" / ".vault-tools" / "config.toml").exists()
    assert list(here.iterdir()) == []


def test_init_refuses_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = run("init", tmp_path / "file")

    assert result.exit_code == 2
    assert "is not a folder" in result.stderr


def test_init_says_where_it_cannot_write(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".vault-tools").touch()

    result = run("init", tmp_path)

    assert result.exit_code == 3
    assert "can't be written" in result.stderr


def test_a_report_is_printed(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    assert "vault_tools: report" in run("--vault", root, *WEEK, "report").stdout
    assert "# Week 2026-W48" in run("--vault", root, *WEEK, "report", "-o", "-").stdout
    assert "2026-W50" in run("--vault", root, *WEEK, "report", "--week", "2026-W50").stdout
    html = run("--vault", root, *WEEK, "report", "--format", "html").stdout
    assert html.lower().startswith("<!doctype html>")
    assert "Anna" in run("--vault", root, *WEEK, "report", "--format", "text").stdout
    assert isinstance(
        json.loads(run("--vault", root, *WEEK, "report", "--format", "json").stdout), dict
    )


def test_a_report_may_be_about_some_contacts(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    assert "Anna" in run("--vault", root, *WEEK, "report", "name:anna").stdout
    assert "Anna" not in run("--vault", root, *WEEK, "report", "weekly", "name:anne").stdout


def test_a_report_goes_into_the_vault_and_is_no_contact(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, ".vault-tools/config.toml": "[report]\nfolder = 'People'\n"})

    first = run("--vault", root, *WEEK, "report", "-o")
    path = root / "People" / "2026-W48.md"
    before = path.stat()
    again = run("--vault", root, *WEEK, "report", "-o")

    assert first.stderr == f"{path} written.\n"
    assert again.stderr == f"{path} is up to date.\n"
    assert path.stat() == before
    assert {item["name"] for item in json.loads(run("--vault", root, "list", "--json").stdout)} == {
        "Anna Berg",
        "Anne Ort",
    }
    assert json.loads(run("--vault", root, "search", "Week", "--json").stdout) == []


def test_a_report_goes_into_a_file_in_the_format_of_its_name(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    root = vault(NOTES)
    begin = {"a.html": "<!doctype", "b.HTML": "<!doctype", "a.json": "{", "a.md": "---", "a": "---"}
    for name, begins in begin.items():
        result = run("--vault", root, *WEEK, "report", "-o", tmp_path / "out" / name)

        assert (result.exit_code, result.stdout) == (0, "")
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert text.lower().startswith(begins)
    run("--vault", root, *WEEK, "report", "--format", "json", "-o", tmp_path / "b.md")
    assert isinstance(json.loads((tmp_path / "b.md").read_bytes()), dict)


def test_a_report_in_a_file_of_an_unknown_ending_needs_a_format(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    command = ("--vault", vault(NOTES), *WEEK, "report", "-o", tmp_path / "x.pdf")

    refused = run(*command)

    assert refused.exit_code == 2
    assert ".pdf; there are .md, .txt, .html, .htm, .json, .ics, .eml." in refused.stderr
    assert not (tmp_path / "x.pdf").exists()
    assert run(*command, "--format", "text").exit_code == 0


def test_a_report_never_replaces_somebody_elses_note(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    result = run("--vault", root, *WEEK, "report", "-o", root / "People" / "Anna.md")

    assert result.exit_code == 3
    assert "is not a report of vault-tools; not overwritten" in result.stderr
    assert (root / "People" / "Anna.md").read_bytes() == NOTES["People/Anna.md"].encode()


def test_a_report_that_is_not_there_is_one_line(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), "report", "nonexistent")

    assert (result.exit_code, result.stdout) == (3, "")
    assert "nonexistent" in result.stderr


def test_an_interrupt_exits_with_130(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(queries, "contacts", interrupt)

    result = run("--vault", vault(NOTES), "list")

    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "Interrupted.\n")


_INTERRUPTED = """
import sys
from vault_tools import __main__

where = sys.argv[1]

def interrupt(*_arguments):
    raise KeyboardInterrupt

class Interrupting:
    def find_spec(self, name, *_rest):
        if name == where:
            interrupt()

sys.meta_path.insert(0, Interrupting())
sys.argv = ["vault-tools", *sys.argv[2:]]
__main__.run()
"""


@pytest.mark.parametrize(
    ("where", "arguments", "environment", "said"),
    [
        pytest.param("vault_tools.cli", ("due",), {}, "", id="start-up"),
        pytest.param("vault_tools.cli.due", ("due",), {}, "Interrupted.\n", id="the command's"),
        pytest.param("vault_tools.cli.due", ("--help",), {}, "Interrupted.\n", id="help"),
        pytest.param(
            "vault_tools.cli.completing",
            (),
            {
                "_VAULT_TOOLS_COMPLETE": "bash_complete",
                "COMP_WORDS": "vault-tools ",
                "COMP_CWORD": "1",
            },
            "",
            id="completion",
        ),
    ],
)
def test_an_interrupt_exits_with_130_wherever_it_comes(
    where: str, arguments: tuple[str, ...], environment: dict[str, str], said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED, where, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (130, said)


def _fail(*_: object, **__: object) -> None:
    message = f"Anna's number is {151 * 1000}"
    raise RuntimeError(message)


def test_what_nobody_expected_is_one_line_and_a_report(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(queries, "contacts", _fail)

    result = run("--vault", vault(NOTES), "list")

    path = tmp_path / "cache" / "vault-tools" / "error.txt"
    assert (result.exit_code, result.stdout) == (70, "")
    assert result.stderr == (
        f"Error: something unexpected went wrong (RuntimeError); the report is in {path}.\n"
    )
    report = path.read_text(encoding="utf-8")
    assert "RuntimeError" in report
    assert "cli/contacts.py" in report
    assert "151000" not in report
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_report_of_an_error_that_cannot_be_written_says_so(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(queries, "contacts", _fail)
    (tmp_path / "cache").touch()

    result = run("-q", "--vault", vault(NOTES), "list")

    assert result.exit_code == 70
    assert "its report can't be written" in result.stderr


def test_verbosity_says_which_vault_it_is_and_what_changed(vault: MakeVault, run: Run) -> None:
    root = vault({"People/Anna.md": "---\ntype: person\n---\n"})

    first, second = (run("-v", "--vault", root, "list") for _ in range(2))

    assert first.stderr == f"{root}: 1 added, 0 changed, 0 removed\n"
    assert second.stderr == f"{root}: 0 added, 0 changed, 0 removed\n"


def test_much_verbosity_shows_the_traceback(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "contacts", _fail)

    result = run("-vv", "--vault", vault(NOTES), "list")

    assert isinstance(result.exception, RuntimeError)


def test_a_progress_bar_appears_where_it_takes_its_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("vault_tools.cli.session._PATIENCE", -1)
    bar = Progress(shown=True)

    bar.step(0, 2)
    bar.step(1, 2)
    bar.step(2, 2)
    bar.close()

    assert capsys.readouterr() == ("", "Reading notes\n\n")


def test_colour_is_for_terminals_that_want_it(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)
    run("--vault", root, "index")
    arguments = ["--vault", str(root), "due"]

    coloured = CliRunner().invoke(main, arguments, color=True)

    assert "\x1b[1m" in coloured.stdout
    assert "\x1b" not in run("--vault", root, "due").stdout
    for variable, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        plain = CliRunner(env={variable: value}).invoke(main, arguments, color=True)
        assert "\x1b" not in plain.stdout
    assert "\x1b" not in CliRunner().invoke(main, ["--no-color", *arguments], color=True).stdout


def test_help_lists_every_command(run: Run) -> None:
    result = run("-h")

    assert result.exit_code == 0
    for name in main.list_commands(click.Context(main)):
        assert f"  {name}" in result.stdout
        assert run(name, "--help").exit_code == 0


def test_help_lists_the_commands_under_headings_the_weekly_ones_first(run: Run) -> None:
    english = run("-h").stdout
    german = run("--lang", "de", "-h").stdout

    assert re.findall(r"^(\S.*):$", english, re.MULTILINE)[1:] == list(SECTIONS)
    assert [row.split()[0] for row in english.partition("Every week:\n")[2].splitlines()[:3]] == [
        "due",
        "report",
        "collect",
    ]
    assert "\nJede Woche:\n  due  " in german


@pytest.mark.parametrize("language", ["en", "de"])
def test_help_says_a_whole_sentence_of_each_command(run: Run, language: str) -> None:
    rows = run("--lang", language, "-h").stdout.splitlines()

    said = [row for row in rows if row.startswith("  ") and row.split()[0] in MODULES]

    assert len(said) == len(MODULES)
    assert [row for row in said if row.endswith("...") or not row.endswith(".")] == []


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").stdout.strip().endswith(__version__)


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        command("--version"), capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip().endswith(__version__)
    assert done.stderr == ""


def test_a_reader_that_has_enough_is_no_error(vault: MakeVault, tmp_path: Path) -> None:
    root = vault(
        {
            f"People/P{n}.md": f"---\nname: Somebody with a long name, number {n}\n---\n"
            for n in range(2500)
        }
    )
    # Unbuffered, Python itself loses what a pipe doesn't take at once.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}

    with subprocess.Popen(
        command("--vault", root, "list", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**environment, "XDG_CACHE_HOME": str(tmp_path / "cache")},
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert (process.stderr.read(), process.wait(60)) == (b"", 141)


def test_a_page_of_help_that_nobody_reads_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            command("due", "--help"), stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60
        )
    finally:
        os.close(writer)

    assert (done.stderr, done.returncode) == (b"", 141)


@pytest.mark.parametrize(
    "locale",
    [
        pytest.param({"LC_ALL": "C"}, id="C"),
        pytest.param(
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="true ASCII"
        ),
    ],
)
def test_the_plainest_locale_will_do(
    vault: MakeVault, tmp_path: Path, locale: dict[str, str]
) -> None:
    root = vault({"People/Zoë.md": "---\nname: Zoë Łukasz\ncadence: weekly\n---\nGrüße 🎉\n"})
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), **locale}

    for arguments in (["list"], ["due"], ["list", "--json"], ["report", "-o"], ["check"]):
        done = subprocess.run(
            command("--vault", root, *WEEK, *arguments),
            capture_output=True,
            env=environment,
            check=False,
            timeout=60,
        )
        assert (done.returncode, b"Error" in done.stderr) == (0, False), done.stderr
        if "--json" in arguments:
            (contact,) = json.loads(done.stdout)
            assert (contact["name"], contact["path"]) == ("Zoë Łukasz", "People/Zoë.md")


def test_reports_never_leave_the_vault(run: Run, vault: MakeVault) -> None:
    root = vault({".vault-tools/config.toml": '[report]\nfolder = "../evil"\n'})

    found = run("--vault", root, "report", "-o")

    assert found.exit_code == 3
    assert "lies outside the vault" in found.stderr
    assert not (root.parent / "evil").exists()


def test_json_is_a_format_of_the_report_too(run: Run, vault: MakeVault) -> None:
    command = ("--vault", vault({}), "report")

    assert run(*command, "--json").stdout == run(*command, "--format", "json").stdout


def test_a_report_on_some_tells_nothing_of_private_others(run: Run, vault: MakeVault) -> None:
    root = vault(
        {
            "People/Anna.md": "---\ntags: [x]\n---\n",
            "People/Secret Sam.md": "---\nprivate: true\nbirthday: 2026-02-30\n---\n",
            "2026-11-25 Plan.md": "---\nattendees: [Anna, Secret Sam]\n---\n",
            "People/Secret Sam.sync-conflict-20261123-101112-ABCDEFG.md": "",
            "People/Secret Sam (conflicted copy 2026-11-23 101112)_conflict-20261123-101112.md": "",
        }
    )

    for words in ([], ["tag:x"]):
        found = run("--vault", root, "--today", "2026-11-23", "report", "weekly", *words)

        assert "Plan" in found.stdout
        assert "Secret" not in found.stdout
