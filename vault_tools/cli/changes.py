"""``changes``: what has happened since a day or a commit, from git's history."""

from datetime import date
from functools import partial

import click

from vault_tools.app import App
from vault_tools.cli.session import Session, json_option, pass_session
from vault_tools.dates import parse_period
from vault_tools.errors import RevisionUnknownError, VaultToolsError
from vault_tools.language import _

_WEEK = "7 days ago"


@click.command("changes")
@click.option(
    "--since",
    "words",
    metavar="DAY|REVISION",
    default=_WEEK,
    help="2026-11-01, last friday, 2w, or a commit of git's; by default a week ago.",
)
@json_option
@pass_session
def changes_command(session: Session, *, words: str, as_json: bool) -> None:
    """Show what has changed since a day.

    That is who is new, who changed jobs, whom I met and which promises were kept. The notes as they
    are now are held against those in the vault's git history, at the end of the day before DAY, or
    at a commit, branch or tag. Of private contacts nothing is told.

    \b
    vault-tools changes --since "first of november"
    vault-tools changes --since HEAD~3
    """  # noqa: D301 - \b keeps click from joining the lines
    from vault_tools.edit.history import snapshot
    from vault_tools.render import changes as shown
    from vault_tools.render import data
    from vault_tools.views.changes import changes_since

    app = session.open()
    commit = _commit(app, words)
    session.fresh()
    found = changes_since(
        snapshot(app.root, commit), app.store, root=app.root, config=app.config, today=app.today
    )
    if as_json:
        click.echo(data.dumps(shown.changes_shape(found, commit=commit)), nl=False)
        return
    session.show(shown.change_lines(found, today=app.today))
    if found.is_nothing:
        session.say(_("Nothing has changed since {commit}.", commit=commit[:12]))


def _commit(app: App, words: str) -> str:
    """Return the commit that a day, a revision or a period until today means.

    Raises:
        RevisionUnknownError: It is none of these.
        GitError: There is no git, no repository, or no commit.
    """
    from vault_tools.cli.days import Lean, spoken_day
    from vault_tools.edit.history import commit_before, commit_of

    read = partial(spoken_day, today=app.today, lean=Lean.PAST)
    try:
        day = read(words)
    except ValueError:
        try:
            return commit_of(app.root, words)
        except RevisionUnknownError as unknown:
            day = _since(words, today=app.today, otherwise=unknown)
    return commit_before(app.root, day)


def _since(words: str, *, today: date, otherwise: VaultToolsError) -> date:
    """Return the day on which a period that *words* name began."""
    try:
        return parse_period(words).before(today)
    except ValueError:
        raise otherwise from None
