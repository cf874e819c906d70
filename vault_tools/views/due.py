"""Who is due, gathered from the index."""

from datetime import date

from vault_tools.config import Config
from vault_tools.followups import due
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.model import Due
from vault_tools.query import Query
from vault_tools.views.selection import invitations, selected


def who_is_due(
    store: Store,
    *,
    config: Config,
    today: date,
    until: date,
    wanted: Query | None = None,
    reawaken: bool = False,
) -> list[Due]:
    """Return who is due up to *until*, of the contacts that *wanted* picks, in the order to act."""
    seasons = invitations(store, config=config, today=today)
    if wanted is not None:
        standings = [how for _, how in selected(store, wanted, config=config, today=today)]
    elif reawaken or seasons:
        standings = queries.standings(store)
    else:
        standings = queries.may_be_due(store, today=today, until=until)
    return due(
        standings,
        today=today,
        until=until,
        rules=config.rules,
        tiers=tuple(config.tiers),
        invitations=seasons,
        reawaken=reawaken,
    )
