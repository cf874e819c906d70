"""Standings for tests of the rules, built from a few words."""

from datetime import date

from vault_tools.dates import Birthday, Period, parse_cadence
from vault_tools.model import Promise, Standing, Status

TODAY = date(2026, 9, 14)


def day(text: str) -> date:
    """Return the day of this year that ``09-14`` writes, or any other in full."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def standing(  # noqa: PLR0913 - one for each thing the rules look at
    *,
    name: str = "Anna",
    cadence: str = "never",
    contacts: str = "",
    attempts: str = "",
    met: str | None = None,
    follow_up: str | None = None,
    snooze: str | None = None,
    status: Status = Status.ACTIVE,
    tier: str | None = None,
    birthday: str | None = None,
    promises: tuple[Promise, ...] = (),
    degree: int = 0,
) -> Standing:
    """Return a standing; days are separated by blanks."""
    period: Period | None = parse_cadence(cadence)
    days = {day(word) for word in contacts.split()} | ({day(met)} if met else set())
    return Standing(
        path=f"People/{name}.md",
        name=name,
        cadence=period,
        tier=tier,
        contact_days=tuple(sorted(days)),
        attempt_days=tuple(sorted(day(word) for word in attempts.split())),
        met=day(met) if met else None,
        follow_up=day(follow_up) if follow_up else None,
        snooze_until=day(snooze) if snooze else None,
        status=status,
        birthday=Birthday.parse(birthday) if birthday else None,
        promises=promises,
        degree=degree,
    )
