"""File names for new notes that every system can hold, and every link can name.

Sources: Microsoft's "Naming Files, Paths, and Namespaces"; Obsidian's help, "Internal links", for
``# ^ [ ] |``.
"""

import re
import unicodedata

from vault_tools.language import _, quoted

_FORBIDDEN = re.compile(
    r'[<>:"/\\|?*#^\[\]%\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+'
)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|\Z)", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_LONGEST = 120
"""Bytes of UTF-8, so that there is room for a folder, an ending and a sync tool's additions."""


def file_stem(name: str) -> str:
    """Return a file name without its ending for a note about *name*.

    Raises:
        ValueError: Nothing of *name* can be in a file name.
    """
    bare = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name))
    stem = _clipped(_BLANKS.sub(" ", bare).strip(" .~"))
    if not any(character.isalnum() for character in stem):
        msg = _("{name} gives no file name; say one with --file", name=quoted(name))
        raise ValueError(msg)
    return f"{stem}_" if _RESERVED.match(stem) else stem


def _clipped(stem: str) -> str:
    data = stem.encode("utf-8", "replace")
    return data[:_LONGEST].decode("utf-8", "ignore").rstrip(" .")
