"""CSV: one row for each person, safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from vault_tools.exporters.lines import plain
from vault_tools.followups import last_contact
from vault_tools.language import message
from vault_tools.merge.uids import uids
from vault_tools.model import Contact, Timeline
from vault_tools.parse import Grammar
from vault_tools.parse.values import Values
from vault_tools.plugins import ExportOptions

COLUMNS = (
    *("name", "aliases", "tags", "company", "role", "email", "phone", "address", "city"),
    *("timezone", "birthday", "website", "linkedin", "xing", "github", "gitlab", "mastodon"),
    *("bluesky", "x", "instagram", "facebook", "channel", "tier", "cadence", "status", "met"),
    *("met_at", "introduced_by", "last_contact", "follow_up", "goals", "uid"),
)
"""All of them in every table; the canonical names of properties."""
_BETWEEN = " ::: "
"""Between the items of a list, as Google does it: no address or number has that in it."""
_FORMULA = re.compile("'*[=+\\-@\t\r\n]")
_NUMBER = re.compile(r"\+[0-9][0-9 ()./-]*")
_NUMBERS = re.compile(r"\+[0-9][0-9 ()]*(?: ::: \+?[0-9 ()./-]+)*")
_ARITHMETIC = re.compile(r"[./-]+")


class CsvExporter:
    """Writes a table that spreadsheets and other address books read."""

    name = "csv"
    summary: str = message("a table, one row for each person")
    suffix = ".csv"
    each = False

    def write(self, people: Sequence[Timeline], *, options: ExportOptions) -> bytes:
        """Return the table as RFC 4180 has it, in UTF-8, every field quoted.

        Quoted so that a field stays one even where a program splits at semicolons.
        """
        meanings = Grammar.of(options.config).meanings
        known = options.uids or uids(person.note for person in people)
        stream = io.StringIO()
        table = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        table.writerow(COLUMNS)
        for person in people:
            fields = _fields(person, meanings=meanings, today=options.today)
            fields["uid"] = [known[person.note.path]]
            table.writerow([_cell(fields[column], column=column) for column in COLUMNS])
        return stream.getvalue().encode()


def _fields(
    person: Timeline, *, meanings: Mapping[str, str], today: date
) -> dict[str, Iterable[str]]:
    """Return the texts of each column."""
    values = Values.of(person.note, meanings=meanings)
    contact = person.note.contact or Contact(name=person.note.title)
    found: dict[str, Iterable[str]] = {column: values.shown(column) for column in COLUMNS}
    return found | {
        "name": [contact.name],
        "tags": contact.tags,
        "company": [contact.company or ""],
        "role": [contact.role or ""],
        "email": contact.email,
        "birthday": [contact.birthday.text if contact.birthday else ""],
        "status": [contact.status.value],
        **{name: [_day(getattr(contact, name))] for name in ("met", "follow_up")},
        "last_contact": [_day(last_contact(person.standing, today=today))],
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _cell(texts: Iterable[str], *, column: str) -> str:
    if column != "phone":
        return harmless(plain(_BETWEEN.join(text for text in texts if text)))
    text = plain(_BETWEEN.join(_number(text) for text in texts))
    return text if _NUMBERS.fullmatch(text) else harmless(text)


def _number(text: str) -> str:
    """Return a number such that no spreadsheet calculates it: ``+49-30-1`` is 18 to them."""
    return _ARITHMETIC.sub(" ", text) if _NUMBER.fullmatch(text) else text


def harmless(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula: behind an apostrophe.

    What begins with apostrophes and then a formula gets one more, so that taking one away always
    gives the text back. Numbers such as ``+49 30 1`` need none: there is nothing in them that could
    be run, and every other reader wants them as they are.
    """
    return f"'{text}" if _FORMULA.match(text) else text
