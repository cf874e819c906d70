"""Which contacts a question is about: those that a query picks."""

from collections.abc import Iterable, Iterator
from datetime import date

from vault_tools.config import Config
from vault_tools.followups import Invitation
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.model import Note, Standing, Timeline
from vault_tools.names import fold, property_key
from vault_tools.query import And, Not, Or, Query, Term, matches, parse
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


def unknown_properties(
    store: Store, wanted: Query, *, config: Config
) -> list[tuple[str, str | None]]:
    """Return the properties in *wanted* that no contact has, each with the one likely meant."""
    # What parses and guesses is loaded for a mistake only.
    from vault_tools.parse.synonyms import PROPERTIES, meaning_table  # noqa: PLC0415
    from vault_tools.survey.guesses import near, synonym  # noqa: PLC0415

    known = {property_key(name): name for name in (*PROPERTIES, "path", "due_on")}
    for note, _ in queries.contacts(store):
        known |= {property_key(name): name for name in note.properties}
    meanings = meaning_table(config.properties)
    found: dict[str, str | None] = {}
    for key in _property_keys(wanted):
        if key not in known:
            meant = meanings.get(key) or synonym(key, meanings=meanings)
            close = near(key, known=known)
            found[key] = meant or (known[close] if close else None)
    return list(found.items())


def _property_keys(query: Query) -> Iterator[str]:
    match query:
        case Term(name):
            yield name
        case Not(part):
            yield from _property_keys(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _property_keys(part)
        case _:
            pass


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
