"""Any table: its headers are names of properties, or the user says what they are."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vault_tools.drafts import Draft, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers.days import birthday, day
from vault_tools.importers.gathered import Gathered
from vault_tools.importers.tables import Row, Table, first_table, header_key
from vault_tools.language import _, message
from vault_tools.names import property_key
from vault_tools.parse.synonyms import meaning_table
from vault_tools.plugins import ImportOptions, Source
from vault_tools.profiles import NETWORKS

FIRST, LAST, NOTES = "first_name", "last_name", "notes"
_OURS: Mapping[str, tuple[str, ...]] = {
    FIRST: ("given_name", "vorname"),
    LAST: ("family_name", "surname", "nachname", "familienname"),
    NOTES: ("note", "comment", "comments", "notizen", "notiz", "bemerkung", "bemerkungen"),
    "address": ("adresse", "anschrift"),
    "website": ("url", "web", "homepage", "webseite"),
    "email": ("email_address", "e-mail-adresse", "emailadresse", "mailadresse"),
    "phone": ("phone_number", "mobile_phone", "mobil", "handy", "telefonnummer", "mobiltelefon"),
    "company": ("unternehmen", "organisation_name", "company_name"),
    "role": ("beruf", "funktion"),
    "city": ("stadt", "ort"),
    "tags": ("schlagworte", "kategorien", "labels", "groups", "gruppen"),
    **dict.fromkeys((*NETWORKS, "linkedin_connected", "uid", "vcard"), ()),
}
_NO_CONTACTS = frozenset({"type", "date", "attendees", "end", "place", "deadline", "n.gn", "n.fn"})
_DAYS = frozenset({"met", "last_contact", "follow_up", "snooze_until", "linkedin_connected"})
_PAGES = frozenset({"website", "linkedin", "xing", "github"})
_LISTS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(("email", "tags"), re.compile(r"[;,\n]|:::")),
    **dict.fromkeys(("phone", "aliases", "goals", "introduced_by"), re.compile(r"[;\n]|:::")),
    **dict.fromkeys(("website", "avoid"), re.compile(r"[;,\n]|:::|\s(?=https?://)")),
    "vcard": re.compile(r"\n"),
}
_GUARDED = re.compile(r"'+(?=[=+\-@\t\r])")


class _Column(NamedTuple):
    """A column, and what it is."""

    header: str
    meaning: str
    """A property, one of the three words above, or nothing."""


class ColumnsImporter:
    """Reads any table of people."""

    name = "csv"
    summary: str = message("any CSV with a header: its columns are properties, or are said to be")
    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def read(self, source: Source, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
        """Yield a draft for each row.

        Raises:
            FormatError: There is no table, or a column that nobody says the meaning of.
        """
        return people(source, options=options)


def people(
    source: Source, *, options: ImportOptions, more: Mapping[str, str] | None = None
) -> Iterator[Draft | Refusal]:
    """Yield a draft for each row of *source*; *more* are headers with their property.

    Raises:
        FormatError: There is no table, or a column that nobody says the meaning of.
    """
    table = first_table(source, options=options)
    missing = [name for name in options.columns if header_key(name) not in table.keys]
    if missing:
        listed = ", ".join(map(_shown, table.headers))
        reason = _(
            "it has no column {column}; there are {columns}.",
            column=_shown(missing[0]),
            columns=listed,
        )
        raise FormatError(source.name, reason)
    columns = _columns(table, said={**(more or {}), **options.columns})
    unknown = [
        header
        for key, header in zip(table.keys, table.headers, strict=True)
        if key and key not in columns
    ]
    named = {"name", FIRST, LAST}.intersection(column.meaning for column in columns.values())
    if not named or (unknown and not options.columns):
        raise FormatError(source.name, _how_to_map(table, unknown=unknown))
    return _people(table, columns=columns, unknown=unknown)


def _columns(table: Table, *, said: Mapping[str, str]) -> dict[str, _Column]:
    """Return what each column is, by its key, where that is known."""
    known = {key: name for key, name in meaning_table({}).items() if name not in _NO_CONTACTS}
    for name, synonyms in _OURS.items():
        known |= {property_key(word): name for word in (name, *synonyms)}
    told = {header_key(header): meaning.strip() for header, meaning in said.items()}
    found = {}
    for key, header in zip(table.keys, table.headers, strict=True):
        meaning = told.get(key, known.get(property_key(key)))
        if key and meaning is not None:
            found[key] = _Column(header, known.get(property_key(meaning), meaning))
    return found


def _how_to_map(table: Table, *, unknown: list[str]) -> str:
    """Return what is missing, and how it is said."""
    if not unknown:
        return _(
            "none of its columns is a name ({columns}); say which one is, as in --map {example}.",
            columns=", ".join(table.headers),
            example=_shown(f"{table.headers[0]}=name"),
        )
    listed = ", ".join(map(_shown, unknown))
    return _(
        "it has columns that mean nothing here: {columns}. Say what one is, as in --map {example};"
        " those that you name nowhere are then left out.",
        columns=listed,
        example=_shown(f"{unknown[0]}=company"),
    )


def _shown(header: str) -> str:
    return f"'{header[:60]}'"


def _people(
    table: Table, *, columns: Mapping[str, _Column], unknown: list[str]
) -> Iterator[Draft | Refusal]:
    for row in table.rows:
        yield row if isinstance(row, Refusal) else _person(row, columns=columns, unknown=unknown)


def _person(row: Row, *, columns: Mapping[str, _Column], unknown: list[str]) -> Draft | Refusal:
    gathered = Gathered(place=row.place)
    names: dict[str, str] = {}
    for key, column in columns.items():
        for text in map(_unguarded, row.all(key)):
            if column.meaning in {"name", FIRST, LAST}:
                names.setdefault(column.meaning, text)
            else:
                _take(gathered, text, column=column)
    for header in unknown:
        if row[header_key(header)]:
            gathered.drop(header)
    whole = " ".join(filter(None, (names.get(FIRST), names.get(LAST))))
    return gathered.draft(names.get("name") or whole)


def _take(gathered: Gathered, text: str, *, column: _Column) -> None:
    meaning = column.meaning
    if meaning == NOTES:
        gathered.note(text)
    elif meaning == "birthday" or meaning in _DAYS:
        found = birthday(text) if meaning == "birthday" else _day(text)
        gathered.set(meaning, found)
        if found is None:
            gathered.drop(column.header)
    elif meaning:
        pattern = _LISTS.get(meaning)
        for value in pattern.split(text) if pattern else [text]:
            _add(gathered, value, meaning=meaning)


def _add(gathered: Gathered, value: str, *, meaning: str) -> None:
    if meaning == "tags":
        gathered.tag(value, otherwise=meaning)
    elif meaning == "vcard":
        gathered.keep(value, name=meaning)
    elif meaning not in _PAGES or not gathered.page(value):
        gathered.add(meaning, value)


def _day(text: str) -> str | None:
    found = day(text)
    return found.isoformat() if found else None


def _unguarded(text: str) -> str:
    """Return *text* without the mark that keeps a spreadsheet from running it as a formula."""
    return text[1:] if _GUARDED.match(text) else text
