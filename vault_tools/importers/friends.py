"""friends.md, the file of the program friends: people, and what was done with them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from vault_tools.dates import parse_day
from vault_tools.drafts import Draft, DraftEntry, Place, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers.decoding import decode, lines_of
from vault_tools.importers.gathered import Gathered
from vault_tools.importers.texts import entry_text, one_line
from vault_tools.language import _, message
from vault_tools.names import link_key
from vault_tools.plugins import ImportOptions, Source

_SECTIONS = frozenset({"activities", "notes", "friends", "locations"})
_ITEM = re.compile(r"[-*]\s+(.+)")
_LONGEST = 4096
_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}):?\s*(.*)")
# Possessive throughout: a line must not be readable in more than one way.
_FRIEND = re.compile(
    r"(?P<name>[^(\[@]++)(?:\((?P<aliases>a\.k\.a\.[^()]*+)\))?\s*+(?:\[(?P<places>[^\]]*+)\])?"
    r"\s*+(?P<tags>(?:@\S++\s*+)*+)"
)
_ALSO = re.compile(r"\s*a\.k\.a\.\s*")
_BOLD = re.compile(r"(?<!\\)\*\*([^*\n]{1,200}?)\*\*")
_PLACE = re.compile(r"(?<![\\\w])_([^_\n]{1,200}?)_(?!\w)")
_TAG = re.compile(r"@([\w:-]+)")
_ESCAPE = re.compile(r"\\([\\*_@])")


@dataclass(slots=True)
class _Book:
    """The friends so far, by each name they go by."""

    source: str
    friends: list[Gathered] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)

    def friend(self, name: str, *, line: int) -> Gathered:
        """Return the friend called *name*, a new one where there is none."""
        index = self.known.setdefault(link_key(name), len(self.friends))
        if index == len(self.friends):
            place = Place(source=self.source, line=line, record=index + 1)
            self.friends.append(Gathered(place=place))
            self.names.append(name)
        return self.friends[index]


class FriendsImporter:
    """Reads the plain-text file of friends."""

    name = "friends"
    summary: str = message("friends.md of the program friends: people, activities, notes")
    suffixes: tuple[str, ...] = (".md",)

    def read(self, source: Source, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
        """Yield a draft for each friend, with what was done with them.

        Raises:
            FormatError: *source* has none of the four headings.
        """
        lines = lines_of(decode(source, encoding=options.encoding))
        if not any(_section(line) in _SECTIONS for line in lines):
            reason = _("none of its lines is “### Activities:” or “### Friends:”.")
            raise FormatError(source.name, reason)
        return _people(source.name, lines)


def _people(source: str, lines: list[str]) -> Iterator[Draft | Refusal]:
    book = _Book(source)
    found = list(_items(lines))
    # Friends first: activities call them by their nicknames.
    for number, section, text in sorted(found, key=lambda item: item[1] != "friends"):
        flaw = _take(book, text, section=section, line=number)
        if flaw:
            place = Place(source=source, line=number)
            yield Refusal(place=place, reason=flaw)
    for gathered, name in zip(book.friends, book.names, strict=True):
        yield gathered.draft(name)


def _items(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield line, section and text of each item; of other lines, without a section."""
    section = ""
    for number, line in enumerate(lines, start=1):
        heading, item = _section(line), _ITEM.fullmatch(line.strip())
        if heading:
            section = heading if heading in _SECTIONS else ""
            if not section:
                yield number, "", line
        elif item and section:
            yield number, section, item[1]
        elif line.strip() and section:
            yield number, "", line


def _section(line: str) -> str:
    heading = line.strip()
    if not heading.startswith("#"):
        return ""
    return heading.strip("#").strip().removesuffix(":").strip().casefold()


def _take(book: _Book, text: str, *, section: str, line: int) -> str:
    """Take one item in; return what is wrong with it, or nothing."""
    if section == "friends":
        return _take_friend(book, text, line=line)
    if section in {"activities", "notes"}:
        return _take_dated(book, text, section=section, line=line)
    return "" if section == "locations" else _("This line is in none of the four sections.")


def _take_friend(book: _Book, text: str, *, line: int) -> str:
    match = _FRIEND.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return _("This line doesn't describe a friend as the program friends does.")
    name = _plain(match["name"])
    if not name:
        return _("There is no name in it.")
    friend = book.friend(name, line=line)
    also = [one_line(alias) for alias in _ALSO.split(match["aliases"] or "")]
    for alias in filter(None, also):
        friend.add("aliases", alias)
        book.known.setdefault(link_key(alias), book.known[link_key(name)])
    for place in (match["places"] or "").split(",")[:1]:
        friend.add("city", place)
    for tag in _TAG.findall(match["tags"]):
        friend.tag(tag.replace(":", "/"), otherwise=f"@{tag}")
    return ""


def _take_dated(book: _Book, text: str, *, section: str, line: int) -> str:
    """Take an activity as an entry of each friend in it, and a note as a line of their text."""
    match = _DATED.fullmatch(text)
    day = _day(match[1]) if match else None
    if match is None or day is None:
        return _("This line doesn't begin with a day.")
    names = [name for name in map(_plain, _BOLD.findall(match[2])) if name]
    if not names:
        return _("This line names no friend between two pairs of asterisks.")
    found = {id(friend): friend for friend in (book.friend(name, line=line) for name in names)}
    for friend in found.values():
        if section == "notes":
            friend.note(f"{day.isoformat()}: {_plain(match[2])}")
        else:
            friend.entries.append(DraftEntry(on=day, text=entry_text(_plain(match[2]))))
    return ""


def _plain(text: str) -> str:
    """Return *text* without the marks of friends and places."""
    unmarked = _PLACE.sub(r"\1", _BOLD.sub(r"\1", text))
    return one_line(_ESCAPE.sub(r"\1", unmarked))


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None
