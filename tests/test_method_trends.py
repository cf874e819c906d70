"""How being in touch went over time."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from vault_tools.config import Rules
from vault_tools.dates import parse_cadence
from vault_tools.method.trends import (
    Health,
    MonthFavours,
    health,
    heat,
    monthly_favours,
    weekly_contacts,
    weeks,
)
from vault_tools.model import Standing, Status

RULES = Rules()
TIERS = {"inner": parse_cadence("monthly"), "close": parse_cadence("quarterly")}


def test_a_year_ends_with_this_week_and_knows_no_tomorrow() -> None:
    found = heat([standing(contacts="09-07 09-14 09-15")], today=TODAY)

    assert len(found) == 53
    assert [week.monday for week in found[-2:]] == [day("09-07"), day("09-14")]
    assert found[-1].counts == (1, None, None, None, None, None, None)
    assert found[-2].counts == (1, 0, 0, 0, 0, 0, 0)


def test_the_busiest_day_is_the_fullest() -> None:
    people = [standing(name=str(number), contacts="09-07") for number in range(8)]
    people += [standing(name="one", contacts="09-08 09-09"), standing(name="two", contacts="09-09")]
    people += [standing(name=f"more{number}", contacts="09-10") for number in range(3)]

    week = heat(people, today=TODAY)[-2]

    assert week.counts[:4] == (8, 1, 2, 3)
    assert week.levels[:5] == (4, 1, 1, 2, 0)


@given(st.lists(st.dates(min_value=date(2025, 9, 15), max_value=TODAY), max_size=30))
def test_no_contact_of_the_year_is_lost(days: list[date]) -> None:
    one = replace(standing(), contact_days=tuple(sorted(days)))

    found = heat([one], today=TODAY)

    assert sum(count or 0 for week in found for count in week.counts) == len(days)
    assert all(
        (level > 0) is bool(count)
        for week in found
        for count, level in zip(week.counts, week.levels, strict=True)
    )


def test_a_tier_is_in_time_due_or_asleep() -> None:
    people = [
        standing(name="A", tier="inner", cadence="monthly", contacts="09-01"),
        standing(name="B", tier="inner", cadence="monthly", contacts="08-01"),
        standing(name="C", tier="inner", cadence="monthly", contacts="2024-01-01"),
        standing(name="D", tier="other", cadence="monthly", contacts="09-01"),
        standing(name="E", tier="close"),
        standing(name="F", tier="close", cadence="monthly", status=Status.PAUSED),
    ]

    assert health(people, today=TODAY, rules=RULES, tiers=TIERS) == [
        Health(tier="inner", in_time=1, due=1, asleep=1),
        Health(tier="", in_time=1, due=0, asleep=0),
    ]


@pytest.mark.parametrize(
    ("contacts", "late"),
    [
        pytest.param("08-14", 0, id="due on the last day"),
        pytest.param("08-13", 1, id="due the day before"),
        pytest.param("2025-09-14", 1, id="a year of silence"),
        pytest.param("2025-09-13", 0, id="asleep"),
        pytest.param("", 0, id="never in touch"),
    ],
)
def test_who_is_late_at_the_end_of_a_week(contacts: str, late: int) -> None:
    found = weeks([standing(cadence="monthly", contacts=contacts)], today=TODAY, rules=RULES)

    assert len(found) == 26
    assert found[-1].late == late


def test_a_week_counts_its_days_of_contact_up_to_today() -> None:
    people = [standing(contacts="09-06 09-07 09-13 09-14 09-15"), standing(contacts="09-13")]

    found = weeks(people, today=TODAY, rules=RULES, count=2)

    assert [(week.monday, week.contacts) for week in found] == [
        (day("09-07"), 3),
        (day("09-14"), 1),
    ]


@given(
    st.lists(
        st.lists(st.dates(min_value=date(2025, 1, 1), max_value=date(2026, 12, 31)), max_size=8),
        max_size=4,
    ),
    st.sampled_from(["weekly", "monthly", "half-yearly"]),
)
def test_each_week_is_as_if_looked_at_alone(people: list[list[date]], cadence: str) -> None:
    standings = [
        replace(standing(cadence=cadence), contact_days=tuple(sorted(days))) for days in people
    ]

    found = weeks(standings, today=TODAY, rules=RULES)

    assert [week.contacts for week in found] == weekly_contacts(standings, today=TODAY, count=26)
    for week in found:
        last = min(week.monday + timedelta(days=6), TODAY)
        assert week.late == sum(_is_late(one, on=last) for one in standings)


def _is_late(one: Standing, *, on: date) -> bool:
    """Return whether the cadence had run out on a day, by the contacts up to it."""
    past = [day for day in one.contact_days if day <= on]
    if not past or one.cadence is None or one.cadence.after(past[-1]) >= on:
        return False
    usual = one.cadence.approximate_days
    return (on - past[-1]).days <= max(RULES.asleep_cadences * usual, RULES.asleep_days)


def test_a_long_view_has_a_week_for_each() -> None:
    found = weeks([], today=TODAY, rules=RULES, count=5)

    gaps = {later.monday - earlier.monday for earlier, later in pairwise(found)}
    assert gaps == {timedelta(days=7)}


def test_favours_are_counted_by_month() -> None:
    one = replace(
        standing(), gave_days=(day("08-01"), day("08-31"), day("10-01")), got_days=(day("09-14"),)
    )

    assert monthly_favours([one], months=["2026-08", "2026-09", "2026-10"], today=TODAY) == [
        MonthFavours(month="2026-08", first=date(2026, 8, 1), gave=2, got=0),
        MonthFavours(month="2026-09", first=date(2026, 9, 1), gave=0, got=1),
        MonthFavours(month="2026-10", first=date(2026, 10, 1), gave=0, got=0),
    ]
