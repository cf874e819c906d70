"""E-mail addresses, for mail programs: lines for mutt and aerc, and abook's address book."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vault_tools.language import message
from vault_tools.model import Contact, Note, Timeline
from vault_tools.plugins import ExportOptions
from vault_tools.render.escape import one_line

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")


class Address(NamedTuple):
    """One e-mail address of a contact."""

    email: str
    name: str
    info: str
    """Where they work, else what they do; perhaps nothing."""
    path: str


def addresses(notes: Iterable[Note]) -> list[Address]:
    """Return the addresses of the contacts; what can't be one is left out."""
    return [address for note in notes for address in _of(note)]


def address_lines(found: Iterable[Address]) -> Iterator[str]:
    """Yield each address as mutt's ``query_command`` and aerc want it, with tabs between."""
    for address in found:
        yield f"{address.email}\t{address.name}\t{address.info}"


class AddressesExporter:
    """Writes lines of address, name and where they work, with tabs between."""

    name = "addresses"
    summary: str = message("e-mail addresses as mutt and aerc read them")
    suffix = ".txt"
    each = False

    def write(self, people: Sequence[Timeline], *, options: ExportOptions) -> bytes:  # noqa: ARG002 - the protocol's signature
        """Return a line for each address."""
        found = addresses(person.note for person in people)
        return "".join(f"{line}\n" for line in address_lines(found)).encode()


class AbookExporter:
    """Writes the address book of abook, which many mail programs read."""

    name = "abook"
    summary: str = message("an address book for abook")
    suffix = ".abook"
    each = False

    def write(self, people: Sequence[Timeline], *, options: ExportOptions) -> bytes:  # noqa: ARG002 - the protocol's signature
        """Return an entry for each person with an address."""
        entries = [entry for entry in (_entry(person.note) for person in people) if entry]
        rows = ["[format]", "program=abook", "version=0.6.1", ""]
        for number, entry in enumerate(entries):
            rows += [f"[{number}]", *(f"{key}={text}" for key, text in entry.items() if text), ""]
        return "".join(f"{row}\n" for row in rows).encode()


def _of(note: Note) -> Iterator[Address]:
    contact = note.contact or Contact(name=note.title)
    info = one_line(contact.company or contact.role or "")
    for email in contact.email:
        if _ADDRESS.fullmatch(email) and one_line(email) == email:
            yield Address(email, one_line(contact.name), info, note.path)


def _entry(note: Note) -> dict[str, str]:
    """Return the fields of an entry; none for somebody without an address."""
    found = list(_of(note))
    if not found:
        return {}
    contact = note.contact or Contact(name=note.title)
    return {
        "name": found[0].name,
        "email": ",".join(address.email for address in found),
        "phone": one_line(", ".join(contact.phone)),
        "city": one_line(contact.city or ""),
        "nick": one_line(", ".join(contact.aliases)),
        "notes": found[0].info,
    }
