"""``places``, and ``due --in``."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from vault_tools.cli.session import Session, json_option, pass_session
from vault_tools.errors import did_you_mean
from vault_tools.language import _, quoted

if TYPE_CHECKING:
    from vault_tools.app import App
    from vault_tools.dates import Period
    from vault_tools.query import Query

_NOTHING = 1


@click.command("places")
@json_option
@pass_session
def places_command(session: Session, *, as_json: bool) -> None:
    """List the cities in which contacts live.

    Those with the most come first. Who lives there, due or not, says 'vault-tools due --in CITY'.
    """
    from vault_tools.render import data
    from vault_tools.render.places import place_lines, place_shape
    from vault_tools.views.places import places

    found = places(session.fresh().store)
    if as_json:
        click.echo(data.dumps(place_shape(found)), nl=False)
        return
    session.show(place_lines(found))
    if not found:
        session.say(_("No contact has a city yet: the property 'city' in a note."))


def show_place(
    session: Session, place: str, *, within: "Period", wanted: "Query | None", as_json: bool
) -> None:
    """Print who lives in *place*, of the contacts that *wanted* picks."""
    from vault_tools.render import data
    from vault_tools.render import places as shown
    from vault_tools.views.places import who_is_in

    app = session.fresh()
    found = who_is_in(
        app.store,
        place,
        config=app.config,
        today=app.today,
        until=within.after(app.today),
        now=datetime.now().astimezone(),
        wanted=wanted,
    )
    if not found:
        _fail(app, place, picked=wanted is not None)
    channels = app.config.channels
    if as_json:
        shape = shown.resident_shape(found, today=app.today, channels=channels)
        click.echo(data.dumps(shape), nl=False)
        return
    bold = lambda text: click.style(text, bold=True)  # noqa: E731 - one short expression
    session.show(shown.resident_lines(found, today=app.today, channels=channels, emphasis=bold))


def _fail(app: "App", place: str, *, picked: bool) -> None:
    """Say that nobody lives there, and which cities look alike."""
    from vault_tools.render.escape import one_line
    from vault_tools.views.places import alike

    shown = quoted(one_line(place))
    if picked:
        said = _("nobody of those that are picked lives in {place}.", place=shown)
    else:
        close = [one_line(name) for name in alike(app.store, place)]
        said = _("nobody lives in {place}.", place=shown) + did_you_mean(close)
    click.echo(_("Error: {error}", error=said), err=True)
    raise click.exceptions.Exit(_NOTHING)
