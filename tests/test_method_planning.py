"""A plan that fits the week."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import standing
from vault_tools.method.planning import Effort, Turn, effort, plan
from vault_tools.model import Due, Promise, Reason, ReasonKind

TODAY = date(2026, 11, 23)


def due(kind: ReasonKind = ReasonKind.CADENCE, *, late: int = 0, name: str = "Anna") -> Due:
    day = TODAY - timedelta(days=late)
    promise = Promise(text="x", due=day) if kind is ReasonKind.PROMISE else None
    who = standing(name=name, tier="close", cadence="30d")
    return Due(standing=who, reasons=(Reason(kind=kind, due_on=day, promise=promise),))


def made(minutes: int, value: int, turn: Turn = Turn.OTHER) -> Effort:
    return Effort(due=due(), minutes=minutes, value=value, turn=turn)


efforts = st.builds(
    made,
    st.sampled_from([0, 5, 10, 20, 30, 45, 60]),
    st.integers(0, 500),
    st.sampled_from(list(Turn)),
)


def best_by_force(given_efforts: list[Effort], budget: int) -> tuple[int, int]:
    """Return the value and minus the minutes of the best choice, by trying all."""
    return max(
        (sum(each.value for each in chosen), -sum(each.minutes for each in chosen))
        for count in range(len(given_efforts) + 1)
        for chosen in combinations(given_efforts, count)
        if sum(each.minutes for each in chosen) <= budget
    )


@given(st.lists(efforts, max_size=9), st.integers(0, 150))
def test_no_other_choice_is_worth_more_in_the_minutes_there_are(
    found: list[Effort], budget: int
) -> None:
    now = plan(found, budget=budget).now

    left = budget
    for turn in Turn:
        chosen = [each for each in now if each.turn is turn]
        minutes = sum(each.minutes for each in chosen)
        wanted = best_by_force([each for each in found if each.turn is turn], left)
        assert (sum(each.value for each in chosen), -minutes) == wanted
        left -= minutes


@given(st.lists(efforts, max_size=40), st.integers(0, 150), st.integers(1, 6))
def test_everybody_is_planned_once_and_no_week_is_overfull(
    found: list[Effort], budget: int, weeks: int
) -> None:
    planned = plan(found, budget=budget, weeks=weeks)

    everyone = [each for week in planned.weeks for each in week] + list(planned.later)
    assert sorted(map(id, everyone)) == sorted(map(id, found))
    assert len(planned.weeks) == weeks
    assert all(sum(each.minutes for each in week) <= budget for week in planned.weeks)


@given(st.lists(efforts, max_size=12), st.integers(0, 150))
def test_a_week_keeps_the_order_that_was_given(found: list[Effort], budget: int) -> None:
    now = plan(found, budget=budget).now

    assert list(now) == [each for each in found if any(each is one for one in now)]


def test_promises_come_first_then_first_follow_ups() -> None:
    promise, first, dear = made(20, 1, Turn.PROMISE), made(20, 1, Turn.FIRST_FOLLOW_UP), made(20, 9)

    planned = plan([dear, first, promise], budget=40)

    assert planned.now == (first, promise)
    assert planned.weeks[1] == (dear,)
    assert planned.minutes == 40


def test_what_takes_more_than_a_week_has_is_for_later() -> None:
    visit = made(60, 9)

    planned = plan([visit, made(10, 1)], budget=30)

    assert planned.later == (visit,)


def test_nothing_to_do_is_an_empty_plan() -> None:
    planned = plan([], budget=60)

    assert planned.now == ()
    assert planned.later == ()


@pytest.mark.parametrize(
    ("kind", "late", "turn", "value"),
    [
        pytest.param(ReasonKind.PROMISE, 3, Turn.PROMISE, 103, id="promise"),
        pytest.param(ReasonKind.PROMISE, 900, Turn.PROMISE, 200, id="old promise"),
        pytest.param(ReasonKind.FIRST_FOLLOW_UP, 0, Turn.FIRST_FOLLOW_UP, 200, id="first"),
        pytest.param(ReasonKind.CADENCE, 0, Turn.OTHER, 200, id="cadence, on its day"),
        pytest.param(ReasonKind.CADENCE, 15, Turn.OTHER, 300, id="half a cadence late"),
        pytest.param(ReasonKind.CADENCE, 400, Turn.OTHER, 600, id="very late"),
        pytest.param(ReasonKind.CADENCE, -3, Turn.OTHER, 200, id="ahead"),
        pytest.param(ReasonKind.FOLLOW_UP, 0, Turn.OTHER, 400, id="a day the owner has set"),
        pytest.param(ReasonKind.BIRTHDAY, 0, Turn.OTHER, 300, id="birthday"),
    ],
)
def test_what_something_is_worth(kind: ReasonKind, late: int, turn: Turn, value: int) -> None:
    found = effort(due(kind, late=late), minutes=10, today=TODAY, tiers=("inner", "close", "wide"))

    assert (found.turn, found.value) == (turn, value)


def test_without_a_tier_somebody_counts_like_the_widest() -> None:
    item = due()

    assert effort(item, minutes=10, today=TODAY, tiers=("inner",)).value == 100
