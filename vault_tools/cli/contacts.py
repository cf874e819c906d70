"""``list``, ``show`` and ``search``."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from vault_tools.cli.session import Session, json_option, parsed_query, pass_session, query_argument
from vault_tools.language import _

if TYPE_CHECKING:
    from vault_tools.app import App
    from vault_tools.model import Timeline
    from vault_tools.query import Query

_NOTHING = 1


@click.command("list")
@query_argument
@json_option
@pass_session
def list_command(session: Session, *, query: tuple[str, ...], as_json: bool) -> None:
    """List contacts; QUERY picks some.

    \b
    vault-tools list tag:mentor city:köln
    vault-tools list 'company:nordwind or last:>1y'
    """  # noqa: D301 - \b keeps click from joining the lines
    from vault_tools.followups import due_day, last_contact
    from vault_tools.views.selection import selected

    wanted = parsed_query(query)
    app = session.fresh()
    rules, today = app.config.rules, app.today
    found = selected(app.store, wanted, config=app.config, today=today)
    if as_json:
        from vault_tools.index.status import stale_paths
        from vault_tools.render import data

        stale = stale_paths(app.store)
        shapes = [
            data.contact(note, how, today=today, rules=rules, stale=stale) for note, how in found
        ]
        click.echo(data.dumps(shapes), nl=False)
    else:
        from vault_tools.render import terminal

        rows = [
            (note, last_contact(how, today=today), due_day(how, today=today, rules=rules))
            for note, how in found
        ]
        session.show(terminal.contact_lines(rows, width=session.columns))
    if not found:
        _say_nobody_found(session, wanted)
        raise click.exceptions.Exit(_NOTHING)


@click.command("show")
@click.argument("name")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    show_default=True,
    help="html: a page with a year of days.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@pass_session
def show_command(session: Session, *, name: str, form: str) -> None:
    """Show all that there is about one contact.

    That is properties, promises, and everything that was said. NAME is a name, alias, file name or
    e-mail address, or the beginning of one.
    """
    from vault_tools.cli.naming import contact_id
    from vault_tools.index import queries, status

    app = session.fresh()
    found = queries.timeline(app.store, contact_id(app, name))
    if form == "json":
        from vault_tools.render import data

        stale = status.stale_paths(app.store)
        shape = data.timeline(found, today=app.today, rules=app.config.rules, stale=stale)
        click.echo(data.dumps(shape), nl=False)
        return
    if form == "html":
        click.echo(_page(app, found), nl=False)
        return
    from vault_tools.render import terminal

    session.show(terminal.timeline_lines(found, today=app.today, rules=app.config.rules))


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
@pass_session
def search_command(session: Session, *, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search the text of all notes for WORDS.

    All of them have to be there, each perhaps cut short.
    """
    from vault_tools.index import queries

    app = session.fresh()
    found = queries.search(app.store, " ".join(words), limit=limit)
    if as_json:
        from vault_tools.render import data

        click.echo(data.dumps(data.hits(found)), nl=False)
    else:
        from vault_tools.render import terminal

        for line in terminal.hit_lines(found):
            click.echo(line)
    if not found:
        session.say(_("Nothing found."))
        raise click.exceptions.Exit(_NOTHING)


def _page(app: "App", found: "Timeline") -> str:
    """Return a contact's page as HTML."""
    from vault_tools.render import templates
    from vault_tools.views.person import person_page

    now = datetime.now().astimezone()
    page = person_page(app.store, found, config=app.config, today=app.today, now=now)
    return templates.render("show", page, form="html", root=app.root)


def _say_nobody_found(session: Session, wanted: "Query | None") -> None:
    """Say that nobody is to be listed, and which of the properties in *wanted* nobody has."""
    if session.quiet:
        return
    if wanted is None:
        session.say(_("There are no contacts yet; 'vault-tools' alone says how to begin."))
        return
    from vault_tools.errors import did_you_mean
    from vault_tools.views.selection import unknown_properties

    session.say(_("Nothing found."))
    app = session.open()
    for name, meant in unknown_properties(app.store, wanted, config=app.config):
        said = _("No contact has a property '{name}'.", name=name)
        session.say(f"{said}{did_you_mean([meant] if meant else [])}")
