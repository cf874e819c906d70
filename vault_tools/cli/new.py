"""``new``: a note for a new contact."""

from pathlib import PurePosixPath

import click

from vault_tools import vault
from vault_tools.cli.properties import assigned, assignments, doubt, setter
from vault_tools.cli.session import Session, pass_session, writing_options
from vault_tools.cli.writing import Edits, folder_of_new
from vault_tools.edit.file_names import file_stem
from vault_tools.errors import ContactExistsError, EditRefusedError
from vault_tools.index import queries
from vault_tools.language import _
from vault_tools.model import Note, NoteKind
from vault_tools.parse import parse_note


@click.command("new")
@click.argument("name")
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--folder", metavar="DIR", help="Where in the vault; else the folder of contacts.")
@click.option("--file", "file_name", metavar="NAME", help="The file's name; else made of NAME.")
@click.option(
    "--template",
    default="contact",
    show_default=True,
    metavar="NAME",
    help="The template of the note; your own lie in .vault-tools/templates/.",
)
@click.option("--force", is_flag=True, help="Although somebody goes by that name or address.")
@click.option("--edit", "opens", is_flag=True, help="Open it in your editor.")
@writing_options
@pass_session
def new_command(
    session: Session,
    /,
    *,
    name: str,
    values: tuple[str, ...],
    folder: str | None,
    file_name: str | None,
    template: str,
    **flags: bool,
) -> None:
    """Make a note for NAME, and print its path.

    NAME has to be nobody's namesake.

    \b
    vault-tools new "Anna Berg" company=Nordwind met=yesterday met_at="Energy fair" tags=mentor
    """  # noqa: D301 - \b keeps click from joining the lines
    from vault_tools.render.templates import render_note

    name = " ".join(name.split())
    wanted = assignments(values)
    app = session.fresh()
    edits = Edits(session, app)
    try:
        stem = file_stem((file_name or name).removesuffix(".md"))
    except ValueError as error:
        msg = f"{error}."
        raise click.UsageError(msg) from error
    path = f"{folder_of_new(app, folder)}{stem}.md"
    text = render_note(template, {"name": name, "today": app.today}, root=app.root)
    text = assigned(text, wanted, by=setter(edits))
    note = _understood(path, text, edits=edits)
    if not flags["force"]:
        _require_unknown(edits, note)
    edits.create(path, text)
    doubt(edits, wanted, known=())
    edits.finish(path, message=f"new: {note.title}")
    if flags["opens"] and not session.dry_run:
        from vault_tools.cli.opening import run_editor

        run_editor(vault.place(app.root, path))


def _understood(path: str, text: str, *, edits: Edits) -> Note:
    """Return what the new note says.

    Raises:
        EditRefusedError: It is no contact, or something in it can't be understood.
    """
    note = parse_note(text.encode("utf-8"), path=path, grammar=edits.grammar)
    if note.problems:
        raise EditRefusedError(path, note.problems[0].message)
    if note.kind is not NoteKind.CONTACT:
        reason = _("it would be no contact; the template should say 'type: person'")
        raise EditRefusedError(path, reason)
    return note


def _require_unknown(edits: Edits, note: Note) -> None:
    """Refuse somebody who is there already: by name, alias, file name or address."""
    stem = PurePosixPath(note.path).stem
    emails = note.contact.email if note.contact else ()
    found = queries.namesakes(edits.app.store, (note.title, stem, *note.aliases, *emails))
    if found:
        raise ContactExistsError(note.title, tuple(found))
