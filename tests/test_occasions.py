"""Occasions: birthdays and seasons, each at its edges."""

from datetime import date, timedelta

import pytest

from tests.builders import TODAY, day, standing
from vault_tools.config import Rules, Season
from vault_tools.dates import Birthday
from vault_tools.followups import Invitation, birthday_keys, due, kept_between, season_span
from vault_tools.model import Promise, Standing, Status

RULES = Rules()
SILENT = (Status.PAUSED, Status.CLOSED, Status.DECEASED)


def _is_due(one: Standing, *, within: int) -> bool:
    until = TODAY + timedelta(days=within)
    return bool(due([one], today=TODAY, until=until, rules=RULES))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(standing(birthday="1980-09-14"), True, id="today"),
        pytest.param(standing(birthday="--09-21"), True, id="at the end of the window"),
        pytest.param(standing(birthday="--09-22"), False, id="after it"),
        pytest.param(standing(birthday="--09-13"), False, id="yesterday"),
        pytest.param(standing(birthday="1980-09"), False, id="no day"),
        pytest.param(standing(birthday="--09-14", status=Status.DORMANT), True, id="dormant"),
        pytest.param(standing(birthday="--09-14", status=Status.PAUSED), False, id="paused"),
        pytest.param(standing(birthday="--09-14", status=Status.DECEASED), False, id="deceased"),
        pytest.param(standing(birthday="--09-14", status=Status.CLOSED), False, id="closed"),
        pytest.param(standing(birthday="--09-16", snooze="09-17"), False, id="snoozed"),
        pytest.param(standing(birthday="--09-17", snooze="09-17"), True, id="snooze ends"),
        pytest.param(standing(birthday="--09-18", snooze="09-17"), True, id="after the snooze"),
        pytest.param(standing(birthday="--09-16", attempts="09-10"), False, id="guarded"),
    ],
)
def test_birthdays_in_the_window(one: Standing, *, expected: bool) -> None:
    assert _is_due(one, within=7) is expected


@pytest.mark.parametrize("year", range(2023, 2033))
def test_the_29th_of_february_is_kept_on_the_28th_in_other_years(year: int) -> None:
    last = date(year, 3, 1) - timedelta(days=1)
    one = standing(birthday="--02-29")

    found = due([one], today=date(year, 2, 1), until=last, rules=RULES)

    assert [item.due_on for item in found] == [last]
    assert "02-29" in birthday_keys(last, last)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("2024-02-28", [], id="not a day early in a leap year"),
        pytest.param("2024-02-29", ["2024-02-29"], id="on the day itself"),
        pytest.param("2024-03-01", [], id="over"),
        pytest.param("2027-02-28", ["2027-02-28"], id="a day early where there is none"),
        pytest.param("2027-03-01", [], id="not on 1 March"),
    ],
)
def test_on_which_day_the_29th_of_february_is_kept(today: str, expected: list[str]) -> None:
    on = date.fromisoformat(today)

    found = due([standing(birthday="2000-02-29")], today=on, until=on, rules=RULES)

    assert [item.due_on.isoformat() for item in found] == expected


def test_a_birthday_after_new_year_is_in_the_window() -> None:
    today = date(2026, 12, 30)

    found = due([standing(birthday="--01-02")], today=today, until=date(2027, 1, 2), rules=RULES)

    assert [item.due_on for item in found] == [date(2027, 1, 2)]


@pytest.mark.parametrize("year", range(2023, 2033))
def test_the_index_asks_for_every_birthday_of_the_window(year: int) -> None:
    today, until = date(year, 2, 20), date(year, 3, 3)

    for number in range(366):
        born = date(2000, 1, 1) + timedelta(days=number)
        celebrated = Birthday.parse(f"--{born:%m-%d}").next_on(today)
        if celebrated and celebrated <= until:
            assert f"{born:%m-%d}" in birthday_keys(today, until)


def test_a_long_window_has_every_day_and_an_empty_one_none() -> None:
    assert len(birthday_keys(date(2026, 1, 1), date(2030, 1, 1))) == 366
    assert birthday_keys(TODAY, TODAY - timedelta(days=1)) == []


@pytest.mark.parametrize("status", SILENT)
def test_promises_do_not_bring_the_birthday_of_the_silent_back(status: Status) -> None:
    promise = Promise(text="x", due=TODAY)
    one = standing(birthday="--09-14", status=status, promises=(promise,))

    found = due([one], today=TODAY, until=TODAY, rules=RULES)

    kinds = [reason.kind.value for item in found for reason in item.reasons]
    assert kinds == (["promise"] if status is Status.PAUSED else [])


YEAR_END = Season(name="year-end", start="12-10", end="01-06")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("2026-11-23", ("2026-12-10", "2027-01-06"), id="ahead"),
        pytest.param("2026-12-24", ("2026-12-10", "2027-01-06"), id="on"),
        pytest.param("2027-01-06", ("2026-12-10", "2027-01-06"), id="its last day"),
        pytest.param("2027-01-07", ("2027-12-10", "2028-01-06"), id="over"),
        pytest.param("2026-01-07", ("2026-12-10", "2027-01-06"), id="the day after the last"),
        pytest.param("0001-01-01", ("0001-01-01", "0001-01-06"), id="where the calendar begins"),
        pytest.param("9999-12-31", ("9999-12-10", "9999-12-31"), id="where it ends"),
    ],
)
def test_a_season_may_span_new_year(today: str, expected: tuple[str, str]) -> None:
    first, last = season_span(YEAR_END, today=date.fromisoformat(today))

    assert (first.isoformat(), last.isoformat()) == expected


@pytest.mark.parametrize(
    ("today", "year"),
    [("2026-11-30", 2026), ("2026-12-01", 2026), ("2026-12-20", 2026), ("2026-12-21", 2027)],
)
def test_a_season_within_a_year_is_the_one_that_is_on_or_comes(today: str, year: int) -> None:
    cards = Season(name="cards", start="12-01", end="12-20")

    found = season_span(cards, today=date.fromisoformat(today))

    assert found == (date(year, 12, 1), date(year, 12, 20))


def test_a_season_on_a_leap_day_begins_on_the_last_of_february() -> None:
    season = Season(name="leap", start="02-29", end="03-05")

    assert season_span(season, today=date(2027, 1, 1))[0] == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("contacts", "today", "expected"),
    [
        pytest.param("", "2026-12-20", ["season"], id="on"),
        pytest.param("2026-12-12", "2026-12-20", [], id="kept"),
        pytest.param("2026-12-10", "2026-12-20", [], id="kept on its first day"),
        pytest.param("2026-12-09", "2026-12-20", ["season"], id="the day before it"),
        pytest.param("2026-12-01", "2026-12-20", ["season"], id="a contact before it"),
        pytest.param("", "2026-12-09", [], id="not yet"),
        pytest.param("", "2027-01-07", [], id="over"),
    ],
)
def test_a_season_is_due_for_those_invited(contacts: str, today: str, expected: list[str]) -> None:
    one = standing(contacts=contacts)
    other = standing(name="Other")
    invitation = Invitation(YEAR_END, frozenset({one.path}))
    on = date.fromisoformat(today)

    found = due([one, other], today=on, until=on, rules=RULES, invitations=(invitation,))

    assert [reason.kind.value for item in found for reason in item.reasons] == expected
    assert all(item.standing is one for item in found)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(standing(), "2026-12-10", id="its first day"),
        pytest.param(standing(snooze="2026-12-24"), "2026-12-24", id="snoozed into it"),
        pytest.param(standing(snooze="2027-01-06"), "2027-01-06", id="snoozed to its last day"),
        pytest.param(standing(snooze="2027-01-07"), None, id="snoozed past it"),
        pytest.param(standing(attempts="2026-12-12"), "2026-12-26", id="guarded into it"),
        pytest.param(standing(status=Status.PAUSED), None, id="paused"),
        pytest.param(standing(status=Status.CLOSED), None, id="closed"),
        pytest.param(standing(status=Status.DECEASED), None, id="deceased"),
        pytest.param(standing(status=Status.DORMANT), "2026-12-10", id="dormant"),
    ],
)
def test_what_silences_a_season(one: Standing, expected: str | None) -> None:
    invitation = Invitation(YEAR_END, frozenset({one.path}))

    found = due(
        [one],
        today=date(2026, 12, 15),
        until=date(2027, 2, 1),
        rules=RULES,
        invitations=(invitation,),
    )

    days = [item.due_on.isoformat() for item in found]
    assert days == ([expected] if expected else [])


def test_a_contact_to_come_does_not_keep_a_season() -> None:
    one = standing(contacts="2026-12-24")
    invitation = Invitation(YEAR_END, frozenset({one.path}))
    on = day("12-20")

    assert due([one], today=on, until=on, rules=RULES, invitations=(invitation,))


def test_two_seasons_are_two_reasons() -> None:
    advent = Season(name="advent", start="12-01", end="12-24")
    one = standing()
    both = tuple(Invitation(season, frozenset({one.path})) for season in (YEAR_END, advent))
    on = day("12-20")

    (found,) = due([one], today=on, until=on, rules=RULES, invitations=both)

    assert [reason.season for reason in found.reasons] == ["advent", "year-end"]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(standing(birthday="1980-02-28"), True, id="birthday"),
        pytest.param(standing(birthday="--02-29"), True, id="kept a day before"),
        pytest.param(standing(birthday="1980-03-01"), True, id="at the end"),
        pytest.param(standing(birthday="1980-03-02"), False, id="after it"),
        pytest.param(standing(birthday="1980-02"), False, id="no day"),
        pytest.param(standing(met="2024-02-29"), True, id="met"),
        pytest.param(standing(met="2024-02-27"), False, id="met the day before"),
        pytest.param(standing(), False, id="neither"),
    ],
)
def test_only_those_with_a_day_in_the_span_are_looked_at(one: Standing, *, expected: bool) -> None:
    found = kept_between([one], today=date(2026, 2, 28), until=date(2026, 3, 1))

    assert found == [one] * expected
