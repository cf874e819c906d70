"""Where each property of a front matter block stands, to the character: what edits go by."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import yaml

from vault_tools.frontmatter.events import begin, end, events, hidden, is_link, shown

_COLON = re.compile(r"[ \t]*:(?=[ \t\r\n]|\Z)")
_INDENTATION = re.compile(r"[|>][+-]?([1-9])")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


class Shape(StrEnum):
    """How a property's value is laid out."""

    EMPTY = "empty"
    SCALAR = "scalar"
    FLOW_LIST = "flow list"
    BLOCK_LIST = "block list"
    OTHER = "other"
    """Nothing that can be edited by line; `Field.obstacle` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value as it is written; offsets count characters of the block."""

    text: str
    start: int
    end: int
    quotes: str = ""
    """``'``, ``"``, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One property and its value; offsets count characters of the block."""

    name: str
    shape: Shape
    line: int
    """The key's line, counted from 0 in the block."""
    start: int
    """Where the line of the key begins."""
    colon: int
    """Right behind the colon."""
    value_start: int
    value_end: int
    end: int
    """Where the line after the value begins."""
    scalar: Scalar | None = None
    items: tuple[Scalar, ...] = ()
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a block."""

    fields: tuple[Field, ...]
    indent: str
    """What stands before each key."""
    obstacle: str = ""
    """Why no property can be added, if none can."""


def layout(block: str) -> Layout:
    """Return where the properties of *block* stand.

    Raises:
        yaml.YAMLError: It isn't YAML; `read_properties` says so too, as a problem.
    """
    return _Surveyor(block).survey()


def line_end(block: str, offset: int) -> int:
    """Return where the line after the one with *offset* begins."""
    match = _LINE.match(block, offset)
    return match.end() if match else len(block)


def line_start(block: str, offset: int) -> int:
    """Return where the line with *offset* begins."""
    return max(block.rfind("\n", 0, offset), block.rfind("\r", 0, offset)) + 1


class _Value(NamedTuple):
    """A value on its way into a field."""

    shape: Shape
    start: int
    end: int
    scalar: Scalar | None = None
    items: tuple[Scalar, ...] = ()
    obstacle: str = ""


class _Surveyor:
    """One pass over the events of a block."""

    def __init__(self, block: str) -> None:
        self._block = block
        self._hidden = hidden(block)
        self._events = events(self._hidden)

    def survey(self) -> Layout:
        for event in self._events:
            if isinstance(event, yaml.MappingStartEvent):
                if event.flow_style or _mark(event):
                    return Layout((), "", "all of it stands in braces, or has an anchor or a tag")
                return self._top_level(column=begin(event).column)
            if isinstance(event, yaml.NodeEvent):
                return Layout((), "", "it holds something else than properties")
        return Layout((), "")

    def _top_level(self, *, column: int) -> Layout:
        fields = []
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                return Layout((), "", "the name of a property is no text")
            fields.append(self._field(key, self._value(next(self._events), column=column)))
        first = fields[0].start if fields else 0
        return Layout(tuple(fields), self._block[first : first + column])

    def _field(self, key: yaml.ScalarEvent, value: _Value) -> Field:
        obstacle = _mark(key) or value.obstacle
        colon = _COLON.match(self._block, end(key).index)
        if colon is None:
            obstacle = "its name is written with a question mark"
        behind = colon.end() if colon else end(key).index
        empty = value.shape is Shape.EMPTY
        start, stop = (behind, behind) if empty else (value.start, value.end)
        return Field(
            name=shown(key.value),
            shape=Shape.OTHER if obstacle else value.shape,
            line=begin(key).line,
            start=begin(key).index - begin(key).column,
            colon=behind,
            value_start=start,
            value_end=stop,
            end=line_end(self._block, stop),
            scalar=value.scalar,
            items=value.items,
            obstacle=obstacle,
        )

    def _value(self, event: yaml.Event, *, column: int) -> _Value:
        start, stop = begin(event).index, end(event).index
        obstacle = _mark(event)
        if isinstance(event, yaml.ScalarEvent):
            if event.style in ("|", ">"):
                stop = self._end_of_block_scalar(start, column=column)
            scalar = self._scalar(event, stop)
            empty = start == stop and not obstacle
            return _Value(Shape.EMPTY if empty else Shape.SCALAR, start, stop, scalar, (), obstacle)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event, obstacle, column=column)
        stop = self._skip(event, column=column)
        why = obstacle or ("a mapping" if isinstance(event, yaml.MappingStartEvent) else "an alias")
        return _Value(Shape.OTHER, start, stop, obstacle=f"its value is {why}")

    def _list(self, start: yaml.SequenceStartEvent, obstacle: str, *, column: int) -> _Value:
        items: list[Scalar] = []
        first: yaml.Event | None = None
        stop = begin(start).index
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            first = first or event
            stop = self._skip(event, column=column)
            if isinstance(event, yaml.ScalarEvent) and event.style not in ("|", ">"):
                items.append(self._scalar(event, stop))
                empty = "one of its values is empty" if begin(event).index == stop else ""
                obstacle = obstacle or _mark(event) or empty
            else:
                obstacle = obstacle or "its value is a list of more than words"
        if start.flow_style:
            stop = end(event).index
        where = begin(start).index
        if not items and is_link(start, first):
            link = Scalar(text=self._block[where:stop], start=where, end=stop)
            return _Value(Shape.SCALAR, where, stop, link)
        shape = Shape.FLOW_LIST if start.flow_style else Shape.BLOCK_LIST
        return _Value(shape, where, stop, None, tuple(items), obstacle)

    def _skip(self, event: yaml.Event, *, column: int) -> int:
        """Pass over what begins with *event*; return where the last of it ends."""
        stop = self._end(event, column=column)
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            event = next(self._events)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            stop = max(stop, self._end(event, column=column))
        return stop

    def _end(self, event: yaml.Event, *, column: int) -> int:
        """Return where an event ends; libyaml's mark may be where the next line begins."""
        if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
            return self._end_of_block_scalar(begin(event).index, column=column)
        stop = end(event)
        if begin(event).index == stop.index and not isinstance(event, yaml.CollectionStartEvent):
            # Without a bracket or a word of its own: what came before it has ended before.
            row = self._block[stop.index - stop.column : stop.index]
            return stop.index if row.strip() else 0
        return stop.index

    def _scalar(self, event: yaml.ScalarEvent, stop: int) -> Scalar:
        quotes = event.style if event.style in ("'", '"') else ""
        return Scalar(
            text=shown(event.value), start=begin(event).index, end=stop, quotes=quotes or ""
        )

    def _end_of_block_scalar(self, start: int, *, column: int) -> int:
        """Return where the last line of a block scalar ends; libyaml's mark is the next token."""
        stop = line_end(self._block, start)
        last = start + len(self._block[start:stop].rstrip("\r\n"))
        said = _INDENTATION.match(self._block, start)
        least = column + int(said[1]) if said else 0
        while stop < len(self._block):
            following = line_end(self._block, stop)
            row = self._block[stop:following]
            depth = len(row) - len(row.lstrip(" "))
            if row.strip() and depth < (least or column + 1):
                break
            if row.strip():
                least = least or depth
                last = stop + len(row.rstrip("\r\n"))
            stop = following
        return last


def _mark(event: yaml.Event) -> str:
    """Return what an event carries that no edit may touch."""
    if (
        isinstance(event, yaml.NodeEvent)
        and event.anchor
        and not isinstance(event, yaml.AliasEvent)
    ):
        return "an anchor stands there"
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
        return "a tag such as !!str stands there"
    return ""
