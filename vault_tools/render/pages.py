"""The pages that explain each problem: the same files as in docs/problems, in several languages."""

import re

from vault_tools import language
from vault_tools.render.shipped import shipped

_FOLDER = "docs/problems"
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def explanation(code: str) -> str | None:
    """Return the page about the problem *code*, or None if there is none.

    It is in the language that is spoken, or in English where that language has none.
    """
    if _CODE.fullmatch(code) is None:
        return None
    folder = shipped(_FOLDER)
    places = (folder / language.spoken(), folder)
    path = next(
        (place / f"{code}.md" for place in places if (place / f"{code}.md").is_file()), None
    )
    return path.read_text(encoding="utf-8") if path else None


def codes() -> list[str]:
    """Return the codes of all problems that are explained, in order."""
    return sorted(path.stem for path in shipped(_FOLDER).glob("*.md") if _CODE.fullmatch(path.stem))
