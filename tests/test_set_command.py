"""``set`` and ``new``: what is said of a property that is likely another one."""

import pytest

from tests.conftest import MakeVault, Run

TOLD = "compny means nothing to vault-tools. Did you mean company?\n"


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        pytest.param("compny=X", TOLD, id="a letter wrong"),
        pytest.param("Arbeitgeber=X", TOLD.replace("compny", "Arbeitgeber"), id="another word"),
        pytest.param("company=X", "", id="known"),
        pytest.param("Firma=X", "", id="a synonym"),
        pytest.param("likes=tea", "", id="a property of one's own"),
        pytest.param("cmpany=X", "", id="in the note by now"),
        pytest.param("cmpany=", "", id="removed"),
    ],
)
def test_a_property_that_is_likely_another_is_told(
    vault: MakeVault, run: Run, setting: str, told: str
) -> None:
    root = vault({"People/Kat.md": "---\ncmpany: Y\nrole: x\n---\n"})

    result = run("--vault", root, "set", "kat", setting)

    assert (result.exit_code, result.stderr) == (0, told)


def test_it_is_written_all_the_same(vault: MakeVault, run: Run) -> None:
    root = vault({"People/Kat.md": "---\nrole: x\n---\n"})

    run("--vault", root, "set", "kat", "compny=X")
    new = run("--vault", root, "new", "Ben", "compny=X")

    assert (root / "People/Kat.md").read_text() == "---\nrole: x\ncompny: X\n---\n"
    assert new.stderr == TOLD
    assert "compny: X\n" in (root / "People/Ben.md").read_text()
