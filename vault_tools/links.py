"""Wikilinks: finding them in a line, reading their parts, and text as it is shown.

Source: Obsidian's help, "Internal links": ``[[Target]]``, ``[[Target#Heading|shown]]``,
``![[embed]]``.
"""

import re
from collections.abc import Iterator

from vault_tools.records import dataclass

_WIKILINK = re.compile(r"(!?)\[\[([^\[\]\n]{1,1000})\]\]")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\(([^()\n]{0,1000})\)")
_DAY_TARGET = re.compile(r"(?:.*/)?([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Wikilink:
    """One ``[[link]]`` in a line."""

    column: int
    """Where it starts, counted from 1."""
    target: str
    """What it points to: a path or a name, without heading; empty for a link within the note."""
    shown: str
    """What a reader sees."""
    embed: bool = False

    @property
    def day(self) -> str | None:
        """Return ``2026-01-24`` where the link points to a day's note by that name."""
        match = _DAY_TARGET.fullmatch(self.target)
        return match[1] if match else None


def find(line: str) -> Iterator[Wikilink]:
    """Yield the wikilinks of *line*, from left to right."""
    if "[[" not in line:
        return
    for match in _WIKILINK.finditer(line):
        yield _wikilink(match[2], column=match.start() + 1, embed=bool(match[1]))


def parse(value: str) -> Wikilink | None:
    """Return the link that *value* is as a whole, or None if it is anything else."""
    match = _WIKILINK.fullmatch(value.strip()) if "[[" in value else None
    return _wikilink(match[2], column=1, embed=bool(match[1])) if match else None


def shown(text: str) -> str:
    """Return *text* as a reader sees it: links replaced by what they show."""
    if "[" not in text:
        return text
    text = _WIKILINK.sub(lambda match: _wikilink(match[2], column=0, embed=False).shown, text)
    return _MARKDOWN_LINK.sub(lambda match: match[1], text)


def _wikilink(inner: str, *, column: int, embed: bool) -> Wikilink:
    target, _, label = inner.replace("\\|", "|").partition("|")
    path, _, heading = target.partition("#")
    path = path.split("^", 1)[0].strip()
    shown_text = label.strip() or path.rsplit("/", 1)[-1].removesuffix(".md") or heading.strip()
    return Wikilink(column=column, target=path, shown=shown_text, embed=embed)
