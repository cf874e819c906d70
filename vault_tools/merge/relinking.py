"""Links that follow a note to its new name or place: only their targets change, nothing else."""

import re
from collections.abc import Callable, Collection
from pathlib import PurePosixPath

from vault_tools.edit.line_ends import lines_of
from vault_tools.names import link_key

_LINK = re.compile(r"(\[\[)([^\[\]\n|#^\\]+)((?:\\?[|#^][^\[\]\n]*)?\]\])")


def relinked(text: str, *, lines: Collection[int], targets: Collection[str], to: str) -> str:
    """Return the note *text* with the links on some *lines* leading to the note at the path *to*.

    *targets* are what these links say now. A link by path stays one by path, one by name by name;
    headings and shown words stay, and so does everything else.
    """
    wanted = {link_key(target) for target in targets}
    rows = lines_of(text)
    for number in lines:
        if number <= len(rows):
            rows[number - 1] = _LINK.sub(_replaced(wanted, to), rows[number - 1])
    return "".join(rows)


def _replaced(wanted: set[str], to: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        target = match[2].strip()
        if link_key(target) not in wanted:
            return match[0]
        ending = ".md" if target.endswith(".md") else ""
        return f"{match[1]}{target_like(target, to=to)}{ending}{match[3]}"

    return replace


def target_like(old: str, *, to: str) -> str:
    """Return how a link that says *old* names the note at *to*: by path, or by name alone."""
    path = PurePosixPath(to)
    return str(path.with_suffix("")) if "/" in old else path.stem
