"""Taking in the ticked boxes of a report: each exactly once, even where it is interrupted.

First the day is written behind each tick that has none, so that a second run asks for the same.
Then the notes are changed, each in a way that does nothing when it is repeated. At last the lines
are marked as taken in.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from vault_tools import links
from vault_tools.edit.log import Entry, append_interaction, holds, later_contact
from vault_tools.edit.notes import Change
from vault_tools.edit.tasks import tick as tick_task
from vault_tools.edit.values import Setter
from vault_tools.errors import UneditableError
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.language import _, quoted
from vault_tools.model import Note, Problem, Promise
from vault_tools.names import fold
from vault_tools.parse import Grammar
from vault_tools.report.ticks import Named, Tick, stamped, taken, ticks

Apply = Callable[[str, Change], object]
"""Changes the note, or the report, at a path."""
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What the boxes of a report are taken in with."""

    store: Store
    grammar: Grammar
    setter: Setter
    today: date
    snoozed_until: Callable[[str], date]
    """From the words at ``[-]``, or none, to the day until which to snooze; raises ValueError."""
    leading_day: Callable[[str, date], tuple[date | None, str]]
    """From what is said, and as of which day, to the day it begins with, or none, and the rest."""
    apply: Apply


@dataclass(slots=True)
class Collected:
    """What came of it."""

    done: list[str] = field(default_factory=list)
    """What was taken in, in words."""
    problems: list[Problem] = field(default_factory=list)
    """The lines that stay as they are."""


@dataclass(frozen=True, slots=True)
class _Action:
    """What one tick asks for."""

    tick: Tick
    path: str
    change: Change
    words: str


def collect(
    report: str, text: str, *, means: Means, rewrite: Callable[[Change], object]
) -> Collected:
    """Take in the ticked boxes of the report at the path *report*, which has the *text*.

    *rewrite* changes the report itself. The index has to be up to date.

    Raises:
        VaultToolsError: A note, or the report, can't be written; what is not marked comes again.
    """
    collected = Collected()
    actions = []
    for found in ticks(text):
        try:
            actions.append(_action(found, means))
        except ValueError as error:
            collected.problems.append(Problem(report, found.line, 1, "report-line", str(error)))
    undated = [action.tick for action in actions if action.tick.on is None]
    if undated:
        rewrite(partial(_stamped, undated=undated, day=means.today))
    for action in actions:
        try:
            means.apply(action.path, action.change)
        except UneditableError as error:
            problem = Problem(report, action.tick.line, 1, "report-line", str(error))
            collected.problems.append(problem)
            continue
        rewrite(partial(taken, tick=action.tick))
        collected.done.append(action.words)
    return collected


def _stamped(text: str, *, undated: Sequence[Tick], day: date) -> str:
    for found in undated:
        text = stamped(text, found, day=day)
    return text


def _action(found: Tick, means: Means) -> _Action:
    """Return what a tick asks for.

    Raises:
        ValueError: It can't be understood.
    """
    if found.bad_day:
        msg = _("{text} is not a day such as 2026-11-30", text=quoted(found.bad_day))
        raise ValueError(msg)
    if found.who is None:
        msg = _("this line links to no contact")
        raise ValueError(msg)
    contact_id = _contact(found.who, means.store)
    if found.promise is not None:
        return _kept(found, contact_id, means=means)
    note = queries.note(means.store, contact_id)
    return (
        _snoozed(found, note, means=means) if found.dropped else _logged(found, note, means=means)
    )


def _contact(who: Named, store: Store) -> int:
    """Return the id of the contact that a line names: by path, else by name."""
    paths = [who.target, f"{who.target}.md"]
    found = queries.contacts_at(store, paths)
    if not found:
        found = queries.contacts_at(store, queries.namesakes(store, {who.shown, who.target}))
    if len(found) != 1:
        name = quoted(who.shown)
        msg = (
            _("there is more than one contact called {name}", name=name)
            if found
            else _("there is no contact called {name}", name=name)
        )
        raise ValueError(msg)
    return found[0]


def _logged(found: Tick, note: Note, *, means: Means) -> _Action:
    # Words such as "yesterday" are seen from the day that is written behind the tick: so they mean
    # the same when what was interrupted is taken up again, on another day.
    stamp = found.on or means.today
    day, said = means.leading_day(found.text, stamp)
    on = day or stamp
    if on > means.today:
        msg = _("{day} is still to come", day=on)
        raise ValueError(msg)
    entry = Entry(on=on, text=said)
    grammar = means.grammar

    def change(text: str) -> str:
        if holds(text, entry, grammar=grammar):
            return text
        text = append_interaction(text, entry, grammar=grammar)
        return later_contact(text, on, meanings=grammar.meanings)

    first = said.split("\n", 1)[0]
    return _Action(found, note.path, change, f"{note.title}: {on} {first}".rstrip())


def _snoozed(found: Tick, note: Note, *, means: Means) -> _Action:
    until = means.snoozed_until(found.text)
    setter = means.setter

    def change(text: str) -> str:
        return setter.change(text, "snooze_until", how="=", value=until.isoformat())

    words = _("{name}: snoozed until {day}", name=note.title, day=until)
    return _Action(found, note.path, change, words)


def _kept(found: Tick, contact_id: int, *, means: Means) -> _Action:
    timeline = queries.timeline(means.store, contact_id)
    if found.dropped:
        msg = _("a promise is not snoozed: tick it, or cross it out in its note")
        raise ValueError(msg)
    promise = _promise(found.promise or "", timeline.promises)
    on, grammar = found.on or means.today, means.grammar

    def change(text: str) -> str:
        return tick_task(text, task=promise.text, line=promise.line, on=on, grammar=grammar)

    words = _("{name}: kept {text}", name=timeline.note.title, text=promise.text)
    return _Action(found, promise.path, change, words)


def _promise(written: str, promises: Sequence[Promise]) -> Promise:
    """Return the promise that a report's line is about; an open one where several are alike."""
    wanted = _letters(written)
    fitting = [each for each in promises if wanted.startswith(_letters(each.text))]
    if not fitting:
        msg = _("this promise is not in the contact's notes any more")
        raise ValueError(msg)
    longest = max(len(each.text) for each in fitting)
    return min((each for each in fitting if len(each.text) == longest), key=lambda each: each.done)


def _letters(text: str) -> str:
    return f"{_NO_LETTERS.sub(' ', fold(links.shown(text))).strip()} "
