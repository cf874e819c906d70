"""``promises``."""

from typing import TYPE_CHECKING

import click

from vault_tools.cli.session import (
    Session,
    json_option,
    parsed_query,
    pass_session,
    query_argument,
)
from vault_tools.language import _

if TYPE_CHECKING:
    from vault_tools.app import App
    from vault_tools.method.commitments import Commitment
    from vault_tools.query import Query

_NOTHING = 1


@click.command("promises")
@query_argument
@click.option("--mine/--theirs", "mine", default=None, help="Only what I, or only what they owe.")
@click.option("--overdue", is_flag=True, help="Only what is due today or was before.")
@click.option("--all", "kept_too", is_flag=True, help="Also those that are kept.")
@click.option("--by-person", is_flag=True, help="Count for each contact what became of them.")
@json_option
@pass_session
def promises_command(
    session: Session,
    *,
    query: tuple[str, ...],
    mine: bool | None,
    overdue: bool,
    kept_too: bool,
    by_person: bool,
    as_json: bool,
) -> None:
    """List the open promises of either side.

    The latest come first; QUERY picks contacts. Nothing hides a promise: no snooze, no pause, no
    waiting for an answer.
    """
    from vault_tools.render import data
    from vault_tools.render import promises as shown

    wanted = parsed_query(query)
    if by_person:
        if overdue or kept_too or mine is not None:
            msg = _(
                "--by-person counts all promises; --mine, --overdue and --all don't go with it."
            )
            raise click.UsageError(msg)
        _show_records(session, wanted, as_json=as_json)
        return
    app = session.fresh()
    found = [
        item
        for item in _found(app, wanted, kept_too=kept_too and not overdue)
        if mine in {None, item.promise.mine}
        and (not overdue or (item.days_overdue is not None and item.days_overdue >= 0))
    ]
    if as_json:
        click.echo(data.dumps(shown.promises_shape(found)), nl=False)
    else:
        session.show(shown.promise_lines(found))
    if not found:
        said = _("No promises.") if kept_too else _("No open promises.")
        _say_none(session, said, picked=wanted is not None)


def _found(app: "App", wanted: "Query | None", *, kept_too: bool) -> "list[Commitment]":
    from vault_tools.views.promises import kept_promises, open_promises

    found = open_promises(app.store, config=app.config, today=app.today, wanted=wanted)
    if kept_too:
        found += kept_promises(app.store, config=app.config, today=app.today, wanted=wanted)
    return found


def _show_records(session: Session, wanted: "Query | None", *, as_json: bool) -> None:
    from vault_tools.render import data
    from vault_tools.render import promises as shown
    from vault_tools.views.promises import promise_records

    app = session.fresh()
    found = promise_records(app.store, config=app.config, today=app.today, wanted=wanted)
    if as_json:
        click.echo(data.dumps(shown.records_shape(found)), nl=False)
    else:
        session.show(shown.record_lines(found))
    if not found:
        _say_none(session, _("No promises."), picked=wanted is not None)


def _say_none(session: Session, said: str, *, picked: bool) -> None:
    session.say(said)
    if picked:
        raise click.exceptions.Exit(_NOTHING)
