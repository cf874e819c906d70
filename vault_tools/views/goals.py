"""Goals with who matters for them, and one's own profile, gathered from the index."""

from datetime import date

from vault_tools.config import Config
from vault_tools.index import gatherings as index
from vault_tools.index.store import Store
from vault_tools.method import strategy
from vault_tools.method.strategy import GoalStand, Helper
from vault_tools.views.events import known_people


def goals(store: Store, *, config: Config, today: date) -> tuple[list[GoalStand], list[Helper]]:
    """Return the goals with their contacts, and those of the closer tiers who serve none."""
    people = known_people(store)
    return (
        strategy.goal_stands(index.goals(store), people, today=today, rules=config.rules),
        strategy.unserving(people, tiers=config.tiers, today=today, rules=config.rules),
    )


def upkeep(store: Store, *, config: Config, today: date) -> str | None:
    """Return that it is time to look over one's own profile, in words; None if it isn't."""
    note = index.note_at(store, config.profile.note)
    return strategy.profile_upkeep(note.properties if note else None, today=today, config=config)


def introduction(store: Store, *, config: Config) -> str | None:
    """Return how one introduces oneself, where the profile's note says so."""
    note = index.note_at(store, config.profile.note)
    return strategy.introduction(note.text) if note else None
