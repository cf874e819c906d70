"""Where people are: their cities, the time of day there, and their postal addresses.

Explained with examples in docs/method/places.md.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from vault_tools import links
from vault_tools.config import Rules
from vault_tools.followups import Invitation, attempts, last_contact, reasons
from vault_tools.followups.occasions import occasions
from vault_tools.followups.rules import silent_until
from vault_tools.model import OVER, Due, Note, Standing, Value
from vault_tools.names import fold, fold_umlauts, property_key
from vault_tools.records import dataclass

Person = tuple[Note, Standing]
_ALIKE = 0.7
_ADDRESS = re.compile(r"(?P<what>[^\[\]]*)(?:\[(?P<label>[^\[\]]*)\])?(?:\.(?P<part>.*))?")
_ADDRESS_KEYS = frozenset({"address", "addresses", "postaladdress", "adresse", "anschrift", "adr"})
_VCARD_PARTS = ("po", "ext", "street", "locality", "region", "postal", "country")
_PARTS = {
    **{part: part for part in _VCARD_PARTS},
    **dict.fromkeys(("pobox", "postfach"), "po"),
    **dict.fromkeys(("extended", "extendedaddress", "zusatz"), "ext"),
    **dict.fromkeys(("streetaddress", "line1", "straße", "strasse"), "street"),
    **dict.fromkeys(("city", "town", "ort", "stadt"), "locality"),
    **dict.fromkeys(("state", "province"), "region"),
    **dict.fromkeys(("postalcode", "postcode", "zip", "zipcode", "code", "plz"), "postal"),
    **dict.fromkeys(("countryname", "land"), "country"),
}
_NO_ADDRESS = frozenset({"null", "~"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city, and how many contacts live there."""

    name: str
    """As most of their notes write it."""
    contacts: int
    spellings: tuple[str, ...]
    """Everything that their notes write for it, such as ``Lisbon, Portugal``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """Somebody who lives in a place, due or not."""

    due: Due
    """Its reasons may be none, or lie ahead."""
    city: str
    timezone: str | None = None
    local: datetime | None = None
    """The moment it is there; None where the time zone is not known."""

    @property
    def due_on(self) -> date | None:
        """Return the earliest day of the reasons, or None without any."""
        return min((reason.due_on for reason in self.due.reasons), default=None)


def places(people: Iterable[Person]) -> list[Place]:
    """Return the cities of *people*, those with the most contacts first."""
    found: dict[str, list[str]] = {}
    for note, standing in people:
        city = _city(note)
        head = city.split(",")[0].strip() if city else ""
        if city and head and _is_shown(standing):
            found.setdefault(fold(head), []).append(city)
    listed = [_place(spellings) for spellings in found.values()]
    return sorted(listed, key=lambda place: (-place.contacts, fold(place.name)))


def in_place(people: Iterable[Person], place: str) -> list[Person]:
    """Return those of *people* who live in *place*, case, accents and umlauts apart.

    What is compared is the whole city and each part of it between commas, so that ``Lisbon,
    Portugal`` is both in Lisbon and in Portugal. Nobody private, closed or deceased is among them.
    """
    wanted = _spellings(place)
    return [
        (note, standing)
        for note, standing in people
        if _is_shown(standing) and any(wanted & _spellings(name) for name in _names(_city(note)))
    ]


def alike(people: Iterable[Person], place: str) -> list[str]:
    """Return up to three cities of *people* whose names look like *place*."""
    names = {fold_umlauts(found.name): found.name for found in reversed(places(people))}
    names |= {fold(found): found for found in names.values()}
    close = difflib.get_close_matches(fold(place), list(names), 4, _ALIKE)
    close += [key for key in names if key.startswith(fold(place.strip())) and place.strip()]
    return list(dict.fromkeys(names[key] for key in close))[:3]


def local_time(timezone: str | None, now: datetime) -> datetime | None:
    """Return the moment *now* in a time zone, or None where there is no zone of that name.

    *now* knows its own zone.
    """
    if not timezone:
        return None
    try:
        return now.astimezone(ZoneInfo(timezone))
    except (KeyError, ValueError, OSError, OverflowError):
        return None


def residents(
    people: Iterable[Person],
    *,
    today: date,
    until: date,
    now: datetime,
    rules: Rules,
    invitations: tuple[Invitation, ...] = (),
) -> list[Resident]:
    """Return how we stand with each of *people*, the one due the earliest first.

    Those without a due day come last. Birthdays and seasons count up to *until*, all other
    reasons however far they lie ahead.
    """
    found = [
        Resident(
            due=_due(standing, today=today, until=until, rules=rules, invitations=invitations),
            city=_city(note) or "",
            timezone=note.contact.timezone if note.contact else None,
            local=local_time(note.contact.timezone if note.contact else None, now),
        )
        for note, standing in people
    ]
    return sorted(found, key=_urgency)


def postal_address(
    properties: Mapping[str, Value], *, own: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return the lines of the postal address in a note's properties; none where there is none.

    Read are ``address`` (text, list or mapping) and vCard's parts, ``ADR[HOME].STREET``, that of
    the home first. Without a street or a box it is no address. *own* are configured synonyms.
    """
    texts: list[tuple[str, ...]] = []
    parted: dict[str, dict[str, str]] = {}
    for name, value in properties.items():
        match = _ADDRESS.fullmatch(name)
        key = property_key(match["what"]) if match else ""
        if match and ((own or {}).get(key, key) in _ADDRESS_KEYS):
            parts = parted.setdefault((match["label"] or "").casefold(), {})
            texts += _address(value, part=match["part"], parts=parts)
    blocks = [_block(parted[label]) for label in sorted(parted, key=_home_first)]
    return next((block for block in (*texts, *blocks) if block), ())


def address_key(address: Iterable[str]) -> str:
    """Return what two addresses share that are the same: case, accents and punctuation apart."""
    return " ".join(re.findall(r"\w+", fold_umlauts(" ".join(address))))


def _city(note: Note) -> str | None:
    return links.shown(note.contact.city) if note.contact and note.contact.city else None


def _names(city: str | None) -> set[str]:
    return {city, *city.split(",")} if city else set()


def _spellings(name: str) -> set[str]:
    bare = " ".join(name.split())
    return {fold(bare), fold_umlauts(bare)} - {""}


def _is_shown(standing: Standing) -> bool:
    return not standing.private and standing.status not in OVER


def _place(cities: Sequence[str]) -> Place:
    heads = Counter(city.split(",")[0].strip() for city in cities)
    name = min(heads, key=lambda head: (-heads[head], head))
    return Place(name=name, contacts=len(cities), spellings=tuple(sorted(set(cities))))


def _due(
    standing: Standing,
    *,
    today: date,
    until: date,
    rules: Rules,
    invitations: tuple[Invitation, ...],
) -> Due:
    wait = silent_until(standing, today=today, rules=rules)
    kept = occasions(standing, today=today, until=until, silent_until=wait, invitations=invitations)
    found = (*reasons(standing, today=today, rules=rules), *kept)
    return Due(
        standing=standing,
        reasons=tuple(sorted(found, key=lambda reason: (reason.due_on, reason.kind))),
        last_contact=last_contact(standing, today=today),
        attempts=attempts(standing, today=today),
    )


def _urgency(resident: Resident) -> tuple[date, str, str]:
    return (resident.due_on or date.max, *resident.due.standing.by_name)


def _address(value: Value, *, part: str | None, parts: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield a whole address as its lines; what is only a part of one goes into *parts*."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _address(inner, part=name, parts=parts)
    elif part is not None:
        meaning = _PARTS.get(property_key(part))
        if meaning:
            parts.setdefault(meaning, ", ".join(_lines(value)))
    elif isinstance(value, str) and value.count(";") == len(_VCARD_PARTS) - 1:
        for name, text in zip(_VCARD_PARTS, value.split(";"), strict=True):
            parts.setdefault(name, text.strip())
    else:
        yield tuple(_lines(value))


def _lines(value: Value) -> list[str]:
    if isinstance(value, str):
        shown = (links.shown(line).strip() for line in re.split(r"[\n,]", value))
        return [line for line in shown if line and line.casefold() not in _NO_ADDRESS]
    items = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    return [line for item in items for line in _lines(item)]


def _block(parts: Mapping[str, str]) -> tuple[str, ...]:
    """Return an address made of its parts, as on an envelope."""
    if not parts.get("street") and not parts.get("po"):
        return ()
    town = " ".join(parts[name] for name in ("postal", "locality") if parts.get(name))
    rows = (*(parts.get(name, "") for name in ("ext", "street", "po")), town)
    rows += tuple(parts.get(name, "") for name in ("region", "country"))
    return tuple(row for row in rows if row)


def _home_first(label: str) -> tuple[int, str]:
    return (0 if label == "home" else 1 if not label else 2, label)
