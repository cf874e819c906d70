"""Putting back what writing commands have replaced: all notes of one command, or none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from vault_tools.edit.copies import Copy, Operation, digest_of
from vault_tools.edit.files import unwritable
from vault_tools.edit.lock import locked
from vault_tools.edit.notes import Vault, Written, inside
from vault_tools.edit.swap import place_new, removed, swap
from vault_tools.errors import NoteMovedOnError
from vault_tools.records import dataclass


@dataclass(frozen=True, slots=True)
class Back:
    """The way back of one file: what it holds, and what it held before; None for no file."""

    now: bytes | None
    then: bytes | None
    private: bool = False


def in_effect(operation: Operation, *, among: Sequence[Operation]) -> set[str]:
    """Return the paths whose change by *operation* no later one has undone."""
    paths = {copy.path for copy in operation.copies}
    for other in among:
        if other.undoes == operation.name:
            paths -= in_effect(other, among=among)
    return paths


def reach(operation: Operation, path: str, *, among: set[str]) -> set[str]:
    """Return which of the paths *among* go back together with *path*; none if it is not there.

    That is itself alone, unless files were made or removed: what one says may have gone into
    another, and would be lost if only that one went.
    """
    if path not in among:
        return set()
    is_alone = all(copy.before is not None and copy.after is not None for copy in operation.copies)
    return {path} if is_alone else among


def undoable(operations: Sequence[Operation]) -> list[Operation]:
    """Return the operations that can be undone, the latest first: all but undoing itself."""
    return [each for each in reversed(operations) if each.undoes is None]


def redoable(operations: Sequence[Operation]) -> list[Operation]:
    """Return the operations that have undone another one, the latest first."""
    names = {each.name for each in operations if each.undoes is None}
    return [each for each in reversed(operations) if each.undoes in names]


def changes_back(place: Vault, operation: Operation, *, paths: Iterable[str]) -> dict[str, Back]:
    """Return what has to change at *paths* to be as before *operation*; nothing if it is so.

    Raises:
        NoteMovedOnError: Somebody has changed one of the files since.
        VaultToolsError: One can't be read, or lies outside the vault.
    """
    found = {}
    for path in sorted(paths):
        now = _read(_target(place, path))
        change = _back([copy for copy in operation.copies if copy.path == path], now)
        if change is None:
            raise NoteMovedOnError(path)
        if change.now != change.then:
            found[path] = change
    return found


def put_back(place: Vault, changes: Mapping[str, Back]) -> list[Written]:
    """Make every change: all of them, or, where a file has changed meanwhile, none.

    Raises:
        NoteMovedOnError: It has; everything is as it was.
        VaultToolsError: One can't be written; those before it may be.
    """
    if not place.dry_run:
        with locked(place.lock_folder):
            # What comes back is there before anything else goes.
            _put_all(place, sorted(changes.items(), key=lambda item: item[1].then is None))
    return [
        Written(path, _text(change.now), _text(change.then)) for path, change in changes.items()
    ]


def _back(copies: Sequence[Copy], now: bytes | None) -> Back | None:
    """Return the change to what a file was before *copies* of it were made.

    A copy whose change never happened, as the note was saved by somebody else or the program was
    killed at that very moment, doesn't count. Return None where the file is another one by now.
    """
    held = digest_of(now)
    start = max((n for n, copy in enumerate(copies) if copy.after == held), default=None)
    if start is None:
        as_before = any(digest_of(copy.before) == held for copy in copies)
        return Back(now, now) if as_before else None
    while start and copies[start - 1].after == digest_of(copies[start].before):
        start -= 1
    return Back(now, copies[start].before, copies[start].private)


def _put_all(place: Vault, changes: Sequence[tuple[str, Back]]) -> None:
    done: list[Callable[[], bool]] = []
    for path, change in changes:
        target = _target(place, path)
        if not _put(place, target, change=change):
            for take_back in reversed(done):
                take_back()
            raise NoteMovedOnError(path)
        back = Back(change.then, change.now)
        done.append(lambda target=target, back=back: _put(place, target, change=back))  # type: ignore[misc]


def _put(place: Vault, target: Path, *, change: Back) -> bool:
    """Make one change; return False where the file doesn't hold what it should."""
    try:
        if _read(target) != change.now:
            return False
        if change.now is None:
            return _made(place, target, change=change)
        if place.copies:
            place.copies.keep(target, before=change.now, after=change.then)
        if change.then is not None:
            return swap(target, old=change.now, new=change.then)
        return removed(target, old=change.now)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise unwritable(target, error) from error


def _made(place: Vault, target: Path, *, change: Back) -> bool:
    """Make a file again that isn't there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    made = place_new(target, change.then or b"", private=change.private)
    if made and place.copies:
        place.copies.keep(target, before=None, after=change.then)
    return made


def _read(target: Path) -> bytes | None:
    try:
        return target.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unwritable(target, error) from error


def _target(place: Vault, path: str) -> Path:
    """Return where a file lies: in the vault, or where a report was that was collected."""
    return Path(path) if Path(path).is_absolute() else inside(place.root, path)


def _text(data: bytes | None) -> str:
    return "" if data is None else data.decode("utf-8", "replace")
