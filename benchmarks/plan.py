"""How long a plan for 10,000 contacts takes, beside sorting them once, which is the floor."""

import random
import time
from collections.abc import Callable
from datetime import date

from vault_tools.method.planning import Effort, Turn, plan
from vault_tools.model import Due, Reason, ReasonKind, Standing

CONTACTS = 10_000
RUNS = 7
TODAY = date(2026, 11, 23)


def main() -> None:
    """Print a line for each budget."""
    numbers = random.Random(1)
    efforts = [made(numbers) for _ in range(CONTACTS)]
    floor = least(lambda: sorted(efforts, key=lambda each: -each.value))
    print(f"{CONTACTS} contacts; sorting them takes {floor:.1f} ms")
    for budget in (60, 120, 300, 600):
        took = least(lambda budget=budget: plan(efforts, budget=budget))
        print(f"  {budget:4} minutes a week: {took:5.1f} ms")


def made(numbers: random.Random) -> Effort:
    """Return an effort of the usual channels, with any value."""
    standing = Standing(path="a.md", name="Anna")
    due = Due(standing=standing, reasons=(Reason(kind=ReasonKind.CADENCE, due_on=TODAY),))
    return Effort(
        due=due,
        minutes=numbers.choice((5, 10, 20, 30, 60)),
        value=numbers.randrange(1000),
        turn=numbers.choice(list(Turn)),
    )


def least(run: Callable[[], object]) -> float:
    """Return the milliseconds of the fastest of some runs."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return 1000 * min(times)


if __name__ == "__main__":
    main()
