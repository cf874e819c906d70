"""How names, words and property names compare: pure functions from text to a key."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}  # noqa: RUF001
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_SEPARATORS = re.compile(r"[-_\s]+")


def fold(text: str) -> str:
    """Return *text* without case and accents: ``Łukasz Müller-Weiß`` → ``lukasz muller-weiss``.

    Unicode's compatibility decomposition without combining marks, plus the letters that have no
    decomposition. SQLite's tokenizers fold neither ß, ø nor ł, so both sides are folded here.
    """
    if text.isascii():
        return text.lower()
    # Characters fold one by one, so only runs beyond ASCII need it, and those are few and recur.
    lower = text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
    return _BEYOND_ASCII.sub(_folded_run, lower)


def _folded_run(match: re.Match[str]) -> str:
    return _fold_beyond_ascii(match[0])


@lru_cache(maxsize=4096)
def _fold_beyond_ascii(text: str) -> str:
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))


def fold_umlauts(text: str) -> str:
    """Return *text* folded with German and Nordic umlauts spelt out: ``Müller`` → ``mueller``."""
    if text.isascii():
        return text.lower()
    return fold(unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS))


def link_key(text: str) -> str:
    """Return the key under which a note or a contact is looked up: case and Unicode form apart.

    Obsidian resolves ``[[anna]]`` to ``Anna.md`` but not ``[[Zoe]]`` to ``Zoë.md``.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


@lru_cache(maxsize=4096)  # names of properties and channels recur in every note of a vault
def property_key(name: str) -> str:
    """Return the key under which property names match: case, ``-``, ``_`` and spaces apart.

    ``last_contact``, ``Last-Contact``, ``last contact`` and ``lastContact`` are one property.
    """
    return _SEPARATORS.sub("", name).casefold()


def matcher(globs: Iterable[str]) -> re.Pattern[str] | None:
    """Return what matches a path that one of *globs*, or a folder it names, covers."""
    import fnmatch  # noqa: PLC0415 - few vaults ignore anything

    patterns = [fnmatch.translate(glob.strip("/").removesuffix("/**")) for glob in globs]
    return re.compile("|".join(patterns)) if patterns else None
