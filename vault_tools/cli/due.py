"""``due``."""

from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from vault_tools import language
from vault_tools.cli.session import (
    SPAN,
    Session,
    json_option,
    parsed_query,
    pass_session,
    query_argument,
)
from vault_tools.dates import Period
from vault_tools.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from vault_tools.app import App
    from vault_tools.index.answers import Entry
    from vault_tools.method.planning import Effort, Plan
    from vault_tools.model import Due
    from vault_tools.query import Query


class _Options(TypedDict):
    """What is asked for."""

    within: Period
    reawaken: bool
    plans: bool
    minutes: int | None
    place: str | None


@click.command("due")
@query_argument
@click.option(
    "--within", type=SPAN, default="0", metavar="PERIOD", help="Also look ahead, e.g. 7d."
)
@click.option("--reawaken", is_flag=True, help="Also those who are asleep.")
@click.option("--plan", "plans", is_flag=True, help="Only what fits into the week; and the rest.")
@click.option(
    "--minutes",
    type=click.IntRange(1, 10_080),
    metavar="N",
    help="With --plan: minutes a week, if not those configured.",
)
@click.option("--in", "place", metavar="PLACE", help="Everybody in a city, due or not.")
@json_option
@pass_session
def due_command(
    session: Session, *, query: tuple[str, ...], as_json: bool, **options: Unpack[_Options]
) -> None:
    """List whom to get in touch with, and why; QUERY picks some.

    With --plan, promises and first follow-ups come first, then what is worth most for its minutes,
    of all that is due until Sunday, as in the report; then come the names of those who must wait.
    """
    wanted = parsed_query(query)
    if options["place"] is not None:
        _show_place(session, wanted, as_json=as_json, options=options)
        return
    app = session.fresh()
    until = options["within"].after(app.today)
    picked = wanted or options["reawaken"] or options["plans"] or options["minutes"]
    if as_json and not (picked or app.config.seasons):
        answer = json_answer(app, until=until)
        anybody = answer != "[]\n"
        click.echo(answer, nl=False)
    else:
        anybody = _show_made(session, app, until=until, wanted=wanted, as_json=as_json, **options)
    if not anybody:
        session.say(_("None of those is due.") if query else _("Nobody is due. Enjoy it."))


def json_answer(app: "App", *, until: "date") -> str:
    """Return who is due up to *until* as JSON, out of the answer that is kept, as far as it holds.

    Raises:
        IndexUnusableError: The index can't be read.
    """
    from vault_tools import __version__
    from vault_tools.index import answers

    about = __version__, app.config.fingerprint, app.today, until, language.spoken()
    entries = answers.entries(
        app.store,
        " ".join(map(str, about)),
        joint=",\n ",
        make=lambda paths: _entries(app, until=until, paths=paths),
    )
    return f"[\n {entries}\n]\n" if entries else "[]\n"


def _entries(app: "App", *, until: "date", paths: list[str] | None) -> "list[Entry]":
    """Return who is due of those at *paths*, as JSON, each with what puts them in order."""
    from vault_tools.followups import order
    from vault_tools.index.status import stale_paths
    from vault_tools.render import data
    from vault_tools.views.due import who_is_due

    today, config = app.today, app.config
    found = who_is_due(app.store, config=config, today=today, until=until, paths=paths)
    stale = stale_paths(app.store)
    shapes = data.due(found, today=today, channels=config.channels, stale=stale)
    tiers = tuple(config.tiers)
    return [
        ([*order(item, today=today, tiers=tiers)], data.dumps(shape, within=" ").rstrip("\n"))
        for item, shape in zip(found, shapes, strict=True)
    ]


def _show_made(
    session: Session,
    app: "App",
    *,
    until: "date",
    wanted: "Query | None",
    as_json: bool,
    **options: Unpack[_Options],
) -> bool:
    """Show who is due; say if anybody is."""
    from vault_tools.dates import Week
    from vault_tools.views.due import who_is_due

    if options["plans"]:
        until = max(until, Week.of(app.today).sunday)
    found = who_is_due(
        app.store,
        config=app.config,
        today=app.today,
        until=until,
        wanted=wanted,
        reawaken=options["reawaken"],
    )
    minutes = options["minutes"]
    plan = _planned(app, found, minutes=minutes) if options["plans"] or minutes else None
    _show(session, app, found=found, plan=plan, as_json=as_json)
    return bool(found)


def _show_place(
    session: Session, wanted: "Query | None", *, as_json: bool, options: _Options
) -> None:
    from vault_tools.cli.places import show_place

    if options["plans"] or options["minutes"]:
        msg = _("--in lists everybody in a place; it can't be planned.")
        raise click.UsageError(msg)
    place, within = options["place"] or "", options["within"]
    show_place(session, place, within=within, wanted=wanted, as_json=as_json)


def _planned(app: "App", found: "list[Due]", *, minutes: int | None) -> "Plan":
    from vault_tools.report.plan import planned

    budget = minutes or app.config.plan.minutes
    if not budget:
        msg = _("say how many minutes a week has: --minutes 120, or minutes under [plan].")
        raise click.UsageError(msg)
    return planned(found, today=app.today, config=app.config, budget=budget)


def _show(
    session: Session, app: "App", *, found: "list[Due]", plan: "Plan | None", as_json: bool
) -> None:
    channels = app.config.channels
    if as_json:
        from vault_tools.index.status import stale_paths
        from vault_tools.render import data

        stale = stale_paths(app.store)
        shape = data.due(found, today=app.today, channels=channels, plan=plan, stale=stale)
        click.echo(data.dumps(shape), nl=False)
        return
    from vault_tools.render import terminal

    bold = lambda text: click.style(text, bold=True)  # noqa: E731 - one short expression
    shown = [each.due for each in plan.now] if plan else found
    session.show(terminal.due_lines(shown, today=app.today, channels=channels, emphasis=bold))
    if plan:
        from vault_tools.report.words import plan_words

        session.say(plan_words(plan))
        for words in _rest(plan):
            session.say(words)


def _rest(plan: "Plan") -> "Iterator[str]":
    """Yield who has to wait, and until when."""
    for count, week in enumerate(plan.weeks[1:], start=1):
        if week:
            names = _names(week)
            yield ngettext(
                "In {count} week: {names}", "In {count} weeks: {names}", count, names=names
            )
    if plan.later:
        yield _("Later: {names}", names=_names(plan.later))


def _names(efforts: "Iterable[Effort]") -> str:
    return ", ".join(each.due.standing.name for each in efforts)
