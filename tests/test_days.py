"""Dated notes: the day, by property, daily-note format or file name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.config import Config, Daily
from vault_tools.model import Note, NoteKind
from vault_tools.parse import Grammar, parse_note
from vault_tools.parse.days import day_of_path

DAY = date(2026, 11, 2)
PLAIN = day_of_path(Daily())


def read(text: str, path: str) -> Note:
    return parse_note(text.encode(), path=path, grammar=Grammar.of(Config()))


@pytest.mark.parametrize(
    ("style", "path"),
    [
        *[("YYYY-MM-DD", "2026-11-02"), ("YYYY/MM/YYYY-MM-DD", "2026/11/2026-11-02")],
        *[("DD.MM.YYYY", "02.11.2026"), ("D.M.YY", "2.11.26"), ("YYYYMMDD", "20261102")],
        *[("YYYY/MMMM/Do", "2026/November/2nd"), ("MMM D, YYYY", "Nov 2, 2026")],
        *[
            ("dddd, D. MMMM YYYY", "Montag, 2. November 2026"),
            ("ddd D MMM YYYY", "Mo. 2 Nov. 2026"),
        ],
        *[
            ("YYYY-DDDD", "2026-306"),
            ("YYYY DDD", "2026 306"),
            ("YYYY-[W]WW/dd YYYY-MM-DD", "2026-W45/Mo 2026-11-02"),
        ],
        *[
            ("gggg-[W]ww-e/YYYY-MM-DD", "2026-W45-0/2026-11-02"),
            ("[Day] YYYY-MM-DD[.x]", "Day 2026-11-02.x"),
        ],
        *[
            ("Qo/YYYY-MM-DD", "4o/2026-11-02"),
            ("Mo YYYY D", "11th 2026 2"),
            ("GGGG E W DD-MM-YYYY", "2026 1 45 02-11-2026"),
        ],
    ],
)
def test_a_daily_note_is_known_by_its_format(style: str, path: str) -> None:
    assert day_of_path(Daily(format=style))(path) == DAY
    assert day_of_path(Daily(format=style, folder="/Journal/"))(f"Journal/{path}") == DAY


@pytest.mark.parametrize("month", ["Jan", "Mär", "mai", "Okt", "Dez", "October", "August"])
def test_months_have_names_in_two_languages(month: str) -> None:
    number = {"Jan": 1, "Mär": 3, "mai": 5, "Okt": 10, "Dez": 12, "October": 10, "August": 8}

    found = day_of_path(Daily(format="D MMMM YYYY"))(f"2 {month} 2026")

    assert found == date(2026, number[month], 2)


@pytest.mark.parametrize(
    ("style", "path"),
    [
        pytest.param("D.M.YYYY", "30.2.2026", id="no such day"),
        pytest.param("D MMMM YYYY", "2 Smarch 2026", id="no such month"),
        pytest.param("YYYY-DDDD", "2026-366", id="no such day of the year"),
        pytest.param("YYYY-DDDD", "9999-999", id="end of the calendar"),
        pytest.param("YYYY-DDDD", "2026-000", id="zeroth day of the year"),
        pytest.param("YYYY-DDDD", "0000-001", id="no such year"),
        pytest.param("MM-DD", "11-02", id="no year"),
        pytest.param("YYYY-MM", "2026-11", id="no day"),
        pytest.param("DD.MM.YYYY", "02.11.2026 Standup", id="something behind"),
    ],
)
def test_what_is_no_day_dates_no_note(style: str, path: str) -> None:
    assert day_of_path(Daily(format=style))(path) is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        *[("2026-11-02", DAY), ("Journal/2026-11-02 Standup", DAY), ("a/b/2026-11-02-x", DAY)],
        *[
            ("2026-11-020", None),
            ("x 2026-11-02", None),
            ("2026-11-02/x", None),
            ("20261102", None),
        ],
        *[("2026-02-30", None), ("2026-11-02T10", DAY), ("", None)],
    ],
)
def test_a_file_name_may_begin_with_a_day(path: str, day: date | None) -> None:
    assert PLAIN(path) == day
    assert day_of_path(Daily(format="D.M.YYYY"))(path) == day


def test_a_hostile_format_is_matched_at_once() -> None:
    for piece in ("dddd", "WwQEd", "DDD", "MMM"):
        assert day_of_path(Daily(format=piece * 40))("a1" * 60 + "1a" * 60 + "11111aaaaa!") is None
        assert day_of_path(Daily(format=piece * 40))("1" * 200 + "!") is None
        assert day_of_path(Daily(format=piece * 40))("a" * 200 + "!") is None


@given(st.text(max_size=60), st.text(max_size=30, alphabet="YMDdo[]-/.WwQEGg a"))
def test_no_format_and_no_path_fails(path: str, style: str) -> None:
    found = day_of_path(Daily(format=style, folder=path[:3]))(path)

    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("text", "path", "day"),
    [
        pytest.param("---\ndate: 2026-11-02\n---\n", "Standup.md", DAY, id="property"),
        pytest.param("---\ndate: 2026-11-02\n---\n", "2020-01-01.md", DAY, id="property first"),
        pytest.param("---\nDate: 2026-11-02T10:00\n---\n", "a.md", DAY, id="with a time"),
        pytest.param("---\ndate: '[[2026-11-02]]'\n---\n", "a.md", DAY, id="link"),
        pytest.param("", "2026-11-02 Standup.md", DAY, id="file name"),
        pytest.param("---\ndate: soon\n---\n", "2026-11-02.md", DAY, id="bad property"),
        pytest.param("", "Standup.md", None, id="neither"),
        pytest.param(
            "---\ntype: contact\ndate: 2026-11-02\n---\n", "2026-11-02.md", None, id="contact"
        ),
    ],
)
def test_a_note_is_dated_by_property_or_path(text: str, path: str, day: date | None) -> None:
    assert read(text, path).day == day


def test_a_daily_note_in_the_vaults_own_format_is_dated() -> None:
    grammar = Grammar.of(Config(daily=Daily(format="YYYY/DD-MM", folder="Tage")))
    note = parse_note(b"", path="Tage/2026/02-11.md", grammar=grammar)

    assert (note.kind, note.day, note.title) == (NoteKind.NOTE, DAY, "02-11")


def test_a_dated_note_may_name_its_channel() -> None:
    assert read("---\nchannel: Vor Ort\n---\n", "2026-11-02.md").channel == "in-person"
    assert read("---\nchannel: in-person\n---\n", "2026-11-02.md").channel == "in-person"
    assert read("---\nchannel: pigeon\n---\n", "2026-11-02.md").channel is None
