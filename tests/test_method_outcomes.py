"""What came of attempts, and what a month has brought."""

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from vault_tools.config import Rules
from vault_tools.config.settings import Review
from vault_tools.method.outcomes import MonthFacts, Outcome, how_met, month_facts, outcomes
from vault_tools.model import (
    Attempt,
    Contact,
    Interaction,
    Note,
    NoteKind,
    Promise,
    Standing,
    Status,
    Timeline,
)

REVIEW = Review()
FEW = Review(few=1)


def _tried(
    text: str, *, channel: str | None = "email", attempt: Attempt = Attempt.NO_REPLY
) -> Interaction:
    return Interaction(on=day(text), channel=channel, attempt=attempt)


def _said(text: str, **properties: object) -> Interaction:
    return Interaction(on=day(text), **properties)  # type: ignore[arg-type]


def _timeline(
    *interactions: Interaction,
    how: Standing | None = None,
    promises: Sequence[Promise] = (),
    contact: Contact | None = None,
) -> Timeline:
    """Return a timeline whose standing has the days of its interactions, as the index makes it."""
    one = how or standing()
    noted = {each.on for each in interactions if each.attempt is None}
    one = dataclasses.replace(one, contact_days=tuple(sorted({*one.contact_days, *noted})))
    return Timeline(
        note=Note(
            path=one.path,
            kind=NoteKind.CONTACT,
            title=one.name,
            contact=contact or Contact(name=one.name),
        ),
        standing=one,
        interactions=tuple(sorted(interactions, key=lambda each: each.on, reverse=True)),
        promises=tuple(promises),
        links=(),
        backlinks=(),
    )


def _whole(*timelines: Timeline, today: date = TODAY) -> tuple[int, int, int]:
    found = outcomes(timelines, today=today, settings=FEW).whole
    return found.attempts, found.answered, found.declined


def _september(*timelines: Timeline, today: date = date(2026, 10, 5)) -> MonthFacts:
    return month_facts(
        timelines,
        since=day("09-01"),
        until=day("09-30"),
        today=today,
        settings=REVIEW,
        rules=Rules(),
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param("05-01", (1, 1, 0), id="the same day"),
        pytest.param("05-31", (1, 1, 0), id="30 days later"),
        pytest.param("06-01", (1, 0, 0), id="31 days later"),
        pytest.param("04-30", (1, 0, 0), id="the day before"),
    ],
)
def test_an_attempt_is_answered_by_contact_within_30_days(
    answer: str, expected: tuple[int, int, int]
) -> None:
    assert _whole(_timeline(_tried("05-01"), _said(answer))) == expected


def test_an_attempt_counts_once_its_days_are_over_or_it_is_answered() -> None:
    waiting = _timeline(_tried("09-01"))
    answered = _timeline(_tried("09-01"), _said("09-20"))

    assert _whole(waiting, today=day("10-01")) == (0, 0, 0)
    assert _whole(waiting, today=day("10-02")) == (1, 0, 0)
    assert _whole(answered, today=day("09-19")) == (0, 0, 0)
    assert _whole(answered, today=day("09-20")) == (1, 1, 0)


def test_not_now_counts_at_once_and_is_no_answer() -> None:
    declined = _timeline(_tried("09-13", attempt=Attempt.DECLINED), _said("09-14"))

    assert _whole(declined) == (1, 0, 1)
    assert _whole(declined, today=day("09-12")) == (0, 0, 0)


def test_few_attempts_are_too_few_to_tell() -> None:
    days = [f"0{month}-0{number}" for month in (1, 2) for number in (1, 2, 3, 4)]

    seven = outcomes([_timeline(*map(_tried, days[:7]))], today=TODAY, settings=REVIEW)
    eight = outcomes([_timeline(*map(_tried, days))], today=TODAY, settings=REVIEW)

    assert seven.whole.percent is None
    assert eight.whole.percent == 0
    assert outcomes([], today=TODAY, settings=Review(few=0)).whole.percent is None


def test_attempts_are_told_by_channel_season_and_how_we_met() -> None:
    talk = Contact(name="Anna", met_at="[[Autumn fair]]")
    friend = Contact(name="Ben", met_at="a fair", introduced_by=("Carla",))
    timelines = [
        _timeline(_tried("01-05"), _tried("05-05"), _said("05-10"), contact=talk),
        _timeline(_tried("02-05", channel="phone"), contact=friend),
        _timeline(_tried("03-05", channel=None)),
    ]

    found = outcomes(timelines, today=TODAY, settings=FEW)

    def told(groups: Sequence[Outcome]) -> list[tuple[str, int, int | None]]:
        return [(each.key, each.attempts, each.percent) for each in groups]

    assert told(found.by_channel) == [("email", 2, 50), ("not noted", 1, 0), ("phone", 1, 0)]
    assert told(found.by_season) == [("January to March", 3, 0), ("April to June", 1, 100)]
    assert told(found.by_meeting) == [
        ("Autumn fair", 2, 50),
        ("an introduction", 1, 0),
        ("not noted", 1, 0),
    ]
    assert how_met(None) == "not noted"


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20), st.integers(0, 9))
def test_the_groups_add_up_to_the_whole(days: list[date], contacts: int) -> None:
    tries = [Interaction(on=each, attempt=Attempt.NO_REPLY) for each in days]
    answers = [Interaction(on=each + timedelta(days=9)) for each in days[:contacts]]

    found = outcomes([_timeline(*tries, *answers)], today=TODAY, settings=FEW)

    for groups in (found.by_channel, found.by_season, found.by_meeting):
        assert sum(each.attempts for each in groups) == found.whole.attempts
        assert sum(each.answered for each in groups) == found.whole.answered
    assert found.whole.answered <= found.whole.attempts <= len(days)


def test_a_month_counts_its_days_of_contact_the_first_and_the_last_included() -> None:
    found = _september(
        _timeline(_said("08-31"), _said("09-01"), _said("09-01"), _said("09-30"), _said("10-01")),
        _timeline(_said("08-31"), how=standing(name="Ben")),
        _timeline(_tried("09-05"), how=standing(name="Carla")),
        _timeline(how=standing(name="Dora", met="09-03")),
    )

    assert (found.contacts, found.people) == (3, 2)
    assert [one.name for one in found.made] == ["Dora"]


def test_somebody_is_kept_up_to_the_day_they_are_due_and_caught_up_with_after_it() -> None:
    found = _september(
        _timeline(_said("09-05"), how=standing(name="On", cadence="30d", contacts="08-06")),
        _timeline(_said("09-06"), how=standing(name="After", cadence="30d", contacts="08-06")),
        _timeline(_said("09-06"), how=standing(name="Free", contacts="08-06")),
        _timeline(_said("09-06"), how=standing(name="New", cadence="30d")),
        _timeline(how=standing(name="None", cadence="30d", contacts="08-06")),
    )

    assert [one.name for one in found.kept] == ["On"]
    assert [one.name for one in found.caught_up] == ["After"]


def test_contact_after_more_than_a_year_reawakens() -> None:
    found = _september(
        _timeline(_said("09-02"), how=standing(name="Year", contacts="2025-09-02")),
        _timeline(_said("09-02"), how=standing(name="More", contacts="2025-09-01")),
        _timeline(_said("09-02"), how=standing(name="M", contacts="2025-09-01", cadence="weekly")),
        _timeline(_said("09-02"), how=standing(name="First")),
    )

    assert [one.name for one in found.reawakened] == ["M", "More"]
    assert found.caught_up == ()


def test_who_fell_asleep_in_the_month_has_gone_quiet() -> None:
    def quiet(contacts: str, status: Status = Status.ACTIVE) -> bool:
        one = standing(cadence="monthly", contacts=contacts, status=status)
        return bool(_september(_timeline(how=one)).gone_quiet)

    assert quiet("2025-08-31")  # asleep from 1 September on
    assert quiet("2025-09-29")  # asleep on the 30th
    assert not quiet("2025-08-30")  # asleep since 31 August
    assert not quiet("2025-09-30")  # awake until 1 October
    assert not quiet("2025-08-31", Status.DORMANT)
    assert not quiet("2025-08-31 2026-09-10")


def test_a_month_before_all_time_has_nobody_gone_quiet() -> None:
    one = _timeline(how=standing(cadence="monthly", contacts="0001-01-01"))

    found = month_facts(
        [one],
        since=date.min,
        until=date(1, 1, 31),
        today=TODAY,
        settings=REVIEW,
        rules=Rules(),
    )

    assert found.gone_quiet == ()


def test_goals_are_those_of_whom_there_was_contact_with() -> None:
    def aimed(name: str, *goals: str) -> Contact:
        return Contact(name=name, goals=goals)

    found = _september(
        _timeline(_said("09-02"), contact=aimed("Anna", "Talk", "Book")),
        _timeline(_said("09-02"), how=standing(name="Ben"), contact=aimed("Ben", "Talk")),
        _timeline(how=standing(name="Carla"), contact=aimed("Carla", "Job")),
    )

    assert [(goal, [one.name for one in people]) for goal, people in found.goals] == [
        ("Book", ["Anna"]),
        ("Talk", ["Anna", "Ben"]),
    ]


def test_give_and_take_of_the_month_by_day() -> None:
    found = _september(
        _timeline(
            _said("09-20", gave=("a book",), got=("a tip", "tea")),
            _said("08-20", gave=("nothing of this month",)),
            Interaction(on=day("09-02"), gave=("a card",), attempt=Attempt.NO_REPLY),
        )
    )

    assert [(each.on, each.text) for each in found.gave] == [
        (day("09-02"), "a card"),
        (day("09-20"), "a book"),
    ]
    assert [each.text for each in found.got] == ["a tip", "tea"]


def test_promises_are_kept_late_or_open_and_each_counts_once() -> None:
    def mine(text: str, due: str | None, done: str | None = None, **rest: object) -> Promise:
        return Promise(
            text=text,
            due=day(due) if due else None,
            done=done is not None,
            done_on=day(done) if done else None,
            path="a.md",
            line=sum(map(ord, text)),
            **rest,  # type: ignore[arg-type]
        )

    promises = [
        mine("in time", "09-10", "09-10"),
        mine("without a day", None, "09-10"),
        mine("late", "09-10", "09-11"),
        mine("open", "09-30"),
        mine("kept in October", "09-30", "10-01"),
        mine("due in October", "10-01"),
        mine("never due", None),
        mine("of August", "08-10", "08-10"),
        mine("theirs", "09-10", "09-10", mine=False),
        Promise(text="dropped", due=day("09-10"), done=True, path="a.md"),
    ]

    found = _september(
        _timeline(promises=promises), _timeline(how=standing(name="Ben"), promises=promises)
    )

    def texts(part: str) -> list[str]:
        return [task.promise.text for task in getattr(found, f"promises_{part}")]

    assert texts("kept") == ["in time", "without a day"]
    assert texts("late") == ["late"]
    assert sorted(texts("open")) == ["kept in October", "open"]


def test_channels_are_counted_and_attempts_are_not_among_them() -> None:
    found = _september(
        _timeline(
            _said("09-02", channel="phone"),
            _said("09-03", channel="email"),
            _said("09-04", channel="phone"),
            _said("09-05"),
            _tried("09-06", channel="letter"),
        )
    )

    assert found.channels == (("phone", 2), ("email", 1))


def test_attempts_of_the_month_are_answered_even_after_its_end() -> None:
    tried = _timeline(_tried("08-31"), _tried("09-29"), _tried("10-01"), _said("10-03"))

    assert (_september(tried).attempts, _september(tried).answered) == (1, 1)
    assert _september(tried, today=day("10-02")).answered == 0
