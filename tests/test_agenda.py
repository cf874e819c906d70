"""Many contacts: the order in which to act, and whom a query must look at."""

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from vault_tools.config import Rules
from vault_tools.dates import Birthday, Period
from vault_tools.followups import candidates_from, due, is_asleep, settled_on
from vault_tools.model import Due, Promise, ReasonKind, Standing, Status

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


def test_what_is_due_today_by_no_cadence_is_measured_against_thirty_days() -> None:
    people = [
        standing(name="Asked", follow_up="09-04"),  # 10 of 30 days
        standing(name="Monthly", cadence="monthly", contacts="08-05"),  # 9 of 30 days
        standing(name="Daily", cadence="daily", contacts="09-12"),  # 1 of 1 day
    ]

    assert _names(*people) == ["Daily", "Asked", "Monthly"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["b", "A", "c"], ["A", "b", "c"], id="case apart"),
        pytest.param(["Zoe", "Étienne", "Emil"], ["Emil", "Étienne", "Zoe"], id="accents apart"),
        pytest.param(["Łukasz", "Lutz", "Lukas"], ["Lukas", "Łukasz", "Lutz"], id="Ł is an L"),
    ],
)
def test_equals_are_in_the_order_of_their_names(names: list[str], expected: list[str]) -> None:
    people = [standing(name=name, cadence="weekly", contacts="09-01") for name in names]

    assert _names(*people) == expected


def test_namesakes_are_in_the_order_of_their_paths() -> None:
    one = standing(cadence="weekly", contacts="09-01")
    two = dataclasses.replace(one, path="A/Anna.md")

    found = due([one, two], today=TODAY, until=TODAY, rules=RULES)

    assert [item.standing.path for item in found] == ["A/Anna.md", "People/Anna.md"]


def test_a_tier_that_is_not_configured_comes_after_those_that_are() -> None:
    tiers = {"Anna": "odd", "Ben": "close", "Cem": None}
    people = [
        standing(name=name, cadence="weekly", contacts="09-01", tier=tier)
        for name, tier in tiers.items()
    ]

    assert _names(*people) == ["Ben", "Anna", "Cem"]


def test_someone_never_contacted_with_a_promise_is_among_the_promises() -> None:
    promise = Promise(text="x", due=TODAY)
    people = [
        standing(name="Late", cadence="weekly", contacts="08-01"),
        standing(name="New", cadence="weekly", promises=(promise,)),
    ]

    assert _names(*people) == ["New", "Late"]


def test_the_best_connected_are_reawakened_first_and_equals_by_name() -> None:
    people = [
        standing(name=name, status=Status.DORMANT, degree=degree)
        for name, degree in (("Cem", 2), ("Ben", 2), ("Anna", 1), ("Dora", 9))
    ]

    assert _names(*people, reawaken=True) == ["Dora", "Ben", "Cem", "Anna"]


def test_a_word_to_those_asleep_is_a_reason_beside_the_others() -> None:
    promises = (Promise(text="old", due=day("09-01")), Promise(text="new", due=day("09-20")))
    one = standing(status=Status.DORMANT, promises=promises)
    until = day("09-30")

    (found,) = due([one], today=TODAY, until=until, rules=RULES, reawaken=True)

    kinds = [reason.kind for reason in found.reasons]
    assert kinds == [ReasonKind.PROMISE, ReasonKind.REAWAKEN, ReasonKind.PROMISE]


def test_nobody_is_reawakened_while_snoozed() -> None:
    one = standing(status=Status.DORMANT, snooze="12-01")

    assert is_asleep(one, today=TODAY, rules=RULES)
    assert _names(one, reawaken=True) == []


days = st.dates(date(2023, 1, 1), date(2027, 12, 31))
people_due = st.lists(
    st.builds(
        Standing,
        path=st.uuids().map(lambda uuid: f"{uuid}.md"),
        name=st.sampled_from(["Anna", "anna", "Änne", "Ben", "Zoë"]),
        tier=st.sampled_from([None, *TIERS, "odd"]),
        cadence=st.none() | st.builds(Period, months=st.integers(0, 12), days=st.integers(1, 60)),
        status=st.sampled_from(Status),
        birthday=st.none() | days.map(lambda found: Birthday.parse(found.isoformat())),
        contact_days=st.lists(days, max_size=4).map(lambda found: tuple(sorted(set(found)))),
        attempt_days=st.lists(days, max_size=3).map(lambda found: tuple(sorted(found))),
        follow_up=st.none() | days,
        promises=st.lists(
            st.builds(Promise, text=st.just("x"), due=st.none() | days), max_size=2
        ).map(tuple),
        degree=st.integers(0, 3),
    ),
    max_size=8,
)


def _due(people: list[Standing], today: date) -> list[Due]:
    until = today + timedelta(days=30)
    return due(people, today=today, until=until, rules=RULES, tiers=TIERS, reawaken=True)


@settings(max_examples=50)
@given(people=people_due, today=days, data=st.data())
def test_the_order_does_not_depend_on_the_order_of_the_input(
    people: list[Standing], today: date, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(people))

    assert _due(shuffled, today) == _due(people, today)


@settings(max_examples=50)
@given(people=people_due, today=days)
def test_what_is_due_is_sorted(people: list[Standing], today: date) -> None:
    found = _due(people, today)

    groups = [_group(item) for item in found]
    assert groups == sorted(groups)
    for item in found:
        by_day = [(reason.due_on, reason.kind) for reason in item.reasons]
        assert by_day == sorted(by_day)
        assert item.due_on == by_day[0][0]


def _group(item: Due) -> int:
    """Return 0 for promises, 1 for others, 2 for never contacted, 3 for those asleep."""
    kinds = {reason.kind for reason in item.reasons}
    if kinds & {ReasonKind.PROMISE, ReasonKind.WAITING}:
        return 0
    if kinds == {ReasonKind.REAWAKEN}:
        return 3
    return 2 if kinds == {ReasonKind.CADENCE} and item.last_contact is None else 1


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(standing(), None, id="nothing"),
        pytest.param(standing(contacts="09-01"), None, id="no cadence"),
        pytest.param(standing(cadence="weekly", contacts="09-01"), "2026-09-08", id="cadence"),
        pytest.param(standing(cadence="weekly"), "0001-01-01", id="never contacted"),
        pytest.param(standing(cadence="weekly", status=Status.PAUSED), None, id="paused"),
        pytest.param(standing(follow_up="10-01"), "2026-10-01", id="follow-up"),
        pytest.param(
            standing(cadence="weekly", contacts="08-01", attempts="09-01"), "2026-09-15", id="guard"
        ),
        pytest.param(
            standing(cadence="weekly", contacts="08-01", snooze="12-01"), "2026-12-01", id="snooze"
        ),
        pytest.param(
            standing(snooze="12-01", promises=(Promise(text="x", due=TODAY),)),
            "2026-09-14",
            id="promise",
        ),
        pytest.param(standing(status=Status.DORMANT, contacts="09-01"), None, id="dormant"),
    ],
)
def test_the_day_before_which_nobody_needs_a_look(one: Standing, expected: str | None) -> None:
    found = candidates_from(one, rules=RULES)

    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        pytest.param(standing(), None, id="nothing dated"),
        pytest.param(standing(contacts="09-01 12-01", attempts="10-01"), "2026-12-01", id="a plan"),
        pytest.param(standing(contacts="09-01", attempts="10-01"), "2026-10-01", id="an attempt"),
    ],
)
def test_a_contact_is_settled_on_the_last_day_in_its_notes(
    one: Standing, expected: str | None
) -> None:
    found = settled_on(one)

    assert (found.isoformat() if found else None) == expected
