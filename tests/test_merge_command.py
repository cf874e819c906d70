"""``merge`` and ``rename``: nothing is lost, links follow, and other notes stay as they are."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MakeVault, Run
from tests.repositories import git, repository
from vault_tools.config import Config
from vault_tools.edit import notes as edit_notes
from vault_tools.errors import NoteChangedError
from vault_tools.merge.joining import joined
from vault_tools.merge.relinking import relinked
from vault_tools.parse import Grammar, parse_note

GRAMMAR = Grammar.of(Config())
ANNA = """\
---
type: person
# how I know her
company: Halden
email: anna@example.org
tags: a, b
last_contact: 2026-01-01
---
Words about Anna.

## Log
- 2026-03-01 phone: three
- 2026-01-01 one
"""
DOUBLE = """\
---
type: person
name: Anna B.
firma: Nordwind
mail: [anna@example.org, second@example.org]
tags: [b, c]
city: Bonn
last_contact: 2026-02-01
---
Other words.

- [ ] send map 📅 2026-12-01

## Verlauf
- 2026-02-01 two
  - with a deeper line
- 2026-01-01 one
"""
NOTES = {
    "People/Anna.md": ANNA,
    "People/Anna Double.md": DOUBLE,
    "Day.md": "Met [[Anna Double]], [[People/Anna Double|her]], ![[anna double#Log]] and "
    "[[Anna]].\n`[[Anna Double]]`\n",
    "Event.md": "---\ntype: event\nattendees: ['[[Anna Double]]']\n---\n",
    "Other.md": "Nothing about them: Anna Double.\n",
}


def _files(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.rglob("*.md"))
    }


MERGED = """\
---
type: person
# how I know her
company: Halden
email: [anna@example.org, second@example.org]
tags: [a, b, c]
last_contact: 2026-02-01
city: Bonn
aliases: [Anna B., Anna Double]
---
Words about Anna.

## From Anna B.

- firma: Nordwind

Other words.

- [ ] send map 📅 2026-12-01

## Log
- 2026-03-01 phone: three
- 2026-02-01 two
  - with a deeper line
- 2026-01-01 one
"""


def test_two_notes_become_one_and_links_follow(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    result = run("--vault", root, "merge", "People/Anna.md", "People/Anna Double.md")

    assert result.exit_code == 0, result.stderr
    assert "said otherwise, kept in the text: firma: Nordwind" in result.stderr
    assert _files(root) == {
        "People/Anna.md": MERGED,
        "Day.md": "Met [[Anna]], [[People/Anna|her]], ![[Anna#Log]] and [[Anna]].\n"
        "`[[Anna Double]]`\n",
        "Event.md": "---\ntype: event\nattendees: ['[[Anna]]']\n---\n",
        "Other.md": NOTES["Other.md"],
    }


def test_a_rehearsal_shows_all_files_and_writes_none(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    result = run("--vault", root, "merge", "People/Anna.md", "People/Anna Double.md", "-n")

    assert _files(root) == NOTES
    assert re.findall(r"^\+\+\+ (.*)$", result.stdout, re.MULTILINE) == [
        "b/People/Anna.md",
        "b/Day.md",
        "b/Event.md",
        "/dev/null",
    ]


@pytest.mark.parametrize("step", ["edit_note", "remove_note"])
def test_what_is_interrupted_loses_nothing_and_can_be_done_again(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    root = vault(NOTES)
    command = ("--vault", root, "merge", "People/Anna.md", "People/Anna Double.md")
    calls = [0]
    real = getattr(edit_notes, step)

    def failing(place: edit_notes.Vault, path: str, **more: object) -> object:
        calls[0] += not place.dry_run
        if calls[0] == 2 or (calls[0] and step == "remove_note"):
            raise KeyboardInterrupt
        return real(place, path, **more)

    with monkeypatch.context() as patch:
        patch.setattr(f"vault_tools.cli.writing.{step}", failing)
        interrupted = run(*command)
    left = _files(root)
    done = run(*command)

    assert interrupted.exit_code == 130
    assert left["People/Anna Double.md"] == DOUBLE
    assert done.exit_code == 0, done.stderr
    assert _files(root)["People/Anna.md"] == MERGED
    assert "People/Anna Double.md" not in _files(root)


def test_one_refusal_stops_all(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, "Day.md": f"<<<<<<< ours\n{NOTES['Day.md']}"})
    before = _files(root)

    result = run("--vault", root, "merge", "People/Anna.md", "People/Anna Double.md")

    assert result.exit_code == 3
    assert _files(root) == before


def test_what_fails_on_the_way_is_taken_back(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault(NOTES)
    real = edit_notes.edit_note

    def failing(place: edit_notes.Vault, path: str, *, change: edit_notes.Change) -> object:
        if path == "Event.md" and not place.dry_run:
            raise NoteChangedError(path)
        return real(place, path, change=change)

    monkeypatch.setattr("vault_tools.cli.writing.edit_note", failing)
    result = run("--vault", root, "merge", "People/Anna.md", "People/Anna Double.md")

    assert result.exit_code == 4
    assert "written all the same" not in result.stderr
    assert _files(root) == NOTES


def test_nobody_is_merged_with_themselves(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), "merge", "People/Anna.md", "anna@example.org")

    assert result.exit_code == 2


def test_a_merge_is_one_commit(vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(vault(NOTES), monkeypatch)

    result = run("--vault", root, "merge", "People/Anna.md", "People/Anna Double.md", "--commit")

    shown = git(root, "show", "--stat", "--format=%s")
    assert result.exit_code == 0, result.stderr
    assert shown.startswith("merge: Anna B. into Anna\n")
    assert "4 files changed" in shown


def test_a_note_gets_another_name_and_links_follow(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    result = run("--vault", root, "rename", "People/Anna Double.md", "Anna Stein")

    assert result.exit_code == 0, result.stderr
    assert _files(root) == {
        "People/Anna.md": ANNA,
        "People/Anna Stein.md": DOUBLE.replace("name: Anna B.", "name: Anna Stein").replace(
            "last_contact: 2026-02-01\n",
            "last_contact: 2026-02-01\naliases: [Anna B., Anna Double]\n",
        ),
        "Day.md": NOTES["Day.md"]
        .replace("[[Anna Double]],", "[[Anna Stein]],")
        .replace("[[People/Anna Double|", "[[People/Anna Stein|")
        .replace("![[anna double#", "![[Anna Stein#"),
        "Event.md": NOTES["Event.md"].replace("Anna Double", "Anna Stein"),
        "Other.md": NOTES["Other.md"],
    }


@pytest.mark.parametrize(
    ("new", "code", "message"),
    [
        pytest.param("Anna", 3, "People/Anna.md exists already", id="somebody else's"),
        pytest.param("...", 2, "gives no file name", id="no name"),
    ],
)
def test_a_name_that_can_not_be_is_refused(
    vault: MakeVault, run: Run, new: str, code: int, message: str
) -> None:
    root = vault(NOTES)

    result = run("--vault", root, "rename", "People/Anna Double.md", new)

    assert result.exit_code == code
    assert message in result.stderr
    assert _files(root) == NOTES


def test_a_rehearsed_rename_writes_nothing(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    result = run("--vault", root, "rename", "People/Anna Double.md", "Anna Stein", "-n")

    assert _files(root) == NOTES
    assert "+++ b/People/Anna Stein.md" in result.stdout


def test_joined_once_more_nothing_changes() -> None:
    notes = tuple(
        parse_note(text.encode(), path=path, grammar=GRAMMAR)
        for path, text in (("Anna.md", ANNA), ("Anna Double.md", DOUBLE))
    )
    once = joined(ANNA, DOUBLE, notes=(notes[0], notes[1]), grammar=GRAMMAR).text

    again = parse_note(once.encode(), path="Anna.md", grammar=GRAMMAR)
    assert joined(once, DOUBLE, notes=(again, notes[1]), grammar=GRAMMAR).text == once


Said = list[tuple[date, str]]
entries = st.lists(
    st.tuples(st.dates(), st.sampled_from(["tea", "a walk", "the flat"])), max_size=5
)


@given(entries, entries)
def test_every_entry_is_there_once(ours: Said, theirs: Said) -> None:
    texts = [
        "---\ntype: person\n---\n## Log\n"
        + "".join(f"- {on} {said}\n" for on, said in dict.fromkeys(log))
        for log in (ours, theirs)
    ]
    notes = [
        parse_note(text.encode(), path=f"{at}.md", grammar=GRAMMAR) for at, text in enumerate(texts)
    ]

    text = joined(texts[0], texts[1], notes=(notes[0], notes[1]), grammar=GRAMMAR).text

    found = parse_note(text.encode(), path="0.md", grammar=GRAMMAR)
    said = [(entry.on, entry.text) for entry in found.log]
    wanted = {(entry.on, entry.text) for note in notes for entry in note.log}
    assert sorted(said) == sorted(wanted)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[Old]]", "[[New]]"),
        ("[[old|him]]", "[[New|him]]"),
        ("[[Old#Log|him]]", "[[New#Log|him]]"),
        ("[[People/Old.md]]", "[[People/New.md]]"),
        ("![[Old^block]]", "![[New^block]]"),
        (r"| [[Old\|him]] |", r"| [[New\|him]] |"),
        ("[[Older]] [[Old Man]] Old", "[[Older]] [[Old Man]] Old"),
    ],
)
def test_only_the_target_of_a_link_changes(before: str, after: str) -> None:
    targets = {"Old", "old", "People/Old.md", "People/Old"}

    assert (
        relinked(f"x\n{before}\n", lines={2}, targets=targets, to="People/New.md")
        == f"x\n{after}\n"
    )
    assert relinked(f"{before}\n", lines={2}, targets=targets, to="People/New.md") == f"{before}\n"
