"""LinkedIn's messages and invitations: mentions of people, as entries of a log."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from vault_tools.drafts import Draft, DraftEntry, Place, Refusal
from vault_tools.importers.days import american_day, day
from vault_tools.importers.gathered import Gathered
from vault_tools.importers.names import bare_name
from vault_tools.importers.tables import Row, Table
from vault_tools.importers.texts import entry_text, one_line, plain_text, shortened
from vault_tools.language import _
from vault_tools.profiles import linkedin

_LENGTH = 120
_FOR_MOST = 0.9
_MOST_RECIPIENTS = 5
"""A message to more than these is news for many, not contact with each."""
_NOBODY = frozenset({"", "linkedin member", "linkedin-mitglied", "linkedin"})
_YES = frozenset({"yes", "true", "ja"})
_MESSAGES = frozenset({"from", "to", "date", "content"})
_INVITATIONS = frozenset({"from", "to", "sent at", "direction"})


class Person(NamedTuple):
    """Somebody in a message."""

    name: str
    url: str
    """Their page, empty where it isn't given."""

    @property
    def key(self) -> str:
        """Return what tells them from others."""
        return self.url or self.name


_NO_ONE = Person("", "")


class Talk(NamedTuple):
    """Something that one person wrote to others."""

    place: Place
    on: date
    moment: str
    """Orders the talks of a day."""
    sender: Person
    recipients: tuple[Person, ...]
    sent: str
    """How it is told where the owner wrote it."""
    received: str
    """How it is told where they did."""


Reader = Callable[[Row], Talk | Refusal | None]


def is_messages(keys: Sequence[str]) -> bool:
    """Return whether *keys* are the header of messages.csv."""
    return _MESSAGES.issubset(keys)


def is_invitations(keys: Sequence[str]) -> bool:
    """Return whether *keys* are the header of Invitations.csv."""
    return _INVITATIONS.issubset(keys)


def messages(table: Table) -> Iterator[Draft | Refusal]:
    """Yield a draft for each person with whom there are messages: an entry for each day."""
    items = [item for row in table.rows for item in _read(row, reader=_message)]
    return _drafts(items, owner=_owner([item for item in items if isinstance(item, Talk)]))


def invitations(table: Table) -> Iterator[Draft | Refusal]:
    """Yield a draft for each person who was asked to connect, or asked."""
    items = [item for row in table.rows for item in _read(row, reader=_invitation)]
    return _drafts(items, owner="")


def _read(row: Row | Refusal, *, reader: Reader) -> Iterator[Talk | Refusal]:
    """Yield the talk in *row*, where it is one."""
    found = row if isinstance(row, Refusal) else reader(row)
    if found:
        yield found


def _message(row: Row) -> Talk | Refusal | None:
    if row["is message draft"].casefold() in _YES or row["folder"].casefold() == "spam":
        return None
    on = day(row["date"])
    if on is None:
        return Refusal(place=row.place, reason=_("The day of the message can't be read."))
    text = _first_line(row["content"]) or _first_line(row["subject"])
    return Talk(
        place=row.place,
        on=on,
        moment=row["date"],
        sender=_person(row["from"], row["sender profile url"]),
        recipients=_recipients(row["to"], row["recipient profile urls"]),
        sent=_told("I wrote", text),
        received=_told("wrote to me", text),
    )


def _invitation(row: Row) -> Talk | Refusal | None:
    on = american_day(row["sent at"])
    if on is None:
        return Refusal(place=row.place, reason=_("The day of the invitation can't be read."))
    text = _first_line(row["message"])
    mine = row["direction"].casefold() == "outgoing"
    return Talk(
        place=row.place,
        on=on,
        moment="",
        sender=_NO_ONE if mine else _person(row["from"], row["inviterprofileurl"]),
        recipients=(_person(row["to"], row["inviteeprofileurl"]),) if mine else (),
        sent=_told("I asked to connect", text),
        received=_told("asked me to connect", text),
    )


def _told(what: str, text: str) -> str:
    return f"{what}: {text}" if text else what


def _first_line(text: str) -> str:
    lines = map(entry_text, plain_text(text).split("\n"))
    return shortened(next(filter(None, lines), ""), length=_LENGTH)


def _person(name: str, url: str) -> Person:
    page = linkedin(one_line(url)) or ""
    bare = bare_name(name)
    known = bare.casefold() not in _NOBODY
    return Person(bare if known else page.rpartition("/")[2], page)


def _recipients(names: str, urls: str) -> tuple[Person, ...]:
    """Return who got it; names are told apart at commas only where there are as many pages."""
    pages = [url for url in urls.split(",") if url.strip()]
    if len(pages) < 2:  # noqa: PLR2004 - one person
        return (_person(names, urls),)
    each = names.split(",")
    if len(each) != len(pages):
        each = [""] * len(pages)
    return tuple(map(_person, each, pages))


def _drafts(items: Sequence[Talk | Refusal], *, owner: str) -> Iterator[Draft | Refusal]:
    """Yield the refusals, then a draft for each person but the owner."""
    yield from (item for item in items if isinstance(item, Refusal))
    talks = (item for item in items if isinstance(item, Talk))
    told: defaultdict[str, list[tuple[Person, Talk, str]]] = defaultdict(list)
    for talk in talks:
        for person, text in _sides(talk, owner=owner):
            if person.name and person.key != owner:
                told[person.key].append((person, talk, text))
    for parts in told.values():
        yield _draft(parts)


def _owner(talks: Sequence[Talk]) -> str:
    """Return the key of the one person who is in nearly every talk, empty where several are."""
    counts = Counter(
        key for talk in talks for key in {person.key for person in (talk.sender, *talk.recipients)}
    )
    often = [key for key, count in counts.items() if key and count >= _FOR_MOST * len(talks)]
    return often[0] if len(often) == 1 else ""


def _sides(talk: Talk, *, owner: str) -> Iterator[tuple[Person, str]]:
    """Yield those with whom it is contact, each with the text as the owner would tell it.

    Where it can't be said who the owner is, each of the two is told of the other's side.
    """
    if talk.sender.key != owner:
        yield talk.sender, talk.received
    if talk.sender.key == owner or not owner:
        few = len(talk.recipients) <= _MOST_RECIPIENTS
        yield from ((person, talk.sent) for person in talk.recipients if few)


def _draft(parts: Sequence[tuple[Person, Talk, str]]) -> Draft | Refusal:
    """Return one person's draft: for each day the newest text."""
    person, first, _ = parts[0]
    gathered = Gathered(place=first.place)
    gathered.add("linkedin", person.url)
    newest: dict[date, tuple[str, str]] = {}
    for _, talk, text in parts:
        if talk.on not in newest or talk.moment > newest[talk.on][0]:
            newest[talk.on] = talk.moment, text
    gathered.entries += [
        DraftEntry(on=on, text=newest[on][1], channel="linkedin") for on in sorted(newest)
    ]
    return gathered.draft(person.name, may_be_new=False)
