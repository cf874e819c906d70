"""``import``."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from vault_tools.cli.session import Session, json_option, pass_session, writing_options
from vault_tools.errors import VaultToolsError, cause
from vault_tools.language import _, quoted

if TYPE_CHECKING:
    from vault_tools.cli.writing import Edits
    from vault_tools.drafts import Draft, Refusal
    from vault_tools.intake import Intake
    from vault_tools.plugins import Importer, ImportOptions, Source

_NOTHING = 1
_MOST_BYTES = 256 * 1024 * 1024
_FEW = 500
"""Records below this many are taken in without a progress bar."""


class _Options(TypedDict):
    into: str | None
    update: bool
    photos: bool
    columns: tuple[str, ...]
    encoding: str | None
    region: str | None
    same_name: str


@click.command("import")
@click.argument("kind", metavar="FORMAT")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--into", metavar="FOLDER", help="Where new notes go; else among the contacts.")
@click.option("--update", is_flag=True, help="Take over what the file says otherwise.")
@click.option("--photos", is_flag=True, help="Keep pictures, in Photos/.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="COLUMN=PROPERTY",
    help="What a table's column is, for 'csv'.",
)
@click.option("--encoding", metavar="NAME", help="The file's encoding, if it can't be told.")
@click.option("--region", metavar="DE", help="Of phone numbers without a country code.")
@click.option(
    "--same-name",
    type=click.Choice(["skip", "new", "same"]),
    default="skip",
    show_default=True,
    help="For who has only the name in common with somebody: leave out, take as new, or as them.",
)
@writing_options
@json_option
@pass_session
def import_command(
    session: Session,
    *,
    kind: str,
    files: tuple[str, ...],
    as_json: bool,
    **options: Unpack[_Options],
) -> None:
    """Take in people from files of other programs.

    FORMAT is one of vcard, linkedin, google, csv and others. FILE may be a folder of files, or -
    for what is piped in. What you wrote is never changed: what is missing is filled in, what is new
    is added, what differs is shown.
    """
    from vault_tools.cli.writing import Edits
    from vault_tools.render import data
    from vault_tools.render import importing as shown

    importer = _importer(session, kind)
    records = _records(importer, _sources(files, importer), options=_import_options(options))
    _make_vault_if_new(session)
    edits = Edits(session, session.fresh())
    intake = _intake(edits, options)
    _take_all(session, intake, records=records)
    _write(edits, intake)
    if as_json:
        click.echo(data.dumps(shown.intake_shape(intake)), nl=False)
    else:
        for line in shown.intake_lines(intake):
            session.say(line)
    edits.finish("", message=f"import: {kind}", diffs=not as_json)
    session.say(shown.summary(intake))
    if intake.refused or not (intake.new or intake.changed or intake.unchanged):
        raise click.exceptions.Exit(_NOTHING)


def _make_vault_if_new(session: Session) -> None:
    """Make the vault that --vault names, if there is nothing yet where it is to be.

    One that the environment or the user's configuration names is where it always is: if it is
    missing, a disk is not mounted.
    """
    if not session.named or session.dry_run:
        return
    folder = Path(session.named).expanduser()
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        from vault_tools.cli.init import make_vault

        make_vault(folder, tell=session.say)


def _importer(session: Session, kind: str) -> "Importer":
    from vault_tools.plugins import importers

    known = importers(warn=lambda text: session.say(_("Warning: {warning}", warning=text)))
    if kind not in known:
        listed = "\n".join(f"  {name:<10} {one.summary}" for name, one in sorted(known.items()))
        said = _("there is no format {name}; there are", name=quoted(kind))
        msg = f"{said}\n{listed}"
        raise click.UsageError(msg)
    return known[kind]


def _import_options(options: _Options) -> "ImportOptions":
    from vault_tools.plugins import ImportOptions

    columns = {}
    for each in options["columns"]:
        column, sign, name = each.rpartition("=")
        if not sign or not column.strip() or not name.strip():
            msg = _("--map {text} is not written like 'E-mail=email'.", text=quoted(each))
            raise click.UsageError(msg)
        columns[column.strip()] = name.strip()
    return ImportOptions(columns=columns, encoding=options["encoding"], photos=options["photos"])


def _intake(edits: "Edits", options: _Options) -> "Intake":
    from vault_tools import vault
    from vault_tools.cli.writing import folder_of_new
    from vault_tools.index import queries
    from vault_tools.intake import Intake, Means, SameName

    app = edits.app
    intake = Intake(
        Means(
            grammar=edits.grammar,
            read=edits.text,
            taken=lambda path: vault.exists(app.root, path),
            today=app.today,
            folder=folder_of_new(app, options["into"]),
            region=(options["region"] or app.config.contacts.region).upper(),
            update=options["update"],
            same_name=SameName(options["same_name"]),
        )
    )
    intake.know(note for note, _ in queries.contacts(app.store))
    return intake


def _sources(files: Sequence[str], importer: "Importer") -> Iterator["Source"]:
    """Yield the files, and those in folders that the format is for."""
    from vault_tools.plugins import Source

    for name in files:
        if name == "-":
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
            _require_size(name, len(data))
            yield Source(name=name, data=data)
            continue
        for path in _paths(Path(name), importer):
            yield Source(name=str(path), data=_bytes(path))


def _paths(path: Path, importer: "Importer") -> list[Path]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise _unreadable(path, error) from error
    if S_ISREG(mode):
        return [path]
    if not S_ISDIR(mode):
        msg = _("{path} is no file and no folder; nothing was read.", path=path)
        raise VaultToolsError(msg)
    found = [
        each
        for each in sorted(path.iterdir())
        if each.suffix.lower() in importer.suffixes and not each.name.startswith(".")
    ]
    if not found:
        endings = _(" or ").join(importer.suffixes)
        msg = _("{path} holds no file that ends in {endings}.", path=path, endings=endings)
        raise VaultToolsError(msg)
    return [each for each in found if each.is_file()]


def _bytes(path: Path) -> bytes:
    try:
        _require_size(path, path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _require_size(path: Path | str, size: int) -> None:
    if size > _MOST_BYTES:
        most = _MOST_BYTES // 1024 // 1024
        msg = _("{path} is larger than {size} MiB; split it.", path=path, size=most)
        raise VaultToolsError(msg)


def _unreadable(path: Path, error: OSError) -> VaultToolsError:
    return VaultToolsError(_("{path} can't be read: {reason}.", path=path, reason=cause(error)))


def _records(
    importer: "Importer", sources: Iterator["Source"], *, options: "ImportOptions"
) -> list["Draft | Refusal"]:
    return [record for source in sources for record in importer.read(source, options=options)]


def _take_all(session: Session, intake: "Intake", *, records: Sequence["Draft | Refusal"]) -> None:
    """Take in all records, with a progress bar where it takes its time."""
    shown = sys.stderr.isatty() and not session.quiet and len(records) > _FEW
    if not shown:
        for record in records:
            intake.take(record)
        return
    with click.progressbar(records, label=_("Taking in"), file=sys.stderr) as bar:
        for record in bar:
            intake.take(record)


def _write(edits: "Edits", intake: "Intake") -> None:
    """Write what came of it; a note that can't be changed is one more refusal."""
    from vault_tools.drafts import Place, Refusal

    refused = []
    for path, change in intake.changed.items():
        try:
            edits.apply(path, change)
        except VaultToolsError as error:
            place = Place(source=path, line=1)
            refused.append(Refusal(place=place, reason=str(error)))
    for each in refused:
        del intake.changed[each.place.source]
    intake.refused += refused
    for path, photo in intake.pictures.items():
        edits.create_file(path, photo.data)
    edits.create_all(intake.new)
