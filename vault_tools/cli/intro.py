"""``intro``."""

from functools import partial
from typing import TYPE_CHECKING

import click

from vault_tools.cli.session import Session, json_option, pass_session
from vault_tools.language import _

if TYPE_CHECKING:
    from vault_tools.app import App
    from vault_tools.views.introduction import Asked

_NOTHING = 1


@click.command("intro")
@click.argument("whom")
@click.option(
    "--steps",
    type=click.IntRange(1, 3),
    default=3,
    show_default=True,
    help="The most ties from you to them.",
)
@click.option("--draft", is_flag=True, help="Also a draft of the message that asks for it.")
@json_option
@pass_session
def intro_command(session: Session, *, whom: str, steps: int, draft: bool, as_json: bool) -> None:
    """Show who can introduce you to WHOM.

    The warmest paths come first, each with where that stands. WHOM is a contact, a company, or a
    #tag in quotes: whoever of them can be reached. A path is as warm as its weakest tie. Ties are
    what your notes say, and no more.
    """
    from vault_tools.render import data
    from vault_tools.render import introduction as shown

    app = session.fresh()
    found = _asked(app, whom, steps=steps)
    message = _draft(app, found) if draft else None
    if as_json:
        click.echo(data.dumps(shown.introduction_shape(found.paths, draft=message)), nl=False)
    else:
        session.show(shown.introduction_lines(found.paths))
        if message is not None:
            click.echo(f"\n{message}", nl=False)
    if draft and found.paths and message is None:
        session.say(_("No introduction is needed, so there is nothing to draft."))
    if not found.paths:
        for line in found.why_none:
            session.say(line)
        raise click.exceptions.Exit(_NOTHING)


def _asked(app: "App", text: str, *, steps: int) -> "Asked":
    """Return the answer for whom *text* means; on a terminal, let the user pick one of many."""
    from vault_tools.cli import naming
    from vault_tools.views.introduction import introductions

    ask = partial(introductions, app.store, config=app.config, today=app.today, steps=steps)
    return naming.settled(ask, text)


def _draft(app: "App", found: "Asked") -> str | None:
    """Return the message that asks the first on the warmest path; None where none is needed."""
    from vault_tools.render import templates

    if found.request is None:
        return None
    return templates.render("intro", found.request, form="text", root=app.root)
