"""A page before a meeting or an event, gathered from the index."""

from dataclasses import replace
from datetime import date, datetime

from vault_tools.config import Config
from vault_tools.index import gatherings as index
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.method.places import local_time
from vault_tools.method.strategy import is_open
from vault_tools.model import Note, NoteKind
from vault_tools.report.brief import PersonBrief, person_brief
from vault_tools.report.event_brief import EventBrief, event_brief
from vault_tools.views.events import known_people
from vault_tools.views.goals import introduction


def brief(
    store: Store,
    note: Note,
    *,
    config: Config,
    today: date,
    now: datetime,
    place: str | None = None,
) -> PersonBrief | EventBrief:
    """Return what to know before meeting the contact, or being at the event, of *note*.

    *now* knows its own time zone.
    """
    if note.kind is NoteKind.CONTACT:
        return person_brief_of(store, note, config=config, today=today, now=now, place=place)
    return _of_event(store, note, config=config, today=today, place=place)


def person_brief_of(
    store: Store,
    note: Note,
    *,
    config: Config,
    today: date,
    now: datetime,
    place: str | None = None,
) -> PersonBrief:
    """Return what to know before meeting the contact of *note*."""
    ids = queries.contacts_at(store, [note.path])
    (known,) = known_people(store, ids, named=note.path)
    goals = {goal.path: goal for goal in index.goals(store)} if known.goals else {}
    paths = {*known.timeline.links, *known.timeline.backlinks} - {note.path}
    found = person_brief(
        known,
        goals=[goals[path] for path in known.goals if path in goals and is_open(goals[path])],
        linked=index.standings_at(store, paths).values(),
        today=today,
        settings=config.favours,
        place=place,
        others=known_people(store) if place else (),
    )
    there = local_time(found.timezone, now)
    return replace(found, local_time=f"{there:%H:%M}") if there else found


def _of_event(
    store: Store, note: Note, *, config: Config, today: date, place: str | None
) -> EventBrief:
    found = index.gathering(store, note)
    found = replace(found, place=place or found.place)
    ids = {
        *queries.contacts_at(store, found.people),
        *index.contacts_met_at(store, note),
    }
    people = [
        known
        for known in known_people(store, sorted(ids))
        if known.standing.path in found.people or known.met_at == note.path
    ]
    linked = {
        path for known in people for path in (*known.timeline.links, *known.timeline.backlinks)
    }
    goals = [goal.path for goal in index.goals(store) if is_open(goal)]
    return event_brief(
        found,
        people=people,
        linked=index.standings_at(store, linked),
        candidates=known_people(store, index.contacts_linking_to(store, goals)),
        earlier=[each for each in index.gatherings(store) if each.is_past(today)],
        introduction=introduction(store, config=config),
        today=today,
        config=config,
    )
