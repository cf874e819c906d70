"""Give and take: what counts as a favour, who owes whom, and where a small one is due."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from vault_tools.config.settings import Favours
from vault_tools.method.favours import (
    Brought,
    balance,
    brought,
    favour_days,
    is_owing,
    last_favour,
    ledger,
    owing,
)
from vault_tools.model import Contact, Interaction, Note, NoteKind, Standing, Status, Timeline

SETTINGS = Favours()
OWN = "People/Anna.md"


def _entry(
    on: str, *, line: int = 1, path: str = OWN, text: str = "x", **said: object
) -> Interaction:
    return Interaction(on=day(on), line=line, path=path, text=text, **said)  # type: ignore[arg-type]


def _with(name: str = "Anna", *, gave: str = "", got: str = "", **how: object) -> Standing:
    found = standing(name=name, **how)  # type: ignore[arg-type]
    return replace(
        found,
        gave_days=tuple(sorted(day(word) for word in gave.split())),
        got_days=tuple(sorted(day(word) for word in got.split())),
    )


def test_each_favour_counts_on_its_day() -> None:
    entries = [_entry("09-02", gave=("a", "b")), _entry("09-01", got=("c",), gave=("d",))]

    gave, got = favour_days(entries, path=OWN)

    assert gave == (day("09-01"), day("09-02"), day("09-02"))
    assert got == (day("09-01"),)


def test_an_introduction_is_given_unless_it_was_made_for_the_owner() -> None:
    given_away = _entry("03-01", line=10, intro=True)
    for_me = _entry("04-01", line=11, intro=True)
    they = Brought(met=day("05-01"), lines=frozenset({11}))

    assert favour_days([given_away], path=OWN) == ((day("03-01"),), ())
    assert favour_days([for_me], path=OWN, brought=[they]) == ((), (day("04-01"),))


def test_a_tag_of_its_own_says_whose_favour_an_introduction_was() -> None:
    entry = _entry("03-01", line=10, intro=True, got=("a contact",))
    they = Brought(met=day("05-01"), lines=frozenset({10}))

    assert favour_days([entry], path=OWN, brought=[they]) == ((), (day("03-01"),))


def test_who_was_introduced_without_an_entry_counts_on_the_day_we_met() -> None:
    unknown = Brought(met=None, lines=frozenset())
    known = Brought(met=day("05-01"), lines=frozenset())

    assert favour_days([], path=OWN, brought=[unknown, known]) == ((), (day("05-01"),))


def test_a_link_in_a_deeper_line_belongs_to_the_introduction() -> None:
    entry = _entry("03-01", line=10, text="x\ny", intro=True)
    they = Brought(met=day("05-01"), lines=frozenset({11}))

    assert favour_days([entry], path=OWN, brought=[they]) == ((), (day("03-01"),))


def _note(path: str, **contact: object) -> Note:
    name = path.removesuffix(".md").rpartition("/")[2]
    person = Contact(name=name, **contact)  # type: ignore[arg-type]
    return Note(path=path, kind=NoteKind.CONTACT, title=name, contact=person)


def test_only_who_names_them_as_introducer_was_introduced_by_them() -> None:
    anna = _note(OWN, aliases=())
    ben = _note("Ben.md", introduced_by=("anna",), met=day("05-01"))
    carl = _note("Carl.md", introduced_by=("Ben",))

    found = brought(anna, linking=[(ben, 3), (ben, 7), (carl, None)])

    assert found == [Brought(met=day("05-01"), lines=frozenset({3, 7}))]


@pytest.mark.parametrize(
    ("got", "owed"),
    [
        pytest.param("2024-09-13", 0, id="a day before two years ago"),
        pytest.param("2024-09-14", 1, id="two years ago to the day"),
        pytest.param("09-14", 1, id="today"),
        pytest.param("09-15", 0, id="tomorrow"),
    ],
)
def test_favours_of_two_years_up_to_today_count(got: str, owed: int) -> None:
    found = balance(_with(got=got), today=TODAY, settings=SETTINGS)

    assert found.owed == owed
    assert is_owing(found, settings=SETTINGS) is bool(owed)


def test_how_much_is_owed_before_it_is_said_can_be_set() -> None:
    found = balance(_with(got="09-01 09-02", gave="09-03"), today=TODAY, settings=SETTINGS)

    assert (found.gave, found.got, found.last_gave, found.last_got) == (
        1,
        2,
        day("09-03"),
        day("09-02"),
    )
    assert is_owing(found, settings=Favours(owing=1))
    assert not is_owing(found, settings=Favours(owing=2))
    assert not is_owing(found, settings=Favours(owing=0))


def test_a_favour_is_due_first_where_most_is_owed_then_where_it_waits_longest() -> None:
    people = [
        _with("Late", got="09-02"),
        _with("Even", got="09-02", gave="09-03"),
        _with("Early", got="09-01"),
        _with("Much", got="09-03 09-04"),
    ]

    found = owing(people, today=TODAY, settings=SETTINGS)

    assert [each.standing.name for each in found] == ["Much", "Early", "Late"]


@pytest.mark.parametrize("status", list(Status))
def test_no_favour_is_suggested_to_who_is_out_of_touch(status: Status) -> None:
    found = owing([_with(got="09-01", status=status)], today=TODAY, settings=SETTINGS)

    assert bool(found) is (status in {Status.ACTIVE, Status.DORMANT})


def test_both_sides_are_counted_without_anybody_private() -> None:
    people = [
        _with("Giver", got="09-01 09-02"),
        _with("Taker", gave="09-01"),
        _with("Even", gave="09-01", got="09-02"),
        _with("Nobody"),
        replace(_with("Private", got="09-01"), private=True),
    ]

    found = ledger(people, today=TODAY, settings=SETTINGS)

    assert (found.gave, found.got, found.even) == (2, 3, 1)
    assert [each.standing.name for each in found.owing] == ["Giver"]
    assert [each.standing.name for each in found.owed] == ["Taker"]


def test_the_last_favour_is_told_in_its_own_words() -> None:
    anna = _with()
    entries = (
        _entry("09-15", got=("planned",)),
        _entry("09-10", gave=("a book",)),
        _entry("09-01", got=("the flat\nin Bonn",)),
    )
    timeline = Timeline(
        note=_note(OWN), standing=anna, interactions=entries, promises=(), links=(), backlinks=()
    )

    assert last_favour(timeline, today=TODAY) == "the flat"
    assert last_favour(replace(timeline, interactions=()), today=TODAY) is None


days = st.dates(min_value=date(2020, 1, 1), max_value=date(2027, 1, 1))


@given(gave=st.lists(days), got=st.lists(days), more=days)
def test_a_favour_given_never_makes_anybody_owe_more(
    gave: list[date], got: list[date], more: date
) -> None:
    one = replace(_with(), gave_days=tuple(sorted(gave)), got_days=tuple(sorted(got)))
    kinder = replace(one, gave_days=tuple(sorted([*gave, more])))

    before, after = (balance(each, today=TODAY, settings=SETTINGS) for each in (one, kinder))

    assert after.owed <= before.owed
    assert after.got == before.got
