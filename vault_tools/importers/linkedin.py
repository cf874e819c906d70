"""LinkedIn's data export: connections, messages and invitations, alone or in its archive."""

from collections.abc import Callable, Iterator, Sequence

from vault_tools.drafts import Draft, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers.archives import is_archive, members
from vault_tools.importers.days import american_day
from vault_tools.importers.gathered import Gathered
from vault_tools.importers.linkedin_talks import invitations, is_invitations, is_messages, messages
from vault_tools.importers.names import bare_name
from vault_tools.importers.tables import Row, Table, Wanted, read_table
from vault_tools.language import _, message
from vault_tools.plugins import ImportOptions, Source

_FIRST = ("first name", "vorname")
_LAST = ("last name", "nachname")
_CONNECTED = ("connected on", "verbunden am")
_EMAIL = ("email address", "e-mail address", "e-mail-adresse")
_COMPANY = ("company", "unternehmen", "firma")
_POSITION = ("position",)
_URL = ("url",)
_FILES = ("connections.csv", "messages.csv", "invitations.csv")


class LinkedInImporter:
    """Reads what LinkedIn gives to members who ask for their data."""

    name = "linkedin"
    summary: str = message(
        "LinkedIn's data export: Connections.csv, messages.csv, Invitations.csv, or its .zip"
    )
    suffixes: tuple[str, ...] = (".csv", ".zip")

    def read(self, source: Source, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
        """Yield a draft for each connection, and one for each person who was written with.

        Raises:
            FormatError: *source* is none of the three files, and holds none of them.
        """
        if not is_archive(source.data):
            return _people(source, options=options)
        files = members(source, wanted=_FILES)
        if not files:
            reason = _("there is none of {files} in the archive.", files=", ".join(_FILES))
            raise FormatError(source.name, reason)
        parts = [_people(file, options=options) for file in files]
        return (item for part in parts for item in part)


def _people(source: Source, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
    for wanted, reader in _LAYOUTS:
        table = read_table(source, options=options, wanted=wanted)
        if table:
            return reader(table)
    reason = _("no line in it is the header of LinkedIn's connections, messages or invitations.")
    raise FormatError(source.name, reason)


def _is_connections(keys: Sequence[str]) -> bool:
    return all(not set(words).isdisjoint(keys) for words in (_FIRST, _LAST, _CONNECTED))


def _connections(table: Table) -> Iterator[Draft | Refusal]:
    for row in table.rows:
        yield row if isinstance(row, Refusal) else _connection(row)


def _connection(row: Row) -> Draft | Refusal:
    gathered = Gathered(place=row.place)
    name = bare_name(" ".join(row.all(*_FIRST)[:1] + row.all(*_LAST)[:1]))
    if not name and not row.all(*_URL):
        reason = _("LinkedIn gives only the day: the member has left, or hides the rest.")
        return Refusal(place=row.place, reason=reason)
    gathered.add("company", *row.all(*_COMPANY)[:1])
    gathered.add("role", *row.all(*_POSITION)[:1])
    gathered.add("email", *row.all(*_EMAIL))
    for url in row.all(*_URL):
        if not gathered.page(url):
            gathered.drop("URL")
    for text in row.all(*_CONNECTED):
        day = american_day(text)
        if day:
            gathered.set("linkedin_connected", day.isoformat())
        else:
            gathered.drop("Connected On")
    return gathered.draft(name)


_LAYOUTS: tuple[tuple[Wanted, Callable[[Table], Iterator[Draft | Refusal]]], ...] = (
    (_is_connections, _connections),
    (is_messages, messages),
    (is_invitations, invitations),
)
