"""``export``: people leave for other programs."""

import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from vault_tools.app import App, index_folder
from vault_tools.cli.session import Session, parsed_query, pass_session, writing_options
from vault_tools.errors import VaultToolsError

if TYPE_CHECKING:
    from vault_tools.exporters.vdir import Plan
    from vault_tools.plugins import Exporter, ExportOptions
    from vault_tools.query import Query
    from vault_tools.views.export import Leaving

_NOT_ALL = 1


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Export:
    """One export under way."""

    session: Session
    app: App
    exporter: "Exporter"
    leaving: "Leaving"
    options: "ExportOptions"
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
    """Write contacts for other programs; QUERY picks some.

    FORMAT is vcard, csv, json, ics, addresses or abook, or one of a plugin's.

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
        _keep_in_step(export, folder)
    else:
        _write(export, output)


def _exporter(session: Session, form: str) -> "Exporter":
    from vault_tools.plugins import exporters

    known = exporters(warn=lambda sentence: session.say(f"Warning: {sentence}"))
    if form not in known:
        listed = "".join(f"\n  {name:10} {each.summary}" for name, each in known.items())
        msg = f"there is no format {form!r}; there are{listed}"
        raise click.UsageError(msg)
    return known[form]


def _folder(output: str | None, *, each: bool, exporter: "Exporter") -> Path | None:
    """Return the folder that is meant by *output*; None if it is a file, or nothing."""
    if output is None or output == "-":
        if each:
            msg = "--each needs a folder: -o FOLDER."
            raise click.UsageError(msg)
        return None
    is_folder = each or output.endswith(("/", os.sep)) or Path(output).is_dir()
    if is_folder and not exporter.each:
        msg = f"{exporter.name} is written into one file: -o FILE{exporter.suffix}."
        raise click.UsageError(msg)
    return Path(output) if is_folder else None


def _require_place(app: App, output: str | None, *, in_vault: bool) -> None:
    if output in {None, "-"} or in_vault:
        return
    if Path(output or "").resolve().is_relative_to(app.root.resolve()):
        msg = f"{output} lies in the vault, among the notes; --in-vault writes there all the same."
        raise VaultToolsError(msg)


def _prepared(
    session: Session,
    app: App,
    *,
    exporter: "Exporter",
    wanted: "Query | None",
    options: _Options,
) -> _Export:
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
        session.say("Nobody is picked.")
    asked = ExportOptions(
        today=app.today,
        config=app.config,
        uids=uids(found.everybody),
        version=options["version"] or "",
        with_text=options["with_text"],
    )
    return _Export(
        session=session,
        app=app,
        exporter=exporter,
        leaving=found,
        options=asked,
        force=options["force"],
    )


def _assign(export: _Export) -> None:
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
            refused.append(f"{person.note.path} has the uid of another note")
            continue
        try:
            edits.apply(person.note.path, partial(set_field, name="uid", value=uid))
            count += 1
        except (EditRefusedError, UneditableError) as error:
            refused.append(str(error).rstrip("."))
    for reason in refused:
        export.session.say(f"Warning: {reason}; its card may change its uid with its file's name.")
    if count:
        was = "would be" if export.session.dry_run else "was"
        export.session.say(f"A uid {was} written into {_counted(count, 'note')}.")
        edits.finish("", message=f"export: uids of {_counted(count, 'contact')}")


def _write(export: _Export, output: str | None) -> None:
    """Write one file with everybody, or print it."""
    data = export.exporter.write(export.leaving.people, options=export.options)
    if export.session.dry_run:
        export.session.say(f"{output or 'It'} would have {_counted(len(data), 'byte')}.")
        return
    if output is None or output == "-":
        _print(data)
        return
    from vault_tools.edit.exports import write_export

    written = write_export(
        Path(output), data, index_folder=index_folder(export.app.root), force=export.force
    )
    people = _counted(len(export.leaving.people), "contact")
    export.session.say(f"{output} {'written' if written else 'is up to date'}: {people}.")


def _print(data: bytes) -> None:
    """Print *data* as it is, but harmless on a terminal."""
    if not sys.stdout.isatty():
        click.echo(data, nl=False)
        return
    from vault_tools.render.escape import terminal

    click.echo(terminal(data.decode("utf-8", "replace").replace("\r\n", "\n")), nl=False)


def _keep_in_step(export: _Export, folder: Path) -> None:
    """Bring a folder of cards in step with the vault."""
    from vault_tools.exporters.vdir import plan, read_folder

    uids = export.options.uids
    wanted = {
        uids[person.note.path]: export.exporter.write([person], options=export.options)
        for person in export.leaving.people
    }
    present = [uids[path] for path in export.leaving.allowed]
    found = plan(read_folder(folder), wanted, present=present, force=export.force)
    if found.removes_too_many and not export.force:
        msg = (
            f"{len(found.removed)} of the cards in {folder} are of nobody in this vault; nothing"
            " was written. If that is right, say so with --force."
        )
        raise VaultToolsError(msg)
    if not export.session.dry_run:
        _carry_out(found, folder)
    _tell(export, found, folder=folder)
    if found.changed_there or found.lacking_there or found.gone_there:
        raise click.exceptions.Exit(_NOT_ALL)


def _carry_out(found: "Plan", folder: Path) -> None:
    """Write and remove what is planned; the manifest comes last, so that it never says too much."""
    from vault_tools.edit.exports import make_folder, remove_file, replace_file
    from vault_tools.exporters.vdir import MANIFEST, manifest

    make_folder(folder)
    for name, data in list(found.written.items()):
        if not replace_file(folder / name, old=found.before.get(name), new=data):
            found.miss(name)
    for name in list(found.removed):
        if not remove_file(folder / name, old=found.before[name]):
            found.miss(name)
    before, after = found.before.get(MANIFEST), manifest(found.known)
    if before != after:
        replace_file(folder / MANIFEST, old=before, new=after)


def _tell(export: _Export, found: "Plan", *, folder: Path) -> None:
    """Say what was done, and what was left to the user."""
    would = "would be " if export.session.dry_run else ""
    told = [f"{len(found.written)} {would}written", f"{found.unchanged} unchanged"]
    if found.removed:
        told.append(
            f"{len(found.removed)} {would}removed ({_who(export, found, names=found.removed)})"
        )
    export.session.say(f"{folder}: {', '.join(told)}.")
    if found.changed_there:
        who = _who(export, found, names=found.changed_there)
        export.session.say(
            f"Changed there, so left alone: {who}. 'vault-tools import vcard {folder}' takes that"
            " in; --force writes over it."
        )
    if found.lacking_there:
        who = _who(export, found, names=found.lacking_there)
        export.session.say(
            f"Something was removed there, so left alone: {who}. Remove it from the note too;"
            " --force puts it back."
        )
    if found.gone_there:
        who = _who(export, found, names=found.gone_there)
        export.session.say(f"Removed there, so not written again: {who}. --force writes it.")
    if found.strangers:
        export.session.say(
            f"{_counted(len(found.strangers), 'card')} there of nobody in the vault;"
            f" 'vault-tools import vcard {folder}' takes in who is new."
        )


def _who(export: _Export, found: "Plan", *, names: list[str]) -> str:
    """Return the names of the people whose cards are the files *names*."""
    from vault_tools.render.escape import one_line

    titles = {
        export.options.uids[note.path]: note.title
        for note in export.leaving.everybody
        if note.path in export.leaving.allowed
    }
    shown = [one_line(titles.get(found.uids.get(name, ""), name)) for name in names]
    return ", ".join(shown)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
