"""Gifts in words: what was given before, and what might be."""

from vault_tools.config.settings import Gifts
from vault_tools.language import _
from vault_tools.method.gifts import Gift, Idea
from vault_tools.method.keepsakes import Keepsakes
from vault_tools.report import words

_GIVEN = 3


def gift_words(found: Keepsakes, *, gifts: Gifts) -> tuple[str, ...]:
    """Return what was given the last few times, then the ideas in one line."""
    lines = [given_words(gift, gifts=gifts) for gift in found.gifts[:_GIVEN]]
    if found.ideas:
        lines.append(ideas_words(found.ideas, gifts=gifts))
    return tuple(lines)


def given_words(gift: Gift, *, gifts: Gifts) -> str:
    """Return what was given when, and that it was above the budget if it was."""
    channel = words.channel_words(gift.channel)
    day = gift.on.isoformat()
    line = _("given {day} {channel}", day=day, channel=channel)
    if gift.text:
        line = _("given {day} {channel}: {text}", day=day, channel=channel, text=gift.text)
    if not gift.over_budget:
        return line
    return _("{gift} (above the budget of {budget})", gift=line, budget=budget_words(gifts))


def ideas_words(found: tuple[Idea, ...], *, gifts: Gifts) -> str:
    """Return ideas for a gift, with the budget where there is one."""
    budget = budget_words(gifts)
    listed = ", ".join(
        _("{idea} (above {budget})", idea=idea.text, budget=budget)
        if idea.over_budget
        else idea.text
        for idea in found
    )
    if gifts.budget:
        return _("ideas (up to {budget}): {ideas}", budget=budget, ideas=listed)
    return _("ideas: {ideas}", ideas=listed)


def budget_words(gifts: Gifts) -> str:
    """Return ``20 €``."""
    return f"{gifts.budget} {gifts.currency}".strip()
