"""Whom a draft is about: somebody in the vault, somebody new, or a question for the owner.

Explained with examples in docs/merging.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from vault_tools.language import message
from vault_tools.merge.keys import (
    email_key,
    is_role_address,
    may_be_one,
    name_key,
    phone_key,
    profile_key,
)
from vault_tools.model import Note, texts_in
from vault_tools.names import fold
from vault_tools.parse.synonyms import meaning_of

_EMAILS = frozenset({"email"})
_PHONES = frozenset({"phone"})
_NO_PROFILES = frozenset({"photo", "picture", "image", "vcard"})


class By(Enum):
    """What two records have in common, the surest first."""

    UID = message("the same id")
    PROFILE = message("the same profile")
    EMAIL = message("the same e-mail address")
    PHONE = message("the same phone number")
    NAME_AND_COMPANY = message("the same name and company")
    NAME = message("the same name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Whom a record is about."""

    paths: tuple[str, ...] = ()
    """One where it is certain; those in question else; none for nobody known."""
    by: By | None = None
    certain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a record says that can tell a person."""

    names: tuple[str, ...]
    """The name first, then others."""
    company: str = ""
    uids: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


def traits(name: str, properties: Mapping[str, Sequence[str]], *, region: str = "") -> Traits:
    """Return what a name and properties, by their canonical names, tell about a person."""
    addresses = [
        text
        for key, texts in properties.items()
        if key not in _NO_PROFILES | _EMAILS | _PHONES
        for text in texts
    ]
    return Traits(
        names=tuple(dict.fromkeys((name, *properties.get("aliases", ())))),
        company=fold(next(iter(properties.get("company", ())), "")).strip(),
        uids=_keys(text.strip().removeprefix("urn:uuid:") for text in properties.get("uid", ())),
        profiles=_keys(profile_key(text) for text in addresses),
        emails=_keys(email_key(text) for text in properties.get("email", ())),
        phones=_keys(phone_key(text, region=region) for text in properties.get("phone", ())),
    )


def properties_of(note: Note, *, meanings: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return what a contact's properties mean, each with all its texts."""
    found: dict[str, list[str]] = {}
    for name, value in note.properties.items():
        found.setdefault(meaning_of(name, meanings), []).extend(texts_in(value))
    contact = note.contact
    if contact:
        several = (
            ("email", contact.email),
            ("phone", contact.phone),
            ("aliases", contact.aliases),
            ("tags", contact.tags),
        )
        found |= {name: list(texts) for name, texts in several if texts}
        if contact.company:
            found["company"] = [contact.company]
    return {name: tuple(texts) for name, texts in found.items()}


class Directory:
    """The people that are known, by everything that can tell one of them."""

    def __init__(self) -> None:
        self._people: dict[str, Traits] = {}
        self._by: dict[tuple[By, str], set[str]] = {}

    def add(self, path: str, person: Traits) -> None:
        """Add somebody, or what more is known of them by now."""
        self._people[path] = person
        for by, key in _all_keys(person):
            self._by.setdefault((by, key), set()).add(path)

    def match(self, person: Traits) -> Match:
        """Return who *person* is: the surest thing in common decides.

        What several have in common is a question, unless the name singles one out. So is a shared
        address or number where the names can't be one person's, and the name alone.
        """
        for by, key in _all_keys(person):
            paths = self._by.get((by, key), set())
            if not paths:
                continue
            found = self._decided(person, by=by, paths=sorted(paths))
            if found:
                return found
        return Match()

    def _decided(self, person: Traits, *, by: By, paths: list[str]) -> Match | None:
        if by is By.NAME:
            return Match(paths=tuple(paths), by=by)
        if by in {By.EMAIL, By.PHONE}:
            alike = [path for path in paths if self._is_alike(person, path)]
            if not alike:
                return None  # a family's number, a firm's address: the next thing may tell more
            paths = alike
        if len(paths) > 1:
            key = name_key(person.names[0])
            named = [path for path in paths if key in map(name_key, self._people[path].names)]
            paths = named if len(named) == 1 else paths
        return Match(paths=tuple(paths), by=by, certain=len(paths) == 1)

    def _is_alike(self, person: Traits, path: str) -> bool:
        others = self._people[path].names
        return any(may_be_one(one, other) for one in person.names for other in others)


def _all_keys(person: Traits) -> Iterator[tuple[By, str]]:
    """Yield what can tell a person, the surest first."""
    for by, keys in (
        (By.UID, person.uids),
        (By.PROFILE, person.profiles),
        (By.EMAIL, tuple(key for key in person.emails if not is_role_address(key))),
        (By.PHONE, person.phones),
    ):
        yield from ((by, key) for key in keys)
    names = _keys(name_key(name) for name in person.names)
    if person.company:
        yield from ((By.NAME_AND_COMPANY, f"{name}\n{person.company}") for name in names)
    yield from ((By.NAME, name) for name in names)


def _keys(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
