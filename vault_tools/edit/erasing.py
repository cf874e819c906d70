"""Removing a person for good: note, copies, reports; and finding out what still names them."""

import contextlib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from vault_tools import traces, vault
from vault_tools.edit import copies
from vault_tools.edit.copies import Copy, Operation
from vault_tools.edit.lock import locked
from vault_tools.edit.notes import Vault, inside, unwritable
from vault_tools.model import Note
from vault_tools.records import dataclass

_BACKUPS = ("{}~", "#{}#", ".{}.swp", ".{}.swo", ".{}.un~")
"""How Vim and Emacs call what they keep beside a file."""
_SHORTEST = 3
"""Letters of a name that is looked for; shorter ones are in every other word."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A line that names somebody."""

    path: str
    line: int


class Names:
    """The names and addresses that somebody goes by, to be found in any text."""

    def __init__(self, note: Note) -> None:
        contact = note.contact
        said = (note.title, PurePosixPath(note.path).stem, *note.aliases)
        names = {*said, *(contact.email if contact else ())}
        long = sorted((name for name in names if len(name) >= _SHORTEST), key=len, reverse=True)
        any_of = "|".join(re.escape(name.casefold()) for name in long) or r"(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?:{any_of})(?!\w)")

    def lines_in(self, data: bytes) -> list[int]:
        """Return the lines, counted from 1, in which one of them stands."""
        text = data.decode("utf-8", "replace").casefold()
        if not self._pattern.search(text):
            return []
        return [n for n, line in enumerate(text.split("\n"), 1) if self._pattern.search(line)]

    def are_in(self, data: bytes) -> bool:
        """Return whether one of them stands there."""
        return bool(self.lines_in(data))


def mentions(root: Path, paths: Iterable[str], *, names: Names) -> list[Mention]:
    """Return the lines of the notes at *paths* that name somebody."""
    found = []
    for path in sorted(paths):
        with contextlib.suppress(vault.UnreadableError, FileNotFoundError):
            data, _ = vault.read_note(root, path)
            found += [Mention(path, line) for line in names.lines_in(data)]
    return found


def conflict_copies(root: Path, path: str) -> list[str]:
    """Return the conflict copies of the note at *path*."""
    folder, _, name = path.rpartition("/")
    there = vault.place(root, folder) if folder else root
    prefix = f"{folder}/" if folder else ""
    try:
        beside = sorted(os.listdir(there))  # noqa: PTH208 - names are all that is needed
    except OSError:
        return []
    return [f"{prefix}{each}" for each in beside if traces.original(each) == name]


def unfinished(root: Path, *, names: Names) -> list[str]:
    """Return what interrupted writes have left in the vault and names somebody."""
    return [path for path in vault.leftovers(root) if names.are_in(_data(root / path))]


def older_versions(root: Path, path: str) -> list[str]:
    """Return the older versions of the note at *path* that sync tools and editors keep there."""
    stem = PurePosixPath(path).stem
    beside = [str(PurePosixPath(path).with_name(form.format(f"{stem}.md"))) for form in _BACKUPS]
    found = [each for each in beside if vault.exists(root, each)]
    found += [
        Path(folder, name).relative_to(root).as_posix()
        for place in (".stversions", ".trash")
        for folder, _, names in os.walk(root / place)
        for name in names
        if name == f"{stem}.md" or name.startswith(f"{stem}~")
    ]
    return sorted(found)


def remove_for_good(place: Vault, paths: Iterable[str]) -> None:
    """Remove the files at *paths*; no copy of them is kept.

    Raises:
        VaultToolsError: One can't be removed, or lies outside the vault.
    """
    targets = [inside(place.root, path) for path in paths]
    with locked(place.lock_folder):
        for target in targets:
            try:
                target.unlink(missing_ok=True)
            except OSError as error:
                raise unwritable(target, error) from error


def named_copies(
    folder: Path, note: Note, *, names: Names
) -> list[tuple[Operation, tuple[Copy, ...]]]:
    """Return the copies of what was replaced that are about somebody, by operation.

    That is all of an operation that has changed their note, which may have had another name then.
    """
    found = []
    for operation in copies.read_operations(folder):
        own = any(copy.path == note.path for copy in operation.copies)
        gone = operation.copies if own else _about(operation.copies, names)
        if gone:
            found.append((operation, gone))
    return found


def forget_copies(folder: Path, found: Iterable[tuple[Operation, tuple[Copy, ...]]]) -> None:
    """Remove copies of what was replaced.

    Raises:
        VaultToolsError: They can't be removed.
    """
    try:
        for operation, gone in found:
            copies.forget(folder, operation, copies=gone)
    except OSError as error:
        raise unwritable(folder, error) from error


def _about(kept: Sequence[Copy], names: Names) -> tuple[Copy, ...]:
    return tuple(
        copy
        for copy in kept
        if names.are_in(copy.before or b"") or names.are_in(os.fsencode(copy.path))
    )


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
