"""Many contacts: the order, and occasions."""

from datetime import date, timedelta

import pytest

from tests.builders import TODAY, day, standing
from vault_tools.config import Rules, Season
from vault_tools.followups import Invitation, birthday_keys, due, season_span
from vault_tools.model import Promise, ReasonKind, Standing, Status

RULES = Rules()
TIERS = ("inner", "close")


def _names(*people: Standing, reawaken: bool = False, within: int = 0) -> list[str]:
    until = TODAY + timedelta(days=within)
    found = due(people, today=TODAY, until=until, rules=RULES, tiers=TIERS, reawaken=reawaken)
    return [item.standing.name for item in found]


def test_the_order_is_promises_then_relative_lateness_then_tier_then_name() -> None:
    people = [
        standing(name="Never", cadence="weekly"),
        standing(name="Yearly", cadence="yearly", contacts="2025-08-01"),
        standing(name="Weekly", cadence="weekly", contacts="09-04"),
        standing(name="Ömer", cadence="weekly", contacts="09-05", tier="close"),
        standing(name="Zoe", cadence="weekly", contacts="09-05", tier="inner"),
        standing(name="Oda", cadence="weekly", contacts="09-05", tier="close"),
        standing(name="Free", cadence="weekly", contacts="09-05"),
        standing(name="Promise", promises=(Promise(text="x", due=day("09-14")),)),
    ]

    expected = ["Promise", "Weekly", "Zoe", "Oda", "Ömer", "Free", "Yearly", "Never"]
    assert _names(*people) == expected
    assert _names(*reversed(people)) == expected


def test_those_asleep_come_last_and_only_when_asked_for() -> None:
    people = [
        standing(name="Few", status=Status.DORMANT, degree=1),
        standing(name="Many", cadence="monthly", contacts="2024-06-01", degree=5),
        standing(name="Due", cadence="weekly", contacts="09-01"),
    ]

    assert _names(*people) == ["Due"]
    assert _names(*people, reawaken=True) == ["Due", "Many", "Few"]


def test_looking_ahead_includes_the_last_day() -> None:
    one = standing(cadence="weekly", contacts="09-10")

    assert _names(one, within=2) == []
    assert _names(one, within=3) == ["Anna"]


def test_the_day_of_a_row_is_the_earliest_of_its_reasons() -> None:
    promise = Promise(text="x", due=day("09-01"))
    one = standing(cadence="weekly", contacts="08-01", promises=(promise,))

    (found,) = due([one], today=TODAY, until=TODAY, rules=RULES)

    assert [reason.kind for reason in found.reasons] == [ReasonKind.CADENCE, ReasonKind.PROMISE]
    assert found.due_on == day("08-08")
    assert found.days_overdue(TODAY) == 37


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
        pytest.param(standing(birthday="--09-18", snooze="09-17"), True, id="after the snooze"),
        pytest.param(standing(birthday="--09-16", attempts="09-10"), False, id="guarded"),
    ],
)
def test_birthdays_in_the_window(one: Standing, *, expected: bool) -> None:
    assert bool(_names(one, within=7)) is expected


@pytest.mark.parametrize("year", range(2023, 2033))
def test_the_29th_of_february_is_kept_on_the_28th_in_other_years(year: int) -> None:
    last = date(year, 3, 1) - timedelta(days=1)
    one = standing(birthday="--02-29")

    found = due([one], today=date(year, 2, 1), until=last, rules=RULES)

    assert [item.due_on for item in found] == [last]
    assert "02-29" in birthday_keys(last, last)


YEAR_END = Season(name="year-end", start="12-10", end="01-06")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("2026-11-23", ("2026-12-10", "2027-01-06"), id="ahead"),
        pytest.param("2026-12-24", ("2026-12-10", "2027-01-06"), id="on"),
        pytest.param("2027-01-06", ("2026-12-10", "2027-01-06"), id="its last day"),
        pytest.param("2027-01-07", ("2027-12-10", "2028-01-06"), id="over"),
    ],
)
def test_a_season_may_span_new_year(today: str, expected: tuple[str, str]) -> None:
    first, last = season_span(YEAR_END, today=date.fromisoformat(today))

    assert (first.isoformat(), last.isoformat()) == expected


def test_a_season_on_a_leap_day_begins_on_the_last_of_february() -> None:
    season = Season(name="leap", start="02-29", end="03-05")

    assert season_span(season, today=date(2027, 1, 1))[0] == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("contacts", "today", "expected"),
    [
        pytest.param("", "2026-12-20", ["season"], id="on"),
        pytest.param("2026-12-12", "2026-12-20", [], id="kept"),
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
