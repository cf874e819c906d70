"""A system some of whose calls fail, one after the other: what the harnesses break things with."""

import errno
import fcntl
import io
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, Self

import pytest

from tests import soak
from vault_tools.edit import swap as swapping

ALL_ERRORS = (errno.EIO, errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EMFILE, errno.EROFS)
ERRORS = ALL_ERRORS if soak.MINUTES else ALL_ERRORS[:2]
KILL = 0
"""Instead of an error, the process is killed."""
_OS = (
    *("chmod", "fchmod", "fchown", "fstat", "fsync", "link", "listdir", "listxattr", "lstat"),
    *("mkdir", "open", "read", "rename", "replace", "scandir", "stat", "unlink"),
)


class Faults:
    """Calls of the system that have to do with files below some folders; one of them fails."""

    def __init__(self, folders: list[Path], *, turn: int, error: int) -> None:
        self._folders = tuple(str(folder) for folder in folders)
        self._turn = turn
        self._error = error
        self.calls: list[str] = []
        self.hit = ""
        """The call that has failed; empty where there were not so many."""

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Have the call of the turn fail from now on."""
        for name in _OS:
            patch.setattr(os, name, self._wrapped(name, getattr(os, name)))
        patch.setattr(io, "open", self._wrapped("io.open", io.open))
        patch.setattr(fcntl, "flock", self._wrapped("flock", fcntl.flock))
        patch.setattr(os, "fdopen", self._opened(os.fdopen))
        if swapping._renameat2 is not None:
            patch.setattr(swapping, "_renameat2", self._exchanging(swapping._renameat2))

    def _wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever it takes
            if self._is_meant(arguments) and self._is_due(name):
                self._fail()
            return call(*arguments, **options)

        return wrapped

    def _exchanging(self, call: Callable[..., int]) -> Callable[..., int]:
        def exchange(*arguments: Any) -> int:  # noqa: ANN401
            return -1 if self._is_due("renameat2") else call(*arguments)

        return exchange

    def _opened(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def fdopen(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
            file = call(*arguments, **options)
            return _File(file, self) if file.writable() else file

        return fdopen

    def _is_meant(self, arguments: tuple[Any, ...]) -> bool:
        first = arguments[0] if arguments else ""
        if isinstance(first, int):
            return True
        path = os.fsdecode(first) if isinstance(first, str | bytes | os.PathLike) else ""
        return path.startswith(self._folders)

    def _is_due(self, name: str) -> bool:
        self.calls.append(name)
        due = len(self.calls) == self._turn
        if due:
            self.hit = name
            if self._error == KILL:
                os.kill(os.getpid(), signal.SIGKILL)
        return due

    def _fail(self) -> NoReturn:
        raise OSError(self._error, os.strerror(self._error))


class _File:
    """An open file that may take only a part of what is written, and then nothing."""

    def __init__(self, file: Any, faults: Faults) -> None:  # noqa: ANN401
        self._file = file
        self._faults = faults

    def write(self, data: Any) -> int:  # noqa: ANN401
        if self._faults._is_due("write"):
            self._file.write(data[: len(data) // 2])
            self._file.flush()
            self._faults._fail()
        return int(self._file.write(data))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def each_fault(
    task: Callable[[], None], *, folders: list[Path], error: int
) -> Iterator[tuple[str, list[str]]]:
    """Do a task again and again, with each of its calls failing in turn.

    Yield which call has failed, and all that there were; the last time, none has.
    """
    turn = 1
    while True:
        faults = Faults(folders, turn=turn, error=error)
        with pytest.MonkeyPatch.context() as patch:
            faults.install(patch)
            task()
        yield faults.hit, faults.calls
        if not faults.hit:
            return
        turn += 1


def each_kill(task: Callable[[], None], *, folders: list[Path], step: int = 1) -> Iterator[bool]:
    """Do a task in a process of its own that is killed at each of its calls in turn.

    With a *step*, not at each. Yield whether it was killed; the last time, it was not.
    """
    turn = 1
    while True:
        child = os.fork()
        if child == 0:
            with pytest.MonkeyPatch.context() as patch:
                Faults(folders, turn=turn, error=KILL).install(patch)
                try:
                    task()
                finally:
                    os._exit(0)
        _, status = os.waitpid(child, 0)
        yield os.WIFSIGNALED(status)
        if not os.WIFSIGNALED(status):
            return
        turn += step
