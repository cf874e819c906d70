"""Introductions as lines for the terminal and as a JSON shape."""

from collections.abc import Iterable, Iterator, Sequence

from vault_tools.render.escape import one_line
from vault_tools.report.introduction import Introduction, Step

_ARROW = " → "


def introduction_lines(found: Sequence[Introduction]) -> Iterator[str]:
    """Yield each path with the reason to trust its steps, where that stands, and what to mind."""
    for index, path in enumerate(found):
        if index:
            yield ""
        yield f"{_ARROW.join(map(one_line, path.names))} ({path.warmth})"
        if path.is_direct:
            yield f"  You know {one_line(path.names[-1])} yourself."
        for step in path.steps:
            yield f"  {_sentence(step.words)}"
            yield f"    {one_line(step.evidence)}"
        for each in path.mind:
            yield f"  Mind: {one_line(each)}"


def introduction_shape(
    found: Iterable[Introduction], *, drafts: Sequence[str] = ()
) -> list[dict[str, object]]:
    """Return the shape of ``intro``; the first of *drafts* belongs to the first path."""
    shapes = [
        {
            "path": path.names,
            "notes": path.notes,
            "via": [_step_shape(step) for step in path.steps],
            "strength": round(path.strength, 3),
            "warmth": path.warmth,
            "direct": path.is_direct,
            "mind": path.mind,
        }
        for path in found
    ]
    for shape, draft in zip(shapes, drafts, strict=False):
        shape["draft"] = draft
    return shapes


def _step_shape(step: Step) -> dict[str, object]:
    return {
        "from": step.source,
        "to": step.target,
        "kind": step.kind.value,
        "evidence": step.evidence,
        "on": step.on,
        "strength": round(step.strength, 3),
        "why": step.words,
    }


def _sentence(text: str) -> str:
    line = one_line(text)
    return f"{line[:1].upper()}{line[1:]}."
