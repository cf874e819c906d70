"""Open promises, gathered from the index."""

from datetime import date

from vault_tools.config import Config
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.method.commitments import Commitment, commitments
from vault_tools.query import Query
from vault_tools.views.selection import selected


def open_promises(
    store: Store, *, config: Config, today: date, wanted: Query | None = None
) -> list[Commitment]:
    """Return the open promises with the contacts that *wanted* picks, with all of them for None."""
    standings = queries.standings(store)
    if wanted is not None:
        standings = [how for _, how in selected(store, wanted, config=config, today=today)]
    return commitments(standings, today=today)
