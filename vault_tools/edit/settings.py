"""Changing a file in a vault that is no note, such as Obsidian's settings."""

from codecs import BOM_UTF8
from pathlib import Path

from vault_tools.edit.files import unwritable
from vault_tools.edit.notes import Change
from vault_tools.edit.swap import swap
from vault_tools.errors import NoteChangedError


def rewritten(path: Path, *, change: Change) -> bool:
    """Apply *change* to the file at *path*, all or nothing; return whether it did anything.

    A byte order mark stays, and is no part of the text.

    Raises:
        NoteChangedError: It changed meanwhile; nothing was written.
        VaultToolsError: It can't be read or written.
    """
    try:
        before = path.read_bytes()
        mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
        text = before[len(mark) :].decode("utf-8", "surrogateescape")
        after = mark + change(text).encode("utf-8", "surrogateescape")
        if after != before and not swap(path, old=before, new=after):
            raise NoteChangedError(str(path))
    except OSError as error:
        raise unwritable(path, error) from error
    return after != before
