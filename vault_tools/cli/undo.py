"""``undo``: taking back what the last writing command has changed."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath

import click

from vault_tools.app import copies_folder
from vault_tools.cli.naming import contact
from vault_tools.cli.session import Session, json_option, pass_session, writing_options
from vault_tools.cli.writing import Edits
from vault_tools.edit import copies
from vault_tools.edit.copies import Operation
from vault_tools.edit.undoing import (
    Back,
    changes_back,
    in_effect,
    reach,
    redoable,
    undoable,
)
from vault_tools.errors import NameUnknownError, NothingToUndoError
from vault_tools.language import _, filled, ngettext

_FEW = 4


@click.command("undo")
@click.argument("name", required=False, metavar="[NAME|PATH]")
@click.option("--list", "as_list", is_flag=True, help="List what can be undone, the latest first.")
@click.option("--redo", is_flag=True, help="Take back what undo has done last.")
@json_option
@writing_options
@pass_session
def undo_command(
    session: Session, *, name: str | None, as_list: bool, redo: bool, as_json: bool
) -> None:
    """Take back what the last writing command changed.

    All of its notes are put back, or none. Again, it takes back the command before that. With NAME,
    only the last change of that note is taken back, or of all files where that command made or
    removed one. A note that was changed since, in an editor or by git, is left alone: exit code 4.
    """
    app = session.open()
    copies.prune(copies_folder(app.root), now_ns=time.time_ns())
    operations = copies.read_operations(copies_folder(app.root))
    path = _path(session, name, operations=operations) if name else None
    if as_list or as_json:
        _list(operations, path=path, as_json=as_json)
        return
    edits = Edits(session, app)
    operation, changes = _next(edits, operations, path=path, redo=redo)
    edits.put_back(changes, undoes=operation.name)
    meant = next((each for each in operations if each.name == operation.undoes), operation)
    what = _("{command} of {time}", command=meant.command, time=_clock(meant))
    paths = _counted(list(changes))
    if redo:
        told = _("{paths}: done again: {what}", paths=paths, what=what)
    else:
        told = _("{paths}: undone: {what}", paths=paths, what=what)
    message = f"undo --redo: {what}" if redo else f"undo: {what}"
    edits.finish(told, message=message)


def _counted(paths: list[str]) -> str:
    """Return a few paths as they are, and of many how many."""
    if len(paths) <= _FEW:
        return ", ".join(paths)
    return ngettext("{count} file", "{count} files", len(paths))


def _next(
    edits: Edits, operations: list[Operation], *, path: str | None, redo: bool
) -> tuple[Operation, dict[str, Back]]:
    """Return the operation to undo, or whose undoing to undo, and what has to change for it.

    What has no effect any more, as somebody has taken it back by hand, is passed over.
    """
    for operation in redoable(operations) if redo else undoable(operations):
        paths = in_effect(operation, among=operations)
        if path is not None:
            paths = reach(operation, path, among=paths)
        changes = changes_back(edits.place, operation, paths=paths)
        if changes and (path is None or path in changes):
            return operation, changes
    raise NothingToUndoError(path)


def _path(session: Session, name: str, *, operations: list[Operation]) -> str:
    """Return the path of the note that is meant: of one that was changed, or of a contact.

    Raises:
        NameUnknownError: There is none.
        NameAmbiguousError: A name means more than one contact.
    """
    known = {copy.path for operation in operations for copy in operation.copies}
    wanted = name.removeprefix("./").removesuffix(".md")
    if f"{wanted}.md" in known:
        return f"{wanted}.md"
    try:
        return contact(session.fresh(), name).path
    except NameUnknownError:
        # One that has been removed, or has another name now.
        gone = [path for path in sorted(known) if PurePosixPath(path).stem == wanted]
        if len(gone) != 1:
            raise
        return gone[0]


def _list(operations: list[Operation], *, path: str | None, as_json: bool) -> None:
    from vault_tools.render import data
    from vault_tools.render.escape import terminal

    rows = list(_rows(operations, path=path))
    if as_json:
        click.echo(data.dumps([row for _, row in rows]), nl=False)
        return
    for operation, row in rows:
        told = _("{command} (undone)") if row["undone"] else "{command}"
        command = filled(told, {"command": terminal(operation.command)})
        click.echo(f"{_clock(operation)}  {command}")
        for each in sorted({copy.path for copy in operation.copies}):
            click.echo(f"    {terminal(each)}")


def _rows(
    operations: list[Operation], *, path: str | None
) -> Iterator[tuple[Operation, dict[str, object]]]:
    for operation in undoable(operations):
        paths = {copy.path for copy in operation.copies}
        if path is None or path in paths:
            left = in_effect(operation, among=operations)
            yield (
                operation,
                {
                    "at": _moment(operation).isoformat(),
                    "command": operation.command,
                    "paths": sorted(paths),
                    "undone": not (left if path is None else left & {path}),
                },
            )


def _moment(operation: Operation) -> datetime:
    seconds = operation.now_ns // 10**9
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone()


def _clock(operation: Operation) -> str:
    return _moment(operation).strftime("%Y-%m-%d %H:%M")
