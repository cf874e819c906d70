"""The vault on disk: finding it, walking it, reading its files. The only reader.

Nothing here follows a link out of the vault, waits for a pipe or reads a file of unknown length.
"""

import os
import re
import stat
import sys
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from vault_tools import traces
from vault_tools.config import environment_vault, user_config
from vault_tools.digests import blake2b
from vault_tools.errors import NoVaultError, VaultUnusableError, cause
from vault_tools.language import _, message
from vault_tools.model import Problem
from vault_tools.names import matcher

MAX_NOTE = 8 * 1024 * 1024
"""The longest note that is read, in bytes."""
MAX_DEPTH = 64
"""The deepest folder that is walked."""
UNFINISHED = ".vt-tmp-"
"""How the names of files begin that are about to become notes."""
_MARKERS = (".vault-tools", ".obsidian")
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_READ_TRIES = 3
_new = tuple.__new__
_IS_UTF8 = sys.getfilesystemencoding() == "utf-8"


class Stat(NamedTuple):
    """What tells a file that may have changed from one that has not."""

    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int


@dataclass(slots=True)
class Walk:
    """Every note of the vault at one moment."""

    notes: dict[str, Stat] = field(default_factory=dict)
    """By POSIX path relative to the vault."""
    problems: list[Problem] = field(default_factory=list)
    """Folders and names that could not be looked at."""
    unseen: list[str] = field(default_factory=list)
    """Folders that could not be listed; what lies below them is not gone."""

    def digest(self) -> str | None:
        """Return what tells this walk from another; None where there is nothing to go by.

        It is the order of the listing too, which stays the same as long as a folder does.
        """
        if self.unseen:
            return None
        digest = blake2b("\n".join(self.notes).encode("utf-8", "surrogatepass"), digest_size=16)
        try:
            digest.update(array("q", chain.from_iterable(self.notes.values())).tobytes())
        except OverflowError:  # no number of a usual file system
            return None
        return digest.hexdigest()


class UnreadableError(Exception):
    """One file can't be read; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def find_vault(start: Path, *, named: str | None = None) -> Path:
    """Return the vault's folder, with links resolved.

    That is *named*, else what ``VAULT_TOOLS_VAULT`` names, else the nearest folder from *start*
    upwards that holds ``.vault-tools`` or ``.obsidian``, else the user's configured one.

    Raises:
        NoVaultError: There is none.
        VaultUnusableError: The one that is named is not a folder that can be read.
    """
    chosen = named or environment_vault()
    if chosen is None:
        for folder in (start, *start.parents):
            if any(os.path.isdir(folder / marker) for marker in _MARKERS):  # noqa: PTH112
                return folder.resolve()
        configured = user_config().get("vault")
        chosen = configured if isinstance(configured, str) else None
    if chosen is None:
        raise NoVaultError(start)
    # These say no, where Path's own raise: about unknown users, say, or folders closed to us.
    root = Path(os.path.expanduser(chosen))  # noqa: PTH111
    if not os.path.isdir(root):  # noqa: PTH112
        if os.path.lexists(root):
            msg = _("the vault {path} is not a folder.", path=root)
        else:
            msg = _("the vault {path} does not exist. 'vault-tools init' makes one.", path=root)
        raise VaultUnusableError(msg)
    return root.resolve()


def walk(root: Path, *, ignore: Iterable[str] = ()) -> Walk:
    """Return every ``*.md`` below *root* that is neither hidden nor matched by a glob of *ignore*.

    Folders that are links are not followed; files that are links only where they stay inside.

    Raises:
        VaultUnusableError: *root* itself can't be listed.
    """
    return _Walker(root, ignored=matcher(ignore)).walk()


def read_note(root: Path, path: str) -> tuple[bytes, Stat]:
    """Return the bytes of a note, and its state at the time they were read.

    Raises:
        UnreadableError: It is too long, no regular file, or reading failed.
        FileNotFoundError: It is gone.
    """
    for _try in range(_READ_TRIES):
        data, before, after = _read_once(_place(root, path), path)
        if before == after:
            break
    return data, after


def exists(root: Path, path: str) -> bool:
    """Return whether something is at *path*, even if a listing has missed it."""
    return os.path.lexists(_place(root, path))


def leftovers(root: Path) -> list[str]:
    """Return the paths of files that interrupted writes have left in the vault, in order."""
    found = []
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if not name.startswith(".") or name == ".vault-tools"]
        found += [Path(folder, name) for name in files if name.startswith(UNFINISHED)]
    return sorted(display_path(path.relative_to(root).as_posix()) for path in found)


def display_path(path: str) -> str:
    r"""Return *path* as text that every encoding can hold: undecodable bytes as ``\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


class _Walker:
    """One walk through the vault."""

    def __init__(self, root: Path, *, ignored: re.Pattern[str] | None) -> None:
        self._root = os.fspath(root)
        self._ignored = ignored
        self._found = Walk()

    def walk(self) -> Walk:
        pending = [("", 0)]
        while pending:
            prefix, depth = pending.pop()
            folders = self._list(prefix)
            if depth >= MAX_DEPTH and folders:
                self._note(
                    prefix, code="too-deep", message=message("folders this deep are not read")
                )
            else:
                pending += [(folder, depth + 1) for folder in folders]
        return self._found

    def _list(self, prefix: str) -> list[str]:
        """Take in the notes of a folder; return the folders in it."""
        place = f"{self._root}/{prefix}" if prefix else self._root
        try:
            # In a folder that is open, the system finds a file in three quarters of the time.
            descriptor = os.open(place, _FOLDER_FLAGS)
            try:
                with os.scandir(descriptor) as entries:
                    return self._look_at(entries, prefix)
            finally:
                os.close(descriptor)
        except OSError as error:
            if not prefix:
                reason = cause(error)
                msg = _("the vault {path} can't be read: {reason}.", path=self._root, reason=reason)
                raise VaultUnusableError(msg) from error
            self._found.unseen.append(prefix)
            said = message("can't be listed: {reason}", reason=cause(error))
            self._note(prefix, code="unreadable", message=said)
            return []

    def _look_at(self, entries: Iterable[os.DirEntry[str]], prefix: str) -> list[str]:
        folders = []
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                self._look_at_placeholder(name, prefix)
                continue
            path = prefix + name
            if self._ignored and self._ignored.match(path):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(path + "/")
            elif name.endswith(".md"):
                if "onfli" in name and (of := traces.original(name)):
                    said = message("a sync tool's other version of {name}; not read", name=of)
                    self._note(path, code="conflict-copy", message=said)
                else:
                    self._look_at_file(entry, path)
        return folders

    def _look_at_placeholder(self, name: str, prefix: str) -> None:
        """Take in that a note is there, but only elsewhere: it is not gone."""
        if note := traces.placeholder_for(name):
            said = message("is in iCloud, not on this disk; what was read before counts")
            self._note(prefix + note, code="not-downloaded", message=said)
            self._found.unseen.append(prefix + note)

    def _look_at_file(self, entry: os.DirEntry[str], path: str) -> None:
        text = path if path.isascii() else _text(path)
        if text is None:
            said = message("the file's name is not UTF-8; rename it to have it read")
            self._note(path, code="bad-file-name", message=said)
            return
        try:
            if entry.is_symlink() and not _stays_inside(f"{self._root}/{path}", self._root):
                said = message("a link that leaves the vault is not followed")
                self._note(path, code="link-outside", message=said)
                return
            state = entry.stat()
        except FileNotFoundError:
            return  # it vanished meanwhile, or is a link to nothing: there is no note
        except OSError as error:
            said = message("can't be looked at: {reason}", reason=cause(error))
            self._note(path, code="unreadable", message=said)
            self._found.unseen.append(path)
            return
        kind = stat.S_IFMT(state.st_mode)
        if kind == stat.S_IFREG:
            self._found.notes[text] = _stat(state)
        elif kind != stat.S_IFDIR:
            said = message("a pipe, socket or device is not read")
            self._note(path, code="not-a-file", message=said)

    def _note(self, path: str, *, code: str, message: str) -> None:
        shown = display_path(path.rstrip("/"))
        self._found.problems.append(Problem(shown, 1, 1, code, message))


def _read_once(place: str, path: str) -> tuple[bytes, Stat, Stat]:
    try:
        descriptor = os.open(place, _OPEN_FLAGS)
        try:
            return _read_opened(descriptor, path)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise
    except OSError as error:
        said = message("can't be read: {reason}", reason=cause(error))
        raise UnreadableError(Problem(path, 1, 1, "unreadable", said)) from error


def _read_opened(descriptor: int, path: str) -> tuple[bytes, Stat, Stat]:
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        said = message("a folder, pipe, socket or device is not read")
        raise UnreadableError(Problem(path, 1, 1, "not-a-file", said))
    if state.st_size > MAX_NOTE:
        said = message("longer than {size} MiB; not read", size=MAX_NOTE // 2**20)
        raise UnreadableError(Problem(path, 1, 1, "too-long", said))
    data = _content(descriptor, state.st_size)
    return data, _stat(state), _stat(os.fstat(descriptor))


def _content(descriptor: int, size: int) -> bytes:
    """Return what a file holds, of *size* by its state; no more than a note may hold and a byte.

    To ask for as much as a note may hold takes a buffer of that size, and 0.1 ms to make it.
    """
    data = os.read(descriptor, size + 1)
    while len(data) != size and len(data) <= MAX_NOTE:
        more = os.read(descriptor, MAX_NOTE + 1 - len(data))
        if not more:
            break
        data += more
    return data


def _stat(state: os.stat_result) -> Stat:
    # Half of what Stat(…) takes, ten thousand times.
    return _new(Stat, (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino))


def _text(path: str) -> str | None:
    """Return the text that a path on disk is in UTF-8, whatever the locale; None for none."""
    try:
        if _IS_UTF8:
            path.encode()  # what is not UTF-8 has surrogates in it
            return path
        return os.fsencode(path).decode("utf-8")
    except UnicodeError:
        return None


def place(root: Path, path: str) -> Path:
    """Return where the note at *path* lies on disk, in the spelling of the locale."""
    return Path(_place(root, path))


def _place(root: Path, path: str) -> str:
    inside = path if path.isascii() else os.fsdecode(path.encode("utf-8"))
    return f"{os.fspath(root)}/{inside}"


def _stays_inside(place: str, root: str) -> bool:
    return os.path.realpath(place).startswith(root.rstrip("/") + "/")


def vanished(root: Path, seen: Walk, *, known: Mapping[str, object]) -> list[str]:
    """Return the known paths that are gone: not listed, not below an unseen folder, not there.

    A listing can miss a file that is renamed while it is read, so each is looked at once more.
    """
    unseen = tuple(seen.unseen)
    missing = [path for path in known if path not in seen.notes]
    seen_elsewhere = {problem.path for problem in seen.problems}
    return [
        path
        for path in missing
        if not (unseen and path.startswith(unseen))
        and (path in seen_elsewhere or not exists(root, path) or _is_hidden_now(root, path))
    ]


def _is_hidden_now(root: Path, path: str) -> bool:
    """Return whether *path* is there, but is no note: now a folder, or behind a linked folder."""
    there = place(root, path)
    try:
        state = there.stat()
    except OSError:
        return True
    folder = os.path.realpath(root) + os.fspath(there.parent).removeprefix(os.fspath(root))
    return not stat.S_ISREG(state.st_mode) or os.path.realpath(there.parent) != folder
