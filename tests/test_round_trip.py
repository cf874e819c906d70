"""Out and in again: what has left a vault as vCards changes nothing when it comes back."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from tests.conftest import MakeVault, Run
from tests.test_corpus import CORPUS
from tests.test_matching import drafts as generated
from vault_tools.config import Config
from vault_tools.drafts import Draft
from vault_tools.intake import Intake, Means
from vault_tools.merge import drafting
from vault_tools.model import Standing, Timeline
from vault_tools.parse import Grammar, parse_note
from vault_tools.plugins import ExportOptions, ImportOptions, Source, exporters, importers

TODAY = date(2026, 11, 23)
GRAMMAR = Grammar.of(Config())
EXAMPLE = Path(__file__).parents[1] / "example-vault"
IMPORTERS, EXPORTERS = importers(), exporters()
VERSIONS = pytest.mark.parametrize("version", ["3.0", "4.0"])


def _notes(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(root.rglob("*.md"))}


@VERSIONS
def test_what_a_vault_exports_changes_nothing_in_it(tmp_path: Path, run: Run, version: str) -> None:
    root = tmp_path / "vault"
    shutil.copytree(EXAMPLE, root)
    before = _notes(root)
    cards = tmp_path / "cards.vcf"
    run("--vault", root, "export", "vcard", "--format-version", version, "-o", cards)

    first = run("--vault", root, "import", "vcard", cards)
    after = _notes(root)
    again = run("--vault", root, "import", "vcard", cards)

    assert first.exit_code == again.exit_code == 0, first.stderr
    assert "0 new, " in first.stderr
    assert again.stderr.endswith("0 new, 0 changed, 30 unchanged.\n")
    assert {name for name in after if after[name] != before.get(name)} == set()


@VERSIONS
def test_a_new_vault_exports_what_it_was_made_of(
    vault: MakeVault, tmp_path: Path, run: Run, version: str
) -> None:
    root = vault({"x.md": ""})
    cards, again = tmp_path / "cards.vcf", tmp_path / "again.vcf"
    options = ("export", "vcard", "--format-version", version, "-o")
    run("--vault", EXAMPLE, *options, cards)

    run("--vault", root, "import", "vcard", cards)
    run("--vault", root, *options, again)

    assert again.read_text() == cards.read_text()


@VERSIONS
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus at {CORPUS}")
def test_cards_of_many_programs_come_back_as_they_were(
    vault: MakeVault, tmp_path: Path, run: Run, version: str
) -> None:
    root = vault({"x.md": ""})
    files = sorted((CORPUS / "vcard").rglob("*.vcf"))
    encodings = {path: ("--encoding", "cp1251") for path in files if "1251" in path.name}
    for path in files:
        run(
            "--vault", root, "import", "vcard", path, "--same-name", "new", *encodings.get(path, ())
        )
    before = _notes(root)
    cards = tmp_path / "cards.vcf"

    run("--vault", root, "export", "vcard", "--format-version", version, "-o", cards)
    result = run("--vault", root, "import", "vcard", cards)

    assert len(before) > 30
    assert _notes(root) == before, result.stderr


@VERSIONS
@given(record=generated)
def test_a_generated_contact_comes_back_as_they_were(version: str, record: Draft) -> None:
    path = "People/Anna.md"
    text = drafting.new_note(record, grammar=GRAMMAR)
    note = parse_note(text.encode(), path=path, grammar=GRAMMAR)
    timeline = Timeline(
        note=note,
        standing=Standing(path=path, name=note.title),
        interactions=(),
        promises=(),
        links=(),
        backlinks=(),
    )
    options = ExportOptions(today=TODAY, config=Config(), version=version)
    data = EXPORTERS["vcard"].write([timeline], options=options)
    intake = Intake(Means(grammar=GRAMMAR, read=lambda _: text, taken=lambda _: False, today=TODAY))
    intake.know([note])

    source = Source(name="cards", data=data)
    for read in IMPORTERS["vcard"].read(source, options=ImportOptions()):
        intake.take(read)

    assert (intake.new, intake.changed, intake.refused) == ({}, {}, [])
    assert (intake.unchanged, intake.disagreements) == (1, [])
