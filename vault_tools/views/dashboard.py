"""The dashboard, gathered from the index."""

from datetime import date

from vault_tools.config import Config
from vault_tools.dates import Period
from vault_tools.index.store import Store
from vault_tools.query import Query
from vault_tools.report.dashboard import Dashboard, dashboard
from vault_tools.views.occasions import occasions
from vault_tools.views.promises import picked_timelines


def dashboard_report(
    store: Store, *, config: Config, today: date, wanted: Query | None = None
) -> Dashboard:
    """Return the dashboard as of *today*, about the contacts that *wanted* picks."""
    timelines = picked_timelines(store, wanted, config=config, today=today)
    until = Period(days=config.occasions.ahead).after(today)
    ahead = occasions(store, config=config, today=today, until=until)
    if wanted is not None:
        paths = {timeline.note.path for timeline in timelines}
        ahead = [one for one in ahead if one.standing and one.standing.path in paths]
    return dashboard(timelines, ahead, today=today, config=config)
