"""``tiers``."""

import click

from vault_tools.cli.session import Session, json_option, pass_session
from vault_tools.language import _, quoted
from vault_tools.method.presets import PRESETS


@click.command("tiers")
@click.option(
    "--preset",
    type=click.Choice(sorted(PRESETS)),
    help="Print tiers to paste into the configuration instead; nothing is written.",
)
@json_option
@pass_session
def tiers_command(session: Session, *, preset: str | None, as_json: bool) -> None:
    """Show the tiers, and how full they are.

    Where real contact fits another tier better, it says so.
    """
    from vault_tools.render import data, tiers

    if preset:
        chosen = PRESETS[preset]
        if as_json:
            click.echo(data.dumps(tiers.preset_shape(chosen)), nl=False)
            return
        click.echo("\n".join(tiers.preset_lines(chosen)))
        session.say(_("For .vault-tools/config.toml, in place of the tables of these names."))
        return
    from vault_tools.views.tiers import tiers as gathered

    app = session.fresh()
    named = app.config.rhythm.preset
    if named and named not in PRESETS:
        known = ", ".join(sorted(PRESETS))
        session.say(
            _(
                "Warning: {key}: there is no preset {name}; there are {known}.",
                key="rhythm.preset",
                name=quoted(named),
                known=known,
            )
        )
    found = gathered(app.store, config=app.config, today=app.today)
    if as_json:
        click.echo(data.dumps(tiers.tier_shape(found)), nl=False)
        return
    session.show(tiers.tier_lines(found))
    if not any(fill.count for fill in found.fills) and not found.unsorted:
        session.say(_("Nobody is in a tier yet."))
