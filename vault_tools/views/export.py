"""Who leaves the vault in an export, gathered from the index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vault_tools.config import Config
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.model import Note, Timeline
from vault_tools.names import fold
from vault_tools.query import Query, matches
from vault_tools.report.subjects import subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """The people of an export, and who else there is."""

    people: Sequence[Timeline]
    """By name, then path."""
    everybody: Sequence[Note]
    """All contacts of the vault."""
    allowed: frozenset[str]
    """The paths of those who may leave at all: who is private may not, unless asked for."""


def leaving(
    store: Store,
    *,
    config: Config,
    today: date,
    wanted: Query | None = None,
    named: Collection[str] = (),
    private: bool = False,
) -> Leaving:
    """Return whom an export is about: those that *wanted* picks, and those at the paths *named*.

    Who is private is left out, as are links from and to them, unless named or *private* is set.
    If some are named and nothing is *wanted*, it is about them alone.
    """
    found = queries.timelines(store)
    hidden = {
        person.note.path
        for person in found
        if person.standing.private and not private and person.note.path not in named
    }
    picked = [
        _without(person, hidden)
        for person in found
        if person.note.path not in hidden
        and (
            person.note.path in named
            or _is_picked(person, wanted, alone=bool(named), config=config, today=today)
        )
    ]
    return Leaving(
        people=sorted(picked, key=lambda person: (fold(person.note.title), person.note.path)),
        everybody=[person.note for person in found],
        allowed=frozenset(person.note.path for person in found) - hidden,
    )


def _is_picked(
    person: Timeline, wanted: Query | None, *, alone: bool, config: Config, today: date
) -> bool:
    if wanted is None:
        return not alone
    told = subject(person.note, person.standing, today=today, rules=config.rules)
    return matches(wanted, told, today=today)


def _without(person: Timeline, hidden: Collection[str]) -> Timeline:
    """Return *person* without links from and to those who are hidden."""
    return replace(
        person,
        links=tuple(path for path in person.links if path not in hidden),
        backlinks=tuple(path for path in person.backlinks if path not in hidden),
    )
