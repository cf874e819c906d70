"""The weekly report, gathered from the index."""

from dataclasses import replace
from datetime import date

from vault_tools import traces
from vault_tools.config import Config
from vault_tools.dates import Week
from vault_tools.index import queries
from vault_tools.index.status import paths_by_kind
from vault_tools.index.store import Store
from vault_tools.method.keepsakes import keepsakes
from vault_tools.model import NoteKind, Problem
from vault_tools.query import Query
from vault_tools.report.gifts import gift_words
from vault_tools.report.weekly import Ahead, Person, WeeklyReport, entries_ahead, meetings, weekly
from vault_tools.views.hints import weekly_hints
from vault_tools.views.selection import invitations, selected


def weekly_report(
    store: Store, *, config: Config, today: date, week: Week, wanted: Query | None = None
) -> WeeklyReport:
    """Return the report for *week* as seen on *today*, about the contacts that *wanted* picks."""
    everybody = standings = queries.standings(store)
    if wanted is not None:
        standings = [how for _, how in selected(store, wanted, config=config, today=today)]
    seen_on = today if week.monday <= today <= week.sunday else week.monday
    hidden = frozenset(standing.path for standing in everybody if standing.private)
    ahead: list[Ahead] = [
        (note.on, note.title, note.path, note.event.place if note.event else None, note.people)
        for note in queries.dated_notes(store, since=seen_on, until=week.sunday)
    ]
    ahead += entries_ahead(standings, today=seen_on, until=week.sunday)
    report = weekly(
        standings,
        week=week,
        today=today,
        config=config,
        planned=meetings(sorted(ahead, key=lambda item: item[:3]), hidden=hidden),
        problems=_problems(store, hidden=hidden),
        invitations=invitations(store, config=config, today=today),
    )
    shown = [standing for standing in standings if not standing.private]
    hints = weekly_hints(store, shown, week=week, config=config, today=seen_on)
    birthdays = _with_gifts(store, report.birthdays, config=config, today=seen_on)
    return replace(report, hints=tuple(hints), birthdays=birthdays)


def _problems(store: Store, *, hidden: frozenset[str]) -> list[Problem]:
    """Return the problems, those first for which nothing of a note is known."""
    found = [
        problem
        for problem in queries.problems(store)
        if hidden.isdisjoint((problem.path, traces.note_of(problem.path)))
    ]
    kinds = paths_by_kind(store) if found else {}
    return sorted(found, key=lambda problem: kinds.get(problem.path) != NoteKind.UNREADABLE.value)


def _with_gifts(
    store: Store, birthdays: tuple[Person, ...], *, config: Config, today: date
) -> tuple[Person, ...]:
    """Return *birthdays* with what was given before, and ideas, which only the notes tell."""
    ids = queries.contacts_at(store, [person.path for person in birthdays])
    found = {
        timeline.note.path: gift_words(
            keepsakes(timeline, today=today, config=config), gifts=config.gifts
        )
        for timeline in (queries.timelines(store, ids) if ids else ())
    }
    return tuple(replace(person, gifts=found.get(person.path, ())) for person in birthdays)
