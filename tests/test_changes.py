"""``changes``: what git's history and the notes of today tell together."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeVault, Run
from tests.repositories import commit_all, git, repository
from vault_tools.edit.history import Snapshot, snapshot

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
TODAY = ("--today", "2026-11-23")
ANNA = """\
---
type: person
company: Halden
role: Engineer
email: anna@example.org
---
- [ ] send her the slides
- [ ] lend me the book #waiting
- [x] old promise

## Log
- 2026-11-01 phone: Before.
- 2026-10-01 email: Asked. #noreply
"""


@pytest.fixture
def root(vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a vault in a repository, committed on 10 November 2026."""
    made = vault(
        {
            "People/Anna.md": ANNA,
            "People/Ben.md": "---\ntype: person\n---\n",
            "People/Cai.md": "---\ntype: person\n---\n## Log\n- 2026-11-02 x\n",
            "2026-11-03 Lunch.md": "With [[Ben]].\n- [ ] call [[Ben]] back\n",
        }
    )
    return repository(made, monkeypatch)


def _found(run: Run, root: Path, *arguments: str) -> dict[str, Any]:
    result = run("--vault", root, *TODAY, "changes", "--json", *arguments)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_nothing_has_changed(run: Run, root: Path) -> None:
    result = run("--vault", root, *TODAY, "changes", "--since", "HEAD")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("Nothing has changed since ")


def test_all_that_has_changed_is_told(run: Run, root: Path, vault: MakeVault) -> None:
    vault(
        {
            "People/Anna.md": ANNA.replace("Halden", "Kestrel Maps")
            .replace("- [ ] send", "- [x] send")
            .replace("- [ ] lend", "- [x] lend")
            .replace(
                "## Log\n", "## Log\n- 2026-11-20 in-person: Now.\n- 2026-12-24 phone: Plan.\n"
            )
            + "- 2026-11-19 email: Asked again. #noreply\n",
            "People/Ben.md": "---\ntype: person\ncompany: Halden\n---\n",
            "People/Dora.md": "---\ntype: person\ncompany: X\nmet: 2026-11-19\n---\n- [x] old\n",
            "2026-11-03 Lunch.md": "With [[Ben]].\n- [x] call [[Ben]] back\n",
            "2026-11-21 Fair.md": "Met [[Dora]].\n",
        }
    )
    (root / "People/Cai.md").unlink()

    lines = run("--vault", root, *TODAY, "changes", "--since", "HEAD").stdout.splitlines()

    assert lines == [
        "New",
        "  Dora: X · met 19 November",
        "Other work",
        "  Anna: Engineer, Halden; now Engineer, Kestrel Maps",
        "In touch",
        "  Dora: 21 November · Met Dora.",
        "  Anna: 20 November · in-person · Now.",
        "Promises kept",
        "  Anna: send her the slides",
        "  Anna: lend me the book · promised to you",
        "  Ben: call Ben back",
        "No contacts any more",
        "  Cai: People/Cai.md",
    ]


def test_of_who_is_private_nothing_is_told(run: Run, root: Path, vault: MakeVault) -> None:
    private = "---\ntype: person\nprivate: true\n---\n"
    vault({"People/Fay.md": private, "People/Gus.md": private})
    commit_all(root, when="2026-11-11T12:00:00")
    (root / "People/Gus.md").unlink()
    vault(
        {
            "People/Fay.md": private.replace("---\n", "---\ncompany: X\n", 1)
            + "- [x] kept\n## Log\n- 2026-11-20 x\n",
            "People/Eve.md": f"{private}## Log\n- 2026-11-20 x\n",
            "People/Anna.md": ANNA.replace("type: person", "type: person\nprivate: true")
            + "- 2026-11-20 y\n",
            "2026-11-21 Fair.md": "Met [[Fay]].\n",
        }
    )

    result = run("--vault", root, *TODAY, "changes", "--since", "HEAD")

    assert (result.exit_code, result.stdout) == (0, "")


def test_a_dated_note_that_was_moved_is_no_new_meeting(run: Run, root: Path) -> None:
    (root / "Archive").mkdir()
    (root / "2026-11-03 Lunch.md").rename(root / "Archive" / "2026-11-03 Lunch.md")
    (root / "People/Ben.md").unlink()
    (root / "People/Benno.md").write_text("---\ntype: person\nname: Ben\n---\n")
    moved = root / "Archive" / "2026-11-03 Lunch.md"
    moved.write_text("Long ago.\n\nWith [[Benno]].\n")

    assert _found(run, root, "--since", "HEAD")["met"] == []


def test_who_was_put_into_a_dated_note_since_was_met(run: Run, root: Path) -> None:
    (root / "2026-11-03 Lunch.md").write_text("With [[Ben]].\n\nAnd [[People/Cai]].\n")
    (root / "2026-11-03.md").write_text("Again [[Ben]].\n")

    met = _found(run, root, "--since", "HEAD")["met"]

    assert [(each["name"], each["note"]) for each in met] == [
        ("Ben", "2026-11-03.md"),
        ("Cai", "2026-11-03 Lunch.md"),
    ]


def test_who_was_moved_or_renamed_is_the_same(run: Run, root: Path) -> None:
    (root / "Archive").mkdir()
    (root / "People/Ben.md").rename(root / "Archive/Ben.md")
    text = ANNA.replace("type: person", "type: person\nname: Anna Berg").replace("Halden", "New")
    (root / "People/Anna.md").unlink()
    (root / "People/Anna Berg.md").write_text(text)

    found = _found(run, root, "--since", "HEAD")

    assert (found["new"], found["gone"], found["met"], found["kept"]) == ([], [], [], [])
    assert found["moves"] == [
        {
            "name": "Anna Berg",
            "path": "People/Anna Berg.md",
            "before": {"company": "Halden", "role": "Engineer"},
            "after": {"company": "New", "role": "Engineer"},
        }
    ]


def test_scripts_are_given_where_everything_stands(run: Run, root: Path) -> None:
    note = root / "People/Anna.md"
    note.write_text(
        ANNA.replace("- [ ] send her the slides", "- [x] send her the slides ✅ 2026-11-20")
        + "- 2026-11-20 phone: Now.\n"
    )
    (root / "People/Dora.md").write_text("---\ntype: person\nmet: 2026-11-19\n---\n")

    found = _found(run, root, "--since", "HEAD")

    who = {"name": "Anna", "path": "People/Anna.md"}
    where = {"note": "People/Anna.md"}
    assert found == {
        "since": git(root, "rev-parse", "HEAD").strip(),
        "new": [
            {"name": "Dora", "path": "People/Dora.md", "company": None, "met": "2026-11-19"},
        ],
        "moves": [],
        "met": [
            {**who, "on": "2026-11-20", "channel": "phone", "text": "Now.", **where, "line": 14},
        ],
        "kept": [
            {
                **who,
                "text": "send her the slides",
                "mine": True,
                "done_on": "2026-11-20",
                **where,
                "line": 7,
            }
        ],
        "gone": [],
    }


def test_a_note_that_became_a_contact_is_new(run: Run, root: Path) -> None:
    (root / "Eve.md").write_text("Eve, no contact yet.\n")
    commit_all(root, when="2026-11-11T12:00:00")
    (root / "Eve.md").write_text("---\ntype: person\n---\n")

    assert [each["name"] for each in _found(run, root, "--since", "HEAD")["new"]] == ["Eve"]


def test_a_day_is_what_was_committed_before_it(run: Run, root: Path) -> None:
    first = git(root, "rev-parse", "HEAD").strip()
    (root / "People/Fay.md").write_text("---\ntype: person\n---\n")
    second = commit_all(root, when="2026-11-20T12:00:00")

    assert _found(run, root)["since"] == first
    assert _found(run, root, "--since", "2026-11-20")["since"] == first
    assert _found(run, root, "--since", "2026-11-21")["since"] == second
    assert _found(run, root, "--since", "yesterday")["since"] == second
    assert _found(run, root, "--since", "2d")["since"] == second
    assert _found(run, root, "--since", "3 days")["since"] == first
    assert _found(run, root, "--since", "1w")["since"] == first
    assert _found(run, root, "--since", "2020-01-01")["since"] == first
    assert _found(run, root, "--since", "HEAD~1")["since"] == first
    assert _found(run, root, "--since", second[:10])["since"] == second


@pytest.mark.parametrize("revision", ["nope", "HEAD^{tree}", "--output=x", "HEAD:People/Anna.md"])
def test_what_is_no_commit_is_refused(run: Run, root: Path, revision: str) -> None:
    result = run("--vault", root, "changes", f"--since={revision}")

    assert result.exit_code == 2
    assert f"{revision!r} is neither a day nor a commit" in result.stderr
    assert not (root / "x").exists()


def test_what_git_cannot_read_is_no_wrong_word(run: Run, root: Path) -> None:
    for path in (root / ".git" / "objects").glob("??/*"):
        path.chmod(0o600)
        path.write_bytes(b"damaged")

    result = run("--vault", root, "changes", "--since", "HEAD")

    assert result.exit_code == 3
    assert "neither a day nor a commit" not in result.stderr


def test_without_a_repository_it_says_so(run: Run, vault: MakeVault) -> None:
    result = run("--vault", vault({}), "changes")

    assert result.exit_code == 3
    assert result.stderr == (
        "Error: the vault lies in no git repository. 'git init' in it makes one.\n"
    )


def test_without_a_commit_it_says_how_to_make_one(run: Run, vault: MakeVault) -> None:
    root = vault({})
    git(root, "init", "--quiet")

    result = run("--vault", root, "changes")

    assert result.exit_code == 3
    assert result.stderr == (
        "Error: the vault's repository has no commit yet. 'git add --all' and 'git commit' make the"
        " first.\n"
    )


def test_a_vault_below_the_top_of_its_repository_is_compared(
    run: Run, root: Path, tmp_path: Path
) -> None:
    outer = tmp_path / "outer"
    shutil.copytree(root, outer / "notes", ignore=shutil.ignore_patterns(".git"))
    (outer / "Elsewhere.md").write_text("---\ntype: person\n---\n")
    git(outer, "init", "--quiet")
    commit_all(outer)
    (outer / "Elsewhere.md").unlink()
    (outer / "notes/People/Ben.md").unlink()

    found = _found(run, outer / "notes", "--since", "HEAD")

    assert found["gone"] == [{"name": "Ben", "path": "People/Ben.md"}]


def test_no_filter_of_the_repository_is_run(run: Run, root: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    (root / ".gitattributes").write_text("*.md filter=evil diff=evil\n")
    for name in ("filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv"):
        git(root, "config", name, f"touch '{mark}'; cat")
    git(root, "config", "core.fsmonitor", f"touch '{mark}'")
    (root / "People/Anna.md").write_text(ANNA.replace("Halden", "New"))

    found = _found(run, root, "--since", "HEAD")

    assert [each["name"] for each in found["moves"]] == ["Anna"]
    assert not mark.exists()


def test_names_of_every_kind_are_found_again(run: Run, root: Path) -> None:
    odd = root / "People" / "Zoë “Z” \\ tab\t.md"
    odd.write_text("---\ntype: person\n---\n")
    commit = commit_all(root, when="2026-11-11T12:00:00")

    then = snapshot(root, commit)

    path = odd.relative_to(root).as_posix()
    assert then.is_same(path, odd.read_bytes())
    assert not then.is_same(path, b"")
    assert then.read([path, "nowhere.md"]) == {path: odd.read_bytes()}
    assert _found(run, root, "--since", "HEAD")["new"] == []


def test_what_a_partial_clone_lacks_is_left_out(root: Path) -> None:
    then = Snapshot(root=root, commit="HEAD", blobs={"x.md": "0" * 40})

    assert then.read(["x.md"]) == {}


def test_a_repository_with_longer_names_is_compared(run: Run, root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "sha256"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".git"))
    git(copy, "init", "--quiet", "--object-format=sha256")
    commit = commit_all(copy)

    assert snapshot(copy, commit).is_same("People/Anna.md", ANNA.encode())
    assert _found(run, copy, "--since", "HEAD")["new"] == []
