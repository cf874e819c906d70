"""``promises``."""

import click

from vault_tools.cli.session import (
    Session,
    json_option,
    parsed_query,
    pass_session,
    query_argument,
)

_NOTHING = 1


@click.command("promises")
@query_argument
@click.option("--mine/--theirs", "mine", default=None, help="Only what I, or only what they owe.")
@click.option("--overdue", is_flag=True, help="Only what is due today or was before.")
@json_option
@pass_session
def promises_command(
    session: Session, *, query: tuple[str, ...], mine: bool | None, overdue: bool, as_json: bool
) -> None:
    """List open promises of either side, the latest first; QUERY picks contacts.

    Nothing hides a promise: no snooze, no pause, no waiting for an answer.
    """
    from vault_tools.render import data
    from vault_tools.render.promises import promise_lines, promises_shape
    from vault_tools.views.promises import open_promises

    wanted = parsed_query(query)
    app = session.fresh()
    found = [
        item
        for item in open_promises(app.store, config=app.config, today=app.today, wanted=wanted)
        if mine in {None, item.promise.mine}
        and (not overdue or (item.days_overdue is not None and item.days_overdue >= 0))
    ]
    if as_json:
        click.echo(data.dumps(promises_shape(found)), nl=False)
    else:
        for line in promise_lines(found):
            click.echo(line)
    if not found:
        session.say("No open promises.")
        if wanted is not None:
            raise click.exceptions.Exit(_NOTHING)
