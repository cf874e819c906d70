"""Which notes are likely about one person, with a score and the reasons; never decided here.

Explained with examples and figures in docs/duplicates.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from vault_tools.language import _
from vault_tools.merge.keys import is_role_address, may_be_one, name_key, name_words
from vault_tools.merge.matching import Traits
from vault_tools.names import fold_umlauts

_UID, _PROFILE, _EMAIL, _PHONE = 0.97, 0.97, 0.9, 0.75
_OTHERS_EMAIL, _OTHERS_PHONE = 0.35, 0.2
"""Of an address or a number that people share whose names can't be one person's."""
_SAME_NAME, _ALIKE_NAME = 0.6, 0.5
_BIRTHDAY, _COMPANY = 0.35, 0.2
_ALIKE = 86
"""From which similarity on, of 100, two names are alike."""
_MOST_BY_NAME = 0.6
"""The most that a name alone can say."""
_LARGEST_BLOCK = 300
_PREFIX = 4
_BITS = ("beginning", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A note as far as it can be about somebody who has another note."""

    path: str
    traits: Traits
    birthday: str = ""
    """In full; empty without a year or a day."""
    not_same: frozenset[str] = frozenset()
    """Paths of notes that the owner has said are about somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two notes that are likely about one person."""

    first: str
    second: str
    score: float
    """From 0 to 1."""
    reasons: tuple[str, ...]
    """The strongest first."""


def duplicates(people: Iterable[Person], *, least: float = 0.5) -> list[Pair]:
    """Return the pairs whose score is *least* or more, the likeliest first, then by path.

    Each thing in common is a piece of evidence; two pieces of strength a and b make 1 - (1-a)(1-b).
    The name alone never makes more than 0.6. Pairs of which the owner has said that they are not
    the same are left out.
    """
    known = {person.path: person for person in people}
    found = []
    for one, other in sorted(_candidates(known.values())):
        first, second = known[one], known[other]
        if other in first.not_same or one in second.not_same:
            continue
        score, reasons = likeness(first, second)
        if score >= least:
            found.append(Pair(first=one, second=other, score=round(score, 2), reasons=reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def likeness(first: Person, second: Person) -> tuple[float, tuple[str, ...]]:
    """Return how likely two notes are about one person, and why."""
    names = list(_names(first.traits, second.traits))
    evidence = [*names, *_addresses(first.traits, second.traits), *_circumstances(first, second)]
    left = 1.0
    for strength, _reason in evidence:
        left *= 1 - strength
    score = min(1 - left, _MOST_BY_NAME) if len(evidence) == len(names) else 1 - left
    ordered = sorted(evidence, key=lambda each: -each[0])
    return score, tuple(reason for _, reason in ordered)


def _addresses(one: Traits, other: Traits) -> Iterator[tuple[float, str]]:
    may = any(may_be_one(mine, theirs) for mine in one.names for theirs in other.names)
    if set(one.uids) & set(other.uids):
        yield _UID, _("the same id")
    if set(one.profiles) & set(other.profiles):
        yield _PROFILE, _("the same profile")
    emails = {key for key in set(one.emails) & set(other.emails) if not is_role_address(key)}
    if emails:
        reason = _("the same e-mail address {address}", address=min(emails))
        yield _EMAIL if may else _OTHERS_EMAIL, reason
    phones = set(one.phones) & set(other.phones)
    if phones:
        reason = _("the same phone number {number}", number=min(phones))
        yield _PHONE if may else _OTHERS_PHONE, reason


def _names(one: Traits, other: Traits) -> Iterator[tuple[float, str]]:
    pairs = [(mine, theirs) for mine in one.names for theirs in other.names]
    same = next((pair for pair in pairs if _spelt(pair[0]) == _spelt(pair[1])), None)
    if same:
        yield _SAME_NAME, _("the same name {name}", name=same[0])
        return
    alike = max(pairs, key=_similarity, default=None)
    if alike and _similarity(alike) >= _ALIKE:
        yield _ALIKE_NAME, _("names alike: {one}, {other}", one=alike[0], other=alike[1])
    elif alike and any(_is_short_for(*pair) for pair in pairs):
        yield _ALIKE_NAME, _("a name that may be short for the other")


def _circumstances(first: Person, second: Person) -> Iterator[tuple[float, str]]:
    if first.birthday and first.birthday == second.birthday:
        yield _BIRTHDAY, _("the same birthday")
    if first.traits.company and first.traits.company == second.traits.company:
        yield _COMPANY, _("the same company")


@lru_cache(maxsize=50_000)
def _spelt(name: str) -> str:
    """Return a name with its umlauts spelt out: Müller and Mueller are one."""
    return name_key(fold_umlauts(name))


def _similarity(names: tuple[str, str]) -> float:
    """Return how alike two names are, of 100; 0 for less than `_ALIKE`, or with other numbers."""
    one, other = map(_spelt, names)
    found = fuzz.ratio(one, other, score_cutoff=_ALIKE)
    return found if found and _numbers(one) == _numbers(other) else 0.0


@lru_cache(maxsize=50_000)
def _numbers(spelt: str) -> tuple[str, ...]:
    return tuple(word for word in spelt.split() if word.isdigit())


def _is_short_for(one: str, other: str) -> bool:
    """Return whether one name is the other with initials for given names: A. Berg, Anna Berg."""
    mine, theirs = name_words(one), name_words(other)
    if len(mine) != len(theirs) or mine[-1:] != theirs[-1:] or len(mine) == 1:
        return False
    pairs = list(zip(mine[:-1], theirs[:-1], strict=True))
    return all(a == b or (a[0] == b[0] and 1 in {len(a), len(b)}) for a, b in pairs)


def _candidates(people: Iterable[Person]) -> set[tuple[str, str]]:
    """Return the pairs that are worth a look: those with a key in common, or a bit of the name."""
    blocks: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    known = {person.path: person for person in people}
    for person in known.values():
        for block in _blocks(person.traits):
            blocks[block].add(person.path)
    pairs = (
        (kind in _BITS, pair)
        for (kind, _), members in blocks.items()
        if len(members) <= _LARGEST_BLOCK
        for pair in combinations(sorted(members), 2)
    )
    looked_at: set[tuple[str, str]] = set()
    found: set[tuple[str, str]] = set()
    for by_name, pair in pairs:
        if not by_name:
            found.add(pair)
        elif pair not in looked_at:
            looked_at.add(pair)
            if any(_names(known[pair[0]].traits, known[pair[1]].traits)):
                found.add(pair)
    return found


def _blocks(person: Traits) -> Iterator[tuple[str, str]]:
    keyed = (
        ("uid", person.uids),
        ("profile", person.profiles),
        ("email", person.emails),
        ("phone", person.phones),
    )
    yield from ((kind, key) for kind, keys in keyed for key in keys)
    for name in person.names:
        words = name_words(fold_umlauts(name))
        yield "name", " ".join(sorted(words))
        yield from _bits(words)


def _bits(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what a misspelt name still has: an initial with a word's beginning or its end."""
    words = [word for word in words if not word.isdigit()]
    for at, word in enumerate(words):
        for other in (*words[:at], *words[at + 1 :]):
            yield _BITS[0], f"{other[0]} {word[:_PREFIX]}"
            yield _BITS[1], f"{other[0]} {word[-_PREFIX:]}"
