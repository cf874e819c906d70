"""Tags with a meaning as a reader would put them: ``#gave a tip`` reads ``gave a tip``."""

import re

from vault_tools.language import pgettext

_MORE = re.compile(r"\s*:?\s*[^\s#.,;:!?)]")


def read(match: re.Match[str]) -> str:
    """Return how ``#gave``, ``#got`` or ``#intro`` reads; the match's first group is its word.

    A language may say it one way before what was given, and another where nothing follows.
    """
    tag, rest = match[1], match.string[match.end() :]
    before = bool(_MORE.match(rest))
    said = _BEFORE[tag.casefold()]() if before else _AFTER[tag.casefold()]()
    if rest.lstrip().startswith(":"):
        said = said.removesuffix(":")
    return said[:1].upper() + said[1:] if tag[:1].isupper() else said


_BEFORE = {
    "gave": lambda: pgettext("before what was given", "gave"),
    "got": lambda: pgettext("before what was got", "got"),
    "intro": lambda: pgettext("before who was introduced", "intro"),
}
_AFTER = {
    "gave": lambda: pgettext("after what was given", "gave"),
    "got": lambda: pgettext("after what was got", "got"),
    "intro": lambda: pgettext("after who was introduced", "intro"),
}
