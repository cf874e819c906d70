"""The man pages say what the help says, and nothing in them is a command to roff by accident."""

import re
import shutil
import subprocess

import pytest

from tests import man_pages

PAGES = man_pages.pages()
_ROFF = (".TH", ".SH", ".SS", ".B", ".TP", ".PP", ".nf", ".fi")


def test_the_pages_are_those_of_the_commands_as_they_are() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in man_pages.FOLDER.glob("*")}

    assert there == PAGES, "Run `python -m tests.man_pages` and commit what it changes."


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_has_no_other_commands_than_ours(name: str) -> None:
    lines = PAGES[name].splitlines()

    assert [
        line for line in lines if line.startswith(("'", ".")) and not line.startswith(_ROFF)
    ] == []
    assert "\b" not in PAGES[name]
    assert re.findall(r"\\(?!e|-|&|fB|fR)", PAGES[name]) == []
    assert lines[1:4:2] == [".SH NAME", ".SH SYNOPSIS"]


def test_a_page_is_shown_by_man() -> None:
    if shutil.which("man") is None:
        pytest.skip("there is no man here")

    done = subprocess.run(
        ["man", "--local-file", "--warnings", str(man_pages.FOLDER / "vault-tools-log.1")],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "vault-tools log" in done.stdout
