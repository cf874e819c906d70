"""``graph`` and ``network``: what the network looks like, drawn and in words."""

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from vault_tools.cli.session import (
    Session,
    json_option,
    parsed_query,
    pass_session,
    query_argument,
)
from vault_tools.language import _

if TYPE_CHECKING:
    from vault_tools.app import App
    from vault_tools.report.drawing import Drawing

_FORMATS = ("svg", "dot", "json", "canvas", "mermaid")
_BY_ENDING = {
    ".canvas": "canvas",
    ".dot": "dot",
    ".gv": "dot",
    ".json": "json",
    ".md": "mermaid",
    ".mmd": "mermaid",
}
_PEOPLE, _MERMAID_PEOPLE = 300, 100
"""How many a picture shows by default."""
_NOTHING = 1


class _Options(TypedDict):
    form: str | None
    limit: int | None
    output: Path | None


@click.command("graph")
@query_argument
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Else by FILE, else svg.")
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--limit",
    type=click.IntRange(1, 2000),
    help="The most people shown: 300, in mermaid 100.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write it to FILE, which must not exist yet.",
)
@pass_session
def graph_command(session: Session, *, query: tuple[str, ...], **options: Unpack[_Options]) -> None:
    """Draw the network: who knows whom, as your notes say it.

    QUERY picks contacts. A QUERY that is just somebody's name draws them and whom they are tied to.
    Of many people, the best connected are shown. A canvas is for Obsidian, mermaid for Markdown,
    dot for Graphviz.
    """
    output = options["output"]
    form = options["form"] or _BY_ENDING.get(output.suffix.lower() if output else "", "svg")
    limit = options["limit"] or (_MERMAID_PEOPLE if form == "mermaid" else _PEOPLE)
    app = session.fresh()
    found = _drawing(app, query, limit=limit)
    if query and not found.picture.nodes:
        session.say(_("Nothing found."))
        raise click.exceptions.Exit(_NOTHING)
    text = _text(found, form=form)
    if output and output.suffix.lower() == ".md":
        text = f"```mermaid\n{text}```\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text)
        session.say(_("{path} written.", path=output))
    if found.picture.left_out:
        session.say(
            _(
                "Shown: {shown}. Left out: {left}; --limit shows more.",
                shown=len(found.picture.nodes),
                left=found.picture.left_out,
            )
        )


@click.command("network")
@json_option
@pass_session
def network_command(session: Session, *, as_json: bool) -> None:
    """Show your network as a whole.

    That is who brought you whom, who could meet, and where it is thin. These are views and no laws:
    they show what your notes hold.
    """
    from vault_tools.render import data
    from vault_tools.render import network as shown
    from vault_tools.views.network import whole_network

    app = session.fresh()
    found = whole_network(app.store, config=app.config, today=app.today)
    if as_json:
        click.echo(data.dumps(shown.overview_shape(found)), nl=False)
        return
    session.show(shown.overview_lines(found, today=app.today))


def _drawing(app: "App", query: tuple[str, ...], *, limit: int) -> "Drawing":
    from vault_tools.cli.naming import contact
    from vault_tools.index import queries
    from vault_tools.views.picture import drawing

    name = " ".join(query)
    is_name = bool(name) and queries.is_name(app.store, name)
    named = contact(app, name).path if is_name else None
    return drawing(
        app.store,
        config=app.config,
        today=app.today,
        limit=limit,
        root=app.root,
        wanted=None if is_name else parsed_query(query),
        named=named,
    )


def _text(found: "Drawing", *, form: str) -> str:
    from vault_tools.render import data, graph, svg

    match form:
        case "svg":
            return svg.svg(found)
        case "dot":
            return graph.dot(found)
        case "mermaid":
            return graph.mermaid(found)
        case "canvas":
            return data.dumps(graph.canvas_shape(found))
        case _:
            return data.dumps(graph.graph_shape(found))


def _write(output: Path, text: str) -> None:
    from vault_tools.edit.notes import create
    from vault_tools.errors import VaultToolsError

    if not create(output.resolve(), text, private=True):
        msg = _("{path} exists already; not overwritten.", path=output)
        raise VaultToolsError(msg)
