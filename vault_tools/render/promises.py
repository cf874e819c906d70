"""Promises as lines and as JSON."""

from collections.abc import Iterable, Iterator, Sequence

from vault_tools.language import _
from vault_tools.method.commitments import Commitment, Record, Tally, total
from vault_tools.render.escape import one_line
from vault_tools.report import times, words


def promise_lines(found: Iterable[Commitment]) -> Iterator[str]:
    """Yield for each promise whose it is, what it is, when it is due, and where it stands."""
    for item in found:
        promise, name = item.promise, one_line(item.standing.name)
        text = " · ".join(part for part in (one_line(promise.text), _when(item)) if part)
        if promise.mine:
            yield _("to {name}: {text}", name=name, text=text)
        else:
            yield _("by {name}: {text}", name=name, text=text)
        yield f"    {one_line(promise.path)}:{promise.line}"


def promises_shape(found: Iterable[Commitment]) -> list[dict[str, object]]:
    """Return the shape of ``promises``."""
    return [
        {
            "name": item.standing.name,
            "path": item.standing.path,
            "text": item.promise.text,
            "due": item.promise.due,
            "days_overdue": item.days_overdue,
            "done": item.promise.done,
            "done_on": item.promise.done_on,
            "mine": item.promise.mine,
            "note": item.promise.path,
            "line": item.promise.line,
        }
        for item in found
    ]


def record_lines(found: Sequence[Record]) -> Iterator[str]:
    """Yield for each contact what became of the promises of either side, then all together."""
    for record in found:
        yield f"{one_line(record.standing.name)}: {words.tally_sides(record.mine, record.theirs)}"
    if found:
        mine, theirs = total(found)
        yield ""
        yield _("In all: {counts}", counts=words.tally_sides(mine, theirs))


def records_shape(found: Sequence[Record]) -> list[dict[str, object]]:
    """Return the shape of ``promises --by-person``."""
    return [
        {
            "name": record.standing.name,
            "path": record.standing.path,
            "mine": _tally_shape(record.mine),
            "theirs": _tally_shape(record.theirs),
        }
        for record in found
    ]


def _when(item: Commitment) -> str:
    promise = item.promise
    if item.days_overdue is not None:
        return times.lateness_words(item.days_overdue)
    if not promise.done:
        return ""
    if promise.done_on is None:
        return _("kept")
    day = promise.done_on.isoformat()
    if promise.due and promise.done_on > promise.due:
        return _("kept on {day}, after its day", day=day)
    return _("kept on {day}", day=day)


def _tally_shape(tally: Tally) -> dict[str, object]:
    return {
        "kept": tally.kept,
        "late": tally.late,
        "open": tally.open,
        "overdue": tally.overdue,
    }
