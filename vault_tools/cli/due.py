"""``due``."""

import click

from vault_tools.cli.session import (
    SPAN,
    Session,
    json_option,
    parsed_query,
    pass_session,
    query_argument,
)
from vault_tools.dates import Period


@click.command("due")
@query_argument
@click.option(
    "--within", type=SPAN, default="0", metavar="PERIOD", help="Also look ahead, e.g. 7d."
)
@click.option("--reawaken", is_flag=True, help="Also those who are asleep.")
@json_option
@pass_session
def due_command(
    session: Session, *, query: tuple[str, ...], within: Period, reawaken: bool, as_json: bool
) -> None:
    """List whom to get in touch with, and why; QUERY picks some."""
    from vault_tools.followups import Invitation, due
    from vault_tools.index import queries

    wanted = parsed_query(query)
    app = session.fresh()
    until = within.after(app.today)
    seasons: tuple[Invitation, ...] = ()
    if app.config.seasons:
        from vault_tools.views.selection import invitations

        seasons = invitations(app.store, config=app.config, today=app.today)
    if wanted is not None:
        from vault_tools.views.selection import selected

        found_contacts = selected(app.store, wanted, config=app.config, today=app.today)
        standings = [standing for _, standing in found_contacts]
    elif reawaken or seasons:
        standings = queries.standings(app.store)
    else:
        standings = queries.may_be_due(app.store, today=app.today, until=until)
    found = due(
        standings,
        today=app.today,
        until=until,
        rules=app.config.rules,
        tiers=tuple(app.config.tiers),
        invitations=seasons,
        reawaken=reawaken,
    )
    if as_json:
        from vault_tools.render import data

        click.echo(data.dumps(data.due(found, today=app.today)), nl=False)
        return
    from vault_tools.render import terminal

    bold = lambda text: click.style(text, bold=True)  # noqa: E731 - one short expression
    for line in terminal.due_lines(found, today=app.today, emphasis=bold):
        click.echo(line)
    if not found:
        session.say("Nobody is due. Enjoy it.")
