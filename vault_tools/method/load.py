"""What the cadences ask for against what the owner really does, and which to loosen.

Explained with examples in docs/method/stats.md.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from vault_tools.config.settings import Load as Settings
from vault_tools.dates import Period
from vault_tools.model import Standing, Status
from vault_tools.records import dataclass

OWN = ""
"""The key of those whose cadence is not their tier's."""
_LADDER = tuple(
    Period(months=months, days=days)
    for months, days in ((0, 7), (0, 14), (1, 0), (0, 42), (2, 0), (3, 0), (6, 0), (12, 0))
)
_ENOUGH_WEEKS = 4
_ROOM = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one tier's cadence asks for, and what its contacts really got."""

    tier: str
    """Empty (`OWN`) for those whose note says another cadence than the tier."""
    cadence: Period | None
    """None for those with one of their own."""
    contacts: int
    """How many contacts have it."""
    asked: float
    """Contacts a week."""
    real: float
    """Contacts a week in the weeks that count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loosening:
    """A cadence that might be longer, and what that would save."""

    tier: str
    cadence: Period
    """The one that it has."""
    proposed: Period
    saved: float
    """Contacts a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Contacts a week, asked for and real."""

    asked: float
    real: float
    """Days of contact, counted for each contact, whether they have a cadence or not."""
    weeks: int
    """Over how many weeks the real ones are counted; 0 where there was none yet."""
    shares: tuple[Share, ...]
    """In the order of the tiers, `OWN` last."""
    loosenings: tuple[Loosening, ...] = ()
    """What would bring the two together, the widest tier first; none where that is not needed."""

    @property
    def is_heavy(self) -> bool:
        """Return whether clearly more is asked for than done, over enough weeks to tell."""
        return self.weeks >= _ENOUGH_WEEKS and self.asked > self.real * _ROOM


def load(
    standings: Iterable[Standing],
    *,
    today: date,
    tiers: Mapping[str, Period | None],
    settings: Settings,
    instead: Mapping[str, Period] | None = None,
) -> Load:
    """Return what is asked for and what is real; *instead* are other cadences of some tiers.

    Asked are those who are active and have a cadence: each 7 days by its length. Real is what the
    last weeks had, fewer where the first contact is not that long ago; nobody private counts.
    """
    people = [one for one in standings if not one.private]
    weeks = _weeks(people, today=today, most=settings.weeks)
    since = Period(days=7 * weeks).before(today)
    shares = tuple(
        _shares(people, since=since, today=today, weeks=weeks, tiers=tiers, instead=instead or {})
    )
    found = Load(
        asked=sum(share.asked for share in shares),
        real=sum(_count(one, since=since, until=today) for one in people) / max(weeks, 1),
        weeks=weeks,
        shares=shares,
    )
    if not settings.suggest or not found.is_heavy or not found.real:
        return found
    return replace(found, loosenings=tuple(_loosenings(found)))


def _shares(
    people: Sequence[Standing],
    *,
    since: date,
    today: date,
    weeks: int,
    tiers: Mapping[str, Period | None],
    instead: Mapping[str, Period],
) -> Iterator[Share]:
    groups: dict[str, list[Standing]] = {name: [] for name in (*tiers, OWN)}
    for one in people:
        if one.status is Status.ACTIVE and one.cadence:
            groups[_group(one, tiers=tiers)].append(one)
    for name, members in groups.items():
        if not members:
            continue
        cadence = instead.get(name) or tiers.get(name)
        real = sum(_count(one, since=since, until=today) for one in members)
        yield Share(
            tier=name,
            cadence=cadence,
            contacts=len(members),
            asked=sum(_a_week(cadence or one.cadence) for one in members),
            real=real / max(weeks, 1),
        )


def _group(standing: Standing, *, tiers: Mapping[str, Period | None]) -> str:
    """Return the tier whose cadence it is, else `OWN`."""
    tier = standing.tier or OWN
    return tier if tier in tiers and standing.cadence == tiers[tier] else OWN


def _loosenings(found: Load) -> Iterator[Loosening]:
    """Yield the longer cadences that bring *found* closer to what is real, the widest tier first.

    Each step makes that tier's cadence longer which asks for the most beyond what its contacts
    really got; none asks for less than that, and none for more than a year of silence.
    """
    asked = found.asked
    steps: Counter[str] = Counter()
    shares = [share for share in reversed(found.shares) if share.cadence]
    while asked > found.real * _ROOM:
        beyond = {share.tier: _asked(share, steps[share.tier]) - share.real for share in shares}
        longer = [share for share in shares if steps[share.tier] < len(_longer(share.cadence))]
        share = max(longer, key=lambda each: beyond[each.tier], default=None)
        if share is None or beyond[share.tier] <= 0:
            break
        steps[share.tier] += 1
        asked -= _asked(share, steps[share.tier] - 1) - _asked(share, steps[share.tier])
    for share in shares:
        if share.cadence and steps[share.tier]:
            yield Loosening(
                tier=share.tier,
                cadence=share.cadence,
                proposed=_longer(share.cadence)[steps[share.tier] - 1],
                saved=share.asked - _asked(share, steps[share.tier]),
            )


def _asked(share: Share, steps: int) -> float:
    cadence = _longer(share.cadence)[steps - 1] if steps else share.cadence
    return share.contacts * _a_week(cadence)


def _longer(cadence: Period | None) -> tuple[Period, ...]:
    days = cadence.approximate_days if cadence else 0
    return tuple(step for step in _LADDER if step.approximate_days > days)


def _a_week(cadence: Period | None) -> float:
    return 7 / max(cadence.approximate_days, 1) if cadence else 0.0


def _weeks(people: Sequence[Standing], *, today: date, most: int) -> int:
    """Return over how many weeks to count: *most*, or those since the first contact."""
    first = min((one.contact_days[0] for one in people if one.contact_days), default=None)
    if first is None or first > today:
        return 0
    return max(1, min(most, (today - first).days // 7 + 1))


def _count(standing: Standing, *, since: date, until: date) -> int:
    return sum(since < day <= until for day in standing.contact_days)
