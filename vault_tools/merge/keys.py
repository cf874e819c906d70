"""What two records of one person have in common: addresses, numbers and pages in one spelling."""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import phonenumbers

from vault_tools.names import fold
from vault_tools.profiles import profile

_DIGITS = re.compile(r"[0-9]+")
_WORD = re.compile(r"[^\W_]+")
_ROLES = (
    "admin billing buero bureau contact contacto datenschutz empfang hallo hello help hi hr info"
    " jobs kontakt mail marketing news newsletter noreply no-reply office post postmaster presse"
    " press privacy rechnung redaktion sales service shop support team vertrieb webmaster"
)
_ROLE_ADDRESSES = frozenset(_ROLES.split())
_TITLE_WORDS = (
    "dr prof professor dipl ing mag med phil rer nat jur mr mrs ms miss herr frau fr hr sir dame"
    " lic mba msc bsc ba ma phd llm md jr sr ii iii"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_FEWEST_DIGITS = 5


def email_key(text: str) -> str:
    """Return an e-mail address as it compares, empty for what is none."""
    address = text.strip().removeprefix("mailto:").casefold()
    return address if address.count("@") == 1 and not address.startswith("@") else ""


def is_role_address(key: str) -> bool:
    """Return whether an address is a firm's and not a person's: ``info@…``."""
    return key.partition("@")[0].partition("+")[0] in _ROLE_ADDRESSES


def phone_key(text: str, *, region: str = "") -> str:
    """Return a phone number as it compares, in E.164 where that can be told; empty for none.

    *region* is that of numbers without a country code: ``DE``. Without one such a number is told
    by its digits alone.
    """
    written = text.strip().removeprefix("tel:")
    try:
        number = phonenumbers.parse(written, region or None)
    except phonenumbers.NumberParseException:
        digits = "".join(_DIGITS.findall(written))
        return digits if len(digits) >= _FEWEST_DIGITS else ""
    number.extension = None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def profile_key(text: str) -> str:
    """Return the address of somebody's page as it compares: scheme, www, query and end apart."""
    page = profile(text.strip())
    if page is None:
        return ""
    parts = urlsplit(page.url)
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path).rstrip("/").casefold()
    return f"{host}{path}" if path else ""


@lru_cache(maxsize=50_000)  # each name is held against many others
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as they compare, without titles; ``Berg, Anna`` in its order."""
    first, comma, given = name.partition(",")
    ordered = f"{given} {first}" if comma and given.strip() else name
    words = _WORD.findall(fold(ordered))
    return tuple(word for word in words if word not in _TITLES) or tuple(words)


def name_key(name: str) -> str:
    """Return a name as it compares: case, accents, titles and order of the words apart."""
    return " ".join(sorted(name_words(name))) or fold(name.strip())


def may_be_one(first: str, second: str) -> bool:
    """Return whether two names can be the same person's: they share a given name or its initial.

    A family name alone is shared by whole families.
    """
    one, two = name_words(first), name_words(second)
    if not one or not two or set(one) == set(two):
        return True
    return _is_given(one[0], two) or _is_given(two[0], one)


def _is_given(given: str, words: tuple[str, ...]) -> bool:
    others = words[:-1] or words
    return any(
        given == word or (1 in {len(given), len(word)} and given[0] == word[0]) for word in others
    )
