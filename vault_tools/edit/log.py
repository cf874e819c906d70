"""Edits of the log: one more entry, where the log's own order wants it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vault_tools import links
from vault_tools.edit.fields import items_of, set_field, used_name
from vault_tools.edit.page import Bullet, Page
from vault_tools.errors import UneditableError
from vault_tools.language import _
from vault_tools.model import Interaction
from vault_tools.parse import Grammar
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
    entries = _log(page)
    if not entries:
        return _begun(page, [entry], grammar=grammar)
    at, bullet, linked = _place(page, entries, on=entry.on)
    rows = _rows(entry, bullet, linked=linked)
    return _with_rows(page, at, rows=rows, days={at: entry.on}, grammar=grammar)


def append_interactions(text: str, entries: Iterable[Entry], *, grammar: Grammar) -> str:
    """Return the note *text* with those of *entries* in its log that it hasn't yet.

    Raises:
        UneditableError: As `append_interaction`.
    """
    page = Page(text, grammar)
    known = {_said(each) for each in page.body.log}
    new: dict[tuple[object, ...], Entry] = {}
    for entry in sorted(entries, key=lambda each: each.on):
        said = _as_read(entry, grammar)
        if said not in known:
            new.setdefault(said, entry)
    if new and not page.body.log:  # there may be thousands: all at once
        return _begun(page, list(reversed(new.values())), grammar=grammar)
    for entry in new.values():
        text = append_interaction(text, entry, grammar=grammar)
    return text


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
    return _as_read(entry, grammar) in map(_said, Page(text, grammar).body.log)


def _as_read(entry: Entry, grammar: Grammar) -> tuple[object, ...]:
    """Return what tells *entry* from others, once it is written and read again."""
    scratch = append_interaction("", entry, grammar=grammar)
    (written,) = Page(scratch, grammar).body.log
    return _said(written)


def _said(entry: Interaction) -> tuple[object, ...]:
    return entry.on, entry.channel, entry.text


def _begun(page: Page, entries: Sequence[Entry], *, grammar: Grammar) -> str:
    """Return the note with its first *entries*, in this order; a log that is missing is made."""
    section = next(iter(page.body.logs), None)
    at = len(page.rows) if section is None else page.below(section.heading)
    rows = [*page.gap_at_end(), f"## {grammar.heading}"] if section is None else []
    days = {}
    for entry in entries:
        days[at + len(rows)] = entry.on
        rows += _rows(entry, Bullet())
    rows += [] if section is None else page.gap_before(at)
    return _with_rows(page, at, rows=rows, days=days, grammar=grammar)


def _with_rows(
    page: Page, at: int, *, rows: Sequence[str], days: Mapping[int, date], grammar: Grammar
) -> str:
    """Return the note with new *rows*, if they are read as entries of *days*, which are by row."""
    changed = page.with_rows(at, rows)
    log = Page(changed, grammar).body.log
    if {each.line: each.on for each in log if each.line in days} != days:
        msg = _(
            "the entry would not be read here; is a code fence or a comment above it still open?"
        )
        raise UneditableError(msg, line=page.first_line + at)
    return changed


def _log(page: Page) -> list[Interaction]:
    """Return the entries of the first log that has any."""
    of_each = ([each for each in page.body.log if each.line in log] for log in page.body.logs)
    return next(filter(None, of_each), [])


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
