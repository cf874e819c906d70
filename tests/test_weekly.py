"""The weekly report as a value: what it gathers, and for whom."""

import dataclasses
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import day, standing
from vault_tools.config import Config, Report, Season
from vault_tools.dates import Week
from vault_tools.followups import Invitation
from vault_tools.model import Problem, Promise, Standing, Status, Talk
from vault_tools.report.weekly import (
    Person,
    WeeklyReport,
    entries_ahead,
    meetings,
    weekly,
)

TODAY = date(2026, 11, 25)
"""A Wednesday, in the week from 23 to 29 November."""
WEEK = Week(2026, 48)


def _report(people: Sequence[Standing], *, week: Week = WEEK, **limits: int) -> WeeklyReport:
    return weekly(people, week=week, today=TODAY, config=Config(report=Report(**limits)))  # type: ignore[arg-type]


def _names(people: Sequence[Person]) -> list[str]:
    return [person.name for person in people]


def _late(name: str, **more: object) -> Standing:
    return dataclasses.replace(
        standing(name=name, cadence="weekly", contacts="11-01"),
        **more,  # type: ignore[arg-type]
    )


EVERYTHING = {
    "cadence": {"cadence": "weekly", "contacts": "11-01"},
    "first": {"met": "11-20"},
    "birthday": {"birthday": "--11-27"},
    "asleep": {"status": Status.DORMANT},
    "promise": {"promises": (Promise(text="x", due=TODAY),)},
    "waiting": {"promises": (Promise(text="y", due=TODAY, mine=False),)},
}


def _one_of_each() -> list[Standing]:
    return [standing(name=name, **more) for name, more in EVERYTHING.items()]  # type: ignore[arg-type]


def test_everybody_stands_in_the_section_of_their_reason() -> None:
    found = _report(_one_of_each())

    assert _names(found.due) == ["cadence"]
    assert _names(found.first_follow_ups) == ["first"]
    assert _names(found.birthdays) == ["birthday"]
    assert _names(found.reawaken) == ["asleep"]
    assert [task.name for task in found.promises_mine] == ["promise"]
    assert [task.name for task in found.promises_theirs] == ["waiting"]
    assert (found.contacts, found.asleep, found.due_more) == (6, 1, 0)
    assert (found.monday, found.sunday, found.today) == (day("11-23"), day("11-29"), TODAY)
    assert not found.is_empty


def test_private_contacts_are_nowhere() -> None:
    people = [dataclasses.replace(one, private=True) for one in _one_of_each()]
    season = Invitation(
        Season(name="advent", start="11-01", end="12-24"),
        frozenset(one.path for one in people),
    )
    planned = meetings(
        [(TODAY, "cadence", "People/cadence.md", None, (("People/cadence.md", "cadence"),))],
        hidden=frozenset(one.path for one in people),
    )

    found = weekly(
        people,
        week=WEEK,
        today=TODAY,
        config=Config(),
        planned=planned,
        problems=[Problem("People/first.md", 1, 1, "x", "y")],
        invitations=(season,),
    )

    assert found == _report([])


def test_the_problems_of_public_notes_are_shown_and_counted() -> None:
    problems = [Problem(f"{number}.md", 1, 1, "x", "y") for number in range(7)]

    found = weekly([], week=WEEK, today=TODAY, config=Config(), problems=problems)

    assert [problem.path for problem in found.problems] == [f"{n}.md" for n in range(5)]
    assert found.problem_count == 7
    assert found.is_empty


def test_a_week_without_anything_is_empty() -> None:
    found = _report([standing(), standing(name="Ben", contacts="11-01")])

    assert found.is_empty
    assert (found.due, found.reawaken, found.planned) == ((), (), ())


@pytest.mark.parametrize("kind", ["promise", "birthday"])
def test_names_stand_in_the_order_of_their_letters(kind: str) -> None:
    names = ("Zoe", "Özgür", "Łukasz", "Mara", "änne", "Ben")
    found = _report([standing(name=name, **EVERYTHING[kind]) for name in names])  # type: ignore[arg-type]

    shown = found.promises_mine if kind == "promise" else found.birthdays
    assert [one.name for one in shown] == ["änne", "Ben", "Łukasz", "Mara", "Özgür", "Zoe"]


@pytest.mark.parametrize("kind", [kind for kind in EVERYTHING if kind != "asleep"])
def test_a_week_with_something_to_do_is_not_empty(kind: str) -> None:
    one = standing(name=kind, **EVERYTHING[kind])  # type: ignore[arg-type]

    assert not _report([one]).is_empty


@pytest.mark.parametrize(
    ("week", "seen_on"),
    [
        pytest.param("2026-W48", "2026-11-25", id="this week, as of today"),
        pytest.param("2026-W49", "2026-11-30", id="the next, as of its Monday"),
        pytest.param("2026-W47", "2026-11-16", id="the last, as of its Monday"),
        pytest.param("2026-W53", "2026-12-28", id="week 53"),
        pytest.param("2027-W01", "2027-01-04", id="the first of the next year"),
        pytest.param("2025-W01", "2024-12-30", id="begins in the old year"),
    ],
)
def test_another_week_is_seen_as_on_its_monday(week: str, seen_on: str) -> None:
    found = _report([], week=Week.parse(week))

    assert found.week == week
    assert found.today.isoformat() == seen_on
    assert found.sunday == found.monday + (day("11-29") - day("11-23"))


@pytest.mark.parametrize("today", ["11-23", "11-29"])
def test_this_week_is_seen_as_of_today_from_monday_to_sunday(today: str) -> None:
    found = weekly([], week=WEEK, today=day(today), config=Config())

    assert found.today == day(today)


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        pytest.param("11-22", ["Anna"], id="due on Sunday"),
        pytest.param("11-23", [], id="due on the Monday after"),
    ],
)
def test_the_week_ends_on_its_sunday(contact: str, expected: list[str]) -> None:
    found = _report([standing(cadence="weekly", contacts=contact)])

    assert _names(found.due) == expected


def test_week_53_reaches_over_new_year() -> None:
    one = standing(promises=(Promise(text="x", due=date(2027, 1, 3)),), birthday="--01-11")

    found = _report([one], week=Week(2026, 53))

    assert [(task.when, task.due_on) for task in found.promises_mine] == [
        ("in 6 days", date(2027, 1, 3))
    ]
    assert [person.due_on for person in found.birthdays] == [date(2027, 1, 11)]


@pytest.mark.parametrize(
    ("birthday", "expected"),
    [("--11-24", []), ("--11-25", ["Anna"]), ("--12-09", ["Anna"]), ("--12-10", [])],
)
def test_birthdays_are_shown_two_weeks_ahead(birthday: str, expected: list[str]) -> None:
    assert _names(_report([standing(birthday=birthday)]).birthdays) == expected


def test_birthdays_are_in_the_order_of_their_days() -> None:
    people = [
        standing(name=name, birthday=birthday, cadence="weekly", contacts="11-01")
        for name, birthday in (("Zoe", "--11-26"), ("Anna", "--11-28"), ("Ben", "--11-26"))
    ]

    found = _report(people)

    assert _names(found.birthdays) == ["Ben", "Zoe", "Anna"]
    assert {person.why for person in found.birthdays} == {"birthday"}


@pytest.mark.parametrize(
    ("limit", "shown", "more"), [(0, 0, 5), (1, 1, 4), (4, 4, 1), (5, 5, 0), (6, 5, 0)]
)
def test_the_report_lists_so_many_and_counts_the_rest(limit: int, shown: int, more: int) -> None:
    found = _report([_late(f"P{number}") for number in range(5)], due=limit)

    assert (len(found.due), found.due_more) == (shown, more)
    assert _names(found.due) == [f"P{number}" for number in range(shown)]


def test_a_promise_gives_no_precedence_among_those_due() -> None:
    late = standing(name="Late", cadence="weekly", contacts="10-01")
    both = _late("Both", promises=(Promise(text="x", due=TODAY),))

    found = _report([both, late])

    assert _names(found.due) == ["Late", "Both"]
    assert found.due[1].why == "every week, last contact 1 November"


def test_someone_just_met_is_asked_for_once() -> None:
    one = standing(cadence="daily", met="11-20")

    found = _report([one])

    assert (_names(found.first_follow_ups), found.due) == (["Anna"], ())
    assert found.first_follow_ups[0].why == "met 20 November; a first follow-up"


def test_promises_are_in_the_order_of_their_days() -> None:
    def promise(text: str, due_on: str, line: int = 1) -> Promise:
        return Promise(text=text, due=day(due_on), path="Log.md", line=line)

    people = [
        standing(name="Ben", promises=(promise("b", "11-20"), promise("d", "11-29"))),
        standing(name="Anna", promises=(promise("c", "11-20", 9), promise("a", "11-01"))),
        standing(name="Cem", promises=(promise("next week", "11-30"), Promise(text="open"))),
    ]

    found = _report(people)

    assert [(task.text, task.when) for task in found.promises_mine] == [
        ("a", "24 days late"),
        ("c", "5 days late"),
        ("b", "5 days late"),
        ("d", "in 4 days"),
    ]
    assert (found.promises_mine[1].note, found.promises_mine[1].line) == ("Log.md", 9)


def test_a_person_is_shown_with_all_that_helps() -> None:
    one = _late(
        "Anna",
        company="Halden",
        email="a@example.org",
        phone="1",
        boundaries="not after six",
        talks=(Talk(day("11-01"), "phone", "New job.", "a.md"),),
    )

    assert _report([one]).due == (
        Person(
            name="Anna",
            path="People/Anna.md",
            company="Halden",
            email="a@example.org",
            phone="1",
            channel="phone",
            boundaries="not after six",
            why="every week, last contact 1 November",
            due_on=day("11-08"),
            days_overdue=17,
            when="17 days late",
            last_contact=day("11-01"),
            points=("New job. (1 November, phone)",),
        ),
    )


def test_a_season_is_something_to_do() -> None:
    one = standing()
    season = Season(name="cards", start="11-20", end="12-20")

    found = weekly(
        [one],
        week=WEEK,
        today=TODAY,
        config=Config(),
        invitations=(Invitation(season, frozenset({one.path})),),
    )

    assert [(person.name, person.why) for person in found.due] == [("Anna", "cards")]


def _asleep(count: int) -> list[Standing]:
    return [
        standing(name=f"P{number:02}", status=Status.DORMANT, degree=count - number)
        for number in range(count)
    ]


def test_those_asleep_take_turns_by_week() -> None:
    people = _asleep(7)

    turns = [_names(_report(people, week=Week(2026, number)).reawaken) for number in (47, 48, 49)]

    assert [len(turn) for turn in turns] == [3, 3, 3]
    assert len({name for turn in turns for name in turn}) == 7
    assert turns[1] == _names(_report(people[::-1], week=WEEK).reawaken)


@given(
    count=st.integers(1, 20),
    offered=st.integers(1, 6),
    first=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
)
def test_everybody_asleep_gets_a_turn(count: int, offered: int, first: date) -> None:
    people = _asleep(count)
    weeks = -(-count // min(offered, count))

    seen = {
        name
        for number in range(weeks)
        for name in _names(
            _report(
                people,
                week=Week.of(date.fromordinal(first.toordinal() + 7 * number)),
                reawaken=offered,
            ).reawaken
        )
    }

    assert seen == {one.name for one in people}


@pytest.mark.parametrize(("offered", "shown"), [(0, 0), (1, 1), (2, 2), (3, 2)])
def test_a_few_of_those_asleep_are_offered(offered: int, shown: int) -> None:
    found = _report(_asleep(2), reawaken=offered)

    assert (len(found.reawaken), found.asleep) == (shown, 2)


def test_someone_asleep_with_a_day_set_is_not_offered() -> None:
    one = standing(status=Status.DORMANT, follow_up="11-26")

    found = _report([one])

    assert (found.reawaken, _names(found.due), found.asleep) == ((), ["Anna"], 1)


ANNA = ("People/Anna.md", "Anna")
BEN = ("People/Ben.md", "Ben")


def test_a_meeting_is_shown_without_those_hidden() -> None:
    ahead = [(TODAY, "[[Lunch]] at [[X|noon]]", "Lunch.md", "Bar", (ANNA, BEN))]

    (found,) = meetings(ahead, hidden=frozenset({BEN[0]}))

    assert (found.title, found.weekday, found.place) == ("Lunch at noon", "Wednesday", "Bar")
    assert found.people == (ANNA,)
    assert meetings(ahead, hidden=frozenset({ANNA[0], BEN[0]})) == []


def test_what_a_log_has_for_the_days_to_come_is_planned() -> None:
    def talk(on: str, path: str = "People/Anna.md") -> Talk:
        return Talk(day(on), None, on, path)

    one = dataclasses.replace(
        standing(),
        talks=(
            talk("11-30"),
            talk("11-29"),
            talk("11-28", "2026-11-28.md"),  # a dated note speaks for itself
            talk("11-26"),
            talk("11-25"),
        ),
    )

    found = entries_ahead([one], today=TODAY, until=day("11-29"))

    assert [title for _, title, *_ in found] == ["11-29", "11-26"]


def test_the_last_weeks_of_the_calendar_have_a_report() -> None:
    found = weekly([], week=Week(9999, 51), today=TODAY, config=Config())

    assert found.sunday == date(9999, 12, 26)
