"""From a card to a person: which property of a note each property of a vCard goes into."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from vault_tools.drafts import Draft, Place, Refusal
from vault_tools.importers.days import birthday
from vault_tools.importers.gathered import Gathered
from vault_tools.importers.pictures import picture
from vault_tools.importers.texts import one_line
from vault_tools.importers.vcard.cards import Card
from vault_tools.importers.vcard.lines import ContentLine, content_lines
from vault_tools.language import message
from vault_tools.plugins import ImportOptions

_NOISE = frozenset(
    {"BEGIN", "END", "VERSION", "PRODID", "REV", "PROFILE", "X-PRODID", "X-MS-OL-DESIGN"}
)
_KIND_NAMES = frozenset({"KIND", "X-ADDRESSBOOKSERVER-KIND"})
_KINDS = {
    "group": message("The card describes a group, not a person."),
    "org": message("The card describes an organisation, not a person."),
    "location": message("The card describes a place, not a person."),
    "application": message("The card describes a program, not a person."),
    "device": message("The card describes a device, not a person."),
}
_NAME_ORDER = (3, 1, 2, 0, 4)
"""Of the parts of N: prefix, given, additional, family, suffix."""
_FAMILY, _GIVEN = 0, 1
_ADDRESS_ORDER = (2, 1, 0, 5, 3, 4, 6)
"""Of the parts of ADR: street, extended, box, code, locality, region, country."""
_STREET = 2
_LOCALITY = 3
_LONGEST = 262_144
_PLAIN_TYPES = frozenset({"pref", "internet", "voice", "text"})
_PLAIN_PARAMETERS = frozenset({"TYPE", "PREF", "VALUE", "X-APPLE-OMIT-YEAR"})
_LABELLED = frozenset({"EMAIL", "TEL", "ADR", "URL", "IMPP", "SOCIALPROFILE", "X-SOCIALPROFILE"})
_MIDNIGHT = frozenset("0:.Z+-")

_ORDER = {"FN": 0, "ROLE": 2}
"""What N and TITLE are compared with comes before them, or after."""

Reader = Callable[[Gathered, ContentLine], bool]
"""Takes a line in; returns whether the line says more than what has become of it."""


def person(card: Card, *, place: Place, options: ImportOptions) -> Draft | Refusal:
    """Return the person whom *card* describes."""
    gathered = Gathered(place=place)
    lines: list[ContentLine] = []
    for item in content_lines(card.lines, encoding=options.encoding):
        if isinstance(item, ContentLine):
            lines.append(item)
        else:
            gathered.drop(message("line {number}", number=item))
    kind = next((line.text.strip().lower() for line in lines if line.name in _KIND_NAMES), "")
    if kind in _KINDS:
        return Refusal(place=place, reason=str(_KINDS[kind]))
    if card.agent:
        gathered.drop("AGENT")
    _take(gathered, [line for line in lines if line.name not in _NOISE], options=options)
    return gathered.draft(_name(gathered, lines))


def _take(gathered: Gathered, lines: Sequence[ContentLine], *, options: ImportOptions) -> None:
    """Read *lines*, the preferred ones first, and keep in their order those that say more."""
    groups = Counter(line.group.lower() for line in lines if line.group)
    more: set[ContentLine] = set()
    for line in sorted(lines, key=lambda line: (_ORDER.get(line.name, 1), line.preference)):
        labelled = groups[line.group.lower()] > 1 and line.name in _LABELLED
        if _read(gathered, line, options=options) or (labelled and line.value):
            more.add(line)
    for line in lines:
        if line in more:
            gathered.keep(line.written, name=line.name)


def _read(gathered: Gathered, line: ContentLine, *, options: ImportOptions) -> bool:
    if line.name == "PHOTO":
        _photo(gathered, line, options=options)
        return False
    if line.encoded or line.value.startswith("data:") or len(line.value) > _LONGEST:
        gathered.drop(line.name)
        return False
    if not line.value.strip(" ;,"):
        return False
    return _READERS.get(line.name, _unknown)(gathered, line)


def _photo(gathered: Gathered, line: ContentLine, *, options: ImportOptions) -> None:
    """Take a picture that is in the card; one elsewhere is never fetched."""
    data = line.binary() if options.photos and gathered.photo is None else None
    photo = picture(data) if data else None
    if photo:
        gathered.photo = photo
    elif line.value.strip():
        gathered.drop(line.name)


def _name(gathered: Gathered, lines: Sequence[ContentLine]) -> str:
    """Return the name: FN, else the parts of N, else whatever comes nearest to one."""
    by_preference = sorted(lines, key=lambda line: line.preference)
    names = [one_line(line.text) for line in by_preference if line.name == "FN"]
    parts = [_parts(line, order=_NAME_ORDER, separator=" ") for line in lines if line.name == "N"]
    others = (gathered.first(name) for name in ("aliases", "company", "email"))
    return next(filter(None, (*names, *parts, *others)), "")


def _full_name(gathered: Gathered, line: ContentLine) -> bool:
    gathered.add("aliases", line.text)
    return _says_more(line)


def _name_parts(gathered: Gathered, line: ContentLine) -> bool:
    """Keep N unless it follows from FN: two single words, or a given name alone."""
    fields = [one_line(" ".join(part)) for part in line.fields]
    plain = fields[: _GIVEN + 1]
    simple = not any(fields[_GIVEN + 1 :]) and len(plain) > _GIVEN and " " not in plain[_FAMILY]
    follows = f"{plain[_GIVEN]} {plain[_FAMILY]}".strip() if simple else ""
    return not follows or follows != gathered.first("aliases")


def _email(gathered: Gathered, line: ContentLine) -> bool:
    gathered.add("email", _without_scheme(line.uri, "mailto:"))
    return _says_more(line)


def _phone(gathered: Gathered, line: ContentLine) -> bool:
    gathered.add("phone", _without_scheme(line.uri, "tel:"))
    return _says_more(line)


def _address(gathered: Gathered, line: ContentLine) -> bool:
    city, address = (
        _part(line.fields, _LOCALITY),
        _parts(line, order=_ADDRESS_ORDER, separator=", "),
    )
    gathered.set("city", city)
    if address == city and not _says_more(line):
        return False  # where somebody lives, and no address to write to
    gathered.add("address", address)
    return address != _part(line.fields, _STREET) or _says_more(line)


def _organisation(gathered: Gathered, line: ContentLine) -> bool:
    company = _part(line.fields, 0)
    second = gathered.first("company") not in {"", company}
    gathered.set("company", company)
    return second or not company or any(map(any, line.fields[1:])) or _says_more(line)


def _role(gathered: Gathered, line: ContentLine) -> bool:
    role = one_line(line.text)
    second = gathered.first("role") not in {"", role}
    gathered.set("role", role)
    return second or _says_more(line)


def _nicknames(gathered: Gathered, line: ContentLine) -> bool:
    gathered.add("aliases", *line.texts)
    return _says_more(line)


def _page(gathered: Gathered, line: ContentLine) -> bool:
    return not gathered.page(line.uri) or line.name != "URL" or _says_more(line)


def _birthday(gathered: Gathered, line: ContentLine) -> bool:
    """Take the day; some programs write one without a year with a year that they name."""
    text = one_line(line.text)
    year = next(iter(line.parameters.get("X-APPLE-OMIT-YEAR", ())), "")
    if year and text.startswith(year):
        text = f"--{text[len(year) :].lstrip('-')}"
    found = birthday(text)
    if found is None or "birthday" in gathered.properties:
        return found != gathered.first("birthday")
    if not _MIDNIGHT.issuperset(text.partition("T")[2]):
        gathered.drop(message("the time of day in BDAY"))
    gathered.set("birthday", found)
    return False


def _timezone(gathered: Gathered, line: ContentLine) -> bool:
    name = one_line(line.text)
    if "/" not in name or "timezone" in gathered.properties:
        return True
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return True
    gathered.set("timezone", name)
    return False


def _categories(gathered: Gathered, line: ContentLine) -> bool:
    for category in line.texts:
        gathered.tag(category, otherwise=line.name)
    return False


def _note(gathered: Gathered, line: ContentLine) -> bool:
    gathered.note(line.text)
    return False


def _uid(gathered: Gathered, line: ContentLine) -> bool:
    gathered.set("uid", line.uri)
    return False


def _kind(_: Gathered, line: ContentLine) -> bool:
    return line.text.strip().lower() != "individual"


def _unknown(_: Gathered, __: ContentLine) -> bool:
    return True


def _says_more(line: ContentLine) -> bool:
    """Return whether the parameters say more than that it is one of these, or the best."""
    return bool(line.types - _PLAIN_TYPES or line.parameters.keys() - _PLAIN_PARAMETERS)


def _without_scheme(text: str, scheme: str) -> str:
    return text[len(scheme) :] if text.lower().startswith(scheme) else text


def _parts(line: ContentLine, *, order: Sequence[int], separator: str) -> str:
    fields = line.fields
    return separator.join(filter(None, (_part(fields, index) for index in order)))


def _part(fields: Sequence[Sequence[str]], index: int) -> str:
    """Return one part of a structured value; an unescaped comma in it belongs to it."""
    text = ",".join(fields[index]) if index < len(fields) else ""
    return one_line(", ".join(filter(None, (row.strip(" ,") for row in text.split("\n")))))


_READERS: Mapping[str, Reader] = {
    "FN": _full_name,
    "N": _name_parts,
    "NICKNAME": _nicknames,
    "EMAIL": _email,
    "TEL": _phone,
    "ADR": _address,
    "ORG": _organisation,
    "TITLE": _role,
    "ROLE": _role,
    "URL": _page,
    "IMPP": _page,
    "SOCIALPROFILE": _page,
    "X-SOCIALPROFILE": _page,
    "BDAY": _birthday,
    "TZ": _timezone,
    "CATEGORIES": _categories,
    "NOTE": _note,
    "UID": _uid,
    **dict.fromkeys(_KIND_NAMES, _kind),
}
