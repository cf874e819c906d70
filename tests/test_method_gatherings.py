"""Events and first meetings: who was met, whether a word followed, what one may begin with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import day, standing
from vault_tools.config import Rules
from vault_tools.method.gatherings import (
    NOBODY,
    NOT_NOTED,
    Encounter,
    Gathering,
    Known,
    encounter,
    first_meetings,
    is_in,
    series,
    tallies,
    tally_of,
    was_in_series,
    was_met_at,
)
from vault_tools.method.openers import OpenerKind, openers, plain
from vault_tools.model import Attempt, Contact, Interaction, Note, NoteKind, Timeline

RULES = Rules()
FAIR = Gathering(path="Events/Fair.md", title="Fair", on=day("03-10"), people=("People/Anna.md",))


def _entry(on: str, text: str = "talked", **facts: object) -> Interaction:
    given_facts: dict[str, object] = {"path": "People/Anna.md", **facts}
    return Interaction(on=day(on), text=text, **given_facts)  # type: ignore[arg-type]


def _known(
    *entries: Interaction,
    name: str = "Anna",
    contacts: str = "",
    met: str | None = None,
    at: str | None = None,
    met_at: str | None = None,
    introducers: tuple[str, ...] = (),
) -> Known:
    days = " ".join([contacts, *(one.on.isoformat() for one in entries if not one.attempt)])
    how = standing(name=name, contacts=days, met=met)
    note = Note(
        path=how.path,
        kind=NoteKind.CONTACT,
        title=name,
        contact=Contact(name=name, met=how.met, met_at=met_at),
    )
    newest_first = tuple(sorted(entries, key=lambda one: one.on, reverse=True))
    timeline = Timeline(
        note=note,
        standing=how,
        interactions=newest_first,
        promises=(),
        links=(),
        backlinks=(),
    )
    return Known(
        timeline=timeline, met_at=at, introducers=tuple((name, None) for name in introducers)
    )


def _at_the_fair(contacts: str, *, today: str) -> Encounter:
    known = _known(contacts=f"03-10 {contacts}")
    return encounter(known, on=day("03-10"), today=day(today), rules=RULES, gathering=FAIR)


@pytest.mark.parametrize(
    ("contacts", "today", "in_time", "waiting"),
    [
        pytest.param("", "03-10", None, True, id="the same evening"),
        pytest.param("", "03-20", None, True, id="on the last day"),
        pytest.param("", "03-21", False, False, id="too late"),
        pytest.param("03-11", "03-11", True, False, id="the next day"),
        pytest.param("03-20", "04-30", True, False, id="a word on the last day"),
        pytest.param("03-21", "04-30", False, False, id="a word a day too late"),
        pytest.param("03-15", "03-12", None, True, id="only planned so far"),
    ],
)
def test_a_first_follow_up_is_in_time_until_a_week_after_its_day(
    contacts: str, today: str, *, in_time: bool | None, waiting: bool
) -> None:
    found = _at_the_fair(contacts, today=today)

    assert (found.in_time, found.waiting) == (in_time, waiting)
    assert found.follow_up_by == day("03-20")


@pytest.mark.parametrize(
    ("contacts", "today", "alive"),
    [
        pytest.param("", "12-10", None, id="nine months may still bring it"),
        pytest.param("", "12-11", False, id="nine months are over"),
        pytest.param("06-09", "12-11", False, id="contact, but before three months"),
        pytest.param("06-10", "06-10", True, id="three months after"),
        pytest.param("2028-01-01", "2028-01-01", True, id="any later one counts"),
    ],
)
def test_contact_is_alive_if_there_is_any_after_three_months(
    contacts: str, today: str, *, alive: bool | None
) -> None:
    assert _at_the_fair(contacts, today=today).alive is alive


def test_where_the_meeting_is_not_in_the_notes_a_follow_up_cannot_be_told() -> None:
    silent = _known(met="03-10", contacts="07-01")
    noted = _known(_entry("03-10", channel="phone"), met="03-10", contacts="07-01")

    found = [
        encounter(one, on=day("03-10"), today=day("09-14"), rules=RULES) for one in (silent, noted)
    ]

    assert [(one.in_time, one.channel, one.alive) for one in found] == [
        (None, NOT_NOTED, True),
        (False, "phone", True),
    ]


def test_an_event_of_days_is_over_after_its_last() -> None:
    fair = Gathering(path="F.md", title="F", on=day("03-10"), end=day("03-12"))

    assert not fair.is_past(day("03-12"))
    assert fair.is_past(day("03-13"))
    assert fair.holds(day("03-11"))
    assert not fair.holds(day("03-13"))
    found = encounter(
        _known(contacts="03-10 03-12"),
        on=day("03-10"),
        today=day("03-13"),
        rules=RULES,
        gathering=fair,
    )
    assert (found.next_contact, found.follow_up_by) == (None, day("03-22"))


def test_an_end_before_the_beginning_is_no_end() -> None:
    fair = Gathering(path="F.md", title="F", on=day("03-10"), end=day("03-01"))

    assert fair.last_day == day("03-10")


def test_an_event_without_a_day_is_never_past() -> None:
    assert not Gathering(path="F.md", title="F").is_past(date.max)
    assert not Gathering(path="F.md", title="F").holds(day("03-10"))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(_known(at="Events/Fair.md"), True, id="met_at links to it"),
        pytest.param(_known(contacts="03-10 04-01"), True, id="there, and the first contact"),
        pytest.param(_known(contacts="03-09 03-10"), False, id="there, and known before"),
        pytest.param(_known(met="01-01", contacts="03-10"), False, id="there, and met before"),
        pytest.param(_known(contacts="03-10", at="Events/X.md"), False, id="met elsewhere"),
        pytest.param(_known(name="Ben", contacts="03-10"), False, id="not there"),
        pytest.param(_known(), False, id="no contact noted"),
    ],
)
def test_who_was_met_at_an_event(known: Known, *, expected: bool) -> None:
    assert was_met_at(known, FAIR) is expected


def test_without_a_day_of_meeting_the_events_day_counts() -> None:
    (found,) = first_meetings(
        [_known(at="Events/Fair.md", name="Ben")], [FAIR], today=day("09-14"), rules=RULES
    )

    assert (found.on, found.gathering, found.channel) == (day("03-10"), FAIR, "event")


def test_first_meetings_are_those_so_far() -> None:
    people = [
        _known(name="Anna", contacts="03-10"),
        _known(name="Ben", met="09-15"),
        _known(name="Cleo", met="02-01", introducers=("Anna", "Ben")),
        _known(name="Dora", contacts="05-01"),
    ]
    ahead = Gathering(path="E.md", title="E", on=day("10-01"), people=("People/Dora.md",))

    found = first_meetings(people, [FAIR, ahead], today=day("09-14"), rules=RULES)

    assert [one.known.standing.name for one in found] == ["Cleo", "Anna"]
    assert {one.key: one.met for one in tallies(found, by="introducer")} == {
        "Anna": 1,
        "Ben": 1,
        NOBODY: 1,
    }
    assert [(one.key, one.met) for one in tallies(found, by="channel")] == [
        ("event", 1),
        (NOT_NOTED, 1),
    ]
    assert [one.gathering for one in tallies(found, by="event")] == [FAIR]


def _tenfold(count: int) -> list[Encounter]:
    people = [_known(name=f"P{number}", at=FAIR.path) for number in range(count)]
    return first_meetings(people, [FAIR], today=day("2027-09-14"), rules=RULES)


def test_a_share_is_told_from_five_cases_on() -> None:
    four, five = (tally_of(FAIR, _tenfold(count)) for count in (4, 5))

    assert (four.met, four.in_time_percent, four.alive_percent) == (4, None, None)
    assert (five.met, five.in_time_percent, five.alive_percent) == (5, 0, 0)


def test_an_event_may_have_brought_nobody() -> None:
    found = tally_of(FAIR, [])

    assert (found.met, found.gathering, found.encounters) == (0, FAIR, ())


@given(
    days=st.lists(st.integers(0, 700), max_size=6),
    passed=st.integers(0, 800),
    later=st.integers(0, 200),
)
def test_what_can_be_told_stays_so(days: list[int], passed: int, later: int) -> None:
    met = day("03-10")
    contacts = " ".join((met + timedelta(days=ahead)).isoformat() for ahead in days)
    known = _known(contacts=contacts)

    before, after = (
        encounter(known, on=met, today=met + timedelta(days=count), rules=RULES, gathering=FAIR)
        for count in (passed, passed + later)
    )

    assert before.in_time in {None, after.in_time}
    assert before.alive is not True or after.alive is True
    assert not (before.waiting and before.in_time is not None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Forum 2024", "Forum 2025", True, id="years"),
        pytest.param("Forum Hamburg", "Forum 2024", True, id="the place"),
        pytest.param("Stammtisch November", "Stammtisch Dezember", True, id="months"),
        pytest.param("2026-03-10 Forum", "Forum", True, id="a day"),
        pytest.param("Forum", "Stammtisch", False, id="others"),
        pytest.param("2024", "2025", False, id="nothing but a year"),
    ],
)
def test_events_of_a_series(one: str, other: str, *, same: bool) -> None:
    place = "Speicherhaus, Hamburg"

    assert (series(one, place=place) == series(other, place=place)) is same


@pytest.mark.parametrize(
    ("city", "place", "expected"),
    [
        pytest.param("Hamburg", "Speicherhaus, Hamburg", True, id="after the house"),
        pytest.param("köln", "Köln-Deutz", True, id="a part of it"),
        pytest.param("Koeln", "Alte Druckerei, Köln", True, id="umlauts spelt out"),
        pytest.param("New York", "Hall 5, New York", True, id="two words"),
        pytest.param("York", "Yorkshire", False, id="part of a word"),
        pytest.param("?", "? Hall", False, id="no word at all"),
        pytest.param(None, "Köln", False, id="no city"),
        pytest.param("Köln", None, False, id="no place"),
    ],
)
def test_a_place_may_name_a_city(city: str | None, place: str | None, *, expected: bool) -> None:
    assert is_in(city, place) is expected


def test_who_was_at_an_event_of_the_series_before() -> None:
    ahead = Gathering(path="Events/Fair 2027.md", title="Fair 2027", on=day("2027-03-10"))
    there = _known()
    met = _known(name="Ben", met_at="Fair 2019")
    other = _known(name="Cleo", met_at="Forum")

    assert was_in_series(there, ahead, before=[FAIR]) == "Fair"
    assert was_in_series(met, ahead, before=[FAIR]) == "Fair 2019"
    assert was_in_series(other, ahead, before=[FAIR]) is None


def _openers(*entries: Interaction, today: str = "09-14") -> list[tuple[str, str]]:
    timeline = _known(*entries).timeline
    return [(one.kind.value, one.text) for one in openers(timeline, today=day(today))]


def test_what_they_look_for_comes_first_then_questions_then_the_last_talk() -> None:
    found = _openers(
        _entry("09-01", "The flat is sold. Sucht einen Makler. Did the move go well?"),
        _entry("03-01", "Wants to learn sailing."),
    )

    assert found == [
        ("looks-for", "Sucht einen Makler"),
        ("looks-for", "Wants to learn sailing"),
        ("question", "Did the move go well?"),
        ("last-talk", "The flat is sold"),
    ]


def test_a_question_is_answered_by_the_next_talk() -> None:
    asked = _entry("08-01", "How was the talk?")

    assert ("question", "How was the talk?") in _openers(asked)
    assert ("question", "How was the talk?") not in _openers(asked, _entry("09-01"))
    tried = _entry("09-01", "And the slides?", attempt=Attempt.NO_REPLY)
    assert [kind for kind, _ in _openers(asked, tried)] == ["question", "question"]


def test_the_same_sentence_is_offered_once() -> None:
    assert _openers(_entry("09-01", "Looks for a flat.")) == [("looks-for", "Looks for a flat")]


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(_entry("09-15", "Wants tea."), id="still to come"),
        pytest.param(_entry("2024-09-13", "Wants tea."), id="more than two years ago"),
        pytest.param(_entry("09-01", ""), id="without words"),
    ],
)
def test_what_is_no_opener(entry: Interaction) -> None:
    assert _openers(entry) == []


def test_what_somebody_else_looks_for_is_no_opener() -> None:
    introduction = _entry("09-01", "#intro to [[Ben]], who wants tea", intro=True)
    meeting = _entry("09-02", "Ben wants tea.", path="Meeting.md")
    named = _entry("09-03", "ANNA wants tea.", path="Meeting.md")

    assert OpenerKind.LOOKS_FOR not in {kind for kind, _ in _openers(introduction)}
    assert OpenerKind.LOOKS_FOR not in {kind for kind, _ in _openers(meeting)}
    assert ("looks-for", "ANNA wants tea") in _openers(named)


def test_words_are_shown_without_tags() -> None:
    text = "Hello [[Ben Ort|Ben]] #gave a book #followup [got:: a card] issue #12"

    assert plain(text) == "Hello Ben gave a book a card issue #12"
