"""Whom only weak ties lead to: where somebody one hardly talks to is the only way."""

from dataclasses import dataclass

from vault_tools.model import OVER
from vault_tools.network.people import Network, Person, by_name
from vault_tools.network.ties import WEAK


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakTie:
    """Somebody the owner is hardly in touch with, who knows of some that nobody else leads to."""

    person: Person
    to: tuple[Person, ...]


def weak_ties(network: Network, *, limit: int) -> list[WeakTie]:
    """Return the weak ties that lead where no stronger one does, those to the most people first.

    That new things come over weak ties rather than over strong ones, whose friends one knows
    already, is M. Granovetter's point ("The Strength of Weak Ties", American Journal of Sociology
    78, 1973). Weak ones that lead to the same person count all of them.
    """
    to: dict[str, list[Person]] = {}
    for person in network.people.values():
        if person.strength >= WEAK or person.standing.status in OVER:
            continue
        ways = [network.people[path] for path in network.into(person.path)]
        known = [one for one in ways if one.is_known and one.can_be_asked]
        if all(one.strength < WEAK for one in known):
            for one in known:
                to.setdefault(one.path, []).append(person)
    found = [
        WeakTie(person=network.people[path], to=tuple(sorted(people, key=by_name)))
        for path, people in to.items()
    ]
    return sorted(found, key=lambda tie: (-len(tie.to), *by_name(tie.person)))[:limit]
