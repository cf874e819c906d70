"""``export``: people leave for other programs."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from vault_tools.app import App, index_folder
from vault_tools.cli.exporting import Export, keep_in_step
from vault_tools.cli.session import Session, parsed_query, pass_session, writing_options
from vault_tools.errors import VaultToolsError
from vault_tools.language import _, ngettext, quoted

if TYPE_CHECKING:
    from vault_tools.plugins import Exporter
    from vault_tools.query import Query


class _Options(TypedDict):
    """Who is meant, and how they are written."""

    named: tuple[str, ...]
    private: bool
    version: str | None
    with_text: bool
    assign: bool
    each: bool
    in_vault: bool
    force: bool


@click.command("export")
@click.argument("form", metavar="FORMAT")
@click.argument("query", nargs=-1)
@click.option("-o", "--output", metavar="FILE|FOLDER/", help="Write there; else to stdout.")
@click.option("--each", is_flag=True, help="A file for each person, in the FOLDER of -o.")
@click.option(
    "--name", "named", multiple=True, metavar="NAME", help="This contact, even if private."
)
@click.option("--private", is_flag=True, help="Private contacts too.")
@click.option(
    "--format-version", "version", type=click.Choice(["3.0", "4.0"]), help="Of vcard; else 3.0."
)
@click.option("--with-text", is_flag=True, help="In vcard, the text of the notes too.")
@click.option("--assign-uids", "assign", is_flag=True, help="Write a uid into each note without.")
@click.option("--in-vault", is_flag=True, help="FILE may lie in the vault.")
@click.option("--force", is_flag=True, help="Replace what others have written or changed.")
@writing_options
@pass_session
def export_command(
    session: Session,
    *,
    form: str,
    query: tuple[str, ...],
    output: str | None,
    **options: Unpack[_Options],
) -> None:
    """Write contacts for other programs.

    QUERY picks some. FORMAT is vcard, csv, json, ics, addresses or abook, or one of a plugin's.

    \b
    vault-tools export vcard -o ~/phone/
    vault-tools export csv tag:mentor -o mentors.csv
    """  # noqa: D301 - \b keeps click from joining the lines
    exporter = _exporter(session, form)
    folder = _folder(output, each=options["each"], exporter=exporter)
    wanted = parsed_query(query)
    app = session.fresh()
    _require_place(app, output, in_vault=options["in_vault"])
    export = _prepared(session, app, exporter=exporter, wanted=wanted, options=options)
    if options["assign"] or folder:
        _assign(export)
    if folder:
        keep_in_step(export, folder)
    else:
        _write(export, output)


def _exporter(session: Session, form: str) -> "Exporter":
    from vault_tools.plugins import exporters

    known = exporters(warn=lambda text: session.say(_("Warning: {warning}", warning=text)))
    if form not in known:
        listed = "".join(f"\n  {name:10} {each.summary}" for name, each in known.items())
        said = _("there is no format {name}; there are", name=quoted(form))
        msg = f"{said}{listed}"
        raise click.UsageError(msg)
    return known[form]


def _folder(output: str | None, *, each: bool, exporter: "Exporter") -> Path | None:
    """Return the folder that is meant by *output*; None if it is a file, or nothing."""
    if output is None or output == "-":
        if each:
            msg = _("--each needs a folder: -o FOLDER.")
            raise click.UsageError(msg)
        return None
    is_folder = each or output.endswith(("/", os.sep)) or Path(output).is_dir()
    if is_folder and not exporter.each:
        msg = _(
            "{name} is written into one file: -o FILE{suffix}.",
            name=exporter.name,
            suffix=exporter.suffix,
        )
        raise click.UsageError(msg)
    return Path(output) if is_folder else None


def _require_place(app: App, output: str | None, *, in_vault: bool) -> None:
    if output in {None, "-"} or in_vault:
        return
    if Path(output or "").resolve().is_relative_to(app.root.resolve()):
        msg = _(
            "{path} lies in the vault, among the notes; --in-vault writes there all the same.",
            path=output,
        )
        raise VaultToolsError(msg)


def _prepared(
    session: Session,
    app: App,
    *,
    exporter: "Exporter",
    wanted: "Query | None",
    options: _Options,
) -> Export:
    """Return the export: who leaves, and all that a format may want to know."""
    from vault_tools.cli.naming import contact
    from vault_tools.merge.uids import uids
    from vault_tools.plugins import ExportOptions
    from vault_tools.views.export import leaving

    found = leaving(
        app.store,
        config=app.config,
        today=app.today,
        wanted=wanted,
        named={contact(app, name).path for name in options["named"]},
        private=options["private"],
    )
    if not found.people:
        session.say(_("Nobody is picked."))
    asked = ExportOptions(
        today=app.today,
        config=app.config,
        uids=uids(found.everybody),
        version=options["version"] or "",
        with_text=options["with_text"],
    )
    return Export(
        session=session,
        app=app,
        exporter=exporter,
        leaving=found,
        options=asked,
        force=options["force"],
    )


def _assign(export: Export) -> None:
    """Write into each note that leaves what tells its contact from others, where it has nothing."""
    from vault_tools.cli.writing import Edits
    from vault_tools.edit.fields import set_field
    from vault_tools.errors import EditRefusedError, UneditableError
    from vault_tools.merge.uids import own_uid

    edits, refused, count = Edits(export.session, export.app), [], 0
    for person in export.leaving.people:
        uid = export.options.uids[person.note.path]
        if own_uid(person.note) == uid:
            continue
        if own_uid(person.note):
            refused.append(_("{path} has the uid of another note", path=person.note.path))
            continue
        try:
            edits.apply(person.note.path, partial(set_field, name="uid", value=uid))
            count += 1
        except (EditRefusedError, UneditableError) as error:
            refused.append(str(error).rstrip("."))
    for reason in refused:
        export.session.say(
            _(
                "Warning: {reason}; its card may change its uid with its file's name.",
                reason=reason,
            )
        )
    if count:
        export.session.say(_uid_words(count, dry_run=export.session.dry_run))
        contacts = "1 contact" if count == 1 else f"{count} contacts"
        edits.finish("", message=f"export: uids of {contacts}")


def _uid_words(count: int, *, dry_run: bool) -> str:
    if dry_run:
        return ngettext(
            "A uid would be written into {count} note.",
            "A uid would be written into {count} notes.",
            count,
        )
    return ngettext(
        "A uid was written into {count} note.", "A uid was written into {count} notes.", count
    )


def _write(export: Export, output: str | None) -> None:
    """Write one file with everybody, or print it."""
    data = export.exporter.write(export.leaving.people, options=export.options)
    if export.session.dry_run:
        export.session.say(
            ngettext(
                "{file} would have {count} byte.",
                "{file} would have {count} bytes.",
                len(data),
                file=output or _("It"),
            )
        )
        return
    if output is None or output == "-":
        _print(data)
        return
    from vault_tools.edit.exports import write_export

    written = write_export(
        Path(output), data, index_folder=index_folder(export.app.root), force=export.force
    )
    people = ngettext("{count} contact", "{count} contacts", len(export.leaving.people))
    export.session.say(
        _("{path} written: {contacts}.", path=output, contacts=people)
        if written
        else _("{path} is up to date: {contacts}.", path=output, contacts=people)
    )


def _print(data: bytes) -> None:
    """Print *data* as it is, but harmless on a terminal."""
    if not sys.stdout.isatty():
        click.echo(data, nl=False)
        return
    from vault_tools.render.escape import terminal

    click.echo(terminal(data.decode("utf-8", "replace").replace("\r\n", "\n")), nl=False)
