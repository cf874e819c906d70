"""Google Contacts as CSV, in its old and its new layout."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vault_tools.drafts import Draft, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers import kept
from vault_tools.importers.days import birthday
from vault_tools.importers.gathered import Gathered
from vault_tools.importers.tables import Row, Table, read_table
from vault_tools.language import _, message
from vault_tools.plugins import ImportOptions, Source

_SEPARATOR = ":::"
_NUMBERED = re.compile(r"([^\W\d_][\w -]*?) ([0-9]+) - (.+)")
_NAME_PARTS = (
    ("last name", "family name"),
    ("first name", "given name"),
    ("middle name", "additional name"),
    ("name prefix",),
    ("name suffix",),
)
"""In the order of a vCard."""
_ADDRESS = ("po box", "extended address", "street", "city", "region", "postal code", "country")
"""In the order of a vCard."""
_LABELS = ("label", "type")
_NEVER_KEPT = frozenset({"photo", "directory server", "initials", "short name", "file as"})
_READ = frozenset(
    {
        *(header for part in _NAME_PARTS for header in part),
        *("name", "nickname", "maiden name", "organization name", "organization title"),
        *("organization department", "birthday", "notes", "labels", "group membership"),
        *("occupation", "location"),
    }
)
_INTRODUCED = frozenset({"referred by", "introduced by", "empfohlen von"})
_MARK = "* "


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What stands under ``Phone 1 - …``."""

    kind: str
    """In small letters: ``phone``."""
    label: str
    primary: bool
    values: tuple[str, ...]
    fields: Mapping[str, str]
    """All of it, by what follows the dash."""


class GoogleImporter:
    """Reads Google Contacts' own CSV."""

    name = "google"
    summary: str = message("Google Contacts: “Export”, then “Google CSV”")
    suffixes: tuple[str, ...] = (".csv",)

    def read(self, source: Source, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
        """Yield a draft for each contact.

        Raises:
            FormatError: *source* has no header of Google Contacts.
        """
        table = read_table(source, options=options, wanted=_is_google)
        if table is None:
            reason = _("no line in it is a header of Google Contacts, such as “E-mail 1 - Value”.")
            raise FormatError(source.name, reason)
        return _people(table)


def _is_google(keys: Sequence[str]) -> bool:
    return any(_NUMBERED.fullmatch(key) for key in keys) or (
        {"first name", "last name", "labels"}.issubset(keys)
        or {"given name", "family name", "group membership"}.issubset(keys)
    )


def _people(table: Table) -> Iterator[Draft | Refusal]:
    numbered = _numbered(table.keys)
    plain = [
        (key, header)
        for key, header in dict(zip(table.keys, table.headers, strict=True)).items()
        if key and not _NUMBERED.fullmatch(key) and key not in _READ and key not in _NEVER_KEPT
    ]
    for row in table.rows:
        yield row if isinstance(row, Refusal) else _person(row, numbered=numbered, plain=plain)


def _numbered(keys: Sequence[str]) -> dict[tuple[str, int], dict[str, str]]:
    """Return the headers of each numbered group by what follows the dash, kind by kind."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    for key in keys:
        match = _NUMBERED.fullmatch(key)
        if match:
            found.setdefault((match[1], int(match[2][:4])), {})[match[3]] = key
    places: dict[str, int] = {}
    for kind, _number in found:
        places.setdefault(kind, len(places))
    return dict(sorted(found.items(), key=lambda item: (places[item[0][0]], item[0][1])))


def _person(
    row: Row,
    *,
    numbered: Mapping[tuple[str, int], Mapping[str, str]],
    plain: Sequence[tuple[str, str]],
) -> Draft | Refusal:
    gathered = Gathered(place=row.place)
    _plain(gathered, row)
    for item in _items(row, numbered=numbered):
        _READERS.get(item.kind, _other)(gathered, item)
    for key, header in plain:
        if row[key]:
            gathered.note(f"{header}: {row[key]}")
    if row["photo"]:
        gathered.drop("Photo")
    return gathered.draft(_name(gathered, row))


def _name(gathered: Gathered, row: Row) -> str:
    parts = [next(iter(row.all(*headers)), "") for headers in _NAME_PARTS]
    if any(parts[2:]):
        gathered.keep(f"N:{';'.join(map(kept.escaped, parts))}", name="Name")
    last, first, middle, _, suffix = parts
    whole = " ".join(filter(None, (first, middle, last, suffix)))
    others = (gathered.first(name) for name in ("aliases", "company", "email"))
    return next(filter(None, (row["name"], whole, row["file as"], *others)), "")


def _plain(gathered: Gathered, row: Row) -> None:
    gathered.add("aliases", *_values(row["nickname"]), row["maiden name"])
    gathered.set("company", row["organization name"])
    gathered.set("role", row["organization title"] or row["occupation"])
    gathered.set("city", row["location"])
    if row["organization department"]:
        parts = (row["organization name"], row["organization department"])
        gathered.keep(f"ORG:{';'.join(map(kept.escaped, parts))}", name="Organization Department")
    if row["birthday"]:
        found = birthday(row["birthday"].strip())
        gathered.set("birthday", found)
        if found is None:
            gathered.drop("Birthday")
    for group in _values(row["labels"]) + _values(row["group membership"]):
        gathered.tag(group, otherwise="Labels")
    gathered.note(row["notes"])


def _items(row: Row, *, numbered: Mapping[tuple[str, int], Mapping[str, str]]) -> list[Item]:
    """Return what the row has in numbered columns, the primary ones first."""
    found = []
    for (kind, _number), headers in numbered.items():
        fields = {part: row[header] for part, header in headers.items()}
        label = next(filter(None, (fields.get(part, "") for part in _LABELS)), "")
        item = Item(
            kind=kind,
            label=label.removeprefix(_MARK),
            primary=label.startswith(_MARK),
            values=tuple(_values(fields.get("value", ""))),
            fields=fields,
        )
        if any(value for part, value in fields.items() if part not in _LABELS):
            found.append(item)
    return sorted(found, key=lambda item: not item.primary)


def _email(gathered: Gathered, item: Item) -> None:
    _add_typed(gathered, item, name="email")


def _phone(gathered: Gathered, item: Item) -> None:
    _add_typed(gathered, item, name="phone")


def _add_typed(gathered: Gathered, item: Item, *, name: str) -> None:
    gathered.add(name, *item.values)
    types = kept.types(item.label)
    for value in item.values:
        if types:
            gathered.keep(kept.line(_VCARD[name], value, types=types), name=name)


def _address(gathered: Gathered, item: Item) -> None:
    parts = [item.fields.get(part, "") for part in _ADDRESS]
    written = item.fields.get("formatted", "").replace("\n", ", ")
    gathered.add("address", kept.address(parts) or written)
    gathered.set("city", item.fields.get("city"))
    if any(parts):
        gathered.keep(kept.address_line(parts, types=kept.types(item.label)), name="Address")


def _organisation(gathered: Gathered, item: Item) -> None:
    company, role = item.fields.get("name", ""), item.fields.get("title", "")
    rest = [item.fields.get(part, "") for part in ("department", "job description", "symbol")]
    if "company" in gathered.properties:
        gathered.note(f"{', '.join(filter(None, (role, company, *rest)))}")
        return
    gathered.set("company", company)
    gathered.set("role", role)
    if rest[0]:
        gathered.keep(f"ORG:{';'.join(map(kept.escaped, (company, rest[0])))}", name="Department")
    gathered.note(", ".join(filter(None, rest[1:])))


def _website(gathered: Gathered, item: Item) -> None:
    for value in item.values:
        if not gathered.page(value):
            gathered.note(f"{item.label or 'Website'}: {value}")


def _relation(gathered: Gathered, item: Item) -> None:
    if item.label.casefold() in _INTRODUCED:
        gathered.add("introduced_by", *item.values)
    else:
        _other(gathered, item)


def _other(gathered: Gathered, item: Item) -> None:
    """Keep what there is no property for as a line of text."""
    values = ", ".join(item.values) or ", ".join(filter(None, item.fields.values()))
    gathered.note(f"{item.label or item.kind.capitalize()}: {values}")


def _values(cell: str) -> list[str]:
    return list(filter(None, map(str.strip, cell.split(_SEPARATOR))))


_VCARD = {"email": "EMAIL", "phone": "TEL"}
_READERS: Mapping[str, Callable[[Gathered, Item], None]] = {
    "e-mail": _email,
    "phone": _phone,
    "address": _address,
    "organization": _organisation,
    "website": _website,
    "relation": _relation,
}
