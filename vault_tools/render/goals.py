"""Goals and who matters for them, as lines for the terminal and as JSON shapes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from vault_tools.language import _, ngettext
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
            nobody = _("nobody is named for it yet")
            yield f"  {nobody}"


def unserving_lines(found: Sequence[Helper]) -> Iterator[str]:
    """Yield the contacts of the closer tiers who are named for no goal."""
    if found:
        yield _("In a closer tier, and named for no goal")
    for one in found:
        name, tier = one_line(one.standing.name), one_line(one.standing.tier or "")
        yield f"  {name} ({tier}), {_last_words(one)}"


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
    line = one_line(goal.title)
    if goal.deadline:
        ahead = (goal.deadline - today).days
        line = _("{goal}, by {day}", goal=line, day=goal.deadline.isoformat())
        line += f", {_left(ahead)}" if goal.is_open and ahead >= 0 else ""
    return line if goal.is_open else f"{line} ({one_line(goal.status or '')})"


def _left(days: int) -> str:
    if days >= 2 * 30:
        return ngettext("{count} month left", "{count} months left", days // 30)
    return ngettext("{count} day left", "{count} days left", days)


def _helper_line(one: Helper, *, today: date) -> str:
    name = one_line(one.standing.name)
    if one.due is None:
        return _("{name}: nothing is set; {last}", name=name, last=_last_words(one))
    reason = words.reason_words(one.due.reasons[0], one.due, today=today)
    when = times.lateness_words(one.due.days_overdue(today))
    return f"{name}: {when}, {one_line(reason)}"


def _last_words(one: Helper) -> str:
    if one.last_contact is None:
        return _("no contact yet")
    return _("last contact {day}", day=one.last_contact)
