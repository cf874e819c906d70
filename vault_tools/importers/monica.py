"""Monica 4's export as JSON: people, and what its owner noted about them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vault_tools.drafts import Draft, Place, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers.decoding import decode
from vault_tools.importers.gathered import Gathered
from vault_tools.importers.monica_life import add_life
from vault_tools.importers.monica_records import Record, birthday_of, day_of, records
from vault_tools.importers.pictures import from_data_uri
from vault_tools.language import _, message
from vault_tools.plugins import ImportOptions, Source

_NETWORKS = {
    **{name: name for name in ("linkedin", "xing", "github", "mastodon", "instagram", "facebook")},
    "twitter": "x",
    "telegram": "telegram",
    "whatsapp": "whatsapp",
    "skype": "skype",
    "signal": "signal",
}
_NAME = ("first_name", "middle_name", "last_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What contacts refer to, by their ids."""

    names: Mapping[str, str]
    field_types: Mapping[str, Record]
    activities: Mapping[str, Record]
    photos: Mapping[str, Record]
    relations: Mapping[str, list[str]]
    """By a contact's id: ``Spouse: Ann``."""


class MonicaImporter:
    """Reads the JSON export of Monica 4."""

    name = "monica"
    summary: str = message("Monica 4: “Settings”, “Export data”, JSON")
    suffixes: tuple[str, ...] = (".json",)

    def read(self, source: Source, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
        """Yield a draft for each contact.

        Raises:
            FormatError: *source* is no JSON, or not the export of an account.
        """
        try:
            whole = json.loads(decode(source, encoding=options.encoding))
        except (ValueError, RecursionError) as error:
            raise FormatError(source.name, _("it is no JSON.")) from error
        account = Record(whole).part("account")
        contacts = records(account, "contact")
        if not contacts:
            reason = _(
                "there are no contacts of Monica in it; it reads the JSON export of version 4."
            )
            raise FormatError(source.name, reason)
        return _people(source, contacts, account=_account(account, contacts), options=options)


def _people(
    source: Source, contacts: list[Record], *, account: Account, options: ImportOptions
) -> Iterator[Draft | Refusal]:
    for number, contact in enumerate(contacts, start=1):
        place = Place(source=source.name, line=1, record=number)
        yield _person(contact, place=place, account=account, options=options)


def _account(account: Record, contacts: list[Record]) -> Account:
    names = {contact.text("uuid"): _name(contact) for contact in contacts}
    relations: dict[str, list[str]] = {}
    for relation in records(account, "relationship"):
        name = names.get(relation.text("contact_is"))
        if name:
            line = f"{relation.text('type').replace('_', ' ').capitalize()}: {name}"
            relations.setdefault(relation.text("of_contact"), []).append(line)
    instance = account.part("instance")
    return Account(
        names=names,
        field_types=_by_id(instance.parts("contact_field_types")),
        activities=_by_id(records(account, "activity")),
        photos=_by_id(records(account, "photo")),
        relations=relations,
    )


def _by_id(found: list[Record]) -> dict[str, Record]:
    return {record.text("uuid"): record for record in found}


def _name(contact: Record) -> str:
    parts = filter(None, map(contact.text, _NAME))
    return " ".join(parts) or contact.text("nickname")


def _person(
    contact: Record, *, place: Place, account: Account, options: ImportOptions
) -> Draft | Refusal:
    gathered = Gathered(place=place)
    _about(gathered, contact, account=account)
    for item in records(contact, "contact_field"):
        _way(gathered, item, kind=account.field_types.get(item.text("type")))
    for item in records(contact, "address"):
        parts = ("street", "postal_code", "city", "province", "country")
        gathered.add("address", ", ".join(filter(None, map(item.text, parts))))
        gathered.set("city", item.text("city"))
    for line in account.relations.get(contact.text("uuid"), ()):
        gathered.note(line)
    add_life(gathered, contact, activities=account.activities, field_types=account.field_types)
    _pictures(gathered, contact, account=account, options=options)
    # A partial contact is a name that belongs to another one, such as a child.
    return gathered.draft(_name(contact), may_be_new=not contact.flag("is_partial"))


def _about(gathered: Gathered, contact: Record, *, account: Account) -> None:
    gathered.set("uid", contact.text("uuid"))
    gathered.add("aliases", contact.text("nickname"))
    gathered.set("company", contact.text("company"))
    gathered.set("role", contact.text("job"))
    gathered.set("birthday", birthday_of(contact.part("birthdate")))
    met = contact.part("first_met_date")
    gathered.set("met", day_of(met.text("date")) if not met.flag("is_year_unknown") else None)
    gathered.set("met_at", contact.text("first_met_where"))
    gathered.set("introduced_by", account.names.get(contact.text("first_met_through")))
    frequency = contact.text("stay_in_touch_frequency")
    if frequency.isdecimal() and int(frequency[:5]):
        gathered.set("cadence", f"{int(frequency[:5])}d")
    if contact.flag("is_dead"):
        gathered.set("status", "deceased")
        gathered.note(
            f"Died: {day_of(contact.part('deceased_date').text('date')) or 'day unknown'}"
        )
    elif contact.flag("is_active", default=True) is False:
        gathered.set("status", "dormant")
    for tag in contact.texts("tags"):
        gathered.tag(tag, otherwise="tags")
    gathered.note(contact.text("description"))
    if contact.text("food_preferences"):
        gathered.note(f"Food: {contact.text('food_preferences')}")


def _way(gathered: Gathered, item: Record, *, kind: Record | None) -> None:
    """Take a way to reach them; its kind says which, where it is one of Monica's own."""
    value = item.text("data")
    name = kind.text("name") if kind else ""
    protocol = (kind.text("type") or kind.text("protocol")) if kind else ""
    if protocol in {"email", "mailto:"} or (not name and "@" in value):
        gathered.add("email", value)
    elif protocol in {"phone", "tel:"}:
        gathered.add("phone", value)
    elif not ("://" in value and gathered.page(value)):
        network = _NETWORKS.get(name.casefold())
        if network:
            gathered.add(network, value)
        elif value:
            gathered.note(f"{name or 'Contact'}: {value}")


def _pictures(
    gathered: Gathered, contact: Record, *, account: Account, options: ImportOptions
) -> None:
    chosen = contact.part("avatar").text("avatar_photo")
    photo = account.photos.get(chosen)
    found = from_data_uri(photo.text("dataUrl")) if photo and options.photos else None
    gathered.photo = found
    if (photo and found is None) or len(contact.references("photo")) > bool(chosen):
        gathered.drop(message("photos"))
    if contact.references("document"):
        gathered.drop(message("documents"))
