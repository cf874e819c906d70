"""The fences of front matter: splitting a note's text without losing a character.

Grammar (Obsidian's, plus YAML's own ``...``): the very first line is ``---`` with nothing but
blanks behind it, and the block ends at the next line that is ``---`` or ``...`` likewise.
"""

import re

from vault_tools.records import dataclass

_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\r|\Z)")
_CLOSING = re.compile(r"[\n\r](?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)")
_OTHER_LANGUAGE = re.compile(r"\ufeff?(?:---[a-z]+|\+\+\+|;;;)[ \t]*(?:\r\n|\n|\r|\Z)")
_KEY_LINE = re.compile(r"[\"']?[^\s#:\"'>*`|-][^:\r\n]{0,100}:(?:[ \t]|[\r\n]|\Z)")


@dataclass(frozen=True, slots=True)
class Parts:
    """A note's text in pieces; joined in order they are the text again."""

    opening: str
    """The opening fence with its line end and a byte order mark; empty without front matter."""
    block: str
    closing: str
    """Empty where there is no front matter, or where it is never closed."""
    body: str
    unclosed: bool = False
    """The block looks like front matter, but no fence ends it."""
    other_language: bool = False
    """The first line is the fence of TOML or JSON front matter."""

    @property
    def has_block(self) -> bool:
        """Return whether there is front matter in YAML."""
        return bool(self.closing)


def split(text: str) -> Parts:
    """Return the parts of a note's *text*."""
    opening = _OPENING.match(text)
    if opening is None:
        return Parts("", "", "", text, other_language=_OTHER_LANGUAGE.match(text) is not None)
    closing = _CLOSING.search(text, opening.end() - 1)  # from the end of the line before
    if closing is None:
        unclosed = _KEY_LINE.match(text, opening.end()) is not None
        return Parts("", "", "", text, unclosed=unclosed)
    block = text[opening.end() : closing.start() + 1]
    return Parts(opening[0], block, closing[0][1:], text[closing.end() :])


def line_count(text: str) -> int:
    r"""Return how many line ends *text* has; ``\r\n`` is one, and only ``\n`` and ``\r`` count."""
    if "\r" not in text:
        return text.count("\n")
    return text.count("\n") + text.count("\r") - text.count("\r\n")
