"""One person as the lines of a vCard, 3.0 or 4.0."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from vault_tools.dates import Birthday
from vault_tools.exporters.lines import LABEL, Line, escaped, keys, may_be_ours
from vault_tools.model import Contact, Note
from vault_tools.parse.values import Values
from vault_tools.profiles import NETWORKS

OLD, NEW = "3.0", "4.0"
_PARTICLES = frozenset(
    (
        *("von", "van", "zu", "zur", "vom", "de", "del", "della", "den", "der", "di", "da"),
        *("do", "dos", "du", "la", "le", "ter", "ten", "el", "al", "bin", "ibn"),
    )
)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SAFE = "%:/?#[]@!$&'()*+,;=~-._"
_NO_TAGS = frozenset({"contact", "person", "people"})
_ALWAYS_OURS = frozenset({"UID", "NICKNAME", "TZ", "CATEGORIES", "BDAY"})
"""Written from the note alone: nothing that a kept line says more of them matters."""
_FOREIGN = re.compile(r";(?:ENCODING=QUOTED-PRINTABLE|QUOTED-PRINTABLE|CHARSET=)", re.IGNORECASE)
_LABELS = frozenset({LABEL, "X-ABADR"})

_CITY_GOES_HERE = Line(name="ADR", value="")


def card(
    note: Note, *, uid: str, meanings: Mapping[str, str], version: str, with_text: bool = False
) -> list[Line]:
    """Return the lines of the card of *note*, from BEGIN to END.

    What an importer has kept in the property ``vcard`` takes the place of what says the same.
    """
    values = Values.of(note, meanings=meanings)
    kept = [line for line in map(Line.parse, values.texts("vcard")) if line and _fits(line)]
    contact = note.contact or Contact(name=note.title)
    own = list(_own(contact, values, version=version, free=_free_groups(kept)))
    text = [Line(name="NOTE", value=escaped(note.text.strip()))] if with_text else []
    dressed = _dressed([Line(name="UID", value=escaped(uid)), *own], kept)
    city = _city(contact.city or "", dressed)
    placed = [city if line == _CITY_GOES_HERE else line for line in dressed]
    lines = _labelled([*placed, *text, *_more(own, kept)], kept)
    return [
        Line(name="BEGIN", value="VCARD"),
        Line(name="VERSION", value=version),
        *(line for line in lines if line.value),
        Line(name="END", value="VCARD"),
    ]


def _fits(line: Line) -> bool:
    """Return whether a kept line may stand in a card of ours."""
    return line.name not in {"BEGIN", "END", "VERSION", "PRODID", "REV", "UID"} and not (
        _FOREIGN.search(line.parameters)
    )


def _own(contact: Contact, values: Values, *, version: str, free: Iterator[str]) -> Iterator[Line]:
    """Yield what the note says, without anything that is kept."""
    yield Line(name="FN", value=escaped(contact.name).strip() or "?")
    yield Line(name="N", value=_name(contact.name, values))
    others = [name for name in contact.aliases if name != contact.name]
    yield Line(name="NICKNAME", value=_listed(others))
    yield Line(name="ORG", value=escaped(contact.company or ""))
    yield Line(name="TITLE", value=escaped(contact.role or ""))
    for address in contact.email:
        yield Line(name="EMAIL", value=escaped(address))
    for number in contact.phone:
        yield Line(name="TEL", value=escaped(number))
    yield _CITY_GOES_HERE
    for address in values.shown("address"):
        yield Line(name="ADR", value=f";;{escaped(address)};;;;")
    for network in ("website", *NETWORKS):
        for page in values.shown(network):
            yield from _page(network, page, version=version, free=free)
    yield _birthday(contact.birthday, version=version)
    zone = "" if version == NEW else ";VALUE=text"
    yield Line(name="TZ", parameters=zone, value=escaped(contact.timezone or ""))
    tags = [tag for tag in contact.tags if tag.casefold() not in _NO_TAGS]
    yield Line(name="CATEGORIES", value=_listed(tags))


def _name(name: str, values: Values) -> str:
    """Return the parts of a name: as the note has them, else the last word as the family's."""
    family, given = values.text("n.fn"), values.text("n.gn")
    if not (family or given):
        given, family = _divided(name)
    return ";".join([escaped(family or ""), escaped(given or ""), "", "", ""])


def _divided(name: str) -> tuple[str, str]:
    """Return given and family name; ``van`` and the like belong to the latter."""
    words = name.split()
    if len(words) <= 1:
        return name.strip(), ""
    first = len(words) - 1
    while first > 1 and words[first - 1].casefold() in _PARTICLES:
        first -= 1
    return " ".join(words[:first]), " ".join(words[first:])


def _listed(items: Iterable[str]) -> str:
    return ",".join(escaped(item) for item in items)


def _city(city: str, lines: Sequence[Line]) -> Line:
    """Return an address with nothing but the *city*; an empty one if the first address names it."""
    first = next((line.value for line in lines if line.name == "ADR" and line.value), "")
    is_named = not city or city.casefold() in first.casefold()
    return Line(name="ADR", value="" if is_named else f";;;{escaped(city)};;;")


def _page(network: str, page: str, *, version: str, free: Iterator[str]) -> Iterator[Line]:
    """Yield the line of a page, with the network's name where there is one."""
    is_address = _WEB.match(page) is not None
    if network == "website":
        address = page if is_address else f"https://{page}"
        yield Line(name="URL", value=_uri(address))
    elif version == NEW and is_address:
        group = next(free)
        yield Line(name="URL", value=_uri(page), group=group)
        yield Line(name=LABEL, value=escaped(network), group=group)
    else:
        value = _uri(page) if is_address else escaped(page)
        yield Line(name="X-SOCIALPROFILE", parameters=f";TYPE={network}", value=value)


def _uri(address: str) -> str:
    """Return *address* without anything that could be taken for an escape or an end."""
    return quote(address, safe=_SAFE, errors="replace")


def _birthday(birthday: Birthday | None, *, version: str) -> Line:
    """Return the day in the strict form of the *version*; 3.0 knows no day without a day."""
    if birthday is None:
        return Line(name="BDAY", value="")
    text = birthday.text
    if version == NEW:
        return Line(name="BDAY", value=text if birthday.day is None else _basic(text))
    if birthday.day is None:
        return Line(name="BDAY", value="")
    if birthday.year is None:
        omitted = f"1604-{text.removeprefix('--')}"
        return Line(name="BDAY", parameters=";X-APPLE-OMIT-YEAR=1604", value=omitted)
    return Line(name="BDAY", value=text)


def _basic(text: str) -> str:
    """Return ``19860412`` or ``--0412``: RFC 6350 has no other forms of a whole day."""
    if text.startswith("--"):
        return f"--{text[2:].replace('-', '')}"
    return text.replace("-", "")


def _dressed(own: Sequence[Line], kept: Sequence[Line]) -> list[Line]:
    """Return *own* lines, with the kept one in the place of each that says the same."""
    return [_twin(line, kept) or line for line in own]


def _twin(line: Line, kept: Iterable[Line]) -> Line | None:
    said = keys(line)
    if not said or line.name in _ALWAYS_OURS:
        return None
    return next((other for other in kept if may_be_ours(other) and keys(other) == said), None)


def _more(own: Sequence[Line], kept: Sequence[Line]) -> list[Line]:
    """Return what is kept and has no place in a note, so that the note can't have changed it."""
    has_birthday = any(line.name == "BDAY" and line.value for line in own)
    return [
        line
        for line in kept
        if line.name not in _LABELS
        and not (line.name == "BDAY" and has_birthday)
        and (not may_be_ours(line) or _is_second(line, own))
    ]


def _is_second(line: Line, own: Sequence[Line]) -> bool:
    """Return whether it is one of several titles: with nothing more to say, it is kept for that."""
    same = [other for other in own if other.name == line.name == "TITLE" and other.value]
    return bool(same) and not line.parameters and not line.group and keys(line) != keys(same[0])


def _labelled(lines: Sequence[Line], kept: Sequence[Line]) -> list[Line]:
    """Return *lines*, each that is kept followed by the labels of its group."""
    found: list[Line] = []
    for line in dict.fromkeys(lines):
        found.append(line)
        if line.group and line in kept:
            found += [label for label in kept if label.name in _LABELS and _same(label, line)]
    return list(dict.fromkeys(found))


def _same(one: Line, other: Line) -> bool:
    return one.group.casefold() == other.group.casefold()


def _free_groups(kept: Iterable[Line]) -> Iterator[str]:
    """Yield names for groups that no kept line has."""
    taken = {line.group.casefold() for line in kept}
    number = 0
    while True:
        number += 1
        if f"item{number}" not in taken:
            yield f"item{number}"
