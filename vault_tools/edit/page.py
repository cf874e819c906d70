"""The text of one note under edit: its rows, what is read in them, and proof that an edit holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from vault_tools.edit.line_ends import line_end_of, lines_of
from vault_tools.errors import UneditableError
from vault_tools.frontmatter import split
from vault_tools.frontmatter.fences import line_count
from vault_tools.language import _
from vault_tools.model import Interaction, Link, Problem, Promise
from vault_tools.parse import Grammar
from vault_tools.parse.body import read_body
from vault_tools.parse.text import unified

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+]|[0-9]{1,9}[.)])(?P<gap>[ \t]+)")
_HEADING = re.compile(r"#{1,6}[ \t]")

Found = TypeVar("Found", Interaction, Promise, Link)


@dataclass(frozen=True, slots=True)
class Bullet:
    """How an item of a list begins."""

    indent: str = ""
    mark: str = "-"
    gap: str = " "

    @property
    def deeper(self) -> str:
        """Return the indentation of the lines that belong to the item."""
        return self.indent + " " * len(self.mark + self.gap)

    def __str__(self) -> str:
        """Return the beginning of the item's line."""
        return self.indent + self.mark + self.gap


class Page:
    """A note by rows, numbered from 0 below its front matter."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        parts = split(text)
        self._head = parts.opening + parts.block + parts.closing
        self._grammar = grammar
        self.rows = lines_of(parts.body)
        self.ending = line_end_of(text)
        self.first_line = 1 + line_count(self._head)
        """The line of the file that is row 0."""
        shown = unified(parts.body).removeprefix("\ufeff")
        self.body = read_body(shown, grammar.reading("", first_line=0, day=None))
        """What the rows say; lines in it are rows."""

    def bullet(self, row: int) -> Bullet:
        """Return how the list item in a row begins."""
        match = _ITEM.match(self.rows[row])
        return Bullet(**match.groupdict()) if match else Bullet()

    def item_end(self, row: int) -> int:
        """Return the row after the list item that begins in *row*, and all that belongs to it."""
        depth = len(self.bullet(row).indent.expandtabs(4))
        end = at = row + 1
        while at < len(self.rows):
            text = self.rows[at]
            blank = not text.strip()
            shallow = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip(" ")) <= depth
            if shallow and not blank and (at > end or self.is_block(at)):
                break
            at += 1
            end = end if blank else at
        return end

    def below(self, heading: int) -> int:
        """Return the row below a heading, and below the blank one that follows it, if one does."""
        return heading + 1 + self.is_blank(heading + 1)

    def is_block(self, row: int) -> bool:
        """Return whether a row begins a list item or a heading, and continues no paragraph."""
        return bool(_ITEM.match(self.rows[row]) or _HEADING.match(self.rows[row]))

    def is_blank(self, row: int) -> bool:
        """Return whether a row is there and blank."""
        return row < len(self.rows) and not self.rows[row].strip()

    def gap_before(self, row: int) -> list[str]:
        """Return the blank line, if any, that keeps a new list item apart from *row*."""
        if row >= len(self.rows) or self.is_blank(row):
            return []
        return [""] if self.is_blank(row - 1) or not self.is_block(row) else []

    def gap_at_end(self) -> list[str]:
        """Return the blank line, if any, that goes before a heading at the end.

        A heading needs none, and a note whose last line has no end gets none.
        """
        return [] if self.is_open_ended or not self.rows or self.is_blank(-1) else [""]

    @property
    def is_open_ended(self) -> bool:
        """Return whether the last line of the note has no line end."""
        last = self.rows[-1] if self.rows else self._head
        return bool(last) and not last.endswith(("\n", "\r"))

    def with_rows(self, at: int, new: Sequence[str]) -> str:
        """Return the note with *new* rows before the row *at*, and nothing else changed in it.

        Raises:
            UneditableError: Something else would be read otherwise than before.
        """
        added = "".join(f"{row}{self.ending}" for row in new)
        if at == len(self.rows) and self.is_open_ended:
            added = f"{self.ending}{added.removesuffix(self.ending)}"
        text = "".join([self._head, *self.rows[:at], added, *self.rows[at:]])
        after = Page(text, self._grammar)
        self._require_same(after, at=at, count=len(new))
        return text

    def with_row(self, at: int, new: str) -> str:
        """Return the note with *new* in the place of the row *at*; its line end stays."""
        row = self.rows[at]
        ending = row[len(row.rstrip("\r\n")) :]
        return "".join([self._head, *self.rows[:at], f"{new}{ending}", *self.rows[at + 1 :]])

    def _require_same(self, after: "Page", *, at: int, count: int) -> None:
        """Refuse what would be read otherwise outside of *count* new rows from *at* on."""
        now, was = after.body, self.body
        same = (
            _elsewhere(now.log, at, count=count) == was.log
            and _elsewhere(now.promises, at, count=count) == was.promises
            and _elsewhere(now.links, at, count=count) == was.links
            and not _new_problems(now.problems, was.problems)
        )
        if not same:
            msg = _("a code fence or a comment, here or in the new text, would hide other lines")
            raise UneditableError(msg, line=self.first_line + at)


def _elsewhere(found: Sequence[Found], at: int, *, count: int) -> list[Found]:
    """Return what doesn't stand in *count* rows from *at* on, as if these weren't there."""
    return [
        item if item.line < at else replace(item, line=item.line - count)
        for item in found
        if not at <= item.line < at + count
    ]


def _new_problems(now: Sequence[Problem], was: Sequence[Problem]) -> bool:
    known = sorted((problem.code, problem.message) for problem in was)
    return sorted((problem.code, problem.message) for problem in now) != known
