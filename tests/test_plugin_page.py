"""The example of a format of one's own works as it stands on its page."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.builders import standing
from tests.conftest import MakeVault, Run
from tests.importing import read
from vault_tools import plugins
from vault_tools.config import Config
from vault_tools.drafts import Draft, DraftEntry, Place, Refusal
from vault_tools.model import Interaction, Note, NoteKind, Timeline
from vault_tools.plugins import ExportOptions

PAGE = Path(__file__).parents[1] / "docs/plugins.md"
LIST = "Anna Berg; anna@example.org; 2026-11-20 had tea\nno list\n"


@pytest.fixture(scope="module")
def example() -> dict[str, type]:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    names: dict[str, type] = {}
    exec(code, names)  # noqa: S102 - the page's own
    assert len(code.splitlines()) < 50
    return names


def test_it_reads(example: dict[str, type]) -> None:
    assert read(example["ListImporter"](), LIST) == [
        Draft(
            place=Place("file", 1, 1),
            name="Anna Berg",
            properties={"email": ("anna@example.org",)},
            entries=(DraftEntry(on=date(2026, 11, 20), text="had tea"),),
        ),
        Refusal(place=Place("file", 2, 2), reason="The row is not 'name; address; day words'."),
    ]


def test_it_writes(example: dict[str, type]) -> None:
    note = Note(path="Anna.md", kind=NoteKind.CONTACT, title="Anna Berg")
    person = Timeline(
        note=note,
        standing=standing(),
        interactions=(Interaction(on=date(2026, 11, 20), text="had tea"),),
        promises=(),
        links=(),
        backlinks=(),
    )
    options = ExportOptions(today=date(2026, 11, 23), config=Config())

    data = example["ListExporter"]().write([person], options=options)

    assert data == b"Anna Berg; ; 2026-11-20 had tea\n"


def test_the_command_takes_it_for_one_of_its_own(
    vault: MakeVault,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    example: dict[str, type],
) -> None:
    (tmp_path / "people.list").write_text(LIST)
    monkeypatch.setattr(plugins, "importers", lambda **_: {"list": example["ListImporter"]()})
    root = vault({"x.md": ""})

    result = run("--vault", root, "import", "list", tmp_path / "people.list")

    assert "1 new, 0 changed, 0 unchanged, 1 refused." in result.stderr
    assert (root / "People/Anna Berg.md").read_text() == (
        "---\ntype: contact\nname: Anna Berg\nemail: anna@example.org\n---\n"
        "## Log\n- 2026-11-20 had tea\n"
    )
