"""What the network looks like as a whole: who brought me whom, who could meet, where it is thin.

These are views and no laws: they show what the notes hold, not what is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import log

from vault_tools.language import Message, message
from vault_tools.model import Note, Standing, Status
from vault_tools.names import fold
from vault_tools.network import measures
from vault_tools.network.people import Network, Person, by_name, company_key
from vault_tools.network.picture import MOST_BRIDGES
from vault_tools.network.reach import WeakTie, weak_ties
from vault_tools.network.ties import TieKind

MOST = 10
"""How many of each there are at most."""
FEW = 2
"""How many people make a field or a place that is thin."""
COMMON = 20
"""People who share a tag or goal; of more, sharing it is no reason to meet."""
CONCENTRATED = 0.4
ENOUGH = 5
"""The fewest introductions of which a share is told."""
_MARKS = frozenset({"declined", "gave", "got", "intro", "mention", "noreply", "waiting"})
"""Tags that mean something to the program, and nothing about a person."""
_GOAL = 0.5
"""What a common goal counts of a common tag: it is the owner's first of all."""
_COMPANY = 0.25
"""What a common company counts of a common tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One person with what their note says, as far as it counts here."""

    person: Person
    note: Note
    interests: frozenset[str] = frozenset()
    """Keys of the companies that their note links to."""

    @property
    def standing(self) -> Standing:
        """Return how they stand."""
        return self.person.standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Introducer:
    """Who brought the owner whom."""

    person: Person
    brought: tuple[Person, ...]
    further: int
    """How many more came through those."""
    since: date | None
    """The latest day on which one of them was met."""
    to_thank: bool
    """Whether nothing is noted that the owner gave the introducer on that day or later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two whom the owner might introduce to each other."""

    one: Person
    other: Person
    reasons: tuple[Message, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Somebody who alone holds others together with the rest."""

    person: Person
    parts: tuple[tuple[Person, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thin:
    """A field or a place where there are few."""

    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What there is to see."""

    introducers: tuple[Introducer, ...]
    hanging: tuple[Introducer, int] | None
    """Who brought so many of all introductions that they hang on them; and how many there are."""
    matches: tuple[Match, ...]
    bridges: tuple[Bridge, ...]
    weak_ties: tuple[WeakTie, ...]
    thin_tags: tuple[Thin, ...]
    thin_cities: tuple[Thin, ...]


def overview(
    network: Network,
    subjects: Sequence[Subject],
    *,
    companies: Mapping[str, str],
    ignored: frozenset[str],
) -> Overview:
    """Return what the network looks like.

    *companies* are their names by key; tags that are *ignored* mark every contact.
    """
    found = _introducers(network, subjects)
    alive = [each for each in subjects if each.standing.status is Status.ACTIVE]
    people = [each.person for each in subjects]
    return Overview(
        introducers=tuple(found[:MOST]),
        hanging=_hanging(found),
        matches=tuple(_matches(network, alive, companies=companies, ignored=ignored)),
        bridges=tuple(_bridges(network, people)),
        weak_ties=tuple(weak_ties(network, limit=MOST_BRIDGES)),
        thin_tags=_thin(alive, lambda each: _tags(each, ignored)),
        thin_cities=_thin(alive, lambda each: filter(None, [_contact_city(each)])),
    )


def _introducers(network: Network, subjects: Sequence[Subject]) -> list[Introducer]:
    """Return who introduced whom, the most first."""
    by_path = {each.person.path: each for each in subjects}
    brought: dict[str, list[str]] = {}
    for tie in network.ties:
        if any(each.kind is TieKind.INTRODUCED for each in tie.statements):
            brought.setdefault(tie.source, []).append(tie.target)
    found = [
        _introducer(by_path[path], [by_path[each].person for each in others], brought=brought)
        for path, others in brought.items()
    ]
    return sorted(
        found, key=lambda each: (-len(each.brought), -each.further, *by_name(each.person))
    )


def _introducer(
    subject: Subject, others: list[Person], *, brought: Mapping[str, Sequence[str]]
) -> Introducer:
    days = [one.standing.met for one in others if one.standing.met]
    since = max(days, default=None)
    gave = subject.standing.gave_days
    direct = {one.path for one in others}
    return Introducer(
        person=subject.person,
        brought=tuple(sorted(others, key=by_name)),
        further=len(_through(direct, brought=brought) - direct - {subject.person.path}),
        since=since,
        to_thank=subject.person.can_be_asked
        and not any(since is None or day >= since for day in gave),
    )


def _through(start: Iterable[str], *, brought: Mapping[str, Sequence[str]]) -> set[str]:
    """Return everybody who came through those at *start*, they themselves too."""
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += brought.get(path, ())
    return seen


def _hanging(found: Sequence[Introducer]) -> tuple[Introducer, int] | None:
    total = len({one.path for each in found for one in each.brought})
    first = found[0] if found else None
    if first is None or total < ENOUGH or len(first.brought) < CONCENTRATED * total:
        return None
    return first, total


def _matches(
    network: Network,
    subjects: Sequence[Subject],
    *,
    companies: Mapping[str, str],
    ignored: frozenset[str],
) -> list[Match]:
    """Return who might be introduced to whom, the rarest common ground first.

    What few share counts more, by 1/log n (L. Adamic, E. Adar, "Friends and neighbors on the
    Web", Social Networks 25, 2003). A company counts least, as colleagues may well have met. Left
    out are those who know of each other by the notes, and those whom the owner has no contact with.
    """
    known = {each.person.path: each for each in subjects if each.person.is_known}
    reasons: dict[tuple[str, str], dict[Message, float]] = {}
    for words, paths, share in _common(known.values(), names=companies, ignored=ignored):
        for pair in combinations(sorted(set(paths)), 2):
            reasons.setdefault(pair, {})[words] = share / log(1 + len(paths))
    for pair, words in _interested(known.values(), companies):
        reasons.setdefault(pair, {})[words] = 1.0
    found = [
        Match(
            one=known[one].person,
            other=known[other].person,
            reasons=tuple(sorted(why, key=lambda words: (-why[words], words))),
            score=sum(why.values()),
        )
        for (one, other), why in reasons.items()
        if not _know_each_other(network, known[one].person, other=known[other].person)
    ]
    return sorted(found, key=_best_match)[:MOST]


def _common(
    subjects: Iterable[Subject], *, names: Mapping[str, str], ignored: frozenset[str]
) -> Iterator[tuple[Message, list[str], float]]:
    """Yield what some have in common, in words, their paths, and how much it counts.

    Companies have *names* by their keys.
    """
    tags: dict[Message, list[str]] = {}
    goals: dict[Message, list[str]] = {}
    companies: dict[Message, list[str]] = {}
    for each in subjects:
        path = each.person.path
        for tag in dict.fromkeys(map(fold, _tags(each, ignored))):
            tags.setdefault(message("both #{tag}", tag=tag), []).append(path)
        for goal in each.note.contact.goals if each.note.contact else ():
            goals.setdefault(message("both matter for {goal}", goal=goal), []).append(path)
        key = company_key(each.standing.company)
        if key:
            words = message("both are at {company}, and may have met", company=names[key])
            companies.setdefault(words, []).append(path)
    for shared, counts in ((tags, 1.0), (goals, _GOAL), (companies, _COMPANY)):
        for words, paths in shared.items():
            if 1 < len(paths) <= COMMON:
                yield words, paths, counts


def _interested(
    subjects: Iterable[Subject], companies: Mapping[str, str]
) -> Iterator[tuple[tuple[str, str], Message]]:
    """Yield whose note names the company of whom, in words."""
    found = list(subjects)
    at: dict[str, list[str]] = {}
    for each in found:
        key = company_key(each.standing.company)
        if key:
            at.setdefault(key, []).append(each.person.path)
    for each in found:
        for key in sorted(each.interests & at.keys() - {company_key(each.standing.company)}):
            for path in at[key] if len(at[key]) <= COMMON else ():
                pair = min(path, each.person.path), max(path, each.person.path)
                name, at_company = each.person.name, companies[key]
                yield (
                    pair,
                    message("the note of {source} names {target}", source=name, target=at_company),
                )


def _know_each_other(network: Network, one: Person, *, other: Person) -> bool:
    return bool(
        network.tie(one.path, target=other.path) or network.tie(other.path, target=one.path)
    )


def _bridges(network: Network, people: Sequence[Person]) -> list[Bridge]:
    by_path = {one.path: one for one in people}
    order = sorted(by_path)
    found = measures.bridges(order, network.ties, limit=MOST_BRIDGES)
    return [
        Bridge(
            person=by_path[path],
            parts=tuple(
                tuple(sorted((by_path[each] for each in part), key=by_name)) for part in parts
            ),
        )
        for path, parts in found
    ]


def _thin(
    subjects: Iterable[Subject], words: Callable[[Subject], Iterable[str]]
) -> tuple[Thin, ...]:
    """Return what only few have, the fewest first."""
    shown: dict[str, str] = {}
    people: dict[str, dict[str, Person]] = {}
    for each in subjects:
        for word in words(each):
            key = fold(word)
            shown.setdefault(key, word)
            people.setdefault(key, {})[each.person.path] = each.person
    few = [key for key, who in people.items() if len(who) <= FEW]
    return tuple(
        Thin(name=shown[key], people=tuple(people[key].values()))
        for key in sorted(few, key=lambda key: (len(people[key]), key))[:MOST]
    )


def _tags(subject: Subject, ignored: frozenset[str]) -> list[str]:
    contact = subject.note.contact
    tags = (*contact.tags, *contact.inline_tags) if contact else ()
    return [tag for tag in tags if fold(tag) not in ignored | _MARKS]


def _contact_city(subject: Subject) -> str | None:
    return subject.note.contact.city if subject.note.contact else None


def _best_match(match: Match) -> tuple[object, ...]:
    warm = min(match.one.strength, match.other.strength)
    return (-match.score, -warm, *by_name(match.one), *by_name(match.other))
