"""Which contact a NAME means, with a list to pick from on a terminal."""

import sys
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import click

from vault_tools.app import App
from vault_tools.errors import NameAmbiguousError
from vault_tools.index import queries
from vault_tools.language import _
from vault_tools.model import Note

Found = TypeVar("Found")
_YES = frozenset({"y", "yes", "j", "ja"})
_NO = frozenset({"n", "no", "nein"})


def contact_id(app: App, name: str) -> int:
    """Return the id of the contact that *name* means; on a terminal, let the user pick one of many.

    Raises:
        NameUnknownError: Nobody goes by it.
        NameAmbiguousError: More than one contact does, and there is nobody to ask.
    """
    return settled(partial(queries.find_contact, app.store), name)


def contact(app: App, name: str) -> Note:
    """Return the note of the contact that *name* means.

    Errors as `contact_id`.
    """
    return queries.note(app.store, contact_id(app, name))


def settled(find: Callable[[str], Found], name: str) -> Found:
    """Return what *find* finds under *name*; on a terminal, let the user pick one of many.

    Raises:
        NameAmbiguousError: More than one goes by it, and there is nobody to ask.
    """
    try:
        return find(name)
    except NameAmbiguousError as error:
        if not error.paths or not is_interactive():
            raise
        return find(picked(error.paths, labels=error.candidates))


def picked(choices: tuple[str, ...], *, labels: tuple[str, ...]) -> str:
    """Return the one of *choices* that the user picks by number from their *labels*."""
    from vault_tools.render.escape import terminal

    for number, label in enumerate(labels, 1):
        click.echo(f"{number:3}  {terminal(label)}", err=True)

    def read(answer: str) -> int:
        number = answer.strip()
        if number not in map(str, range(1, len(choices) + 1)):
            msg = _("a number from 1 to {last}, please", last=len(choices))
            raise click.UsageError(msg)
        return int(number)

    which: int = click.prompt(_("Which one"), value_proc=read, err=True)
    return choices[which - 1]


def confirmed(question: str, *, enter: bool = True) -> bool:
    """Return whether the user says yes to a *question*; nothing but Enter is what *enter* says.

    click's own prompt knows yes and no in English alone.
    """
    from vault_tools.render.escape import terminal

    def read(answer: str) -> bool:
        word = answer.strip().casefold()
        if not word:
            return enter
        if word not in _YES | _NO:
            msg = _("invalid input")
            raise click.UsageError(msg)
        return word in _YES

    choice = _("Y/n") if enter else _("y/N")
    shown = f"{terminal(question)} [{choice}]"
    said: bool = click.prompt(shown, default="", show_default=False, value_proc=read, err=True)
    return said


def is_interactive() -> bool:
    """Return whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()
