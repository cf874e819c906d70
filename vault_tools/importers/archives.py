"""Reading single files out of an archive, without unpacking it and never much of it."""

import io
import zipfile
import zlib
from collections.abc import Collection, Iterator

from vault_tools.errors import FormatError
from vault_tools.language import _
from vault_tools.plugins import Source

_MARK = b"PK\x03\x04"
_MOST_BYTES = 128 * 1024 * 1024
_MOST_MEMBERS = 10_000
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


def is_archive(data: bytes) -> bool:
    """Return whether *data* begins as a .zip file does."""
    return data.startswith(_MARK)


def members(source: Source, *, wanted: Collection[str]) -> list[Source]:
    """Return the files in an archive whose names, in small letters, are *wanted*, in that order.

    Raises:
        FormatError: The archive is broken, locked with a password, or far too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            found = dict(_read(archive, source=source, wanted=wanted))
    except (*_BROKEN, NotImplementedError) as error:
        reason = _("the archive can't be read; unpack it first.")
        raise FormatError(source.name, reason) from error
    return [
        Source(name=f"{source.name}/{path}", data=data)
        for name in wanted
        for path, data in found.items()
        if _base(path) == name
    ]


def _read(
    archive: zipfile.ZipFile, *, source: Source, wanted: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    room = _MOST_BYTES
    for entry in archive.infolist()[:_MOST_MEMBERS]:
        if entry.is_dir() or _base(entry.filename) not in wanted:
            continue
        with archive.open(entry) as file:
            data = file.read(room + 1)
        room -= len(data)
        if room < 0:
            reason = _("what is in the archive is too large to be read.")
            raise FormatError(source.name, reason)
        yield entry.filename, data


def _base(path: str) -> str:
    return path.rpartition("/")[2].casefold()
