"""Edits of the log: one more entry, where the log's own order wants it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vault_tools import links
from vault_tools.edit.fields import items_of, set_field, used_name
from vault_tools.edit.page import Bullet, Page
from vault_tools.errors import UneditableError
from vault_tools.language import _
from vault_tools.model import Interaction
from vault_tools.parse import Grammar
from vault_tools.parse.body import LogSection
from vault_tools.parse.text import split_lines
from vault_tools.parse.values import read_day

_LINKED_DAY = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+\[\[")
_NUMBER = re.compile(r"([0-9]+)([.)])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry to be written."""

    on: date
    channel: str | None = None
    text: str = ""
    """What was said, with its tags; lines after the first are indented below it."""
    counts: bool = True
    """Whether it was a contact, not just an attempt."""


def append_interaction(text: str, entry: Entry, *, grammar: Grammar) -> str:
    """Return the note *text* with *entry* in its log, which is made at the end where missing.

    In a log that is in order, the entry goes where its day belongs, else to the end at which the
    newest entries are.

    Raises:
        UneditableError: The entry would not be read there, or would change how the rest is read.
    """
    page = Page(text, grammar)
    section, entries = _log(page)
    if section is None:
        heading = f"## {grammar.heading}"
        rows = _rows(entry, Bullet())
        new = [*page.gap_at_end(), heading, *rows]
        at, entry_at = len(page.rows), len(page.rows) + len(new) - len(rows)
    elif not entries:
        at = page.below(section.heading)
        rows = _rows(entry, Bullet())
        new, entry_at = [*rows, *page.gap_before(at)], at
    else:
        at, bullet, linked = _place(page, entries, on=entry.on)
        new = _rows(entry, bullet, linked=linked)
        entry_at = at
    changed = page.with_rows(at, new)
    found = [each for each in Page(changed, grammar).body.log if each.line == entry_at]
    if [each.on for each in found] != [entry.on]:
        msg = _(
            "the entry would not be read here; is a code fence or a comment above it still open?"
        )
        raise UneditableError(msg, line=page.first_line + at)
    return changed


def later_contact(text: str, on: date, *, meanings: Mapping[str, str]) -> str:
    """Return the note with its ``last_contact``, if it has one that is earlier, set to *on*.

    Raises:
        UneditableError: The value can't be edited by line.
    """
    name = used_name(text, "last_contact", meanings=meanings)
    written = " ".join(items_of(text, name))
    try:
        before = read_day(written)
    except ValueError:
        return text  # there is none, or one that only its owner understands
    if before >= on:
        return text
    link = links.parse(written) is not None
    return set_field(text, name, value=f"[[{on}]]" if link else f"{on}", typed=True)


def holds(text: str, entry: Entry, *, grammar: Grammar) -> bool:
    """Return whether the log of a note has just this *entry* already."""
    scratch = append_interaction("", entry, grammar=grammar)
    (wanted,) = Page(scratch, grammar).body.log
    said = (wanted.on, wanted.channel, wanted.text)
    return any(said == (each.on, each.channel, each.text) for each in Page(text, grammar).body.log)


def _log(page: Page) -> tuple[LogSection | None, list[Interaction]]:
    """Return the first log that has entries, else the first one, and its entries."""
    first: LogSection | None = None
    for section in page.body.logs:
        entries = [each for each in page.body.log if each.line in section]
        if entries:
            return section, entries
        first = first or section
    return first, []


def _place(page: Page, entries: list[Interaction], *, on: date) -> tuple[int, Bullet, bool]:
    """Return before which row an entry of the day *on* goes, its bullet, and its day's style."""
    days = [each.on for each in entries]
    newest_first = days == sorted(days, reverse=True)
    if newest_first:
        later = sum(day > on for day in days)
    elif days == sorted(days):
        later = sum(day <= on for day in days)
    else:
        later = 0 if days[0] >= days[-1] else len(days)
    neighbour = entries[min(later, len(entries) - 1)].line
    bullet = page.bullet(neighbour)
    linked = _LINKED_DAY.match(page.rows[neighbour]) is not None
    if later < len(entries):
        return neighbour, bullet, linked
    return page.item_end(neighbour), _following(bullet), linked


def _following(bullet: Bullet) -> Bullet:
    """Return the bullet of the next item: the next number, or the same mark."""
    number = _NUMBER.fullmatch(bullet.mark)
    mark = f"{int(number[1]) + 1}{number[2]}" if number else bullet.mark
    return Bullet(bullet.indent, mark, bullet.gap)


def _rows(entry: Entry, bullet: Bullet, *, linked: bool = False) -> list[str]:
    first, *deeper = split_lines(entry.text.strip())
    day = f"[[{entry.on}]]" if linked else f"{entry.on}"
    said = " ".join(part for part in (f"{entry.channel}:" if entry.channel else "", first) if part)
    head = f"{bullet}{day} {said}".rstrip()
    return [head, *(f"{bullet.deeper}{row}".rstrip() for row in deeper)]
