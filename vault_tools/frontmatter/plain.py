"""A property with its place, and the quick way through front matter that is written as most is.

That is one ``key: value`` a line, lists of words, and quotes without escapes in them. Whatever
else YAML allows is left to libyaml's events (`vault_tools.frontmatter.properties`), which say the
same of what is read here, places included; but they take eight times as long, and loading libyaml
takes longer than most commands.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from vault_tools.model import Value

_LONGEST = 16 * 1024
"""The longest block that is read here, in characters; none so short reaches another limit."""
_SPECIAL = "[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd]"
"""What YAML refuses or takes for a line end, our stand-ins, and what lies beyond the plane."""
_SPECIAL_ASCII = re.compile("[^\n -~]")
_KEY = re.compile(r"[^\W\d_](?:[\w .-]*\w)?")
# Possessive: a blank must not be able to belong to the item as well as to what follows it.
_ITEM = r"""(?:\w[\w .+/@()-]*+|"[^"\\]*"|'[^'\\]*')"""
_FLOW_LIST = re.compile(rf"\[ *(?:{_ITEM} *(?:, *{_ITEM} *)*)?\]")
_FLOW_ITEM = re.compile(_ITEM)
_FIRST = frozenset("+(/.~$=;^_<")
"""What a value without quotes may begin with besides letters and digits."""


class Property(NamedTuple):
    """One top-level key of a front matter block, and its value."""

    name: str
    value: Value
    line: int
    """The line of the file on which the value stands."""
    column: int


def plain_properties(block: str, *, first_line: int) -> tuple[Property, ...] | None:
    """Return the properties of *block*, or None where it is not as plain as that."""
    # The whole class takes 3 ms to compile, as long as many a command's other work.
    special = _SPECIAL_ASCII if block.isascii() else re.compile(_SPECIAL)
    if len(block) > _LONGEST or special.search(block):
        return None
    found: dict[str, Property] = {}
    items: list[Value] | None = None
    key, indent = "", 0
    for number, line in enumerate(block.split("\n"), first_line):
        name, colon, rest = line.partition(":")
        if colon and _is_key(name):
            written = rest.strip(" ")
            value = _value(written) if rest[:1] == " " else None
            if name in found or (written and value is None):
                return None
            column = len(name) + 2 + (rest.index(written) if written else 0)
            found[name] = Property(name, value, number, column)
            key, items = name, None if written else []
        elif line and line[0] != "#":
            depth = len(line) - len(line.lstrip(" "))
            item = (
                _scalar(line[depth + 2 :].strip(" ")) if line[depth : depth + 2] == "- " else None
            )
            if item is None or items is None or (items and depth != indent):
                return None
            if not items:
                found[key], indent = Property(key, items, number, depth + 1), depth
            items.append(item)
    return tuple(found.values())


@lru_cache(maxsize=4096)  # a vault has few names of properties, and each in every note
def _is_key(name: str) -> bool:
    return _KEY.fullmatch(name) is not None


def _value(text: str) -> Value:
    """Return the value that *text* is; None for none, and where that takes a parser."""
    if text[:1] != "[":
        return text if text[:1].isalnum() and ":" not in text and "#" not in text else _scalar(text)
    if _FLOW_LIST.fullmatch(text) is None:
        return None
    return [_bare(item) for item in _FLOW_ITEM.findall(text)]


def _bare(item: str) -> str:
    return item[1:-1] if item[0] in "'\"" else item.rstrip(" ")


def _scalar(text: str) -> str | None:
    first = text[:1]
    if first in {"'", '"'}:
        inner = text[1:-1]
        closed = len(text) > 1 and text[-1] == first
        return None if not closed or first in inner or "\\" in inner else inner
    if not (first.isalnum() or first in _FIRST or (first == "-" and text[1:2].strip(" "))):
        return None
    return None if ": " in text or " #" in text or text[-1] == ":" else text
