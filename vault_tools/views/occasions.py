"""Days to think of somebody, and seasons with their cards, gathered from the index."""

from collections.abc import Sequence
from datetime import date

from vault_tools.config import Config, Season
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.method import keepsakes
from vault_tools.method.keepsakes import Greetings, Occasion
from vault_tools.query import parse
from vault_tools.views.selection import picked_timelines, timelines_at


def occasions(store: Store, *, config: Config, today: date, until: date) -> list[Occasion]:
    """Return birthdays, anniversaries and seasons from *today* to *until*, in order of day."""
    standings = queries.standings(store)
    found = keepsakes.personal_occasions(standings, today=today, until=until, config=config)
    ahead = seasons(store, config=config, today=today, until=until)
    return keepsakes.in_order([*_complete(store, found, config=config, today=today), *ahead])


def seasons(store: Store, *, config: Config, today: date, until: date) -> list[Occasion]:
    """Return the seasons that begin up to *until*, or are on."""
    found = [greetings(store, season, config=config, today=today) for season in config.seasons]
    return keepsakes.season_occasions(found, until=until)


def greetings(store: Store, season: Season, *, config: Config, today: date) -> Greetings:
    """Return whom a season is for, and who has had something from it."""
    wanted = parse(season.query) if season.query else None
    timelines = picked_timelines(store, wanted, config=config, today=today)
    return keepsakes.greetings(season, timelines, today=today, config=config)


def _complete(
    store: Store, found: Sequence[Occasion], *, config: Config, today: date
) -> list[Occasion]:
    """Return *found* with what was given before, which only a look at the notes tells."""
    paths = sorted({one.standing.path for one in found if one.standing})
    timelines = {timeline.note.path: timeline for timeline in timelines_at(store, paths)}
    return [
        keepsakes.with_keepsakes(one, timelines[one.standing.path], today=today, config=config)
        if one.standing and one.standing.path in timelines
        else one
        for one in found
    ]
