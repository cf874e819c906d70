"""Which of our properties a name seems to mean that we don't read: by its words, or mistyped."""

import re
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from vault_tools.names import fold, property_key

_LIKELY: Mapping[str, tuple[str, ...]] = {
    "aliases": ("nicknames", "other names", "spitzname", "auch genannt"),
    "birthday": ("born", "geboren", "geburtsdatum"),
    "boundaries": ("grenzen",),
    "cadence": ("interval", "intervall", "rhythmus", "kontaktrhythmus", "contact every"),
    "channel": ("kanal", "bevorzugter kanal", "preferred communication"),
    "city": ("stadt", "wohnort", "ort", "town", "lives in", "wohnt in"),
    "company": ("arbeitgeber", "unternehmen", "workplace", "works at", "works for"),
    "email": ("email address", "e-mail-adresse", "mail address", "mailadresse"),
    "follow_up": ("wiedervorlage", "nachfassen", "reach out", "next reach out", "next call"),
    "introduced_by": ("introduced through", "introduction by", "vorgestellt von", "empfohlen von"),
    "last_contact": (
        *("last seen", "last spoke", "last spoken", "last talked", "last talk", "last met"),
        *("last meeting", "last call", "last interaction", "last touch", "last reached out"),
        *("zuletzt gesprochen", "zuletzt gesehen", "letztes gespräch", "letztes treffen"),
    ),
    "met": ("met date", "met on", "date met", "first meeting", "first contact"),
    "met_at": ("met where", "how met", "wo kennengelernt"),
    "phone": (
        *("phone number", "cell", "cell phone", "mobile phone", "mobile number"),
        *("handy", "handynummer", "mobil", "mobilnummer", "telefonnummer"),
    ),
    "role": ("occupation", "profession", "beruf", "rolle"),
    "timezone": ("zeitzone",),
}
"""Names that most likely mean a property, but may mean something else: proposed, never read."""
_BY_KEY = {property_key(fold(word)): name for name, words in _LIKELY.items() for word in words}
_FILLERS = frozenset(
    {
        *("am", "an", "at", "date", "datum", "day", "der", "die", "das", "the", "on", "of", "my"),
        *("is", "was", "tag", "vom", "von", "mein", "meine"),
    }
)
"""Words that add nothing to a name: ``Letzter Kontakt am``."""
_WORDS = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_SHORT, _LONG = 5, 9
"""Lengths of a name from which on one mistake, and two, still let it be known."""


def synonym(name: str, *, meanings: Mapping[str, str]) -> str | None:
    """Return the property that *name* means going by its words, None for none."""
    words = _WORDS.findall(fold(_HUMP.sub(" ", name)))
    for kept in (words, [word for word in words if word not in _FILLERS]):
        key = "".join(kept)
        found = _BY_KEY.get(key) or meanings.get(key)
        if found and len(key) > 1:
            return found
    return None


def mistyped(name: str, *, meanings: Mapping[str, str]) -> str | None:
    """Return the property whose name *name* is with a letter or two wrong, None for none."""
    key = property_key(name)
    if len(key) < _SHORT or not key.isalpha():
        return None
    plural = {f"{key}s", key.removesuffix("s")}
    likely = [known for known in meanings if len(known) >= _SHORT and known not in plural]
    found = near(key, known=likely)
    return meanings[found] if found else None


def near(word: str, *, known: Iterable[str]) -> str | None:
    """Return the one of *known* that *word* is with a letter or two wrong, None for none."""
    best: tuple[int, str] | None = None
    for each in known:
        if each[:1] != word[:1]:
            continue
        allowed = 2 if len(each) >= _LONG else 1
        distance = OSA.distance(word, each, score_cutoff=allowed)
        if distance <= allowed and (best is None or distance < best[0]):
            best = distance, each
    return best[1] if best else None
