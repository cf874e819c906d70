"""The files of the programs friends and Monica."""

import base64
import json
from datetime import date

import pytest

from tests.importing import NAME, drafts, read, refusals
from vault_tools.drafts import Draft, DraftEntry, DraftPromise, Photo, Place
from vault_tools.errors import FormatError
from vault_tools.importers.friends import FriendsImporter
from vault_tools.importers.monica import MonicaImporter
from vault_tools.plugins import ImportOptions

FRIENDS = FriendsImporter()
MONICA = MonicaImporter()
PNG = b"\x89PNG\r\n\x1a\n tiny"
BOOK = """### Activities:
- 2026-03-02: Lunch with **Ann Berg** and **AB**'s cousin **Bo** at _Cafe Eins_ @work #declined
- 2026-03-01: Quiet day
- 2026-13-01: **Bo**
- **Bo** came by

### Notes:
- 2026-02-01: **Ann Berg** moved to _Ulm_\\_2

### Friends:
- Ann Berg (a.k.a. Annie a.k.a. AB) [Ulm] @navy @work:old
- Cy
- @nobody

### Locations:
- Cafe Eins (a.k.a. Eins)

### Enemies:
- none
"""


def test_friends_come_with_what_was_done_with_them() -> None:
    found = [item for item in read(FRIENDS, BOOK) if isinstance(item, Draft)]

    lunch = DraftEntry(
        on=date(2026, 3, 2),
        text="Lunch with Ann Berg and AB's cousin Bo at Cafe Eins @work declined",
    )
    assert found == [
        Draft(
            place=Place(source=NAME, line=11, record=1),
            name="Ann Berg",
            properties={
                "aliases": ("Annie", "AB"),
                "city": ("Ulm",),
                "tags": ("navy", "work/old"),
            },
            text="2026-02-01: Ann Berg moved to Ulm_2",
            entries=(lunch,),
        ),
        Draft(place=Place(source=NAME, line=12, record=2), name="Cy"),
        Draft(place=Place(source=NAME, line=2, record=3), name="Bo", entries=(lunch,)),
    ]


def test_lines_of_friends_that_say_nothing_are_told() -> None:
    assert refusals(FRIENDS, BOOK) == [
        (13, 1, "This line doesn't describe a friend as the program friends does."),
        (3, 1, "This line names no friend between two pairs of asterisks."),
        (4, 1, "This line doesn't begin with a day."),
        (5, 1, "This line doesn't begin with a day."),
        (18, 1, "This line is in none of the four sections."),
    ]


def test_another_markdown_file_is_no_friends_file() -> None:
    with pytest.raises(FormatError, match="none of its lines is"):
        read(FRIENDS, "# Ann\n- Bo\n")


ABOUT_ANN = (
    "Old friend",
    "Food: No nuts",
    "Pigeon: grey",
    "Best friend: Bo",
    "Gift (idea): Hat",
    "Gift: Hat https://hat.example",
    "Done on 2026-02-06: Call",
    "2020-05-01: Moved",
    "I owe 10 EUR",
    "Pet: Rex",
    "Reminder: 2026-05-01 year Visa",
    "2026-01-05: Likes\nrain",
)


def collection(kind: str, *values: object) -> dict[str, object]:
    return {"count": len(values), "type": kind, "values": list(values)}


def export(*contacts: object, more: tuple[object, ...] = ()) -> str:
    types = [
        {"uuid": "t-mail", "properties": {"name": "Email", "type": "email"}},
        {"uuid": "t-phone", "properties": {"name": "Phone", "protocol": "tel:"}},
        {"uuid": "t-li", "properties": {"name": "LinkedIn"}},
        {"uuid": "t-wa", "properties": {"name": "WhatsApp"}},
        {"uuid": "t-odd", "properties": {"name": "Pigeon"}},
    ]
    data = [collection("contact", *contacts), *more]
    account = {"uuid": "a", "data": data, "instance": {"contact_field_types": types}}
    return json.dumps({"version": "1.0-preview.1", "account": account})


def contact(name: str, *data: object, **properties: object) -> dict[str, object]:
    uuid = properties.pop("uuid", "c-1")
    return {"uuid": uuid, "properties": {"first_name": name, **properties}, "data": list(data)}


def item(**properties: object) -> dict[str, object]:
    return {"created_at": "2026-01-05T10:00:00Z", "properties": properties}


def day(text: str, **more: object) -> dict[str, object]:
    return {"uuid": "d", "date": f"{text}T00:00:00.000000Z", **more}


def test_a_contact_of_monica_is_read_with_all_that_hangs_on_it() -> None:
    ann = contact(
        "Ann",
        collection(
            "contact_field",
            item(data="ann@example.org", type="t-mail"),
            item(data="+49 1", type="t-phone"),
            item(data="ann-berg", type="t-li"),
            item(data="https://github.com/ann", type="t-odd"),
            item(data="grey", type="t-odd"),
        ),
        collection("address", item(street="Weg 1", city="Ulm", postal_code="89073")),
        collection("call", item(called_at="2026-02-01T08:00:00Z", content="About #gave Köln")),
        collection("activity", "act-1", "act-2"),
        collection(
            "conversation",
            item(
                happened_at="2026-02-03",
                contact_field_type="t-wa",
                messages=[
                    item(content="Hi", written_by_me=True),
                    item(content="Hello", written_by_me=False),
                ],
            ),
        ),
        collection(
            "gift",
            item(name="Book", status="offered", date="2026-02-04"),
            item(name="Tea", comment="green", status="received"),
            item(name="Hat", status="idea", url="https://hat.example"),
        ),
        collection(
            "task",
            item(title="Send slides", description="the long ones", completed=False),
            item(title="Call", completed=True, completed_at="2026-02-06"),
        ),
        collection("debt", item(amount=10, currency="EUR", in_debt=True, status="inprogress")),
        collection("note", item(body="Likes\nrain")),
        collection("life_event", item(name="Moved", happened_at="2020-05-01")),
        collection(
            "reminder",
            item(title="Visa", initial_date="2026-05-01", frequency_type="year"),
            item(title="Birthday", delible=False),
        ),
        collection("pet", item(name="Rex")),
        collection("document", "doc-1"),
        last_name="Berg",
        nickname="Annie",
        company="Acme",
        job="CTO",
        description="Old friend",
        food_preferences="No nuts",
        stay_in_touch_frequency=30,
        is_active=False,
        tags=["Golf Friends"],
        birthdate=day("1985-04-12", is_year_unknown=True),
        first_met_date=day("2019-07-01"),
        first_met_through="c-2",
    )
    more = (
        collection(
            "activity",
            {"uuid": "act-1", "properties": {"summary": "Lunch", "happened_at": "2026-02-02"}},
        ),
        collection(
            "relationship",
            item(type="best_friend", contact_is="c-2", of_contact="c-1"),
        ),
    )

    found = drafts(MONICA, export(ann, contact("Bo", uuid="c-2"), more=more))

    assert found[0] == Draft(
        place=Place(source=NAME, line=1, record=1),
        name="Ann Berg",
        properties={
            "uid": ("c-1",),
            "aliases": ("Annie",),
            "company": ("Acme",),
            "role": ("CTO",),
            "birthday": ("--04-12",),
            "met": ("2019-07-01",),
            "introduced_by": ("Bo",),
            "cadence": ("30d",),
            "status": ("dormant",),
            "tags": ("Golf-Friends",),
            "email": ("ann@example.org",),
            "phone": ("+49 1",),
            "linkedin": ("ann-berg",),
            "github": ("https://github.com/ann",),
            "address": ("Weg 1, 89073, Ulm",),
            "city": ("Ulm",),
        },
        text="\n\n".join(ABOUT_ANN),
        entries=(
            DraftEntry(on=date(2026, 2, 1), text="About gave Köln", channel="phone"),
            DraftEntry(on=date(2026, 2, 2), text="Lunch"),
            DraftEntry(on=date(2026, 2, 3), text="I: Hi / they: Hello", channel="whatsapp"),
            DraftEntry(on=date(2026, 2, 4), text="#gave Book", channel="gift"),
            DraftEntry(on=date(2026, 1, 5), text="#got Tea, green", channel="gift"),
        ),
        promises=(DraftPromise(text="Send slides: the long ones"),),
        dropped=("documents",),
    )
    assert found[1].properties == {"uid": ("c-2",)}


@pytest.mark.parametrize(
    ("properties", "status", "text"),
    [
        ({"is_dead": True, "deceased_date": day("2024-01-02")}, "deceased", "Died: 2024-01-02"),
        ({"is_dead": 1}, "deceased", "Died: day unknown"),
        ({"is_active": True}, None, ""),
    ],
)
def test_who_has_died_is_no_longer_suggested(
    properties: dict[str, object], status: str | None, text: str
) -> None:
    (draft,) = drafts(MONICA, export(contact("Ann", **properties)))

    assert draft.properties.get("status") == ((status,) if status else None)
    assert draft.text == text


def test_an_age_is_a_year_of_birth() -> None:
    (draft,) = drafts(
        MONICA, export(contact("Ann", birthdate=day("1985-01-01", is_age_based=True)))
    )

    assert draft.properties["birthday"] == ("1985",)


def test_a_contact_that_belongs_to_another_is_a_mere_mention() -> None:
    (draft,) = drafts(MONICA, export(contact("Ann", is_partial=True)))

    assert not draft.may_be_new


def test_a_picture_is_taken_where_it_is_wanted() -> None:
    uri = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    photos = (collection("photo", {"uuid": "p-1", "properties": {"dataUrl": uri}}),)
    ann = contact("Ann", collection("photo", "p-1"), avatar={"avatar_photo": "p-1"})

    (with_it,) = drafts(MONICA, export(ann, more=photos), options=ImportOptions(photos=True))
    (without,) = drafts(MONICA, export(ann, more=photos))

    assert (with_it.photo, with_it.dropped) == (Photo(data=PNG, suffix=".png"), ())
    assert (without.photo, without.dropped) == (None, ("photos",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("[]", "there are no contacts of Monica in it"),
        ('{"account": {"data": {"type": "contact"}}}', "there are no contacts of Monica in it"),
    ],
    ids=["empty", "deep", "list", "mapping"],
)
def test_other_json_is_named_as_such(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read(MONICA, text)
