"""Tiers with who is in them, and contacts without one, gathered from the index."""

from collections.abc import Mapping
from datetime import date

from vault_tools.config import Config
from vault_tools.followups import last_contact
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.method import presets, rhythm
from vault_tools.method.rhythm import Candidate, Tiers
from vault_tools.model import Contact, Note, Standing, Status
from vault_tools.parse import Grammar
from vault_tools.parse.synonyms import lookup_key

_SORTED = frozenset({"tier", "cadence"})


def tiers(store: Store, *, config: Config, today: date) -> Tiers:
    """Return the tiers as of *today*; private contacts are left out."""
    found = _shown(store)
    meanings = Grammar.of(config).meanings
    everybody = [standing for _, standing in found]
    free = [standing for standing in everybody if not standing.unpaced]
    names = config.tiers
    settings, rules = config.rhythm, config.rules
    return Tiers(
        fills=tuple(
            rhythm.filled(everybody, tiers=names, sizes=presets.sizes(settings.preset, tiers=names))
        ),
        unsorted=sum(_is_unsorted(note, standing, meanings=meanings) for note, standing in found),
        drifting=tuple(rhythm.drifting(free, today=today, settings=settings, rules=rules)),
        moves=tuple(
            rhythm.moves(everybody, tiers=names, today=today, settings=settings, rules=rules)
        ),
    )


def candidates(store: Store, *, config: Config, today: date) -> list[Candidate]:
    """Return all who have neither a tier nor a cadence, the most promising first.

    Only who is active, and not private: a list on a screen is no place for the latter.
    """
    meanings = Grammar.of(config).meanings
    found = {
        standing.path: (note, standing)
        for note, standing in _shown(store)
        if _is_unsorted(note, standing, meanings=meanings)
    }
    order = rhythm.promising((standing for _, standing in found.values()), today=today)
    return [_candidate(*found[one.path], config=config, today=today) for one in order]


def follow_up_days(store: Store, *, today: date) -> list[date]:
    """Return the days after *today* on which follow-ups are set."""
    standings = queries.standings(store)
    return [one.follow_up for one in standings if one.follow_up and one.follow_up > today]


def _shown(store: Store) -> list[tuple[Note, Standing]]:
    return [pair for pair in queries.contacts(store) if not pair[1].private]


def _is_unsorted(note: Note, standing: Standing, *, meanings: Mapping[str, str]) -> bool:
    return standing.status is Status.ACTIVE and not _SORTED & _written(note, meanings)


def _written(note: Note, meanings: Mapping[str, str]) -> set[str]:
    """Return what the properties of a note that have a value mean."""
    keys = (lookup_key(name) for name, value in note.properties.items() if value)
    return {meanings.get(key, key) for key in keys}


def _candidate(note: Note, standing: Standing, *, config: Config, today: date) -> Candidate:
    return Candidate(
        contact=note.contact or Contact(name=note.title),
        standing=standing,
        contacts=len({day for day in standing.contact_days if day <= today}),
        last_contact=last_contact(standing, today=today),
        usual_days=rhythm.usual_gap(standing, today=today, settings=config.rhythm),
    )
