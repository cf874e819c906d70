"""Whom a WHOM means: a contact, everybody of a company, or everybody with a tag."""

from collections.abc import Sequence
from dataclasses import dataclass

from vault_tools.errors import NameAmbiguousError, NameUnknownError, VaultToolsError
from vault_tools.index import queries
from vault_tools.index.outsiders import OutsiderNamedError
from vault_tools.index.store import Store
from vault_tools.index.ties import contacts_saying
from vault_tools.language import _, quoted
from vault_tools.model import OVER, Note, Standing
from vault_tools.names import fold
from vault_tools.network.nearest import MOST_NEAR
from vault_tools.network.people import Companies


class WhomUnknownError(NameUnknownError):
    """Neither a contact nor a company nor a tag goes by that name."""

    def __init__(
        self, name: str, suggestions: tuple[str, ...] = (), *, named_by: tuple[str, ...] = ()
    ) -> None:
        words = _("no contact, company or #tag is called {name}.", name=quoted(name))
        if suggestions:
            hint = _("Did you mean {name}?", name=_(" or ").join(suggestions))
            words += f" {hint}"
        if named_by:
            hint = _("It is named in the notes of {names}.", names=", ".join(named_by))
            words += f" {hint}"
        VaultToolsError.__init__(self, words)
        self.suggestions = suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whom a question means."""

    name: str
    paths: tuple[str, ...]
    named: str | None = None
    """The path of the one contact who is meant by name; None for a company or a tag."""


def find_whom(store: Store, text: str, *, standings: Sequence[Standing]) -> Whom:
    """Return whom *text* means: ``#tag``, a contact, or a company; *standings* are of everybody.

    What goes by just that name comes first, a contact before a company; then what begins like it,
    or has a word that does. Private contacts are not among those of a company or a tag.

    Raises:
        NameUnknownError: There is nobody; what looks alike is suggested, and who may know of it.
        NameAmbiguousError: It may be several.
    """
    text = text.strip()
    if text.startswith("#"):
        return _tagged(store, text)
    companies = Companies(standings)
    if companies.at(text) and not queries.namesakes(store, [text]):
        return _company(companies.at(text))
    begun = [companies.at(name) for name in companies.beginning(text)]
    try:
        found = queries.note(store, queries.find_contact(store, text))
    except NameUnknownError as error:
        if not begun:
            named_by = _naming(store, text, standings=standings)
            if isinstance(error, OutsiderNamedError) and not named_by:
                raise
            raise WhomUnknownError(text, error.suggestions, named_by=named_by) from error
        if len(begun) > 1:
            raise NameAmbiguousError(text, _labels(begun)) from error
        return _company(begun[0])
    others = [who for who in begun if {one.path for one in who} != {found.path}]
    if others and not _is_meant(store, found, text=text):
        label = f"{found.title} ({found.path})"
        raise NameAmbiguousError(text, (label, *_labels(others)))
    return Whom(name=found.title, paths=(found.path,), named=found.path)


def _naming(store: Store, text: str, *, standings: Sequence[Standing]) -> tuple[str, ...]:
    """Return a few whom one may ask about somebody or something: their notes name it."""
    phrase = fold(text)
    if not any(character.isalnum() for character in phrase):
        return ()
    asked = {
        one.path: one
        for one in standings
        if one.contact_days and not one.private and one.status not in OVER
    }
    found = [asked[note.path] for note in contacts_saying(store, phrase) if note.path in asked]
    found.sort(key=lambda one: (-len(one.contact_days), *one.by_name))
    return tuple(one.name for one in found[:MOST_NEAR])


def _is_meant(store: Store, note: Note, *, text: str) -> bool:
    """Return whether *text* is a name or the path of a contact, not just the beginning of one."""
    path = text.removeprefix("./")
    return note.path in {path, f"{path}.md", *queries.namesakes(store, [text])}


def _company(who: Sequence[Standing]) -> Whom:
    return Whom(name=who[0].company or "", paths=tuple(one.path for one in who))


def _labels(companies: Sequence[Sequence[Standing]]) -> tuple[str, ...]:
    return tuple(_("{name} (company)", name=who[0].company) for who in companies)


def _tagged(store: Store, text: str) -> Whom:
    wanted = fold(text.strip("#/ "))
    found = [
        note.path
        for note in contacts_saying(store, wanted)
        if note.contact
        and not note.contact.private
        and any(_is_below(tag, wanted) for tag in (*note.contact.tags, *note.contact.inline_tags))
    ]
    if not found:
        raise WhomUnknownError(text)
    return Whom(name=f"#{text.strip('#/ ')}", paths=tuple(found))


def _is_below(tag: str, wanted: str) -> bool:
    """Return whether a tag is the one wanted, or nested in it."""
    key = fold(tag)
    return key == wanted or key.startswith(f"{wanted}/")
