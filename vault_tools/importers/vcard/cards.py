"""Finding the cards of a file by their first and last lines, so that one can't spoil another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from vault_tools.language import _

_BEGIN = re.compile(rb"\s*BEGIN[ \t]*:[ \t]*VCARD\s*", re.IGNORECASE)
_ANY = re.compile(rb"BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE)
_END = re.compile(rb"\s*END[ \t]*:[ \t]*VCARD\s*", re.IGNORECASE)
_AGENT = re.compile(rb"(?:[\w-]+\.)?AGENT(?:;[^:]*)?:\s*(BEGIN:VCARD)?\s*", re.IGNORECASE)
_TOUCHING = re.compile(rb"(END:VCARD)[ \t]*(?=BEGIN:VCARD)", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"
_MOST_BYTES = 16 * 1024 * 1024
_MOST_LINES = 200_000


class Line(NamedTuple):
    """A line of a file, without its end."""

    number: int
    """Counted from 1 in the file."""
    data: bytes


@dataclass(slots=True, kw_only=True)
class Card:
    """What stands between BEGIN and END, or a stretch of a file that is no card."""

    line: int
    """Its first line in the file."""
    lines: list[Line] = field(default_factory=list)
    """Without those of a card inside this one."""
    flaw: str | None = None
    """Why it can't be read, where it can't."""
    agent: bool = False
    """Whether a card stood inside this one."""
    size: int = 0

    def take(self, line: Line) -> None:
        """Add a line, as long as there aren't too many."""
        self.size += len(line.data)
        if self.size > _MOST_BYTES or len(self.lines) >= _MOST_LINES:
            self.flaw = _("The card is too large to be one.")
            self.lines.clear()
        else:
            self.lines.append(line)


def holds_cards(data: bytes) -> bool:
    """Return whether a card begins anywhere in *data*."""
    return _ANY.search(data) is not None


def cards(data: bytes) -> Iterator[Card]:
    """Yield the cards of *data* in order, and what stands between them as cards with a flaw."""
    splitter = _Splitter()
    for line in _lines(data):
        yield from splitter.take(line)
    yield from splitter.unended()


@dataclass(slots=True)
class _Splitter:
    """Where the reading of a file stands."""

    card: Card | None = None
    depth: int = 0
    """How many cards inside the card are open."""
    awaited: bool = False
    """Whether the line before says that a card inside the card comes next."""
    straying: bool = False

    def take(self, line: Line) -> Iterator[Card]:
        """Yield the card that *line* ends."""
        if _BEGIN.fullmatch(line.data):
            yield from self._begin(line)
        elif _END.fullmatch(line.data) and self.card:
            yield from self._end()
        elif self.card:
            self._inside(self.card, line)
        elif line.data.strip() and not self.straying:
            self.straying = True
            yield Card(line=line.number, flaw=_("What stands here is in no card."))

    def unended(self) -> Iterator[Card]:
        """Yield the card that is still open, if there is one."""
        if self.card:
            self.card.flaw = self.card.flaw or _("The card has no end: END:VCARD is missing.")
            yield self.card

    def _begin(self, line: Line) -> Iterator[Card]:
        if self.awaited:
            self.depth += 1
        else:
            yield from self.unended()
            self.card, self.depth, self.straying = Card(line=line.number), 0, False
        self.awaited = False

    def _end(self) -> Iterator[Card]:
        self.awaited = False
        if self.depth:
            self.depth -= 1
        elif self.card:
            yield self.card
            self.card = None

    def _inside(self, card: Card, line: Line) -> None:
        agent = _AGENT.fullmatch(line.data)
        if agent:
            card.agent = True
            self.depth += bool(agent[1])
            self.awaited = not agent[1]
        elif not self.depth:
            card.take(line)
        self.awaited = self.awaited and not (line.data.strip() and not agent)


def _lines(data: bytes) -> Iterator[Line]:
    """Yield the lines of *data*; cards that touch each other are on lines of their own."""
    for number, line in enumerate(data.splitlines(), start=1):
        for part in _TOUCHING.sub(rb"\1\n", line.replace(_BOM, b"")).split(b"\n"):
            yield Line(number, part)
