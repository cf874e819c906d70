"""The network: people, the owner's ties with them, and theirs with each other."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vault_tools.model import OVER, Standing
from vault_tools.names import fold
from vault_tools.network.ties import (
    MOST_COLLEAGUES,
    Statement,
    Tie,
    TieKind,
    own_strength,
    ties,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One contact in the network."""

    standing: Standing
    strength: float
    """Of the owner's tie with them; 0 where there has been no contact."""

    @property
    def path(self) -> str:
        """Return the path of their note, which stands for them."""
        return self.standing.path

    @property
    def name(self) -> str:
        """Return what they are called."""
        return self.standing.name

    @property
    def is_known(self) -> bool:
        """Return whether there has been contact."""
        return self.strength > 0

    @property
    def can_be_asked(self) -> bool:
        """Return whether they may stand between the owner and somebody else."""
        return not self.standing.private and self.standing.status not in OVER


class Network:
    """All who may be seen, and their ties."""

    def __init__(self, people: Iterable[Person], found: Iterable[Tie]) -> None:
        self.people: Mapping[str, Person] = {one.path: one for one in people}
        self._into: dict[str, dict[str, Tie]] = {}
        self.ties: list[Tie] = []
        """Those between two who are in it, by their paths."""
        for tie in found:
            if tie.source in self.people and tie.target in self.people:
                self._into.setdefault(tie.target, {})[tie.source] = tie
                self.ties.append(tie)

    def into(self, path: str) -> Mapping[str, Tie]:
        """Return the ties of those who know of somebody, by whose they are."""
        return self._into.get(path, {})

    def tie(self, source: str, *, target: str) -> Tie | None:
        """Return the tie from one to another, if there is one."""
        return self._into.get(target, {}).get(source)


def network(
    standings: Iterable[Standing],
    statements: Iterable[Statement],
    *,
    today: date,
    named: frozenset[str] = frozenset(),
) -> Network:
    """Return the network that *statements* make of contacts.

    Private ones are left out, but for those whose paths are *named*.
    """
    people = [
        Person(standing=one, strength=own_strength(one.contact_days, today=today))
        for one in standings
        if not one.private or one.path in named
    ]
    return Network(people, ties(statements, today=today))


class Companies:
    """Who is at which company; private contacts are left out."""

    def __init__(self, standings: Iterable[Standing]) -> None:
        self._who: dict[str, list[Standing]] = {}
        for one in standings:
            key = company_key(one.company)
            if key and not one.private:
                self._who.setdefault(key, []).append(one)

    def at(self, company: str | None) -> Sequence[Standing]:
        """Return who is at a company, however it is written."""
        return self._who.get(company_key(company), ())

    def names(self) -> dict[str, str]:
        """Return what each company is called, by its key."""
        return {key: who[0].company or "" for key, who in self._who.items()}

    def beginning(self, text: str) -> list[str]:
        """Return the companies whose name, or a word in it, begins like *text*."""
        wanted = company_key(text)
        return sorted(
            key for key in self._who if wanted and (key.startswith(wanted) or f" {wanted}" in key)
        )

    def colleagues(self, of: Iterable[Standing], *, but: Collection[str] = ()) -> list[Statement]:
        """Return that their colleagues, *but* for some, know of those given.

        Of too large a company, nothing follows.
        """
        return [
            Statement(
                source=one.path,
                target=standing.path,
                kind=TieKind.COMPANY,
                path=one.path,
                people=len(who),
                title=one.company or "",
            )
            for standing in of
            if len(who := self.at(standing.company)) <= MOST_COLLEAGUES
            for one in who
            if one.path != standing.path and one.path not in but
        ]


def by_name(person: Person) -> tuple[str, str]:
    """Return the key that puts people in order by their names."""
    return person.standing.by_name


def company_key(company: str | None) -> str:
    """Return the key under which a company's name compares; empty for none."""
    return " ".join(fold(company or "").split())
