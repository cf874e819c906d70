"""Putting bytes into a file, all or nothing: what was there is never lost, whoever else writes.

The new bytes are written and synced beside the file first. Where the system can, the two files
then change places at once (Linux: ``renameat2`` with ``RENAME_EXCHANGE``), so that what was
really there, even if it was saved a moment ago, is still at hand and can be put back; elsewhere
the file is read once more right before it is replaced.
"""

import contextlib
import ctypes
import fcntl
import os
import secrets
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from vault_tools.vault import UNFINISHED

_OWNER_ONLY = 0o600
_AS_USUAL = 0o666  # less what the user's umask takes
_AT_FDCWD = -100
_EXCHANGE = 2
_TRIES = 25
_PAUSE = 0.02


def swap(path: Path, *, old: bytes, new: bytes) -> bool:
    """Swap the content of *path* from *old* to *new*; return False where it no longer holds *old*.

    A symbolic link stays one; it is the file behind it that changes. Mode, owner and extended
    attributes stay as far as the system lets us.

    Raises:
        OSError: It can't be written; it is as it was.
    """
    path = path.resolve(strict=True)
    beside = _written_beside(path, new, like=path)
    try:
        if path.read_bytes() != old:
            _discard(beside)
            return False
    except OSError:
        _discard(beside)
        raise
    # From here on, the file beside may hold what somebody else has saved: only what is known to
    # be of no use any more is removed.
    swapped = _exchanged(beside, path, old=old, new=new)
    _sync_folder(path.parent)
    return swapped


def place_new(path: Path, data: bytes, *, private: bool = False) -> bool:
    """Make the file *path* with *data*, all or nothing; return False where something is there.

    What is *private* can be read by its owner alone, whatever the umask.

    Raises:
        OSError: It can't be written.
    """
    beside = _written_beside(path, data, mode=_OWNER_ONLY if private else _AS_USUAL)
    try:
        placed = _named(beside, path)
    finally:
        _discard(beside)
    _sync_folder(path.parent)
    return placed


def place_all(files: Mapping[Path, bytes]) -> list[Path]:
    """Make all *files*, each all or nothing; return those in whose place something was already.

    All of them are on the disk before the first gets its name: one wait instead of one for each.

    Raises:
        OSError: One can't be written; those before it may be there.
    """
    beside: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            beside[path] = _written_beside(path, data, mode=_AS_USUAL, sync=False)
        os.sync()
        taken = [path for path, written in beside.items() if not _named(written, path)]
    finally:
        for written in beside.values():
            _discard(written)
    for folder in {path.parent for path in files}:
        _sync_folder(folder)
    return taken


def removed(path: Path, *, old: bytes) -> bool:
    """Remove the file *path*; return False, and leave it, where it doesn't hold *old*.

    It is out of its place when it is compared, so that no save can come in between. What others
    have saved comes back, unless they have saved once more meanwhile.

    Raises:
        OSError: It can't be removed.
    """
    beside = path.with_name(f"{UNFINISHED}{secrets.token_hex(8)}")
    path.rename(beside)
    try:
        _wait_until_closed(beside)
        is_same = beside.read_bytes() == old
        if is_same:
            beside.unlink()
    except BaseException:
        _bring_back(beside, path)
        raise
    if not is_same:
        _bring_back(beside, path)
    _sync_folder(path.parent)
    return is_same


def moved(path: Path, to: Path, *, old: bytes) -> bool:
    """Give the file *path* the name *to*.

    Return False, and leave it, where something has that name, or *path* doesn't hold *old*. What
    others save at this very moment is never lost: it stays, or goes along.

    Raises:
        OSError: It can't be moved.
    """
    try:
        os.link(path, to, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        return _took_place(path, to)
    if removed(path, old=old):
        return True
    to.unlink()  # what was saved is in its old place
    return False


def _bring_back(beside: Path, path: Path) -> None:
    """Let a file that is out of its place have it again, if nothing newer is there."""
    _named(beside, path)
    _discard(beside)


def _named(written: Path, path: Path) -> bool:
    """Give a file the name *path* as well, or instead; return False where something has it."""
    try:
        os.link(written, path, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        return _took_place(written, path)
    return True


def _took_place(written: Path, path: Path) -> bool:
    """Give a file the name *path* instead of its own; return False where something has it."""
    try:
        path.touch(_OWNER_ONLY, exist_ok=False)
    except FileExistsError:
        return False
    try:
        written.replace(path)
    except OSError:
        _discard(path)
        raise
    return True


def _discard(path: Path) -> None:
    """Remove a file of ours that is of no use any more; one that can't be is a leftover."""
    with contextlib.suppress(OSError):
        path.unlink()


def _written_beside(
    path: Path,
    data: bytes,
    *,
    like: Path | None = None,
    mode: int = _OWNER_ONLY,
    sync: bool = True,
) -> Path:
    """Write *data* to a hidden file in the folder of *path*, down to the disk with *sync*."""
    beside = path.with_name(f"{UNFINISHED}{secrets.token_hex(8)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(beside, flags, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if like:
                _dress(descriptor, like)
            if sync:
                os.fsync(descriptor)
    except BaseException:
        _discard(beside)
        raise
    return beside


def _dress(descriptor: int, like: Path) -> None:
    """Give an open file the owner, attributes and mode of another, as far as we may."""
    state = like.stat()
    with contextlib.suppress(OSError):
        os.fchown(descriptor, state.st_uid, state.st_gid)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            for name in os.listxattr(like):
                os.setxattr(descriptor, name, os.getxattr(like, name))
    os.fchmod(descriptor, state.st_mode & 0o7777)


def _exchanged(beside: Path, path: Path, *, old: bytes, new: bytes) -> bool:
    """Let two files change places; return False, and undo it, where *path* didn't hold *old*.

    Where others save meanwhile, their latest save gets the place.
    """
    expected, placed = old, new
    while _exchange(beside, path):
        _wait_until_closed(beside)
        try:
            found = beside.read_bytes()
        except OSError:
            _exchange(beside, path)  # what is beside now may be a save of a moment ago: it stays
            raise
        if found == expected:
            _discard(beside)
            return placed == new
        expected, placed = placed, found
    if placed == new and not path.exists():
        _discard(beside)  # an editor has it out of its place for a moment
        return False
    try:
        beside.replace(path)
    except OSError:
        if placed == new:
            _discard(beside)
        raise
    return placed == new


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two files at once; return False where the system can't, or one isn't there."""
    if _renameat2 is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    done: int = _renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
    return done == 0


def _wait_until_closed(path: Path) -> None:
    """Wait a little for programs that have a file open and may be writing into it.

    Linux grants a write lease on a file only while nobody else has it open.
    """
    if sys.platform != "linux":
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        # The signal that tells of a broken lease must be one that does nothing.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        for _ in range(_TRIES):
            if _leased(descriptor):
                return
            time.sleep(_PAUSE)
    except OSError:
        return  # a file system without leases
    finally:
        os.close(descriptor)


def _leased(descriptor: int) -> bool:
    """Return whether nobody else has the file open."""
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except BlockingIOError:
        return False
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return True


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # some network drives can't; the file itself is synced
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
