"""Mending what is certainly meant otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.config import Config
from vault_tools.edit.tidy import birthday, tidied
from vault_tools.parse import Grammar

GRAMMAR = Grammar.of(Config())
TODAY = date(2026, 11, 23)


def mended(block: str, *, below: str = "") -> tuple[str, list[str]]:
    before = f"---\n{block}\n---\n{below}"
    found = tidied(before, path="a.md", grammar=GRAMMAR, today=TODAY)
    return found.text.removeprefix("---\n").partition("\n---\n")[0], [p.code for p in found.done]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12.4.1986", "1986-04-12"),
        ("12. 04. 1986", "1986-04-12"),
        ("1986/04/12", "1986-04-12"),
        ("1986-4-12", "1986-04-12"),
        ("1986.4.12", "1986-04-12"),
        ("12.4.", "--04-12"),
        ("25/12/1986", "1986-12-25"),
        ("04/12/1986", None),
        ("31.2.1986", None),
        ("1986-4/12", None),
        ("April 12", None),
        ("1986", None),
        ("", None),
    ],
)
def test_a_birthday_is_read_only_where_it_is_certain(written: str, meant: str | None) -> None:
    assert birthday(written) == meant


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        pytest.param("birthday: 1.2.1980", "birthday: 1980-02-01", ["bad-birthday"], id="birthday"),
        pytest.param(
            "geburtstag: 1.2.1980", "geburtstag: 1980-02-01", ["bad-birthday"], id="German"
        ),
        pytest.param('tags: ["#a", b]', "tags: [a, b]", ["tag-hash"], id="sign in brackets"),
        pytest.param('tags:\n  - "#a"', "tags:\n  - a", ["tag-hash"], id="sign in lines"),
        pytest.param('tags: "#a, #b"', "tags: a, b", ["tag-hash"], id="signs in one text"),
        pytest.param("tags: [a, b, a]", "tags: [a, b]", ["duplicate-tag"], id="twice"),
        pytest.param("tags:\n- a\n- a\n- b", "tags:\n- a\n- b", ["duplicate-tag"], id="in lines"),
        pytest.param("a: b  \nc: ", "a: b\nc:", ["trailing-blanks"], id="blanks"),
        pytest.param("a: |\n  b  \n  c", "a: |\n  b  \n  c", [], id="blanks that are text"),
        pytest.param("a: &x b\ntags: [a, A]", "a: &x b\ntags: [a, A]", [], id="nothing certain"),
        pytest.param(
            "last-contact: 15.10.2026\nfollow_up: 2026/12/1",
            "last-contact: 2026-10-15\nfollow_up: 2026-12-01",
            ["bad-date"],
            id="days",
        ),
        pytest.param("met: 1.2.", "met: 1.2.", [], id="a day without a year"),
        pytest.param("met: 04/12/2026", "met: 04/12/2026", [], id="a day or a month first"),
        pytest.param("birthday: &x 1.2.1980", "birthday: &x 1.2.1980", [], id="not by line"),
    ],
)
def test_only_what_is_certain_is_mended(before: str, after: str, codes: list[str]) -> None:
    assert mended(before) == (after, codes)


@pytest.mark.parametrize(
    ("last", "log", "after"),
    [
        ("2026-01-01", "- 2026-03-01 a\n- 2026-02-01 b\n", "2026-03-01"),
        ("2026-01-01", "- 2026-03-01 a #noreply\n", "2026-01-01"),
        ("2026-01-01", "- 2026-12-01 planned\n", "2026-01-01"),
        ("2026-05-01", "- 2026-03-01 a\n", "2026-05-01"),
        ("soon", "- 2026-03-01 a\n", "soon"),
    ],
)
def test_last_contact_follows_the_log(last: str, log: str, after: str) -> None:
    assert mended(f"last_contact: {last}", below=f"## Log\n{log}")[0] == f"last_contact: {after}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("3.11.2026", "2026-11-03", id="day first"),
        pytest.param("2026/11/3", "2026-11-03", id="year first"),
        pytest.param("25/11/2026", "2026-11-25", id="certainly day first"),
        pytest.param("03/11/2026", None, id="day or month first"),
        pytest.param("3.11.26", None, id="short year"),
        pytest.param("31.2.2026", None, id="no such day"),
    ],
)
def test_a_day_in_the_log_is_mended_only_where_it_is_certain(
    written: str, meant: str | None
) -> None:
    note = f"text {written}\n\n## Log\n- {written} phone: {written}\r\n  more\n- 2026-10-01 x\n"

    found = tidied(note, path="a.md", grammar=GRAMMAR, today=TODAY)

    assert found.text == note.replace(f"- {written}", f"- {meant or written}")
    assert [(each.line, each.code) for each in found.done] == [(4, "bad-log-day")] * bool(meant)


def test_each_day_in_the_log_is_told_and_last_contact_follows() -> None:
    front = "---\nlast_contact: 2026-01-01\n---\n"

    found = tidied(
        f"{front}## Log\n- 3.11.2026 a\n- 2.11.2026 b\n",
        path="a.md",
        grammar=GRAMMAR,
        today=TODAY,
    )

    assert found.text == (
        "---\nlast_contact: 2026-11-03\n---\n## Log\n- 2026-11-03 a\n- 2026-11-02 b\n"
    )
    assert [(each.line, each.message) for each in found.done] == [
        (5, "log: 3.11.2026 is 2026-11-03"),
        (6, "log: 2.11.2026 is 2026-11-02"),
        (2, "last_contact: the log knows of 2026-11-03"),
    ]


def test_a_day_that_would_take_in_another_entry_stays() -> None:
    note = "## Log\n- 3.11.2026 fair\n  - 2026-11-03 phone: x\n"

    assert tidied(note, path="a.md", grammar=GRAMMAR, today=TODAY) == (note, ())


@given(st.text())
def test_whatever_stands_there_is_mended_once_or_left(block: str) -> None:
    before = f"---\n{block}\n---\n## Log\n- 2026-03-01 a\n"

    once = tidied(before, path="a.md", grammar=GRAMMAR, today=TODAY).text

    assert tidied(once, path="a.md", grammar=GRAMMAR, today=TODAY).text == once
