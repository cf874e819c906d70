"""The review of a month, gathered from the index."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from vault_tools.config import Config
from vault_tools.index.store import Store
from vault_tools.language import _
from vault_tools.method.commitments import records, total
from vault_tools.method.favours import ledger
from vault_tools.method.gatherings import Known
from vault_tools.method.load import load
from vault_tools.query import Query
from vault_tools.report import words
from vault_tools.report.month import Month
from vault_tools.report.review import ReviewReport, review
from vault_tools.views.events import known_people
from vault_tools.views.hints import monthly_hints
from vault_tools.views.selection import selected


def review_report(
    store: Store, *, config: Config, today: date, month: Month, wanted: Query | None = None
) -> ReviewReport:
    """Return the review of *month* as seen on *today*, about the contacts that *wanted* picks.

    How things stand by now is told in the latest review alone: the present month's, and the one
    of the month before.
    """
    people = known_people(store)
    if wanted is not None:
        picked = selected(store, wanted, config=config, today=today)
        paths = {standing.path for _, standing in picked}
        people = [known for known in people if known.standing.path in paths]
    report = review([known.timeline for known in people], month=month, today=today, config=config)
    if month < Month.before(today):
        return report
    hints = monthly_hints(store, people, month=month, config=config, today=today)
    figures = _figures(people, config=config, today=today)
    return replace(report, hints=tuple(hints), figures=tuple(figures))


def _figures(people: Sequence[Known], *, config: Config, today: date) -> list[str]:
    """Return how give and take, promises and the load stand; nothing of what there is none."""
    standings = [known.standing for known in people]
    favours = ledger(standings, today=today, settings=config.favours)
    mine, theirs = total(records((known.timeline for known in people), today=today))
    asked = load(standings, today=today, tiers=config.tiers, settings=config.load)
    found = []
    if favours.gave or favours.got:
        found.append(words.ledger_words(favours, months=config.favours.months))
    if mine.count or theirs.count:
        found.append(_("Promises: {sides}", sides=words.tally_sides(mine, theirs)))
    if asked.shares:
        found.append(words.sentence(words.load_words(asked)))
    return found
