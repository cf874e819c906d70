"""vCards: versions 2.1, 3.0 and 4.0, as many in a file as there are."""

from collections.abc import Iterator

from vault_tools.drafts import Draft, Place, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers.decoding import decode_as, marked_encoding, no_encoding, unknown_encoding
from vault_tools.importers.vcard.cards import Card, cards, holds_cards
from vault_tools.importers.vcard.lines import undecodable
from vault_tools.importers.vcard.person import person
from vault_tools.language import _, message
from vault_tools.plugins import ImportOptions, Source

_ASCII = "BEGIN:VCARD"
_MOST_CARDS = 100_000


class VCardImporter:
    """Reads address books in vCard's format."""

    name = "vcard"
    summary: str = message("address books as vCards: .vcf files of phones, mail programs and Xing")
    suffixes: tuple[str, ...] = (".vcf", ".vcard")

    def read(self, source: Source, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
        """Yield a draft for each card, and a refusal for each that describes no person.

        Raises:
            FormatError: There is no card, or bytes in an encoding that nothing tells.
        """
        data = _transcoded(source, encoding=options.encoding)
        _check(source, data, encoding=options.encoding)
        return _people(source, data, options=options)


def _people(source: Source, data: bytes, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
    for record, card in enumerate(cards(data), start=1):
        place = Place(source=source.name, line=card.line, record=record)
        if record > _MOST_CARDS:
            reason = _("There are too many cards; the rest was not read.")
            yield Refusal(place=place, reason=reason)
            return
        yield _draft(card, place=place, options=options)


def _draft(card: Card, *, place: Place, options: ImportOptions) -> Draft | Refusal:
    if card.flaw:
        return Refusal(place=place, reason=card.flaw)
    return person(card, place=place, options=options)


def _transcoded(source: Source, *, encoding: str | None) -> bytes:
    """Return the bytes of *source* such that ASCII in them is ASCII."""
    marked = marked_encoding(source.data)
    if encoding and not marked and not _holds_ascii(source, encoding=encoding):
        marked = encoding
    if marked is None:
        return source.data
    return decode_as(source, encoding=marked).encode(errors="replace")


def _holds_ascii(source: Source, *, encoding: str) -> bool:
    """Return whether ASCII is the same in *encoding*; FormatError if there is no such one."""
    try:
        return _ASCII.encode(encoding) == _ASCII.encode()
    except LookupError as error:
        raise no_encoding(source, encoding) from error
    except ValueError:
        return False


def _check(source: Source, data: bytes, *, encoding: str | None) -> None:
    """Raise FormatError where there is no card in *data*, or one that needs help to be read."""
    if not holds_cards(data):
        reason = _("there is no vCard in it: no line says BEGIN:VCARD.")
        raise FormatError(source.name, reason)
    if encoding or _is_utf_8(data):
        return
    for card in cards(data):
        odd = undecodable(card.lines)
        if odd is not None:
            raise unknown_encoding(source, odd)


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
