"""Likely duplicates, as lines for the terminal and as a JSON shape."""

from collections.abc import Iterable, Iterator

from vault_tools.merge.duplicates import Pair
from vault_tools.render.escape import one_line


def pair_lines(found: Iterable[Pair]) -> Iterator[str]:
    """Yield for each pair its score, the two notes, and why."""
    for pair in found:
        yield f"{pair.score:.2f}  {one_line(pair.first)}"
        yield f"      {one_line(pair.second)}"
        yield f"      {one_line('; '.join(str(reason) for reason in pair.reasons))}"


def pair_shape(found: Iterable[Pair]) -> list[dict[str, object]]:
    """Return the shape of ``dupes``."""
    return [
        {
            "first": pair.first,
            "second": pair.second,
            "score": pair.score,
            "reasons": pair.reasons,
        }
        for pair in found
    ]
