"""Goals and who matters for them; one's own profile."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from vault_tools.config import Config, Rules
from vault_tools.config.settings import TIERS, Profile
from vault_tools.method.gatherings import Known
from vault_tools.method.strategy import (
    goal_stands,
    introduction,
    is_open,
    profile_upkeep,
    unserving,
)
from vault_tools.model import Goal, Note, NoteKind, Standing, Status, Timeline, Value

RULES = Rules()


def _goal(title: str, *, deadline: str | None = None, status: str | None = None) -> Note:
    facts = Goal(deadline=day(deadline) if deadline else None, status=status)
    return Note(path=f"Goals/{title}.md", kind=NoteKind.GOAL, title=title, goal=facts)


def _known(how: Standing, *goals: str) -> Known:
    note = Note(path=how.path, kind=NoteKind.CONTACT, title=how.name)
    timeline = Timeline(
        note=note, standing=how, interactions=(), promises=(), links=(), backlinks=()
    )
    return Known(timeline=timeline, goals=tuple(f"Goals/{goal}.md" for goal in goals))


def test_open_goals_come_first_by_their_deadline() -> None:
    goals = [
        _goal("Later"),
        _goal("Done", deadline="01-01", status="Erreicht"),
        _goal("B", deadline="12-01"),
        _goal("a", deadline="12-01", status="active"),
    ]

    found = goal_stands(goals, [], today=TODAY, rules=RULES)

    assert [(goal.title, goal.is_open) for goal in found] == [
        ("a", True),
        ("B", True),
        ("Later", True),
        ("Done", False),
    ]


@pytest.mark.parametrize("status", [None, "active", "", "on hold", "begonnen"])
def test_a_goal_is_open_unless_its_status_says_otherwise(status: str | None) -> None:
    assert is_open(_goal("G", status=status))


@pytest.mark.parametrize("status", ["done", " Done ", "dropped", "erledigt", "Paused"])
def test_a_goal_that_is_over(status: str) -> None:
    assert not is_open(_goal("G", status=status))


def test_a_goal_has_its_people_in_the_order_of_their_turn() -> None:
    people = [
        _known(standing(name="Nothing", contacts="01-01"), "G"),
        _known(standing(name="Later", cadence="yearly", contacts="05-01"), "G", "Other"),
        _known(standing(name="Now", cadence="monthly", contacts="08-01"), "G"),
        _known(standing(name="Gone", status=Status.DECEASED), "G"),
        _known(standing(name="Closed", status=Status.CLOSED), "G"),
        _known(standing(name="None", cadence="monthly")),
    ]

    (goal,) = goal_stands([_goal("G")], people, today=TODAY, rules=RULES)

    assert [
        (one.standing.name, one.last_contact, one.due.due_on if one.due else None)
        for one in goal.helpers
    ] == [
        ("Now", day("08-01"), day("09-01")),
        ("Later", day("05-01"), day("2027-05-01")),
        ("Nothing", day("01-01"), None),
    ]


def test_who_of_the_closer_tiers_serves_no_goal() -> None:
    people = [
        _known(standing(name="Zoe", tier="inner")),
        _known(standing(name="Anna", tier="active")),
        _known(standing(name="Served", tier="close"), "G"),
        _known(standing(name="Wide", tier="wide")),
        _known(standing(name="None")),
        _known(standing(name="Paused", tier="close", status=Status.PAUSED)),
        _known(standing(name="Asleep", tier="close", status=Status.DORMANT)),
        _known(standing(name="Gone", tier="close", status=Status.DECEASED)),
    ]

    found = unserving(people, tiers=TIERS, today=TODAY, rules=RULES)

    assert [one.standing.name for one in found] == ["Anna", "Zoe"]


def _is_due(
    properties: dict[str, Value] | None, *, today: date = TODAY, after: str = "quarterly"
) -> bool:
    config = Config(profile=Profile(review_after=after))
    return profile_upkeep(properties, today=today, config=config) is not None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("09-01", False, id="a quarter to the day"),
        pytest.param("09-02", True, id="a day more"),
    ],
)
def test_a_profile_is_to_be_looked_over_after_a_quarter(today: str, *, expected: bool) -> None:
    assert _is_due({"profile_reviewed": "2026-06-01"}, today=day(today)) is expected


@pytest.mark.parametrize(
    "properties",
    [
        pytest.param(None, id="no note"),
        pytest.param({}, id="no day"),
        pytest.param({"profile_reviewed": "spring"}, id="no day that can be read"),
        pytest.param({"profile_reviewed": ["2020-01-01"]}, id="a list"),
        pytest.param({"profile_reviewed": None}, id="empty"),
    ],
)
def test_without_a_day_nobody_is_reminded(properties: dict[str, Value] | None) -> None:
    assert not _is_due(properties)


def test_the_reminder_can_be_turned_off_and_set() -> None:
    properties: dict[str, Value] = {"Profile-Reviewed": "[[2026-09-01]]"}

    assert not _is_due(properties, after="never")
    assert not _is_due(properties)
    assert _is_due(properties, after="1w")


def test_the_reminder_says_why() -> None:
    found = profile_upkeep({"profile_reviewed": "2026-01-02"}, today=TODAY, config=Config())

    assert found == (
        "You last looked over your profile and introduction on 2026-01-02;"
        " do they still say what you do and look for?"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("I do this.\nIn Köln.\n\nMore.\n", "I do this. In Köln.", id="paragraph"),
        pytest.param("# Me\n\nI do this.\n## More\n", "I do this.", id="below a heading"),
        pytest.param("\n\n", None, id="empty"),
        pytest.param("# Me\n", None, id="only a heading"),
    ],
)
def test_the_introduction_is_the_first_paragraph(text: str, expected: str | None) -> None:
    assert introduction(text) == expected


@given(st.text())
def test_any_text_has_an_introduction_of_one_line_or_none(text: str) -> None:
    found = introduction(text)

    assert found is None or (found.strip() and "\n" not in found)
