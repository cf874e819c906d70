"""Names of people as networks show them, without what is no part of a name."""

import re
import unicodedata

from vault_tools.importers.texts import one_line

_TITLES = re.compile(
    r"(?:(?:Univ\.-)?Prof|Dr|Dipl\.?-(?:Ing|Kfm|Kffr|Inf|Psych|Wirt\.?-Ing)|Mag|Ing|Mr|Mrs|Ms|Mx|Sir"
    r"|Herr|Frau|med|jur|rer\. ?nat|rer\. ?pol|phil|h\. ?c)(?:\.|(?=\s))\s*",
    re.IGNORECASE,
)
_DEGREES = frozenset(
    (
        *("mba", "emba", "phd", "dphil", "md", "jd", "llm", "llb", "ma", "msc", "ms", "bsc", "ba"),
        *("bs", "bba", "meng", "beng", "mphil", "mpa", "mph", "edd", "dba", "esq", "rn", "pe"),
        *("cfa", "cpa", "pmp", "cissp", "cisa", "cism", "csm", "cspo", "psm", "fcca", "acca"),
        *("aca", "cma", "cipp", "shrm", "phr", "sphr", "mcse", "togaf", "itil", "prince2"),
    )
)
_SHORT = 2
_PRONOUNS = re.compile(r"\(\s*(?:she|he|they|sie|er)\b[^()]{0,30}\)", re.IGNORECASE)
_SYMBOLS = frozenset({"So", "Sk", "Co", "Cn"})
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f\u20e3]")


def bare_name(text: str) -> str:
    """Return *text* without emoji, titles, degrees and pronouns.

    ``Dr. Ann Lee, MBA (she/her)`` is ``Ann Lee``.

    Only titles and degrees that are well known go; where nothing would be left, all stays.
    """
    name = one_line(_JOINERS.sub("", text))
    name = "".join(" " if unicodedata.category(char) in _SYMBOLS else char for char in name)
    name = one_line(_PRONOUNS.sub(" ", name))
    name = _without_degrees(_without_titles(name)).strip(" ,;|·-–")
    return name or one_line(text)


def _without_titles(name: str) -> str:
    match = _TITLES.match(name)
    while match:
        name = name[match.end() :].lstrip(" ,")
        match = _TITLES.match(name)
    return name


def _without_degrees(name: str) -> str:
    """Return *name* without what follows a comma, or ends it, if that is all degrees."""
    head, comma, tail = name.partition(",")
    if comma and all(map(_is_degree, re.split(r"[\s,/&|]+", tail.strip()))):
        name = head
    words = name.split(" ")
    while len(words) > _SHORT and words[-1].isupper() and _is_degree(words[-1]):
        if name.isupper():
            break  # Yo-Yo Ma, shouted
        words.pop()
    return " ".join(words)


def _is_degree(word: str) -> bool:
    bare = re.sub(r"[.,®™-]", "", word)
    if len(bare) <= _SHORT and not bare.isupper():
        return not bare
    return bare.casefold() in _DEGREES
