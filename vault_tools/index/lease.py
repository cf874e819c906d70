"""The lease of a running watcher: while it is live, queries need not walk the vault themselves.

It is a lock on a file beside the index, which the system frees when its process ends, and that
file's time as a heartbeat: a watcher that is stopped, or that knows of changes which it has not
taken in yet, has a lease that is not live.
"""

import fcntl
import os
import time
from pathlib import Path
from typing import Self

from vault_tools.errors import VaultToolsError, WatchError, cause
from vault_tools.language import _

FRESH = 5.0
"""Seconds for which a heartbeat counts."""
_NAME = "watch.lock"
_TRIES = 20
_PAUSE = 0.01


class LeaseTakenError(VaultToolsError):
    """Another process watches this vault already."""

    exit_code = 0

    def __init__(self, pid: str) -> None:
        super().__init__(
            _("already watched by process {pid}; nothing to do.", pid=pid)
            if pid
            else _("already watched by process (unknown); nothing to do.")
        )
        self.pid = pid


class Lease:
    """The lease that this process holds."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.mark_dirty()

    @classmethod
    def take(cls, folder: Path) -> Self:
        """Take the lease of the index in *folder*; it is not live before `renew`.

        Raises:
            LeaseTakenError: Another process holds it.
            WatchError: There can be no lease in *folder*: it can't be written, say.
        """
        path = folder / _NAME
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                _lock(descriptor)
                os.ftruncate(descriptor, 0)
                os.write(descriptor, f"{os.getpid()}\n".encode("ascii"))
                return cls(descriptor)
            except BaseException:
                os.close(descriptor)
                raise
        except OSError as error:
            msg = _("{path} can't be locked: {reason}.", path=path, reason=cause(error))
            raise WatchError(msg) from error

    def renew(self) -> None:
        """Beat: the index is up to date now."""
        if self._descriptor >= 0:
            os.utime(self._descriptor)

    def mark_dirty(self) -> None:
        """Say that there are changes which the index has not taken in yet."""
        if self._descriptor >= 0:
            os.utime(self._descriptor, (0, 0))

    def release(self) -> None:
        """Give the lease back; afterwards, the other methods do nothing."""
        if self._descriptor >= 0:
            descriptor, self._descriptor = self._descriptor, -1
            try:
                os.utime(descriptor, (0, 0))
            finally:
                os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def is_live(folder: Path, *, now: float) -> bool:
    """Return whether a watcher keeps the index in *folder* up to date at the time *now*."""
    try:
        descriptor = os.open(folder / _NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        if abs(now - os.fstat(descriptor).st_mtime) > FRESH:
            return False
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True  # somebody holds it
    except OSError:
        return False  # a file system without locks: nobody can know
    else:
        return False
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Lock an open file, unless another watcher has."""
    for _try in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)  # it may be just a query that looks, see is_live
        else:
            return
    raise LeaseTakenError(os.pread(descriptor, 32, 0).decode("ascii", "replace").strip())
