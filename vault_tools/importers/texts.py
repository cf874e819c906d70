"""Text from elsewhere, made fit for a note."""

import html
import re
import unicodedata

_BREAKS = frozenset({"Cc", "Zl", "Zp", "Cs"})
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONE = re.compile("[\ud800-\udfff]")
_NEWLINES = re.compile(r"\r\n|[\r\u0085\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
_HASH = re.compile(r"(?<![^\s(])#(?=\w)")
_NO_TAG = re.compile(r"[^\w/\u0300-\u036f-]+")
_HYPHENS = re.compile(r"-{2,}")
_BRACKETS = str.maketrans("[]", "()")


def one_line(text: str) -> str:
    """Return *text* as one line: no control characters, no marks of direction, single blanks."""
    return " ".join(unbroken(_UNSEEN.sub("", text)).split())


def unbroken(text: str) -> str:
    """Return *text* with a blank for each control character and line break, else as it is."""
    if text.isprintable():
        return text.strip()
    line = "".join(" " if unicodedata.category(char) in _BREAKS else char for char in text)
    return line.strip()


def plain_text(text: str) -> str:
    r"""Return *text* with newlines as ``\n``, and without other control characters but tabs."""
    text = _LONE.sub("\ufffd", _NEWLINES.sub("\n", text).replace("\ufeff", ""))
    lines = (line.rstrip() for line in _CONTROLS.sub("", text).split("\n"))
    return "\n".join(lines).strip("\n")


def entry_text(text: str) -> str:
    """Return *text* as one line that means nothing in a log: no tags, fields or links.

    Somebody who writes ``#declined`` to the owner hasn't declined.
    """
    bare = _HASH.sub("", one_line(html.unescape(_MARKUP.sub(" ", text))))
    return one_line(bare.translate(_BRACKETS).replace("%%", "%").replace("<!--", ""))


def shortened(text: str, *, length: int) -> str:
    """Return *text* cut at a blank to *length* characters at most."""
    if len(text) <= length:
        return text
    head, after = text[: length - 1], text[length - 1]
    return f"{head if after == ' ' else head.rsplit(' ', 1)[0] or head}…"


def tag(text: str) -> str | None:
    """Return the tag that Obsidian would take for *text*, or None if there is none.

    Letters, digits, ``_``, ``-`` and ``/``, and not digits alone; a blank becomes a hyphen.
    """
    words = _NO_TAG.sub("-", one_line(text.lstrip("#")))
    name = _HYPHENS.sub("-", words).strip("-/")
    return name if name and not name.replace("/", "").isdecimal() else None
