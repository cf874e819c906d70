"""``import``: people from elsewhere, without a note being written over."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import MakeVault, Run
from vault_tools.cli import main

TABLE = "Name,E-mail,City\nAnna Berg,anna@example.org,Bonn\nBen Ort,,Köln\n"
COLUMNS = ("--map", "E-mail=email")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(TABLE)
    return path


def _notes(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.rglob("*.md"))
    }


def test_people_come_in_and_a_second_time_nothing_happens(
    vault: MakeVault, run: Run, table: Path
) -> None:
    root = vault({"People/Anna Berg.md": "---\nemail: anna@example.org\n---\n"})

    first = run("--vault", root, "import", "csv", table, *COLUMNS)
    once = _notes(root)
    again = run("--vault", root, "import", "csv", table, *COLUMNS)

    assert (first.exit_code, again.exit_code) == (0, 0), first.stderr
    assert first.stderr.endswith("1 new, 1 changed, 0 unchanged.\n")
    assert again.stderr.endswith("0 new, 0 changed, 2 unchanged.\n")
    assert once == {
        "People/Anna Berg.md": "---\nemail: anna@example.org\ncity: Bonn\n---\n",
        "People/Ben Ort.md": "---\ntype: contact\nname: Ben Ort\ncity: Köln\n---\n",
    }
    assert _notes(root) == once


def test_a_rehearsal_shows_and_writes_nothing(vault: MakeVault, run: Run, table: Path) -> None:
    root = vault({"People/Anna Berg.md": "---\nemail: anna@example.org\n---\n"})
    before = _notes(root)

    result = run("--vault", root, "import", "csv", table, *COLUMNS, "--dry-run")

    assert _notes(root) == before
    assert "+++ b/People/Ben Ort.md\n" in result.stdout
    assert "+city: Bonn\n" in result.stdout


def test_what_there_is_to_decide_is_shown(vault: MakeVault, run: Run, table: Path) -> None:
    root = vault(
        {
            "People/Anna Berg.md": "---\nemail: anna@example.org\ncity: Kiel\n---\n",
            "People/Ben Ort.md": "---\nphone: '1'\n---\n",
        }
    )

    result = run("--vault", root, "import", "csv", table, *COLUMNS)
    found = json.loads(run("--vault", root, "import", "csv", table, *COLUMNS, "--json").stdout)

    assert "Ben Ort: the same name as People/Ben Ort.md" in result.stderr
    assert "People/Anna Berg.md: city: yours is Kiel, theirs is Bonn" in result.stderr
    assert "2 to decide." in result.stderr
    assert found["questions"][0]["paths"] == ["People/Ben Ort.md"]
    assert found["differences"] == [
        {"path": "People/Anna Berg.md", "property": "city", "ours": "Kiel", "theirs": "Bonn"}
    ]


def test_a_bad_record_stops_no_other(vault: MakeVault, run: Run, tmp_path: Path) -> None:
    cards = tmp_path / "cards.vcf"
    good = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Berg\nN:Berg;Anna;;;\nEND:VCARD\n"
    cards.write_text(f"BEGIN:VCARD\nno colon\n{good}")
    root = vault({"x.md": ""})

    result = run("--vault", root, "import", "vcard", cards)

    assert result.exit_code == 1
    assert f"{cards}:" in result.stderr
    assert "1 refused" in result.stderr
    assert "People/Anna Berg.md" in _notes(root)


def test_a_folder_is_read_file_by_file(vault: MakeVault, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    folder.mkdir()
    for name in ("Anna Berg", "Ben Ort"):
        card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nN:;{name};;;\nEND:VCARD\n"
        (folder / f"{name}.vcf").write_text(card)
    (folder / "notes.txt").write_text("no card")
    root = vault({"x.md": ""})

    result = run("--vault", root, "import", "vcard", folder, "--into", "Work/New")

    assert result.exit_code == 0, result.stderr
    assert {"Work/New/Anna Berg.md", "Work/New/Ben Ort.md"} <= _notes(root).keys()


@pytest.fixture
def places(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a pipe and an empty folder beside the table, and be there."""
    monkeypatch.chdir(table.parent)
    os.mkfifo("pipe")
    Path("empty").mkdir()


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["fax", "x.csv"], 2, "there is no format 'fax'", id="no such format"),
        pytest.param(["csv", "none.csv"], 3, "none.csv can't be read", id="no such file"),
        pytest.param(["csv", "pipe"], 3, "pipe is no file and no folder", id="a pipe"),
        pytest.param(["csv", "empty"], 3, "holds no file that ends in", id="an empty folder"),
        pytest.param(["csv", "people.csv", "--map", "x"], 2, "is not written like", id="bad map"),
        pytest.param(
            ["csv", "people.csv", "--into", "../x"], 2, "no folder of notes", id="outside"
        ),
        pytest.param(
            ["csv", "people.csv", *COLUMNS, "--into", "x" * 300],
            3,
            "can't be written: File name too long",
            id="a name too long for a folder",
        ),
    ],
)
def test_a_wrong_argument_says_what_is_wrong(
    vault: MakeVault, run: Run, arguments: list[str], code: int, message: str
) -> None:
    root = vault({"x.md": ""})

    result = run("--vault", root, "import", *arguments)

    assert result.exit_code == code
    assert message in result.stderr


def test_what_is_piped_in_is_read(vault: MakeVault, table: Path) -> None:
    root = vault({"x.md": ""})

    done = subprocess.run(
        ["vault-tools", "--vault", root, "import", "csv", "-", *COLUMNS],
        input=table.read_bytes(),
        capture_output=True,
        check=False,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
    )

    assert done.returncode == 0, done.stderr
    assert "People/Anna Berg.md" in _notes(root)


def test_what_is_piped_in_is_read_as_a_whole_or_not_at_all(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault({"x.md": ""})
    run("--version")  # its folders are the test's
    monkeypatch.setattr("vault_tools.cli.importing._MOST_BYTES", len(TABLE.encode()) - 1)
    arguments = ["--vault", str(root), "import", "csv", "-", *COLUMNS]

    result = CliRunner().invoke(main, arguments, input=TABLE)

    assert result.exit_code == 3
    assert "- is larger than" in result.stderr
    assert list(_notes(root)) == ["x.md"]


def test_a_change_of_work_is_something_to_talk_about(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("Name,Email,Company,Role\nAnna Berg,anna@example.org,Halden,CTO\n")
    root = vault(
        {
            "People/Anna Berg.md": "---\nemail: anna@example.org\ncompany: Nordwind\n"
            "role: Analyst\nfollow_up: 2026-11-24\n---\n"
        }
    )
    today = ("--today", "2026-11-23")

    run("--vault", root, *today, "import", "csv", people)
    report = run("--vault", root, *today, "report").stdout
    later = run("--vault", root, "--today", "2027-02-22", "report").stdout

    assert "news: now CTO at Halden (was Analyst at Nordwind) (23 November)" in report
    assert "now CTO" not in later


def test_an_import_in_another_language_adds_nothing(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    people, talks = tmp_path / "people.csv", tmp_path / "messages.csv"
    people.write_text("Name,Email,Company,Role\nAnna Berg,anna@example.org,Halden,CTO\n")
    talks.write_text("FROM,TO,DATE,CONTENT\nAnna Berg,Me Myself,2026-07-01 10:00:00 UTC,Hello\n")
    note = "---\nemail: anna@example.org\ncompany: Nordwind\nrole: Analyst\n---\n"
    root = vault({"People/Anna Berg.md": note})
    for form, file in (("csv", people), ("linkedin", talks)):
        run("--vault", root, "import", form, file, "--same-name", "same")
    once = _notes(root)

    for form, file in (("csv", people), ("linkedin", talks)):
        run("--vault", root, "--lang", "de", "import", form, file, "--same-name", "same")

    assert "now CTO at Halden" in str(once)
    assert "wrote to me: Hello" in str(once)
    assert _notes(root) == once
