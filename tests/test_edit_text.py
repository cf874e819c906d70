"""Edits of the log and of promises: lines are added, and all else is read as before."""

import difflib
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.conftest import EXAMPLE
from vault_tools.config import Config
from vault_tools.edit.line_ends import lines_of
from vault_tools.edit.log import Entry, append_interaction, append_interactions, holds
from vault_tools.edit.tasks import add_task, tick
from vault_tools.errors import UneditableError
from vault_tools.frontmatter.fences import line_count
from vault_tools.model import Interaction, Note, NoteKind, Promise
from vault_tools.parse import Grammar, parse_note

GRAMMAR = Grammar.of(Config())
BESIDE = Path(__file__).parents[2] / "shared" / "corpus"
CORPUS = Path(os.environ.get("VAULT_TOOLS_CORPUS") or BESIDE)
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus at {CORPUS}")

DAY = date(2026, 11, 2)
CALL = Entry(on=DAY, channel="phone", text="Hi")
FRONT = "---\ntype: contact\n---\n"


def log(text: str, entry: Entry = CALL) -> str:
    return append_interaction(text, entry, grammar=GRAMMAR)


def task(text: str, said: str = "Call", *, due: date | None = None, waiting: bool = False) -> str:
    return add_task(text, said, due=due, waiting=waiting, grammar=GRAMMAR)


def done(text: str, said: str, *, line: int = 0) -> str:
    return tick(text, task=said, line=line, on=DAY, grammar=GRAMMAR)


def read(text: str) -> Note:
    return parse_note(text.encode(), path="People/a.md", grammar=GRAMMAR)


def refusal(edit: UneditableError, text: str) -> None:
    """Assert that a refusal names a line that is there, or where one would be added."""
    assert 1 <= edit.line <= line_count(text) + 2


def added(old: str, new: str) -> tuple[int, int]:
    """Return how many lines are new and how many are gone, as a diff shows it."""
    diff = list(difflib.ndiff(lines_of(old), lines_of(new)))
    return sum(row[0] == "+" for row in diff), sum(row[0] == "-" for row in diff)


def inserted(old: str, new: str) -> str:
    """Return the one piece of text without which *new* is *old*."""
    pairs = zip(old, new, strict=False)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), len(old))
    piece = new[at : at + len(new) - len(old)]
    assert new[:at] + new[at + len(piece) :] == old
    return piece


def without_lines(found: tuple[Interaction, ...] | tuple[Promise, ...]) -> list[object]:
    return [replace(each, line=0) for each in found]


def the_new_one(old: list[object], new: list[object]) -> object:
    """Return what is in *new* besides all that is in *old*, which keeps its order."""
    assert len(new) == len(old) + 1
    for at, each in enumerate(new):
        if new[:at] + new[at + 1 :] == old:
            return each
    pytest.fail("what was there has changed")


# Notes with logs and promises of many kinds.

ENTRIES = (
    *("- {} phone: x", "* {} email: x", "- [[{}]] x", "1. {} x", "+ {} — phone: x", "  - {} deep"),
    *("- {} x\n  more\n  - [ ] Call [[Ben]]", "- {} x\n\n  after a gap", "- {}", "-   {} wide"),
    *("- {} x #gave a book\n\t- tab", "- {} phone: see [[Ben]]", "- {}\nlazy words", "10) {} x"),
)
ANYTHING = (
    *("", "", "text", "## Notes", "### Deeper", "# Top", "- item", "- [ ] Open 📅 2026-11-30"),
    *("- [x] Kept ✅ 2026-01-01", "```", "```\ncode\n```", "%% hidden %%", "%%", "<!-- c -->"),
    *(
        "> quote",
        "---",
        "[[Ben]]",
        "- [ ] Theirs #waiting",
        "***",
        "| a |",
        "- [ ] Mine ^id",
        "    ",
    ),
)
HEADINGS = ("## Log", "# Log", "### History", "## Contact log ##", "## Log:", "## Verlauf")


@st.composite
def notes(draw: st.DrawFn) -> str:
    days = st.dates(DAY - timedelta(9), DAY + timedelta(9))
    rows = draw(st.lists(st.sampled_from(ANYTHING), max_size=4))
    for _ in range(draw(st.integers(0, 2))):
        rows.append(draw(st.sampled_from(HEADINGS)))
        rows += draw(st.sampled_from([[], [""]]))
        some = draw(st.lists(days, max_size=4))
        order = draw(st.sampled_from(["newest", "oldest", "none"]))
        if order != "none":
            some.sort(reverse=order == "newest")
        style = draw(st.sampled_from(ENTRIES))
        for day in some:
            rows.append(draw(st.sampled_from([style, style, *ENTRIES])).format(day))
            rows += draw(st.sampled_from([[], [], [], [""]]))
        rows += draw(st.lists(st.sampled_from(ANYTHING), max_size=3))
    front = draw(st.sampled_from(["", FRONT, f"\ufeff{FRONT}", "---\na: 1\n..."]))
    body = "\n".join(rows)
    text = (
        f"{front}{body}" if front.endswith("\n") or not body else f"{front}\n" * bool(front) + body
    )
    text += draw(st.sampled_from(["", "\n", "\n", "\n\n"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))


SAID = st.sampled_from(
    [
        *(
            "",
            "Hi",
            "[[Ben]] moves",
            "#gave a book",
            "a\nb",
            "one\n\ntwo",
            "x: y",
            "— dash",
            "🎉 größe",
        ),
        *("`code", "%% open", "```\ncode\n```", "- list", "# no heading", "[ ] box", "  blanks  "),
        *("2026-01-01 again", "\n", "a\r\nb", "> quote", "<!--", "phone: twice", "x\n- [ ] y"),
    ]
)
NEW_ENTRIES = st.builds(
    Entry,
    on=st.dates(DAY - timedelta(12), DAY + timedelta(12)),
    channel=st.sampled_from([None, "phone", "in-person", "email"]),
    text=SAID,
)


@given(notes(), NEW_ENTRIES)
def test_an_entry_is_added_and_all_else_is_read_as_before(text: str, entry: Entry) -> None:
    try:
        new = log(text, entry)
    except UneditableError as error:
        refusal(error, text)
        return

    before, after = read(text), read(new)
    fresh = the_new_one(without_lines(before.log), without_lines(after.log))
    assert isinstance(fresh, Interaction)
    assert fresh.on == entry.on
    assert without_lines(before.promises) == [
        each for each in without_lines(after.promises) if each in without_lines(before.promises)
    ]
    assert [(each.code, each.message) for each in before.problems] == [
        (each.code, each.message) for each in after.problems
    ]
    inserted(text, new)
    if len(entry.text.strip().splitlines()) < 2:
        more, gone = added(text, new)
        assert more - gone <= 3
        assert gone <= 1
    if "\r\n" in text:  # notes here have one kind of line ends
        assert not {"\r", "\n"} & set(new.replace("\r\n", ""))


@given(notes(), NEW_ENTRIES)
def test_an_entry_that_was_added_is_held(text: str, entry: Entry) -> None:
    try:
        new = log(text, entry)
        assert holds(new, entry, grammar=GRAMMAR)
    except UneditableError:
        return


@given(notes(), st.lists(NEW_ENTRIES, max_size=4))
def test_many_entries_are_added_as_each_would_be(text: str, entries: list[Entry]) -> None:
    one_by_one = text
    try:
        for entry in sorted(entries, key=lambda each: each.on):
            if not holds(one_by_one, entry, grammar=GRAMMAR):
                one_by_one = log(one_by_one, entry)
        assert append_interactions(text, entries, grammar=GRAMMAR) == one_by_one
    except UneditableError:
        return


@given(notes(), st.lists(st.dates(DAY - timedelta(12), DAY + timedelta(12)), max_size=4))
def test_a_log_that_is_in_order_stays_in_order(text: str, days: list[date]) -> None:
    first = [each.on for each in read(text).log]
    assume(first in (sorted(first), sorted(first, reverse=True)))
    for day in days:
        try:
            text = log(text, Entry(on=day, text="new"))
        except UneditableError:
            return
    note = read(text)
    assume(sum(row.lstrip("\ufeff").startswith("#") for row in text.splitlines()) == 1)

    found = [each.on for each in note.log]
    assert found in (sorted(found), sorted(found, reverse=True))


@given(
    notes(),
    st.sampled_from(
        ["Call", "Send [[Ben]] the book", "two\nlines", "größe 🎉", "", "`x", "a #waiting"]
    ),
    st.none() | st.just(DAY),
    st.booleans(),
)
def test_a_promise_is_added_and_all_else_is_read_as_before(
    text: str,
    said: str,
    due: date | None,
    waiting: bool,  # noqa: FBT001 - drawn
) -> None:
    try:
        new = task(text, said, due=due, waiting=waiting)
    except UneditableError as error:
        refusal(error, text)
        return

    before, after = read(text), read(new)
    assert without_lines(before.log) == without_lines(after.log)
    fresh = the_new_one(without_lines(before.promises), without_lines(after.promises))
    assert isinstance(fresh, Promise)
    assert (fresh.due, fresh.done, fresh.mine) == (due, False, not waiting)
    inserted(text, new)
    more, gone = added(text, new)
    assert more - gone <= 3
    assert gone <= 1


@given(notes(), st.data())
def test_a_promise_is_ticked_alone(text: str, data: st.DataObject) -> None:
    before = read(text)
    assume(before.promises)
    chosen = data.draw(st.sampled_from(before.promises))
    try:
        new = done(text, chosen.text, line=chosen.line)
    except UneditableError as error:
        refusal(error, text)
        return

    after = read(new)
    if chosen.done:
        assert new == text
        return
    assert len(lines_of(new)) == len(lines_of(text))
    others = [
        (one, other)
        for number, (one, other) in enumerate(zip(lines_of(text), lines_of(new), strict=True), 1)
        if number != chosen.line
    ]
    assert all(one == other for one, other in others)
    assert [each for each in after.promises if each.line != chosen.line] == [
        each for each in before.promises if each.line != chosen.line
    ]
    (ticked,) = [each for each in after.promises if each.line == chosen.line]
    assert ticked.done
    assert (ticked.text, ticked.mine) == (chosen.text, chosen.mine)
    assert done(new, chosen.text, line=chosen.line) == new


# Each shape once, to the letter.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("", "## Log\n- 2026-11-02 phone: Hi\n", id="empty note"),
        pytest.param("text\n", "text\n\n## Log\n- 2026-11-02 phone: Hi\n", id="no log"),
        pytest.param(
            "text\n\n", "text\n\n## Log\n- 2026-11-02 phone: Hi\n", id="blank line at the end"
        ),
        pytest.param("text", "text\n## Log\n- 2026-11-02 phone: Hi", id="no line end"),
        pytest.param(
            "---\na: 1\n---\n",
            "---\na: 1\n---\n## Log\n- 2026-11-02 phone: Hi\n",
            id="front matter only",
        ),
        pytest.param(
            "---\na: 1\n---",
            "---\na: 1\n---\n## Log\n- 2026-11-02 phone: Hi",
            id="front matter without a line end",
        ),
        pytest.param("a\r\nb\r\n", "a\r\nb\r\n\r\n## Log\r\n- 2026-11-02 phone: Hi\r\n", id="CRLF"),
        pytest.param("a\rb", "a\rb\r## Log\r- 2026-11-02 phone: Hi", id="CR"),
        pytest.param("## Log\n", "## Log\n- 2026-11-02 phone: Hi\n", id="empty log"),
        pytest.param(
            "## Log\n\n", "## Log\n\n- 2026-11-02 phone: Hi\n", id="empty log and a blank line"
        ),
        pytest.param(
            "## Log\n\n## B\n",
            "## Log\n\n- 2026-11-02 phone: Hi\n\n## B\n",
            id="empty log before a heading",
        ),
        pytest.param(
            "## Log\n## B\n",
            "## Log\n- 2026-11-02 phone: Hi\n## B\n",
            id="empty log right before a heading",
        ),
    ],
)
def test_a_first_entry_is_written(old: str, new: str) -> None:
    assert log(old) == new


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        pytest.param("- 2026-10-01 a\n", 0, id="one older"),
        pytest.param("- 2026-12-01 a\n", 1, id="one that is planned"),
        pytest.param("- 2026-11-01 a\n- 2026-10-01 b\n", 0, id="newest first"),
        pytest.param(
            "- 2026-12-24 a\n- 2026-10-01 b\n", 1, id="newest first, below what is planned"
        ),
        pytest.param("- 2026-12-24 a\n- 2026-11-03 b\n", 2, id="newest first, the oldest"),
        pytest.param("- 2026-10-01 a\n- 2026-11-01 b\n", 2, id="oldest first"),
        pytest.param(
            "- 2026-10-01 a\n- 2026-12-24 b\n", 1, id="oldest first, above what is planned"
        ),
        pytest.param("- 2026-11-02 a\n- 2026-10-01 b\n", 0, id="newest first, the same day"),
        pytest.param(
            "- 2026-10-01 a\n- 2026-11-02 b\n- 2026-12-01 c\n", 2, id="oldest first, the same day"
        ),
        pytest.param("- 2026-11-02 a\n- 2026-11-02 b\n", 0, id="all of the same day"),
        pytest.param(
            "- 2026-11-01 a\n- 2026-01-01 b\n- 2026-10-01 c\n", 0, id="no order, newest above"
        ),
        pytest.param(
            "- 2026-01-01 a\n- 2026-11-01 b\n- 2026-10-01 c\n", 3, id="no order, newest below"
        ),
    ],
)
@pytest.mark.parametrize(
    "around", [("## Log\n", ""), ("# A\n\n### Log\n\n", "\n## B\n- 2020-01-01 no\n")]
)
def test_an_entry_goes_where_the_order_of_the_log_wants_it(
    rows: str, at: int, around: tuple[str, str]
) -> None:
    before, after = around
    lines = rows.splitlines(keepends=True)
    lines.insert(at, "- 2026-11-02 phone: Hi\n")

    assert log(f"{before}{rows}{after}") == f"{before}{''.join(lines)}{after}"


@pytest.mark.parametrize(
    ("row", "written"),
    [
        pytest.param("* 2026-10-01 a", "* 2026-11-02 phone: Hi", id="star"),
        pytest.param("+ 2026-10-01 a", "+ 2026-11-02 phone: Hi", id="plus"),
        pytest.param("- [[2026-10-01]] a", "- [[2026-11-02]] phone: Hi", id="linked day"),
        pytest.param("-   2026-10-01 a", "-   2026-11-02 phone: Hi", id="wide"),
        pytest.param("  - 2026-10-01 a", "  - 2026-11-02 phone: Hi", id="indented"),
        pytest.param("\t- 2026-10-01 a", "\t- 2026-11-02 phone: Hi", id="tab"),
        pytest.param("1. 2026-10-01 a", "1. 2026-11-02 phone: Hi", id="number"),
    ],
)
def test_an_entry_is_written_as_its_neighbours_are(row: str, written: str) -> None:
    assert log(f"## Log\n{row}\n") == f"## Log\n{written}\n{row}\n"


@pytest.mark.parametrize(
    ("rows", "written"),
    [
        pytest.param(
            "1. 2026-09-01 a\n2. 2026-10-01 b\n", "3. 2026-11-02 phone: Hi\n", id="numbers"
        ),
        pytest.param(
            "9) 2026-09-01 a\n10) 2026-10-01 b\n", "11) 2026-11-02 phone: Hi\n", id="brackets"
        ),
        pytest.param(
            "- 2026-09-01 a\n- 2026-10-01 b\n  more\n  - deep\n",
            "- 2026-11-02 phone: Hi\n",
            id="below all of an item",
        ),
        pytest.param(
            "- 2026-09-01 a\n- 2026-10-01 b\n\n  more\n",
            "- 2026-11-02 phone: Hi\n",
            id="below a gap in an item",
        ),
        pytest.param(
            "- 2026-09-01 a\n- 2026-10-01 b\nlazy\n",
            "- 2026-11-02 phone: Hi\n",
            id="below a lazy line",
        ),
        pytest.param(
            "- 2026-09-01 a\n- 2026-10-01 b", "\n- 2026-11-02 phone: Hi", id="no line end"
        ),
    ],
)
def test_an_entry_after_the_last_one_follows_all_of_it(rows: str, written: str) -> None:
    assert log(f"## Log\n{rows}") == f"## Log\n{rows}{written}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("one\ntwo", "- 2026-11-02 phone: one\n  two\n", id="two lines"),
        pytest.param(
            "one\n\n- two\r\nthree",
            "- 2026-11-02 phone: one\n\n  - two\n  three\n",
            id="gap and list",
        ),
        pytest.param("", "- 2026-11-02 phone:\n", id="no words"),
        pytest.param("  x  ", "- 2026-11-02 phone: x\n", id="blanks"),
        pytest.param("x #gave a book", "- 2026-11-02 phone: x #gave a book\n", id="tag"),
    ],
)
def test_all_lines_of_an_entry_belong_to_it(text: str, written: str) -> None:
    entry = Entry(on=DAY, channel="phone", text=text)

    assert log("", entry) == f"## Log\n{written}"
    assert len(read(f"{FRONT}{log('', entry)}").log) == 1


def test_the_first_log_that_has_entries_is_written_to() -> None:
    old = "## Log\n\n## A\n\n## Kontakte\n- 2026-10-01 a\n\n## History\n- 2026-09-01 b\n"

    assert log(old) == old.replace("## Kontakte\n", "## Kontakte\n- 2026-11-02 phone: Hi\n")


def test_a_heading_inside_the_log_is_part_of_it() -> None:
    old = "## Log\n### 2026\n- 2026-10-01 a\n### 2025\n- 2025-10-01 b\n"

    assert log(old) == old.replace("### 2026\n", "### 2026\n- 2026-11-02 phone: Hi\n")


@pytest.mark.parametrize(
    "old",
    [
        pytest.param("```\ncode\n", id="code fence"),
        pytest.param("~~~\ncode", id="tildes"),
        pytest.param("%% note to self\n", id="comment"),
        pytest.param("<!-- hidden\n", id="comment of HTML"),
        pytest.param("- a\n  ```\n", id="code fence in a list"),
    ],
)
def test_what_would_be_hidden_is_refused(old: str) -> None:
    with pytest.raises(UneditableError, match=r"read here|hide other lines") as refused:
        log(old)
    refusal(refused.value, old)
    with pytest.raises(UneditableError) as refused:
        task(old)
    refusal(refused.value, old)


@pytest.mark.parametrize("text", ["%% open", "<!-- open", "x\n```\ncode"])
def test_an_entry_that_would_hide_others_is_refused(text: str) -> None:
    old = "## Log\n- 2026-10-01 a\n- 2026-09-01 [[Ben]]\n"

    with pytest.raises(UneditableError, match="would hide other lines") as refused:
        log(old, Entry(on=DAY, text=text))

    assert refused.value.line == 2


@pytest.mark.parametrize(
    ("there", "held"),
    [
        pytest.param("- 2026-11-02 phone: Hi", True, id="the same"),
        pytest.param("* [[2026-11-02]] — Anruf: Hi", True, id="written otherwise"),
        pytest.param("- 2026-11-02 phone: Hi there", False, id="other words"),
        pytest.param("- 2026-11-02 email: Hi", False, id="another channel"),
        pytest.param("- 2026-11-03 phone: Hi", False, id="another day"),
        pytest.param("- 2026-11-02 Hi", False, id="no channel"),
    ],
)
def test_an_entry_is_held_if_it_says_the_same(there: str, held: bool) -> None:  # noqa: FBT001
    assert holds(f"## Log\n{there}\n", CALL, grammar=GRAMMAR) is held


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("", "## Promises\n- [ ] Call\n", id="empty note"),
        pytest.param("text\n", "text\n\n## Promises\n- [ ] Call\n", id="no promises"),
        pytest.param("text", "text\n## Promises\n- [ ] Call", id="no line end"),
        pytest.param("a\r\n", "a\r\n\r\n## Promises\r\n- [ ] Call\r\n", id="CRLF"),
        pytest.param(
            "## Kontakte\n- 2026-10-01 a\n",
            "## Zusagen\n- [ ] Call\n\n## Kontakte\n- 2026-10-01 a\n",
            id="German log",
        ),
        pytest.param(
            "### Über:\nx\n\n## Log\n- 2026-10-01 a\n",
            "### Über:\nx\n\n## Zusagen\n- [ ] Call\n\n## Log\n- 2026-10-01 a\n",
            id="German heading",
        ),
        pytest.param(
            "```\n## Kontakte\n```\n",
            "```\n## Kontakte\n```\n\n## Promises\n- [ ] Call\n",
            id="German in a code block",
        ),
        pytest.param(
            "## Zusagen\n\ntext\n", "## Zusagen\n\n- [ ] Call\n\ntext\n", id="Zusagen are there"
        ),
        pytest.param("- [ ] A\n", "- [ ] A\n- [ ] Call\n", id="below another"),
        pytest.param(
            "* [x] A\n  more\n\ntext\n",
            "* [x] A\n  more\n* [ ] Call\n\ntext\n",
            id="below all of another",
        ),
        pytest.param("## Tasks\n\ntext\n", "## Tasks\n\n- [ ] Call\n\ntext\n", id="heading"),
        pytest.param("## Aufgaben\n", "## Aufgaben\n- [ ] Call\n", id="German heading"),
        pytest.param(
            "## Log\n- 2026-10-01 a\n",
            "## Promises\n- [ ] Call\n\n## Log\n- 2026-10-01 a\n",
            id="before the log",
        ),
        pytest.param(
            "## Log\n- 2026-10-01 a\n  - [ ] A\n",
            "## Promises\n- [ ] Call\n\n## Log\n- 2026-10-01 a\n  - [ ] A\n",
            id="not in the log",
        ),
    ],
)
def test_a_promise_is_added(old: str, new: str) -> None:
    assert task(old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("", "- [ ] Call #waiting 📅 2026-11-02\n", id="Tasks"),
        pytest.param(
            "- [ ] A [due:: 2026-01-01]\n",
            "- [ ] Call #waiting [due:: 2026-11-02]\n",
            id="Dataview",
        ),
        pytest.param(
            "- [ ] A 📅 2026-01-01 [due:: 2026-01-01]\n",
            "- [ ] Call #waiting 📅 2026-11-02\n",
            id="both",
        ),
    ],
)
def test_a_day_is_written_as_in_the_note(old: str, new: str) -> None:
    assert task(old, due=DAY, waiting=True) == f"{old or '## Promises' + chr(10)}{new}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("- [ ] Call", "- [x] Call ✅ 2026-11-02", id="bare"),
        pytest.param(
            "- [ ] Call 📅 2026-11-30", "- [x] Call 📅 2026-11-30 ✅ 2026-11-02", id="Tasks"
        ),
        pytest.param(
            "- [ ] Call [due:: 2026-11-30]",
            "- [x] Call [due:: 2026-11-30] [completion:: 2026-11-02]",
            id="Dataview",
        ),
        pytest.param("- [ ] Call ^a-1", "- [x] Call ✅ 2026-11-02 ^a-1", id="block id"),
        pytest.param("- [ ] Call  ", "- [x] Call ✅ 2026-11-02  ", id="blanks at the end"),
        pytest.param("* [/] Call", "* [x] Call ✅ 2026-11-02", id="half done"),
        pytest.param("1. [ ] Call", "1. [x] Call ✅ 2026-11-02", id="number"),
        pytest.param(
            "- [ ] Call ✅ 2026-01-01", "- [x] Call ✅ 2026-01-01", id="a day that is there"
        ),
        pytest.param("- [x] Call", "- [x] Call", id="kept already"),
        pytest.param("\t- [ ] Call", "\t- [x] Call ✅ 2026-11-02", id="indented"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", ""])
def test_a_promise_is_ticked(old: str, new: str, ending: str) -> None:
    before = ending or "\n"
    said = "Call"

    assert done(f"a{before}{old}{ending}", said) == f"a{before}{new}{ending}"


def test_of_promises_that_are_alike_the_one_on_the_line_is_ticked() -> None:
    old = f"{FRONT}- [x] Call\n- [ ] Call\n- [ ] Call\n"

    assert done(old, "Call", line=6) == f"{FRONT}- [x] Call\n- [ ] Call\n- [x] Call ✅ 2026-11-02\n"
    assert (
        done(old, "Call", line=99) == f"{FRONT}- [x] Call\n- [x] Call ✅ 2026-11-02\n- [ ] Call\n"
    )
    assert done(old, "Call", line=4) == old


def test_a_promise_in_an_entry_is_ticked_and_the_entry_stays() -> None:
    old = "## Log\n- 2026-10-01 phone: a\n  - [ ] Call\n- 2026-09-01 b\n"

    assert done(old, "Call") == old.replace("[ ] Call", "[x] Call ✅ 2026-11-02")


def test_a_promise_that_is_gone_cannot_be_ticked() -> None:
    with pytest.raises(UneditableError, match=r"there is no task 'Call' any more") as refused:
        done("- [-] Call\n", "Call", line=1)

    assert refused.value.line == 1


# Notes of others: the example vault and the corpus.


def _others(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.md")):
        if path.is_file():
            try:
                yield str(path.relative_to(folder)), path.read_bytes().decode()
            except UnicodeDecodeError:
                continue


def _check_edits(path: str, text: str) -> int:
    before = read(text)
    if before.kind is NoteKind.TEMPLATE:
        return 0  # nothing in it is read
    count = 0
    for edit in ("log", "task"):
        try:
            new = log(text) if edit == "log" else task(text)
        except UneditableError as error:
            refusal(error, text)
            continue
        count += 1
        after = read(new)
        inserted(text, new)
        assert len(after.log) == len(before.log) + (edit == "log"), path
        assert len(after.promises) == len(before.promises) + (edit == "task"), path
        more = len(lines_of(new)) - len(lines_of(text))
        assert 1 <= more <= 3, path
    for promise in before.promises:
        try:
            new = done(text, promise.text, line=promise.line)
        except UneditableError as error:
            refusal(error, text)
            continue
        count += 1
        one, other = lines_of(text), lines_of(new)
        changed = [at for at in range(len(one)) if one[at] != other[at]]
        assert len(one) == len(other)
        assert changed == ([] if promise.done else [promise.line - 1]), path
    return count


def test_a_task_with_many_blanks_in_it_is_ticked_at_once() -> None:
    started = time.perf_counter()
    row = f"- [ ] a{' ' * 50_000}b"

    assert done(f"{row} ^id  \n", "a b") == f"{row.replace('[ ]', '[x]')} ✅ {DAY} ^id  \n"
    assert time.perf_counter() - started < 5


def test_every_note_of_the_example_vault_can_be_written_to() -> None:
    assert sum(_check_edits(path, text) for path, text in _others(EXAMPLE)) > 100


@needs_corpus
def test_every_note_of_the_corpus_can_be_written_to_or_is_refused() -> None:
    assert sum(_check_edits(path, text) for path, text in _others(CORPUS)) > 500
