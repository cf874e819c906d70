"""The lines of a note's text, with what is not running text made blank: code and comments.

Blanked characters become spaces, so that columns stay what they are in the file. Sources:
CommonMark (code spans, fences, block quotes), Obsidian's help (``%%`` comments).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})(.*)")
_TICKS = re.compile(r"`+")
_QUOTE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?>")
_COMMENTS = {"%%": "%%", "<!--": "-->"}
_MARKUP = re.compile(r"`+|%%|<!--")


@dataclass(slots=True)
class Line:
    """One line of a note's text."""

    number: int
    """In the file, from 1."""
    text: str
    """Without comments; empty in fenced code."""
    prose: str
    """Without code spans either."""
    quote: bool = False

    @property
    def indent(self) -> int:
        """Return how deep it is indented; a tab counts as four."""
        if not self.prose.startswith((" ", "\t")):
            return 0
        blanks = self.prose[: len(self.prose) - len(self.prose.lstrip(" \t"))]
        return len(blanks) + 3 * blanks.count("\t")


def is_quote(text: str) -> bool:
    """Return whether a line stands in a block quote."""
    return ">" in text and _QUOTE.match(text) is not None


def running_lines(text: str, *, first: int) -> list[Line]:
    """Return every line of *text*; *first* is the number of its first one."""
    raw = text.split("\n")
    if "`" in text or "~~~" in text or "%%" in text or "<!--" in text:
        lines = [Line(first + at, *both) for at, both in enumerate(_shown_lines(raw))]
    else:
        lines = [Line(number, line, line) for number, line in enumerate(raw, first)]
    if ">" in text:
        for line in lines:
            line.quote = is_quote(line.prose)
    return lines


def _shown_lines(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each line without comments, and the same without code spans too."""
    fence = comment = ""
    for line in lines:
        match = None if comment else _FENCE.fullmatch(line)
        if fence:
            if match and match[1].startswith(fence) and not match[2].strip():
                fence = ""
            yield "", ""
        elif match and not (match[1][0] == "`" and "`" in match[2]):
            fence = match[1]
            yield "", ""
        else:
            text, prose, comment = _without_comments(line, comment)
            yield text, prose


def _without_comments(text: str, comment: str) -> tuple[str, str, str]:
    """Return *text* and its prose without comments, and the end of a comment left open.

    *comment* is the end of the comment that is open where the line begins. Whatever begins first
    counts: a comment in a code span is code, a backtick in a comment is nothing.
    """
    hidden: list[tuple[int, int]] = []
    spans: list[tuple[int, int]] = []
    position = 0
    if comment:
        close = text.find(comment)
        if close < 0:
            return "", "", comment
        position = close + len(comment)
        hidden.append((0, position))
    closing = _closing_ticks(text)
    for match in _MARKUP.finditer(text):
        start = match.start()
        if start < position:
            continue
        end = _COMMENTS.get(match[0])
        if end is None:
            position = closing.get(start, match.end())
            spans.append((start, position if start in closing else start))
            continue
        close = text.find(end, match.end())
        if close < 0:
            return _blanked(text[:start], hidden), _blanked(text[:start], hidden + spans), end
        position = close + len(end)
        hidden.append((start, position))
    return _blanked(text, hidden), _blanked(text, hidden + spans), ""


def _closing_ticks(line: str) -> dict[int, int]:
    """Return where each code span would end, by where it starts.

    A code span is a run of backticks up to the next run of the same length.
    """
    ends: dict[int, int] = {}
    following: dict[int, int] = {}
    for match in reversed(list(_TICKS.finditer(line)) if "`" in line else []):
        length = match.end() - match.start()
        if length in following:
            ends[match.start()] = following[length]
        following[length] = match.end()
    return ends


def _blanked(text: str, ranges: list[tuple[int, int]]) -> str:
    if not ranges:
        return text
    pieces, position = [], 0
    for start, end in sorted(ranges):
        pieces += [text[position:start], " " * (end - start)]
        position = end
    return "".join(pieces) + text[position:]
