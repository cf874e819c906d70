"""``collect``: taking in the ticked boxes of written reports."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import click

from vault_tools.app import App, index_folder
from vault_tools.cli.days import spoken_end
from vault_tools.cli.leading_day import leading_day
from vault_tools.cli.properties import setter
from vault_tools.cli.session import Session, pass_session, writing_options
from vault_tools.cli.writing import Edits
from vault_tools.collect import Collected, Means, collect
from vault_tools.edit.notes import Change, Vault, Written
from vault_tools.edit.reports import is_report
from vault_tools.errors import VaultToolsError, cause
from vault_tools.language import _
from vault_tools.names import property_key

_PROBLEMS = 1


@click.command("collect")
@click.argument("reports", nargs=-1, metavar="[REPORT]...", type=click.Path(path_type=Path))
@writing_options
@pass_session
def collect_command(session: Session, *, reports: tuple[Path, ...]) -> None:
    """Take in what is ticked in written reports.

    Without REPORTs, it is all those of the vault. Each tick is taken in once. [x] at a contact
    becomes an entry of their log: its day is what the words behind the arrow begin with, else that
    of ✅, else today; its channel and text follow there, or in lines indented below. [x] at a
    promise ticks the promise. [-] at a contact snoozes them.
    """
    from vault_tools.render import terminal

    app = session.fresh()
    edits = Edits(session, app)
    paths = [_named(path, app) for path in reports] if reports else written_reports(app)
    problems, done = [], []
    for path in paths:
        found = collected(edits, path)
        problems += found.problems
        done += found.done
        for words in found.done if not session.dry_run else ():
            session.tell(words)
    if not paths:
        session.say(_("There is no report yet; 'vault-tools report weekly -o' writes one."))
    elif not done and not problems:
        session.say(_("Nothing is ticked that has not been taken in."))
    edits.finish("", message="collect: what was ticked in the report")
    for line in terminal.problem_lines(problems):
        click.echo(line, err=True)
    if problems:
        raise click.exceptions.Exit(_PROBLEMS)


def written_reports(app: App) -> list[Path]:
    """Return the reports in the vault's folder for them, by name."""
    folder = app.root / app.config.report.folder
    return sorted(folder.glob("*.md")) if folder.is_dir() else []


def collected(edits: Edits, path: Path) -> Collected:
    """Take in the ticked boxes of one report; of a note that is none, nothing.

    Raises:
        VaultToolsError: The report, or a note, can't be read or written.
    """
    app, session = edits.app, edits.session
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, ValueError) as error:
        reason = cause(error) if isinstance(error, OSError) else _("it is not UTF-8")
        msg = _("{path} can't be read: {reason}.", path=path, reason=reason)
        raise VaultToolsError(msg) from error
    if not is_report(text):
        return Collected()
    means = Means(
        store=app.store,
        grammar=edits.grammar,
        setter=setter(edits),
        today=app.today,
        snoozed_until=partial(_snoozed_until, app=app),
        leading_day=partial(_leading_day, channels=edits.grammar.vocabulary.channels),
        apply=edits.apply,
    )
    place = Vault(
        root=path.resolve().parent,
        lock_folder=index_folder(app.root),
        dry_run=session.dry_run,
        copies=edits.place.copies,
    )

    def rewrite(change: Change) -> Written:
        return edits.rewrite(place, path.name, change=change, shown=_shown(path, app))

    return collect(_shown(path, app), text, means=means, rewrite=rewrite)


def _snoozed_until(words: str, *, app: App) -> date:
    return spoken_end(words or app.config.report.snooze, today=app.today)


def _leading_day(said: str, today: date, *, channels: Mapping[str, str]) -> tuple[date | None, str]:
    return leading_day(said, today=today, is_channel=lambda word: property_key(word) in channels)


def _named(path: Path, app: App) -> Path:
    """Return a report that is named, as seen from the working directory or from the vault."""
    for place in (path, app.root / path, app.root / app.config.report.folder / f"{path}.md"):
        if place.is_file():
            return place
    msg = _("there is no report {path}.", path=path)
    raise click.UsageError(msg)


def _shown(path: Path, app: App) -> str:
    resolved = path.resolve()
    inside = resolved.is_relative_to(app.root)
    return resolved.relative_to(app.root).as_posix() if inside else str(resolved)
