"""``events``."""

import click

from vault_tools.cli.session import Session, json_option, pass_session
from vault_tools.language import _


@click.command("events")
@click.option(
    "--by",
    type=click.Choice(["event", "channel", "introducer"]),
    help="Instead, count what came of all first meetings.",
)
@json_option
@pass_session
def events_command(session: Session, *, by: str | None, as_json: bool) -> None:
    """Show events to come, and what came of those before."""
    from vault_tools.method.gatherings import tallies
    from vault_tools.render import data
    from vault_tools.render import events as shown
    from vault_tools.views.events import events

    app = session.fresh()
    found = events(app.store, config=app.config, today=app.today)
    counts = tallies(found.meetings, by=by) if by else []
    if as_json:
        shape = shown.tally_shape(counts) if by else shown.event_shape(found, today=app.today)
        click.echo(data.dumps(shape), nl=False)
        return
    session.show(shown.tally_lines(counts) if by else shown.event_lines(found, today=app.today))
    if by and not counts:
        session.say(_("No first meeting is noted yet."))
    elif not by and not found.ahead and not found.over:
        session.say(_("There are no events yet: notes of type event, with a date."))
