"""What was given before, what it cost, and ideas that are left.

Explained with examples in docs/method/occasions.md.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from vault_tools import links
from vault_tools.config import Config
from vault_tools.config.settings import Gifts
from vault_tools.model import Interaction, Note, Timeline, Value
from vault_tools.names import fold, fold_umlauts, property_key
from vault_tools.records import dataclass

GIVEN = frozenset({"gift", "card"})
"""The channels whose entries are what was given before."""
_IDEAS = frozenset({"giftideas", "giftidea", "geschenkideen", "geschenkidee"})
_CURRENCIES = {
    "€": "eur",
    "euro": "eur",
    "euros": "eur",
    "$": "usd",
    "£": "gbp",
    "fr.": "chf",
    "sfr": "chf",
    **{code: code for code in ("eur", "usd", "gbp", "chf", "sek", "nok", "dkk", "pln", "czk")},
}
_NUMBER = r"[0-9]{1,3}(?:[.,'][0-9]{3})+(?:[.,][0-9]{1,2})?|[0-9]{1,9}(?:[.,][0-9]{1,2})?"
_LONGEST = 2000
_TAG = re.compile(r"(?<!\S)#(?:gave|got|intro|noreply|declined)(?![\w/-]):?", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """Something that was given."""

    on: date
    channel: str
    text: str
    price: str | None = None
    """As it is written, ``€20``."""
    over_budget: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """Something that might be given, and was not yet."""

    text: str
    over_budget: bool = False


def given(
    timeline: Timeline,
    *,
    today: date,
    config: Config,
    channels: Iterable[str] = GIVEN,
) -> tuple[Gift, ...]:
    """Return what was given through *channels* up to *today*, the latest first.

    An entry with ``#got`` and without ``#gave`` is something that they gave.
    """
    wanted = frozenset(channels)
    return tuple(
        _gift(item, gifts=config.gifts)
        for item in timeline.interactions
        if item.on <= today and item.channel in wanted and (item.gave or not item.got)
    )


def ideas(note: Note, gifts: Sequence[Gift], *, config: Config) -> tuple[Idea, ...]:
    """Return the ideas in a note that were not given yet.

    An idea counts as given once its words stand in a gift's text, case and accents apart.
    """
    spelt = [_spellings(gift.text) for gift in gifts]
    found = []
    for text in dict.fromkeys(_idea_texts(note, config=config)):
        cost = price(text, currency=config.gifts.currency)
        words = _spellings(text.replace(cost[0], " ") if cost else text)
        if any(words) and not any(_is_within(words, gift) for gift in spelt):
            found.append(Idea(text=text, over_budget=_is_over(cost, gifts=config.gifts)))
    return tuple(found)


def price(text: str, *, currency: str = "") -> tuple[str, Decimal, str] | None:
    """Return the first amount of money in *text*: as written, its value, and its currency.

    Read are ``€20``, ``20 €``, ``19,90 EUR`` and the like; *currency* is one more that is known.
    """
    for match in _prices(currency).finditer(text[:_LONGEST]):
        unit = (match["before"] or match["after"]).casefold()
        return match[0].strip(), _amount(match["one"] or match["two"]), _currency(unit)
    return None


def _gift(item: Interaction, *, gifts: Gifts) -> Gift:
    first = item.text.split("\n", 1)[0][:_LONGEST]
    found = price(first, currency=gifts.currency)
    return Gift(
        on=item.on,
        channel=item.channel or "",
        text=" ".join(_TAG.sub("", first).split()),
        price=found[0] if found else None,
        over_budget=_is_over(found, gifts=gifts),
    )


def _is_over(found: tuple[str, Decimal, str] | None, *, gifts: Gifts) -> bool:
    """Return whether a price is above the budget; one in another currency can't be compared."""
    if found is None or not gifts.budget or not gifts.suggest:
        return False
    _, amount, unit = found
    return unit == _currency(gifts.currency.strip().casefold()) and amount > gifts.budget


def _idea_texts(note: Note, *, config: Config) -> list[str]:
    """Return the ideas of a note: the items of a list, or of one text between commas."""
    values = [
        value
        for name, value in note.properties.items()
        if config.properties.get(property_key(name), property_key(name)) in _IDEAS
    ]
    return [text for value in values for text in _items(value)]


def _items(value: Value) -> list[str]:
    if isinstance(value, str):
        return [text.strip() for text in re.split(r"[,;\n]", value) if text.strip()]
    items = value.values() if isinstance(value, dict) else value or ()
    return [text for item in items for text in _listed(item)]


def _listed(item: Value) -> list[str]:
    if isinstance(item, list):
        return [text for inner in item for text in _listed(inner)]
    return [" ".join(item.split())] if isinstance(item, str) and item.strip() else []


def _is_within(idea: tuple[str, str], gift: tuple[str, str]) -> bool:
    return any(f" {words} " in f" {text} " for words, text in zip(idea, gift, strict=True))


def _spellings(text: str) -> tuple[str, str]:
    shown = links.shown(text)
    return _phrase(shown), " ".join(_WORD.findall(fold_umlauts(shown)))


def _phrase(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


@lru_cache(maxsize=8)
def _prices(currency: str) -> re.Pattern[str]:
    known = {*_CURRENCIES, currency.strip().casefold()} - {""}
    units = "|".join(re.escape(unit) for unit in sorted(known, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w])(?P<before>{units})\s?(?P<one>{_NUMBER})(?![0-9])"
        rf"|(?<![\w.,'])(?P<two>{_NUMBER})(?:,-)?\s?(?P<after>{units})(?!\w)",
        re.IGNORECASE,
    )


def _amount(text: str) -> Decimal:
    """Return the number that ``1.200``, ``1,200.50`` or ``19,9`` writes."""
    whole, point, cents = text, "", ""
    split = re.fullmatch(r"(.*)[.,]([0-9]{1,2})", text)
    if split:
        whole, point, cents = split[1], ".", split[2]
    return Decimal(re.sub(r"[.,']", "", whole) + point + cents)


def _currency(unit: str) -> str:
    return _CURRENCIES.get(unit, unit)
