"""Who is due, when and why: the rules, as pure functions with *today* as an input."""

from vault_tools.followups.agenda import candidates_from, due, in_order, order, settled_on
from vault_tools.followups.occasions import (
    Invitation,
    birthday_keys,
    kept_between,
    season_span,
)
from vault_tools.followups.rules import (
    attempts,
    due_day,
    is_asleep,
    last_contact,
    reasons,
    rest_until,
)

__all__ = [
    "Invitation",
    "attempts",
    "birthday_keys",
    "candidates_from",
    "due",
    "due_day",
    "in_order",
    "is_asleep",
    "kept_between",
    "last_contact",
    "order",
    "reasons",
    "rest_until",
    "season_span",
    "settled_on",
]
