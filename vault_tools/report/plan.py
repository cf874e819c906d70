"""The plan of a week as a report shows it."""

from collections.abc import Sequence
from datetime import date

from vault_tools.config import Config
from vault_tools.method.planning import Plan, effort, plan
from vault_tools.model import Due, ReasonKind
from vault_tools.records import dataclass
from vault_tools.report import words

_NAMES = 3
"""How many of those who have to wait are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPlan:
    """How far the minutes of a week go."""

    budget: int
    """The minutes that are planned for a week."""
    minutes: int
    """What all that is due and shown takes."""
    ahead: tuple[int, ...]
    """How many contacts are for the next weeks, week by week."""
    later: int
    """How many are for still later."""
    words: str
    """All of it, as a sentence."""


def week_plan(found: Sequence[Due], *, today: date, config: Config) -> Plan | None:
    """Return how those who are due fit into the configured minutes; None if none are configured."""
    return planned(found, today=today, config=config) if config.plan.minutes else None


def planned(
    found: Sequence[Due], *, today: date, config: Config, budget: int | None = None
) -> Plan:
    """Return how those who are due fit into *budget* minutes a week, else into those configured.

    Somebody takes as long as the channel that is suggested for them; a birthday takes no share.
    """
    efforts = [
        effort(
            item,
            minutes=words.minutes_of(
                words.suggested_channel(item.standing, today=today, channels=config.channels),
                channels=config.channels,
            ),
            today=today,
            tiers=tuple(config.tiers),
        )
        for item in found
        if {reason.kind for reason in item.reasons} != {ReasonKind.BIRTHDAY}
    ]
    return plan(efforts, budget=config.plan.minutes if budget is None else budget)


def shown_plan(week: Plan) -> WeekPlan:
    """Return a plan as a report shows it."""
    return WeekPlan(
        budget=week.budget,
        minutes=week.minutes,
        ahead=tuple(len(each) for each in week.weeks[1:]),
        later=len(week.later),
        words=words.plan_words(week, names=_NAMES),
    )
