"""Who of those one knows has most in common with somebody out of reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vault_tools.model import Contact
from vault_tools.names import fold
from vault_tools.network.people import Person, by_name, company_key

MOST_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Somebody who has something in common with those looked for."""

    person: Person
    company: str | None
    tags: tuple[str, ...]
    city: str | None


def nearest(
    targets: Sequence[Contact],
    people: Iterable[tuple[Person, Contact]],
    *,
    ignored: frozenset[str] = frozenset(),
) -> list[Near]:
    """Return who of *people* is at the same company, shares tags or lives in the same city.

    In this order, and then the warmest first; a few only, and only those whom the owner knows and
    may ask. Tags that are *ignored*, because they mark every contact, are not in common.
    """
    companies = {company_key(one.company) for one in targets} - {""}
    tags = {fold(tag) for one in targets for tag in one.tags} - ignored
    cities = {fold(one.city or "") for one in targets} - {""}
    found = []
    for person, contact in people:
        near = Near(
            person=person,
            company=contact.company if company_key(contact.company) in companies else None,
            tags=tuple(tag for tag in contact.tags if fold(tag) in tags),
            city=contact.city if fold(contact.city or "") in cities else None,
        )
        if person.is_known and person.can_be_asked and (near.company or near.tags or near.city):
            found.append(near)
    return sorted(found, key=_order)[:MOST_NEAR]


def _order(near: Near) -> tuple[object, ...]:
    person = near.person
    return (
        near.company is None,
        -len(near.tags),
        near.city is None,
        -person.strength,
        *by_name(person),
    )
