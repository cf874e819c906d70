"""How formats plug in: what a reader and a writer of foreign files have to offer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from vault_tools.config import Config
from vault_tools.drafts import Draft, Refusal
from vault_tools.model import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to be imported, read already."""

    name: str
    """The path, as the user gave it."""
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the user said about an import."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """A column's header to the property that it is; for tables without a known layout."""
    encoding: str | None = None
    """None to find it out."""
    photos: bool = False
    """Whether pictures are wanted."""


class Importer(Protocol):
    """A reader of one foreign format; it never writes and never raises for a bad record.

    Offered as an entry point of the group ``vault_tools.importers``.
    """

    name: str
    """The word for it on the command line."""
    summary: str
    """One line for the help."""
    suffixes: tuple[str, ...]
    """Endings of the files that are read where a folder is given: ``(".vcf",)``."""

    def read(self, source: Source, *, options: ImportOptions) -> Iterator[Draft | Refusal]:
        """Yield a draft for each person in *source*, and a refusal for each record that is none.

        Raises:
            FormatError: *source* as a whole isn't of this format; the error says what is missing.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What an exporter may want to know besides the people."""

    today: date
    config: Config
    version: str = ""
    """Of the format, where it has several: ``3.0`` or ``4.0``; empty for the usual one."""


class Exporter(Protocol):
    """A writer of one foreign format: people to bytes.

    Offered as an entry point of the group ``vault_tools.exporters``.
    """

    name: str
    """The word for it on the command line."""
    summary: str
    """One line for the help."""
    suffix: str
    """Ending of its files, with the dot."""
    each: bool
    """Whether a folder can be written with one file for each person."""

    def write(self, people: Sequence[Timeline], *, options: ExportOptions) -> bytes:
        """Return *people* in this format; the same people always give the same bytes."""
