"""Who is due, gathered from the index."""

from datetime import date
from typing import TYPE_CHECKING

from vault_tools.config import Config
from vault_tools.followups import Invitation, due
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.model import Due

if TYPE_CHECKING:
    from vault_tools.query import Query


def who_is_due(
    store: Store,
    *,
    config: Config,
    today: date,
    until: date,
    wanted: "Query | None" = None,
    reawaken: bool = False,
    paths: list[str] | None = None,
) -> list[Due]:
    """Return who is due up to *until*, of the contacts that *wanted* picks, in the order to act.

    *paths* are those of the only notes to look at, where nothing else is asked for.
    """
    seasons: tuple[Invitation, ...] = ()
    if wanted is not None or config.seasons:
        from vault_tools.views.selection import invitations, selected  # noqa: PLC0415 - few need it

        seasons = invitations(store, config=config, today=today)
    if wanted is not None:
        standings = [how for _, how in selected(store, wanted, config=config, today=today)]
    elif reawaken or seasons:
        standings = queries.standings(store)
    else:
        standings = queries.may_be_due(store, today=today, until=until, paths=paths)
    return due(
        standings,
        today=today,
        until=until,
        rules=config.rules,
        tiers=tuple(config.tiers),
        invitations=seasons,
        reawaken=reawaken,
    )
