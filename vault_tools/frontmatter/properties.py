"""The YAML of a front matter block as properties: every scalar the text that was written.

The events of libyaml's parser are read, never its constructors: no value is typed, no tag is
obeyed, no alias is followed. Limits are checked before and while parsing, since libyaml takes
quadratic time over deep nesting.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, cast

import yaml

from vault_tools.frontmatter.events import begin, end, events, hidden, is_link, shown
from vault_tools.frontmatter.fences import line_count
from vault_tools.frontmatter.plain import Property
from vault_tools.frontmatter.reasons import yaml_reason
from vault_tools.language import message, quoted
from vault_tools.model import Problem, Value

MAX_BLOCK = 256 * 1024
"""The longest front matter that is read, in characters."""
MAX_DEPTH = 32
_TOO_DEEP = message("values are nested more than {depth} deep", depth=MAX_DEPTH)
MAX_NODES = 10_000
MAX_ALIASES = 50

_CONFLICT = re.compile(r"(?:\A|(?<=[\n\r]))(?:<{7}|={7}|>{7}|\|{7})")


class _Trouble(NamedTuple):
    """A problem, its place counted from 0 in the block."""

    line: int
    column: int
    code: str
    message: str


class _Pair(NamedTuple):
    """A top-level key and its value, places counted from 0 in the block."""

    name: str
    value: Value
    line: int
    column: int
    key_line: int


class _LimitError(Exception):
    """The block is too deep, too large or too entangled."""

    def __init__(self, event: yaml.Event, reason: str) -> None:
        super().__init__(reason)
        mark = begin(event)
        self.trouble = _Trouble(mark.line, mark.column, "yaml-limit", reason)


def read_properties(
    block: str, *, path: str, first_line: int
) -> tuple[tuple[Property, ...], tuple[Problem, ...], bool]:
    """Return the properties of *block*, its problems, and whether it could be read at all.

    A block that is a list, a lone scalar or nothing has no properties and no problem. Of a key
    that is written twice the first one counts; the second is a problem.
    """

    def problem(trouble: _Trouble) -> Problem:
        line, column, code, said = trouble
        return Problem(path, first_line + line, column + 1, code, said)

    block = block.removeprefix("\ufeff")  # libyaml drops it too, and its marks don't count it
    refused = _refusal(block)
    if refused is not None:
        return (), (problem(refused),), False
    reader = _Reader(block)
    try:
        found = reader.read()
    except _LimitError as error:
        return (), (problem(error.trouble),), False
    except (yaml.YAMLError, ValueError) as error:
        return (), (problem(_syntax_error(error, block)),), False
    seen: dict[str, _Pair] = {}
    for pair in found:
        first = seen.setdefault(pair.name, pair)
        if first is not pair:
            where = first_line + first.key_line
            said = message(
                "{name} is already set on line {line}; this one is ignored",
                name=quoted(pair.name),
                line=where,
            )
            reader.troubles.append(_Trouble(pair.key_line, 0, "duplicate-key", said))
    properties = tuple(
        Property(pair.name, pair.value, first_line + pair.line, pair.column + 1)
        for pair in seen.values()
    )
    return properties, tuple(map(problem, reader.troubles)), True


def _refusal(block: str) -> _Trouble | None:
    if len(block) > MAX_BLOCK:
        said = message("front matter is longer than {size} KiB; not read", size=MAX_BLOCK // 1024)
        return _Trouble(0, 0, "front-matter-too-long", said)
    conflict = _CONFLICT.search(block)
    if conflict is not None:
        line = line_count(block[: conflict.start()])
        said = message("a merge conflict is not resolved here")
        return _Trouble(line, 0, "conflict-marker", said)
    if block.count("[") + block.count("{") > MAX_DEPTH and _flow_depth(block) > MAX_DEPTH:
        return _Trouble(0, 0, "yaml-limit", _TOO_DEEP)
    return None


def _flow_depth(block: str) -> int:
    deepest = depth = 0
    for character in block:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth = max(0, depth - 1)
    return deepest


def _syntax_error(error: Exception, block: str) -> _Trouble:
    mark = getattr(error, "problem_mark", None)
    reason = str(getattr(error, "problem", None) or error).splitlines()[0]
    told = yaml_reason(reason)
    if mark is None:
        # A character that YAML refuses; libyaml counts in bytes.
        before = block.encode(errors="replace")[: getattr(error, "position", 0)]
        line = line_count(before.decode(errors="replace"))
        said = message("not readable as YAML: {reason}", reason=told)
        return _Trouble(line, 0, "yaml-syntax", said)
    if "mapping values are not allowed" in reason:
        said = message(
            "not readable as YAML: {reason}; put quotes around a value that contains ': '",
            reason=told,
        )
    elif "cannot start any token" in reason:
        said = message(
            "not readable as YAML: {reason}; put quotes around the value, and use spaces, not tabs",
            reason=told,
        )
    else:
        said = message("not readable as YAML: {reason}", reason=told)
    return _Trouble(mark.line, mark.column, "yaml-syntax", said)


class _Reader:
    """Builds values from parser events, without recursion into Python's stack for scalars."""

    def __init__(self, block: str) -> None:
        self._block = hidden(block)
        self._hidden = self._block != block
        self._events: Iterator[yaml.Event] = iter(())
        self._nodes = 0
        self._aliases = 0
        self.troubles: list[_Trouble] = []

    def read(self) -> list[_Pair]:
        """Return each top-level pair, in order."""
        self._events = events(self._block)
        found: list[_Pair] = []
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _LimitError(event, "more than one YAML document")
            elif isinstance(event, yaml.MappingStartEvent):
                found = self._top_level()
            elif isinstance(event, yaml.SequenceStartEvent):
                self._sequence(event, depth=1)
        return found

    def _top_level(self) -> list[_Pair]:
        found = []
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            name = self._value(key, depth=1)
            event = next(self._events)
            value = self._value(event, depth=1)
            start = begin(key)
            if isinstance(name, str):
                mark = begin(event)
                # An empty value's mark is where the next token is; the key's line is meant.
                line = end(key).line if value is None else mark.line
                column = mark.column if line == mark.line else start.column
                found.append(_Pair(name, value, line, column, start.line))
            else:
                said = message("a property's name must be plain text; this one is ignored")
                self.troubles.append(_Trouble(start.line, start.column, "yaml-key", said))
        return found

    def _value(self, event: yaml.Event, *, depth: int) -> Value:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _LimitError(event, message("more than {count} values", count=MAX_NODES))
        if depth > MAX_DEPTH:
            raise _LimitError(event, _TOO_DEEP)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth=depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth=depth)
        return self._alias(cast("yaml.AliasEvent", event))

    def _scalar(self, event: yaml.ScalarEvent) -> str | None:
        value: str = event.value
        if not value and not event.style and event.implicit[0]:
            return None
        return shown(value) if self._hidden else value

    def _alias(self, event: yaml.AliasEvent) -> str:
        self._aliases += 1
        mark = begin(event)
        if self._aliases > MAX_ALIASES:
            raise _LimitError(event, message("more than {count} YAML aliases", count=MAX_ALIASES))
        alias = f"*{event.anchor}"
        said = message("YAML aliases are not followed: {alias} stays text", alias=alias)
        self.troubles.append(_Trouble(mark.line, mark.column, "yaml-alias", said))
        return alias

    def _sequence(self, start: yaml.SequenceStartEvent, *, depth: int) -> Value:
        items: list[Value] = []
        first: yaml.Event | None = None
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            first = first or event
            items.append(self._value(event, depth=depth + 1))
        only_texts = len(items) == 1 and isinstance(items[0], list) and _are_texts(items[0])
        if not (only_texts and is_link(start, first)):
            return items
        source = self._block[begin(start).index : end(event).index]
        return shown(" ".join(source.split()))

    def _mapping(self, *, depth: int) -> Value:
        pairs: dict[str, Value] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            name = self._value(key, depth=depth + 1)
            value = self._value(next(self._events), depth=depth + 1)
            pairs.setdefault(name if isinstance(name, str) else str(name), value)
        return pairs


def _are_texts(items: list[Value]) -> bool:
    return all(isinstance(item, str) for item in items)
