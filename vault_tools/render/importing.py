"""What came of an import, as lines for the terminal and as a JSON shape."""

from collections.abc import Iterator

from vault_tools.drafts import Refusal
from vault_tools.intake import Disagreement, Intake, Question
from vault_tools.language import _, ngettext
from vault_tools.render.escape import one_line

_SHOWN = 10
"""The most lines of each kind: what is to be decided has to be read."""


def intake_lines(found: Intake) -> Iterator[str]:
    """Yield what there is to decide and what can't be kept, a few of each kind."""
    yield from _listed(_("Perhaps known already"), [_question(each) for each in found.questions])
    yield from _listed(_("Said otherwise"), [_disagreement(each) for each in found.disagreements])
    yield from _listed(_("Not understood"), [_refusal(each) for each in found.refused])
    if found.dropped:
        kept = found.dropped.most_common(_SHOWN)
        listed = ", ".join(f"{one_line(name)} {count}" for name, count in kept)
        yield _("Can't be kept: {names}", names=listed)


def summary(found: Intake) -> str:
    """Return how many there were of each kind."""
    waiting = len(found.questions) + len(found.disagreements)
    parts = [
        _("{count} new", count=len(found.new)),
        _("{count} changed", count=len(found.changed)),
        ngettext("{count} unchanged", "{count} unchanged", found.unchanged),
    ]
    parts += [_("{count} to decide", count=waiting)] if waiting else []
    parts += [_("{count} not in the vault", count=found.passed_over)] if found.passed_over else []
    parts += [_("{count} refused", count=len(found.refused))] if found.refused else []
    return f"{', '.join(parts)}."


def intake_shape(found: Intake) -> dict[str, object]:
    """Return the shape of ``import``."""
    return {
        "new": sorted(found.new),
        "changed": sorted(found.changed),
        "unchanged": found.unchanged,
        "passed_over": found.passed_over,
        "questions": [
            {"name": each.name, "paths": each.paths, "why": str(each.why), **_place(each)}
            for each in found.questions
        ],
        "differences": [
            {
                "path": each.path,
                "property": each.difference.name,
                "ours": each.difference.ours,
                "theirs": each.difference.theirs,
            }
            for each in found.disagreements
        ],
        "refused": [{"reason": str(each.reason), **_place(each)} for each in found.refused],
        "dropped": dict(sorted(found.dropped.items())),
    }


def _place(record: Question | Refusal) -> dict[str, object]:
    place = record.place
    return {"source": place.source, "line": place.line, "record": place.record}


def _listed(heading: str, rows: list[str]) -> Iterator[str]:
    if rows:
        yield f"{heading}:"
        yield from (f"  {row}" for row in rows[:_SHOWN])
    if len(rows) > _SHOWN:
        more = _("and {count} more", count=len(rows) - _SHOWN)
        yield f"  {more}: --json"


def _question(each: Question) -> str:
    paths = ", ".join(one_line(path) for path in each.paths)
    name = one_line(each.name)
    known = _("{name}: {why} as {notes}", name=name, why=each.why, notes=paths)
    return f"{_at(each)}: {known}"


def _disagreement(each: Disagreement) -> str:
    found = each.difference
    ours, theirs = one_line(found.ours), one_line(found.theirs)
    said = _("yours is {ours}, theirs is {theirs}", ours=ours, theirs=theirs)
    return f"{one_line(each.path)}: {found.name}: {said}"


def _refusal(each: Refusal) -> str:
    return f"{_at(each)}: {one_line(str(each.reason))}"


def _at(each: Question | Refusal) -> str:
    return f"{one_line(each.place.source)}:{each.place.line}"
