"""Events and what came of them, gathered from the index."""

from collections.abc import Mapping, Sequence
from datetime import date

from vault_tools.config import Config
from vault_tools.index import gatherings as index
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.method import gatherings as method
from vault_tools.method.gatherings import Ahead, Events, Known
from vault_tools.model import Contact, Standing


def known_people(
    store: Store, ids: Sequence[int] | None = None, *, named: str | None = None
) -> list[Known]:
    """Return the contacts with these ids, all of them for None, with what their properties name.

    Those who are private are left out, but for the one at the path *named*.
    """
    if ids is not None and not ids:
        return []
    found = [
        timeline
        for timeline in queries.timelines(store, ids)
        if not timeline.standing.private or timeline.note.path == named
    ]
    references = index.References(store, found, everybody=ids is None)
    tables = [references.of(timeline.note) for timeline in found]
    who = index.standings_at(store, {path for table in tables for path in table.values()})
    people = []
    for timeline, table in zip(found, tables, strict=True):
        contact = timeline.note.contact or Contact(name=timeline.note.title)
        goals = (table.get(goal) for goal in contact.goals)
        people.append(
            Known(
                timeline=timeline,
                met_at=table.get(contact.met_at or ""),
                introducers=_introducers(contact, table=table, who=who),
                goals=tuple(dict.fromkeys(goal for goal in goals if goal)),
            )
        )
    return people


def _introducers(
    contact: Contact, *, table: Mapping[str, str], who: Mapping[str, Standing]
) -> tuple[tuple[str, str | None], ...]:
    """Return name and path of those who introduced somebody, but for those who are private."""
    found: list[tuple[str, str | None]] = []
    for shown in contact.introduced_by:
        path = table.get(shown)
        standing = who.get(path or "")
        if standing is None:
            found.append((shown, None))
        elif not standing.private:
            found.append((standing.name, path))
    return tuple(found)


def events(store: Store, *, config: Config, today: date) -> Events:
    """Return the events to come, what came of those that are over, and every first meeting."""
    people = known_people(store)
    by_path = {known.standing.path: known.standing for known in people}
    found = index.gatherings(store)
    meetings = method.first_meetings(people, found, today=today, rules=config.rules)
    ahead = tuple(
        Ahead(
            gathering=each, people=tuple(by_path[path] for path in each.people if path in by_path)
        )
        for each in found
        if not each.is_past(today)
    )
    over = [method.tally_of(each, meetings) for each in found if each.is_past(today)]
    return Events(ahead=ahead, over=tuple(reversed(over)), meetings=tuple(meetings))
