"""``report``."""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tools.app import App
from vault_tools.cli.session import WEEK, Read, Session, fitting, parsed_query, pass_session
from vault_tools.dates import Week
from vault_tools.errors import VaultToolsError
from vault_tools.language import _, quoted
from vault_tools.report.month import Month

if TYPE_CHECKING:
    from vault_tools.query import Query

_IN_PICTURE = 150
"""How many contacts the network of the dashboard shows: what a page can still show."""
_IN_CHART = 40
"""How many it shows where it can't be moved about in: in Markdown."""
_INTO_VAULT = "\0"
_TEMPLATE_NAME = re.compile(r"[\w-]+")
_BY_ENDING = {
    ".md": "md",
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".ics": "ics",
    ".eml": "eml",
}


@click.command("report")
@click.argument("name", default="weekly")
@click.argument("query", nargs=-1)
@click.option("--week", type=WEEK, metavar="2026-W48", help="Another week than this one.")
@click.option(
    "--month",
    type=Read("month", Month.parse),
    metavar="2026-10",
    help="For review: another month than the latest that is over.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "text", "json", "ics", "eml"]),
    help="By default that of FILE's name, else md.",
)
@click.option(
    "-o",
    "--output",
    is_flag=False,
    flag_value=_INTO_VAULT,
    metavar="[FILE]",
    help="Write it to FILE; without FILE, into the vault as Reports/2026-W48.md.",
)
@click.option("--force", is_flag=True, help="Write over ticks and words of yours in the report.")
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@pass_session
def report_command(  # noqa: PLR0913 - one for each option
    session: Session,
    *,
    name: str,
    query: tuple[str, ...],
    week: Week | None,
    month: Month | None,
    form: str | None,
    output: str | None,
    force: bool,
) -> None:
    """Print a report: weekly, review or dashboard.

    NAME may also be a template of your own. QUERY picks contacts.
    """
    if not _TEMPLATE_NAME.fullmatch(name):
        name, query = "weekly", (name, *query)
    _require_span(name, week=week, month=month)
    wanted = parsed_query(query)
    form = form or _form_of(output)
    app = session.fresh()
    week = week or Week.of(app.today)
    month = month or Month.before(app.today)
    if output == _INTO_VAULT:
        stem = _file_stem(app, name, week=week, month=month)
        output = str(report_path(app, f"{stem}.{form}"))
    span = _Span(week=week, month=month)
    text = _rendered(app, name, form=form, span=span, wanted=wanted)
    if output is None or output == "-":
        if form == "text":
            text = "\n".join(fitting(text.split("\n"), sys.stdout))
        click.echo(text, nl=False)
        return
    from vault_tools.edit.reports import write_report

    written = write_report(Path(output), text, force=force)
    session.say(
        _("{path} written.", path=output) if written else _("{path} is up to date.", path=output)
    )


def _form_of(output: str | None) -> str:
    """Return the format that a file's name asks for, Markdown where it has no ending.

    Raises:
        click.UsageError: There is no format of that ending.
    """
    ending = "" if output is None else Path(output).suffix
    form = _BY_ENDING.get(ending.lower()) if ending else "md"
    if form is None:
        msg = _(
            "no report has the ending {ending}; there are {endings}. --format says what else to"
            " write.",
            ending=ending,
            endings=", ".join(_BY_ENDING),
        )
        raise click.BadParameter(msg, param_hint="-o")
    return form


@dataclass(frozen=True)
class _Span:
    """Of when a report is."""

    week: Week
    month: Month


def _rendered(app: App, name: str, *, form: str, span: _Span, wanted: "Query | None") -> str:
    """Return the report of that name as text in a format."""
    if form == "ics":
        return _calendar(app, name, week=span.week, wanted=wanted)
    render: Callable[..., str]
    if name == "review":
        render = partial(render_review, app, month=span.month, wanted=wanted)
    elif name == "dashboard":
        render = partial(render_dashboard, app, wanted=wanted)
    else:
        render = partial(render_weekly, app, week=span.week, template=name, wanted=wanted)
    if form == "eml":
        return _mail(app, name, render=render, wanted=wanted)
    return render(form=form)


def _mail(app: App, name: str, *, render: Callable[..., str], wanted: "Query | None") -> str:
    """Return a report as a mail; what has a template for its page goes through it."""
    from vault_tools.cli.mailing import mailed
    from vault_tools.render import templates

    template, page = f"{name}.mail", None
    if templates.is_there(template, form="html", root=app.root):
        page = partial(render, form="html", template=template)
    return mailed(app, name, text=render(form="text"), page=page, wanted=wanted)


def _calendar(app: App, name: str, *, week: Week, wanted: "Query | None") -> str:
    """Return a calendar of those who are due in a week."""
    from vault_tools.exporters.calendar import follow_up_calendar
    from vault_tools.index import queries
    from vault_tools.merge.uids import uids
    from vault_tools.views.due import who_is_due

    if name != "weekly":
        msg = _("--format ics is for the report weekly, not for {name}.", name=name)
        raise click.UsageError(msg)
    seen_on = app.today if week.monday <= app.today <= week.sunday else week.monday
    found = who_is_due(
        app.store, config=app.config, today=seen_on, until=week.sunday, wanted=wanted
    )
    told = [item for item in found if not item.standing.private]
    known = uids(note for note, _ in queries.contacts(app.store))
    return follow_up_calendar(told, today=seen_on, known=known).decode()


def _require_span(name: str, *, week: Week | None, month: Month | None) -> None:
    """Refuse the option that says of when, where it is another report's."""
    either = (week and "--week") or (month and "--month")
    wrong = {"review": week and "--week", "dashboard": either}
    option = wrong.get(name, month and "--month")
    if option:
        msg = _("{option} is not for the report {name}.", option=option, name=name)
        raise click.UsageError(msg)


def _file_stem(app: App, name: str, *, week: Week, month: Month) -> str:
    stems = {"review": f"{month} review", "dashboard": f"{app.today} dashboard"}
    return stems.get(name, f"{week}")


def report_path(app: App, name: str) -> Path:
    """Return where in the vault a report of that name is written.

    Raises:
        VaultToolsError: The configured folder, or a link in it, leads out of the vault.
    """
    path = app.root / app.config.report.folder / name
    if not path.resolve().is_relative_to(app.root):
        folder = quoted(app.config.report.folder)
        msg = _("the folder {folder} for reports lies outside the vault.", folder=folder)
        raise VaultToolsError(msg)
    return path


def render_weekly(
    app: App,
    *,
    week: Week,
    form: str,
    template: str = "weekly",
    pictures: Mapping[str, str] | None = None,
    wanted: "Query | None" = None,
) -> str:
    """Return the weekly report as text in a format."""
    from vault_tools.views.weekly import weekly_report

    report = weekly_report(app.store, config=app.config, today=app.today, week=week, wanted=wanted)
    if form == "json":
        from vault_tools.render import data

        return data.dumps(data.weekly(report))
    from vault_tools.render import templates

    return templates.render(template, report, form=form, root=app.root, pictures=pictures)


def render_review(
    app: App,
    *,
    month: Month,
    form: str,
    template: str = "review",
    pictures: Mapping[str, str] | None = None,
    wanted: "Query | None" = None,
) -> str:
    """Return the review of a month as text in a format.

    Raises:
        click.UsageError: The month has not begun.
    """
    from vault_tools.views.review import review_report

    if month.first > app.today:
        msg = _("{month} has not begun.", month=month)
        raise click.UsageError(msg)
    report = review_report(
        app.store, config=app.config, today=app.today, month=month, wanted=wanted
    )
    if form == "json":
        from vault_tools.render import data

        return data.dumps(data.review(report))
    from vault_tools.render import templates

    return templates.render(template, report, form=form, root=app.root, pictures=pictures)


def render_dashboard(
    app: App,
    *,
    form: str,
    template: str = "dashboard",
    pictures: Mapping[str, str] | None = None,
    wanted: "Query | None" = None,
) -> str:
    """Return the dashboard as text in a format."""
    from vault_tools.views.dashboard import dashboard_report

    report, drawn = dashboard_report(
        app.store,
        config=app.config,
        today=app.today,
        root=app.root,
        limit=_IN_PICTURE if form == "html" else _IN_CHART,
        wanted=wanted,
    )
    if form == "json":
        from dataclasses import asdict

        from vault_tools.render import data

        return data.dumps(asdict(report))
    from vault_tools.render import templates

    network = ""
    if report.groups and form == "html":
        from vault_tools.render.svg import svg

        network = svg(drawn, sized=True)
    elif report.groups and form == "md":
        from vault_tools.render.graph import mermaid

        network = mermaid(drawn, alone=False)
    pictures = {"network": network, **(pictures or {})}
    return templates.render(template, report, form=form, root=app.root, pictures=pictures)
