"""vCards: what is in them, and that nothing in a note can become more than its value."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from tests.exporting import NASTY, OPTIONS, PLAIN, lines, note, person, rows, said
from vault_tools.drafts import Draft
from vault_tools.exporters.lines import Line, all_keys, escaped, folded, lines_of, parts
from vault_tools.exporters.vcard import VCardExporter
from vault_tools.exporters.written import own_uid, uids
from vault_tools.importers.vcard import VCardImporter
from vault_tools.model import Timeline, Value
from vault_tools.plugins import ImportOptions, Source

VERSIONS = pytest.mark.parametrize("version", ["3.0", "4.0"])
ANNA: Mapping[str, Value] = {
    "type": "contact",
    "name": "Anna Berg",
    "aliases": ["Anni"],
    "tags": ["person", "climbing", "work/energy"],
    "company": "[[Halden|Halden; Analytics]]",
    "role": "Head of Data",
    "email": ["anna@example.org", "a.berg@example.com"],
    "phone": "+49 30 1234567",
    "birthday": "--04-12",
    "city": "Köln",
    "timezone": "Europe/Berlin",
    "website": "example.org",
    "linkedin": "https://www.linkedin.com/in/anna-berg",
    "mastodon": "@anna@example.social",
    "uid": "urn:uuid:6f1d3c52-8a4e-4b7f-9c1d-2f0e5a7b9d31",
    "boundaries": "not after six",
    "private_thoughts": "none of your business",
}


def _card(
    properties: Mapping[str, Value], *, version: str = "", text: str = "", with_text: bool = False
) -> bytes:
    options = replace(OPTIONS, version=version, with_text=with_text)
    return VCardExporter().write([person(properties, text=text)], options=options)


def _draft(data: bytes) -> Draft:
    source = Source(name="a.vcf", data=data)
    (found,) = VCardImporter().read(source, options=ImportOptions())
    assert isinstance(found, Draft)
    return found


def test_a_card_of_version_3() -> None:
    assert rows(_card(ANNA, text="private words")) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "UID:urn:uuid:6f1d3c52-8a4e-4b7f-9c1d-2f0e5a7b9d31",
        "FN:Anna Berg",
        "N:Berg;Anna;;;",
        "NICKNAME:Anni",
        r"ORG:Halden\; Analytics",
        "TITLE:Head of Data",
        "EMAIL:anna@example.org",
        "EMAIL:a.berg@example.com",
        "TEL:+49 30 1234567",
        "ADR:;;;Köln;;;",
        "URL:https://example.org",
        "X-SOCIALPROFILE;TYPE=linkedin:https://www.linkedin.com/in/anna-berg",
        "X-SOCIALPROFILE;TYPE=mastodon:@anna@example.social",
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12",
        "TZ;VALUE=text:Europe/Berlin",
        "CATEGORIES:climbing,work/energy",
        "END:VCARD",
    ]


def test_a_card_of_version_4() -> None:
    assert [row for row in rows(_card(ANNA, version="4.0")) if row not in rows(_card(ANNA))] == [
        "VERSION:4.0",
        "item1.URL:https://www.linkedin.com/in/anna-berg",
        "item1.X-ABLABEL:linkedin",
        "BDAY:--0412",
        "TZ:Europe/Berlin",
    ]


@pytest.mark.parametrize(
    ("birthday", "old", "new"),
    [
        pytest.param("1986-04-12", ["1986-04-12"], ["19860412"], id="whole"),
        pytest.param("--02-29", ["1604-02-29"], ["--0229"], id="no year"),
        pytest.param("1604-02-29", ["1604-02-29"], ["--0229"], id="Apple's no year"),
        pytest.param("1986-04", [], ["1986-04"], id="month"),
        pytest.param("1986", [], ["1986"], id="year"),
        pytest.param("in spring", [], [], id="words"),
    ],
)
def test_a_birthday_is_written_as_the_version_has_it(
    birthday: str, old: list[str], new: list[str]
) -> None:
    properties: dict[str, Value] = {"birthday": birthday}

    assert said(_card(properties), "BDAY") == old
    assert said(_card(properties, version="4.0"), "BDAY") == new


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Cher", ";Cher;;;"),
        ("Ludwig van Beethoven", "van Beethoven;Ludwig;;;"),
        ("Dr. Eva Maria Roth", "Roth;Dr. Eva Maria;;;"),
        ("Van Morrison", "Morrison;Van;;;"),
        ("Roth, Eva", r"Eva;Roth\,;;;"),
    ],
)
def test_the_last_word_of_a_name_is_the_familys(name: str, expected: str) -> None:
    assert said(_card({"name": name}), "N") == [expected]


def test_a_note_may_say_itself_which_name_is_which() -> None:
    properties: dict[str, Value] = {"N.FN": "Chen", "N.GN": "Yulan", "FN": "Chen Yulan"}

    assert said(_card(properties), "N") == ["Chen;Yulan;;;"]


def test_the_text_of_a_note_leaves_only_if_asked() -> None:
    text = "He owes me.\n\n## Log\n- 2026-01-01 x"

    assert b"owes" not in _card({}, text=text)
    assert said(_card({}, text=text, with_text=True), "NOTE") == [
        r"He owes me.\n\n## Log\n- 2026-01-01 x"
    ]


def test_nothing_else_leaves() -> None:
    data = _card({**ANNA, "tier": "inner", "met_at": "a bar", "avoid": "phone"}).decode()

    assert not [word for word in ("six", "business", "inner", "bar", "phone") if word in data]


@VERSIONS
@given(name=PLAIN, company=PLAIN, role=PLAIN, alias=PLAIN)
def test_vobject_reads_what_was_written(
    version: str, name: str, company: str, role: str, alias: str
) -> None:
    data = _card(
        {"name": name, "aliases": [alias], "company": company, "role": role}, version=version
    )
    contact = note({"name": name, "aliases": [alias], "company": company, "role": role}).contact
    assert contact

    card = vobject.readOne(data.decode())

    assert card.fn.value == contact.name
    assert card.org.value == [contact.company or ""]
    assert card.title.value == contact.role
    if contact.aliases[0] != contact.name:
        assert card.nickname.value == contact.aliases[0]
    assert f"{card.n.value.given} {card.n.value.family}".split() == contact.name.split()


@VERSIONS
@given(email=PLAIN, phone=PLAIN, address=PLAIN, tag=PLAIN)
def test_vobject_reads_addresses_as_they_were(
    version: str, email: str, phone: str, address: str, tag: str
) -> None:
    properties: dict[str, Value] = {
        "email": email,
        "phone": phone,
        "address": address,
        "tags": tag,
    }
    contact = note(properties).contact
    assert contact

    card = vobject.readOne(_card(properties, version=version).decode())

    assert tuple(each.value for each in card.email_list) == contact.email
    assert tuple(each.value for each in card.tel_list) == contact.phone
    if not address.startswith("[["):
        assert card.adr.value.street == address
    if contact.tags and contact.tags[0].casefold() not in {"contact", "person", "people"}:
        assert ",".join(contact.tags) == ",".join(card.categories.value)


@VERSIONS
@given(texts=st.lists(NASTY, min_size=8, max_size=8))
def test_no_value_becomes_a_line(version: str, texts: list[str]) -> None:
    keys = ("name", "aliases", "company", "role", "phone", "website", "timezone", "x")
    properties: dict[str, Value] = dict(zip(keys, texts, strict=True))
    data = _card(properties, version=version, text=texts[0], with_text=True)

    found = rows(data)

    names = [row.partition(":")[0].partition(";")[0].rpartition(".")[2] for row in found]
    once = (
        *("BEGIN", "VERSION", "UID", "FN", "N", "NICKNAME", "ORG", "TITLE", "TEL", "URL"),
        *("X-SOCIALPROFILE", "X-ABLABEL", "TZ", "NOTE", "END"),
    )
    assert set(names) <= set(once)
    assert all(names.count(name) <= (2 if name == "URL" else 1) for name in once)
    assert (found[0], found[-1]) == ("BEGIN:VCARD", "END:VCARD")
    assert not [row for row in found if any(ord(mark) < 32 and mark != "\t" for mark in row)]
    assert all(line.name in names for line in vobject.readOne(data.decode()).lines())


@VERSIONS
@given(
    kept=st.lists(
        NASTY | st.sampled_from(["TEL;TYPE=", "X-A:", 'a.b;c="', "item1.X-B:"]), max_size=6
    )
)
def test_no_kept_line_becomes_two(version: str, kept: list[str]) -> None:
    base = rows(_card({"name": "Anna"}, version=version))
    lines_kept = ["".join(kept), *kept]

    found = rows(_card({"name": "Anna", "vcard": list(lines_kept)}, version=version))

    more = [row for row in found if row not in base]
    assert found[0] == "BEGIN:VCARD"
    assert found[-1] == "END:VCARD"
    assert [row.upper() for row in found].count("BEGIN:VCARD") == 1
    assert set(more) <= {text.strip() for text in lines_kept}


@given(texts=st.lists(NASTY | PLAIN, max_size=3))
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(texts: list[str]) -> None:
    line = Line(name="X-A", value="".join(map(escaped, texts)))

    data = folded([line])

    assert all(len(row) <= 75 and row.decode() for row in data.removesuffix(b"\r\n").split(b"\r\n"))
    assert rows(data) == [line.written]


@given(items=st.lists(PLAIN, min_size=1), by=st.sampled_from([",", ";"]))
def test_a_list_is_taken_apart_as_it_was_put_together(items: list[str], by: str) -> None:
    assert parts(by.join(map(escaped, items)), by=by) == items


@VERSIONS
def test_the_same_people_give_the_same_bytes(version: str) -> None:
    assert _card(ANNA, version=version) == _card(dict(ANNA), version=version)
    assert b"REV" not in _card(ANNA, version=version)
    assert b"PRODID" not in _card(ANNA, version=version)


@VERSIONS
def test_our_own_importer_reads_the_card_back(version: str) -> None:
    draft = _draft(_card(ANNA, version=version))

    assert draft.name == "Anna Berg"
    assert {name: values for name, values in draft.properties.items() if name != "vcard"} == {
        "aliases": ("Anni",),
        "tags": ("climbing", "work/energy"),
        "company": ("Halden; Analytics",),
        "role": ("Head of Data",),
        "email": ("anna@example.org", "a.berg@example.com"),
        "phone": ("+49 30 1234567",),
        "birthday": ("--04-12",),
        "address": ("Köln",),
        "city": ("Köln",),
        "timezone": ("Europe/Berlin",),
        "website": ("https://example.org",),
        "linkedin": ("https://www.linkedin.com/in/anna-berg",),
        "uid": ("urn:uuid:6f1d3c52-8a4e-4b7f-9c1d-2f0e5a7b9d31",),
    }


@VERSIONS
def test_what_comes_back_says_what_went_out(version: str) -> None:
    first = _card(ANNA, version=version)
    draft = _draft(first)
    properties: dict[str, Value] = {
        name: list(values) if len(values) > 1 else values[0]
        for name, values in draft.properties.items()
    }

    second = _card({"name": draft.name, **properties}, version=version)

    assert all_keys(lines_of(second)) - all_keys(lines_of(first)) == set()
    assert {key for key in all_keys(lines_of(first)) if "mastodon" not in key} <= all_keys(
        lines_of(second)
    )


FOREIGN = [
    "item1.TEL;TYPE=CELL;TYPE=pref:+49-30-1234567",
    "item1.X-ABLabel:Nachtdienst",
    "item2.TEL:+49 171 99",
    "item2.X-ABLabel:old phone",
    "N;CHARSET=x:Berg;Anna;;;",
    "N:Berg;Anna;Maria;Dr.;",
    "ADR;TYPE=WORK:;;Lange Str. 1;Köln;;50667;Germany",
    "EMAIL;TYPE=HOME:ANNA@example.org",
    "EMAIL;TYPE=HOME:gone@example.org",
    "ORG:Halden\\; Analytics;Grid",
    "X-Phonetic-Last-Name:berk",
    "IMPP;X-SERVICE-TYPE=Jabber:xmpp:anna@example.org",
    "ANNIVERSARY:20100501",
    "BDAY:1986-04-12",
    "TZ:+01:00",
    "UID:other",
    "REV:20200101T000000Z",
    "TITLE:Founder",
    "TITLE;LANGUAGE=de:Leiterin",
    "PHOTO;ENCODING=QUOTED-PRINTABLE:=41",
    "no line at all",
]


def test_a_kept_line_takes_the_place_of_what_says_the_same() -> None:
    properties: dict[str, Value] = {
        **ANNA,
        "address": "Lange Str. 1, 50667, Köln, Germany",
        "vcard": list(FOREIGN),
    }

    found = rows(_card(properties))

    assert [row for row in found if row not in rows(_card(ANNA))] == [
        "ORG:Halden\\; Analytics;Grid",
        "EMAIL;TYPE=HOME:ANNA@example.org",
        "item1.TEL;TYPE=CELL;TYPE=pref:+49-30-1234567",
        "item1.X-ABLabel:Nachtdienst",
        "ADR;TYPE=WORK:;;Lange Str. 1;Köln;;50667;Germany",
        "X-Phonetic-Last-Name:berk",
        "IMPP;X-SERVICE-TYPE=Jabber:xmpp:anna@example.org",
        "ANNIVERSARY:20100501",
        "TZ:+01:00",
        "TITLE:Founder",
    ]


def test_the_parts_of_a_name_are_kept_as_long_as_it_is_that_name() -> None:
    kept: dict[str, Value] = {"vcard": "N:Beethoven;Ludwig;;Herr;"}

    assert said(_card({**kept, "name": "Herr Ludwig Beethoven"}), "N") == [
        "Beethoven;Ludwig;;Herr;"
    ]
    assert said(_card({**kept, "name": "Ludwig Beethoven"}), "N") == ["Beethoven;Ludwig;;;"]


def test_a_label_of_ours_takes_no_group_that_is_kept() -> None:
    properties: dict[str, Value] = {
        "github": "https://github.com/anna",
        "vcard": ["Item1.X-ABDATE:2020-01-01", "Item1.X-ABLabel:first"],
    }

    assert rows(_card(properties, version="4.0"))[5:-1] == [
        "item2.URL:https://github.com/anna",
        "item2.X-ABLABEL:github",
        "Item1.X-ABDATE:2020-01-01",
        "Item1.X-ABLabel:first",
    ]


def test_a_uid_is_the_notes_own_or_made_of_its_name() -> None:
    notes = [
        note({}, path="a/Anna.md"),
        note({}, path="b/Anna.md"),
        note({"uid": "x"}, path="b/Ben.md"),
        note({"UID": "x"}, path="c/Copy.md"),
    ]

    found = uids(notes)
    moved = uids([note({}, path="elsewhere/Anna.md")])

    assert len(set(found.values())) == 4
    assert found["b/Ben.md"] == "x"
    assert found["a/Anna.md"] == moved["elsewhere/Anna.md"] == uids(notes)["a/Anna.md"]
    assert found["a/Anna.md"].startswith("urn:uuid:")
    assert [own_uid(each) for each in notes] == ["", "", "x", "x"]


def test_a_name_that_moved_on_leaves_its_uid_to_nobody_else() -> None:
    first = uids([note({}, path="Anna.md")])["Anna.md"]

    found = uids([note({"uid": first}, path="Anna Berg.md"), note({}, path="Anna.md")])

    assert found["Anna Berg.md"] == first
    assert found["Anna.md"] != first


def test_several_cards_follow_each_other() -> None:
    people: list[Timeline] = [person({}, path="A.md"), person({}, path="B.md")]

    data = VCardExporter().write(people, options=OPTIONS)

    assert [card.fn.value for card in vobject.readComponents(data.decode())] == ["A", "B"]
    assert len(lines(data, "UID")) == 2
