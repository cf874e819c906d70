"""``git-merge``: what both sides have noted is there, once; what contradicts is marked."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests import soak
from tests.conftest import MakeVault, Run
from vault_tools.cli import main
from vault_tools.config import Config
from vault_tools.edit.log import Entry, append_interaction, later_contact
from vault_tools.merge.logs import entry_counts
from vault_tools.merge.threeway import prepared
from vault_tools.parse import Grammar

GRAMMAR = Grammar.of(Config())
BASE = """\
---
type: person
# how often
tier: close
tags: [a, b]
last_contact: 2026-01-01
---
Some words.

More words.

## Log
- 2026-03-01 phone: third
- 2026-02-01 email: second
  - with a deeper line
- 2026-01-01 first
"""
Merge = Callable[..., tuple[str, int]]


@pytest.fixture
def merge(tmp_path: Path, run: Run) -> Merge:
    """Return what runs the command on three versions."""

    def call(base: str, ours: str, theirs: str) -> tuple[str, int]:
        paths = [tmp_path / name for name in ("base", "ours", "theirs")]
        for path, text in zip(paths, (base, ours, theirs), strict=True):
            path.write_bytes(text.encode())
        done = run("git-merge", *paths, "People/Anna.md")
        return paths[1].read_bytes().decode(), done.exit_code

    return call


def _with(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_both_have_noted_something(merge: Merge) -> None:
    ours = _with(BASE, ("## Log\n", "## Log\n- 2026-05-01 ours\n"))
    theirs = _with(BASE, ("## Log\n", "## Log\n- 2026-06-01 theirs\n- 2026-04-01 early\n"))

    merged, code = merge(BASE, ours, theirs)

    log = "## Log\n- 2026-06-01 theirs\n- 2026-05-01 ours\n- 2026-04-01 early\n- 2026-03-01"
    assert code == 0
    assert merged == _with(BASE, ("## Log\n- 2026-03-01", log))


def test_the_same_entry_from_both_is_there_once(merge: Merge) -> None:
    both = _with(BASE, ("## Log\n", "## Log\n- 2026-05-01 same\n"))

    assert merge(BASE, both, both) == (both, 0)


def test_an_entry_that_one_side_has_corrected_or_removed_stays_so(merge: Merge) -> None:
    ours = _with(BASE, ("- 2026-01-01 first\n", ""))
    theirs = _with(BASE, ("with a deeper line", "with another line"))

    merged, code = merge(BASE, ours, theirs)

    assert code == 0
    assert merged == _with(ours, ("with a deeper line", "with another line"))


def test_properties_are_merged_one_by_one(merge: Merge) -> None:
    ours = _with(BASE, ("tier: close", "tier: inner"), ("tags: [a, b]", "tags: [a, b, ours]"))
    theirs = _with(
        BASE,
        ("tags: [a, b]", "tags: [b, theirs]\ncity: Bonn"),
        ("last_contact: 2026-01-01", "last_contact: 2026-04-01"),
    )

    merged, code = merge(BASE, ours, theirs)

    assert code == 0
    assert merged == _with(
        BASE,
        ("tier: close", "tier: inner"),
        ("tags: [a, b]", "tags: [b, ours, theirs]\ncity: Bonn"),
        ("2026-01-01", "2026-04-01"),
    )


@pytest.mark.parametrize("value", ["\n  a: {}", "\n  a: [{}]", "\n  - a: {}", "\n  a: |\n    {}"])
def test_what_is_nested_ends_where_the_next_property_begins(merge: Merge, value: str) -> None:
    note = f"---\nnested:{value}\ntier: {{}}\n---\n"

    merged, code = merge(note.format(1, "a"), note.format(1, "ours"), note.format(2, "a"))

    assert (merged, code) == (note.format(2, "ours"), 0)


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [("03-01", "02-01", "03-01"), ("02-01", "03-01", "03-01")],
    ids=["ours", "theirs"],
)
def test_the_later_of_two_last_contacts_is_right(
    merge: Merge, ours: str, theirs: str, kept: str
) -> None:
    texts = [_with(BASE, ("t: 2026-01-01", f"t: 2026-{day}")) for day in (ours, theirs, kept)]

    assert merge(BASE, texts[0], texts[1]) == (texts[2], 0)


def test_what_contradicts_is_marked(merge: Merge, vault: MakeVault, run: Run) -> None:
    ours = _with(BASE, ("tier: close", "tier: inner"), ("## Log\n", "## Log\n- 2026-05-01 ours\n"))
    theirs = _with(BASE, ("tier: close", "tier: wide"), ("## Log\n", "## Log\n- 2026-06-01 x\n"))

    merged, code = merge(BASE, ours, theirs)

    assert code == 1
    assert "<<<<<<< ours\ntier: inner\n=======\ntier: wide\n>>>>>>> theirs\n" in merged
    assert "- 2026-06-01 x\n- 2026-05-01 ours\n- 2026-03-01" in merged
    checked = run("--vault", vault({"People/Anna.md": merged}), "check")
    assert checked.exit_code == 1
    assert "conflict" in checked.stdout


def test_a_property_that_one_changes_and_the_other_removes_contradicts(merge: Merge) -> None:
    changed = _with(BASE, ("tier: close", "tier: inner"))
    removed = _with(BASE, ("tier: close\n", ""))

    for ours, theirs in ((changed, removed), (removed, changed)):
        merged, code = merge(BASE, ours, theirs)
        assert code == 1
        assert "tier: inner\n" in merged


def test_other_words_are_merged_by_gits_rules(merge: Merge) -> None:
    ours = _with(BASE, ("Some words.", "Some better words."))
    theirs = _with(BASE, ("## Log\n- 2026-03-01 phone: third", "## Log\n- 2026-03-01 phone: 3rd"))
    other = _with(BASE, ("Some words.", "Other words."))

    assert merge(BASE, ours, theirs) == (_with(theirs, ("Some words.", "Some better words.")), 0)
    merged, code = merge(BASE, ours, other)
    assert code == 1
    assert "<<<<<<< ours\nSome better words.\n=======\nOther words.\n>>>>>>> theirs\n" in merged


def test_line_ends_stay(merge: Merge) -> None:
    ours = _with(BASE, ("## Log\n", "## Log\n- 2026-05-01 ours\n"))
    theirs = _with(BASE, ("## Log\n", "## Log\n- 2026-06-01 theirs\n"))

    merged, code = merge(*(text.replace("\n", "\r\n") for text in (BASE, ours, theirs)))

    assert code == 0
    assert merged.count("\r\n") == merged.count("\n") == BASE.count("\n") + 2


def test_both_have_made_the_note(merge: Merge) -> None:
    ours = "---\ntype: person\ntags: [a]\n---\n\n## Log\n- 2026-05-01 ours\n"
    theirs = "---\ntype: person\ntags: [b]\n---\n\n## Log\n- 2026-06-01 theirs\n"

    merged, code = merge("", ours, theirs)

    assert code == 0
    assert merged == (
        "---\ntype: person\ntags: [a, b]\n---\n\n## Log\n- 2026-06-01 theirs\n- 2026-05-01 ours\n"
    )


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("---\nbroken: [\n---\n", id="no YAML"),
        pytest.param("---\na: 1\na: 2\n---\n", id="a property twice"),
        pytest.param("plain\n", id="no front matter"),
        pytest.param("---\nnever closed\n", id="never closed"),
    ],
)
def test_what_is_not_understood_is_merged_by_lines(merge: Merge, broken: str) -> None:
    ours, theirs = f"top\n{broken}", f"{broken}\nend\n"

    merged, code = merge(broken, broken, theirs)

    assert (merged, code) == (theirs, 0)
    assert merge(broken, ours, broken) == (ours, 0)


def test_what_is_no_text_is_gits_business(tmp_path: Path, run: Run) -> None:
    paths = [tmp_path / name for name in ("base", "ours", "theirs")]
    for path, data in zip(paths, (b"a\xff\n", b"a\xff\nb\n", b"a\xff\n"), strict=True):
        path.write_bytes(data)

    assert run("git-merge", *paths).exit_code == 0
    assert paths[1].read_bytes() == b"a\xff\nb\n"


days = st.dates(min_value=date(2025, 1, 1), max_value=date(2026, 12, 31))


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """Return a note, and two notes that grew from it."""
    words = st.sampled_from(("tea", "a map", "the flat", "two\nlines"))
    start = "---\ntype: person\ntags: [x]\n---\nWords.\n"
    base = _grown(start, draw(st.lists(st.tuples(days, words), max_size=4)))
    sides = []
    for _ in range(2):
        text = _grown(base, draw(st.lists(st.tuples(days, words), max_size=3)))
        for entry in draw(st.lists(st.sampled_from(_rows(base) or [""]), max_size=2)):
            text = text.replace(entry, "", 1)
        for tag in draw(st.lists(st.sampled_from("pqr"), max_size=2)):
            text = text.replace("tags: [x", f"tags: [x, {tag}", 1)
        sides.append(text)
    return base, sides[0], sides[1]


def _grown(text: str, entries: list[tuple[date, str]]) -> str:
    for on, said in entries:
        text = append_interaction(text, Entry(on=on, text=said), grammar=GRAMMAR)
    return text


def _rows(text: str) -> list[str]:
    """Return the entries of one line each."""
    rows = text.splitlines(keepends=True)
    return [
        row
        for row, following in zip(rows, [*rows[1:], ""], strict=True)
        if row.startswith("- 20") and not following.startswith(" ")
    ]


@given(versions())
def test_no_entry_is_lost_and_none_is_doubled(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    before, mine, others = (entry_counts(text, grammar=GRAMMAR) for text in texts)

    found = prepared(base, ours=ours, theirs=theirs, grammar=GRAMMAR)

    if mine and others:
        merged = entry_counts(found.ours, grammar=GRAMMAR)
        assert merged == entry_counts(found.theirs, grammar=GRAMMAR)
        for entry in {*before, *mine, *others}:
            counts = before[entry], mine[entry], others[entry]
            assert merged[entry] == _merged_count(*counts)


def _merged_count(before: int, mine: int, others: int) -> int:
    """Return how often something stands in the merged note, by what each side did."""
    if before in {mine, others}:
        return others if mine == before else mine
    if (mine > before) == (others > before):
        return max(mine, others) if mine > before else min(mine, others)
    return mine + others - before


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    who = ("-c", "user.name=Jo", "-c", "user.email=jo@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", *who, *arguments], cwd=root, capture_output=True, text=True, check=False
    )


def _clones(root: Path) -> tuple[Path, Path]:
    """Return two clones of a vault, in which the driver is set up."""
    first, second = root / "first", root / "second"
    first.mkdir()
    _git(first, "init", "--quiet", "--initial-branch=main")
    assert CliRunner().invoke(main, ["-q", "init", "--git", str(first)]).exit_code == 0
    (first / "People").mkdir()
    (first / "People/Anna Berg.md").write_text(BASE)
    _commit(first)
    _git(root, "clone", "--quiet", str(first), str(second))
    assert CliRunner().invoke(main, ["-q", "init", "--git", str(second)]).exit_code == 0
    return first, second


def _commit(root: Path) -> None:
    _git(root, "add", "--all")
    done = _git(root, "commit", "--quiet", "--message=change")
    assert done.returncode == 0, done.stderr


def _edited(root: Path, *, said: str, random: Random) -> None:
    note = root / "People/Anna Berg.md"
    on = date(2026, 1, 1) + timedelta(days=random.randrange(300))
    text = append_interaction(note.read_text(), Entry(on=on, text=said), grammar=GRAMMAR)
    if random.random() < 0.5:
        text = text.replace("tags: [", f"tags: [{said}, ", 1)
    if random.random() < 0.5:
        text = later_contact(text, on, meanings=GRAMMAR.meanings)
    note.write_text(text)
    _commit(root)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_two_clones_lose_nothing_and_double_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    first, second = _clones(tmp_path)
    random = Random(20261123)  # noqa: S311 - not for secrets
    rounds = 500 if soak.MINUTES else 12

    for number in range(rounds):
        _edited(first, said=f"one{number}", random=random)
        _edited(second, said=f"two{number}", random=random)
        pulled = _git(second, "pull", "--quiet", "--no-rebase", "--no-edit", str(first), "main")
        assert pulled.returncode == 0, pulled.stdout + pulled.stderr
        assert _git(first, "pull", "--quiet", "--ff-only", str(second), "main").returncode == 0

    soak.count("merges of two clones", rounds)
    text = (first / "People/Anna Berg.md").read_text()
    found = Counter(rows[0].split()[-1] for rows in entry_counts(text, grammar=GRAMMAR).elements())
    assert {found[f"{side}{number}"] for side in ("one", "two") for number in range(rounds)} == {1}
    assert found.total() == 2 * rounds + 3
