"""The lock that writers of one vault hold in turn, so that each edits what the last one wrote."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vault_tools.errors import BusyError, VaultToolsError, cause
from vault_tools.language import _

_NAME = "write.lock"
_PAUSE = 0.02


@contextmanager
def locked(folder: Path, *, patience: float = 30.0) -> Iterator[None]:
    """Hold the lock of the vault whose index lies in *folder*; wait *patience* seconds for it.

    The system frees it when its process ends, however it ends.

    Raises:
        BusyError: Somebody else holds it all the time.
        VaultToolsError: There can be no lock in *folder*.
    """
    path = folder / _NAME
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unlockable(path, error) from error
    try:
        try:
            _lock(descriptor, patience)
        except OSError as error:  # a network drive without locks
            raise _unlockable(path, error) from error
        yield
    finally:
        os.close(descriptor)


def _unlockable(path: Path, error: OSError) -> VaultToolsError:
    msg = _("{path} can't be locked: {reason}.", path=path, reason=cause(error))
    return VaultToolsError(msg)


def _lock(descriptor: int, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise BusyError(patience) from error
            time.sleep(_PAUSE)
        else:
            return
