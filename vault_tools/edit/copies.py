"""Copies of what writing commands have replaced: kept outside the vault, for a while.

One file holds what one command has replaced, in order: a line of JSON, then the bytes, for each
note. A copy is made before its note changes, so that there is none too few after a crash; whether
the change then happened is seen from the note itself.
"""

import contextlib
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vault_tools.digests import digest
from vault_tools.errors import cause
from vault_tools.records import dataclass as record

KEPT_DAYS = 30
KEPT_BYTES = 100 * 2**20
_DAY_NS = 86_400 * 10**9
_NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")
_UNFINISHED = re.compile(rf"{_NAME.pattern}\.new")
"""What `forget` writes; it is at work for moments."""
_HOUR_NS = 3600 * 10**9
_GROUP_AND_OTHERS = 0o077


@record(frozen=True, slots=True, kw_only=True)
class Copy:
    """What one file was before a command changed it."""

    path: str
    """Relative to the vault; absolute for a report outside it."""
    before: bytes | None
    """None where there was no file."""
    after: str | None
    """The digest of what was written; None where the file was removed."""
    private: bool = False
    """Whether its owner alone could read it."""


@record(frozen=True, slots=True, kw_only=True)
class Operation:
    """One run of a writing command."""

    name: str
    """Of its file; it begins with the time, in nanoseconds."""
    command: str
    undoes: str | None
    """The name of the operation that this one has undone."""
    copies: tuple[Copy, ...]

    @property
    def now_ns(self) -> int:
        """Return when it ran."""
        return int(self.name.partition("-")[0])


@dataclass(slots=True, kw_only=True)
class Copies:
    """Where the copies of one run of a command go; its file is made with the first of them."""

    folder: Path
    root: Path
    now_ns: int
    command: str
    undoes: str | None = None
    trouble: str = ""
    """Why a copy could not be kept; the note is written all the same."""
    _place: Path | None = field(default=None)

    def keep(self, target: Path, *, before: bytes | None, after: bytes | None) -> None:
        """Keep *before*, what the file *target* holds, as it is about to hold *after*."""
        self.keep_all({target: (before, after)})

    def keep_all(self, files: Mapping[Path, tuple[bytes | None, bytes | None]]) -> None:
        """Keep what many files hold and are about to hold."""
        try:
            data = b"".join(
                _packed(self._copy(target, before, after))
                for target, (before, after) in files.items()
            )
            if self._place is None:
                self._place = self._begun()
            _append(self._place, data)
        except OSError as error:
            self.trouble = f"{self.folder}: {cause(error)}"

    def _copy(self, target: Path, before: bytes | None, after: bytes | None) -> Copy:  # noqa: PLR0917
        inside = target.is_relative_to(self.root)
        mode = target.stat().st_mode if before is not None else 0
        return Copy(
            path=target.relative_to(self.root).as_posix() if inside else str(target),
            before=before,
            after=digest_of(after),
            private=before is not None and not mode & _GROUP_AND_OTHERS,
        )

    def _begun(self) -> Path:
        """Make the file of this operation, after all others, and forget those that are too old."""
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        known = _names(self.folder)
        prune(self.folder, now_ns=self.now_ns)
        latest = int(known[-1].partition("-")[0]) if known else 0
        number = max(self.now_ns, latest + 1)  # a clock may have been put back
        place = self.folder / f"{number:020}-{secrets.token_hex(4)}"
        _append(place, _line({"command": self.command, "undoes": self.undoes}))
        return place


def digest_of(data: bytes | None) -> str | None:
    """Return the digest of what a file holds; None for no file."""
    return None if data is None else digest(data)


def read_operations(folder: Path) -> list[Operation]:
    """Return the operations that are kept in *folder*, the oldest first."""
    found = (_read(folder / name) for name in _names(folder))
    return [operation for operation in found if operation and operation.copies]


def prune(folder: Path, *, now_ns: int) -> None:
    """Forget what is older than 30 days, and the oldest where all together is too large.

    So is what `forget` has left when it was interrupted.
    """
    for unfinished in _listed(folder, _UNFINISHED):
        with contextlib.suppress(OSError):
            if (folder / unfinished).stat().st_mtime_ns < now_ns - _HOUR_NS:
                (folder / unfinished).unlink()
    total = 0
    for name in reversed(_names(folder)):
        with contextlib.suppress(OSError):
            total += (folder / name).stat().st_size
            if total > KEPT_BYTES or int(name.partition("-")[0]) < now_ns - KEPT_DAYS * _DAY_NS:
                (folder / name).unlink()


def forget(folder: Path, operation: Operation, *, copies: Iterable[Copy]) -> None:
    """Remove *copies* from what is kept of *operation*.

    Raises:
        OSError: They can't be removed.
    """
    gone = set(copies)
    left = [copy for copy in operation.copies if copy not in gone]
    place = folder / operation.name
    if not left:
        place.unlink()
        return
    beside = folder / f"{operation.name}.new"
    beside.unlink(missing_ok=True)
    head = _line({"command": operation.command, "undoes": operation.undoes})
    _append(beside, b"".join((head, *map(_packed, left))))
    beside.replace(place)


def _names(folder: Path) -> list[str]:
    return _listed(folder, _NAME)


def _listed(folder: Path, form: re.Pattern[str]) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if form.fullmatch(name))  # noqa: PTH208
    except OSError:
        return []


def _append(place: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(place, flags, 0o600), "wb") as file:
        file.write(data)


def _packed(copy: Copy) -> bytes:
    size = None if copy.before is None else len(copy.before)
    head = {"path": copy.path, "size": size, "after": copy.after, "private": copy.private}
    return _line(head) + (copy.before or b"") + b"\n"


def _line(value: Mapping[str, object]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _read(place: Path) -> Operation | None:
    """Return the operation in a file, as far as it was written; None for a file of another kind."""
    try:
        head, _, data = place.read_bytes().partition(b"\n")
        about = json.loads(head)
        return Operation(
            name=place.name,
            command=str(about["command"]),
            undoes=about["undoes"],
            copies=tuple(_unpacked(data)),
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _unpacked(data: bytes) -> Iterator[Copy]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        size = 0
        try:
            about: dict[str, Any] = json.loads(data[start : max(end, start)])
            size = max(about["size"] or 0, 0)
        except ValueError:
            return  # the end of what a crash has cut
        start = end + 1
        if len(data) <= start + size:
            return
        yield Copy(
            path=about["path"],
            before=None if about["size"] is None else data[start : start + size],
            after=about["after"],
            private=about["private"],
        )
        start += size + 1
