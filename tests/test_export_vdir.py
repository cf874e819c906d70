"""A folder that a phone changes too: nothing that was changed elsewhere is lost."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exporting import OPTIONS, PLAIN, lines, person, rows, said
from vault_tools.exporters.lines import all_keys, lines_of
from vault_tools.exporters.vcard import VCardExporter
from vault_tools.exporters.vdir import MANIFEST, Folder, Plan, manifest, plan, read_manifest
from vault_tools.model import Value

ANNA = "urn:uuid:6f1d3c52-8a4e-4b7f-9c1d-2f0e5a7b9d31"
FILE = "6f1d3c52-8a4e-4b7f-9c1d-2f0e5a7b9d31.vcf"
BASE: Mapping[str, Value] = {"name": "Anna Berg", "uid": ANNA, "phone": ["+49 30 1"]}


def _card(version: str = "", **properties: Value) -> bytes:
    options = replace(OPTIONS, version=version)
    return VCardExporter().write([person({**BASE, **properties})], options=options)


def _after(folder: Folder, done: Plan) -> Folder:
    """Return the folder when a plan was carried out."""
    cards = {**folder.cards, **done.written}
    kept = {name: data for name, data in cards.items() if name not in done.removed}
    return Folder(cards=kept, manifest=manifest(done.known))


def _step(folder: Folder, *cards: bytes, present: Sequence[str] = (), force: bool = False) -> Plan:
    wanted = {said(card, "UID")[0]: card for card in cards}
    return plan(folder, wanted, present=[*wanted, *present], force=force)


def _written(*cards: bytes) -> Folder:
    """Return a folder into which these cards have been written."""
    return _after(Folder(cards={}), _step(Folder(cards={}), *cards))


def _changed(folder: Folder, *changes: tuple[str, str], name: str = FILE) -> Folder:
    """Return a folder in which a phone has changed a card."""
    text = folder.cards[name].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Folder(cards={**folder.cards, name: text.encode()}, manifest=folder.manifest)


PHONE_NOISE = ("VERSION:3.0\r\n", "VERSION:3.0\r\nPRODID:phone\r\nREV:20261123T000000Z\r\n")


def test_a_card_is_written_once() -> None:
    first = _step(Folder(cards={}), _card())
    again = _step(_after(Folder(cards={}), first), _card())

    assert first.written == {FILE: _card()}
    assert (again.written, again.unchanged, again.removed) == ({}, 1, [])
    assert again.known == first.known


def test_a_change_in_the_vault_is_written() -> None:
    done = _step(_written(_card()), _card(phone="+49 30 2"))

    assert done.written == {FILE: _card(phone="+49 30 2")}


def test_a_change_of_no_more_than_a_label_is_written_too() -> None:
    folder = _written(_card())

    labelled = _card(vcard="TEL;TYPE=CELL:+49 30 1")

    assert _step(folder, labelled).written == {FILE: labelled}
    assert _step(folder, _card("4.0")).written == {FILE: _card("4.0")}


def test_what_a_phone_adds_to_every_card_is_no_change() -> None:
    folder = _changed(_written(_card()), PHONE_NOISE, ("TEL:+49 30 1", "TEL;TYPE=cell:+49301"))

    done = _step(folder, _card())

    assert (done.written, done.changed_there, done.unchanged) == ({}, [], 1)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("TEL:", "TEL:+49 171 5\r\nTEL:"), id="added"),
        pytest.param(("+49 30 1", "+49 30 9"), id="changed"),
        pytest.param(("FN:Anna Berg", "FN:Anna Winter"), id="name"),
        pytest.param(("END:", "BDAY:19860412\r\nEND:"), id="birthday"),
        pytest.param(("END:", "CATEGORIES:family\r\nEND:"), id="category"),
    ],
)
def test_what_was_changed_there_is_not_written_over(change: tuple[str, str]) -> None:
    folder = _changed(_written(_card()), PHONE_NOISE, change)

    for card in (_card(), _card(role="Poet")):
        done = _step(folder, card)

        assert (done.written, done.changed_there) == ({}, [FILE])
        assert done.known == folder.known
        assert list(_step(folder, card, force=True).written) == [FILE]


def test_what_was_removed_there_is_not_put_back_until_the_note_agrees() -> None:
    folder = _changed(_written(_card(role="Poet")), PHONE_NOISE, ("TEL:+49 30 1\r\n", ""))

    done = _step(folder, _card(role="Poet"))
    agreed = _step(_after(folder, done), _card(role="Poet", phone=None))

    assert (done.written, done.changed_there, done.lacking_there) == ({}, [], [FILE])
    assert list(_step(folder, _card(role="Poet"), force=True).written) == [FILE]
    assert agreed.lacking_there == []
    assert [line.name for line in lines(_after(folder, agreed).cards[FILE], "TEL")] == []


def test_once_it_is_in_the_vault_the_next_change_is_written() -> None:
    folder = _changed(_written(_card()), PHONE_NOISE, ("TEL:", "TEL;TYPE=CELL:+49171-5\r\nTEL:"))
    imported = _card(phone=["+49 30 1", "+49171-5"], vcard="TEL;TYPE=CELL:+49171-5")

    taken_in = _step(folder, imported)
    later = _step(_after(folder, taken_in), _card(phone="+49171-5"))

    assert taken_in.changed_there == []
    assert all_keys(lines_of(_after(folder, taken_in).cards[FILE])) == all_keys(lines_of(imported))
    assert said(later.written[FILE], "TEL") == ["+49171-5"]


def test_both_may_have_changed_other_things() -> None:
    folder = _changed(_written(_card(role="Poet")), ("END:", "NOTE:met again\r\nEND:"))

    done = _step(folder, _card(role="Publisher"))

    assert rows(done.written[FILE])[-4:] == [
        "TITLE:Publisher",
        "TEL:+49 30 1",
        "NOTE:met again",
        "END:VCARD",
    ]


def test_what_a_note_has_no_place_for_stays_in_the_file() -> None:
    picture = "PHOTO;ENCODING=b;TYPE=JPEG:" + "QUJD" * 30
    more = f"{picture}\r\nitem1.X-ABDATE:20200101\r\nitem1.X-ABLabel:first\r\nEND:"
    folder = _changed(_written(_card()), ("END:", more))

    unchanged = _step(folder, _card())
    done = _step(folder, _card("4.0", github="https://github.com/anna"))
    again = _step(_after(folder, done), _card("4.0", github="https://github.com/anna"))
    later = _step(_after(folder, done), _card("4.0"))

    assert unchanged.written == {}
    assert rows(done.written[FILE])[-6:] == [
        "item1.URL:https://github.com/anna",
        "item1.X-ABLABEL:github",
        picture,
        "x-item1.X-ABDATE:20200101",
        "x-item1.X-ABLabel:first",
        "END:VCARD",
    ]
    assert again.written == {}
    assert [line.name for line in lines(later.written[FILE], "PHOTO", "URL")] == ["PHOTO"]


def test_what_was_kept_in_the_note_goes_with_it() -> None:
    folder = _written(_card(vcard=["ANNIVERSARY:20100501", "X-A:b"]))

    done = _step(folder, _card(vcard=["X-A:b"]))

    assert [line.name for line in lines(done.written[FILE], "ANNIVERSARY", "X-A")] == ["X-A"]


def test_who_is_gone_from_the_vault_goes_but_not_what_was_changed_there() -> None:
    folder = _written(_card(), _card(uid="ben", name="Ben"))

    done = plan(folder, {}, present=["ben"])
    changed = plan(_changed(folder, ("+49 30 1", "+49 30 9")), {}, present=["ben"])

    assert (done.removed, list(done.known)) == ([FILE], ["ben.vcf"])
    assert (changed.removed, changed.changed_there) == ([], [FILE])


def test_cards_of_others_are_left_alone() -> None:
    folder = _written(_card())
    stranger = _card(uid="new", name="New").replace(b"\r\n", b"\n")
    folder = replace(folder, cards={**folder.cards, "x.vcf": stranger, "junk.vcf": b"\xff\0"})

    done = _step(folder, _card())
    met = _step(folder, _card(), _card(uid="new", name="New"))

    assert (done.written, done.removed, done.strangers) == ({}, [], ["junk.vcf", "x.vcf"])
    assert (met.written, met.unchanged, met.strangers) == ({}, 2, ["junk.vcf"])
    assert met.known["x.vcf"].uid == "new"


def test_what_was_removed_there_is_not_written_again() -> None:
    folder = _written(_card(), _card(uid="ben", name="Ben"))
    folder = replace(folder, cards={"ben.vcf": folder.cards["ben.vcf"]})
    cards = (_card(), _card(uid="ben", name="Ben"))

    done = _step(folder, *cards)
    again = _step(_after(folder, done), *cards)

    assert (done.written, done.gone_there) == ({}, [FILE])
    assert again.gone_there == [FILE]
    assert list(_step(folder, *cards, force=True).written) == [FILE]


def test_an_emptied_folder_is_filled_again() -> None:
    folder = replace(_written(_card()), cards={})

    assert _step(folder, _card()).written == {FILE: _card()}


def test_a_lost_manifest_costs_nothing_but_certainty() -> None:
    folder = replace(_written(_card()), manifest=b"")

    assert _step(folder, _card()).unchanged == 1
    assert _step(folder, _card(phone=["+49 30 1", "+1"])).written != {}
    assert _step(folder, _card(phone="+1")).changed_there == [FILE]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b'{"cards": 1}', b'{"cards": {"a": 1}}', b"\xff", b"[" * 9999]
)
def test_a_manifest_may_be_anything(data: bytes) -> None:
    assert read_manifest(data) == {}


def test_a_manifest_is_read_as_it_was_written() -> None:
    known = _step(Folder(cards={}), _card()).known

    assert read_manifest(manifest(known)) == known
    assert json.loads(manifest(known))["cards"][FILE]["uid"] == ANNA


def test_when_most_would_go_it_is_asked() -> None:
    cards = [_card(uid=f"{n}", name=f"P {n}") for n in range(12)]
    folder = _written(*cards)

    assert plan(folder, {}, present=[]).removes_too_many
    assert _step(folder, *cards[:5]).removes_too_many
    assert not _step(folder, *cards[:7]).removes_too_many


@given(uid=PLAIN)
def test_a_file_is_named_so_that_every_system_can_hold_it(uid: str) -> None:
    uid = " ".join(uid.split())
    other = uid.swapcase()
    done = _step(Folder(cards={}), _card(uid=uid), *([_card(uid=other)] if other != uid else []))

    for name in done.written:
        assert name not in {MANIFEST, ""}
        assert not name.startswith(".")
        assert len(name) <= 110
        assert name.isascii()
        assert "/" not in name
    assert len({name.casefold() for name in done.written}) == len(done.written)


@given(
    here=st.lists(st.sampled_from(["+1", "+2", "+3", "+4"]), unique=True),
    there=st.lists(st.sampled_from(["+1", "+2", "+3", "+5"]), unique=True),
)
def test_a_number_that_was_added_there_never_gets_lost(here: list[str], there: list[str]) -> None:
    before = ["+1", "+2"]
    folder = _written(_card(phone=list[Value](before)))
    bare = b"".join(row + b"\r\n" for row in folder.cards[FILE].split(b"\r\n") if b"TEL" not in row)
    rows_there = "".join(f"TEL:{number}\r\n" for number in there)
    card = bare.replace(b"\r\n\r\n", b"\r\n").replace(b"END:", f"{rows_there}END:".encode())
    folder = replace(folder, cards={FILE: card})

    done = _step(folder, _card(phone=list[Value](here)))

    after = said(_after(folder, done).cards[FILE], "TEL")
    assert {number for number in there if number not in before} <= set(after)
    if not done.changed_there + done.lacking_there:
        assert sorted(after) == sorted(here)
