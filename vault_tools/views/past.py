"""The last year and the last weeks, day by day, gathered from the index."""

from datetime import date

from vault_tools.config import Config
from vault_tools.index.store import Store
from vault_tools.method import trends
from vault_tools.method.trends import HeatWeek, WeekCount
from vault_tools.model import Standing
from vault_tools.query import Query
from vault_tools.views.selection import picked_standings


def year(store: Store, *, config: Config, today: date, wanted: Query | None) -> list[HeatWeek]:
    """Return a year of days with contact; who is private is left out."""
    return trends.heat(_told(store, config=config, today=today, wanted=wanted), today=today)


def weeks(store: Store, *, config: Config, today: date, wanted: Query | None) -> list[WeekCount]:
    """Return the last half year of weeks; who is private is left out."""
    told = _told(store, config=config, today=today, wanted=wanted)
    return trends.weeks(told, today=today, rules=config.rules)


def _told(store: Store, *, config: Config, today: date, wanted: Query | None) -> list[Standing]:
    found = picked_standings(store, wanted, config=config, today=today)
    return [one for one in found if not one.private]
