"""How long the harnesses try, and what they have tried.

In the gate each does a few rounds, always the same. ``make soak`` sets ``VAULT_TOOLS_SOAK`` to the
minutes that all of them have together; the dice then fall anew each time, and ``VAULT_TOOLS_SEED``
says how they have to fall.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator

MINUTES = float(os.environ.get("VAULT_TOOLS_SOAK") or 0)
SEED = int(
    os.environ.get("VAULT_TOOLS_SEED")
    or (random.SystemRandom().randrange(10**6) if MINUTES else 20261123)
)
TALLY: Counter[str] = Counter()
"""How often what was tried, by what it is; shown at the end."""


def rounds(name: str, *, few: int, share: float) -> Iterator[random.Random]:
    """Yield the dice of each round: of *few* rounds, or for a *share* of the minutes."""
    until = time.monotonic() + MINUTES * 60 * share
    number = 0
    while number < few or time.monotonic() < until:
        yield random.Random(f"{SEED} {name} {number}")  # noqa: S311 - dice
        number += 1


def count(what: str, times: int = 1) -> None:
    """Note down what was tried."""
    TALLY[what] += times


def lines() -> Iterator[str]:
    """Yield what was tried, as lines."""
    if TALLY:
        yield f"VAULT_TOOLS_SEED={SEED}"
    for what, times in sorted(TALLY.items()):
        yield f"{times:>10,}  {what}"
