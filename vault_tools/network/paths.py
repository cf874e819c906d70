"""Who can introduce me: the warmest paths from the owner to somebody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from vault_tools.network.people import Network, Person, by_name

MOST_STEPS = 3
"""Whoever is asked at the far end of a longer path has hardly heard of the owner."""
MOST_PATHS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmPath:
    """People from the owner to somebody, without the owner."""

    people: tuple[Person, ...]
    """The first is one whom the owner knows, the last the one to be met."""
    strength: float
    """That of its weakest tie."""

    @property
    def is_direct(self) -> bool:
        """Return whether the owner knows them without any help."""
        return len(self.people) == 1

    @property
    def target(self) -> Person:
        """Return the one to be met."""
        return self.people[-1]


def warmest_paths(
    network: Network,
    targets: Iterable[str],
    *,
    steps: int = MOST_STEPS,
    limit: int = MOST_PATHS,
) -> list[WarmPath]:
    """Return the warmest paths to those at *targets*, at most *steps* ties long.

    A path is as warm as its weakest tie; of equals the shorter is first, then by names. To somebody
    whom the owner knows there is just that. Paths that go a longer way over somebody who could be
    asked as warmly without it are left out. Of several targets, each has its warmest path only,
    and none is on the way to another.
    """
    wanted = frozenset(path for path in targets if path in network.people)
    if len(wanted) == 1:
        (only,) = wanted
        found = _paths(network, only, steps=steps, avoiding=wanted)
        return list(islice(_undetoured(found), limit))
    each = (_paths(network, path, steps=steps, avoiding=wanted) for path in sorted(wanted))
    best = [min(found, key=_rank) for found in each if found]
    return sorted(best, key=_rank)[:limit]


def _paths(
    network: Network, target: str, *, steps: int, avoiding: frozenset[str]
) -> list[WarmPath]:
    """Return all paths to one target, in no order; *avoiding* those whom nothing may lead over."""
    person = network.people[target]
    if person.is_known:
        return [WarmPath(people=(person,), strength=person.strength)]
    return list(_backwards(network, (person,), width=1.0, steps=steps - 1, avoiding=avoiding))


def _backwards(
    network: Network,
    behind: tuple[Person, ...],
    *,
    width: float,
    steps: int,
    avoiding: frozenset[str],
) -> Iterator[WarmPath]:
    """Yield the paths that end with the people *behind*, by those who know of the first of them."""
    if not steps:
        return
    for source, tie in network.into(behind[0].path).items():
        one = network.people[source]
        if not one.can_be_asked or source in avoiding or any(one is each for each in behind):
            continue
        found, narrow = (one, *behind), min(width, tie.strength)
        if one.is_known:
            yield WarmPath(people=found, strength=min(narrow, one.strength))
        yield from _backwards(network, found, width=narrow, steps=steps - 1, avoiding=avoiding)


def _undetoured(found: Iterable[WarmPath]) -> Iterator[WarmPath]:
    """Yield the paths in order, without those that only lengthen one that is as warm."""
    kept: list[frozenset[str]] = []
    for path in sorted(found, key=_rank):
        over = frozenset(one.path for one in path.people)
        if not any(shorter <= over for shorter in kept):
            kept.append(over)
            yield path


def _rank(path: WarmPath) -> tuple[object, ...]:
    return (-path.strength, len(path.people), tuple(map(by_name, path.people)))
