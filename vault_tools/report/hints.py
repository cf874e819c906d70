"""What is worth a thought, beyond who is due: a few lines, each with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from vault_tools import links
from vault_tools.config import Config
from vault_tools.language import _, pgettext
from vault_tools.method import favours, gatherings, presets, rhythm
from vault_tools.method.favours import Balance
from vault_tools.method.gatherings import Encounter, Gathering
from vault_tools.method.keepsakes import Occasion
from vault_tools.method.load import Load
from vault_tools.method.strategy import GoalStand
from vault_tools.model import LEFT_ALONE, Note, Standing
from vault_tools.records import dataclass
from vault_tools.report import times, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Something worth a thought, and why."""

    text: str
    """What is worth a thought."""
    name: str | None = None
    """Whom or what it is about."""
    path: str | None = None
    """The note that it is about."""


def drift_hints(people: Sequence[Standing], *, today: date, config: Config) -> list[Hint]:
    """Return who has no cadence and is quiet against their own rhythm, the longest first."""
    free = [person for person in people if not person.unpaced]
    found = rhythm.drifting(free, today=today, settings=config.rhythm, rules=config.rules)
    return [_about(each.standing, each.why) for each in found[: config.report.hints]]


def favour_hints(
    owing: Sequence[Balance], *, lasts: Mapping[str, str], today: date, config: Config
) -> list[Hint]:
    """Return to whom a small favour is due; *lasts* are what was got last, by path."""
    months = config.favours.months
    found = []
    for each in owing[: config.report.hints]:
        said = lasts.get(each.standing.path)
        what = f": {links.shown(said)}" if said else ""
        both = words.favour_words(each, months=months)
        if each.last_got:
            day = times.day_words(each.last_got, today=today)
            both = pgettext("got", "{favours}, the last on {day}", favours=both, day=day)
        text = _("a small favour is due; {favours}", favours=both)
        found.append(_about(each.standing, f"{text}{what}"))
    return found


def anniversary_hints(found: Sequence[Occasion], *, today: date, config: Config) -> list[Hint]:
    """Return the round anniversaries of first meetings among *found*."""
    return [
        _about(one.standing, times.anniversary_words(one.years, one.on, today=today))
        for one in found
        if one.standing and one.years and one.is_round
    ][: config.report.hints]


def place_hints(
    people: Iterable[tuple[Note, Standing]],
    *,
    ahead: Iterable[Gathering],
    today: date,
    config: Config,
) -> list[Hint]:
    """Return who lives where one goes next and isn't expected there, the next event first."""
    told = [(note, how) for note, how in people if not how.private and how.status not in LEFT_ALONE]
    found: dict[str, Hint] = {}
    for each in ahead:
        day = times.day_words(each.on, today=today) if each.on else ""
        for note, standing in told:
            city = note.contact.city if note.contact else None
            if standing.path not in each.people and gatherings.is_in(city, each.place):
                why = _("lives where you are on {day} ({event})", day=day, event=each.title)
                found.setdefault(standing.path, _about(standing, why))
    return list(found.values())[: config.report.hints]


def tier_hints(standings: Sequence[Standing], *, today: date, config: Config) -> list[Hint]:
    """Return which tiers are over-full, and whose real contact fits another one better."""
    tiers = config.tiers
    sizes = presets.sizes(config.rhythm.preset, tiers=tiers)
    full = [
        Hint(
            text=_(
                "{tier} holds {count}; there is room for {size}",
                tier=fill.name,
                count=fill.count,
                size=fill.size,
            )
        )
        for fill in rhythm.filled(standings, tiers=tiers, sizes=sizes)
        if fill.over
    ]
    moves = rhythm.moves(
        standings, tiers=tiers, today=today, settings=config.rhythm, rules=config.rules
    )
    named = [
        _about(each.standing, _("perhaps {tier}: {why}", tier=each.tier, why=each.why))
        for each in moves
    ]
    most = config.report.hints
    return [*full[:most], *named[:most]]


def goal_hints(goals: Iterable[GoalStand], *, config: Config) -> list[Hint]:
    """Return the open goals that no contact is named for."""
    found = [
        Hint(text=_("nobody is named for this goal yet"), name=goal.title, path=goal.path)
        for goal in goals
        if goal.is_open and not goal.helpers
    ]
    return found[: config.report.hints]


def event_hints(
    over: Iterable[Gathering], *, meetings: Sequence[Encounter], since: date, until: date
) -> list[Hint]:
    """Return what came of the events of some days, both included, at which anybody was met."""
    tallies = [
        (each, gatherings.tally_of(each, meetings))
        for each in over
        if each.on and since <= each.on <= until
    ]
    return [
        Hint(text=words.tally_words(tally), name=each.title, path=each.path)
        for each, tally in tallies
        if tally.met
    ]


def load_hints(load: Load) -> list[Hint]:
    """Return that the cadences ask for more than is real, and what would fit better."""
    if not load.loosenings:
        return []
    steps = ", ".join(
        f"{each.tier} {times.cadence_words(each.proposed)}" for each in load.loosenings
    )
    both = words.load_words(load)
    return [Hint(text=_("{load}; what would fit better: {steps}", load=both, steps=steps))]


def owing(people: Sequence[Standing], *, today: date, config: Config) -> list[Balance]:
    """Return to whom a small favour is due, as many as are to be named."""
    found = favours.owing(people, today=today, settings=config.favours)
    return found[: config.report.hints]


def _about(standing: Standing, text: str) -> Hint:
    return Hint(text=text, name=standing.name, path=standing.path)
