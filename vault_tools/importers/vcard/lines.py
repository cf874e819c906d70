"""From the lines of a card to its properties. The only importer that knows of vobject.

Of vobject only the parts that take one value apart are used. Its reader of whole cards gives up a
card for one odd line, and its pattern for a line takes exponential time on a hostile one; so lines
are unfolded, decoded and taken to pieces here.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from vobject.base import parseParams
from vobject.icalendar import stringToTextValues
from vobject.vcard import splitFields

from vault_tools.importers.texts import one_line, unbroken
from vault_tools.importers.vcard.cards import Line

_HEAD = re.compile(rb"(?:[^:\"]|\"[^\"]*\")*+:")
_PLAIN_HEAD = re.compile(rb"[^:]*+:")
_NAME = re.compile(r"(?:([\w-]+)\.)?([\w-]+)", re.ASCII)
_PARAMETER = re.compile(r"(?:[^;\"]|\"[^\"]*\"|\")+")
_ONE_VALUE = r"(?:\"[^\"]*\"|[^\";:,]*)"
_GOOD_PARAMETER = re.compile(rf"[A-Za-z0-9_-]+(?:={_ONE_VALUE}(?:,{_ONE_VALUE})*+)?+")
_BASE64 = frozenset({b"b", b"base64", b"encoding=b", b"encoding=base64"})
_HEX = re.compile(rb"=[0-9A-Fa-f]{2}")
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_DROPPED_PARAMETERS = frozenset({"ENCODING", "CHARSET"})
_LAST_PREFERENCE = 101
_LONGEST_HEAD = 4096


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContentLine:
    """One property of a card."""

    number: int
    """Of its first line in the file."""
    group: str = ""
    name: str
    """In capitals."""
    spelling: str
    """The name as it is written."""
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names in capitals; vCard 2.1's bare words are types."""
    value: str
    """Escaped, as it is written."""
    encoded: bool = False
    """Whether `value` is base64."""

    @property
    def types(self) -> frozenset[str]:
        """Return the words of TYPE, in small letters."""
        written = ",".join(self.parameters.get("TYPE", ()))
        return frozenset(filter(None, (word.strip() for word in written.lower().split(","))))

    @property
    def preference(self) -> int:
        """Return the place that the card gives it among its like; 1 comes first."""
        for number in self.parameters.get("PREF", ()):
            if number.isascii() and number.isdecimal() and len(number) <= len("100"):
                return int(number)
        return 1 if "pref" in self.types else _LAST_PREFERENCE

    @property
    def texts(self) -> list[str]:
        """Return the values of a list that is separated by commas."""
        return stringToTextValues(_closed(self.value))

    @property
    def text(self) -> str:
        """Return the value as one text, whatever commas are in it."""
        return stringToTextValues(_closed(self.value), listSeparator="\0")[0]

    @property
    def uri(self) -> str:
        """Return the value as an address; some programs escape the colon in it."""
        return one_line(self.text.replace("\\:", ":"))

    @property
    def fields(self) -> list[list[str]]:
        """Return the parts of a structured value, each a list."""
        parts = splitFields(_closed(self.value))
        return [[part] if isinstance(part, str) else part for part in parts]

    @property
    def written(self) -> str:
        """Return the line as it is kept: unfolded, in Unicode, with its escapes."""
        head = f"{self.group}.{self.spelling}" if self.group else self.spelling
        parameters = "".join(
            f";{name}={','.join(map(_quoted, values))}" for name, values in self.parameters.items()
        )
        return unbroken(f"{head}{parameters}:{self.value}")

    def binary(self) -> bytes | None:
        """Return what is encoded in the value, or None if it is none."""
        text = "".join(self.value.split())
        if not self.encoded:
            _, marked, text = text.partition(";base64,")
            if not marked:
                return None
        try:
            return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except (binascii.Error, ValueError):
            return None


class UnreadableLineError(ValueError):
    """A line is no property; never leaves this package."""


def content_lines(lines: Iterable[Line], *, encoding: str | None) -> Iterator[ContentLine | int]:
    """Yield the properties in *lines*; the number of the line for each that is none.

    *encoding* is that of bytes which are neither UTF-8 nor in the encoding that their line names.
    """
    for line in _unfolded(lines):
        try:
            yield _content_line(line, encoding=encoding)
        except UnreadableLineError:
            yield line.number


def undecodable(lines: Iterable[Line]) -> bytes | None:
    """Return the first line whose encoding is neither UTF-8 nor named in it."""
    for line in _unfolded(lines):
        try:
            line.data.decode()
        except UnicodeDecodeError:
            head = _HEAD.match(line.data) or _PLAIN_HEAD.match(line.data)
            if head is None or b"CHARSET=" not in head[0].upper():
                return line.data
    return None


def _unfolded(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield whole lines: joined as vCard 3.0 folds them, and as 2.1 breaks encoded ones.

    An empty line ends an encoded value, but not a folded one: some programs double line ends.
    """
    number, parts, ended = 0, [b""], False
    for line in lines:
        if not line.data.strip():
            ended = True
        elif parts[0] and (_is_fold(line.data) or (not ended and _continues(parts, line.data))):
            parts.append(_continuation(parts, line.data))
        else:
            if parts[0]:
                yield Line(number, _joined(parts))
            number, parts, ended = line.number, [line.data], False
    if parts[0]:
        yield Line(number, _joined(parts))


def _is_fold(data: bytes) -> bool:
    return data.startswith((b" ", b"\t"))


def _continues(parts: list[bytes], data: bytes) -> bool:
    """Return whether *data* goes on with the encoded line that begins with *parts*."""
    if _is_quoted_printable(parts[0]):
        # Some phones break such a value without the mark for it.
        return parts[-1].endswith(b"=") or bool(_HEX.match(data))
    return b":" not in data and not _BASE64.isdisjoint(_head(parts[0]).split(b";"))


def _continuation(parts: list[bytes], data: bytes) -> bytes:
    """Return what *data* adds: all of it after a break, less the mark of a fold otherwise."""
    broken = _is_quoted_printable(parts[0]) and parts[-1].endswith(b"=")
    return data[1:] if _is_fold(data) and not broken else data


def _is_quoted_printable(data: bytes) -> bool:
    return b"quoted-printable" in _head(data)


def _head(data: bytes) -> bytes:
    """Return what stands before the value, in small letters, as far as it may be long."""
    return data[:_LONGEST_HEAD].partition(b":")[0].lower()


def _joined(parts: list[bytes]) -> bytes:
    if not _is_quoted_printable(parts[0]):
        return b"".join(parts)
    return b"".join(part.removesuffix(b"=") for part in parts[:-1]) + parts[-1]


def _content_line(line: Line, *, encoding: str | None) -> ContentLine:
    head = _HEAD.match(line.data) or _PLAIN_HEAD.match(line.data)
    if head is None or len(head[0]) > _LONGEST_HEAD:
        raise UnreadableLineError
    first, *rest = _PARAMETER.findall(head[0][:-1].decode(errors="replace")) or [""]
    name = _NAME.fullmatch(first.strip())
    if name is None:
        raise UnreadableLineError
    parameters = _parameters(rest)
    words = frozenset(word.upper() for word in parameters.get("ENCODING", ()))
    data = line.data[head.end() :]
    if "QUOTED-PRINTABLE" in words:
        data = quopri.decodestring(data.removesuffix(b"="))
    encodings = (*parameters.get("CHARSET", ()), *([encoding] if encoding else ()))
    text = _decoded(data, encodings=encodings)
    return ContentLine(
        number=line.number,
        group=name[1] or "",
        name=name[2].upper().replace("_", "-"),
        spelling=name[2],
        parameters={
            key: values for key, values in parameters.items() if key not in _DROPPED_PARAMETERS
        },
        value=text if "QUOTED-PRINTABLE" not in words else _escaped_breaks(text),
        encoded=bool(words & {"B", "BASE64"}),
    )


def _parameters(written: list[str]) -> dict[str, tuple[str, ...]]:
    """Return parameters by name; those that can't be read are left out."""
    good = [word.strip() for word in written if _GOOD_PARAMETER.fullmatch(word.strip())]
    found: dict[str, tuple[str, ...]] = {}
    for name, *values in parseParams("".join(f";{word}" for word in good)):
        bare = not values and name.upper() not in _DROPPED_PARAMETERS
        key = name.upper() if not bare else "ENCODING" if name.upper() in _ENCODINGS else "TYPE"
        found[key] = (*found.get(key, ()), *([name] if bare else values))
    return found


def _decoded(data: bytes, *, encodings: tuple[str, ...]) -> str:
    """Return the text of *data*: UTF-8 wherever it can be, else the first that fits."""
    for encoding in ("utf-8", *encodings):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    raise UnreadableLineError


def _escaped_breaks(text: str) -> str:
    r"""Return *text* with newlines as vCard 3.0 writes them: ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").replace("\n", "\\n")


def _closed(value: str) -> str:
    r"""Return *value* with a lone ``\`` at its end escaped; vobject would make ``\eof`` of it."""
    slashes = len(value) - len(value.rstrip("\\"))
    return value + "\\" * (slashes % 2)


def _quoted(value: str) -> str:
    return f'"{value}"' if any(mark in value for mark in ",;:") else value
