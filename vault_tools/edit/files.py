"""Files about to be written: what one holds that may be replaced, and why one can't be written."""

from pathlib import Path

from vault_tools.errors import VaultToolsError, cause
from vault_tools.language import _


def replaceable(path: Path) -> bytes | None:
    """Return what the file at *path* holds, which may be replaced; None where there is nothing.

    Raises:
        VaultToolsError: It can't be read, or is no file.
    """
    try:
        if path.exists() and not path.is_file():
            msg = _("{path} is no file that can be replaced.", path=path)
            raise VaultToolsError(msg)
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> VaultToolsError:
    """Return the error that says why *path* can't be written."""
    reason = cause(error)
    return VaultToolsError(_("{path} can't be written: {reason}.", path=path, reason=reason))
