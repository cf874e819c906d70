"""Tasks as promises."""

import re
from datetime import date

import pytest

from vault_tools.config import Config
from vault_tools.model import Note, Promise
from vault_tools.parse import Grammar, parse_note
from vault_tools.parse.tasks import Task, parse_task

GRAMMAR = Grammar.of(Config())
DAY = date(2026, 11, 30)


def read(text: str, *, path: str = "a.md") -> Note:
    return parse_note(text.encode(), path=path, grammar=GRAMMAR)


@pytest.mark.parametrize(
    "written",
    [
        *("📅 2026-11-30", "📅2026-11-30", "📅\ufe0f 2026-11-30", "📅\u00a02026-11-30"),
        *("🗓 2026-11-30", "🗓️ 2026-11-30", "📆 2026-11-30", "[due:: 2026-11-30]"),
        *("(due:: 2026-11-30)", "[Due::2026-11-30]", "[due:: 2026-11-30T10:00]"),
        *("⏳ 2026-11-30", "⌛ 2026-11-30", "[scheduled:: 2026-11-30]"),
        *(
            "📅 2026-11-30 ⏳ 2026-11-01",
            "⏳ 2026-11-01 [due:: 2026-11-30]",
            "[x:: y] 📅 2026-11-30",
        ),
        "🔺 📅 2026-11-30 🛫 2026-11-01 \N{HEAVY PLUS SIGN} 2026-10-01 🔁 every 2 weeks",
    ],
)
def test_a_task_may_say_when_it_is_due(written: str) -> None:
    task = parse_task(f"[ ] Send slides {written}")

    assert task is not None
    assert (task.due, task.bad_days) == (DAY, ())
    assert task.text == ("Send slides [x:: y]" if "[x" in written else "Send slides")


@pytest.mark.parametrize(
    "written",
    [
        *("", "🔺", "⏫️", "🔼", "🔽", "⏬", "🔁 every month when done", "🆔 abc", "⛔ abc,def"),
        *(
            "🏁 delete",
            "🛫 2026-11-01",
            "\N{HEAVY PLUS SIGN} 2026-11-01",
            "✅ 2026-11-01",
            "❌ 2026-11-01",
        ),
        *("[start:: 2026-11-01]", "[created:: 2026-11-01]", "[completion:: 2026-11-01]"),
        *("[cancelled:: 2026-11-01]", "[priority:: high]", "[repeat:: every day]", "[id:: a]"),
        *("[dependsOn:: a]", "[onCompletion:: delete]", "[due:: ]"),
    ],
)
def test_other_fields_are_no_part_of_the_text(written: str) -> None:
    done_on = date(2026, 11, 1) if re.match("✅|.completion", written) else None

    assert parse_task(f"[ ] Send slides {written}") == Task(
        text="Send slides", due=None, done=False, dropped=False, waiting=False, done_on=done_on
    )


@pytest.mark.parametrize(
    ("mark", "done", "dropped"),
    [
        *((" ", False, False), ("x", True, False), ("X", True, False), ("-", False, True)),
        *(("/", False, False), (">", False, False), ("\u00a0", False, False)),
    ],
)
def test_the_mark_says_what_became_of_it(mark: str, *, done: bool, dropped: bool) -> None:
    assert parse_task(f"[{mark}]\u00a0Send") == Task(
        text="Send", due=None, done=done, dropped=dropped, waiting=False
    )


@pytest.mark.parametrize("text", ["Send", "[x]Send", "[]", "[ ]", "[[Anna]] x", "[xx] a", "(x) a"])
def test_without_a_box_there_is_no_task(text: str) -> None:
    assert parse_task(text) is None


@pytest.mark.parametrize(
    ("text", "waiting"),
    [("a #waiting b", True), ("#Waiting", True), ("#waiting/for", False), ("x#waiting", False)],
)
def test_a_task_may_be_theirs(text: str, *, waiting: bool) -> None:
    task = parse_task(f"[ ] {text}")

    assert task is not None
    assert task.waiting is waiting


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("📅 2026-02-30", 12),
        ("[due:: tomorrow]", 17),
        ("✅ 2026-13-01", 12),
        ("[due:: 2026-11]", 17),
    ],
)
def test_an_impossible_day_is_a_problem(written: str, column: int) -> None:
    note = read(f"---\ntype: contact\n---\n- [ ] Go {written}\n")

    assert [promise.due for promise in note.promises] == [None]
    assert [problem[:4] for problem in note.problems] == [("a.md", 4, column, "bad-date")]


def test_promises_stand_anywhere_in_a_contacts_note() -> None:
    note = read(
        "---\ntype: contact\ndate: 2020-01-01\n---\n"
        "* [ ] Send slides\n"
        "  1. [x] Find them\n"
        "+ [-] Print them\n"
        "- [ ] Call back #waiting 📅 2026-11-30\n"
        "## Log\n"
        "- 2026-11-02 phone: Hi\n"
        "  - [ ] Book a table\n"
        "  - [ ] Ask Ben 📅 2026-11-30\n"
        "- [ ] Last one\n"
        "```\n- [ ] code\n```\n"
        "> - [ ] quote\n"
        "<!-- - [ ] comment -->\n"
        "%%\n- [ ] comment\n%%\n",
        path="2021-01-01 Anna.md",
    )
    path = "2021-01-01 Anna.md"

    assert note.promises == (
        Promise(text="Send slides", path=path, line=5),
        Promise(text="Find them", done=True, path=path, line=6),
        Promise(text="Call back", due=DAY, mine=False, path=path, line=8),
        Promise(text="Book a table", due=date(2026, 11, 16), path=path, line=11),
        Promise(text="Ask Ben", due=DAY, path=path, line=12),
        Promise(text="Last one", path=path, line=13),
    )
    assert note.day is None
    assert [item.text for item in note.log] == [
        "Hi\n- [ ] Book a table\n- [ ] Ask Ben 📅 2026-11-30"
    ]


def test_a_promise_in_a_dated_note_is_due_two_weeks_later() -> None:
    note = read("- [ ] Send slides to [[Anna]]\n", path="2026-11-02.md")

    assert note.promises == (
        Promise(
            text="Send slides to [[Anna]]",
            due=date(2026, 11, 16),
            path="2026-11-02.md",
            line=1,
        ),
    )
