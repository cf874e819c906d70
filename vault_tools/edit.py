"""Writing files, whole and at once. The only writer into a vault."""

import contextlib
import os
import tempfile
from pathlib import Path

from vault_tools.errors import ReportExistsError, VaultToolsError

REPORT_MARK = b"vault_tools: report"
_LOOKED_AT = 4096


def create(path: Path, text: str) -> bool:
    """Make the file *path* with *text*; return whether it was made. One that exists is left alone.

    Raises:
        VaultToolsError: It can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
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
        before = path.read_bytes() if path.is_file() else None
        if before == data:
            return False
        if before is not None and path.suffix == ".md" and REPORT_MARK not in before[:_LOOKED_AT]:
            raise ReportExistsError(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise _unwritable(path, error) from error
    return True


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
