"""Goals and who matters for them, as lines for the terminal and as JSON shapes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from vault_tools.method.strategy import GoalStand, Helper
from vault_tools.render.escape import one_line
from vault_tools.report import times, words


def goal_lines(found: Sequence[GoalStand], *, today: date) -> Iterator[str]:
    """Yield each goal with its contacts and what is next with each."""
    for index, goal in enumerate(found):
        if index:
            yield ""
        yield _goal_line(goal, today=today)
        yield from (f"  {_helper_line(one, today=today)}" for one in goal.helpers)
        if not goal.helpers and goal.is_open:
            yield "  nobody is named for it yet"


def unserving_lines(found: Sequence[Helper]) -> Iterator[str]:
    """Yield the contacts of the closer tiers who are named for no goal."""
    if found:
        yield "In a closer tier, and named for no goal"
    for one in found:
        last = f"last contact {one.last_contact}" if one.last_contact else "no contact yet"
        yield f"  {one_line(one.standing.name)} ({one_line(one.standing.tier or '')}), {last}"


def goal_shape(found: Iterable[GoalStand]) -> list[dict[str, object]]:
    """Return the shape of ``goals``."""
    return [
        {
            "path": goal.path,
            "title": goal.title,
            "deadline": goal.deadline,
            "status": goal.status,
            "open": goal.is_open,
            "contacts": [_helper_shape(one) for one in goal.helpers],
        }
        for goal in found
    ]


def unserving_shape(found: Iterable[Helper]) -> list[dict[str, object]]:
    """Return the shape of ``goals --unserving``."""
    return [{**_helper_shape(one), "tier": one.standing.tier} for one in found]


def _helper_shape(one: Helper) -> dict[str, object]:
    return {
        "name": one.standing.name,
        "path": one.standing.path,
        "last_contact": one.last_contact,
        "due_on": one.due.due_on if one.due else None,
    }


def _goal_line(goal: GoalStand, *, today: date) -> str:
    by = ""
    if goal.deadline:
        ahead = (goal.deadline - today).days
        left = f", {_left(ahead)}" if goal.is_open and ahead >= 0 else ""
        by = f", by {goal.deadline.isoformat()}{left}"
    status = "" if goal.is_open else f" ({one_line(goal.status or '')})"
    return f"{one_line(goal.title)}{by}{status}"


def _left(days: int) -> str:
    if days >= 2 * 30:
        return f"{days // 30} months left"
    return f"{days} day left" if days == 1 else f"{days} days left"


def _helper_line(one: Helper, *, today: date) -> str:
    name = one_line(one.standing.name)
    if one.due is None:
        last = f"last contact {one.last_contact}" if one.last_contact else "no contact yet"
        return f"{name}: nothing is set; {last}"
    reason = words.reason_words(one.due.reasons[0], one.due, today=today)
    when = times.lateness_words(one.due.days_overdue(today))
    return f"{name}: {when}, {one_line(reason)}"
