"""From bytes to text: decoding, and the refusals that belong to the file as a whole."""

from vault_tools.language import message
from vault_tools.model import Problem

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT_FOR_NUL = 8192


def decode(data: bytes, *, path: str) -> str | Problem:
    """Return the text of *data*, or the problem that keeps it from being text."""
    if data.startswith(_UTF16):
        return Problem(path, 1, 1, "utf-16", message("the file is UTF-16; save it as UTF-8"))
    if b"\0" in data[:_LOOKED_AT_FOR_NUL]:
        return Problem(path, 1, 1, "binary", message("the file is binary, not text"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        lines = split_lines(before)
        byte = f"{data[error.start]:#04x}"
        said = message("byte {byte} is not UTF-8; save the file as UTF-8", byte=byte)
        return Problem(path, len(lines), len(lines[-1]) + 1, "not-utf-8", said)
    if "\0" in text:
        line = len(split_lines(text[: text.index("\0")]))
        return Problem(path, line, 1, "binary", message("the file holds a NUL character"))
    return text


def split_lines(text: str) -> list[str]:
    r"""Return the lines of *text* without their ends, which are ``\n``, ``\r\n`` and ``\r`` alone.

    ``str.splitlines`` would also split at form feeds and at Unicode's separators.
    """
    return unified(text).split("\n")


def unified(text: str) -> str:
    r"""Return *text* with every line end as ``\n``."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")
