"""The network: ties and their strength, and the warmest paths, compared with trying them all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY, standing
from vault_tools.model import Standing, Status
from vault_tools.network import measures
from vault_tools.network.paths import WarmPath, warmest_paths
from vault_tools.network.people import Companies, Network, Person, company_key, network
from vault_tools.network.ties import (
    MOST_COLLEAGUES,
    MOST_TOGETHER,
    Statement,
    Tie,
    TieKind,
    own_strength,
    ties,
    together,
)

DAYS = st.dates(min_value=date(2010, 1, 1), max_value=TODAY)
NAMES = "ABCDEF"


def said(source: str, target: str, **more: object) -> Statement:
    """Return a statement that one note links to another."""
    made = Statement(source=source, target=target, kind=TieKind.LINK, path=source)
    return replace(made, **more)  # type: ignore[arg-type]


def one_strength(*statements: Statement) -> float:
    """Return the strength of the only tie."""
    (tie,) = ties(statements, today=TODAY)
    return tie.strength


def made(
    own: Mapping[str, float],
    others: Mapping[tuple[str, str], float],
    *,
    never: frozenset[str] = frozenset(),
) -> Network:
    """Return a network of given strengths; *never* are closed contacts."""
    people = [
        Person(
            standing=standing(name=name, status=Status.CLOSED if name in never else Status.ACTIVE),
            strength=own.get(name, 0.0),
        )
        for name in NAMES
    ]
    path = {one.name: one.path for one in people}
    found = [
        Tie(
            source=path[source],
            target=path[target],
            strength=strength,
            statements=(said(path[source], path[target]),),
        )
        for (source, target), strength in others.items()
    ]
    return Network(people, found)


def shown(paths: list[WarmPath]) -> list[tuple[str, float]]:
    """Return the names on each path, and its strength."""
    return [("".join(one.name for one in path.people), path.strength) for path in paths]


def tried(
    own: Mapping[str, float],
    others: Mapping[tuple[str, str], float],
    *,
    never: frozenset[str],
    steps: int,
) -> list[tuple[str, float]]:
    """Return the warmest paths to F by trying every order of everybody."""
    if own.get("F"):
        return [("F", own["F"])]
    found = []
    for count in range(1, steps):
        for between in permutations(sorted(set("ABCDE") - never), count):
            over = (*between, "F")
            hops = [others.get(pair, 0.0) for pair in pairwise(over)]
            strength = min(own.get(over[0], 0.0), *hops)
            if strength:
                found.append((-strength, len(over), "".join(over)))
    kept: list[tuple[str, float]] = []
    for strength, _, names in sorted(found):
        if not any(set(shorter) <= set(names) for shorter, _ in kept):
            kept.append((names, -strength))
    return kept[:5]


@given(DAYS, DAYS)
def test_the_more_recent_a_contact_the_stronger_the_tie(one: date, other: date) -> None:
    earlier, later = sorted((one, other))

    assert own_strength([earlier], today=TODAY) <= own_strength([later], today=TODAY)


@given(st.lists(DAYS, max_size=30), DAYS)
def test_one_more_contact_never_makes_a_tie_weaker(days: list[date], day: date) -> None:
    before = own_strength(days, today=TODAY)
    after = own_strength([*days, day], today=TODAY)

    assert 0 <= before < after <= 1


@given(st.lists(DAYS, min_size=1, max_size=30), st.integers(0, 4000))
def test_a_tie_fades_with_time(days: list[date], later: int) -> None:
    then = TODAY + timedelta(days=later)

    assert own_strength(days, today=then) <= own_strength(days, today=TODAY)


def test_two_contacts_of_today_make_half_a_tie_and_half_as_much_after_half_a_year() -> None:
    assert own_strength([TODAY, TODAY], today=TODAY) == 0.5
    assert own_strength([TODAY - timedelta(days=180)] * 4, today=TODAY) == 0.5


def test_what_is_to_come_is_no_contact_yet() -> None:
    assert own_strength([TODAY + timedelta(days=1)], today=TODAY) == 0


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (said("a", "b", kind=TieKind.COMPANY), said("a", "b", on=TODAY)),
        (said("a", "b", on=date(2020, 1, 1)), said("a", "b", on=date(2026, 1, 1))),
        (said("a", "b"), said("a", "b", kind=TieKind.INTRODUCED)),
        (
            said("a", "b", kind=TieKind.MEETING, on=TODAY, people=10),
            said("a", "b", kind=TieKind.MEETING, on=TODAY, people=2),
        ),
        (
            said("a", "b", kind=TieKind.EVENT, on=TODAY),
            said("a", "b", kind=TieKind.MEETING, on=TODAY),
        ),
    ],
    ids=["company", "older", "linked", "many people", "event"],
)
def test_some_statements_count_less(weaker: Statement, stronger: Statement) -> None:
    assert one_strength(weaker) < one_strength(stronger) < one_strength(weaker, stronger)


def test_saying_the_same_twice_in_one_place_counts_once() -> None:
    assert one_strength(said("a", "b"), said("a", "b")) == one_strength(said("a", "b"))
    assert one_strength(said("a", "b"), said("a", "b", line=2)) > one_strength(said("a", "b"))


def test_a_tie_is_known_from_what_counts_most() -> None:
    link, introduced = said("a", "b"), said("a", "b", kind=TieKind.INTRODUCED, line=7)

    (tie,) = ties([link, introduced], today=TODAY)

    assert tie.kind is TieKind.INTRODUCED
    assert tie.statements == (introduced, link)
    assert tie.statements[0].place == "a:7"


def test_a_link_is_not_reversed() -> None:
    found = ties([said("a", "b"), said("c", "c")], today=TODAY)

    assert [(tie.source, tie.target) for tie in found] == [("a", "b")]


def test_a_meeting_goes_both_ways() -> None:
    like = said("", "", kind=TieKind.MEETING, path="m.md", on=TODAY)

    found = together({"b": ("m.md", 3), "a": ("m.md", 4)}, like)

    assert [(each.source, each.target, each.people, each.place) for each in found] == [
        ("a", "b", 2, "m.md:3"),
        ("b", "a", 2, "m.md:4"),
    ]


def test_who_says_to_have_been_somewhere_is_the_evidence_of_being_there() -> None:
    like = said("", "", kind=TieKind.EVENT, path="fair.md", on=TODAY)

    found = together({"a": ("fair.md", 3), "b": ("b.md", 5), "c": ("c.md", 7)}, like)

    assert [(each.source + each.target, each.place) for each in found] == [
        ("ab", "b.md:5"),
        ("ac", "c.md:7"),
        ("ba", "b.md:5"),
        ("bc", "c.md:7"),
        ("ca", "c.md:7"),
        ("cb", "b.md:5"),
    ]


def test_too_many_people_at_once_say_nothing() -> None:
    like = said("", "", kind=TieKind.EVENT)
    everybody = [standing(name=f"P{number}") for number in range(MOST_COLLEAGUES + 1)]
    companies = Companies(replace(one, company="Big") for one in everybody)

    assert together({str(number): ("m.md", 1) for number in range(MOST_TOGETHER + 1)}, like) == []
    assert companies.colleagues([replace(everybody[0], company="Big")]) == []


def test_colleagues_are_of_one_company_however_it_is_written() -> None:
    anna, ben, cleo = (
        replace(standing(name=name), company=company, private=name == "Cleo")
        for name, company in (("Anna", "Müller  AG"), ("Ben", "müller ag"), ("Cleo", "Müller AG"))
    )

    (found,) = Companies([anna, ben, cleo]).colleagues([anna])

    assert (found.source, found.target, found.title) == (ben.path, anna.path, "müller ag")
    assert company_key(None) == ""
    assert Companies([standing()]).colleagues([standing()]) == []


def test_nobody_private_is_in_the_network_unless_named() -> None:
    anna, ben = standing(name="Anna"), replace(standing(name="Ben"), private=True)
    statements = [said(anna.path, ben.path), said(ben.path, anna.path)]

    without = network([anna, ben], statements, today=TODAY)
    with_ben = network([anna, ben], statements, today=TODAY, named=frozenset({ben.path}))

    assert (list(without.people), without.ties) == ([anna.path], [])
    assert len(with_ben.ties) == 2
    assert not with_ben.people[ben.path].can_be_asked


STRENGTHS = st.sampled_from([0.0, 0.0, 0.1, 0.3, 0.3, 0.6, 0.9])
OWN = st.fixed_dictionaries(dict.fromkeys("ABCDE", STRENGTHS), optional={"F": STRENGTHS})
"""How well the owner knows each; mostly not the one to be met."""
OTHERS = st.fixed_dictionaries(dict.fromkeys(permutations(NAMES, 2), STRENGTHS)).map(
    lambda found: {pair: strength for pair, strength in found.items() if strength}
)
"""So many ties that there are nearly always several ways, and often more than are shown."""


@given(OWN, OTHERS, st.sets(st.sampled_from("AB")).map(frozenset), st.sampled_from((3, 3, 2, 1)))
def test_the_warmest_paths_are_those_found_by_trying_them_all(
    own: dict[str, float],
    others: dict[tuple[str, str], float],
    never: frozenset[str],
    steps: int,
) -> None:
    found = warmest_paths(made(own, others, never=never), ["People/F.md"], steps=steps)

    assert shown(found) == tried(own, others, never=never, steps=steps)


def test_a_path_is_as_warm_as_its_weakest_tie() -> None:
    seen = made({"A": 0.9, "B": 0.4}, {("A", "F"): 0.2, ("B", "F"): 0.5})

    assert shown(warmest_paths(seen, ["People/F.md"])) == [("BF", 0.4), ("AF", 0.2)]


def test_a_longer_way_over_the_same_people_is_worth_it_only_if_it_is_warmer() -> None:
    seen = made({"A": 0.9, "B": 0.1}, {("A", "B"): 0.5, ("B", "F"): 0.5})

    assert shown(warmest_paths(seen, ["People/F.md"])) == [("ABF", 0.5), ("BF", 0.1)]


def test_a_link_leads_one_way_only() -> None:
    seen = made({"A": 0.9}, {("F", "A"): 0.5})

    assert warmest_paths(seen, ["People/F.md"]) == []


def test_of_several_each_has_its_warmest_path_and_none_is_on_the_way() -> None:
    seen = made(
        {"A": 0.5, "D": 0.3},
        {("A", "E"): 0.4, ("A", "F"): 0.2, ("D", "F"): 0.3, ("E", "F"): 0.9},
    )

    found = warmest_paths(seen, ["People/D.md", "People/E.md", "People/F.md", "People/G.md"])

    assert shown(found) == [("AE", 0.4), ("D", 0.3), ("AF", 0.2)]


def _people(*names: str) -> list[str]:
    return [f"People/{name}.md" for name in names]


def _linked(*pairs: str) -> list[Tie]:
    return ties(
        [said(f"People/{pair[0]}.md", f"People/{pair[1]}.md") for pair in pairs], today=TODAY
    )


def test_who_alone_holds_others_together_is_a_bridge() -> None:
    people = _people(*"ABCDEFG")
    found = measures.bridges(people, _linked("AB", "BC", "CA", "CD", "DE", "EF"), limit=2)

    assert found == [
        ("People/C.md", [_people("A", "B")]),
        ("People/D.md", [_people("E", "F")]),
    ]


@given(st.sets(st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH"))))
def test_what_a_bridge_holds_falls_apart_without_it(pairs: set[tuple[str, str]]) -> None:
    people = _people(*"ABCDEFGH")
    found = _linked(*("".join(pair) for pair in sorted(pairs)))

    for bridge, parts in measures.bridges(people, found, limit=9):
        for part in parts:
            outside = {*people} - {bridge, *part}
            assert not any(
                {tie.source, tie.target} & {*part} and {tie.source, tie.target} & outside
                for tie in found
            )
    sizes = [sum(map(len, parts)) for _, parts in measures.bridges(people, found, limit=9)]
    assert sizes == sorted(sizes, reverse=True)
    assert all(sizes)


def test_groups_have_more_ties_within_than_between() -> None:
    found = measures.groups(_people(*"ABCDEFG"), _linked("AB", "BC", "CA", "CD", "DE", "EF", "FD"))

    assert found == [_people("A", "B", "C"), _people("D", "E", "F"), _people("G")]
    assert measures.groups([], []) == []


def test_a_standing_without_a_path_of_its_own_is_not_in_the_network() -> None:
    nobody: list[Standing] = []

    assert network(nobody, [said("a", "b")], today=TODAY).ties == []
