"""One property of a front matter block, with its place."""

from typing import NamedTuple

from vault_tools.model import Value


class Property(NamedTuple):
    """One top-level key of a front matter block, and its value."""

    name: str
    value: Value
    line: int
    """The line of the file on which the value stands."""
    column: int


class Pair(NamedTuple):
    """A top-level key and its value, places counted from 0 in the block."""

    name: str
    value: Value
    line: int
    column: int
    key_line: int
