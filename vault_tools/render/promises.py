"""Open promises as lines and as JSON."""

from collections.abc import Iterable

from vault_tools.method.commitments import Commitment
from vault_tools.render.escape import one_line
from vault_tools.report import words


def promise_lines(found: Iterable[Commitment]) -> Iterable[str]:
    """Yield for each promise whose it is, what it is, when it is due, and where it stands."""
    for item in found:
        promise, name = item.promise, one_line(item.standing.name)
        who = f"to {name}" if promise.mine else f"by {name}"
        when = "" if item.days_overdue is None else f" · {words.lateness_words(item.days_overdue)}"
        yield f"{who}: {one_line(promise.text)}{when}"
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
            "mine": item.promise.mine,
            "note": item.promise.path,
            "line": item.promise.line,
        }
        for item in found
    ]
