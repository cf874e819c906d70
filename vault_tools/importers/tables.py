"""Tables of text: finding the header, rows that are broken, and where each stands."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vault_tools.drafts import Place, Refusal
from vault_tools.errors import FormatError
from vault_tools.importers.decoding import decode, lines_of
from vault_tools.importers.texts import one_line
from vault_tools.language import _, ngettext
from vault_tools.plugins import ImportOptions, Source

_DELIMITERS = ",;\t"
_HEADER_WITHIN = 20
_LONGEST_HEADER = 65_536
_LONGEST_ROW = 2000
_MOST_ROWS = 200_000
_PARENTHESES = re.compile(r"[()]")

Wanted = Callable[[Sequence[str]], bool]
"""Whether cells, as header keys, are the header that is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record of a table."""

    place: Place
    cells: tuple[str, ...]
    """As many as the header has."""
    columns: Mapping[str, Sequence[int]]
    """Header key to the columns under it."""

    def __getitem__(self, header: str) -> str:
        """Return the first text under *header*, empty where there is none."""
        return next(iter(self.all(header)), "")

    def all(self, *headers: str) -> list[str]:
        """Return the texts under any of *headers*, in their order."""
        found = (self.cells[index] for header in headers for index in self.columns.get(header, ()))
        return [cell for cell in (cell.strip() for cell in found) if cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose header was found."""

    headers: tuple[str, ...]
    """As they are written."""
    keys: tuple[str, ...]
    rows: Iterator[Row | Refusal]


def header_key(text: str) -> str:
    """Return the key under which a header is looked up: ``Telefon (privat)`` and the like."""
    return one_line(_PARENTHESES.sub(" ", text)).casefold()


def read_table(source: Source, *, options: ImportOptions, wanted: Wanted) -> Table | None:
    """Return the table in *source* whose header is *wanted*, or None if there is none.

    The header is looked for in the first 20 lines; it decides whether commas, semicolons or
    tabs separate the columns.

    Raises:
        FormatError: *source* is no text in a known encoding.
    """
    lines = lines_of(decode(source, encoding=options.encoding))
    for start, line in enumerate(lines[:_HEADER_WITHIN]):
        for delimiter in _by_count(line):
            cells = _cells(line, delimiter=delimiter)
            if cells and wanted([header_key(cell) for cell in cells]):
                return _table(source, lines, start=start, delimiter=delimiter, header=cells)
    return None


def first_table(source: Source, *, options: ImportOptions) -> Table:
    """Return the table whose header is the first line of *source* with anything in it.

    Raises:
        FormatError: There is no table in it.
    """
    table = read_table(source, options=options, wanted=lambda keys: sum(map(bool, keys)) > 1)
    table = table or read_table(source, options=options, wanted=any)
    if table is None:
        raise FormatError(source.name, _("there is no table in it."))
    return table


def _by_count(line: str) -> list[str]:
    """Return the delimiters, the likeliest first."""
    return sorted(_DELIMITERS, key=line.count, reverse=True)


def _cells(line: str, *, delimiter: str) -> list[str] | None:
    if len(line) > _LONGEST_HEADER:
        return None
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return None


def _table(
    source: Source, lines: Sequence[str], *, start: int, delimiter: str, header: Sequence[str]
) -> Table:
    keys = tuple(header_key(cell) for cell in header)
    columns: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        if key:
            columns.setdefault(key, []).append(index)
    rows = _rows(
        Spans(lines=lines, delimiter=delimiter, position=start + 1),
        source=source.name,
        columns=columns,
        width=len(keys),
    )
    return Table(headers=tuple(map(one_line, header)), keys=keys, rows=rows)


@dataclass(slots=True, kw_only=True)
class Spans:
    """The lines of a table below its header, record by record."""

    lines: Sequence[str]
    delimiter: str
    position: int
    """The line that comes next, counted from 0."""
    first: int = 0
    """The first line of the record that is read."""

    def __iter__(self) -> Iterator[tuple[int, list[str] | str]]:
        """Yield the line that a record begins on, counted from 1, with its cells or its flaw.

        A quote that is never closed would take in all that follows; it costs its own line only.
        """
        while self.position < len(self.lines):
            self.first = self.position
            try:
                for cells in csv.reader(self._feed(), delimiter=self.delimiter, strict=True):
                    yield self.first + 1, cells
                    self.first = self.position
            except csv.Error as error:
                yield self.first + 1, _flaw(str(error))
                self.position = self.first + 1

    def _feed(self) -> Iterator[str]:
        while self.position < min(len(self.lines), self.first + _LONGEST_ROW):
            self.position += 1
            yield self.lines[self.position - 1]


def _flaw(error: str) -> str:
    if "field limit" in error:
        return _("A cell is too long to be one.")
    if "unexpected end" in error:
        return _("A quotation mark is not closed.")
    return _("Quotation marks and commas don't fit together.")


def _rows(
    spans: Spans, *, source: str, columns: Mapping[str, Sequence[int]], width: int
) -> Iterator[Row | Refusal]:
    record = 0
    for line, found in spans:
        if not isinstance(found, str) and not any(map(str.strip, found)):
            continue
        record += 1
        place = Place(source=source, line=line, record=record)
        if record > _MOST_ROWS:
            reason = _("There are too many rows; the rest was not read.")
            yield Refusal(place=place, reason=reason)
            return
        flaw = found if isinstance(found, str) else _misfit(found, width=width)
        if isinstance(found, str) or flaw:
            yield Refusal(place=place, reason=flaw)
        else:
            yield Row(place=place, cells=tuple(found[:width]), columns=columns)


def _misfit(cells: Sequence[str], *, width: int) -> str:
    """Return why *cells* are no row below a header of that *width*; empty where they are."""
    if any("\0" in cell for cell in cells):
        return _("There are bytes in it that are no text.")
    if len(cells) < width or any(map(str.strip, cells[width:])):
        return ngettext(
            "It has {count} columns where the header has {width}.",
            "It has {count} columns where the header has {width}.",
            len(cells),
            width=width,
        )
    return ""
