"""Two notes about one person as one: nothing that either says is lost.

Explained with examples in docs/duplicates.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from vault_tools.edit.fields import add_item, items_of, set_field, spread, used_name
from vault_tools.edit.front import front_of
from vault_tools.edit.page import Page
from vault_tools.edit.values import SEVERAL_IN_ONE
from vault_tools.merge.keys import name_key
from vault_tools.merge.logs import with_entries_of
from vault_tools.model import Note, texts_in
from vault_tools.names import fold
from vault_tools.parse import Grammar
from vault_tools.parse.synonyms import meaning_of
from vault_tools.parse.values import read_day

_LISTS = frozenset({"aliases", "tags", "email", "phone", "avoid", "goals", "vcard", "news"})
_OURS_ALONE = frozenset({"type", "name", "uid", "not_same_as"})
_LATER = frozenset({"last_contact"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two notes as one."""

    text: str
    said_otherwise: tuple[tuple[str, str], ...] = ()
    """Properties that both have and the other has otherwise; its values stand in the text."""


def joined(ours: str, theirs: str, *, notes: tuple[Note, Note], grammar: Grammar) -> Joined:
    """Return *ours* with everything that *theirs* has and it has not.

    Properties that are missing are taken over, lists are united, and of two days of last contact
    the later one counts. Another value stays as it is in *ours*; that of *theirs* is written into
    the text, below a heading with their name. The log gets the entries of both, each once, where
    their day belongs; the rest of the text goes below that heading too. Their names are aliases.
    *notes* are what the two say. Joined once more, nothing changes.

    Raises:
        UneditableError: It can't be done safely.
    """
    mine, other = notes
    text, otherwise = _properties(ours, other, grammar=grammar)
    text = _names(text, mine=mine, other=other, grammar=grammar)
    text = with_entries_of(text, theirs, grammar=grammar)
    rows = [f"- {name}: {value}" for name, value in otherwise]
    rest = _rest(theirs, grammar=grammar)
    gap = [""] if rows and rest else []
    text = _with_rest(text, [*rows, *gap, *rest], name=other.title, grammar=grammar)
    return Joined(text=text, said_otherwise=tuple(otherwise))


def _properties(text: str, other: Note, *, grammar: Grammar) -> tuple[str, list[tuple[str, str]]]:
    otherwise: list[tuple[str, str]] = []
    for name, value in other.properties.items():
        meaning = meaning_of(name, grammar.meanings)
        texts = texts_in(value)
        if meaning in _OURS_ALONE or not texts:
            continue
        used = used_name(text, name, meanings=grammar.meanings)
        held = front_of(text).values().get(used)
        if not held:
            text = _taken(text, used, texts=texts, is_list=isinstance(value, list))
        elif meaning in _LISTS or isinstance(held, list) or isinstance(value, list):
            text = _united(text, used, texts=texts, meaning=meaning)
        elif meaning in _LATER:
            text = _later(text, used, theirs=texts[0])
        elif [fold(each) for each in items_of(text, used)] != [fold(each) for each in texts]:
            otherwise.append((name, ", ".join(texts)))
    return text, otherwise


def _taken(text: str, used: str, *, texts: list[str], is_list: bool) -> str:
    if not is_list and len(texts) == 1:
        return set_field(text, used, value=texts[0], typed=True)
    for each in texts:
        text = add_item(text, used, item=each)
    return text


def _united(text: str, used: str, *, texts: list[str], meaning: str) -> str:
    if meaning in SEVERAL_IN_ONE:
        split = SEVERAL_IN_ONE[meaning]
        text = spread(text, used, into=split)
        texts = [item for each in texts for item in split(each)]
    known = {fold(each.strip("# ")) for each in items_of(text, used)}
    for each in texts:
        if fold(each.strip("# ")) not in known:
            text = add_item(text, used, item=each)
    return text


def _later(text: str, used: str, *, theirs: str) -> str:
    try:
        is_later = read_day(theirs) > read_day(" ".join(items_of(text, used)))
    except ValueError:
        return text
    return set_field(text, used, value=theirs, typed=True) if is_later else text


def _names(text: str, *, mine: Note, other: Note, grammar: Grammar) -> str:
    """Return *text* with the other's names as aliases, so that they still find somebody."""
    stem = PurePosixPath(other.path).stem
    known = {name_key(name) for name in (mine.title, *mine.aliases)}
    used = used_name(text, "aliases", meanings=grammar.meanings)
    for name in dict.fromkeys((other.title, stem, *other.aliases)):
        if name_key(name) not in known:
            known.add(name_key(name))
            text = add_item(text, used, item=name)
    return text


def _rest(theirs: str, *, grammar: Grammar) -> list[str]:
    """Return the other's text without its log entries and the headings of its logs."""
    page = Page(theirs, grammar)
    gone = {section.heading for section in page.body.logs}
    for entry in page.body.log:
        gone |= set(range(entry.line, page.item_end(entry.line)))
    rows = [row.rstrip("\r\n") for at, row in enumerate(page.rows) if at not in gone]
    return _trimmed(rows)


def _trimmed(rows: Iterable[str]) -> list[str]:
    """Return rows without blank ones at the ends, and never two of them in a row."""
    found: list[str] = []
    for row in rows:
        if row.strip() or (found and found[-1].strip()):
            found.append(row)
    while found and not found[-1].strip():
        found.pop()
    return found


def _with_rest(text: str, rows: list[str], *, name: str, grammar: Grammar) -> str:
    """Return the note with *rows* below a heading, before its log, unless they are there."""
    if not rows or "\n".join(rows) in text.replace("\r\n", "\n"):
        return text
    page = Page(text, grammar)
    log = next((section.heading for section in page.body.logs), len(page.rows))
    before = [] if log == 0 or page.is_blank(log - 1) else [""]
    after = [""] if log < len(page.rows) else []
    return page.with_rows(log, [*before, f"## From {name}", "", *rows, *after])
