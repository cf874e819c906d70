"""Introductions as lines for the terminal and as a JSON shape."""

from collections.abc import Iterable, Iterator, Sequence

from vault_tools.language import _
from vault_tools.render.escape import one_line
from vault_tools.report.introduction import Introduction, Step, own_name, warmth_words

_ARROW = " → "


def introduction_lines(found: Sequence[Introduction]) -> Iterator[str]:
    """Yield each path with the reason to trust its steps, where that stands, and what to mind."""
    for index, path in enumerate(found):
        if index:
            yield ""
        names = _chain((own_name(), *path.names[1:]))
        yield f"{names} ({warmth_words(path.strength)})"
        if path.is_direct:
            name = one_line(path.names[-1])
            known = _("You know {name} yourself.", name=name)
            yield f"  {known}"
        if path.brought:
            chain = _chain((*path.brought, path.names[-1]))
            way = _("They came to you this way: {chain}.", chain=chain)
            yield f"  {way}"
        for step in path.steps:
            yield f"  {_sentence(step.words)}"
            yield f"    {one_line(step.evidence)}"
        for each in path.mind:
            mind = _("Mind: {text}", text=one_line(each))
            yield f"  {mind}"


def introduction_shape(
    found: Iterable[Introduction], *, draft: str | None = None
) -> list[dict[str, object]]:
    """Return the shape of ``intro``; a *draft* belongs to the first path."""
    shapes = [
        {
            "path": path.names,
            "notes": path.notes,
            "via": [_step_shape(step) for step in path.steps],
            "strength": round(path.strength, 3),
            "warmth": path.warmth,
            "direct": path.is_direct,
            "mind": path.mind,
            "owing": path.owing,
            "brought_by": path.brought,
        }
        for path in found
    ]
    if draft is not None:
        shapes[0]["draft"] = draft
    return shapes


def _chain(names: Sequence[str]) -> str:
    return _ARROW.join(one_line(name) for name in names)


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
