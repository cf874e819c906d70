"""From bytes to text: by mark, as UTF-8, or as the user says; never by a silent guess."""

import codecs
import io
import re

from charset_normalizer import from_bytes

from vault_tools.errors import FormatError
from vault_tools.importers.texts import one_line
from vault_tools.language import _, quoted
from vault_tools.plugins import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SUSPECTS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp437", "mac_roman", "koi8_r"),
)
_SAMPLE = 65_536
_FOREIGN_WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")
_MANY_NULS = 4  # a quarter of all bytes


def decode(source: Source, *, encoding: str | None) -> str:
    """Return the text of *source*: in *encoding* if one is named, else marked UTF or UTF-8.

    Raises:
        FormatError: It is in none of these; the error names the encoding that it may be in.
    """
    if encoding:
        return decode_as(source, encoding=encoding)
    marked = marked_encoding(source.data)
    if marked:
        return decode_as(source, encoding=marked)
    try:
        return source.data.decode()
    except UnicodeDecodeError as error:
        raise unknown_encoding(source, source.data[: error.end + _SAMPLE]) from error


def lines_of(text: str) -> list[str]:
    """Return the lines of *text* with their ends: CR, LF, or both; nothing else ends one."""
    return list(io.StringIO(text, newline=""))


def decode_as(source: Source, *, encoding: str) -> str:
    """Return the text of *source* in that encoding.

    Raises:
        FormatError: There is no such encoding, or *source* isn't in it.
    """
    try:
        return source.data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise no_encoding(source, encoding) from error
    except ValueError as error:
        reason = _(
            "it can't be read as {encoding}; name another encoding with --encoding.",
            encoding=encoding,
        )
        raise FormatError(source.name, reason) from error


def no_encoding(source: Source, encoding: str) -> FormatError:
    """Return the error for an encoding that there isn't."""
    reason = _(
        "{encoding} is no encoding that is known here; cp1252 is one, for example.",
        encoding=quoted(encoding),
    )
    return FormatError(source.name, reason)


def marked_encoding(data: bytes) -> str | None:
    """Return the encoding that *data* shows by its mark, or by the zeros of UTF-16 without one."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    head = data[:_SAMPLE]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) * _MANY_NULS < len(head) or min(odd, even) * _MANY_NULS >= len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def unknown_encoding(source: Source, data: bytes) -> FormatError:
    """Return the error that asks for the encoding of *data*, with the likeliest and a sample."""
    likeliest, text = _likeliest(data[-_SAMPLE:])
    word = _FOREIGN_WORD.search(text)
    if word is None:
        reason = _("it isn't UTF-8; name its encoding with --encoding.")
        return FormatError(source.name, reason)
    reason = _(
        "it isn't UTF-8. As {encoding} there is “{word}” in it; if that is right, say"
        " --encoding {encoding}, else name another one.",
        encoding=likeliest,
        word=one_line(word[0])[:20],
    )
    return FormatError(source.name, reason)


def _likeliest(data: bytes) -> tuple[str, str]:
    """Return the likeliest encoding of *data*, and the text that it makes of it."""
    best = from_bytes(data, cp_isolation=list(_SUSPECTS)).best()
    if best is None:
        return "", ""
    try:
        usual = data.decode(_SUSPECTS[0])
    except UnicodeDecodeError:
        usual = ""
    # Where two make the same of it, the one that people have heard of.
    return (_SUSPECTS[0], usual) if usual == str(best) else (best.encoding, str(best))
