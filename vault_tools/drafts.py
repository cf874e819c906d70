"""What a file from elsewhere says about people, before any of it is in the vault: plain values."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import NamedTuple

from vault_tools.records import dataclass


class Place(NamedTuple):
    """Where a record stands in a file from elsewhere."""

    source: str
    """The file, as the user named it."""
    line: int
    """The record's first line, counted from 1."""
    record: int = 1
    """Counted from 1 in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEntry:
    """An interaction that a record tells of: an entry of the log to be."""

    on: date
    text: str
    channel: str | None = None
    """One of the canonical channels; None where the record doesn't say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPromise:
    """A task that a record tells of."""

    text: str
    due: date | None = None
    mine: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture that came with a record."""

    data: bytes
    suffix: str
    """With the dot: ``.jpg``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One person, as one record from elsewhere describes them; not merged into the vault yet."""

    place: Place
    name: str
    """One line, never empty."""
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Canonical property (``email``, ``company``, ``uid``, …) to its values, best first."""
    text: str = ""
    """Notes in the record, for the text below the front matter; newlines are ``\\n``."""
    entries: tuple[DraftEntry, ...] = ()
    promises: tuple[DraftPromise, ...] = ()
    photo: Photo | None = None
    dropped: tuple[str, ...] = ()
    """What of the record can't be kept, by its name there."""
    may_be_new: bool = True
    """Whether it may become a contact; False for mere mentions such as messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A record that can't be understood, or a part of a file that holds none; never raised."""

    place: Place
    reason: str
    """One sentence, without personal data of the record."""
