"""Cities and who lives there, gathered from the index."""

from datetime import date, datetime

from vault_tools.config import Config
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.method import places as method
from vault_tools.method.places import Place, Resident
from vault_tools.query import Query
from vault_tools.views.selection import invitations, selected


def places(store: Store) -> list[Place]:
    """Return the cities in which contacts live, those with the most contacts first."""
    return method.places(queries.contacts(store))


def alike(store: Store, place: str) -> list[str]:
    """Return a few cities whose names look like *place*."""
    return method.alike(queries.contacts(store), place)


def who_is_in(
    store: Store,
    place: str,
    *,
    config: Config,
    today: date,
    until: date,
    now: datetime,
    wanted: Query | None = None,
) -> list[Resident]:
    """Return who lives in *place*, of the contacts that *wanted* picks, due or not."""
    people = selected(store, wanted, config=config, today=today)
    return method.residents(
        method.in_place(people, place),
        today=today,
        until=until,
        now=now,
        rules=config.rules,
        invitations=invitations(store, config=config, today=today),
    )
