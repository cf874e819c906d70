"""``edit`` and ``open``: a contact's note in the user's editor, or in Obsidian."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click

from vault_tools import vault
from vault_tools.app import App
from vault_tools.cli.naming import contact
from vault_tools.cli.session import Session, pass_session
from vault_tools.errors import VaultToolsError, cause
from vault_tools.index import queries
from vault_tools.language import _

_EDITORS = ("sensible-editor", "vim", "nano", "vi")
_PATIENCE = 5.0
"""Seconds in which what opens an address has failed, or has become the program that shows it."""


@click.command("edit")
@click.argument("name")
@pass_session
def edit_command(session: Session, *, name: str) -> None:
    """Open the note of NAME in your editor.

    That is $VISUAL or $EDITOR. Then say what can't be understood in the note.
    """
    app = session.fresh()
    note = contact(app, name)
    run_editor(vault.place(app.root, note.path))
    session.refresh(app)
    _show_problems(app, note.path)


@click.command("open")
@click.argument("name")
@click.option("--print", "printed", is_flag=True, help="Only print the address.")
@pass_session
def open_command(session: Session, *, name: str, printed: bool) -> None:
    """Open the note of NAME in Obsidian."""
    from vault_tools.render.escape import obsidian_url

    app = session.fresh()
    address = obsidian_url(app.root, contact(app, name).path)
    if printed:
        click.echo(address)
    elif not opened(address):
        msg = _("nothing here opens {address}", address=address)
        raise VaultToolsError(msg)


def opened(address: str) -> bool:
    """Have the desktop open an address; return whether it has done so."""
    opener = shutil.which("xdg-open")
    if opener is None or sys.platform in {"darwin", "win32"}:
        return not click.launch(address)
    # Quiet, and in a session of its own: it may be the browser itself, which stays and talks.
    process = subprocess.Popen(  # noqa: S603 - the desktop's own program, and no shell
        [opener, address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        process.returncode = 0  # it goes on without us, and nobody need be warned of that
        return True


def run_editor(path: Path) -> None:
    """Open a file in the user's editor, and wait until it is closed.

    Raises:
        VaultToolsError: There is no editor, or it failed.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError as error:
        reason = _("a quotation mark or a backslash in it has no end")
        raise _not_run(named, reason) from error
    if not command:
        command = [next((name for name in _EDITORS if shutil.which(name)), "vi")]
    try:
        done = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - the user's editor
    except OSError as error:
        raise _not_run(command[0], cause(error)) from error
    if done.returncode:
        code = done.returncode
        msg = _("the editor {name} ended with {code}.", name=command[0], code=code)
        raise VaultToolsError(msg)


def _not_run(name: str, reason: str) -> VaultToolsError:
    msg = _("the editor {name} can't be run: {reason}; set $EDITOR.", name=name, reason=reason)
    return VaultToolsError(msg)


def _show_problems(app: App, path: str) -> None:
    from vault_tools.render import terminal

    found = [problem for problem in queries.problems(app.store) if problem.path == path]
    for line in terminal.problem_lines(found):
        click.echo(line, err=True)
