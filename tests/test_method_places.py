"""Where people are: cities, the time there, postal addresses."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, day, standing
from vault_tools.config import Rules, Season
from vault_tools.followups import Invitation
from vault_tools.method.places import (
    Person,
    address_key,
    alike,
    in_place,
    local_time,
    places,
    postal_address,
    residents,
)
from vault_tools.model import Contact, Note, NoteKind, Standing, Status, Value

RULES = Rules()
NOW = datetime(2026, 9, 14, 16, 30, tzinfo=UTC)


def _person(how: Standing, city: str | None, *, timezone: str | None = None) -> Person:
    contact = Contact(name=how.name, city=city, timezone=timezone)
    return Note(path=how.path, kind=NoteKind.CONTACT, title=how.name, contact=contact), how


def _people(*cities: str | None) -> list[Person]:
    return [_person(standing(name=f"P{number}"), city) for number, city in enumerate(cities)]


def test_cities_are_counted_case_and_accents_apart() -> None:
    found = places(_people("Köln", "koln", "Köln", "Lisbon, Portugal", "lisbon", "Bath", None, ","))

    assert [(place.name, place.contacts, place.spellings) for place in found] == [
        ("Köln", 3, ("Köln", "koln")),
        ("Lisbon", 2, ("Lisbon, Portugal", "lisbon")),
        ("Bath", 1, ("Bath",)),
    ]


@pytest.mark.parametrize(
    ("city", "place", "expected"),
    [
        pytest.param("Köln", "köln", True, id="case"),
        pytest.param("Köln", "Koln", True, id="accents"),
        pytest.param("Köln", "Koeln", True, id="umlauts spelt out"),
        pytest.param("Koeln", "Köln", True, id="umlauts spelt out in the note"),
        pytest.param("Lisbon, Portugal", "Lisbon", True, id="before a comma"),
        pytest.param("Lisbon, Portugal", "lisbon,  portugal", True, id="the whole of it"),
        pytest.param("Lisbon, Portugal", "Portugal", True, id="after a comma"),
        pytest.param("[[Lisbon]]", "Lisbon", True, id="a link"),
        pytest.param(" New  York ", "new york", True, id="blanks"),
        pytest.param("New York", "York", False, id="a word of it"),
        pytest.param("Köln", "Cologne", False, id="another language"),
        pytest.param("Köln", "", False, id="no place"),
        pytest.param("Köln", " , ", False, id="only a comma"),
        pytest.param(None, "Köln", False, id="no city"),
    ],
)
def test_who_is_in_a_place(city: str | None, place: str, *, expected: bool) -> None:
    assert bool(in_place(_people(city), place)) is expected


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(replace(standing(), private=True), id="private"),
        pytest.param(standing(status=Status.CLOSED), id="closed"),
        pytest.param(standing(status=Status.DECEASED), id="deceased"),
    ],
)
def test_who_lives_nowhere(how: Standing) -> None:
    people = [_person(how, "Köln")]

    assert in_place(people, "Köln") == []
    assert places(people) == []
    assert alike(people, "Koln") == []


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param("Lisbn", ["Lisbon"], id="a letter missing"),
        pytest.param("koelln", ["Köln"], id="umlauts"),
        pytest.param("new", ["New York"], id="its beginning"),
        pytest.param("Tokyo", [], id="nothing like it"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_places_that_look_alike(place: str, expected: list[str]) -> None:
    assert alike(_people("Lisbon, Portugal", "Köln", "New York"), place) == expected


@given(st.lists(st.text(max_size=20) | st.sampled_from(["Köln", "koln", "Bath, UK"])))
def test_everybody_counted_in_a_city_is_found_in_it(cities: list[str]) -> None:
    people = _people(*cities)

    for place in places(people):
        found = {note.contact.city for note, _ in in_place(people, place.name) if note.contact}
        assert place.name in {city.split(",")[0].strip() for city in place.spellings}
        assert any(city in found for city in place.spellings)


@pytest.mark.parametrize(
    ("timezone", "expected"),
    [
        pytest.param("Europe/Lisbon", "2026-09-14 17:30", id="summer time"),
        pytest.param("Pacific/Auckland", "2026-09-15 04:30", id="the next day"),
        pytest.param("Asia/Kolkata", "2026-09-14 22:00", id="half an hour"),
        pytest.param("Nowhere/Land", None, id="unknown"),
        pytest.param("Europe", None, id="a folder"),
        pytest.param("../../etc/passwd", None, id="a path"),
        pytest.param("CET\0", None, id="a zero byte"),
        pytest.param("\udcff", None, id="half a character"),
        pytest.param("x" * 5000, None, id="too long"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="none"),
    ],
)
def test_the_time_there(timezone: str | None, expected: str | None) -> None:
    found = local_time(timezone, NOW)

    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == expected


def test_the_time_there_changes_with_summer_time() -> None:
    winter = local_time("Europe/Lisbon", datetime(2026, 11, 23, 16, 30, tzinfo=UTC))

    assert winter is not None
    assert winter.hour == 16


def test_the_calendar_may_end() -> None:
    assert local_time("Asia/Tokyo", datetime(9999, 12, 31, 23, tzinfo=UTC)) is None


def test_residents_are_there_due_or_not_the_earliest_first() -> None:
    people = [
        _person(standing(name="Never"), "Bath"),
        _person(standing(name="Later", cadence="monthly", contacts="09-10"), "Bath"),
        _person(standing(name="Late", cadence="monthly", contacts="03-01"), "Bath"),
        _person(standing(name="Birthday", birthday="--09-14"), "Bath", timezone="Europe/London"),
        _person(standing(name="Asleep", status=Status.DORMANT, contacts="02-01"), "Bath"),
    ]

    found = residents(people, today=TODAY, until=TODAY, now=NOW, rules=RULES)

    assert [(one.due.standing.name, one.due_on, one.due.last_contact) for one in found] == [
        ("Late", day("04-01"), day("03-01")),
        ("Birthday", TODAY, None),
        ("Later", day("10-10"), day("09-10")),
        ("Asleep", None, day("02-01")),
        ("Never", None, None),
    ]
    assert [f"{one.local:%H:%M}" for one in found if one.local] == ["17:30"]
    assert {one.city for one in found} == {"Bath"}


def test_occasions_of_residents_are_those_up_to_the_last_day() -> None:
    one = standing(birthday="--09-21")
    season = Season(name="Cards", start="09-10", end="09-20")
    invited = (Invitation(season, frozenset({one.path})),)

    def kinds(until: date) -> list[str]:
        (found,) = residents(
            [_person(one, "Bath")],
            today=TODAY,
            until=until,
            now=NOW,
            rules=RULES,
            invitations=invited,
        )
        return [reason.kind.value for reason in found.due.reasons]

    assert kinds(TODAY) == ["season"]
    assert kinds(TODAY + timedelta(days=7)) == ["season", "birthday"]


HOME = {"ADR[HOME].STREET": "Hauptstr. 1", "ADR[HOME].LOCALITY": "Köln"}
WORK = {"ADR[WORK].STREET": "Am Werk 2", "ADR[WORK].LOCALITY": "Bonn"}


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        pytest.param({"address": "Street 1, 1000 Town"}, ("Street 1", "1000 Town"), id="a text"),
        pytest.param({"address": "Street 1\n\n1000 Town\n"}, ("Street 1", "1000 Town"), id="lines"),
        pytest.param({"Address": ["Street 1", "Town"]}, ("Street 1", "Town"), id="a list"),
        pytest.param({"Anschrift": "Weg 1"}, ("Weg 1",), id="in German"),
        pytest.param({"wohnt": "Weg 1"}, ("Weg 1",), id="a configured synonym"),
        pytest.param({"address": "[[Our house]]"}, ("Our house",), id="a link"),
        pytest.param(
            {"address": {"street": "Weg 1", "zip": "1000", "city": "Town", "country": "DE"}},
            ("Weg 1", "1000 Town", "DE"),
            id="a mapping",
        ),
        pytest.param(
            {**WORK, **HOME, "ADR[HOME].POSTAL": "50667"}, ("Hauptstr. 1", "50667 Köln"), id="home"
        ),
        pytest.param(WORK, ("Am Werk 2", "Bonn"), id="work"),
        pytest.param({"ADR[HOME].LOCALITY": "New York"}, (), id="only a city"),
        pytest.param({"ADR[HOME].LOCALITY": "Köln", **WORK}, ("Am Werk 2", "Bonn"), id="whole"),
        pytest.param(
            {"ADR": {"STREET": "Weg 1", "PO": "7", "X": "y"}}, ("Weg 1", "7"), id="one mapping"
        ),
        pytest.param(
            {"ADR": ";Hinterhaus;Weg 1;Köln;;50667;Deutschland"},
            ("Hinterhaus", "Weg 1", "50667 Köln", "Deutschland"),
            id="vCard's own",
        ),
        pytest.param({"address": {"home": {"street": "Weg 1"}}}, ("Weg 1",), id="nested"),
        pytest.param({"address": {"home": "Weg 1"}}, (), id="no part of an address"),
        pytest.param({"address": ""}, (), id="empty"),
        pytest.param({"address": "null"}, (), id="null"),
        pytest.param({"address": None}, (), id="nothing"),
        pytest.param({"email": "a@example.org", "a[b": "c"}, (), id="no address"),
    ],
)
def test_postal_addresses(properties: dict[str, Value], expected: tuple[str, ...]) -> None:
    assert postal_address(properties, own={"wohnt": "address"}) == expected


def test_the_same_address_has_one_key() -> None:
    assert address_key(("Weg 1", "50667 Köln")) == address_key(("WEG 1, 50667 Koeln",))
    assert address_key(("Weg 1",)) != address_key(("Weg 11",))
    assert address_key(()) == ""


VALUES: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text() | st.sampled_from(["address", "ADR[HOME].STREET"]), VALUES))
def test_any_property_may_be_an_address(properties: dict[str, Value]) -> None:
    assert all(line.strip() for line in postal_address(properties))
