"""``goals``."""

import click

from vault_tools.cli.session import Session, json_option, pass_session
from vault_tools.language import _


@click.command("goals")
@click.option(
    "--unserving", is_flag=True, help="Instead, those of the closer tiers named for no goal."
)
@json_option
@pass_session
def goals_command(session: Session, *, unserving: bool, as_json: bool) -> None:
    """Show the goals, who matters for each, and what is next."""
    from vault_tools.render import data
    from vault_tools.render import goals as shown
    from vault_tools.views.goals import goals

    app = session.fresh()
    found, without = goals(app.store, config=app.config, today=app.today)
    if as_json:
        shape = shown.unserving_shape(without) if unserving else shown.goal_shape(found)
        click.echo(data.dumps(shape), nl=False)
        return
    lines = (
        shown.unserving_lines(without) if unserving else shown.goal_lines(found, today=app.today)
    )
    session.show(lines)
    if unserving and not without:
        session.say(_("Everybody in a closer tier is named for a goal."))
    elif not unserving and not found:
        session.say(_("There are no goals yet: notes of type goal, which contacts name in goals."))
