"""``export`` and ``complete-address``: who leaves, where it is written, and what is left alone."""

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import MakeVault, Run
from tests.exporting import said
from vault_tools.edit.exports import remove_file, replace_file, write_export
from vault_tools.errors import ExportExistsError, VaultToolsError
from vault_tools.exporters.vdir import MANIFEST

NOTES = {
    "People/Anna.md": (
        "---\nname: Anna Berg\nemail: [anna@example.org, a.berg@example.com]\ntags: [mentor]\n"
        "company: Halden\n---\nKnows [[Sam]].\n"
    ),
    "People/Ben.md": "---\nemail: ben@example.org\n---\n[[Anna]]\n",
    "People/Sam.md": (
        "---\nname: Sam Secret\nemail: sam@example.org\nprivate: true\n---\n[[Anna]]\n"
    ),
}
FORMATS = ["vcard", "csv", "json", "ics", "addresses", "abook"]


def _export(run: Run, root: Path, *arguments: str | Path) -> Result:
    return run("--vault", root, "--today", "2026-11-23", "export", *arguments)


def _names(result: Result) -> list[str]:
    return said(result.stdout_bytes, "FN")


def test_everybody_leaves_but_who_is_private(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    assert _names(_export(run, root, "vcard")) == ["Anna Berg", "Ben"]
    assert _names(_export(run, root, "vcard", "tag:mentor")) == ["Anna Berg"]
    assert _names(_export(run, root, "vcard", "--private")) == ["Anna Berg", "Ben", "Sam Secret"]
    assert _names(_export(run, root, "vcard", "--name", "Sam Secret")) == ["Sam Secret"]
    assert _names(_export(run, root, "vcard", "tag:mentor", "--name", "Ben")) == [
        "Anna Berg",
        "Ben",
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_a_private_contact_leaves(vault: MakeVault, run: Run, form: str) -> None:
    notes = {**NOTES, "People/Anna.md": NOTES["People/Anna.md"].replace("Knows [[Sam]].", "x")}
    notes["2026-11-01.md"] = "---\nattendees: [Sam]\n---\n- [ ] call [[Sam]] 📅 2026-11-30\n"
    notes["People/Sam.md"] = notes["People/Sam.md"].replace("---\n[", "birthday: --11-24\n---\n[")
    root = vault(notes)

    result = _export(run, root, form)

    assert result.exit_code == 0
    assert "sam" not in result.stdout.casefold()


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_vault_gives_the_same_bytes(example: Path, run: Run, form: str) -> None:
    first, second = (_export(run, example, form) for _ in range(2))

    assert first.exit_code == 0
    assert first.stdout_bytes
    assert first.stdout_bytes == second.stdout_bytes


def test_a_table_of_the_example_vault(example: Path, run: Run) -> None:
    table = list(csv.DictReader(io.StringIO(_export(run, example, "csv").stdout, newline="")))

    assert len(table) > 20
    assert len({row["uid"] for row in table}) == len(table)
    assert "Mara Hoffstedt" in [row["name"] for row in table]


def test_json_has_what_show_has(example: Path, run: Run) -> None:
    day = ("--today", "2026-11-23")
    shown = json.loads(run("--vault", example, *day, "show", "Mara", "--json").stdout)

    (found,) = json.loads(_export(run, example, "json", "--name", "Mara").stdout)

    assert found.pop("uid").startswith("urn:uuid:")
    assert {key for key in shown if shown[key] != found.get(key)} <= {"links", "backlinks", "stale"}


def test_a_format_that_is_none_lists_those_that_are(vault: MakeVault, run: Run) -> None:
    result = _export(run, vault(NOTES), "excel")

    assert result.exit_code == 2
    assert all(f"\n  {name}" in result.stderr for name in FORMATS)


def test_nobody_is_picked(vault: MakeVault, run: Run) -> None:
    result = _export(run, vault(NOTES), "json", "tag:nobody")

    assert (result.exit_code, result.stdout) == (0, "[]\n")
    assert "Nobody is picked." in result.stderr


def test_a_file_is_for_its_owner_and_replaced_as_long_as_it_is_ours(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    root, file = vault(NOTES), tmp_path / "out.csv"

    first = _export(run, root, "csv", "-o", file)
    state = file.stat()
    again = _export(run, root, "csv", "-o", file)
    (root / "People/Cem.md").write_text("---\n---\n")
    later = _export(run, root, "csv", "-o", file)

    assert (first.exit_code, first.stdout) == (0, "")
    assert f"{file} written: 2 contacts." in first.stderr
    assert stat.S_IMODE(state.st_mode) == 0o600
    assert f"{file} is up to date: 2 contacts." in again.stderr
    assert f"{file} written: 3 contacts." in later.stderr
    assert "Cem" in file.read_text()


def test_a_file_of_somebody_else_stays(vault: MakeVault, run: Run, tmp_path: Path) -> None:
    root, file = vault(NOTES), tmp_path / "out.csv"
    file.write_text("mine")

    refused = _export(run, root, "csv", "-o", file)
    assert file.read_text() == "mine"
    forced = _export(run, root, "csv", "-o", file, "--force")
    file.write_text(f"{file.read_text()}mine too")
    touched = _export(run, root, "csv", "-o", file)

    assert (refused.exit_code, forced.exit_code, touched.exit_code) == (3, 0, 3)
    assert "--force replaces it" in refused.stderr
    assert file.read_text().endswith("mine too")


@pytest.mark.parametrize(
    ("output", "code", "words"),
    [
        ("vault/People/out.csv", 3, "--in-vault"),
        ("nowhere/out.csv", 3, "can't be written"),
        ("folder/", 2, "one file: -o FILE.csv"),
        ("vault", 2, "one file"),
    ],
)
def test_a_place_that_will_not_do_is_named(
    vault: MakeVault, run: Run, tmp_path: Path, output: str, code: int, words: str
) -> None:
    result = _export(run, vault(NOTES), "csv", "-o", f"{tmp_path}/{output}")

    assert result.exit_code == code
    assert words in result.stderr


def test_a_file_may_lie_in_the_vault_if_asked(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    assert _export(run, root, "csv", "-o", root / "out.csv", "--in-vault").exit_code == 0
    assert (root / "out.csv").exists()


def test_each_needs_a_folder(vault: MakeVault, run: Run) -> None:
    assert _export(run, vault(NOTES), "vcard", "--each").exit_code == 2


def test_a_pipe_is_never_written(vault: MakeVault, run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "cache" / "pipe"
    pipe.parent.mkdir()
    os.mkfifo(pipe)

    assert _export(run, vault(NOTES), "csv", "-o", pipe, "--force").exit_code == 3


def test_a_lost_record_is_asked_about(tmp_path: Path) -> None:
    index, file = tmp_path / "cache", tmp_path / "out.txt"
    index.mkdir()
    write_export(file, b"one", index_folder=index)
    (index / "exports.json").write_text("[1")

    with pytest.raises(ExportExistsError):
        write_export(file, b"two", index_folder=index)
    assert write_export(file, b"one", index_folder=index / "gone") is False


def test_a_file_is_replaced_or_removed_only_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "out.txt"

    assert replace_file(file, old=None, new=b"one")
    assert not replace_file(file, old=None, new=b"two")
    assert not replace_file(file, old=b"other", new=b"two")
    assert not remove_file(file, old=b"other")
    assert remove_file(file, old=b"one")
    assert remove_file(file, old=b"one")
    with pytest.raises(VaultToolsError, match="can't be written"):
        remove_file(tmp_path, old=b"")


def test_a_file_that_is_saved_while_it_is_removed_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ann.vcf"
    file.write_bytes(b"old")
    unlink = Path.unlink

    def saved_before(path: Path) -> None:
        file.write_bytes(b"from a phone")
        unlink(path)

    monkeypatch.setattr(Path, "unlink", saved_before)
    remove_file(file, old=b"old")

    assert file.read_bytes() == b"from a phone"


def test_a_folder_gets_a_card_each_and_the_notes_a_uid(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    root, folder = vault(NOTES), tmp_path / "phone"

    first = _export(run, root, "vcard", "-o", f"{folder}/")
    states = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    again = _export(run, root, "vcard", "-o", folder)

    cards = sorted(folder.glob("*.vcf"))
    uids = {said(path.read_bytes(), "UID")[0] for path in cards}
    assert "A uid was written into 2 notes." in first.stderr
    assert f"{folder}: 2 written, 0 unchanged." in first.stderr
    assert f"{folder}: 0 written, 2 unchanged." in again.stderr
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == states
    assert {f"urn:uuid:{path.stem}" for path in cards} == uids
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    for name in ("Anna", "Ben"):
        assert any(f"\nuid: {uid}\n" in (root / f"People/{name}.md").read_text() for uid in uids)
    assert (root / "People/Sam.md").read_text() == NOTES["People/Sam.md"]


def test_a_rehearsal_shows_the_notes_and_counts_the_cards(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    root, folder = vault(NOTES), tmp_path / "phone"

    result = _export(run, root, "vcard", "-o", f"{folder}/", "--dry-run")
    one = _export(run, root, "vcard", "-o", tmp_path / "a.vcf", "--dry-run")

    assert result.stdout.count("\n+uid: urn:uuid:") == 2
    assert "2 would be written, 0 unchanged" in result.stderr
    assert "would have" in one.stderr
    assert not folder.exists()
    assert not (tmp_path / "a.vcf").exists()
    assert {path: (root / path).read_text() for path in NOTES} == NOTES


def test_a_card_outlives_a_new_name_of_its_note(vault: MakeVault, run: Run, tmp_path: Path) -> None:
    root, folder = vault(NOTES), tmp_path / "phone"
    _export(run, root, "vcard", "-o", f"{folder}/")
    before = sorted(path.name for path in folder.glob("*.vcf"))
    (root / "People/Ben.md").rename(root / "People/Benjamin.md")

    result = _export(run, root, "vcard", "-o", folder)

    assert f"{folder}: 1 written, 1 unchanged." in result.stderr
    assert sorted(path.name for path in folder.glob("*.vcf")) == before


def test_who_leaves_the_vault_or_becomes_private_is_taken_out(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    root, folder = vault({**NOTES, "People/Cem.md": "---\n---\n"}), tmp_path / "phone"
    _export(run, root, "vcard", "-o", f"{folder}/")
    mine = folder / "mine.vcf"
    mine.write_text("BEGIN:VCARD\nUID:mine\nEND:VCARD\n")
    (root / "People/Ben.md").unlink()
    anna = root / "People/Anna.md"
    anna.write_text(anna.read_text().replace("---\n", "---\nprivate: true\n", 1))

    picked = _export(run, root, "vcard", "name:nobody", "-o", folder)

    assert "0 written, 0 unchanged, 2 removed" in picked.stderr
    assert "1 card there of nobody in the vault" in picked.stderr
    assert sorted(said(path.read_bytes(), "FN") for path in folder.glob("*.vcf")) == [[], ["Cem"]]


def test_what_was_changed_there_is_told_and_left(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    cem_note = {"People/Cem.md": "---\nemail: cem@example.org\n---\n"}
    root, folder = vault({**NOTES, **cem_note}), tmp_path / "phone"
    _export(run, root, "vcard", "-o", f"{folder}/")
    (anna,) = [path for path in folder.glob("*.vcf") if b"Anna" in path.read_bytes()]
    (ben,) = [path for path in folder.glob("*.vcf") if b"Ben" in path.read_bytes()]
    anna.write_bytes(anna.read_bytes().replace(b"END:", b"TEL:+49 171 5\r\nEND:"))
    ben.unlink()

    (cem,) = [path for path in folder.glob("*.vcf") if b"Cem" in path.read_bytes()]
    cem.write_bytes(cem.read_bytes().replace(b"EMAIL:cem@example.org\r\n", b""))

    result = _export(run, root, "vcard", "-o", folder)
    assert b"+49 171 5" in anna.read_bytes()
    forced = _export(run, root, "vcard", "-o", folder, "--force")

    assert result.exit_code == 1
    assert "Changed there, so left alone: Anna Berg." in result.stderr
    assert "Something was removed there, so left alone: Cem." in result.stderr
    assert "Removed there, so not written again: Ben." in result.stderr
    assert forced.exit_code == 0
    assert b"+49 171 5" not in anna.read_bytes()
    assert ben.exists()


def test_another_vault_does_not_empty_the_folder(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "phone"
    notes = {f"People/P{n}.md": "---\n---\n" for n in range(8)}
    root = vault(notes)
    _export(run, root, "vcard", "-o", f"{folder}/")
    for path in notes:
        (root / path).unlink()
    (root / "People/Other.md").write_text("---\n---\n")

    result = _export(run, root, "vcard", "-o", folder)
    assert len(list(folder.glob("*.vcf"))) == 8
    forced = _export(run, root, "vcard", "-o", folder, "--force")

    assert result.exit_code == 3
    assert "8 of the cards" in result.stderr
    assert forced.exit_code == 0
    assert len(list(folder.glob("*.vcf"))) == 1


def test_a_note_that_cannot_take_a_uid_is_told(vault: MakeVault, run: Run, tmp_path: Path) -> None:
    root = vault(
        {
            "People/A.md": "---\nuid: x\n---\n",
            "People/B.md": "---\nuid: x\n---\n",
            "People/C.md": "---\nuid:\n  a: b\n---\n",
        }
    )

    result = _export(run, root, "vcard", "-o", f"{tmp_path}/phone/")

    assert result.exit_code == 0
    assert "People/B.md has the uid of another note" in result.stderr
    assert "People/C.md" in result.stderr
    assert "3 written" in result.stderr
    assert (root / "People/B.md").read_text() == "---\nuid: x\n---\n"


def test_uids_may_be_assigned_for_any_format(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    result = _export(run, root, "csv", "tag:mentor", "--assign-uids")

    assert "A uid was written into 1 note." in result.stderr
    assert result.stdout.startswith('"name",')
    assert "\nuid: urn:uuid:" in (root / "People/Anna.md").read_text()


def test_a_folder_that_cannot_be_read_is_told(
    vault: MakeVault, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, folder = vault(NOTES), tmp_path / "phone"
    folder.mkdir()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "glob", refuse)
    result = _export(run, root, "vcard", "-o", folder)

    assert result.exit_code == 3
    assert f"{folder} can't be read: Permission denied." in result.stderr


def test_the_folder_may_change_while_it_is_written(
    vault: MakeVault, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, folder = vault(NOTES), tmp_path / "phone"
    _export(run, root, "vcard", "-o", f"{folder}/")
    (root / "People/Ben.md").unlink()
    anna = root / "People/Anna.md"
    anna.write_text(anna.read_text().replace("Halden", "Lumenfeld"))
    monkeypatch.setattr(
        "vault_tools.edit.exports.replace_file", lambda path, **_: "vcf" not in path.name
    )
    monkeypatch.setattr("vault_tools.edit.exports.remove_file", lambda *_, **__: False)

    result = _export(run, root, "vcard", "-o", folder)

    assert result.exit_code == 1
    assert f"{folder}: 0 written, 0 unchanged." in result.stderr


def test_a_manifest_lies_in_the_folder_and_no_card_is_called_like_it(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    root, folder = vault({"People/A.md": "---\nuid: ../../x\n---\n"}), tmp_path / "phone"

    _export(run, root, "vcard", "-o", f"{folder}/")

    assert len(list(folder.iterdir())) == 2
    assert (folder / MANIFEST).is_file()


def _complete(run: Run, root: Path, *arguments: str) -> Result:
    return run("--vault", root, "complete-address", *arguments)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(("an",), ["anna@example.org", "a.berg@example.com"], id="begins"),
        pytest.param(("ann", "erg"), ["anna@example.org", "a.berg@example.com"], id="anywhere"),
        pytest.param(("ann erg",), ["anna@example.org", "a.berg@example.com"], id="one argument"),
        pytest.param(("ben@",), ["ben@example.org"], id="address"),
        pytest.param(
            ("EXAMPLE.ORG",), ["anna@example.org", "a.berg@example.com", "ben@example.org"]
        ),
        pytest.param((), ["anna@example.org", "a.berg@example.com", "ben@example.org"], id="all"),
        pytest.param(("sam",), [], id="private, half named"),
        pytest.param(("Sam Secret",), ["sam@example.org"], id="private, named"),
        pytest.param(("sec",), [], id="private, not named"),
    ],
)
def test_addresses_are_completed(
    vault: MakeVault, run: Run, words: tuple[str, ...], expected: list[str]
) -> None:
    root = vault({**NOTES, "broken.md": "---\nname: [\n---\n", "People/No.md": "---\n---\n"})

    result = _complete(run, root, *words)
    found = json.loads(_complete(run, root, *words, "--json").stdout)

    first, *rows = result.stdout.splitlines()
    noun = "address" if len(expected) == 1 else "addresses"
    assert first == f"{len(expected) or 'No'} {noun} in vault"
    assert [row.split("\t")[0] for row in rows] == expected
    assert [address["email"] for address in found] == expected
    assert result.exit_code == (0 if expected else 1)
    assert result.stderr == ""


def test_an_address_comes_with_name_and_company(vault: MakeVault, run: Run) -> None:
    result = _complete(run, vault(NOTES), "anna", "--bare")

    assert (
        result.stdout
        == "anna@example.org\tAnna Berg\tHalden\na.berg@example.com\tAnna Berg\tHalden\n"
    )


def test_umlauts_may_be_spelt_out(vault: MakeVault, run: Run) -> None:
    root = vault({"People/Jürgen Müller.md": "---\nemail: jm@example.org\n---\n"})

    for words in ("mueller", "muller", "MÜLLER", "jurgen mueller"):
        assert _complete(run, root, words, "--bare").stdout.startswith("jm@")
