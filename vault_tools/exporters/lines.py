"""Content lines of vCards: written, folded, taken apart, and compared by what they say.

Lines are put together here and not by vobject: its writer folds by characters instead of octets,
turns parameters round and lets them break a line, and its pattern for a line takes exponential
time on a hostile one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote

from vault_tools.dates import Birthday
from vault_tools.names import property_key
from vault_tools.profiles import profile

_LONGEST = 75
"""Octets of a line; RFC 6350, 3.2."""
_LEAD, _INSIDE = 0xC0, 0x80
"""By these bits UTF-8 tells bytes inside a character from its first."""
_LINE = re.compile(
    r"(?:(?P<group>[\w-]+)\.)?(?P<name>[\w-]+)(?P<parameters>(?:;(?:[^\":;]|\"[^\"]*\")*+)*+):(?P<value>.*)",
    re.ASCII | re.DOTALL,
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_LONE = re.compile("[\ud800-\udfff]")
_FOLD = re.compile(r"\r?\n[ \t]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_TOKEN = re.compile(r"\\.|[^\\]|\\", re.DOTALL)
_WORDS = re.compile(r"\w+")
_SCHEME = re.compile(r"(?:mailto|tel):", re.IGNORECASE)
_WEB = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_OMITTED = re.compile(r"(?:--|1604-?|0000-?)(\d\d)-?(\d\d)", re.ASCII)
_FULL = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?", re.ASCII)
_PARTIAL = re.compile(r"\d{4}(?:-\d\d)?", re.ASCII)
_NOISE = frozenset({"BEGIN", "END", "VERSION", "PRODID", "REV"})
LABEL = "X-ABLABEL"
"""The property that names what else is in its group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One property of a card."""

    name: str
    """In capitals."""
    value: str
    """With its escapes, as it is written."""
    parameters: str = ""
    """As they are written, each behind a semicolon."""
    group: str = ""
    spelling: str = ""
    """The name as it is written, where that isn't in capitals."""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the line that *text* is, unfolded; None if it is none, or might become two."""
        match = None if _CONTROLS.search(text) or "\n" in text else _LINE.fullmatch(text)
        if match is None:
            return None
        name = match["name"]
        return cls(
            name=name.upper().replace("_", "-"),
            spelling=name,
            group=match["group"] or "",
            parameters=match["parameters"],
            value=match["value"],
        )

    @property
    def text(self) -> str:
        """Return the value as one text, without escapes."""
        return unescaped(self.value)

    @property
    def written(self) -> str:
        """Return the line as it stands in a card, not folded yet."""
        group = f"{self.group}." if self.group else ""
        return f"{group}{self.spelling or self.name}{self.parameters}:{self.value}"


def lines_of(data: bytes) -> list[Line]:
    """Return the lines of a card that can be read, but BEGIN, END and what says nothing."""
    rows = _FOLD.sub("", data.decode("utf-8", "replace")).splitlines()
    found = (Line.parse(row) for row in rows)
    return [line for line in found if line and line.name not in _NOISE]


def folded(lines: Iterable[Line]) -> bytes:
    """Return *lines* as bytes, none longer than allowed and no character cut in two."""
    return b"".join(_folded(line.written.encode()) for line in lines)


def _folded(data: bytes) -> bytes:
    pieces, start, room = [], 0, _LONGEST
    while len(data) - start > room:
        end = start + room
        while data[end] & _LEAD == _INSIDE:
            end -= 1
        pieces.append(data[start:end])
        start, room = end, _LONGEST - 1
    return b"\r\n ".join((*pieces, data[start:])) + b"\r\n"


def plain(text: str) -> str:
    r"""Return *text* with newlines as ``\n``, and without any other control character but tabs."""
    return _CONTROLS.sub("", _LONE.sub("\ufffd", _BREAKS.sub("\n", text)))


def escaped(text: str) -> str:
    r"""Return *text* as a value, on one line: ``\\``, ``\;``, ``\,`` and ``\n``."""
    text = plain(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def unescaped(value: str) -> str:
    """Return the text that *value* writes; some programs escape colons too."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def parts(value: str, *, by: str = ";") -> list[str]:
    """Return the parts of *value*, without escapes."""
    pieces: list[list[str]] = [[]]
    for token in _TOKEN.findall(value):
        if token == by:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [unescaped("".join(piece)) for piece in pieces]


def may_be_ours(line: Line) -> bool:
    """Return whether a note has a place for what *line* says, so that the note decides."""
    if line.name in {"URL", "X-SOCIALPROFILE"}:
        return _WEB.match(line.text) is not None
    if line.name == "TZ":
        return "/" in line.value
    if line.name == "BDAY":
        return any(form.fullmatch(line.text.strip()) for form in (_OMITTED, _FULL, _PARTIAL))
    return line.name in _KEYS


def keys(line: Line) -> frozenset[str]:
    """Return what *line* says, spelling and parameters apart; empty if nothing.

    Two lines with the same keys say the same. A list has a key for each of its items.
    """
    name = "URL" if line.name == "X-SOCIALPROFILE" and may_be_ours(line) else line.name
    found = _KEYS.get(name, _whole)(line)
    return frozenset(f"{name} {key}" for key in found if key)


def all_keys(lines: Iterable[Line]) -> frozenset[str]:
    """Return what all *lines* say."""
    return frozenset(key for line in lines for key in keys(line))


def _whole(line: Line) -> Iterable[str]:
    return [line.text.strip()]


def _folded_text(line: Line) -> Iterable[str]:
    return [" ".join(line.text.casefold().split())]


def _unordered(line: Line) -> Iterable[str]:
    return [" ".join(sorted(_WORDS.findall(unescaped(line.value).casefold())))]


def _first_part(line: Line) -> Iterable[str]:
    return [" ".join(parts(line.value)[0].casefold().split())]


def _items(line: Line) -> Iterator[str]:
    return (property_key(item) for item in parts(line.value, by=","))


def _address(line: Line) -> Iterable[str]:
    return [_SCHEME.sub("", line.text.strip()).casefold()]


def _number(line: Line) -> Iterable[str]:
    return [re.sub(r"[^\w+]", "", _SCHEME.sub("", line.text)).casefold()]


def _page(line: Line) -> Iterable[str]:
    text = line.text.strip()
    found = profile(text)
    return [unquote(_WEB.sub("", found.url if found else text)).casefold().rstrip("/")]


def _day(line: Line) -> Iterable[str]:
    text = line.text.strip()
    omitted, full = _OMITTED.fullmatch(text), _FULL.fullmatch(text)
    try:
        if omitted:
            return [Birthday.parse(f"--{omitted[1]}-{omitted[2]}").text]
        return [Birthday.parse(f"{full[1]}-{full[2]}-{full[3]}").text] if full else [text]
    except ValueError:
        return [text]


_KEYS: Mapping[str, Callable[[Line], Iterable[str]]] = {
    "UID": _whole,
    "FN": _folded_text,
    "N": _unordered,
    "NICKNAME": _items,
    "ORG": _first_part,
    "TITLE": _folded_text,
    "EMAIL": _address,
    "TEL": _number,
    "ADR": _unordered,
    "URL": _page,
    "BDAY": _day,
    "TZ": _whole,
    "CATEGORIES": _items,
}
