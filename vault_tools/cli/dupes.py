"""``dupes``: likely duplicates, and remembering which are none."""

from functools import partial

import click

from vault_tools.cli.naming import contact
from vault_tools.cli.session import Session, json_option, pass_session, writing_options
from vault_tools.language import _

_NOTHING = 1
_LEAST = 0.5


@click.command("dupes")
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=_LEAST,
    show_default=True,
    metavar="SCORE",
    help="The least score that is shown, from 0 to 1.",
)
@click.option("--not-the-same", nargs=2, metavar="A B", help="Remember that these are two people.")
@writing_options
@json_option
@pass_session
def dupes_command(
    session: Session, *, least: float, not_the_same: tuple[str, str] | None, as_json: bool
) -> None:
    """List notes that are likely about one person.

    Each pair comes with the reasons; nothing is changed. 'vault-tools merge A B' joins two of them.
    """
    from vault_tools.render import data
    from vault_tools.render.dupes import pair_lines, pair_shape
    from vault_tools.views.dupes import dupes

    if not_the_same:
        _remember(session, not_the_same)
        return
    app = session.fresh()
    found = dupes(app.store, config=app.config, least=least)
    if as_json:
        click.echo(data.dumps(pair_shape(found)), nl=False)
    else:
        session.show(pair_lines(found))
    if not found:
        session.say(_("No duplicates in sight."))
        raise click.exceptions.Exit(_NOTHING)


def _remember(session: Session, names: tuple[str, str]) -> None:
    """Write into the first note that the second is about somebody else."""
    from vault_tools.cli.writing import Edits
    from vault_tools.edit.fields import add_item
    from vault_tools.views.dupes import NOT_THE_SAME

    app = session.fresh()
    first, second = (contact(app, name) for name in names)
    if first.path == second.path:
        msg = _("both names mean {path}.", path=first.path)
        raise click.UsageError(msg)
    link = f"[[{second.path.removesuffix('.md')}]]"
    edits = Edits(session, app)
    edits.apply(first.path, partial(add_item, name=NOT_THE_SAME, item=link))
    edits.finish(
        _("{name} and {other} are two people", name=first.title, other=second.title),
        message=f"dupes: {first.title} and {second.title} are two people",
    )
