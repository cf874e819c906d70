"""The review of a month, gathered from the index."""

from datetime import date

from vault_tools.config import Config
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.query import Query
from vault_tools.report.review import Month, ReviewReport, review
from vault_tools.views.selection import selected


def review_report(
    store: Store, *, config: Config, today: date, month: Month, wanted: Query | None = None
) -> ReviewReport:
    """Return the review of *month* as seen on *today*, about the contacts that *wanted* picks."""
    found = queries.timelines(store)
    if wanted is not None:
        picked = selected(store, wanted, config=config, today=today)
        paths = {standing.path for _, standing in picked}
        found = [timeline for timeline in found if timeline.standing.path in paths]
    return review(found, month=month, today=today, config=config)
