"""Promises of either side, gathered from the index."""

from datetime import date

from vault_tools.config import Config
from vault_tools.index.store import Store
from vault_tools.method import commitments as method
from vault_tools.method.commitments import Commitment, Record
from vault_tools.query import Query
from vault_tools.views.selection import picked_standings, picked_timelines


def open_promises(
    store: Store, *, config: Config, today: date, wanted: Query | None = None
) -> list[Commitment]:
    """Return the open promises with the contacts that *wanted* picks, with all of them for None."""
    standings = picked_standings(store, wanted, config=config, today=today)
    return method.commitments(standings, today=today)


def kept_promises(
    store: Store, *, config: Config, today: date, wanted: Query | None = None
) -> list[Commitment]:
    """Return the promises that are kept, with the contacts that *wanted* picks."""
    return method.kept(picked_timelines(store, wanted, config=config, today=today), today=today)


def promise_records(
    store: Store, *, config: Config, today: date, wanted: Query | None = None
) -> list[Record]:
    """Return what became of the promises with each of the contacts that *wanted* picks."""
    return method.records(picked_timelines(store, wanted, config=config, today=today), today=today)
