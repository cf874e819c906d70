"""The command line, run as users do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run
from vault_tools import __version__
from vault_tools.index import queries

DAY = ("--today", "2026-11-23")
PERSON = "---\ntype: person\ncadence: weekly\n---\n## Log\n- 2026-11-01 phone: hello\n"


def test_without_a_vault_the_error_says_what_to_do(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    found = run("due")

    assert (found.exit_code, found.stdout) == (3, "")
    assert found.stderr == (
        f"Error: no vault found from {tmp_path} upwards. Name one with --vault DIR or"
        " VAULT_TOOLS_VAULT, or make this folder one with 'vault-tools init'.\n"
    )


@pytest.mark.parametrize("kind", ["nothing", "a file"])
def test_a_vault_that_is_no_folder_is_an_error(run: Run, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "x"
    if kind == "a file":
        place.write_text("", encoding="utf-8")

    found = run("--vault", place, "list")

    assert found.exit_code == 3
    assert str(place) in found.stderr


def test_the_vault_is_found_upwards_and_by_environment_and_by_configuration(
    run: Run, vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"People/Anna.md": PERSON, ".obsidian/app.json": "{}"})
    monkeypatch.chdir(root / "People")
    assert json.loads(run("list", "--json").stdout)[0]["name"] == "Anna"

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VAULT_TOOLS_VAULT", str(root))
    assert run("list").exit_code == 0

    monkeypatch.delenv("VAULT_TOOLS_VAULT")
    (tmp_path / "config" / "vault-tools").mkdir(parents=True)
    settings = tmp_path / "config" / "vault-tools" / "config.toml"
    settings.write_text(f'vault = "{root}"\n', encoding="utf-8")
    assert run("list").exit_code == 0


def test_an_empty_vault_says_what_a_contact_is(run: Run, vault: MakeVault) -> None:
    root = vault({})

    found = run("--vault", root, "index")

    assert found.exit_code == 0
    assert "0 contacts in 0 notes" in found.stdout
    assert "a contact is a note with 'type: person'" in found.stderr
    assert run("--vault", root, "list").exit_code == 1
    assert run("--vault", root, "due").stderr == "Nobody is due. Enjoy it.\n"
    assert "A quiet week" in run("--vault", root, "report").stdout


def test_index_counts(run: Run, vault: MakeVault) -> None:
    root = vault({"People/Anna.md": PERSON, "bad.md": "---\na: b: c\n---\n"})

    found = json.loads(run("--vault", root, "index", "--json").stdout)

    assert found.pop("seconds") >= 0
    assert found == {
        "added": 2,
        "changed": 0,
        "removed": 0,
        "unchanged": 0,
        "contacts": 1,
        "notes": 2,
        "problems": 1,
    }


def test_due_says_who_why_and_what_about(run: Run, vault: MakeVault) -> None:
    root = vault({"People/Anna.md": PERSON})

    assert run("--vault", root, *DAY, "due").stdout == (
        "Anna                          15 days late  phone\n"
        "    every week, last contact 1 November\n"
        "    - hello (1 November, phone)\n"
    )
    assert json.loads(run("--vault", root, *DAY, "due", "--json").stdout) == [
        {
            "path": "People/Anna.md",
            "name": "Anna",
            "due_on": "2026-11-08",
            "days_overdue": 15,
            "reasons": [
                {
                    "kind": "cadence",
                    "due_on": "2026-11-08",
                    "text": "every week, last contact 1 November",
                }
            ],
            "last_contact": "2026-11-01",
            "channel": "phone",
            "boundaries": None,
            "talking_points": ["hello (1 November, phone)"],
        }
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param([], ["Anna"], id="today"),
        pytest.param(["--within", "7d"], ["Anna", "Ben"], id="a week ahead"),
        pytest.param(["--within", "0"], ["Anna"], id="none"),
        pytest.param(["--within", "1"], ["Anna"], id="days"),
        pytest.param(["--reawaken"], ["Anna", "Cem"], id="asleep too"),
        pytest.param(["tier:inner", "--within", "7d"], ["Ben"], id="a query"),
        pytest.param(["--within", "1y"], ["Ben", "Anna"], id="a season ahead"),
    ],
)
def test_due_looks_where_it_is_told(
    run: Run, vault: MakeVault, options: list[str], expected: list[str]
) -> None:
    config = '[seasons.cards]\nstart = "12-01"\nend = "12-20"\nquery = "tier:inner"\n'
    notes = {
        "People/Anna.md": PERSON,
        "People/Ben.md": "---\ntier: inner\ncadence: P1M\nlast_contact: 2026-10-28\n---\n",
        "People/Cem.md": "---\nstatus: dormant\nlast_contact: 2020-10-28\n---\n",
    }
    if "1y" in options:
        notes[".vault-tools/config.toml"] = config
    root = vault(notes)

    found = json.loads(run("--vault", root, *DAY, "due", "--json", *options).stdout)

    assert sorted(one["name"] for one in found) == sorted(expected)


def test_a_season_is_a_reason(run: Run, vault: MakeVault) -> None:
    root = vault(
        {
            ".vault-tools/config.toml": '[seasons.cards]\nstart="11-20"\nend="12-20"\n',
            "People/Anna.md": "---\nx: 1\n---\n",
        }
    )

    (found,) = json.loads(run("--vault", root, *DAY, "due", "--json").stdout)

    assert [(one["kind"], one["text"]) for one in found["reasons"]] == [("season", "cards")]


def test_list_shows_a_line_each(run: Run, vault: MakeVault) -> None:
    root = vault({"People/Anna.md": PERSON, "People/東京 太郎.md": "---\ncompany: X\n---\n"})

    assert run("--vault", root, *DAY, "list").stdout == (
        "Anna                                                    "
        "last 2026-11-01  due 2026-11-08\n"
        "東京 太郎                     X                         last -\n"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["company:nordwind"], ["Anna Berg"], id="field"),
        pytest.param(["berg"], ["Anna Berg"], id="word"),
        pytest.param(["Anna Berg"], ["Anna Berg"], id="a phrase the shell unquoted"),
        pytest.param(["tag:vip", "or", "ben"], ["Anna Berg", "Ben"], id="or, as several words"),
        pytest.param(["company:Nordwind AG", "anna"], ["Anna Berg"], id="a value with blanks"),
        pytest.param(["rating:>3"], ["Ben"], id="a property of one's own"),
        pytest.param(["--", "-company:*"], ["Ben"], id="negation"),
    ],
)
def test_a_query_picks(
    run: Run, vault: MakeVault, arguments: list[str], expected: list[str]
) -> None:
    root = vault(
        {
            "People/Anna Berg.md": "---\ncompany: Nordwind AG\ntags: [vip]\nrating: 2\n---\n",
            "People/Ben.md": "---\nrating: 4\n---\n",
        }
    )

    found = json.loads(run("--vault", root, "list", "--json", *arguments).stdout)

    assert [one["name"] for one in found] == expected


def test_a_wrong_query_is_pointed_at(run: Run, vault: MakeVault) -> None:
    found = run("--vault", vault({}), "list", "tier:inner (ben")

    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == (
        "Error: can't read the query: this bracket is not closed\n"
        "  tier:inner (ben\n"
        "             ^\n"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Anna Berg", "Anna Berg", id="name"),
        pytest.param("anna berg", "Anna Berg", id="case"),
        pytest.param("People/Anna Berg.md", "Anna Berg", id="path"),
        pytest.param("A.Berg@example.org", "Anna Berg", id="e-mail"),
        pytest.param("Nanni", "Anna Berg", id="alias"),
        pytest.param("muller", "Jörg Müller", id="accents, a later word"),
        pytest.param("Joerg Mueller", "Jörg Müller", id="umlauts spelt out"),
        pytest.param("jörg", "Jörg Müller", id="a beginning"),
    ],
)
def test_a_name_is_found(run: Run, vault: MakeVault, name: str, expected: str) -> None:
    root = vault(
        {
            "People/Anna Berg.md": "---\naliases: Nanni\nemail: a.berg@example.org\n---\n",
            "People/Jörg Müller.md": "---\nx: 1\n---\n",
            "People/Anton Bergmann.md": "---\nx: 1\n---\n",
        }
    )

    found = run("--vault", root, "show", name, "--json")

    assert json.loads(found.stdout)["name"] == expected


def test_an_unknown_name_gets_suggestions(run: Run, vault: MakeVault) -> None:
    found = run("--vault", vault({"People/Anna Berg.md": PERSON}), "show", "Anna Breg")

    assert found.exit_code == 1
    assert found.stderr == "Error: no contact is called 'Anna Breg'. Did you mean anna berg?\n"


def test_an_ambiguous_name_lists_whom_it_may_mean(run: Run, vault: MakeVault) -> None:
    root = vault({"People/Anna Berg.md": PERSON, "People/Anna Thal.md": PERSON})

    found = run("--vault", root, "show", "anna")

    assert found.exit_code == 2
    assert found.stderr == (
        "Error: 'anna' may be any of these; name one:\n"
        "  Anna Berg (People/Anna Berg.md)\n"
        "  Anna Thal (People/Anna Thal.md)\n"
    )


def test_search_finds_words_with_accents_or_without(run: Run, vault: MakeVault) -> None:
    root = vault({"a.md": "One\n\nLunch in Köln with Søren\n", "b.md": "Koeln\n"})

    assert run("--vault", root, "search", "soren", "lunch").stdout == (
        "a.md:3: Lunch in Köln with Søren\n"
    )
    found = json.loads(run("--vault", root, "search", "Köln", "--json").stdout)
    assert sorted((one["path"], one["line"]) for one in found) == [("a.md", 3), ("b.md", 1)]
    for nothing in ('"', "*", "NEAR(", "-", "zzz"):
        assert run("--vault", root, "search", "--", nothing).exit_code == 1


def test_check_shows_problems_and_exits_with_one(run: Run, vault: MakeVault) -> None:
    root = vault({"People/Anna.md": "---\nbirthday: 2026-02-30\n---\n", "b.md": "fine"})

    found = run("--vault", root, "check")

    assert found.exit_code == 1
    assert found.stdout == (
        "People/Anna.md:2:11: bad-birthday birthday: there is no day 2026-02-30\n"
    )
    assert run("--vault", root, "check", "b.md").exit_code == 0
    assert run("--vault", root, "check", "b.md").stderr == "No problems.\n"
    assert run("--vault", root, "check", "People").exit_code == 1
    assert run("--vault", root, "check", root / "People/Anna.md").exit_code == 1
    assert run("--vault", root, "check", root).exit_code == 1
    assert run("--vault", root, "check", "nowhere").exit_code == 2


def test_problems_are_counted_in_one_line(run: Run, vault: MakeVault) -> None:
    root = vault({"a.md": "---\na: b: c\n---\n"})

    assert run("--vault", root, "due").stderr.startswith("1 problem in the vault; see")
    assert run("--vault", root, "-q", "due").stderr == ""


def test_an_unknown_setting_is_a_warning(run: Run, vault: MakeVault) -> None:
    root = vault({".vault-tools/config.toml": "[teirs]\n", "People/Anna.md": PERSON})

    assert run("--vault", root, "list").stderr == (
        "Warning: .vault-tools/config.toml: unknown table 'teirs'.\n"
    )


def test_a_broken_configuration_is_an_error(run: Run, vault: MakeVault) -> None:
    found = run("--vault", vault({".vault-tools/config.toml": "= broken"}), "list")

    assert found.exit_code == 3
    assert "config.toml is not readable as TOML" in found.stderr


@pytest.mark.parametrize("zone", ["Pacific/Apia", "No/Where", ""])
def test_today_is_that_of_the_owners_time_zone(run: Run, vault: MakeVault, zone: str) -> None:
    config = f'timezone = "{zone}"\n'
    root = vault({".vault-tools/config.toml": config, "People/Anna.md": PERSON})

    found = run("--vault", root, "due")

    assert found.exit_code == 0
    assert ("is not known" in found.stderr) is (zone == "No/Where")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--today", "23.11.2026", "due"],
        ["due", "--within", "soon"],
        ["report", "--week", "2026-W54"],
        ["nonsense"],
        ["show"],
    ],
    ids=" ".join,
)
def test_wrong_arguments_exit_with_two(run: Run, vault: MakeVault, arguments: list[str]) -> None:
    assert run("--vault", vault({}), *arguments).exit_code == 2


def test_an_unknown_command_gets_a_suggestion(run: Run) -> None:
    assert "Did you mean 'list'?" in run("lst").stderr


def test_the_report_is_written_where_it_is_told(
    run: Run, vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"People/Anna.md": PERSON})
    monkeypatch.chdir(tmp_path)
    command = ("--vault", root, *DAY, "report", "weekly")

    assert run(*command, "-o").stderr == f"{root}/Reports/2026-W48.md written.\n"
    text = (root / "Reports/2026-W48.md").read_text(encoding="utf-8")
    assert text == run(*command).stdout
    assert run(*command, "-o").stderr == f"{root}/Reports/2026-W48.md is up to date.\n"

    assert run(*command, "-o", "x.json").exit_code == 0
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["week"] == "2026-W48"
    assert run(*command, "-o", "x.html").exit_code == 0
    assert (tmp_path / "x.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert run(*command, "-o", "-").stdout == text
    assert run(*command, "-o", "x.md", "--week", "2026-W49").exit_code == 0

    (root / "mine.md").write_text("my own note", encoding="utf-8")
    refused = run(*command, "-o", root / "mine.md")
    assert refused.exit_code == 3
    assert "is not a report of vault-tools; not overwritten" in refused.stderr
    assert (root / "mine.md").read_text(encoding="utf-8") == "my own note"


def test_a_report_in_the_vault_changes_nothing(run: Run, vault: MakeVault) -> None:
    root = vault({"People/Anna.md": PERSON + "- [ ] open\n"})
    command = ("--vault", root, *DAY)
    before = [run(*command, name, "--json").stdout for name in ("list", "due")]

    run(*command, "report", "-o")

    assert [run(*command, name, "--json").stdout for name in ("list", "due")] == before


def test_report_takes_a_query_alone(run: Run, vault: MakeVault) -> None:
    root = vault({"People/Anna.md": PERSON, "People/Ben.md": PERSON})

    found = run("--vault", root, *DAY, "report", "name:ben", "--format", "text").stdout

    assert "Ben" in found
    assert "Anna" not in found


def test_a_missing_template_is_an_error(run: Run, vault: MakeVault) -> None:
    found = run("--vault", vault({}), "report", "nosuch")

    assert found.exit_code == 3
    assert "there is no template nosuch.md.j2" in found.stderr


def test_init_makes_a_vault_and_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"

    found = run("init", folder)

    assert found.stdout == (
        f"made  {folder}/.vault-tools/config.toml\nmade  {folder}/Templates/Person.md\n"
    )
    assert run("--vault", folder, "check").exit_code == 0
    (folder / "Templates/Person.md").write_text("mine", encoding="utf-8")
    assert "kept" in run("init", folder).stdout
    assert (folder / "Templates/Person.md").read_text(encoding="utf-8") == "mine"
    assert run("init", folder / "Templates/Person.md").exit_code == 2


def test_an_interruption_exits_with_130(
    run: Run, vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(queries, "contacts", interrupted)

    found = run("--vault", vault({}), "list")

    assert (found.exit_code, found.stderr) == (130, "Interrupted.\n")


def test_an_unexpected_error_is_one_line_and_a_report_without_values(
    run: Run, vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        msg = "secret: Anna divorced"
        raise RuntimeError(msg)

    monkeypatch.setattr(queries, "contacts", broken)
    root = vault({})

    found = run("--vault", root, "list")

    report = tmp_path / "cache" / "vault-tools" / "error.txt"
    assert found.exit_code == 70
    assert found.stderr == (
        f"Error: something unexpected went wrong (RuntimeError); the report is in {report}.\n"
    )
    assert "in list_command" in report.read_text(encoding="utf-8")
    assert "secret" not in report.read_text(encoding="utf-8")
    assert report.stat().st_mode & 0o777 == 0o600
    assert isinstance(run("-vv", "--vault", root, "list").exception, RuntimeError)

    report.unlink()
    report.mkdir()
    assert "its report can't be written" in run("--vault", root, "list").stderr


def test_an_index_that_breaks_is_made_anew(run: Run, vault: MakeVault, tmp_path: Path) -> None:
    root = vault({"People/Anna.md": PERSON})
    run("--vault", root, "index")
    (database,) = (tmp_path / "cache").rglob("index.db")
    data = bytearray(database.read_bytes())
    data[8192:-1] = b"\xff" * (len(data) - 8193)
    database.write_bytes(data)

    assert json.loads(run("--vault", root, "list", "--json").stdout)[0]["name"] == "Anna"


def test_an_index_out_of_reach_is_a_warning(run: Run, vault: MakeVault, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")

    found = run("--vault", vault({"People/Anna.md": PERSON}), "list")

    assert found.exit_code == 0
    assert found.stderr.startswith("Warning: the index can't be kept in")


def test_a_live_watcher_saves_the_walk(
    run: Run, vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"People/Anna.md": PERSON})
    run("--vault", root, "index")
    monkeypatch.setattr("vault_tools.index.lease.is_live", lambda *_, **__: True)
    monkeypatch.setattr("vault_tools.vault.walk", None)

    assert run("--vault", root, "list").exit_code == 0


def test_no_color_is_heard(run: Run, vault: MakeVault) -> None:
    root = vault({"People/Anna.md": PERSON})

    assert "\x1b" not in run("--no-color", "--vault", root, *DAY, "due").stdout


def _program(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vault_tools", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **env},
    )


def test_the_module_is_the_program() -> None:
    found = _program("--version")

    assert (found.returncode, found.stdout) == (0, f"vault-tools, version {__version__}\n")


def test_other_encodings_get_escapes(vault: MakeVault, tmp_path: Path) -> None:
    root = vault({"People/Zoë 東.md": PERSON})
    cache = str(tmp_path / "cache")

    found = _program(
        *("--vault", str(root), "list"),
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        PYTHONIOENCODING="ascii",
        XDG_CACHE_HOME=cache,
    )

    assert found.returncode == 0
    assert found.stdout.startswith("Zo")


def test_a_reader_that_stops_is_no_error(example: Path, tmp_path: Path) -> None:
    program = f"{sys.executable} -m vault_tools --vault '{example}' list --json | head -1"

    found = subprocess.run(
        ["bash", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )

    assert found.stdout == "[\n"
    assert "Traceback" not in found.stderr
