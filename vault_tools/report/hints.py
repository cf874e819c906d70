"""What is worth a thought this week, beyond who is due: a few lines, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vault_tools.config import Config
from vault_tools.method.rhythm import drifting
from vault_tools.model import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Something worth a thought, and why."""

    text: str
    name: str | None = None
    path: str | None = None
    """The note that it is about."""


def drift_hints(people: Sequence[Standing], *, today: date, config: Config) -> list[Hint]:
    """Return who has no cadence and is quiet against their own rhythm, the longest first."""
    free = [person for person in people if not person.unpaced]
    found = drifting(free, today=today, settings=config.rhythm, rules=config.rules)
    return [
        Hint(text=each.why, name=each.standing.name, path=each.standing.path)
        for each in found[: config.report.hints]
    ]
