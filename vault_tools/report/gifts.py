"""Gifts in words: what was given before, and what might be."""

from vault_tools.config.settings import Gifts
from vault_tools.method.gifts import Gift, Idea
from vault_tools.method.keepsakes import Keepsakes

_GIVEN = 3


def gift_words(found: Keepsakes, *, gifts: Gifts) -> tuple[str, ...]:
    """Return what was given the last few times, then the ideas in one line."""
    lines = [f"given {given_words(gift, gifts=gifts)}" for gift in found.gifts[:_GIVEN]]
    if found.ideas:
        lines.append(ideas_words(found.ideas, gifts=gifts))
    return tuple(lines)


def given_words(gift: Gift, *, gifts: Gifts) -> str:
    """Return what was given when, and that it was above the budget if it was."""
    hint = f" (above the budget of {budget_words(gifts)})" if gift.over_budget else ""
    text = f": {gift.text}" if gift.text else ""
    return f"{gift.on.isoformat()} {gift.channel}{text}{hint}"


def ideas_words(found: tuple[Idea, ...], *, gifts: Gifts) -> str:
    """Return ideas for a gift, with the budget where there is one."""
    limit = f" (up to {budget_words(gifts)})" if gifts.budget else ""
    above = f" (above {budget_words(gifts)})"
    listed = (f"{idea.text}{above if idea.over_budget else ''}" for idea in found)
    return f"ideas{limit}: {', '.join(listed)}"


def budget_words(gifts: Gifts) -> str:
    """Return ``20 €``."""
    return f"{gifts.budget} {gifts.currency}".strip()
