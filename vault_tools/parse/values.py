"""Typed readings of the properties of one note; a value of the wrong kind is a problem."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Self, TypeVar

from vault_tools import links
from vault_tools.dates import parse_local_day
from vault_tools.frontmatter import Property
from vault_tools.language import message, quoted, reason
from vault_tools.model import Note, Problem, Value
from vault_tools.parse.synonyms import lookup_key

_EMPTY = frozenset({"", "null", "~", "Null", "NULL"})
_PLAIN_LINE = re.compile(
    r"^[ \t]{0,99}[\"']?([^\s:\"'#-][^:\n\"']{0,99}?)[\"']?[ \t]{0,99}"
    r":[ \t]{0,99}[\"']?(\w{1,9})[\"']?[ \t]*(?:#.*)?\r?$",
    re.MULTILINE,
)
_YES = frozenset({"true", "yes", "on", "1", "ja", "wahr"})
_NO = frozenset({"false", "no", "off", "0", "nein", "falsch"})
_STRUCTURED = frozenset({"n", "org", "adr"})  # vCard's, which are read by their parts
_LONGEST = 300

Kind = TypeVar("Kind")


class Values:
    """The properties of one note by what they mean."""

    def __init__(
        self, properties: Iterable[Property], *, meanings: Mapping[str, str], path: str
    ) -> None:
        self._path = path
        self.problems: list[Problem] = []
        self._found: dict[str, list[Property]] = {}
        for found in properties:
            for item in _flattened(found) if isinstance(found.value, dict) else (found,):
                key = lookup_key(item.name)
                meaning = meanings.get(key, key)
                self._found.setdefault(meaning, []).append(item)
        for meaning, same in self._found.items():
            if len(same) > 1:
                # The canonical name counts before its synonyms.
                canonical = lookup_key(meaning)
                same.sort(key=lambda item: lookup_key(item.name) != canonical)

    @classmethod
    def of(cls, note: Note, *, meanings: Mapping[str, str]) -> Self:
        """Return the properties of a note that was read; where they stand is not known any more."""
        found = (Property(name, value, 1, 1) for name, value in note.properties.items())
        return cls(found, meanings=meanings, path=note.path)

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def problem(self, found: Property, code: str, *, message: str) -> None:
        """Note that *found* can't be understood."""
        self.problems.append(Problem(self._path, found.line, found.column, code, message))

    def items(self, name: str) -> list[tuple[Property, str]]:
        """Return every text that *name* holds, with the property it stands in."""
        found_items: list[tuple[Property, str]] = []
        for found in self._found.get(name, ()):
            if isinstance(found.value, str):
                text = found.value.strip()
                found_items += () if text in _EMPTY else ((found, text),)
                continue
            texts, readable = _texts(found.value)
            if not readable:
                said = message("{name}: a mapping is not read here", name=found.name)
                self.problem(found, "wrong-kind", message=said)
            found_items += [(found, text) for text in texts]
        return found_items

    def lines(self, names: Iterable[str]) -> dict[str, int]:
        """Return the lines of those of *names* that are there."""
        return {name: self._found[name][0].line for name in names if name in self._found}

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list, or of the one value that stands for a list."""
        if name not in self._found:
            return ()
        return tuple(dict.fromkeys([text for _, text in self.items(name)]))

    def shown(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list as shown: a link counts as the text it shows."""
        if name not in self._found:
            return ()
        return tuple(dict.fromkeys([links.shown(text) for text in self.texts(name)]))

    def text(self, name: str) -> str | None:
        """Return the one text of *name* as shown; a list is joined with commas."""
        if name not in self._found:
            return None
        items = self.items(name)
        if len(items) == 1:
            return links.shown(items[0][1]) or None
        return ", ".join(links.shown(text) for found, text in items if found is items[0][0]) or None

    def one(self, name: str, read: Callable[[str], Kind], *, code: str) -> Kind | None:
        """Return the first value of *name* that *read* accepts.

        *read* raises ValueError with a sentence for what it doesn't accept; that is a problem.
        """
        if name not in self._found:
            return None
        for found, text in self.items(name):
            try:
                return read(text)
            except ValueError as error:
                said = message("{name}: {reason}", name=found.name, reason=_clipped(reason(error)))
                self.problem(found, code, message=said)
        return None

    def day(self, name: str) -> date | None:
        """Return the day of *name*: a date, a date and time as written, or a link to a day."""
        return self.one(name, read_day, code="bad-date")

    def flag(self, name: str) -> bool:
        """Return whether *name* says yes."""
        return self.one(name, _read_flag, code="bad-flag") or False


def read_day(text: str) -> date:
    """Return the day that *text* is, or links to.

    Raises:
        ValueError: Neither.
    """
    link = links.parse(text)
    return parse_local_day(link.day if link and link.day else text)


def claims(data: bytes, name: str, *, meanings: Mapping[str, str]) -> bool:
    """Return whether a line of what can't be read says yes to the property *name*."""
    text = data.decode("utf-8", "replace").replace("\0", "")  # letters of UTF-16 are among zeros
    return any(
        meanings.get(lookup_key(match[1])) == name and match[2].casefold() in _YES
        for match in _PLAIN_LINE.finditer(text)
    )


def _read_flag(text: str) -> bool:
    word = text.strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    msg = message("{text} is neither true nor false", text=quoted(text))
    raise ValueError(msg)


def _flattened(found: Property) -> Iterable[Property]:
    """Yield *found*, and for a mapping its entries as ``N.GN``."""
    if lookup_key(found.name) not in _STRUCTURED:
        yield found
    if isinstance(found.value, dict):
        for key, value in found.value.items():
            yield Property(f"{found.name}.{key}", value, found.line, found.column)


def _texts(value: Value) -> tuple[list[str], bool]:
    """Return the texts that *value* holds, and whether it holds nothing else."""
    if isinstance(value, str):
        stripped = value.strip()
        return [] if stripped in _EMPTY else [stripped], True
    if isinstance(value, list):
        if len(value) == 1:
            return _texts(value[0])
        parts = [_texts(item) for item in value]
        return [text for texts, _ in parts for text in texts], all(plain for _, plain in parts)
    return [], value is None


def _clipped(said: str) -> str:
    """Return what is said short enough to be shown, whatever it quotes."""
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
