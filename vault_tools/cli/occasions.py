"""``occasions``."""

from typing import TYPE_CHECKING, NoReturn

import click

from vault_tools.cli.session import SPAN, Session, json_option, pass_session
from vault_tools.dates import Period
from vault_tools.language import _, ngettext, quoted

if TYPE_CHECKING:
    from vault_tools.app import App
    from vault_tools.config import Season
    from vault_tools.method.keepsakes import Greetings

_EXAMPLE = """\
[seasons.year-end]
start = "12-01"
end = "12-20"
query = "tier:inner or tag:client\""""


@click.command("occasions")
@click.argument("season", nargs=-1, metavar="[SEASON]")
@click.option(
    "--within", type=SPAN, metavar="PERIOD", help="How far ahead, e.g. 30d; else as configured."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "csv"]),
    help="With SEASON: labels for envelopes, or a table.",
)
@json_option
@pass_session
def occasions_command(
    session: Session,
    *,
    season: tuple[str, ...],
    within: Period | None,
    style: str | None,
    as_json: bool,
) -> None:
    """List birthdays, anniversaries and seasons.

    The anniversaries are those of first meetings. With each day comes what was given before. SEASON
    is the name of a configured season: lists whom it is for, who has had a card already, and who
    had one last year.
    """
    _require_one_kind(season, within=within, style=style, as_json=as_json)
    if season:
        _show_season(session, " ".join(season), style=style, as_json=as_json)
    else:
        _show_all(session, within=within, as_json=as_json)


def _require_one_kind(
    season: tuple[str, ...], *, within: Period | None, style: str | None, as_json: bool
) -> None:
    if season and within is not None:
        msg = _("--within is for the list of all occasions; a season has days of its own.")
        raise click.UsageError(msg)
    if style and not season:
        msg = _(
            "--format is for one season: vault-tools occasions SEASON --format {style}", style=style
        )
        raise click.UsageError(msg)
    if style and as_json:
        msg = _("--format and --json are two answers; choose one.")
        raise click.UsageError(msg)


def _show_all(session: Session, *, within: Period | None, as_json: bool) -> None:
    from vault_tools.render import data
    from vault_tools.render.occasions import occasion_lines, occasion_shape
    from vault_tools.views.occasions import occasions

    app = session.fresh()
    span = Period(days=app.config.occasions.ahead) if within is None else within
    until = span.after(app.today)
    found = occasions(app.store, config=app.config, today=app.today, until=until)
    if as_json:
        shape = occasion_shape(found, today=app.today, gifts=app.config.gifts)
        click.echo(data.dumps(shape), nl=False)
    else:
        session.show(occasion_lines(found, today=app.today, gifts=app.config.gifts))
    if not found:
        session.say(_("No occasions up to {day}.", day=until.isoformat()))


def _show_season(session: Session, name: str, *, style: str | None, as_json: bool) -> None:
    from vault_tools.render import data
    from vault_tools.render import occasions as shown
    from vault_tools.views.occasions import greetings

    app = session.fresh()
    found = greetings(app.store, _named(app, name), config=app.config, today=app.today)
    if as_json:
        click.echo(data.dumps(shown.greeting_shape(found)), nl=False)
    elif style == "csv":
        click.echo(shown.greeting_csv(found), nl=False)
    elif style == "text":
        _show_labels(session, found)
    else:
        session.show(shown.greeting_lines(found, today=app.today))
    if not found.cards:
        session.say(_("This season is for nobody yet; its query picks no contact."))


def _named(app: "App", name: str) -> "Season":
    from vault_tools.method.keepsakes import season_named

    return season_named(app.config.seasons, name) or _fail(app, name)


def _fail(app: "App", name: str) -> NoReturn:
    """Say which seasons there are, or how to configure one."""
    from vault_tools.render.escape import one_line

    if not app.config.seasons:
        said = _("no season is configured; for example, in .vault-tools/config.toml:")
        msg = f"{said}\n\n{_EXAMPLE}"
        raise click.UsageError(msg)
    listed = ", ".join(one_line(season.name) for season in app.config.seasons)
    msg = _(
        "{name} is not one of the seasons that are configured: {listed}",
        name=quoted(one_line(name)),
        listed=listed,
    )
    raise click.UsageError(msg)


def _show_labels(session: Session, found: "Greetings") -> None:
    """Print labels for those who have nothing yet, and say for how many the address is missing."""
    from vault_tools.render.occasions import label_lines

    waiting = [card for card in found.cards if not card.is_done]
    for line in label_lines(waiting):
        click.echo(line)
    missing = sum(not card.address for card in waiting)
    if missing:
        session.say(
            ngettext(
                "{count} without an address; --format csv shows who.",
                "{count} without an address; --format csv shows who.",
                missing,
            )
        )
