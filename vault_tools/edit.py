"""Writing files, whole and at once. The only writer into a vault."""

import contextlib
import os
import re
import tempfile
from pathlib import Path

from vault_tools.errors import ReportExistsError, VaultToolsError

_REPORT = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\n(?:(?!---).*\n){0,50}?vault_tools: *report\s")


def create(path: Path, text: str) -> bool:
    """Make the file *path* with *text*; return whether it was made. One that exists is left alone.

    Raises:
        VaultToolsError: It can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(path):
            return False
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise _unwritable(path, error) from error
    return True


def write_report(path: Path, text: str) -> bool:
    """Write a report to *path*, all or nothing; return False where it already says just that.

    Raises:
        ReportExistsError: There is a note that is no report of ours.
        VaultToolsError: It can't be written.
    """
    path = path.resolve()
    data = text.encode("utf-8", "backslashreplace")
    try:
        if path.exists() and not path.is_file():
            msg = f"{path} is no file that can be replaced."
            raise VaultToolsError(msg)
        before = path.read_bytes() if path.is_file() else None
        if before == data:
            return False
        if before is not None and path.suffix.lower() == ".md" and not _is_report(before):
            raise ReportExistsError(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise _unwritable(path, error) from error
    return True


def _is_report(data: bytes) -> bool:
    """Return whether the front matter of a note says that it is a report of ours."""
    return _REPORT.match(data) is not None


def _replace(path: Path, data: bytes) -> None:
    descriptor, beside = tempfile.mkstemp(prefix=".vt-tmp-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
            os.fchmod(descriptor, path.stat().st_mode & 0o777 if path.exists() else 0o600)
        os.replace(beside, path)  # noqa: PTH105 - a name, not a Path, since mkstemp gives one
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)  # noqa: PTH108
        raise


def _unwritable(path: Path, error: OSError) -> VaultToolsError:
    return VaultToolsError(f"{path} can't be written: {error.strerror}.")
