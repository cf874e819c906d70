"""Rhythms: who drifts, how full tiers are, who fits elsewhere, and how new cadences begin."""

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from vault_tools.config import Rules
from vault_tools.config.settings import TIERS, Rhythm
from vault_tools.dates import Period, Week, parse_cadence
from vault_tools.method.presets import PRESETS, sizes
from vault_tools.method.rhythm import (
    Drift,
    Move,
    drift,
    drifting,
    filled,
    move,
    moves,
    promising,
    ramp,
    usual_gap,
)
from vault_tools.model import Promise, Standing, Status

RHYTHM = Rhythm()
RULES = Rules()
MONTHLY = "2026-01-01 2026-01-31 2026-03-02 2026-04-01"
"""Four contacts, each 30 days after the one before."""


def _drift(one: Standing, today: date = TODAY) -> Drift | None:
    return drift(one, today=today, settings=RHYTHM, rules=RULES)


def _move(one: Standing, today: date = TODAY) -> Move | None:
    return move(one, tiers=TIERS, today=today, settings=RHYTHM, rules=RULES)


def _in_tier(tier: str, contacts: str, **properties: object) -> Standing:
    one = standing(contacts=contacts, tier=tier)
    return dataclasses.replace(one, cadence=TIERS[tier], **properties)  # type: ignore[arg-type]


def _every(days: int, *, until: date, count: int) -> str:
    return " ".join(str(until - timedelta(days=days * place)) for place in range(count))


def test_somebody_drifts_after_twice_their_usual_gap_and_a_margin() -> None:
    one = standing(contacts=MONTHLY)

    assert _drift(one, day("05-31")) is None  # 60 days, no more than twice 30, or 30 and 30
    found = _drift(one, day("06-01"))

    assert found == Drift(
        standing=one,
        median_days=30,
        silent_days=61,
        why="usually every 30 days, now quiet for 61 days",
    )


def test_the_margin_counts_for_short_gaps_and_the_factor_for_long_ones() -> None:
    weekly = standing(contacts="01-01 01-08 01-15 01-22")
    slow = standing(contacts="2025-01-01 2025-04-11 2025-07-20 2025-10-28")  # every 100 days

    assert _drift(weekly, day("02-28")) is None
    assert _drift(weekly, day("03-01")) is not None  # 38 days: more than 7 + 30
    assert _drift(slow, day("2026-05-16")) is None
    assert _drift(slow, day("2026-05-17")) is not None


def test_three_contacts_are_no_rhythm_and_neither_are_several_on_one_day() -> None:
    three = standing(contacts="01-01 01-31 03-02")
    twice = dataclasses.replace(three, contact_days=(*three.contact_days, three.contact_days[-1]))

    assert _drift(three) is None
    assert _drift(twice) is None
    assert usual_gap(twice, today=TODAY, settings=RHYTHM) is None


def test_a_few_days_in_a_row_are_no_rhythm() -> None:
    assert _drift(standing(contacts="06-01 06-02 06-03 06-04")) is None
    assert _drift(standing(contacts="06-01 06-08 06-15 06-22")) is not None


def test_only_the_latest_gaps_count() -> None:
    old = _every(300, until=day("2020-01-01"), count=12)
    new = _every(20, until=day("05-01"), count=9)

    found = _drift(standing(contacts=f"{old} {new}"))

    assert found is not None
    assert found.median_days == 20


def test_who_is_asleep_by_their_own_rhythm_drifts_no_longer() -> None:
    one = standing(contacts=MONTHLY)

    assert _drift(one, day("2027-04-01")) is not None  # 365 days
    assert _drift(one, day("2027-04-02")) is None


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(standing(contacts=MONTHLY, cadence="monthly"), id="a cadence"),
        pytest.param(standing(contacts=MONTHLY, status=Status.PAUSED), id="paused"),
        pytest.param(standing(contacts=MONTHLY, status=Status.DORMANT), id="dormant"),
        pytest.param(standing(contacts=MONTHLY, status=Status.CLOSED), id="closed"),
        pytest.param(standing(contacts=MONTHLY, status=Status.DECEASED), id="deceased"),
        pytest.param(standing(contacts=MONTHLY, snooze="10-01"), id="snoozed"),
        pytest.param(standing(contacts=MONTHLY, follow_up="10-01"), id="a follow-up"),
        pytest.param(standing(contacts=f"{MONTHLY} 2026-12-01"), id="something planned"),
        pytest.param(standing(contacts=MONTHLY, attempts="09-13"), id="at rest"),
        pytest.param(standing(), id="no contact"),
    ],
)
def test_nobody_drifts_with(one: Standing) -> None:
    assert _drift(one) is None


def test_what_is_over_does_not_keep_anybody_from_drifting() -> None:
    one = standing(contacts=MONTHLY, follow_up="03-01", snooze="05-01", attempts="05-01")

    assert _drift(one) is not None


def test_the_furthest_from_their_rhythm_come_first_and_it_can_be_turned_off() -> None:
    near = standing(name="Near", contacts=_every(40, until=day("06-01"), count=4))
    far = standing(name="Far", contacts=_every(10, until=day("06-01"), count=4))

    found = drifting([near, far], today=TODAY, settings=RHYTHM, rules=RULES)
    off = drifting([near, far], today=TODAY, settings=Rhythm(drift=False), rules=RULES)

    assert [each.standing.name for each in found] == ["Far", "Near"]
    assert off == []


@given(st.sets(st.dates(date(2020, 1, 1), TODAY), max_size=12))
def test_who_had_contact_today_never_drifts(days: set[date]) -> None:
    one = dataclasses.replace(standing(), contact_days=tuple(sorted({*days, TODAY})))

    assert _drift(one) is None


@given(st.sets(st.dates(date(2024, 1, 1), TODAY), max_size=12))
def test_drift_is_a_silence_longer_than_the_median_and_the_margin(days: set[date]) -> None:
    found = _drift(dataclasses.replace(standing(), contact_days=tuple(sorted(days))))

    if found:
        assert found.silent_days > max(2 * found.median_days, found.median_days + 30)
        assert len(days) >= 4


def test_a_tier_tells_how_many_are_in_it_and_how_many_are_more_than_fit() -> None:
    people = [
        *(standing(name=f"A{number}", tier="inner") for number in range(6)),
        standing(name="Paused", tier="inner", status=Status.PAUSED),
        standing(name="Other", tier="choir"),
        standing(name="None"),
    ]

    found = filled(people, tiers=TIERS, sizes=sizes("dunbar", tiers=TIERS))

    assert [(each.name, each.count, each.size, each.over) for each in found] == [
        ("inner", 6, 5, 1),
        ("close", 0, 10, 0),
        ("active", 0, 35, 0),
        ("wide", 0, 100, 0),
        ("choir", 1, None, 0),
    ]


def test_a_preset_without_sizes_and_no_preset_say_nothing_of_room() -> None:
    assert set(sizes("sivers", tiers=TIERS).values()) == {None}
    assert set(sizes("", tiers=TIERS).values()) == {None}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_goes_from_close_to_wide_under_the_names_that_are_there(name: str) -> None:
    tiers = PRESETS[name].tiers
    cadences = [parse_cadence(tier.cadence) or Period() for tier in tiers]
    lengths = [cadence.approximate_days for cadence in cadences]

    assert [tier.name for tier in tiers][: len(TIERS)] == list(TIERS)
    assert lengths == sorted(set(lengths))


def test_the_circles_of_dunbar_add_up() -> None:
    rooms = [tier.size or 0 for tier in PRESETS["dunbar"].tiers]

    assert [sum(rooms[: place + 1]) for place in range(4)] == [5, 15, 50, 150]


def test_twice_as_often_as_the_tier_asks_for_speaks_for_a_closer_one() -> None:
    one = _in_tier("close", _every(45, until=TODAY, count=5))
    less = _in_tier("close", _every(46, until=TODAY, count=5))

    found = _move(one)

    assert found == Move(
        standing=one,
        tier="inner",
        closer=True,
        median_days=45,
        why="in touch about every 45 days, close asks for 91",
    )
    assert _move(less) is None


def test_half_as_often_speaks_for_a_wider_one() -> None:
    one = _in_tier("inner", _every(60, until=TODAY, count=5))
    more = _in_tier("inner", _every(59, until=TODAY, count=5))

    found = _move(one)

    assert found is not None
    assert (found.tier, found.closer) == ("close", False)
    assert _move(more) is None


def test_silence_speaks_against_a_closer_tier() -> None:
    often = _every(40, until=day("2026-01-15"), count=4)

    assert _move(_in_tier("close", often), day("2026-01-20")) is not None
    assert _move(_in_tier("wide", often), TODAY) is not None
    assert _move(_in_tier("close", "2025-10-01 2025-11-10 2026-01-15 2026-03-20")) is None


def test_contact_of_longer_ago_than_18_months_counts_no_more() -> None:
    days = f"{_every(20, until=day('2025-03-14'), count=6)} 2025-03-13"

    assert _move(_in_tier("wide", days)) is None


def test_a_project_of_a_month_moves_nobody() -> None:
    assert _move(_in_tier("wide", _every(7, until=TODAY, count=5))) is None


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(standing(contacts=_every(30, until=TODAY, count=9)), id="no tier"),
        pytest.param(
            dataclasses.replace(
                _in_tier("wide", _every(30, until=TODAY, count=9)), cadence=Period(days=60)
            ),
            id="a cadence of their own",
        ),
        pytest.param(
            _in_tier("wide", _every(30, until=TODAY, count=9), status=Status.PAUSED), id="paused"
        ),
        pytest.param(
            _in_tier("wide", _every(30, until=TODAY, count=9), snooze_until=day("10-01")),
            id="snoozed",
        ),
        pytest.param(_in_tier("inner", _every(10, until=TODAY, count=30)), id="the closest tier"),
        pytest.param(_in_tier("wide", "08-01 09-01"), id="too few"),
    ],
)
def test_nobody_is_moved_with(one: Standing) -> None:
    assert _move(one) is None


def test_moves_come_by_name_and_can_be_turned_off() -> None:
    one = _in_tier("wide", _every(30, until=TODAY, count=9))
    people = [dataclasses.replace(one, name=name, path=name) for name in ("Zoë", "Änne", "Bo")]
    options = {"tiers": TIERS, "today": TODAY, "rules": RULES}

    found = moves(people, settings=RHYTHM, **options)  # type: ignore[arg-type]

    assert [each.standing.name for each in found] == ["Änne", "Bo", "Zoë"]
    assert moves(people, settings=Rhythm(moves=False), **options) == []  # type: ignore[arg-type]


def test_recent_frequent_and_well_connected_contacts_come_first() -> None:
    people = [
        standing(name="Unknown"),
        standing(name="Linked", degree=20),
        standing(name="Old", contacts=_every(30, until=day("2023-01-01"), count=9)),
        standing(name="Recent", contacts="09-01 09-07"),
        standing(name="Once", contacts="09-07"),
    ]

    found = promising(people, today=TODAY)

    assert [one.name for one in found] == ["Recent", "Linked", "Once", "Old", "Unknown"]


def _newcomers(*names: str) -> list[Standing]:
    return [standing(name=name, cadence="monthly", contacts="01-05") for name in names]


def _ramp(people: list[Standing], *, per_week: int = 3, taken: tuple[date, ...] = ()) -> list[str]:
    found = ramp(people, today=TODAY, rules=RULES, per_week=per_week, taken=taken)
    return [f"{path[7:-3]} {first:%m-%d}" for path, first in found.items()]


def test_new_cadences_begin_a_few_each_week_on_workdays() -> None:
    assert _ramp(_newcomers("E", "D", "C", "B", "A")) == [
        "A 09-15",
        "B 09-16",
        "C 09-17",
        "D 09-21",
        "E 09-22",
    ]


def test_days_that_are_taken_count() -> None:
    taken = (day("09-15"), day("09-19"), day("09-21"), day("09-22"), day("09-23"))

    assert _ramp(_newcomers("A", "B"), taken=taken) == ["A 09-16", "B 09-28"]


def test_more_than_the_workdays_share_days() -> None:
    found = _ramp(_newcomers(*"ABCDEFG"), per_week=8)

    assert found[:3] == ["A 09-15", "B 09-15", "C 09-16"]
    assert found[6] == "G 09-18"


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(standing(cadence="monthly", contacts="09-01"), id="not due yet"),
        pytest.param(standing(contacts="01-05"), id="no cadence"),
        pytest.param(
            standing(cadence="monthly", contacts="01-05", follow_up="09-01"), id="a follow-up"
        ),
        pytest.param(standing(cadence="weekly", met="09-01"), id="just met"),
        pytest.param(standing(cadence="monthly", contacts="2021-01-05"), id="asleep"),
        pytest.param(
            standing(cadence="monthly", contacts="01-05", snooze="10-01"), id="snoozed anyway"
        ),
        pytest.param(
            standing(promises=(Promise(text="x", due=day("09-01")),)), id="only a promise"
        ),
    ],
)
def test_nobody_is_put_off_with(one: Standing) -> None:
    assert _ramp([one]) == []


def test_nobody_is_put_off_where_it_is_turned_off_or_the_calendar_ends() -> None:
    people = _newcomers("A")

    assert _ramp(people, per_week=0) == []
    assert ramp(people, today=date.max, rules=RULES, per_week=3) == {}


@given(
    st.permutations([f"N{number}" for number in range(12)]),
    st.integers(1, 12),
    st.lists(st.dates(TODAY, TODAY + timedelta(days=60)), max_size=20),
)
def test_no_week_gets_more_than_its_share_whatever_the_order(
    names: list[str], per_week: int, taken: list[date]
) -> None:
    people = _newcomers(*names)

    found = ramp(people, today=TODAY, rules=RULES, per_week=per_week, taken=taken)

    weeks = [Week.of(first) for first in found.values()]
    before = [Week.of(one) for one in taken]
    assert found == ramp(
        sorted(people, key=lambda one: one.name),
        today=TODAY,
        rules=RULES,
        per_week=per_week,
        taken=taken,
    )
    assert len(found) == len(people)
    assert all(first > TODAY and first.weekday() < 5 for first in found.values())
    assert all(weeks.count(week) + before.count(week) <= per_week for week in weeks)
