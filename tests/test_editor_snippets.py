"""The snippets for editors can be read by them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import docs_tools
from tests.conftest import MakeVault, Run

PAGE = (docs_tools.ROOT / "docs" / "editors.md").read_text(encoding="utf-8")


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_a_problem_is_found_by_the_matcher_for_vs_code(vault: MakeVault, run: Run) -> None:
    root = vault({"People/A: b.md": "---\nbirthday: x\n---\n"})
    tasks, snippets = map(json.loads, _blocks("json"))
    pattern = tasks["tasks"][0]["problemMatcher"]["pattern"]

    match = re.fullmatch(pattern["regexp"], run("--vault", root, "check").stdout.strip())

    assert match
    assert match.group(*(pattern[name] for name in ("file", "line", "column", "code"))) == (
        *("People/A: b.md", "2", "11", "bad-birthday"),
    )
    assert snippets["Person"]["body"][1] == "type: person"


def test_vim_reads_its_snippet_and_a_problem_by_it(tmp_path: Path) -> None:
    if shutil.which("vim") is None:
        pytest.skip("there is no vim here")
    (script,) = _blocks("vim")
    (tmp_path / "snippet.vim").write_text(script)
    (tmp_path / "out.txt").write_text("People/A.md:2:11: bad-birthday 'x' is no day\n")
    (tmp_path / "check.vim").write_text(
        "cgetfile out.txt\nlet e = getqflist()[0]\n"
        "call writefile([e.lnum .. ' ' .. e.col .. ' ' .. e.text], 'found.txt')\nqa!\n"
    )

    done = subprocess.run(
        [*("vim", "-Nu", "NONE", "-es", "--not-a-term"), "-S", "snippet.vim", "-S", "check.vim"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )

    assert done.returncode == 0
    assert (tmp_path / "found.txt").read_text() == "2 11 bad-birthday 'x' is no day\n"
