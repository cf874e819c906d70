"""Changing, making and tidying the notes of a vault: where every edit ends up."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from vault_tools import vault
from vault_tools.edit.copies import Copies
from vault_tools.edit.files import unwritable
from vault_tools.edit.lock import locked
from vault_tools.edit.swap import moved, place_all, place_new, removed, swap
from vault_tools.errors import (
    EditRefusedError,
    NoteChangedError,
    NoteExistsError,
    UneditableError,
    VaultToolsError,
)
from vault_tools.language import _, quoted
from vault_tools.model import NoteKind, Problem
from vault_tools.parse import Grammar, parse_note
from vault_tools.parse.text import decode

Change = Callable[[str], str]
"""An edit: from a note's text to its text; may raise UneditableError."""
_TRIES = 2
_BATCH = 500
"""Notes that are made at a time: what an interruption leaves unfinished at most."""
_GONE_TRIES = 5
_GONE_PAUSE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """Where notes are written, and the lock that goes with it."""

    root: Path
    lock_folder: Path
    grammar: Grammar | None = None
    """How notes are read, so that no edit puts a problem into one; None where none is edited."""
    dry_run: bool = False
    """Whether edits are only computed."""
    copies: Copies | None = None
    """Where what is replaced is kept; None where it is not."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an edit has made of a note, or would make of it."""

    path: str
    before: str
    """Empty for a new note."""
    after: str

    @property
    def changed(self) -> bool:
        """Return whether it did anything."""
        return self.before != self.after


def edit_note(place: Vault, path: str, *, change: Change) -> Written:
    """Apply *change* to the note at *path*, relative to the vault; all of it or nothing.

    What is saved by others in the meantime is never lost: the edit is computed on the text that
    is there, once more if that text has changed, and refused if it has changed again.

    Raises:
        NoteChangedError: It changes all the time; nothing was written.
        UneditableError: The edit can't be made safely; the error names the line.
        EditRefusedError: There would be a problem in the note that it doesn't have now.
        VaultToolsError: The note can't be read or written, or lies outside the vault.
    """
    target = inside(place.root, path)
    with locked(place.lock_folder):
        for _try in range(_TRIES):
            data = _read(place.root, path)
            written = _changed(path, data, change=change)
            if place.grammar and written.changed:
                _require_sound(written, place.grammar)
            if (
                not written.changed
                or place.dry_run
                or _put(place, target, data, text=written.after)
            ):
                return written
    raise NoteChangedError(path)


def new_note(place: Vault, path: str, *, text: str) -> Written:
    """Make the note at *path*, relative to the vault, with *text*.

    Raises:
        NoteExistsError: There is something already.
        VaultToolsError: It can't be written, or lies outside the vault.
    """
    target = inside(place.root, path)
    if vault.exists(place.root, path):
        raise NoteExistsError(path)
    if not place.dry_run:
        if not create(target, text):
            raise NoteExistsError(path)
        _keep(place, target, before=None, after=_encoded(target, text))
    return Written(path, "", text)


def create(path: Path, text: str, *, private: bool = False) -> bool:
    """Make the file *path* with *text*; return whether it was made. One that exists is left alone.

    A *private* one is for the eyes of its owner.

    Raises:
        VaultToolsError: It can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return place_new(path, _encoded(path, text), private=private)
    except OSError as error:
        raise unwritable(path, error) from error


def new_notes(place: Vault, texts: Mapping[str, str]) -> list[Written]:
    """Make many notes, by path relative to the vault.

    Raises:
        NoteExistsError: There is something in the place of one; the others are there.
        VaultToolsError: One can't be written, or lies outside the vault.
    """
    targets = {inside(place.root, path): text for path, text in texts.items()}
    if not place.dry_run:
        try:
            for folder in {target.parent for target in targets}:
                folder.mkdir(parents=True, exist_ok=True)
            data = [(target, _encoded(target, text)) for target, text in targets.items()]
            batches = (data[start : start + _BATCH] for start in range(0, len(data), _BATCH))
            taken = [path for batch in batches for path in place_all(dict(batch))]
        except OSError as error:
            raise unwritable(place.root, error) from error
        if place.copies:
            place.copies.keep_all({path: (None, it) for path, it in data if path not in taken})
        if taken:
            raise NoteExistsError(taken[0].relative_to(place.root).as_posix())
    return [Written(path, "", text) for path, text in texts.items()]


def new_file(place: Vault, path: str, *, data: bytes) -> None:
    """Make the file at *path*, relative to the vault, with *data*: a picture that goes with a note.

    Raises:
        NoteExistsError: There is something already.
        VaultToolsError: It can't be written, or lies outside the vault.
    """
    target = inside(place.root, path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = place.dry_run or place_new(target, data)
    except OSError as error:
        raise unwritable(target, error) from error
    if not made:
        raise NoteExistsError(path)
    if not place.dry_run:
        _keep(place, target, before=None, after=data)


def remove_note(place: Vault, path: str, *, text: str) -> None:
    """Remove the note at *path*, if it still says *text*.

    Raises:
        NoteChangedError: It says something else by now; it was left.
        VaultToolsError: It can't be removed, or lies outside the vault.
    """
    target = inside(place.root, path)
    if place.dry_run:
        return
    with locked(place.lock_folder):
        data = _read(place.root, path)
        if decode(data, path=path) != text:
            raise NoteChangedError(path)
        _keep(place, target, before=data, after=None)
        try:
            if not removed(target, old=data):
                raise NoteChangedError(path)
        except OSError as error:
            raise unwritable(target, error) from error


def move_note(place: Vault, path: str, *, to: str) -> None:
    """Give the note at *path* another name or folder; nothing is ever written over.

    Raises:
        NoteExistsError: There is something already.
        NoteChangedError: Somebody saves it meanwhile; it is where it was.
        VaultToolsError: It can't be moved, or a path lies outside the vault.
    """
    source, target = inside(place.root, path), inside(place.root, to)
    is_itself = vault.exists(place.root, to) and source.samefile(target)
    if vault.exists(place.root, to) and not is_itself:
        raise NoteExistsError(to)
    if place.dry_run:
        return
    with locked(place.lock_folder):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if is_itself:  # another case on a file system that doesn't tell
                source.rename(target)
            else:
                data = source.read_bytes()
                _keep(place, source, before=data, after=None)
                if not moved(source, target, old=data):
                    raise NoteExistsError(to) if target.exists() else NoteChangedError(path)
                _keep(place, target, before=None, after=data)
        except OSError as error:
            raise unwritable(target, error) from error


def leftovers(place: Vault) -> list[str]:
    """Return the paths of what interrupted writes have left; one that is under way is waited for.

    Raises:
        VaultToolsError: The lock can't be had.
    """
    if not vault.leftovers(place.root):
        return []
    with locked(place.lock_folder):
        return vault.leftovers(place.root)


def remove_leftovers(place: Vault, paths: Iterable[str]) -> None:
    """Remove what interrupted writes have left at *paths*.

    Nobody writes to the vault meanwhile, so that none of them is in use.

    Raises:
        VaultToolsError: One can't be removed.
    """
    with locked(place.lock_folder):
        for path in paths:
            target = inside(place.root, path)
            if not target.name.startswith(vault.UNFINISHED):
                msg = _("{path} is not ours to remove.", path=path)
                raise VaultToolsError(msg)
            try:
                with suppress(FileNotFoundError):
                    target.unlink()
            except OSError as error:
                raise unwritable(target, error) from error


def _keep(place: Vault, target: Path, *, before: bytes | None, after: bytes | None) -> None:
    """Keep what a file holds, or note down that it was made."""
    if place.copies:
        place.copies.keep(target, before=before, after=after)


def inside(root: Path, path: str) -> Path:
    """Return where *path* lies on disk, which is inside the vault, links and all."""
    target = vault.place(root, path)
    if not target.resolve().is_relative_to(root.resolve()):
        msg = _("{path} leads out of the vault; not written.", path=path)
        raise VaultToolsError(msg)
    return target


def _read(root: Path, path: str) -> bytes:
    """Return the bytes of a note; an editor may have it out of its place for a moment."""
    for _try in range(_GONE_TRIES):
        try:
            return vault.read_note(root, path)[0]
        except vault.UnreadableError as error:
            reason = error.problem.message
            msg = _("{path} {reason}; nothing was written.", path=path, reason=reason)
            raise VaultToolsError(msg) from error
        except FileNotFoundError:
            sleep(_GONE_PAUSE)
    msg = _("{path} is gone.", path=path)
    raise VaultToolsError(msg)


def _changed(path: str, data: bytes, *, change: Change) -> Written:
    text = decode(data, path=path)
    if isinstance(text, Problem):
        raise UneditableError(text.message, line=text.line, path=path)
    try:
        return Written(path, text, change(text))
    except UneditableError as error:
        raise error.at(path) from error


def _require_sound(written: Written, grammar: Grammar) -> None:
    """Refuse an edit that makes a problem, and any edit of a note that is broken."""
    note, changed = (
        parse_note(text.encode("utf-8", "replace"), path=written.path, grammar=grammar)
        for text in (written.before, written.after)
    )
    if "---".startswith(written.before.strip()):
        raise UneditableError(_("the note is empty, half saved perhaps"), path=written.path)
    for problem in note.problems:
        if note.kind is NoteKind.UNREADABLE or problem.code == "conflict-marker":
            raise UneditableError(problem.message, line=problem.line, path=written.path)
    known = {(problem.code, problem.message) for problem in note.problems}
    for problem in changed.problems:
        if (problem.code, problem.message) not in known:
            raise EditRefusedError(written.path, problem.message)


def _put(place: Vault, target: Path, data: bytes, *, text: str) -> bool:  # noqa: PLR0917
    """Write *text* where *data* stands; return False where it no longer does."""
    try:
        if target.stat().st_mode & 0o222 == 0:
            msg = _("{path} is read-only; nothing was written.", path=target)
            raise VaultToolsError(msg)
        new = _encoded(target, text)
        _keep(place, target, before=data, after=new)
        return swap(target, old=data, new=new)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise unwritable(target, error) from error


def _encoded(path: Path, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        msg = _(
            "{path} can't be written: {character} is no character of UTF-8.",
            path=path,
            character=quoted(text[error.start]),
        )
        raise VaultToolsError(msg) from error
