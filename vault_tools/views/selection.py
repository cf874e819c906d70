"""Which contacts a question is about: those that a query picks."""

from collections.abc import Iterable
from datetime import date

from vault_tools.config import Config
from vault_tools.followups import Invitation
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.model import Note, Standing, Timeline
from vault_tools.names import fold
from vault_tools.query import Query, matches, parse
from vault_tools.report.subjects import subject


def selected(
    store: Store, wanted: Query | None, *, config: Config, today: date
) -> list[tuple[Note, Standing]]:
    """Return the contacts that the query *wanted* picks, by name; all of them for None."""
    found = queries.contacts(store)
    if wanted is not None:
        found = [
            pair
            for pair in found
            if matches(wanted, subject(*pair, today=today, rules=config.rules), today=today)
        ]
    return sorted(found, key=lambda pair: (fold(pair[0].title), pair[0].path))


def picked_standings(
    store: Store, wanted: Query | None, *, config: Config, today: date
) -> list[Standing]:
    """Return how the contacts stand that *wanted* picks, all of them for None."""
    if wanted is None:
        return queries.standings(store)
    return [how for _, how in selected(store, wanted, config=config, today=today)]


def picked_timelines(
    store: Store, wanted: Query | None, *, config: Config, today: date
) -> list[Timeline]:
    """Return all about the contacts that *wanted* picks, about everybody for None."""
    if wanted is None:
        return queries.timelines(store)
    picked = selected(store, wanted, config=config, today=today)
    return timelines_at(store, [note.path for note, _ in picked])


def timelines_at(store: Store, paths: Iterable[str]) -> list[Timeline]:
    """Return all about the contacts whose notes are at *paths*."""
    return queries.timelines(store, queries.contacts_at(store, paths))


def invitations(store: Store, *, config: Config, today: date) -> tuple[Invitation, ...]:
    """Return whom each configured season is for."""
    return tuple(
        Invitation(
            season,
            frozenset(
                note.path
                for note, _ in selected(store, parse(season.query), config=config, today=today)
            ),
        )
        for season in config.seasons
    )
