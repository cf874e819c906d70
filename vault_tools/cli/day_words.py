"""The words in which a day is said: plain ones, without what doesn't matter."""

import re
import unicodedata

from vault_tools.language import _

_LONGEST = 100
_LEADING = re.compile(r"^(?:(?:at|on|am|the|den|dem|der) )+(?!morgen)")
_TIME_OF_DAY = re.compile(
    r"(?:(?<=tag)|(?<=woch)| (?:in the |at |am )?)"
    r"(?:early|morning|noon|afternoon|evening|night"
    r"|früh|morgen|vormittag|mittag|nachmittag|abend|nacht)$"
)
_IN_OTHER_WORDS = {
    r"\b(?:tonight|this (?:morning|afternoon|evening))\b": "today",
    r"\blast night\b": "yesterday",
    r"\b(?:half a year|einem halben jahr)\b": "6 months",
    r"\b(?:a )?fortnight\b": "2 weeks",
    r"\bvierzehn\b": "14",
    r"\bmaerz\b": "märz",
    r"\b(monat|jahr)e?sende\b": r"ende des \1es",
    r"\bday before yesterday\b": "vorgestern",
    r"\b(?:day after tomorrow|uebermorgen)\b": "übermorgen",
    r"\b(?:ü|ue)bern(?:ä|ae)chste woche\b": "in 2 weeks",
}


def words_of(text: str) -> str:
    """Return *text* in lower case with single spaces.

    Raises:
        ValueError: Too long to be a day.
    """
    if len(text) > _LONGEST:
        msg = _(
            "a day is not said in {count} characters, only in up to {most}",
            count=len(text),
            most=_LONGEST,
        )
        raise ValueError(msg)
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def plainly(words: str) -> str:
    """Return *words* without articles and times of day, and with oddities in other words."""
    for pattern, others in _IN_OTHER_WORDS.items():
        words = re.sub(pattern, others, words)
    return _TIME_OF_DAY.sub("", _LEADING.sub("", words))
