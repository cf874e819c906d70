"""What is worth a thought in a week or a month, gathered from the index."""

from collections.abc import Sequence
from datetime import date

from vault_tools.config import Config
from vault_tools.dates import Period, Week
from vault_tools.index import gatherings as index
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.method import gatherings, strategy
from vault_tools.method.favours import last_favour
from vault_tools.method.gatherings import Known
from vault_tools.method.keepsakes import OccasionKind, personal_occasions
from vault_tools.method.load import load
from vault_tools.model import Standing
from vault_tools.report import hints
from vault_tools.report.hints import Hint
from vault_tools.report.month import Month
from vault_tools.views.goals import upkeep
from vault_tools.views.selection import timelines_at


def weekly_hints(
    store: Store, people: Sequence[Standing], *, week: Week, config: Config, today: date
) -> list[Hint]:
    """Return what is worth a thought in *week*, of *people*, none of them private."""
    if not config.report.hints:
        return []
    return [
        *hints.drift_hints(people, today=today, config=config),
        *_favours(store, people, today=today, config=config),
        *_anniversaries(people, until=week.sunday, today=today, config=config),
        *_places(store, until=Period(days=7).after(week.sunday), today=today, config=config),
        *_profile(store, config=config, today=today),
    ]


def monthly_hints(
    store: Store, people: Sequence[Known], *, month: Month, config: Config, today: date
) -> list[Hint]:
    """Return what is worth a thought after *month*; *people* are all who may be told of."""
    if not config.report.hints:
        return []
    standings = [known.standing for known in people]
    goals = strategy.goal_stands(index.goals(store), people, today=today, rules=config.rules)
    return [
        *_events(store, people, month=month, config=config, today=today),
        *hints.load_hints(load(standings, today=today, tiers=config.tiers, settings=config.load)),
        *hints.tier_hints(standings, today=today, config=config),
        *hints.goal_hints(goals, config=config),
        *_favours(store, standings, today=today, config=config),
        *_profile(store, config=config, today=today),
    ]


def _favours(
    store: Store, people: Sequence[Standing], *, today: date, config: Config
) -> list[Hint]:
    owing = hints.owing(people, today=today, config=config)
    lasts = {
        timeline.note.path: last_favour(timeline, today=today) or ""
        for timeline in timelines_at(store, [each.standing.path for each in owing])
    }
    return hints.favour_hints(owing, lasts=lasts, today=today, config=config)


def _anniversaries(
    people: Sequence[Standing], *, until: date, today: date, config: Config
) -> list[Hint]:
    found = personal_occasions(people, today=today, until=until, config=config)
    met = [each for each in found if each.kind is OccasionKind.ANNIVERSARY]
    return hints.anniversary_hints(met, today=today, config=config)


def _places(store: Store, *, until: date, today: date, config: Config) -> list[Hint]:
    ahead = [
        each
        for each in index.gatherings(store)
        if each.place and each.on and today <= each.on <= until
    ]
    if not ahead:
        return []
    return hints.place_hints(queries.contacts(store), ahead=ahead, today=today, config=config)


def _profile(store: Store, *, config: Config, today: date) -> list[Hint]:
    found = upkeep(store, config=config, today=today)
    return [Hint(text=found)] if found else []


def _events(
    store: Store, people: Sequence[Known], *, month: Month, config: Config, today: date
) -> list[Hint]:
    found = index.gatherings(store)
    meetings = gatherings.first_meetings(people, found, today=today, rules=config.rules)
    over = [each for each in found if each.is_past(today)]
    return hints.event_hints(over, meetings=meetings, since=month.first, until=month.last)
