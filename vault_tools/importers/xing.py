"""Xing: the single vCards it gives, and tables that people made of its pages."""

from collections.abc import Iterator

from vault_tools.drafts import Draft, Refusal
from vault_tools.importers.columns import people
from vault_tools.importers.vcard import VCardImporter
from vault_tools.importers.vcard.cards import holds_cards
from vault_tools.language import message
from vault_tools.plugins import ImportOptions, Source

_COLUMNS = {
    "Profil": "xing",
    "Profil-URL": "xing",
    "XING-Profil": "xing",
    "Profile URL": "xing",
    "Geschäftliche E-Mail": "email",
    "Private E-Mail": "email",
    "Telefon geschäftlich": "phone",
    "Telefon privat": "phone",
    "Mobil geschäftlich": "phone",
    "Mobil privat": "phone",
    "Jobtitel": "role",
    "Unternehmen": "company",
}
_HEAD = 65_536


class XingImporter:
    """Reads what can be had of Xing's contacts."""

    name = "xing"
    summary: str = message("Xing: the vCard of a contact, or a table with columns of your own")
    suffixes: tuple[str, ...] = (".vcf", ".csv")

    def read(self, source: Source, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
        """Yield a draft for each card or row.

        Raises:
            FormatError: *source* is neither a vCard nor a table whose columns are known.
        """
        if holds_cards(source.data[:_HEAD].replace(b"\0", b"")):
            return VCardImporter().read(source, options=options)
        return people(source, options=options, more=_COLUMNS)
