"""Days in English and German words."""

import os
import subprocess
import sys
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vault_tools.cli.days import Lean, spoken_day, spoken_end

MONDAY = date(2026, 11, 23)
NEW_YEARS_EVE = date(2026, 12, 31)
LEAP_DAY = date(2028, 2, 29)
FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
LEANS = st.sampled_from(Lean)
VOCABULARY = (
    "1 2w 3. 12 26 2026 99999 12.12. 5.11 3/4 ago am an and a bis day days days diesen der die end "
    "ende friday freitag gestern heute im in january januar last letzten mai may märz monat month "
    "monatsende morgen next noon of on tag tagen this two und until vor week weeks wochen year "
    "zwei utc est z now jetzt 12:30 5pm t p3w . , - / : + ( 2026-11-23 00:00 uhr hours ö \x00"
)
PHRASES = st.lists(st.sampled_from(VOCABULARY.split()), max_size=5).map(" ".join)

EITHER_WAY = {
    "today": "2026-11-23",
    "Heute": "2026-11-23",
    "  heute \t früh ": "2026-11-23",
    "heute Morgen": "2026-11-23",
    "this morning": "2026-11-23",
    "tonight": "2026-11-23",
    "yesterday": "2026-11-22",
    "gestern": "2026-11-22",
    "gestern Abend": "2026-11-22",
    "yesterday evening": "2026-11-22",
    "last night": "2026-11-22",
    "vorgestern": "2026-11-21",
    "the day before yesterday": "2026-11-21",
    "tomorrow": "2026-11-24",
    "morgen": "2026-11-24",
    "morgen früh": "2026-11-24",
    "tomorrow at noon": "2026-11-24",
    "übermorgen": "2026-11-25",
    "u\u0308bermorgen": "2026-11-25",
    "uebermorgen": "2026-11-25",
    "day after tomorrow": "2026-11-25",
    "last friday": "2026-11-20",
    "letzten Freitag": "2026-11-20",
    "am letzten Freitag": "2026-11-20",
    "vorigen Freitag": "2026-11-20",
    "vergangenen Fr.": "2026-11-20",
    "next friday": "2026-11-27",
    "nächsten Freitag": "2026-11-27",
    "naechsten Freitag": "2026-11-27",
    "kommenden Freitag": "2026-11-27",
    "last monday": "2026-11-16",
    "letzten Montag": "2026-11-16",
    "next monday": "2026-11-30",
    "kommenden Montag": "2026-11-30",
    "this monday": "2026-11-23",
    "diesen Montag": "2026-11-23",
    "in 3 days": "2026-11-26",
    "in 3 Tagen": "2026-11-26",
    "in zwei Wochen": "2026-12-07",
    "in 2w": "2026-12-07",
    "in 3m": "2027-02-23",
    "in einer Woche": "2026-11-30",
    "in a week": "2026-11-30",
    "in a fortnight": "2026-12-07",
    "in vierzehn Tagen": "2026-12-07",
    "heute in 14 Tagen": "2026-12-07",
    "two weeks from now": "2026-12-07",
    "a year from today": "2027-11-23",
    "in 2 Wochen und 3 Tagen": "2026-12-10",
    "in half a year": "2027-05-23",
    "vor einem halben Jahr": "2026-05-23",
    "vor 3 Tagen": "2026-11-20",
    "vor einem Monat": "2026-10-23",
    "3 days ago": "2026-11-20",
    "2w ago": "2026-11-09",
    "3m ago": "2026-08-23",
    "a month ago": "2026-10-23",
    "1 year 2 months ago": "2025-09-23",
    "next week": "2026-11-30",
    "nächste Woche": "2026-11-30",
    "kommende Woche": "2026-11-30",
    "übernächste Woche": "2026-12-07",
    "last week": "2026-11-16",
    "vergangene Woche": "2026-11-16",
    "next month": "2026-12-23",
    "letzten Monat": "2026-10-23",
    "next year": "2027-11-23",
    "nächstes Quartal": "2027-02-23",
    "1 March 2027": "2027-03-01",
    "1. März 2027": "2027-03-01",
    "1. Maerz 2027": "2027-03-01",
    "March 1st, 2027": "2027-03-01",
    "the 1st of March 2027": "2027-03-01",
    "March 2027": "2027-03-01",
    "im März 2027": "2027-03-01",
    "12 Nov 26": "2026-11-12",
    "12.11.26": "2026-11-12",
    "1.3.2027": "2027-03-01",
    "25/12/2026": "2026-12-25",
    "12/25/2026": "2026-12-25",
    "25-12-2026": "2026-12-25",
    "5/5/2026": "2026-05-05",
    "Friday, 27 November 2026": "2026-11-27",
    "Fr., den 27.11.2026": "2026-11-27",
    "end of January 2027": "2027-01-31",
    "Ende Februar 2028": "2028-02-29",
}

LEANING = [
    ("friday", "2026-11-20", "2026-11-27"),
    ("Freitag", "2026-11-20", "2026-11-27"),
    ("Fr", "2026-11-20", "2026-11-27"),
    ("fri.", "2026-11-20", "2026-11-27"),
    ("on friday", "2026-11-20", "2026-11-27"),
    ("am Freitag", "2026-11-20", "2026-11-27"),
    ("this friday", "2026-11-20", "2026-11-27"),
    ("diesen Freitag", "2026-11-20", "2026-11-27"),
    ("Freitagabend", "2026-11-20", "2026-11-27"),
    ("Sonnabend", "2026-11-21", "2026-11-28"),
    ("Sonntag Nachmittag", "2026-11-22", "2026-11-29"),
    ("monday", "2026-11-23", "2026-11-30"),
    ("Mo", "2026-11-23", "2026-11-30"),
    ("12 Dec", "2025-12-12", "2026-12-12"),
    ("12. Dezember", "2025-12-12", "2026-12-12"),
    ("am 12. Dez.", "2025-12-12", "2026-12-12"),
    ("December 12th", "2025-12-12", "2026-12-12"),
    ("12.12.", "2025-12-12", "2026-12-12"),
    ("5.11", "2026-11-05", "2027-11-05"),
    ("25/12", "2025-12-25", "2026-12-25"),
    ("23 Nov", "2026-11-23", "2026-11-23"),
    ("29. Februar", "2024-02-29", "2028-02-29"),
    ("January", "2026-01-01", "2027-01-01"),
    ("im Januar", "2026-01-01", "2027-01-01"),
    ("in May", "2026-05-01", "2027-05-01"),
    ("end of month", "2026-10-31", "2026-11-30"),
    ("at the end of the month", "2026-10-31", "2026-11-30"),
    ("Monatsende", "2026-10-31", "2026-11-30"),
    ("Ende des Monats", "2026-10-31", "2026-11-30"),
    ("Ende November", "2025-11-30", "2026-11-30"),
    ("Jahresende", "2025-12-31", "2026-12-31"),
    ("end of the year", "2025-12-31", "2026-12-31"),
    ("Mon 23 Nov", "2026-11-23", "2026-11-23"),
]

NO_DAYS = [
    "",
    " ",
    "soon",
    "never",
    "1",
    "15",
    "15.",
    "-1",
    "a",
    "2026",
    "20261123",
    "1764000000",
    "2026-7-5",
    "2026-11-23T10:00",
    "noon",
    "12:30",
    "12 Uhr",
    "5pm",
    "tomorrow at 5pm",
    "in 2 hours",
    "vor 5 Minuten",
    "12 Dec 12:30",
    "today yesterday",
    "tomorrow EST",
    "in yesterday",
    "vor Freitag",
    "in last week",
    "in this week",
    "in 0 days",
    "in every week",
    "in 2 weeks ago",
    "in two three days",
    "monthly",
    "this week",
    "1 two 2026",
    "1 drei 2026",
    "ein 2026",
    "31 Feb",
    "30.2.2026",
    "29.2.2026",
    "13/13/2026",
    "12 Dec 1850",
    "in 9999 years",
    "9999 years ago",
    "in 99999 years",
    "end of month 2027",
    "end of nothing",
    "Friday 28 November 2026",
    "friday the weather",
    "ende may 0000",
    "1 jan 0000",
    "2026-11-23".translate(FULL_WIDTH),
    "x" * 1000,
]


def read(text: str, lean: Lean, today: date = MONDAY) -> str:
    return spoken_day(text, today=today, lean=lean).isoformat()


@pytest.mark.parametrize("lean", Lean)
@pytest.mark.parametrize(
    ("text", "day"), [pytest.param(text, day, id=text) for text, day in EITHER_WAY.items()]
)
def test_most_words_name_one_day(text: str, day: str, lean: Lean) -> None:
    assert read(text, lean) == day
    assert read(text.upper(), lean) == day


@pytest.mark.parametrize(
    ("text", "past", "future"), [pytest.param(*row, id=row[0]) for row in LEANING]
)
def test_the_lean_decides_where_the_words_do_not(text: str, past: str, future: str) -> None:
    assert read(text, Lean.PAST) == past
    assert read(text, Lean.FUTURE) == future


@pytest.mark.parametrize("lean", Lean)
@pytest.mark.parametrize(
    "text", [pytest.param(text, id=text[:30] or "nothing") for text in NO_DAYS]
)
def test_what_is_no_day_is_refused(text: str, lean: Lean) -> None:
    with pytest.raises(ValueError, match=r"day|exist|lie behind") as caught:
        read(text, lean)

    message = str(caught.value)
    assert "\n" not in message
    assert not message.endswith(".")


@pytest.mark.parametrize(
    ("today", "text", "past", "future"),
    [
        (NEW_YEARS_EVE, "tomorrow", "2027-01-01", "2027-01-01"),
        (NEW_YEARS_EVE, "1.1.", "2026-01-01", "2027-01-01"),
        (NEW_YEARS_EVE, "Monatsende", "2026-12-31", "2026-12-31"),
        (NEW_YEARS_EVE, "Thursday", "2026-12-31", "2027-01-07"),
        (NEW_YEARS_EVE, "in 2 Monaten", "2027-02-28", "2027-02-28"),
        (NEW_YEARS_EVE, "in two months and a day", "2027-03-01", "2027-03-01"),
        (NEW_YEARS_EVE, "Januar", "2026-01-01", "2027-01-01"),
        (LEAP_DAY, "29 Feb", "2028-02-29", "2028-02-29"),
        (LEAP_DAY, "end of February", "2028-02-29", "2028-02-29"),
        (LEAP_DAY, "a year ago", "2027-02-28", "2027-02-28"),
        (LEAP_DAY, "Dienstag", "2028-02-29", "2028-03-07"),
        (date(2097, 1, 1), "29.2.", "2096-02-29", "2104-02-29"),
    ],
)
def test_years_and_months_end(today: date, text: str, past: str, future: str) -> None:
    assert read(text, Lean.PAST, today) == past
    assert read(text, Lean.FUTURE, today) == future


def test_looking_back_a_span_must_say_ago() -> None:
    assert read("2w", Lean.FUTURE) == read("zwei Wochen", Lean.FUTURE) == "2026-12-07"
    assert read("a week", Lean.FUTURE) == "2026-11-30"
    with pytest.raises(ValueError, match=r"'2w' may lie behind or ahead: say 2w ago or in 2w"):
        read("2w", Lean.PAST)


@pytest.mark.parametrize(
    ("text", "either"),
    [
        ("3/4/2026", "2026-03-04 or 2026-04-03"),
        ("3-4-2026", "2026-03-04 or 2026-04-03"),
        ("3/4", "2027-03-04 or 2027-04-03"),
        ("25/12/26", "2025-12-26 or 2026-12-25"),
        ("1/2/03", "2001-02-03 or 2003-01-02 or 2003-02-01"),
    ],
)
def test_two_readings_are_one_too_many(text: str, either: str) -> None:
    with pytest.raises(ValueError, match=rf"'{text}' may be {either}: say which"):
        read(text, Lean.FUTURE)


def test_an_impossible_day_is_not_read_in_another_way() -> None:
    with pytest.raises(ValueError, match=r"^there is no day 2026-02-30$"):
        read("2026-02-30", Lean.PAST)


@given(st.dates(), st.dates(), LEANS)
def test_an_iso_day_always_reads_as_itself(day: date, today: date, lean: Lean) -> None:
    assert spoken_day(day.isoformat(), today=today, lean=lean) == day


@given(st.text() | PHRASES, st.dates(), LEANS)
@example("next year", date.max, Lean.FUTURE)
@example("vorgestern", date.min, Lean.PAST)
@example("29.2.", date.max, Lean.FUTURE)
@example("Ende Februar", date.min, Lean.PAST)
def test_any_text_is_a_day_or_a_value_error(text: str, today: date, lean: Lean) -> None:
    with suppress(ValueError):
        assert isinstance(spoken_day(text, today=today, lean=lean), date)
    with suppress(ValueError):
        assert spoken_end(text, today=today) > today


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2w", "2026-12-07"),
        ("3 months", "2027-02-23"),
        ("2 Wochen", "2026-12-07"),
        ("P6W", "2027-01-04"),
        ("monthly", "2026-12-23"),
        ("30", "2026-12-23"),
        ("a week", "2026-11-30"),
        ("in 2 weeks", "2026-12-07"),
        ("2026-12-01", "2026-12-01"),
        ("until january", "2027-01-01"),
        ("Till Friday", "2026-11-27"),
        ("bis Freitag", "2026-11-27"),
        ("bis  zum 12.12.", "2026-12-12"),
        ("bis zum Monatsende", "2026-11-30"),
        ("bis 2026-12-01", "2026-12-01"),
    ],
)
def test_a_pause_ends_after_a_period_or_on_a_day(text: str, day: str) -> None:
    assert spoken_end(text, today=MONDAY).isoformat() == day


@pytest.mark.parametrize(
    "text",
    ["today", "yesterday", "2w ago", "bis gestern", "2026-11-23", "until", "until 30", "9999y"],
)
def test_a_pause_never_ends_before_it_begins(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|after 2026-11-23"):
        spoken_end(text, today=MONDAY)


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "America/Los_Angeles", "CET-1CEST", "Nowhere/Else"]
)
def test_the_machine_does_not_matter(zone: str) -> None:
    script = (
        "from datetime import date; from vault_tools.cli.days import Lean, spoken_day; "
        "print(*(spoken_day(text, today=date(2026, 11, 23), lean=Lean.PAST)"
        " for text in ('12. Dezember', 'vor einem Monat', 'a week ago', '1 May 2027')))"
    )
    environment = {**os.environ, "TZ": zone, "LC_ALL": "de_DE.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.split() == ["2025-12-12", "2026-10-23", "2026-11-16", "2027-05-01"]
    assert not done.stderr


def test_common_words_do_without_the_library() -> None:
    script = (
        "import sys; from datetime import date; from vault_tools.cli.days import Lean, spoken_day; "
        "[spoken_day(text, today=date(2026, 11, 23), lean=Lean.PAST) for text in "
        "('2026-11-23', 'heute', 'gestern abend', 'letzten freitag', 'vor 3 tagen', '12.11.')]; "
        "sys.exit('dateparser' in sys.modules)"
    )

    assert not subprocess.run([sys.executable, "-c", script], check=False).returncode


def test_whatever_the_library_trips_over_is_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_: object, **__: object) -> None:
        raise OverflowError

    monkeypatch.setattr("dateparser.parse", trip)

    with pytest.raises(ValueError, match="is not a day"):
        read("12 Dec", Lean.PAST)
