"""The first ten minutes: nothing yet, a vault of one's own, an address book."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import MakeVault, Run
from vault_tools.cli import main

CRM = "---\nArbeitgeber: Kestrel\nemail: a@example.org\nLetzter Kontakt am: 2026-10-01\n---\n"
NOTES = {
    "CRM/Ada.md": CRM,
    "CRM/Ben.md": CRM,
    "People/Cai.md": "---\nlast_contcat: 2026-01-01\nlikes: tea\ntier: A\n---\n",
}
CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Dora Eng\r\nEND:VCARD\r\n"


def test_in_an_empty_folder_the_program_alone_says_how_to_begin(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = run()

    assert (result.exit_code, result.stderr) == (0, "")
    first, *steps = result.stdout.splitlines()
    assert first == f"{tmp_path} is no vault, and holds no Markdown notes."
    assert [step.split("  ")[1] for step in steps if step] == [
        "vault-tools init ~/Notes",
        "vault-tools --vault ~/Notes import vcard FILE",
        "vault-tools --vault ~/Notes due",
        "vault-tools --help",
    ]


def test_in_a_folder_that_is_gone_it_does_not_fail(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    assert run().exit_code == 0


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        (NOTES, "is no vault yet. 3 Markdown notes, of which 3 seem to be contacts."),
        ({"a.md": "x"}, "is no vault yet. 1 Markdown note, none about people."),
        (
            {f"{number}/a.md": "x" for number in range(501)},
            "is no vault yet. More than 499 Markdown notes, none about people.",
        ),
    ],
    ids=["people", "nobody", "many"],
)
def test_in_a_folder_of_notes_it_says_what_they_seem_to_be(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, notes: dict[str, str], said: str
) -> None:
    root = vault(notes)
    monkeypatch.chdir(root)

    result = run()

    assert result.stdout.splitlines()[0] == f"{root} {said}"
    assert "vault-tools init --dry-run" in result.stdout


def test_in_a_vault_it_says_how_things_stand(vault: MakeVault, run: Run) -> None:
    root = vault({"People/A.md": "---\nfollow_up: 2026-01-01\n---\n", "x.md": ""})

    result = run("--vault", root, "--today", "2026-02-01")

    assert result.stdout.splitlines()[:2] == [f"{root}: 1 contact in 2 notes.", "1 of them is due."]
    assert "vault-tools report weekly -o" in result.stdout


def test_it_counts_those_whose_turn_never_comes(vault: MakeVault, run: Run) -> None:
    note = "---\ntype: person\n{}---\n"
    root = vault(
        {
            "People/Anna.md": note.format(""),
            "People/Ben.md": note.format("cadence: monthly\n"),
            "People/Cai.md": note.format("status: dormant\n"),
            "People/Dora.md": note.format("private: true\n"),
        }
    )

    said = "1 has no cadence, so that their turn never comes: 'vault-tools triage'."
    assert said in run("--vault", root).stdout.splitlines()


def test_in_a_vault_without_contacts_it_says_where_they_come_from(
    vault: MakeVault, run: Run
) -> None:
    root = vault({"x.md": ""})

    before = run("--vault", root).stdout
    run("init", root)
    after = run("--vault", root).stdout

    assert "init --dry-run" in before
    assert "init --dry-run" not in after
    assert "vault-tools import vcard FILE" in after


def test_init_shows_what_it_found_and_writes_nothing_without_a_yes(
    vault: MakeVault, run: Run
) -> None:
    root = vault(NOTES)

    result = run("init", root)

    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert not (root / ".vault-tools").exists()
    assert result.stdout.splitlines() == [
        "3 notes; 1 of them is a contact: 1 by the folder.",
        "2 more seem to be about people: 2 in CRM/.",
        "Understood: email 2, tier 1.",
        "Not read as things are, and most likely:",
        "  Arbeitgeber is company: 2 notes, such as CRM/Ada.md",
        "  Letzter Kontakt am is last_contact: 2 notes, such as CRM/Ada.md",
        "Perhaps mistyped:",
        "  last_contcat looks like last_contact: 1 note, People/Cai.md",
        "Tiers that are not configured: a 1.",
        "Kept, without a meaning of ours: likes.",
    ]


def test_init_writes_what_it_proposes_after_a_yes(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    shown = run("init", root, "--dry-run")
    assert not (root / ".vault-tools").exists()
    made = run("init", root, "--yes")
    again = run("init", root)

    assert '+folders = ["People", "Contacts", "CRM"]' in shown.stdout
    assert "+type: person" in shown.stdout
    assert (shown.exit_code, made.exit_code, again.exit_code) == (0, 0, 0)
    config = (root / ".vault-tools/config.toml").read_text()
    assert '"Letzter Kontakt am" = "last_contact"' in config
    assert '"a" = "quarterly"  # 1 contact; say how often' in config
    assert "vault-tools due" in made.stderr
    assert "kept  " in again.stdout
    assert "3 contacts in 4 notes" in run("--vault", root, "index").stdout


def test_init_never_writes_over_a_configuration_and_says_what_to_put_into_it(
    vault: MakeVault, run: Run
) -> None:
    root = vault({**NOTES, ".vault-tools/config.toml": "# mine\n"})

    result = run("init", root, "--yes")

    assert (root / ".vault-tools/config.toml").read_text() == "# mine\n"
    assert "put this into it" in result.stdout
    assert 'folders = ["People", "Contacts", "CRM"]' in result.stdout


@pytest.mark.parametrize(("answer", "made"), [("y\n", True), ("\n", True), ("n\n", False)])
def test_on_a_terminal_init_asks(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, *, made: bool
) -> None:
    root = vault(NOTES)
    run("--version")  # its folders are the test's
    monkeypatch.setattr("vault_tools.cli.init.is_interactive", lambda: True)

    result = CliRunner().invoke(main, ["init", str(root)], input=answer)

    assert "Write .vault-tools/config.toml and Templates/Person.md?" in result.stderr
    assert (root / ".vault-tools/config.toml").exists() is made
    assert (root / "Templates").exists() is made
    assert ("Nothing was written." in result.stderr) is not made


def test_init_without_anything_to_propose_needs_no_yes(vault: MakeVault, run: Run) -> None:
    root = vault({"People/A.md": "---\ntype: person\n---\n"})

    result = run("init", root)

    assert result.exit_code == 0
    assert (root / ".vault-tools/config.toml").exists()


def test_a_dry_run_of_init_where_nothing_is_missing_says_so(vault: MakeVault, run: Run) -> None:
    root = vault({})
    run("init", root)

    result = run("init", root, "-n")

    assert (result.stdout, result.stderr) == ("", "Nothing is missing; nothing would be written.\n")


def test_the_template_goes_where_templates_are(vault: MakeVault, run: Run) -> None:
    root = vault({"templates/x.md": "{{x}}\n"})

    run("init", root)

    assert (root / "templates/Person.md").exists()


@pytest.mark.parametrize("there", [True, False], ids=["an empty folder", "no folder"])
def test_an_import_makes_the_vault_that_is_named(run: Run, tmp_path: Path, *, there: bool) -> None:
    root = tmp_path / "Notes"
    if there:
        root.mkdir()
    (tmp_path / "book.vcf").write_text(CARD)

    result = run("--vault", root, "import", "vcard", tmp_path / "book.vcf")

    assert result.exit_code == 0
    assert (root / "People/Dora Eng.md").exists()
    assert (root / ".vault-tools/config.toml").exists()
    assert f"made  {root}/.vault-tools/config.toml" in result.stderr
    assert "Dora Eng" in run("--vault", root, "list").stdout


def test_an_import_that_cannot_be_read_makes_no_vault(run: Run, tmp_path: Path) -> None:
    result = run("--vault", tmp_path / "Notes", "import", "vcard", tmp_path / "none.vcf")

    assert result.exit_code == 3
    assert not (tmp_path / "Notes").exists()


def test_a_rehearsed_import_makes_no_vault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "book.vcf").write_text(CARD)

    result = run("--vault", tmp_path / "Notes", "import", "-n", "vcard", tmp_path / "book.vcf")

    assert result.exit_code == 3
    assert "'vault-tools init" in result.stderr
    assert not (tmp_path / "Notes").exists()


def test_an_import_makes_no_vault_where_the_environment_names_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "book.vcf").write_text(CARD)
    monkeypatch.setenv("VAULT_TOOLS_VAULT", str(tmp_path / "disk" / "Notes"))

    result = run("import", "vcard", tmp_path / "book.vcf")

    assert result.exit_code == 3
    assert not (tmp_path / "disk").exists()
