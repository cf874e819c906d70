"""The dashboard and the picture in it, gathered from the index."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from vault_tools.config import Config
from vault_tools.dates import Period
from vault_tools.index.store import Store
from vault_tools.method.keepsakes import in_order, personal_occasions
from vault_tools.query import Query
from vault_tools.report.dashboard import Dashboard, dashboard
from vault_tools.report.drawing import Drawing
from vault_tools.views.occasions import seasons
from vault_tools.views.picture import Scope, drawing_of
from vault_tools.views.selection import picked_timelines


def dashboard_report(
    store: Store,
    *,
    config: Config,
    today: date,
    root: Path,
    limit: int,
    wanted: Query | None = None,
) -> tuple[Dashboard, Drawing]:
    """Return the dashboard as of *today*, about the contacts that *wanted* picks.

    With it comes the picture of the *limit* best connected of them.
    """
    timelines = picked_timelines(store, wanted, config=config, today=today)
    standings = [each.standing for each in timelines]
    until = Period(days=config.occasions.ahead).after(today)
    ahead = personal_occasions(standings, today=today, until=until, config=config)
    if wanted is None:
        ahead = in_order([*ahead, *seasons(store, config=config, today=today, until=until)])
    scope = Scope(config=config, today=today, limit=limit, root=root)
    known = {each.note.path: each for each in timelines}
    drawn = drawing_of(store, standings, scope=scope, known=known)
    report = dashboard(timelines, ahead, today=today, config=config)
    return replace(report, groups=drawn.groups(), left_out=drawn.picture.left_out), drawn
