"""How formats plug in: what a reader and a writer of foreign files have to offer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, TypeVar, cast

from vault_tools.config import Config
from vault_tools.drafts import Draft, Refusal
from vault_tools.language import _, quoted
from vault_tools.model import Timeline
from vault_tools.records import dataclass


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
    uids: Mapping[str, str] = field(default_factory=dict)
    """By path of a contact's note, what tells the contact from all others, for good."""
    version: str = ""
    """Of the format, where it has several: ``3.0`` or ``4.0``; empty for the usual one."""
    with_text: bool = False
    """Whether the text of the notes may leave too, where a format leaves it out by itself."""


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
    """Whether it writes vCards, so that a folder can be kept in step, a file for each person."""

    def write(self, people: Sequence[Timeline], *, options: ExportOptions) -> bytes:
        """Return *people* in this format; the same people always give the same bytes."""


IMPORTERS = "vault_tools.importers"
"""The group of entry points that readers of foreign files are found in."""
EXPORTERS = "vault_tools.exporters"
"""The group of entry points that writers of foreign files are found in."""
_OURS = "vault-tools"

Offered = TypeVar("Offered", Importer, Exporter)


def importers(*, warn: Callable[[str], None] = lambda _: None) -> dict[str, Importer]:
    """Return the readers of foreign files that are installed, by name and in its order.

    One that can't be loaded is left out, and so is the second of two by the same name: *warn* is
    called with a sentence about each. Ours come before those of others.
    """
    return _offered(IMPORTERS, needed=("read", "summary", "suffixes"), warn=warn)


def exporters(*, warn: Callable[[str], None] = lambda _: None) -> dict[str, Exporter]:
    """Return the writers of foreign files that are installed; as `importers`."""
    return _offered(EXPORTERS, needed=("write", "summary", "suffix", "each"), warn=warn)


def _offered(
    group: str, *, needed: Sequence[str], warn: Callable[[str], None]
) -> dict[str, Offered]:
    """Return what the entry points of *group* name: a class without arguments each."""
    found: dict[str, tuple[str, Offered]] = {}
    for entry in sorted(entry_points(group=group), key=_order):
        offered, flaw = _loaded(entry, needed=needed)
        if entry.name in found:
            first = found[entry.name][0]
            warn(
                _(
                    "{package} has a format {name} too; that of {first} is used.",
                    package=_origin(entry),
                    name=quoted(entry.name),
                    first=first,
                )
            )
        elif flaw:
            warn(
                _(
                    "the format {name} of {package} can't be used: {reason}",
                    name=quoted(entry.name),
                    package=_origin(entry),
                    reason=flaw,
                )
            )
        else:
            found[entry.name] = _origin(entry), cast("Offered", offered)
    return {name: found[name][1] for name in sorted(found)}


def _loaded(entry: EntryPoint, *, needed: Sequence[str]) -> tuple[object, str]:
    """Return what *entry* names, made, and why it can't be used where it can't."""
    try:
        offered = entry.load()()
    except Exception as error:  # noqa: BLE001 - other people's code may fail in any way
        return None, str(error) or type(error).__name__
    missing = [name for name in needed if not hasattr(offered, name)]
    return offered, _("it has no {part}.", part=missing[0]) if missing else ""


def _order(entry: EntryPoint) -> tuple[bool, str, str]:
    return _origin(entry) != _OURS, _origin(entry), entry.value


def _origin(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else _("a package without a name")
