"""What the writing commands share: --dry-run, --commit, what is shown and what is committed."""

import difflib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from vault_tools.app import App, copies_folder, index_folder
from vault_tools.cli.session import Session
from vault_tools.edit.copies import Copies
from vault_tools.edit.notes import (
    Change,
    Vault,
    Written,
    edit_note,
    move_note,
    new_file,
    new_note,
    new_notes,
    remove_note,
)
from vault_tools.errors import VaultToolsError
from vault_tools.language import _
from vault_tools.parse import Grammar
from vault_tools.traces import marks
from vault_tools.vault import exists

if TYPE_CHECKING:
    from vault_tools.edit.undoing import Back


@dataclass(slots=True)
class Edits:
    """The edits of one command."""

    session: Session
    app: App
    grammar: Grammar = field(init=False)
    copies: Copies = field(init=False)
    """Where what is replaced is kept."""
    _written: dict[str, Written] = field(default_factory=dict)
    """By path: what each note was at first, and is now."""
    _files: list[str] = field(default_factory=list)
    """Paths of what was made beside the notes."""

    def __post_init__(self) -> None:
        self.grammar = Grammar.of(self.app.config)
        context = click.get_current_context(silent=True)
        self.copies = Copies(
            folder=copies_folder(self.app.root),
            root=self.app.root,
            now_ns=time.time_ns(),
            command=(context and context.info_name) or "",
        )

    @property
    def place(self) -> Vault:
        """Return where edits go."""
        return Vault(
            root=self.app.root,
            lock_folder=index_folder(self.app.root),
            grammar=self.grammar,
            dry_run=self.session.dry_run,
            copies=None if self.session.dry_run else self.copies,
        )

    def text(self, path: str) -> str:
        """Return the text of the note at *path* as it is on disk."""
        return edit_note(replace(self.place, dry_run=True), path, change=str).after

    def apply(self, path: str, change: Change) -> Written:
        """Apply *change* to the note at *path*, if what it makes of it can be understood.

        Raises:
            EditRefusedError: There would be a problem in the note that it doesn't have now.
        """
        return self.rewrite(self.place, path, change=change)

    def apply_to_all(self, changes: Mapping[str, Change]) -> None:
        """Apply a change to each note by path: to all of them, or, if one is refused, to none.

        Raises:
            VaultToolsError: One is refused, or can't be written; those before it are as they were,
                but for what somebody else has changed since, which is told.
        """
        self.rehearse(changes)
        done: list[Written] = []
        try:
            for path, change in changes.items():
                done.append(self.apply(path, change))
        except VaultToolsError:
            for written in reversed(done):
                self._undo(written)
            raise

    def rehearse(self, changes: Mapping[str, Change]) -> None:
        """Find out whether all changes can be made; make none.

        Raises:
            VaultToolsError: One can't.
        """
        rehearsal = replace(self.place, dry_run=True)
        for path, change in changes.items():
            edit_note(rehearsal, path, change=change)

    def _undo(self, written: Written) -> None:
        """Take back what was written, if it still stands so."""

        def back(text: str) -> str:
            return written.before if text == written.after else text

        try:
            undone = edit_note(self.place, written.path, change=back)
        except VaultToolsError:
            undone = None
        if undone and undone.after == written.before:
            self._written.pop(written.path, None)
        else:
            self.session.say(_("{path} is written all the same.", path=written.path))

    def rewrite(self, place: Vault, path: str, *, change: Change, shown: str = "") -> Written:
        """Apply *change* to the file at *path* in a place, to be *shown* under another path.

        A rehearsal goes on with what it has made of a file before.
        """
        name = shown or path
        before = self._written.get(name)
        if before and place.dry_run:
            return self._keep(Written(name, before.after, change(before.after)))
        return self._keep(replace(edit_note(place, path, change=change), path=name))

    def create(self, path: str, text: str) -> Written:
        """Make a note."""
        return self._keep(new_note(self.place, path, text=text))

    def create_all(self, texts: Mapping[str, str]) -> None:
        """Make many notes, by path."""
        for written in new_notes(self.place, texts):
            self._keep(written)

    def create_file(self, path: str, data: bytes) -> None:
        """Make a file that goes with a note, a picture."""
        new_file(self.place, path, data=data)
        self._files.append(path)

    def remove(self, path: str, text: str) -> None:
        """Remove the note at *path*, if it still says *text*."""
        remove_note(self.place, path, text=text)
        self._keep(Written(path, text, ""))

    def erase(self, files: Mapping[str, bytes]) -> None:
        """Remove files for good, by path, if they say what is given."""
        from vault_tools.edit.erasing import remove_for_good

        remove_for_good(self.place, files)
        for path in files:
            self._keep(Written(path, " ", ""))  # what it said isn't kept here either

    def move(self, path: str, to: str) -> None:
        """Give the note at *path* another path."""
        move_note(self.place, path, to=to)
        before = self._written.pop(path, None)
        text = before.after if before else ""
        self._written[path] = Written(path, before.before if before else text, "")
        self._written[to] = Written(to, "", text)

    def put_back(self, changes: "Mapping[str, Back]", *, undoes: str) -> None:
        """Make files what they were before the operation *undoes*, by path."""
        from vault_tools.edit.undoing import put_back

        self.copies.undoes = undoes
        for written in put_back(self.place, changes):
            self._keep(written)

    def require_free(self, path: str, *, unless: str) -> None:
        """Refuse a path at which there is something, but for the note *unless* itself.

        Raises:
            NoteExistsError: There is.
        """
        move_note(replace(self.place, dry_run=True), unless, to=path)

    def finish(self, summary: str, *, message: str, diffs: bool = True) -> None:
        """Print what was done, as a *summary*, and commit it under *message* if asked.

        A rehearsal prints *diffs* instead, unless there is another answer on stdout.
        """
        done = [written for written in self._written.values() if written.changed]
        if self.session.dry_run:
            for written in done if diffs else ():
                click.echo(diff(written), nl=False)
            return
        self._warn(done)
        if summary:
            nothing = _("{summary} (already so, nothing written)", summary=summary)
            self.session.tell(summary if done else nothing)
        wanted = self.session.commit
        if wanted is None:
            wanted = self.app.config.git.commit
        inside = [written.path for written in done if not Path(written.path).is_absolute()]
        if wanted and (inside or self._files):
            from vault_tools.edit.git import commit

            commit(self.app.root, [*inside, *self._files], message=message)

    def _warn(self, done: list[Written]) -> None:
        """Say what the owner has to know of what was written."""
        if self.copies.trouble:
            reason = self.copies.trouble
            self.session.say(_("No copy of what was replaced is kept: {reason}.", reason=reason))
        for path in (written.path for written in done):
            if editor := _editor_of(path, root=self.app.root):
                self.session.say(
                    _(
                        "{path} seems to be open in {editor}: load it again before you save there.",
                        path=path,
                        editor=editor,
                    )
                )

    def _keep(self, written: Written) -> Written:
        """Remember what was written, together with what was written there before."""
        first = self._written.get(written.path)
        self._written[written.path] = replace(written, before=first.before) if first else written
        return written


def _editor_of(path: str, *, root: Path) -> str | None:
    """Return the editor that has a note open, as far as it leaves a mark beside it."""
    folder, slash, name = path.rpartition("/")
    return next((e for mark, e in marks(name) if exists(root, f"{folder}{slash}{mark}")), None)


def folder_of_new(app: App, named: str | None) -> str:
    """Return the folder of new notes: the one *named*, else the first of contacts that is there.

    It ends with a slash, unless it is the vault itself.
    """
    folders = [named] if named is not None else list(app.config.contacts.folders)
    there = [folder for folder in folders if os.path.isdir(app.root / folder)]  # noqa: PTH112 - says no where Path raises
    chosen = (there or folders or [""])[0].strip("/")
    parts = PurePosixPath(chosen).parts
    if any(part.startswith(".") for part in parts):
        msg = _(
            "{folder} is no folder of notes: nothing hidden is read, nor outside the vault.",
            folder=chosen,
        )
        raise click.UsageError(msg)
    return "".join(f"{part}/" for part in parts)


def spoken(words: str | None, *, option: str, read: Callable[[str], date]) -> date | None:
    """Return the day that an option's *words* mean, None where it isn't given."""
    if words is None:
        return None
    try:
        return read(words)
    except ValueError as error:
        message = f"{error}."
        raise click.BadParameter(message, param_hint=option) from error


def diff(written: Written) -> str:
    """Return what was written as a unified diff, as git shows one."""
    from vault_tools.render.escape import terminal

    rows = difflib.unified_diff(
        written.before.splitlines(keepends=True),
        written.after.splitlines(keepends=True),
        f"a/{written.path}" if written.before else "/dev/null",
        f"b/{written.path}" if written.after else "/dev/null",
    )
    ended = (f"{row.rstrip(chr(10))}\n{_ending_note(row)}" for row in rows)
    return terminal("".join(ended))


def _ending_note(row: str) -> str:
    return "" if row.endswith("\n") else "\\ No newline at end of file\n"
