"""Mending what is certainly meant otherwise: small edits that lose nothing."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from vault_tools.dates import Birthday
from vault_tools.edit.fields import (
    items_of,
    remove_repeated,
    replace_item,
    without_trailing_blanks,
)
from vault_tools.edit.front import front_of
from vault_tools.edit.log import later_contact
from vault_tools.edit.page import Page
from vault_tools.errors import UneditableError
from vault_tools.language import _
from vault_tools.model import Problem
from vault_tools.parse import Grammar
from vault_tools.parse.body import Body
from vault_tools.parse.synonyms import meaning_of
from vault_tools.parse.text import split_lines

_DAYS = ("met", "last_contact", "follow_up", "snooze_until")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})?")
_IN_LOG = re.compile(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}(?!\w)")
_CERTAINLY_DAY_FIRST = re.compile(r"(1[3-9]|2[0-9]|3[01])/([0-9]{1,2})/([0-9]{4})")


def tidied(text: str, *, path: str, grammar: Grammar, today: date) -> "Tidied":
    """Return the note *text* with everything mended that can be, and what that was.

    What can't be edited by line is left as it is.
    """
    done: list[Problem] = []
    given = _Given(grammar, today)
    for each in _log_days(text, given):
        done.append(Problem(path, _first_difference(text, each[0]), 1, *each[1:]))
        text = each[0]
    for step in (_birthday, _days, _tag_signs, _repeated_tags, _last_contact, _trailing_blanks):
        try:
            changed, code, message = step(text, given)
        except UneditableError:
            continue
        if changed != text:
            done.append(Problem(path, _first_difference(text, changed), 1, code, message))
            text = changed
    return Tidied(text, tuple(done))


def birthday(written: str) -> str | None:
    """Return the birthday that *written* certainly means, in normal form, if it isn't in it."""
    year_first = _YEAR_FIRST.fullmatch(written)
    day_first = _DAY_FIRST.fullmatch(written) or _CERTAINLY_DAY_FIRST.fullmatch(written)
    if year_first:
        year, month, day = year_first[1], year_first[3], year_first[4]
    elif day_first:
        day, month, year = day_first[1], day_first[2], day_first[3] or "-"
    else:
        return None
    try:
        return Birthday.parse(f"{year}-{int(month):02}-{int(day):02}").text
    except ValueError:
        return None


class Tidied(NamedTuple):
    """A note with everything mended that can be."""

    text: str
    done: tuple[Problem, ...]
    """What was mended, and where."""


class _Given(NamedTuple):
    grammar: Grammar
    today: date

    def names(self, text: str, meaning: str) -> list[str]:
        """Return the names under which a note has a property."""
        meanings = self.grammar.meanings
        return [name for name in front_of(text).values() if meaning_of(name, meanings) == meaning]


_Step = tuple[str, str, str]
"""The changed text, the code and the message."""


def _log_days(text: str, given: _Given) -> Iterator[_Step]:
    """Yield a step for each entry of the log whose day is certain but written otherwise."""
    page = Page(text, given.grammar)
    for problem in page.body.problems:
        if problem.code != "bad-log-day":
            continue
        row, at = page.rows[problem.line], problem.column - 1
        written = _IN_LOG.match(row, at)
        meant = birthday(written[0]) if written else None
        if written is None or meant is None:
            continue
        changed = page.with_row(
            problem.line, f"{row[:at]}{meant}{row[written.end() :]}".rstrip("\r\n")
        )
        after = Page(changed, given.grammar)
        if _all_but(after.body, problem.line) == _all_but(page.body, problem.line):
            said = _("{name}: {written} is {meant}", name="log", written=written[0], meant=meant)
            yield changed, problem.code, said
            page = after


def _all_but(body: Body, row: int) -> tuple[object, ...]:
    """Return what is read in a note, but for the log's entry in a *row*."""
    entries = [each for each in body.log if each.line != row]
    promises = [(each.line, each.text, each.done) for each in body.promises]
    return entries, promises, body.links


def _birthday(text: str, given: _Given) -> _Step:
    text, said = _respelt(text, given.names(text, "birthday"), meant_by=birthday)
    return text, "bad-birthday", said


def _days(text: str, given: _Given) -> _Step:
    names = [name for meaning in _DAYS for name in given.names(text, meaning)]
    text, said = _respelt(text, names, meant_by=_day)
    return text, "bad-date", said


def _day(written: str) -> str | None:
    """Return the day, with its year, that *written* certainly means, if it isn't in normal form."""
    meant = birthday(written)
    return None if meant and meant.startswith("-") else meant


def _respelt(
    text: str, names: Iterable[str], *, meant_by: Callable[[str], str | None]
) -> tuple[str, str]:
    """Return *text* with days in normal form, and what the last of them was."""
    said = ""
    for name in names:
        for written in items_of(text, name):
            meant = meant_by(written)
            if meant and meant != written:
                text = replace_item(text, name, item=written, by=meant, typed=True)
                said = _("{name}: {written} is {meant}", name=name, written=written, meant=meant)
    return text, said


def _tag_signs(text: str, given: _Given) -> _Step:
    said = ""
    for name in given.names(text, "tags"):
        for written in items_of(text, name):
            words = re.split(r"([,\s]+)", written)
            bare = "".join(word.lstrip("#") or word for word in words)
            if bare != written:
                text = replace_item(text, name, item=written, by=bare)
                said = _("{name}: no # is needed before {tag}", name=name, tag=bare)
    return text, "tag-hash", said


def _repeated_tags(text: str, given: _Given) -> _Step:
    names = given.names(text, "tags")
    for name in names:
        text = remove_repeated(text, name)
    said = _("{names}: the same tag twice", names=", ".join(names))
    return text, "duplicate-tag", said


def _last_contact(text: str, given: _Given) -> _Step:
    latest = None
    if given.names(text, "last_contact"):
        entries = Page(text, given.grammar).body.log
        days = (each.on for each in entries if each.attempt is None and each.on <= given.today)
        latest = max(days, default=None)
    if latest:
        text = later_contact(text, latest, meanings=given.grammar.meanings)
    said = _("{name}: the log knows of {day}", name="last_contact", day=latest)
    return text, "stale-last-contact", said


def _trailing_blanks(text: str, given: _Given) -> _Step:  # noqa: ARG001 - as all steps
    said = _("blanks at the end of a property")
    return without_trailing_blanks(text), "trailing-blanks", said


def _first_difference(before: str, after: str) -> int:
    """Return the first line that differs, counted from 1."""
    pairs = zip(split_lines(before), split_lines(after), strict=False)
    return next((at for at, (was, now) in enumerate(pairs, 1) if was != now), 1)
