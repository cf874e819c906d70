"""Days to think of somebody, and what to give: anniversaries, round birthdays, gifts, cards.

Explained with examples in docs/method/occasions.md. What is kept on which day is told by
`followups.occasions`; this adds to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from vault_tools.config import Config, Season
from vault_tools.dates import Birthday, Period
from vault_tools.followups import kept_between, season_span
from vault_tools.followups.occasions import occasions
from vault_tools.followups.rules import silent_until
from vault_tools.method.gifts import Gift, Idea, given, ideas
from vault_tools.method.places import address_key, postal_address
from vault_tools.model import LEFT_ALONE, Standing, Timeline
from vault_tools.names import fold, property_key
from vault_tools.records import dataclass

_FULL_AGE = 18
_FIFTHS_FROM = 70
_EVERY_FROM = 100


class OccasionKind(StrEnum):
    """What there is to think of."""

    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    """Of the first meeting."""
    SEASON = "season"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepsakes:
    """What helps to choose a gift for somebody, and to send it."""

    gifts: tuple[Gift, ...] = ()
    """The latest first."""
    ideas: tuple[Idea, ...] = ()
    address: tuple[str, ...] = ()
    """Its lines; none where it is not noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One contact whom a season is for."""

    standing: Standing
    address: tuple[str, ...] = ()
    last_year: tuple[Gift, ...] = ()
    """What went to them in the season a year before."""
    this_year: tuple[Gift, ...] = ()

    @property
    def is_done(self) -> bool:
        """Return whether something went to them this time."""
        return bool(self.this_year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Greetings:
    """A season that is on or comes next, and everybody whom it is for."""

    season: Season
    first: date
    last: date
    cards: tuple[Card, ...]
    """By name."""

    @property
    def done(self) -> int:
        """Return how many have something already."""
        return sum(card.is_done for card in self.cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A day to think of somebody, or the beginning of a season."""

    kind: OccasionKind
    on: date
    standing: Standing | None = None
    """None for a season."""
    years: int | None = None
    """The age reached, or the years since the first meeting, where that is known."""
    is_round: bool = False
    keepsakes: Keepsakes = Keepsakes()
    greetings: Greetings | None = None
    """Of a season."""


def personal_occasions(
    standings: Iterable[Standing], *, today: date, until: date, config: Config
) -> list[Occasion]:
    """Return birthdays and anniversaries from *today* to *until*, both included, by day.

    Nobody private is among them, nor anybody who is paused, closed or deceased; a snooze and the
    wait after unanswered attempts hold here as everywhere.
    """
    found = []
    for standing in kept_between(standings, today=today, until=until):
        if not standing.private and standing.status not in LEFT_ALONE:
            found += _of_one(standing, today=today, until=until, config=config)
    return in_order(found)


def season_occasions(found: Iterable[Greetings], *, until: date) -> list[Occasion]:
    """Return the seasons that begin up to *until* or are on; those for nobody are left out."""
    return [
        Occasion(kind=OccasionKind.SEASON, on=each.first, greetings=each)
        for each in found
        if each.cards and each.first <= until
    ]


def in_order(found: Iterable[Occasion]) -> list[Occasion]:
    """Return occasions by day, then kind, then name."""
    return sorted(found, key=_day_and_name)


def with_keepsakes(
    occasion: Occasion, timeline: Timeline, *, today: date, config: Config
) -> Occasion:
    """Return *occasion* with what was given before, ideas, and the address."""
    return replace(occasion, keepsakes=keepsakes(timeline, today=today, config=config))


def keepsakes(timeline: Timeline, *, today: date, config: Config) -> Keepsakes:
    """Return what was given to a contact up to *today*, ideas that are left, and the address."""
    own = config.properties
    gifts = given(timeline, today=today, config=config)
    return Keepsakes(
        gifts=gifts,
        ideas=ideas(timeline.note, gifts, config=config) if config.gifts.suggest else (),
        address=postal_address(timeline.note.properties, own=own),
    )


def greetings(
    season: Season, timelines: Iterable[Timeline], *, today: date, config: Config
) -> Greetings:
    """Return whom of *timelines* a season is for, and who has had something: the one on, or next.

    Nobody private is among them, nor anybody who is paused, closed or deceased.
    """
    first, last = season_span(season, today=today)
    before = season_span(season, today=Period(months=12).before(last))
    cards = [
        _card(timeline, this=(first, last), before=before, today=today, config=config)
        for timeline in timelines
        if not timeline.standing.private and timeline.standing.status not in LEFT_ALONE
    ]
    cards.sort(key=lambda card: card.standing.by_name)
    return Greetings(season=season, first=first, last=last, cards=tuple(cards))


def households(cards: Iterable[Card]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the names and the address of each household: contacts with the same address."""
    found: dict[str, tuple[list[str], tuple[str, ...]]] = {}
    for card in cards:
        key = address_key(card.address)
        if key:
            names, _ = found.setdefault(key, ([], card.address))
            names.append(card.standing.name)
    return [(tuple(names), address) for names, address in found.values()]


def season_named(seasons: Sequence[Season], name: str) -> Season | None:
    """Return the season of that name: case, ``-``, ``_`` and spaces apart, or its beginning.

    None where no season is meant, or more than one.
    """
    key = property_key(name)
    found = [season for season in seasons if property_key(season.name) == key]
    if not found and key:
        found = [season for season in seasons if property_key(season.name).startswith(key)]
    return found[0] if len(found) == 1 else None


def is_round_age(age: int) -> bool:
    """Return whether a birthday is a round one.

    18 and every tenth; from 70 on every fifth, and from 100 on every one.
    """
    every = 1 if age >= _EVERY_FROM else 5 if age >= _FIFTHS_FROM else 10
    return age == _FULL_AGE or (age > _FULL_AGE and age % every == 0)


def _of_one(standing: Standing, *, today: date, until: date, config: Config) -> list[Occasion]:
    wait = silent_until(standing, today=today, rules=config.rules)
    found = []
    if config.occasions.birthdays:
        days = occasions(standing, today=today, until=until, silent_until=wait)
        found += [_birthday(standing, reason.due_on, config=config) for reason in days]
    met = _next_anniversary(standing, today=today) if config.occasions.anniversaries else None
    if met and met.on <= until and (wait is None or met.on >= wait):
        found.append(met)
    return found


def _birthday(standing: Standing, on: date, *, config: Config) -> Occasion:
    age = standing.birthday.age_on(on) if standing.birthday else None
    known = age if age is not None and age >= 0 else None
    marked = config.occasions.round_birthdays and known is not None and is_round_age(known)
    kind = OccasionKind.BIRTHDAY
    return Occasion(kind=kind, on=on, standing=standing, years=known, is_round=marked)


def _next_anniversary(standing: Standing, *, today: date) -> Occasion | None:
    """Return the next anniversary of the first meeting with somebody one keeps in touch with."""
    if standing.met is None or standing.unpaced or not (standing.tier or standing.cadence):
        return None
    met = Birthday.parse(standing.met.isoformat())
    on = met.next_on(today)
    years = met.age_on(on) if on else None
    if on is None or years is None or years < 1:
        return None
    kind = OccasionKind.ANNIVERSARY
    return Occasion(kind=kind, on=on, standing=standing, years=years, is_round=years % 5 == 0)


def _day_and_name(occasion: Occasion) -> tuple[date, str, str, str]:
    standing, found = occasion.standing, occasion.greetings
    name = standing.name if standing else found.season.name if found else ""
    return (occasion.on, occasion.kind.value, fold(name), standing.path if standing else "")


def _card(
    timeline: Timeline,
    *,
    this: tuple[date, date],
    before: tuple[date, date],
    today: date,
    config: Config,
) -> Card:
    sent = given(timeline, today=today, config=config, channels=config.occasions.greetings)
    return Card(
        standing=timeline.standing,
        address=postal_address(timeline.note.properties, own=config.properties),
        last_year=tuple(gift for gift in sent if before[0] <= gift.on <= before[1]),
        this_year=tuple(gift for gift in sent if this[0] <= gift.on <= this[1]),
    )
