"""Merging two versions of a note's log: the entries of both, each once, in order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from vault_tools.edit.line_ends import line_end_of, lines_of
from vault_tools.edit.page import Page
from vault_tools.frontmatter import split
from vault_tools.parse import Grammar


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some lines of a log: an entry with all that belongs to it, or what stands between two."""

    rows: tuple[str, ...]
    """Without their line ends."""
    on: date | None = None
    """The entry's day; None for what is no entry."""

    @property
    def key(self) -> tuple[str, ...]:
        """Return what two versions of it have in common: the text, but for blanks at the ends."""
        return tuple(row.strip() for row in self.rows)


@dataclass(frozen=True, slots=True)
class Log:
    """The entries of a note, from the first to the last, and where they stand."""

    start: int
    """The first one's row."""
    end: int
    """The row after the last one."""
    pieces: tuple[_Piece, ...]

    @property
    def between(self) -> list[tuple[str, ...]]:
        """Return what stands between entries, but for blank lines."""
        return [piece.key for piece in self.pieces if piece.on is None and any(piece.key)]

    @property
    def entries(self) -> list[_Piece]:
        """Return the entries in their order."""
        return [piece for piece in self.pieces if piece.on]


def unified_logs(texts: tuple[str, str, str], *, grammar: Grammar) -> tuple[str, str, str] | None:
    """Return base, ours and theirs with the same log in all that have one: the merged one.

    What is left to merge is then everything else. The merged log is ours, with the entries that
    they have added and without those that they have removed; an entry that both have changed is
    there in both versions. None where a note has several logs with entries, or where what stands
    between the entries differs, or where there is nothing to merge.
    """
    pages = [Page(text, grammar) for text in texts]
    found = [_log(page) for page in pages]
    base, ours, theirs = found
    if ours is None or theirs is None or any(_is_split(page) for page in pages):
        return None
    if ours.between != theirs.between or (base and base.between != ours.between):
        return None
    merged = _merged(base.entries if base else [], ours=ours, theirs=theirs.entries)
    rows = [row for piece in merged for row in piece.rows]
    changed = [
        _with_log(text, log, rows=rows) if log else text
        for text, log in zip(texts, found, strict=True)
    ]
    return changed[0], changed[1], changed[2]


def with_entries_of(ours: str, theirs: str, *, grammar: Grammar) -> str:
    """Return *ours* with the log entries of *theirs* that it has not, where their day belongs.

    Raises:
        UneditableError: One would not be read there, or would change how the rest is read.
    """
    other = _log(Page(theirs, grammar))
    for piece in other.entries if other else ():
        page = Page(ours, grammar)
        log = _log(page)
        if log is None:
            ours = _with_first(page, piece, heading=grammar.heading)
        elif piece.key not in {each.key for each in log.entries}:
            ours = page.with_rows(_row(log, piece), piece.rows)
    return ours


def entry_counts(text: str, *, grammar: Grammar) -> Counter[tuple[str, ...]]:
    """Return how often each entry of a note's log stands in it, by its text."""
    page = Page(text, grammar)
    log = _log(page)
    return Counter(piece.key for piece in (log.entries if log else ()))


def _with_first(page: Page, piece: _Piece, *, heading: str) -> str:
    """Return the note with its first entry, under the heading of a log, made where missing."""
    section = next(iter(page.body.logs), None)
    if section is None:
        rows = [*page.gap_at_end(), f"## {heading}", *piece.rows]
        return page.with_rows(len(page.rows), rows)
    at = page.below(section.heading)
    return page.with_rows(at, [*piece.rows, *page.gap_before(at)])


def _row(log: Log, new: _Piece) -> int:
    """Return before which row of the note a new entry goes."""
    days = [piece.on for piece in log.entries if piece.on]
    at = _place(log.pieces, new, newest_first=_is_newest_first(days))
    return log.start + sum(len(piece.rows) for piece in log.pieces[:at])


def _is_split(page: Page) -> bool:
    """Return whether entries stand in more than one log."""
    return sum(any(each.line in log for each in page.body.log) for log in page.body.logs) > 1


def _log(page: Page) -> Log | None:
    lines = [entry.line for entry in page.body.log]
    if not lines:
        return None
    pieces: list[_Piece] = []
    for entry, following in pairwise([*page.body.log, None]):
        if entry is None:
            break
        end = page.item_end(entry.line)
        pieces.append(_Piece(_bare(page.rows[entry.line : end]), entry.on))
        until = following.line if following else end
        if until > end:
            pieces.append(_Piece(_bare(page.rows[end:until])))
    return Log(lines[0], page.item_end(lines[-1]), tuple(pieces))


def _bare(rows: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.rstrip("\r\n") for row in rows)


def _merged(base: Sequence[_Piece], *, ours: Log, theirs: Sequence[_Piece]) -> list[_Piece]:
    """Return our pieces with their new entries, and without those that they have removed."""
    known, wanted = (Counter(piece.key for piece in each) for each in (base, theirs))
    mine = Counter(piece.key for piece in ours.entries)
    gone = (known - wanted) - (known - mine)
    new = (wanted - known) - (mine - known)
    kept: list[_Piece] = []
    for piece in ours.pieces:
        if piece.on and gone[piece.key]:
            gone[piece.key] -= 1
        else:
            kept.append(piece)
    newest_first = _is_newest_first([piece.on for piece in (ours.entries or theirs) if piece.on])
    for piece in theirs:
        if new[piece.key]:
            new[piece.key] -= 1
            kept.insert(_place(kept, piece, newest_first=newest_first), piece)
    return kept


def _is_newest_first(days: Sequence[date]) -> bool:
    """Return whether a log grows at its top; one entry alone counts so, as when one is added."""
    return list(days) == sorted(days, reverse=True) or (
        list(days) != sorted(days) and days[0] >= days[-1]
    )


def _place(pieces: Sequence[_Piece], new: _Piece, *, newest_first: bool) -> int:
    """Return before which of *pieces* a new entry goes: where its day belongs."""
    day = new.on or date.min
    if newest_first:
        for at, piece in enumerate(pieces):
            if piece.on and piece.on <= day:
                return at
        return len(pieces)
    for at in reversed(range(len(pieces))):
        on = pieces[at].on
        if on and on <= day:
            return at + 1
    return 0


def _with_log(text: str, log: Log, *, rows: Sequence[str]) -> str:
    """Return a note with *rows* for its log; a last line without end gets none."""
    body = split(text).body
    lines, ending = lines_of(body), line_end_of(text)
    written = "".join(f"{row}{ending}" for row in rows)
    if log.end == len(lines) and not body.endswith(("\n", "\r")):
        written = written.removesuffix(ending)
    head = text[: len(text) - len(body)]
    return "".join([head, *lines[: log.start], written, *lines[log.end :]])
