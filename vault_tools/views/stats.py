"""Numbers about the vault, gathered from the index."""

from collections.abc import Mapping
from datetime import date

from vault_tools.config import Config
from vault_tools.dates import Period
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.method import counts as method
from vault_tools.method.counts import Counts
from vault_tools.method.favours import Ledger, ledger
from vault_tools.method.load import Load, load
from vault_tools.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """All that ``stats`` tells."""

    counts: Counts
    favours: Ledger
    load: Load


def stats(store: Store, *, config: Config, today: date) -> Stats:
    """Return the numbers as of *today*; private contacts are left out."""
    return Stats(
        counts=method.counts(queries.timelines(store), today=today, tiers=tuple(config.tiers)),
        favours=favour_stats(store, config=config, today=today),
        load=load_stats(store, config=config, today=today),
    )


def favour_stats(store: Store, *, config: Config, today: date) -> Ledger:
    """Return both sides of give and take."""
    return ledger(queries.standings(store), today=today, settings=config.favours)


def load_stats(
    store: Store, *, config: Config, today: date, instead: Mapping[str, Period] | None = None
) -> Load:
    """Return what the cadences ask for; with *instead* as those of some tiers."""
    return load(
        queries.standings(store),
        today=today,
        tiers=config.tiers,
        settings=config.load,
        instead=instead,
    )
