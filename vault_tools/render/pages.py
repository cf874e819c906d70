"""The pages that explain each problem: the same files as in docs/problems, in several languages."""

import re
from pathlib import Path

from vault_tools import language

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def explanation(code: str) -> str | None:
    """Return the page about the problem *code*, or None if there is none.

    It is in the language that is spoken, or in English where that language has none.
    """
    if _CODE.fullmatch(code) is None:
        return None
    places = (_folder() / language.spoken(), _folder())
    path = next(
        (place / f"{code}.md" for place in places if (place / f"{code}.md").is_file()), None
    )
    return path.read_text(encoding="utf-8") if path else None


def codes() -> list[str]:
    """Return the codes of all problems that are explained, in order."""
    return sorted(path.stem for path in _folder().glob("*.md") if _CODE.fullmatch(path.stem))


def _folder() -> Path:
    """Return the folder of the pages: the checkout's, else the installed package's."""
    package = Path(__file__).parent.parent
    beside = package.parent / "docs" / "problems"
    in_checkout = (package.parent / "pyproject.toml").is_file() and beside.is_dir()
    return beside if in_checkout else package / "problems"
