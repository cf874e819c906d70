"""How often contacts are really in touch: who drifts, how full tiers are, where somebody belongs.

Explained in docs/method/tiers.md. Nothing is done by itself: a rhythm is a reason to suggest.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import log
from statistics import median_low

from vault_tools.config import Rules
from vault_tools.config.settings import Rhythm
from vault_tools.dates import Period, Week
from vault_tools.followups import is_asleep, reasons
from vault_tools.followups.rules import silent_until
from vault_tools.language import ngettext
from vault_tools.model import Contact, ReasonKind, Standing, Status
from vault_tools.records import dataclass

_DRIFT_SPAN = 21
"""Days that a rhythm covers: a few days in a row are a conversation, no rhythm."""
_MOVE_SPAN = 90
"""Days that contacts cover before they say something about a tier."""
_HALF_LIFE = 180
"""Days after which a contact counts half for who comes first."""
_WORKDAYS = 5
_MOST_LINKS = 20
"""Links that count for who comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Somebody without a cadence with whom it is quiet against their own rhythm."""

    standing: Standing
    median_days: int
    """The usual gap."""
    silent_days: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TierFill:
    """A tier, and how full it is."""

    name: str
    cadence: Period | None
    count: int
    size: int | None = None
    """How many it has room for; None where nothing says so."""

    @property
    def over(self) -> int:
        """Return how many more are in it than it has room for."""
        return 0 if self.size is None else max(0, self.count - self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Somebody whose real contact fits another tier better."""

    standing: Standing
    tier: str
    """The one that fits better."""
    closer: bool
    median_days: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The tiers of a vault, and what real contact says about them."""

    fills: tuple[TierFill, ...]
    unsorted: int = 0
    """How many have neither a tier nor a cadence."""
    drifting: tuple[Drift, ...] = ()
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who has neither a tier nor a cadence."""

    contact: Contact
    standing: Standing
    contacts: int
    """Days of contact up to today."""
    last_contact: date | None
    usual_days: int | None
    """The median gap between them; None where they are too few."""


def drift(standing: Standing, *, today: date, settings: Rhythm, rules: Rules) -> Drift | None:
    """Return how somebody without a cadence drifts, or None where they don't.

    Their rhythm is the median of the latest 8 gaps between at least 4 days of contact, which take
    three weeks or more together. They drift while it has been silent for longer than twice that,
    and than that and 30 days, until they are asleep by it. Whoever is not active, snoozed, at rest
    after attempts, or has something planned or a follow-up set, doesn't drift.
    """
    if standing.cadence is not None or not _may_be_told(standing, today=today, rules=rules):
        return None
    days = _days(standing, since=date.min, until=today)
    if len(days) < max(settings.drift_contacts, 2):
        return None
    gaps = _gaps(days)[-max(settings.drift_gaps, 1) :]
    usual, silence = median_low(gaps), (today - days[-1]).days
    if sum(gaps) < _DRIFT_SPAN or silence > max(rules.asleep_cadences * usual, rules.asleep_days):
        return None
    if silence <= max(settings.drift_factor * usual, usual + settings.drift_margin):
        return None
    why = _drift_words(usual, silence=silence)
    return Drift(standing=standing, median_days=usual, silent_days=silence, why=why)


def drifting(
    standings: Iterable[Standing], *, today: date, settings: Rhythm, rules: Rules
) -> list[Drift]:
    """Return who drifts, the furthest from their rhythm first; nobody where that is turned off."""
    if not settings.drift:
        return []
    each = (drift(one, today=today, settings=settings, rules=rules) for one in standings)
    return sorted(
        (found for found in each if found),
        key=lambda found: (-found.silent_days / found.median_days, *found.standing.by_name),
    )


def filled(
    standings: Iterable[Standing],
    *,
    tiers: Mapping[str, Period | None],
    sizes: Mapping[str, int | None],
) -> list[TierFill]:
    """Return each of *tiers* with how many active contacts are in it, the closest first.

    A tier that contacts name and nobody has configured follows at the end.
    """
    counts = dict.fromkeys(tiers, 0)
    for standing in standings:
        if standing.tier and standing.status is Status.ACTIVE:
            counts[standing.tier] = counts.get(standing.tier, 0) + 1
    return [
        TierFill(name=name, cadence=tiers.get(name), count=count, size=sizes.get(name))
        for name, count in counts.items()
    ]


def moves(
    standings: Iterable[Standing],
    *,
    tiers: Mapping[str, Period | None],
    today: date,
    settings: Rhythm,
    rules: Rules,
) -> list[Move]:
    """Return whose real contact fits another tier better, by name; nobody where that is off."""
    if not settings.moves:
        return []
    each = (
        move(one, tiers=tiers, today=today, settings=settings, rules=rules) for one in standings
    )
    return sorted((found for found in each if found), key=lambda found: found.standing.by_name)


def move(
    standing: Standing,
    *,
    tiers: Mapping[str, Period | None],
    today: date,
    settings: Rhythm,
    rules: Rules,
) -> Move | None:
    """Return the tier that fits better than theirs, or None where theirs fits.

    It takes 3 gaps between contacts of the last 18 months, over 90 days or more. Their median, with
    the silence since where that is longer, is held against the tier's cadence: at most half of it
    speaks for a closer tier, at least twice for a wider one; the one whose cadence is the nearest.
    A cadence of one's own is a decision, and so is a snooze: both are left alone.
    """
    cadence = tiers.get(standing.tier or "")
    if cadence is None or standing.cadence != cadence:
        return None
    if not _may_be_told(standing, today=today, rules=rules):
        return None
    usual = _recent_gap(standing, today=today, settings=settings)
    if usual is None:
        return None
    asked, factor = cadence.approximate_days, max(settings.move_factor, 1)
    closer = usual * factor <= asked
    if not closer and usual < asked * factor:
        return None
    name = _nearest(usual, tiers=tiers)
    if name is None or _is_off(tiers[name], asked=asked, closer=closer):
        return None
    return Move(
        standing=standing,
        tier=name,
        closer=closer,
        median_days=usual,
        why=ngettext(
            "in touch about every {count} day, {tier} asks for {asked}",
            "in touch about every {count} days, {tier} asks for {asked}",
            usual,
            tier=standing.tier,
            asked=asked,
        ),
    )


def usual_gap(standing: Standing, *, today: date, settings: Rhythm) -> int | None:
    """Return the median gap of all their contact so far in days, None where it is no rhythm yet."""
    days = _days(standing, since=date.min, until=today)
    if len(days) < max(settings.drift_contacts, 2):
        return None
    return median_low(_gaps(days)[-max(settings.drift_gaps, 1) :])


def promising(standings: Iterable[Standing], *, today: date) -> list[Standing]:
    """Return *standings* with those first whom it is most worth to have a cadence.

    Each day of contact counts 1, half as much for every 180 days that it is ago; each link to
    another note, up to 20, counts a twentieth.
    """
    return sorted(standings, key=lambda one: (-_weight(one, today=today), *one.by_name))


def ramp(
    standings: Iterable[Standing],
    *,
    today: date,
    rules: Rules,
    per_week: int,
    taken: Iterable[date] = (),
) -> dict[str, date]:
    """Return a first day, by path, for those whom a new cadence makes due at once.

    Each gets the first workday after *today* in whose week fewer than *per_week* begin, days that
    are *taken* counted, and no day gets a second one before all of its week have one. The order is
    that of the paths, so that the answer is the same however the contacts come. Who isn't due yet,
    has a follow-up set, or was only just met, begins when they are due.
    """
    if per_week <= 0:
        return {}
    days = list(taken)
    first = {}
    for standing in sorted(standings, key=lambda one: one.path):
        if not _is_due_by_cadence(standing, today=today, rules=rules):
            continue
        day = _free_day(days, today=today, per_week=per_week)
        if day is None:
            break
        days.append(day)
        first[standing.path] = day
    return first


def _is_due_by_cadence(standing: Standing, *, today: date, rules: Rules) -> bool:
    """Return whether their cadence, and it alone, makes them due; promises are another matter."""
    found = [
        reason
        for reason in reasons(standing, today=today, rules=rules)
        if reason.kind not in {ReasonKind.PROMISE, ReasonKind.WAITING}
    ]
    kinds = {reason.kind for reason in found}
    return kinds == {ReasonKind.CADENCE} and found[0].due_on <= today


def _free_day(taken: Sequence[date], *, today: date, per_week: int) -> date | None:
    """Return the first workday after *today* with room; None where the calendar ends."""
    each_day = -(-per_week // _WORKDAYS)
    by_week: dict[Week, int] = {}
    for day in taken:
        by_week[Week.of(day)] = by_week.get(Week.of(day), 0) + 1
    day = today
    while day < date.max:
        day += timedelta(days=1)
        if day.weekday() >= _WORKDAYS or by_week.get(Week.of(day), 0) >= per_week:
            continue
        if sum(other == day for other in taken) < each_day:
            return day
    return None


def _may_be_told(standing: Standing, *, today: date, rules: Rules) -> bool:
    """Return whether nothing that the owner has said or planned speaks against a suggestion."""
    if standing.status is not Status.ACTIVE or is_asleep(standing, today=today, rules=rules):
        return False
    if standing.contact_days[-1:] > (today,):
        return False
    wait = silent_until(standing, today=today, rules=rules)
    waits = wait is not None and wait > today
    last = max((day for day in standing.contact_days if day <= today), default=date.min)
    return not waits and (standing.follow_up is None or standing.follow_up <= last)


def _recent_gap(standing: Standing, *, today: date, settings: Rhythm) -> int | None:
    """Return the median gap of recent contact; None where it is too little to tell."""
    since = Period(months=settings.move_months).before(today)
    days = _days(standing, since=since, until=today)
    if len(days) <= max(settings.move_gaps, 1) or (days[-1] - days[0]).days < _MOVE_SPAN:
        return None
    gaps, silence = _gaps(days), (today - days[-1]).days
    return median_low([*gaps, silence] if silence > median_low(gaps) else gaps)


def _nearest(days: int, *, tiers: Mapping[str, Period | None]) -> str | None:
    """Return the tier whose cadence is nearest to so many *days*, as a factor."""
    lengths = {name: cadence.approximate_days for name, cadence in tiers.items() if cadence}
    return min(
        lengths, key=lambda name: abs(log(max(lengths[name], 1) / max(days, 1))), default=None
    )


def _is_off(cadence: Period | None, *, asked: int, closer: bool) -> bool:
    """Return whether another tier's cadence is no step in the direction that is meant."""
    length = cadence.approximate_days if cadence else asked
    return length >= asked if closer else length <= asked


def _weight(standing: Standing, *, today: date) -> float:
    days = _days(standing, since=date.min, until=today)
    recent = sum(2.0 ** ((day - today).days / _HALF_LIFE) for day in days)
    return float(recent + min(standing.degree, _MOST_LINKS) / _MOST_LINKS)


def _days(standing: Standing, *, since: date, until: date) -> list[date]:
    """Return the different days of contact, both ends included."""
    return sorted({day for day in standing.contact_days if since <= day <= until})


def _gaps(days: Sequence[date]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(days)]


def _drift_words(usual: int, *, silence: int) -> str:
    rhythm = ngettext("usually every {count} day", "usually every {count} days", usual)
    return ngettext(
        "{rhythm}, now quiet for {count} day",
        "{rhythm}, now quiet for {count} days",
        silence,
        rhythm=rhythm,
    )
