"""Lines as a vCard has them, for what a table says of a value and a plain property can't: its kind.

The kinds of numbers and the parts of addresses thus come out again in a vCard.
"""

from collections.abc import Sequence

from vault_tools.importers.texts import one_line

_TYPES = {
    "work": ("WORK",),
    "business": ("WORK",),
    "arbeit": ("WORK",),
    "geschäftlich": ("WORK",),
    "home": ("HOME",),
    "privat": ("HOME",),
    "private": ("HOME",),
    "personal": ("HOME",),
    "mobile": ("CELL",),
    "cell": ("CELL",),
    "mobil": ("CELL",),
    "handy": ("CELL",),
    "work fax": ("WORK", "FAX"),
    "home fax": ("HOME", "FAX"),
    "fax": ("FAX",),
    "pager": ("PAGER",),
}


def types(label: str) -> tuple[str, ...]:
    """Return the types of vCard that *label* means; none where it means none of them."""
    return _TYPES.get(one_line(label).removeprefix("* ").casefold(), ())


def line(name: str, value: str, *, types: Sequence[str]) -> str:
    """Return the line of a vCard for a text with types."""
    return f"{name};TYPE={','.join(types)}:{escaped(value)}"


def address_line(parts: Sequence[str], *, types: Sequence[str]) -> str:
    """Return the line for an address: box, extended, street, locality, region, code, country."""
    head = f"ADR;TYPE={','.join(types)}" if types else "ADR"
    return f"{head}:{';'.join(map(escaped, parts))}"


def address(parts: Sequence[str]) -> str:
    """Return an address as one line: street first, then where that is."""
    box, extended, street, locality, region, code, country = map(one_line, parts)
    order = (street, extended, box, code, locality, region, country)
    return ", ".join(filter(None, order))


def escaped(text: str) -> str:
    r"""Return *text* on one line with vCard's escapes: ``\\``, ``\;`` and ``\,``."""
    plain = one_line(text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
