"""Removing a person for good: note, copies, reports."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from vault_tools import links, traces, vault
from vault_tools.edit import copies
from vault_tools.edit.copies import Copy, Operation
from vault_tools.edit.files import unwritable
from vault_tools.edit.lock import locked
from vault_tools.edit.named import Mention, Names, readable
from vault_tools.edit.notes import Vault, inside
from vault_tools.edit.swap import removed
from vault_tools.errors import VaultToolsError
from vault_tools.language import _
from vault_tools.model import Note
from vault_tools.names import link_key

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".avif", ".bmp", ".svg"})
_REPORT = re.compile(
    r"(?:\d{4}-W\d\d|\d{4}-\d\d review|\d{4}-\d\d-\d\d dashboard)\.(?:html|text|json|ics|eml)"
)
"""How ``report -o`` names what it writes into the vault and is no note."""


class EraseInterruptedError(VaultToolsError):
    """A file that was to be removed was saved meanwhile."""

    exit_code = 4

    def __init__(self, path: str) -> None:
        super().__init__(
            _("{path} was saved meanwhile and stays, as does the note. Erase once more.", path=path)
        )


def conflict_copies(root: Path, path: str) -> list[str]:
    """Return the conflict copies of the note at *path*."""
    folder, _slash, name = path.rpartition("/")
    there = vault.place(root, folder) if folder else root
    prefix = f"{folder}/" if folder else ""
    try:
        beside = sorted(os.listdir(there))  # noqa: PTH208 - names are all that is needed
    except OSError:
        return []
    return [f"{prefix}{each}" for each in beside if traces.original(each) == name]


def pictures(root: Path, note: Note) -> list[str]:
    """Return the paths of the pictures in the vault that the property ``photo`` names."""
    found = []
    for name, value in note.properties.items():
        if link_key(name) != "photo":
            continue
        for each in value if isinstance(value, list) else (value,):
            link = links.parse(str(each))
            path = PurePosixPath(link.target if link else str(each))
            places = (path, PurePosixPath(note.path).parent / path, *_called(root, path))
            found += [str(place) for place in places if _is_picture(root, place)][:1]
    return found


def _called(root: Path, name: PurePosixPath) -> list[PurePosixPath]:
    """Return where the only file of that *name* lies, as Obsidian finds it."""
    found = []
    for folder, folders, names in os.walk(root) if len(name.parts) == 1 else ():
        folders[:] = [each for each in folders if not each.startswith(".")]
        if str(name) in names:
            found.append(PurePosixPath(Path(folder, name).relative_to(root)))
    return found if len(found) == 1 else []


def _is_picture(root: Path, path: PurePosixPath) -> bool:
    """Return whether a path leads to a picture in the vault."""
    if path.suffix.lower() not in _PICTURES or any(part.startswith(".") for part in path.parts):
        return False
    place = vault.place(root, str(path))
    return place.is_file() and place.resolve().is_relative_to(root.resolve())


def files_of_reports(
    root: Path, folder: str, *, names: Names
) -> tuple[list[str], tuple[Mention, ...]]:
    """Return what in the *folder* of reports names somebody and is no note.

    That is the paths of reports in other formats than Markdown that certainly do, and lines of
    others and of what is not ours to remove.
    """
    reports: list[str] = []
    others: list[Mention] = []
    place = root / folder
    is_there = place.is_dir() and place.resolve().is_relative_to(root.resolve())
    for path in sorted(place.iterdir()) if is_there else ():
        if path.suffix == ".md" or path.name.startswith(".") or not path.is_file():
            continue
        shown = path.relative_to(root).as_posix()
        data = readable(path.name, _data(path))
        if _REPORT.fullmatch(path.name) and names.are_in(data):
            reports.append(shown)
        else:
            others += [Mention(shown, line) for line in names.lines_in(data)]
    return reports, tuple(others)


def unfinished(root: Path, *, names: Names) -> list[str]:
    """Return what interrupted writes have left in the vault and names somebody."""
    return [path for path in vault.leftovers(root) if names.are_in(_data(root / path))]


def older_versions(root: Path, path: str) -> list[str]:
    """Return the older versions of the note at *path* that sync tools and editors keep there."""
    stem = PurePosixPath(path).stem
    beside = [str(PurePosixPath(path).with_name(name)) for name in traces.backups(f"{stem}.md")]
    found = [each for each in beside if vault.exists(root, each)]
    found += [
        Path(folder, name).relative_to(root).as_posix()
        for place in (".stversions", ".trash")
        for folder, _folders, names in os.walk(root / place)
        for name in names
        if name == f"{stem}.md" or name.startswith(f"{stem}~")
    ]
    return sorted(found)


def remove_for_good(place: Vault, files: Mapping[str, bytes]) -> None:
    """Remove the files at paths, in this order, if they say what is given; no copy is kept.

    Raises:
        EraseInterruptedError: One says something else by now; it was left, and those behind it.
        VaultToolsError: One can't be removed, or lies outside the vault.
    """
    targets = {path: inside(place.root, path) for path in files}
    with locked(place.lock_folder):
        for path, target in targets.items():
            try:
                is_gone = removed(target, old=files[path])
            except FileNotFoundError:
                continue
            except OSError as error:
                raise unwritable(target, error) from error
            if not is_gone:
                raise EraseInterruptedError(path)


def contents(root: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """Return what the files at *paths* hold."""
    return {path: _data(vault.place(root, path)) for path in paths}


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
