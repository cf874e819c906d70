"""Outlook's contacts as CSV, with English or German headers."""

import re
from collections.abc import Iterator, Mapping, Sequence

from vault_tools.drafts import Draft, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers import kept
from vault_tools.importers.days import birthday
from vault_tools.importers.gathered import Gathered
from vault_tools.importers.tables import Row, Table, read_table
from vault_tools.language import _, message
from vault_tools.plugins import ImportOptions, Source

_FIRST, _MIDDLE, _LAST = (
    ("first name", "vorname"),
    ("middle name", "weitere vornamen"),
    ("last name", "nachname"),
)
_TITLE, _SUFFIX = ("title", "anrede", "titel"), ("suffix", "namenssuffix")
_COMPANY, _DEPARTMENT = ("company", "firma"), ("department", "abteilung")
_ROLE = ("job title", "position")
_NICKNAME = ("nickname", "spitzname")
_EMAIL = (
    *("e-mail address", "e-mail 2 address", "e-mail 3 address", "e-mail-adresse"),
    *("e-mail 2: adresse", "e-mail 3: adresse", "e-mail-adresse 2", "e-mail-adresse 3"),
)
_PHONES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("primary phone", "haupttelefon"), ()),
    **dict.fromkeys(
        ("mobile phone", "mobile phone 2", "mobiltelefon", "mobiltelefon 2"), ("CELL",)
    ),
    **dict.fromkeys(("business phone", "business phone 2", "company main phone"), ("WORK",)),
    **dict.fromkeys(("telefon geschäftlich", "telefon geschäftlich 2", "telefon firma"), ("WORK",)),
    **dict.fromkeys(("home phone", "home phone 2"), ("HOME",)),
    **dict.fromkeys(("telefon privat", "telefon privat 2"), ("HOME",)),
    **dict.fromkeys(("car phone", "autotelefon"), ("CAR",)),
    **dict.fromkeys(("other phone", "weiteres telefon", "callback", "rückmeldung"), ()),
    **dict.fromkeys(("business fax", "fax geschäftlich"), ("WORK", "FAX")),
    **dict.fromkeys(("home fax", "fax privat"), ("HOME", "FAX")),
    **dict.fromkeys(("other fax", "weiteres fax"), ("FAX",)),
    **dict.fromkeys(("pager",), ("PAGER",)),
}
_PLACES = tuple(
    (
        types,
        (
            (f"{english} address po box", f"postfach {german}"),
            (f"{english} street 2", f"{english} street 3"),
            (
                f"{english} street",
                f"strasse {german}",
                f"strasse {german} 2",
                f"strasse {german} 3",
            ),
            (f"{english} city", f"ort {german}"),
            (f"{english} state", f"region {german}", f"bundesland/kanton {german}"),
            (f"{english} postal code", f"postleitzahl {german}"),
            (f"{english} country/region", f"{english} country", f"land/region {german}"),
        ),
    )
    for types, english, german in (
        (("WORK",), "business", "geschäftlich"),
        (("HOME",), "home", "privat"),
    )
)
_ELSEWHERE = (
    (),
    (
        ("other address po box", "weiteres postfach"),
        ("other street 2", "other street 3"),
        ("other street", "weitere strasse", "weitere strasse 2", "weitere strasse 3"),
        ("other city", "weiterer ort"),
        ("other state", "weiteres/e bundesland/kanton", "weitere region"),
        ("other postal code", "weitere postleitzahl"),
        ("other country/region", "other country", "weiteres/e land/region"),
    ),
)
_ADDRESSES: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]
_ADDRESSES = (*_PLACES, _ELSEWHERE)
"""Types, and the header keys of each part in vCard's order; ``ß`` is ``ss`` in a key."""
_LOCALITY = 3
_BIRTHDAY, _NOTES = ("birthday", "geburtstag"), ("notes", "notizen")
_CATEGORIES, _WEB = ("categories", "kategorien"), ("web page", "webseite", "personal web page")
_REFERRED = ("referred by", "empfohlen von")
_NOISE = frozenset(
    (
        *("e-mail type", "e-mail 2 type", "e-mail 3 type", "e-mail-typ", "e-mail 2: typ"),
        *("e-mail 3: typ", "e-mail display name", "e-mail 2 display name", "initials"),
        *("e-mail 3 display name", "e-mail: angezeigter name", "e-mail 2: angezeigter name"),
        *("e-mail 3: angezeigter name", "initialen", "gender", "geschlecht", "priority"),
        *("priorität", "sensitivity", "vertraulichkeit", "private", "privat", "language"),
        *("sprache", "directory server", "verzeichnisserver", "given yomi", "surname yomi"),
        *("company yomi", "internet free busy", "internet-frei/gebucht", "mileage"),
    )
)
_NO_DAY = re.compile(r"0{1,4}([./-])0{1,2}\1?0{0,4}|00?\.00?\.0{2,4}")
_READ = frozenset(
    (
        *_FIRST,
        *_MIDDLE,
        *_LAST,
        *_TITLE,
        *_SUFFIX,
        *_COMPANY,
        *_DEPARTMENT,
        *_ROLE,
        *_NICKNAME,
        *_EMAIL,
        *_PHONES,
        *(header for _, parts in _ADDRESSES for headers in parts for header in headers),
        *_BIRTHDAY,
        *_NOTES,
        *_CATEGORIES,
        *_WEB,
        *_REFERRED,
        *_NOISE,
    )
)
_MARKS = (
    {"e-mail address", "business phone", "company", "home phone", "mobile phone"},
    {"e-mail-adresse", "telefon geschäftlich", "firma", "telefon privat", "mobiltelefon"},
)


class OutlookImporter:
    """Reads the CSV that Outlook and Outlook.com export."""

    name = "outlook"
    summary: str = message("Outlook's contacts as CSV, English or German")
    suffixes: tuple[str, ...] = (".csv",)

    def read(self, source: Source, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
        """Yield a draft for each contact.

        Raises:
            FormatError: *source* has no header of Outlook.
        """
        table = read_table(source, options=options, wanted=_is_outlook)
        if table is None:
            reason = _("no line in it is a header of Outlook, with First Name and E-mail Address.")
            raise FormatError(source.name, reason)
        return _people(table)


def _is_outlook(keys: Sequence[str]) -> bool:
    return any(
        {_FIRST[index], _LAST[index]}.issubset(keys) and not marks.isdisjoint(keys)
        for index, marks in enumerate(_MARKS)
    )


def _people(table: Table) -> Iterator[Draft | Refusal]:
    others = [
        (key, header)
        for key, header in zip(table.keys, table.headers, strict=True)
        if key and key not in _READ
    ]
    for row in table.rows:
        yield row if isinstance(row, Refusal) else _person(row, others=others)


def _person(row: Row, *, others: Sequence[tuple[str, str]]) -> Draft | Refusal:
    gathered = Gathered(place=row.place)
    _work(gathered, row)
    _ways(gathered, row)
    _addresses(gathered, row)
    _birthday(gathered, row)
    gathered.add("aliases", *row.all(*_NICKNAME))
    gathered.add("introduced_by", *row.all(*_REFERRED))
    for groups in row.all(*_CATEGORIES):
        for group in groups.split(";"):
            gathered.tag(group, otherwise="Categories")
    for text in row.all(*_NOTES):
        gathered.note(text)
    for key, header in others:
        if row[key] and not _NO_DAY.fullmatch(row[key]):
            gathered.note(f"{header}: {row[key]}")
    return gathered.draft(_name(gathered, row))


def _name(gathered: Gathered, row: Row) -> str:
    parts = [_one(row, headers) for headers in (_LAST, _FIRST, _MIDDLE, _TITLE, _SUFFIX)]
    if any(parts[2:]):
        gathered.keep(f"N:{';'.join(map(kept.escaped, parts))}", name="Name")
    last, first, middle, _, suffix = parts
    others = (gathered.first(name) for name in ("aliases", "company", "email"))
    return " ".join(filter(None, (first, middle, last, suffix))) or next(filter(None, others), "")


def _work(gathered: Gathered, row: Row) -> None:
    company, department = _one(row, _COMPANY), _one(row, _DEPARTMENT)
    gathered.set("company", company)
    gathered.set("role", _one(row, _ROLE))
    if department:
        gathered.keep(f"ORG:{';'.join(map(kept.escaped, (company, department)))}", name="Company")


def _ways(gathered: Gathered, row: Row) -> None:
    """Take numbers, e-mail addresses and pages."""
    for email in row.all(*_EMAIL):
        # Inside Exchange an address may be a path such as /o=Example/cn=ann.
        if "@" in email:
            gathered.add("email", email)
        else:
            gathered.drop("E-mail Address")
    for header, types in _PHONES.items():
        for number in row.all(header):
            gathered.add("phone", number)
            if types:
                gathered.keep(kept.line("TEL", number, types=types), name=header)
    for page in row.all(*_WEB):
        if not gathered.page(page):
            gathered.note(f"Web: {page}")


def _addresses(gathered: Gathered, row: Row) -> None:
    for types, headers in _ADDRESSES:
        parts = [", ".join(row.all(*part)) for part in headers]
        if any(parts):
            gathered.add("address", kept.address(parts))
            gathered.set("city", parts[_LOCALITY])
            gathered.keep(kept.address_line(parts, types=types), name="Address")


def _birthday(gathered: Gathered, row: Row) -> None:
    """Take the birthday; 0/0/00 is how Outlook writes none."""
    for text in row.all(*_BIRTHDAY):
        found = birthday(text)
        gathered.set("birthday", found)
        if found is None and not _NO_DAY.fullmatch(text):
            gathered.drop("Birthday")


def _one(row: Row, headers: Sequence[str]) -> str:
    return next(iter(row.all(*headers)), "")
