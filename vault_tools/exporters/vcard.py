"""vCards, 3.0 or 4.0, one for each person."""

from collections.abc import Sequence

from vault_tools.exporters.card import OLD, card
from vault_tools.exporters.lines import folded
from vault_tools.language import message
from vault_tools.merge.uids import uids
from vault_tools.model import Timeline
from vault_tools.parse import Grammar
from vault_tools.plugins import ExportOptions


class VCardExporter:
    """Writes address books that every phone and mail program reads."""

    name = "vcard"
    summary: str = message("vCards, in a file or, for a phone, a folder with one for each person")
    suffix = ".vcf"
    each = True

    def write(self, people: Sequence[Timeline], *, options: ExportOptions) -> bytes:
        """Return the cards of *people*."""
        meanings = Grammar.of(options.config).meanings
        known = options.uids or uids(person.note for person in people)
        return b"".join(
            folded(
                card(
                    person.note,
                    uid=known[person.note.path],
                    meanings=meanings,
                    version=options.version or OLD,
                    with_text=options.with_text,
                )
            )
            for person in people
        )
