"""Occasions as lines, JSON shapes, a table for a spreadsheet, and labels for envelopes."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from vault_tools.config.settings import Gifts
from vault_tools.language import _
from vault_tools.method.gifts import Gift
from vault_tools.method.keepsakes import Card, Greetings, Occasion, OccasionKind, households
from vault_tools.render.escape import one_line
from vault_tools.report import times, words
from vault_tools.report.gifts import budget_words, given_words, ideas_words

_GIFTS = 5
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula; the last four are full-width."""


def occasion_lines(found: Iterable[Occasion], *, today: date, gifts: Gifts) -> Iterator[str]:
    """Yield each occasion with its day, and below it what helps to choose a gift."""
    for occasion in found:
        text = one_line(words.occasion_words(occasion, today=today))
        text = _("{text} (a round one)", text=text) if occasion.is_round else text
        yield f"{occasion.on.isoformat()}  {one_line(_name(occasion))}: {text}"
        kept = occasion.keepsakes
        for gift in kept.gifts[:_GIFTS]:
            yield f"            {one_line(given_words(gift, gifts=gifts))}"
        if len(kept.gifts) > _GIFTS:
            more = _("and {count} more before", count=len(kept.gifts) - _GIFTS)
            yield f"            {more}"
        if kept.ideas:
            yield f"            {one_line(ideas_words(kept.ideas, gifts=gifts))}"


def occasion_shape(
    found: Iterable[Occasion], *, today: date, gifts: Gifts
) -> list[dict[str, object]]:
    """Return the shape of ``occasions``."""
    budget = budget_words(gifts) if gifts.budget and gifts.suggest else None
    return [
        {
            "kind": one.kind.value,
            "on": one.on,
            "until": one.greetings.last if one.greetings else None,
            "name": _name(one),
            "path": one.standing.path if one.standing else None,
            "text": words.occasion_words(one, today=today),
            "age": one.years if one.kind is OccasionKind.BIRTHDAY else None,
            "years": one.years if one.kind is OccasionKind.ANNIVERSARY else None,
            "round": one.is_round,
            "address": "\n".join(one.keepsakes.address) or None,
            "gifts": [gift_shape(gift) for gift in one.keepsakes.gifts],
            "ideas": [
                {"text": idea.text, "over_budget": idea.over_budget} for idea in one.keepsakes.ideas
            ],
            "budget": None if one.greetings else budget,
            "contacts": len(one.greetings.cards) if one.greetings else None,
            "done": one.greetings.done if one.greetings else None,
        }
        for one in found
    ]


def gift_shape(gift: Gift) -> dict[str, object]:
    """Return the shape of something that was given."""
    return {
        "on": gift.on,
        "text": gift.text,
        "channel": gift.channel,
        "price": gift.price,
        "over_budget": gift.over_budget,
    }


def greeting_lines(found: Greetings, *, today: date) -> Iterator[str]:
    """Yield whom a season is for, with who has something already, or had something last year."""
    first, last = (times.day_words(day, today=today) for day in (found.first, found.last))
    yield _(
        "{season}, {first} to {last}: {done} of {count} done",
        season=one_line(found.season.name),
        first=first,
        last=last,
        done=found.done,
        count=len(found.cards),
    )
    for card in found.cards:
        mark = "x" if card.is_done else " "
        yield f"  [{mark}] {'; '.join([one_line(card.standing.name), *_card_words(card)])}"


def greeting_shape(found: Greetings) -> dict[str, object]:
    """Return the shape of ``occasions SEASON``."""
    return {
        "season": found.season.name,
        "start": found.first,
        "end": found.last,
        "contacts": [
            {
                "name": card.standing.name,
                "path": card.standing.path,
                "address": "\n".join(card.address) or None,
                "got_last_year": bool(card.last_year),
                "done": card.is_done,
                "last_year": [gift_shape(gift) for gift in card.last_year],
                "this_year": [gift_shape(gift) for gift in card.this_year],
            }
            for card in found.cards
        ],
    }


def greeting_csv(found: Greetings) -> str:
    """Return a season's contacts as a table; no cell is taken for a formula."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("name", "address", "got_last_year", "done"))
    for card in found.cards:
        row = (card.standing.name, ", ".join(card.address))
        flags = ("yes" if flag else "no" for flag in (bool(card.last_year), card.is_done))
        table.writerow([*(cell(text) for text in row), *flags])
    return out.getvalue()


def cell(text: str) -> str:
    """Return *text* as a cell that a spreadsheet shows and does not compute."""
    plain = one_line(text)
    return f"'{plain}" if text.startswith(_FORMULAS) or plain.startswith(_FORMULAS) else plain


def label_lines(cards: Sequence[Card]) -> Iterator[str]:
    """Yield address blocks with an empty line between them, one for each household."""
    for number, (names, address) in enumerate(households(cards)):
        if number:
            yield ""
        yield " & ".join(one_line(name) for name in names)
        yield from (one_line(line) for line in address)


def _name(occasion: Occasion) -> str:
    if occasion.greetings:
        return occasion.greetings.season.name
    return occasion.standing.name if occasion.standing else ""


def _card_words(card: Card) -> list[str]:
    parts = [
        _("{channel} on {day}", channel=_channel(gift), day=gift.on.isoformat())
        for gift in card.this_year[:1]
    ]
    parts += [_("last year a {channel}", channel=_channel(gift)) for gift in card.last_year[:1]]
    return parts if card.address or card.is_done else [*parts, _("no address")]


def _channel(gift: Gift) -> str:
    return one_line(words.channel_words(gift.channel))
