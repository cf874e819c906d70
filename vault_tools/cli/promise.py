"""``promise``: promising something, and keeping it."""

from datetime import date
from functools import partial

import click

from vault_tools.cli.days import Lean, spoken_day
from vault_tools.cli.naming import contact_id, is_interactive, picked
from vault_tools.cli.session import Session, pass_session, writing_options
from vault_tools.cli.writing import Edits, spoken
from vault_tools.edit.tasks import add_task, tick
from vault_tools.errors import PromiseAmbiguousError, PromiseUnknownError
from vault_tools.index import queries
from vault_tools.language import _
from vault_tools.model import Promise, Timeline
from vault_tools.names import fold


@click.command("promise")
@click.argument("name")
@click.argument("words", nargs=-1, metavar="[TEXT]")
@click.option(
    "--by", "--due", "day", metavar="DAY", help="When it is due: 2026-12-01, friday, in 2 weeks."
)
@click.option("--waiting", is_flag=True, help="They promised it to me.")
@click.option("--done", is_flag=True, help="It is kept; TEXT, or a part of it, says which one.")
@click.option("--on", "kept", metavar="DAY", help="With --done: when it was kept; else today.")
@writing_options
@pass_session
def promise_command(
    session: Session,
    *,
    name: str,
    words: tuple[str, ...],
    day: str | None,
    waiting: bool,
    done: bool,
    kept: str | None,
) -> None:
    """Promise NAME something, or tick what is kept.

    A promise is a task in their note.

    \b
    vault-tools promise anna "send her the slides" --by friday
    vault-tools promise anna --done slides
    """  # noqa: D301 - \b keeps click from joining the lines
    text = " ".join(" ".join(words).split())
    if done and (day or waiting):
        msg = _("--by and --waiting are for a new promise, --done is for one that is kept.")
        raise click.UsageError(msg)
    if not done and (kept or not text):
        msg = _("--on goes with --done.") if kept else _("say what is promised, or --done.")
        raise click.UsageError(msg)
    app = session.fresh()
    edits = Edits(session, app)
    found = queries.timeline(app.store, contact_id(app, name))
    if done:
        on = spoken(kept, option="--on", read=partial(spoken_day, today=app.today, lean=Lean.PAST))
        _keep(edits, found, text=text, on=on or app.today)
        return
    due = spoken(day, option="--by", read=partial(spoken_day, today=app.today, lean=Lean.FUTURE))
    grammar = edits.grammar
    edits.apply(
        found.note.path, lambda old: add_task(old, text, due=due, waiting=waiting, grammar=grammar)
    )
    title = found.note.title
    said = (
        _("{name} promised: {text}", name=title, text=text)
        if waiting
        else _("promised {name}: {text}", name=title, text=text)
    )
    summary = _("{promise}, by {day}", promise=said, day=due) if due else said
    who = f"{title} promised" if waiting else f"promised {title}"
    edits.finish(summary, message=f"promise: {who}, {text}")


def _keep(edits: Edits, found: Timeline, *, text: str, on: date) -> None:
    promise = _meant(found, text)
    change = partial(tick, task=promise.text, line=promise.line, on=on, grammar=edits.grammar)
    edits.apply(promise.path, change)
    title, said = found.note.title, promise.text
    edits.finish(
        _("{name}: kept {text}", name=title, text=said), message=f"promise: {title}: kept {said}"
    )


def _meant(found: Timeline, text: str) -> Promise:
    """Return the open promise that *text* means.

    Raises:
        PromiseUnknownError: There is none.
        PromiseAmbiguousError: There are several, and nobody is there to ask.
    """
    wanted = fold(text)
    still_open = [promise for promise in found.promises if not promise.done]
    exact = [promise for promise in still_open if fold(promise.text) == wanted]
    matching = exact or [promise for promise in still_open if wanted in fold(promise.text)]
    if not matching:
        raise PromiseUnknownError(found.note.title, text)
    if len(matching) == 1:
        return matching[0]
    labels = tuple(f"{each.text} ({each.path}:{each.line})" for each in matching)
    if not is_interactive():
        raise PromiseAmbiguousError(found.note.title, labels)
    return matching[int(picked(tuple(map(str, range(len(matching)))), labels=labels))]
