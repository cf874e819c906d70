"""``dupes``: likely duplicates with their reasons, and nothing decided."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MakeVault, Run
from vault_tools.merge.duplicates import Person, duplicates, likeness
from vault_tools.merge.matching import traits


def _person(path: str, name: str, **properties: str) -> Person:
    birthday = properties.pop("birthday", "")
    known = traits(name, {key: [value] for key, value in properties.items()}, region="DE")
    return Person(path=path, traits=known, birthday=birthday)


def _score(first: Person, second: Person) -> float:
    return likeness(first, second)[0]


MAIL = {"email": "anna@example.org"}


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        pytest.param(("Anna Berg", MAIL), ("A. Berg", MAIL), 0.9, 1, id="one e-mail address"),
        pytest.param(("Anna Berg", MAIL), ("Ben Ort", MAIL), 0, 0.5, id="another's address"),
        pytest.param(
            ("Anna Berg", {"phone": "0221 4710145"}),
            ("Ben Berg", {"phone": "+49 221 4710145"}),
            0,
            0.5,
            id="a family's number",
        ),
        pytest.param(
            ("Anna Berg", {"phone": "0221 4710145"}),
            ("Berg, Anna", {"phone": "+49 221 4710145"}),
            0.8,
            1,
            id="one number, and the name",
        ),
        pytest.param(("Anna Berg", {}), ("Anna Berg", {}), 0.6, 0.6, id="the name alone"),
        pytest.param(("Jörg Müller", {}), ("Joerg Mueller", {}), 0.6, 0.6, id="umlauts"),
        pytest.param(("Anna Berg", {}), ("Berg, Anna", {}), 0.6, 0.6, id="in another order"),
        pytest.param(("Dr. Anna Berg", {}), ("Anna Berg", {}), 0.6, 0.6, id="with a title"),
        pytest.param(("Katharina Wolff", {}), ("Katarina Wolf", {}), 0.5, 0.6, id="misspelt"),
        pytest.param(("Anna Berg", {}), ("A. Berg", {}), 0.5, 0.6, id="an initial"),
        pytest.param(("Anna Berg", {}), ("Ben Berg", {}), 0, 0.49, id="a family's name"),
        pytest.param(("Anna Berg", {}), ("Anna Stein", {}), 0, 0.49, id="a given name"),
        pytest.param(
            ("Anna Berg", {"company": "Halden"}),
            ("Anna Berg", {"company": "halden"}),
            0.61,
            0.8,
            id="name and company",
        ),
        pytest.param(
            ("X", {"linkedin": "linkedin.com/in/a"}),
            ("Y", {"website": "https://www.linkedin.com/in/a/"}),
            0.9,
            1,
            id="one profile",
        ),
    ],
)
def test_how_likely_two_are_one(
    first: tuple[str, dict[str, str]], second: tuple[str, dict[str, str]], least: float, most: float
) -> None:
    score = _score(_person("a", first[0], **first[1]), _person("b", second[0], **second[1]))

    assert least <= score <= most


names = st.sampled_from(["Anna Berg", "Anna Bergh", "Berg, Anna", "Ben Berg", "A. Berg", "Ümit Ö"])


@given(names, names)
def test_a_name_alone_is_never_more_than_a_question(first: str, second: str) -> None:
    one, other = _person("a", first), _person("b", second)

    assert _score(one, other) <= 0.6
    assert _score(one, other) == _score(other, one)


def test_what_the_owner_has_said_is_remembered() -> None:
    one, other = _person("a.md", "Anna Berg"), _person("b.md", "Anna Berg")
    told = Person(path="a.md", traits=one.traits, not_same=frozenset({"b.md"}))

    assert [(pair.first, pair.second) for pair in duplicates([one, other])] == [("a.md", "b.md")]
    assert duplicates([told, other]) == []


NOTES = {
    "People/Anna Berg.md": "---\nemail: anna@example.org\n---\n",
    "People/A. Berg.md": "---\nemail: Anna@example.org\n---\n",
    "People/Carl.md": "---\ncity: Bonn\n---\n",
}


def test_pairs_are_shown_with_their_reasons(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    shown = run("--vault", root, "dupes")
    (found,) = json.loads(run("--vault", root, "dupes", "--json").stdout)

    assert shown.exit_code == 0
    assert shown.stdout == (
        "0.95  People/A. Berg.md\n      People/Anna Berg.md\n"
        "      the same e-mail address anna@example.org; a name that may be short for the other\n"
    )
    assert (found["first"], found["second"], found["score"]) == (
        "People/A. Berg.md",
        "People/Anna Berg.md",
        0.95,
    )


def test_two_people_are_told_apart_in_one_note(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    told = run("--vault", root, "dupes", "--not-the-same", "Anna Berg", "A. Berg")
    after = run("--vault", root, "dupes")

    assert told.exit_code == 0, told.stderr
    assert (root / "People/Anna Berg.md").read_text() == (
        '---\nemail: anna@example.org\nnot_same_as: ["[[People/A. Berg]]"]\n---\n'
    )
    assert (after.exit_code, after.stdout) == (1, "")
    assert "No duplicates in sight." in after.stderr
