"""How many there are: contacts by tier and status, interactions by channel and month.

Explained with examples in docs/method/stats.md.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from vault_tools.dates import Period
from vault_tools.language import pgettext
from vault_tools.model import Interaction, Status, Timeline
from vault_tools.records import dataclass

_MONTHS = 12
NO_TIER = "none"
"""The key of those without a tier."""
NO_CHANNEL = "none"
"""The key of interactions that name no channel."""


def none_words() -> str:
    """Return how a reader is told of these two."""
    return pgettext("without a channel or a tier", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What there is in a vault, in numbers."""

    contacts: int
    by_tier: dict[str, int]
    """Every configured tier, then others that notes name; `NO_TIER` last, if there is any."""
    by_status: dict[str, int]
    by_channel: dict[str, int]
    """Interactions of the last twelve months, the most used first; `NO_CHANNEL` for none."""
    by_month: dict[str, int]
    """Interactions in each of the last twelve months, ``2026-11``, the present one last."""
    attempts: int
    """Those of the last twelve months that were no contact; not among the others."""


def counts(timelines: Iterable[Timeline], *, today: date, tiers: Sequence[str]) -> Counts:
    """Return the counts as of *today*; private contacts are left out.

    A meeting with several contacts counts once for each of them.
    """
    told = [each for each in timelines if not each.standing.private]
    months = _months(today)
    since = date.fromisoformat(f"{months[0]}-01")
    recent = [item for each in told for item in each.interactions if since <= item.on <= today]
    talks = [item for item in recent if item.attempt is None]
    return Counts(
        contacts=len(told),
        by_tier=_by_tier(told, tiers=tiers),
        by_status=_by_status(told),
        by_channel=dict(Counter(item.channel or NO_CHANNEL for item in talks).most_common()),
        by_month=_by_month(talks, months=months),
        attempts=len(recent) - len(talks),
    )


def _months(today: date) -> list[str]:
    first = today.replace(day=1)
    return [
        f"{month.year:04}-{month.month:02}"
        for month in (Period(months=back).before(first) for back in reversed(range(_MONTHS)))
    ]


def _by_tier(told: Sequence[Timeline], *, tiers: Sequence[str]) -> dict[str, int]:
    found = Counter(each.standing.tier or NO_TIER for each in told)
    others = sorted(name for name in found if name not in tiers and name != NO_TIER)
    listed = {name: found[name] for name in (*tiers, *others)}
    return listed | {NO_TIER: found[NO_TIER]} if found[NO_TIER] else listed


def _by_status(told: Sequence[Timeline]) -> dict[str, int]:
    found = Counter(each.standing.status for each in told)
    return {status.value: found[status] for status in Status if found[status]}


def _by_month(talks: Iterable[Interaction], *, months: Sequence[str]) -> dict[str, int]:
    found = Counter(f"{item.on.year:04}-{item.on.month:02}" for item in talks)
    return {month: found[month] for month in months}
