"""CSV, JSON, calendars and addresses."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.exporting import NASTY, OPTIONS, PLAIN, TODAY, person
from tests.importing import drafts
from vault_tools.exporters.addresses import AbookExporter, AddressesExporter
from vault_tools.exporters.calendar import IcsExporter, follow_up_calendar
from vault_tools.exporters.documents import JsonExporter
from vault_tools.exporters.table import COLUMNS, CsvExporter, harmless
from vault_tools.followups import due
from vault_tools.importers.columns import ColumnsImporter
from vault_tools.model import Promise, Status, Timeline, Value

FORMULA = re.compile(r"[=+\-@\t\r\n]")
PHONE = re.compile(r"\+[0-9][0-9 ()]*( ::: [0-9 ()+./-]+)*")


def _table(*people: Timeline) -> list[dict[str, str]]:
    text = CsvExporter().write(people, options=OPTIONS).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def _row(properties: Mapping[str, Value]) -> dict[str, str]:
    (row,) = _table(person(properties))
    return row


def test_a_table_has_a_column_for_each_property_that_others_know() -> None:
    row = _row(
        {
            "name": "Anna",
            "alias": ["Anni", "Änne"],
            "e-mail": "a@example.org, b@example.org",
            "mobile": ["+49 30 1", "030 2"],
            "firma": "[[Companies/Halden|Halden]]",
            "bday": "1986-04-12",
            "prm-cadence": "30",
            "met": "2020-02-29",
            "secret": "stays",
        }
    )

    assert tuple(row) == COLUMNS
    assert {name: value for name, value in row.items() if value and name != "uid"} == {
        "name": "Anna",
        "aliases": "Anni ::: Änne",
        "company": "Halden",
        "email": "a@example.org ::: b@example.org",
        "phone": "+49 30 1 ::: 030 2",
        "birthday": "1986-04-12",
        "cadence": "30",
        "status": "active",
        "met": "2020-02-29",
    }


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+49 30 1234", "+49 30 1234"),
        ("+49-30-1234", "+49 30 1234"),
        ("+49 (30) 12/34", "+49 (30) 12 34"),
        ("030-1234", "030-1234"),
        ("+1+1", "'+1+1"),
        ("+49 30 1;=1", "'+49 30 1;=1"),
        ("-1", "'-1"),
    ],
)
def test_a_number_stays_a_number_and_nothing_is_calculated(number: str, expected: str) -> None:
    assert _row({"phone": number})["phone"] == expected


@given(
    texts=st.lists(NASTY | st.sampled_from(["=1", "'=1", "+1", "-1", "@a"]), min_size=7, max_size=7)
)
def test_no_cell_is_a_formula_and_no_row_becomes_two(texts: Sequence[str]) -> None:
    names = ("name", "company", "role", "city", "aliases", "address", "phone")
    properties: dict[str, Value] = dict(zip(names, texts, strict=True))

    row = _row(properties)

    for name, value in row.items():
        assert not FORMULA.match(value) or (name == "phone" and PHONE.fullmatch(value))
        assert "\0" not in value


@given(text=st.text(alphabet="'=+-@a1 ", max_size=6))
def test_taking_one_apostrophe_away_gives_the_text_back(text: str) -> None:
    cell = harmless(text)
    back = cell[1:] if re.match(r"'+[=+\-@]", cell) else cell

    assert back == text


@given(name=PLAIN, company=PLAIN)
def test_our_own_importer_reads_the_table_back(name: str, company: str) -> None:
    lines = person({"name": name, "company": company})
    assert lines.note.contact
    data = CsvExporter().write([lines], options=OPTIONS)

    one_line = [" ".join(text.split()) for text in (name, company)]
    if len(one_line[0]) > 250 or not all(text.isprintable() for text in one_line):
        return
    if "[[" in company or "'" in name[:1] + company[:1]:
        return
    (draft,) = drafts(ColumnsImporter(), data)

    assert [draft.name, *draft.properties["company"]] == one_line


def test_everything_is_in_json_and_who_it_is() -> None:
    people = [person({"name": "Anna", "uid": "x", "secret": "stays"})]

    (found,) = json.loads(JsonExporter().write(people, options=OPTIONS))

    assert (found["name"], found["uid"]) == ("Anna", "x")
    assert found["properties"] == {"name": "Anna", "uid": "x", "secret": "stays"}
    assert found["interactions"] == []


def test_an_address_is_a_line_of_three_fields() -> None:
    people = [
        person({"name": "Anna\tBerg\nx", "email": ["a@b.example", "no address", "a@b@c"]}),
        person({"name": "Ben", "email": "ben@b.example", "company": "[[X|Halden]]"}),
        person({"name": "Cem", "role": "Poet", "email": "Cem <c@d.example>"}),
    ]

    assert AddressesExporter().write(people, options=OPTIONS) == (
        b"a@b.example\tAnna Berg x\t\nben@b.example\tBen\tHalden\n"
    )
    assert AbookExporter().write(people, options=OPTIONS).decode().split("\n\n") == [
        "[format]\nprogram=abook\nversion=0.6.1",
        "[0]\nname=Anna Berg x\nemail=a@b.example",
        "[1]\nname=Ben\nemail=ben@b.example\nnotes=Halden",
        "",
    ]


@given(name=NASTY, company=NASTY, email=NASTY)
def test_no_text_becomes_a_line_of_addresses(name: str, company: str, email: str) -> None:
    people = [person({"name": name, "company": company, "email": [email, "a@b.example"]})]

    rows = AddressesExporter().write(people, options=OPTIONS).decode().removesuffix("\n")
    entries = AbookExporter().write(people, options=OPTIONS).decode()

    assert [row.count("\t") for row in re.split(r"[\n\r]", rows)].count(2) in {1, 2}
    assert len(rows.split("\n")) in {1, 2}
    assert entries.count("\n[") == 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", entries)


def _calendar(data: bytes) -> dict[str, list[Any]]:
    """Return the components of a calendar by their category."""
    found: dict[str, list[Any]] = {}
    component: Any  # its properties are of many types
    for component in Calendar.from_ical(data).walk():
        if component.name in {"VEVENT", "VTODO"}:
            (category,) = component["categories"].cats
            found.setdefault(str(category), []).append(component)
    return found


def _known(name: str, **changes: object) -> Timeline:
    found = person({"name": name}, path=f"People/{name}.md")
    promises = changes.pop("promises", ())
    standing = replace(found.standing, **changes)  # type: ignore[arg-type]  # each its own type
    assert isinstance(promises, tuple)
    return replace(found, standing=standing, promises=promises)


def test_a_follow_up_is_a_whole_day_and_an_old_one_is_today() -> None:
    people = [
        _known("Anna", follow_up=date(2026, 12, 1), boundaries="not\nafter six"),
        _known("Ben", follow_up=date(2026, 11, 1)),
        _known("Cem", follow_up=date(2028, 1, 1)),
        _known("Dan", follow_up=date(2026, 12, 1), status=Status.CLOSED),
    ]

    found = _calendar(IcsExporter().write(people, options=OPTIONS))["Follow-up"]

    assert {str(event["summary"]): (event["dtstart"].dt, event["dtend"].dt) for event in found} == {
        "Get in touch: Anna": (date(2026, 12, 1), date(2026, 12, 2)),
        "Get in touch: Ben": (TODAY, date(2026, 11, 24)),
    }
    (anna,) = [event for event in found if "Anna" in event["summary"]]
    assert str(anna["description"]).endswith("\n! not after six")


def test_a_birthday_comes_every_year_and_29_february_on_the_last_of_february() -> None:
    people = [
        person({"name": "Anna", "birthday": "1986-04-12"}, path="A.md"),
        person({"name": "Ben", "birthday": "--02-29"}, path="B.md"),
        person({"name": "Cem", "birthday": "1986"}, path="C.md"),
        person({"name": "Dan", "birthday": "1986-04-12", "status": "deceased"}, path="D.md"),
    ]

    found = _calendar(IcsExporter().write(people, options=OPTIONS))["Birthday"]

    assert [
        (str(event["summary"]), event["dtstart"].dt, dict(event["rrule"])) for event in found
    ] == [
        ("Birthday: Anna (1986)", date(1986, 4, 12), {"FREQ": ["YEARLY"]}),
        (
            "Birthday: Ben",
            date(2000, 2, 29),
            {"FREQ": ["YEARLY"], "BYMONTH": [2], "BYMONTHDAY": [-1]},
        ),
    ]


def test_an_open_promise_is_a_to_do_that_names_all_whom_it_is_with() -> None:
    shared = Promise(text="send the [[Map|map]]", due=date(2026, 11, 1), path="M.md", line=3)
    theirs = Promise(text="the key", mine=False, path="A.md", line=4)
    kept = Promise(text="kept", done=True, path="A.md", line=5)
    people = [_known("Anna", promises=(shared, theirs, kept)), _known("Ben", promises=(shared,))]

    found = _calendar(IcsExporter().write(people, options=OPTIONS))

    (mine,), (waiting,) = found["Promise"], found["Waiting"]
    assert (str(mine["summary"]), mine["due"].dt) == (
        "Anna, Ben: send the map",
        date(2026, 11, 1),
    )
    assert (str(waiting["summary"]), waiting.get("due")) == ("Anna: the key", None)


def test_two_promises_of_the_same_words_are_two_to_dos() -> None:
    promises = tuple(Promise(text="call", path="A.md", line=line) for line in (1, 2))

    found = _calendar(IcsExporter().write([_known("A", promises=promises)], options=OPTIONS))

    assert len({str(todo["uid"]) for todo in found["Promise"]}) == 2


@given(name=NASTY, text=NASTY, boundaries=NASTY)
def test_no_text_becomes_a_line_of_a_calendar(name: str, text: str, boundaries: str) -> None:
    person = _known(
        "Anna",
        follow_up=TODAY,
        boundaries=boundaries,
        promises=(Promise(text=text, path="A.md"),),
    )
    person = replace(person, standing=replace(person.standing, name=name))

    data = IcsExporter().write([person], options=OPTIONS)

    assert {kind: len(each) for kind, each in _calendar(data).items()} == {
        "Follow-up": 1,
        "Promise": 1,
    }
    assert all(len(row) <= 75 for row in data.split(b"\r\n"))
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", data)
    assert len(re.findall(rb"(?m)^BEGIN:", data)) == 3


def test_a_calendar_is_the_same_all_day_and_nearly_so_the_next() -> None:
    people = [_known("Anna", follow_up=date(2026, 12, 1))]
    tomorrow = replace(OPTIONS, today=date(2026, 11, 24))

    first, again, next_day = (
        IcsExporter().write(people, options=options) for options in (OPTIONS, OPTIONS, tomorrow)
    )

    assert first == again
    assert first.replace(b"20261123T", b"20261124T") == next_day


def test_a_report_can_have_a_calendar_of_those_who_are_due() -> None:
    standing = _known("Anna", follow_up=TODAY).standing
    found = due([standing], today=TODAY, until=TODAY, rules=OPTIONS.config.rules)

    data = follow_up_calendar(found, today=TODAY, known={standing.path: "x"})

    assert list(_calendar(data)) == ["Follow-up"]
