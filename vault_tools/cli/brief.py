"""``brief``."""

from datetime import datetime
from functools import partial

import click

from vault_tools.cli.session import Session, json_option, pass_session


@click.command("brief")
@click.argument("name", metavar="NAME|EVENT")
@click.option("--in", "place", metavar="PLACE", help="Where it is: who else lives there.")
@click.option(
    "--format", "form", type=click.Choice(["text", "md"]), default="text", show_default=True
)
@json_option
@pass_session
def brief_command(
    session: Session, *, name: str, place: str | None, form: str, as_json: bool
) -> None:
    """Print a page to read before a meeting or an event.

    EVENT is a note of type event, or any other note with a day. Of an event that is over, it says
    whom you met there and whether a word followed.
    """
    from vault_tools.cli import naming
    from vault_tools.index.gatherings import find_subject
    from vault_tools.render import brief as shown
    from vault_tools.views.brief import brief

    app = session.fresh()
    note = naming.settled(partial(find_subject, app.store), name)
    now = datetime.now().astimezone()
    found = brief(app.store, note, config=app.config, today=app.today, now=now, place=place)
    if as_json:
        from vault_tools.render import data

        click.echo(data.dumps(shown.brief_shape(found)), nl=False)
        return
    if form == "md":
        click.echo("\n".join(shown.brief_markdown(found)))
    else:
        session.show(shown.brief_lines(found))
