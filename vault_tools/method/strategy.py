"""What one wants from it all: goals and who matters for them, and one's own profile kept true.

Explained with examples in docs/method/goals.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from vault_tools import links
from vault_tools.config import Config, Rules
from vault_tools.dates import Period, parse_cadence, parse_local_day
from vault_tools.followups import attempts, last_contact, reasons
from vault_tools.language import _
from vault_tools.method.gatherings import Known
from vault_tools.model import OVER, Due, Note, Standing, Status, Value
from vault_tools.names import fold, property_key
from vault_tools.records import dataclass

_OVER_WORDS = (
    "achieved archived cancelled canceled closed complete completed done dropped finished paused"
    " reached abgeschlossen aufgegeben erledigt erreicht fertig pausiert verworfen"
)
_OVER = frozenset(_OVER_WORDS.split())
_LONGEST_CADENCE = Period(months=12).approximate_days
"""Tiers with a cadence of a year or more ask for no goal."""
_REVIEWED = property_key("profile_reviewed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Somebody who matters for a goal."""

    standing: Standing
    last_contact: date | None
    due: Due | None
    """What is next with them; None for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStand:
    """A goal, and who matters for it."""

    path: str
    title: str
    deadline: date | None
    status: str | None
    is_open: bool
    helpers: tuple[Helper, ...]
    """Those whose turn comes first, first."""


def goal_stands(
    goals: Iterable[Note], people: Sequence[Known], *, today: date, rules: Rules
) -> list[GoalStand]:
    """Return the goals, the open ones and the nearest deadline first, each with its people."""
    by_goal: dict[str, list[Known]] = {}
    for known in people:
        for path in known.goals:
            by_goal.setdefault(path, []).append(known)
    found = [
        GoalStand(
            path=note.path,
            title=note.title,
            deadline=note.goal.deadline if note.goal else None,
            status=note.goal.status if note.goal else None,
            is_open=is_open(note),
            helpers=_helpers(by_goal.get(note.path, []), today=today, rules=rules),
        )
        for note in goals
    ]
    return sorted(
        found,
        key=lambda each: (not each.is_open, each.deadline or date.max, fold(each.title), each.path),
    )


def is_open(goal: Note) -> bool:
    """Return whether a goal is still pursued: its status is none that says it is over."""
    status = goal.goal.status if goal.goal else None
    return status is None or fold(status.strip()) not in _OVER


def helper(standing: Standing, *, today: date, rules: Rules) -> Helper:
    """Return what is next with somebody: every reason to get in touch, whenever it is due."""
    last = last_contact(standing, today=today)
    found = reasons(standing, today=today, rules=rules)
    tried = attempts(standing, today=today)
    due = Due(standing=standing, reasons=found, last_contact=last, attempts=tried)
    return Helper(standing=standing, last_contact=last, due=due if found else None)


def unserving(
    people: Iterable[Known],
    *,
    tiers: Mapping[str, Period | None],
    today: date,
    rules: Rules,
) -> list[Helper]:
    """Return the active contacts of the closer tiers who are named for no goal, by name.

    A tier is close if its cadence is shorter than a year.
    """
    close = {
        name
        for name, cadence in tiers.items()
        if cadence and cadence.approximate_days < _LONGEST_CADENCE
    }
    found = [known.standing for known in people if not known.goals and known.standing.tier in close]
    active = [one for one in found if one.status is Status.ACTIVE]
    active.sort(key=lambda one: one.by_name)
    return [helper(one, today=today, rules=rules) for one in active]


def profile_upkeep(
    properties: Mapping[str, Value] | None, *, today: date, config: Config
) -> str | None:
    """Return that it is time to look over one's own profile, in words; None if it isn't.

    *properties* are those of the profile's note, None where there is none. It is time once
    ``profile_reviewed`` is longer ago than configured; where that property is missing, never.
    """
    after = parse_cadence(config.profile.review_after)
    reviewed = _reviewed(properties or {})
    if after is None or reviewed is None or after.after(reviewed) >= today:
        return None
    return _(
        "You last looked over your profile and introduction on {day};"
        " do they still say what you do and look for?",
        day=reviewed.isoformat(),
    )


def introduction(text: str) -> str | None:
    """Return the first paragraph of the profile's text, on one line: how one introduces oneself."""
    kept: list[str] = []
    for row in (*(row.strip() for row in text.split("\n")), ""):
        if kept and (not row or row.startswith("#")):
            break
        if row and not row.startswith("#"):
            kept.append(row)
    return " ".join(kept) or None


def _reviewed(properties: Mapping[str, Value]) -> date | None:
    for name, value in properties.items():
        if property_key(name) == _REVIEWED and isinstance(value, str):
            try:
                return parse_local_day(links.shown(value).strip())
            except ValueError:
                return None
    return None


def _helpers(people: Iterable[Known], *, today: date, rules: Rules) -> tuple[Helper, ...]:
    found = [
        helper(known.standing, today=today, rules=rules)
        for known in people
        if known.standing.status not in OVER
    ]
    return tuple(sorted(found, key=_by_turn))


def _by_turn(each: Helper) -> tuple[date, str, str]:
    return (each.due.due_on if each.due else date.max, *each.standing.by_name)
