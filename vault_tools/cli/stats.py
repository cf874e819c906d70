"""``stats``."""

from collections.abc import Mapping

import click

from vault_tools.cli.session import Read, Session, json_option, pass_session
from vault_tools.dates import Period, parse_cadence
from vault_tools.language import _, quoted

_TIER = "tier="
_WHAT_IF = "tier=NAME:CADENCE"


def _read_tier(text: str) -> tuple[str, Period]:
    """Read ``tier=active:90d``; ``tier=`` may be left out."""
    name, colon, written = text.removeprefix(_TIER).rpartition(":")
    if not colon or not name:
        msg = _("{text} is not written like tier=active:90d", text=quoted(text))
        raise ValueError(msg)
    cadence = parse_cadence(written)
    if cadence is None:
        msg = _(
            "{text} is no cadence to reckon with; write 90d, 6w or quarterly", text=quoted(written)
        )
        raise ValueError(msg)
    return name, cadence


@click.command("stats")
@click.argument("part", required=False, type=click.Choice(["load", "favours"]))
@click.option(
    "--what-if",
    "changes",
    type=Read("tier", _read_tier),
    multiple=True,
    metavar=_WHAT_IF,
    help="With load: reckon with another cadence of a tier, e.g. tier=active:90d.",
)
@json_option
@pass_session
def stats_command(
    session: Session,
    *,
    part: str | None,
    changes: tuple[tuple[str, Period], ...],
    as_json: bool,
) -> None:
    """Show your network in numbers.

    These are contacts, interactions, give and take, and the load. 'load' is what the cadences ask
    for in a week against what you really do, by tier; 'favours' is with whom give and take are
    uneven.
    """
    if changes and part != "load":
        msg = _("--what-if goes with 'stats load'.")
        raise click.UsageError(msg)
    if part == "load":
        _show_load(session, dict(changes), as_json=as_json)
    elif part == "favours":
        _show_favours(session, as_json=as_json)
    else:
        _show_all(session, as_json=as_json)


def _show_all(session: Session, *, as_json: bool) -> None:
    from vault_tools.render import data
    from vault_tools.render import stats as shown
    from vault_tools.views.stats import stats

    app = session.fresh()
    found = stats(app.store, config=app.config, today=app.today)
    months = app.config.favours.months
    if as_json:
        shape = shown.count_shape(found.counts) | {
            "favours": shown.favour_shape(found.favours, months=months),
            "load": shown.load_shape(found.load),
        }
        click.echo(data.dumps(shape), nl=False)
        return
    session.show(
        [
            *shown.count_lines(found.counts),
            *shown.favour_lines(found.favours, months=months, named=False),
            *shown.load_lines(found.load),
        ]
    )


def _show_favours(session: Session, *, as_json: bool) -> None:
    from vault_tools.render import data
    from vault_tools.render import stats as shown
    from vault_tools.views.stats import favour_stats

    app = session.fresh()
    found = favour_stats(app.store, config=app.config, today=app.today)
    months = app.config.favours.months
    if as_json:
        click.echo(data.dumps(shown.favour_shape(found, months=months)), nl=False)
        return
    session.show(shown.favour_lines(found, months=months, named=True))
    if not found.gave and not found.got:
        session.say(_("No favours are noted yet: #gave and #got in the log."))


def _show_load(session: Session, changes: Mapping[str, Period], *, as_json: bool) -> None:
    from vault_tools.render import data
    from vault_tools.render import stats as shown
    from vault_tools.views.stats import load_stats

    app = session.fresh()
    _require_tiers(changes, known=tuple(app.config.tiers))
    before = load_stats(app.store, config=app.config, today=app.today) if changes else None
    found = load_stats(app.store, config=app.config, today=app.today, instead=changes)
    if as_json:
        shape = shown.load_shape(found)
        if before:
            shape["before"] = shown.load_shape(before)
        click.echo(data.dumps(shape), nl=False)
        return
    session.show(shown.load_lines(found, before=before))
    if not found.shares:
        session.say(_("Nobody has a cadence yet."))


def _require_tiers(changes: Mapping[str, Period], *, known: tuple[str, ...]) -> None:
    for name in changes:
        if name not in known:
            msg = _(
                "--what-if: there is no tier {name}; there are {known}.",
                name=quoted(name),
                known=", ".join(known),
            )
            raise click.UsageError(msg)
