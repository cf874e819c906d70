"""``init --git``: git is told how to merge notes, once, or nothing is made."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.repositories import git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


def test_the_driver_is_set_up_once(tmp_path: Path, run: Run) -> None:
    git(tmp_path, "init", "--quiet")
    attributes = tmp_path / ".gitattributes"
    attributes.write_text("*.png binary")

    first = run("init", "--git", tmp_path)
    again = run("init", "--git", tmp_path)

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert attributes.read_text() == "*.png binary\n*.md merge=vault-tools\n"
    assert f"made  {attributes}" in first.stdout
    assert f"kept  {attributes}" in again.stdout
    driver = git(tmp_path, "config", "merge.vault-tools.driver")
    assert driver == "vault-tools git-merge %O %A %B %P\n"


def test_without_a_repository_nothing_is_set_up(tmp_path: Path, run: Run) -> None:
    result = run("init", "--git", tmp_path)

    assert result.exit_code == 3
    assert "git" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_rehearsal_shows_what_git_would_be_told(tmp_path: Path, run: Run) -> None:
    root = tmp_path / "v"
    git(tmp_path, "init", "--quiet")
    setting = 'merge.vault-tools.driver = "vault-tools git-merge %O %A %B %P"\n'

    first = run("init", "--git", "--dry-run", root)
    there = root.exists()
    run("init", root)
    second = run("init", "--git", "--dry-run", root)
    driver = git(tmp_path, "config", "--default=", "merge.vault-tools.driver")
    run("init", "--git", root)
    third = run("init", "--git", "--dry-run", root)

    assert (there, driver) == (False, "\n")
    for shown in (first, second):
        assert "+++ b/.gitattributes\n@@ -0,0 +1 @@\n+*.md merge=vault-tools\n" in shown.stdout
        assert shown.stdout.endswith(setting)
        assert "nothing would be written" not in shown.stderr
    assert (third.stdout, third.stderr) == (
        "",
        "Nothing is missing; nothing would be written.\n",
    )


def test_no_line_is_put_into_a_file_outside(tmp_path: Path, run: Run) -> None:
    root, elsewhere = tmp_path / "v", tmp_path / "elsewhere"
    elsewhere.write_text("")
    root.mkdir()
    git(root, "init", "--quiet")
    (root / ".gitattributes").symlink_to(elsewhere)

    result = run("init", "--git", root)

    assert result.exit_code == 3
    assert elsewhere.read_text() == ""
    assert not (root / ".vault-tools").exists()
