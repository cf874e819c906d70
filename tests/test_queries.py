"""Questions to the index."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import MakeVault
from tests.indexing import synced_store
from vault_tools.config import Rules, load_config
from vault_tools.errors import NameAmbiguousError, NameUnknownError
from vault_tools.followups import due
from vault_tools.index import queries
from vault_tools.index.store import Store
from vault_tools.model import Event, Standing, Timeline

DAY = date(2026, 11, 23)
PEOPLE = {
    "People/Anna.md": "---\nname: Anna Müller-Weiß\naliases: [Änni]\nemail: am@example.org\n---\n",
    "People/Anton.md": "---\nname: Anton Berg\n---\n",
    "Work/Łukasz Zieliński.md": "---\ntype: person\n---\n",
    "Work/Notes.md": "Not a contact.\n",
}


def path_of(index: Store, number: int) -> str:
    return str(index.rows("SELECT path FROM note WHERE id = ?", (number,))[0][0])


@pytest.mark.parametrize(
    ("name", "path"),
    [
        pytest.param("Anna Müller-Weiß", "People/Anna.md", id="name"),
        pytest.param("  Anna Müller-Weiß ", "People/Anna.md", id="name with blanks"),
        pytest.param("anna", "People/Anna.md", id="file name"),
        pytest.param("Änni", "People/Anna.md", id="alias"),
        pytest.param("AM@example.ORG", "People/Anna.md", id="e-mail address"),
        pytest.param("People/Anna.md", "People/Anna.md", id="path"),
        pytest.param("./People/Anna.md", "People/Anna.md", id="path from here"),
        pytest.param("People/Anna", "People/Anna.md", id="path without ending"),
        pytest.param("anna muller-weiss", "People/Anna.md", id="without accents"),
        pytest.param("anna mueller-weiss", "People/Anna.md", id="with umlauts spelt out"),
        pytest.param("lukasz zielinski", "Work/Łukasz Zieliński.md", id="letters with strokes"),
        pytest.param("ziel", "Work/Łukasz Zieliński.md", id="beginning of a word"),
        pytest.param("anna mue", "People/Anna.md", id="beginning of a name"),
        pytest.param("berg", "People/Anton.md", id="a word"),
    ],
)
def test_a_contact_is_found_by_name(vault: MakeVault, name: str, path: str) -> None:
    with synced_store(vault(PEOPLE)) as index:
        assert path_of(index, queries.find_contact(index, name)) == path


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("Anno", ("Anna",)),
        ("Anton Borg", ("Anton Berg",)),
        ("Bergg", ("Anton Berg",)),
        ("Notes", ()),
        ("am@example", ()),
        ("", ()),
        ("xyz", ()),
    ],
)
def test_an_unknown_name_is_only_suggested(
    vault: MakeVault, name: str, suggested: tuple[str, ...]
) -> None:
    with (
        synced_store(vault(PEOPLE)) as index,
        pytest.raises(NameUnknownError, match="no contact is called") as caught,
    ):
        queries.find_contact(index, name)

    assert set(suggested) <= set(caught.value.suggestions)
    assert bool(suggested) == bool(caught.value.suggestions)


def test_a_note_of_that_name_that_is_no_contact_is_told(vault: MakeVault) -> None:
    notes = {
        "People/Bob Smith.md": "stray\n---\nrole: x\n---\n",
        "Bob Jones.md": "---\nrole: [x\n---\n",
        "2026-11-02 Bob.md": "Lunch.\n",
    }
    with (
        synced_store(vault({**PEOPLE, **notes})) as index,
        pytest.raises(NameUnknownError) as caught,
    ):
        queries.find_contact(index, "bob")

    assert str(caught.value) == (
        "no contact is called 'bob'. 'vault-tools list' shows all of them."
        " Bob Jones.md is there, but can't be read: 'vault-tools check' says why."
        " People/Bob Smith.md is there, but is no contact: 'type: person' in front matter, which"
        " begins in its first line, makes it one."
    )


@pytest.mark.parametrize("name", ["an", "Ben", "BEN"])
def test_a_name_of_several_is_never_guessed(vault: MakeVault, name: str) -> None:
    more = {f"{folder}/Ben.md": "---\ntype: person\n---\n" for folder in ("A", "B")}
    with (
        synced_store(vault({**PEOPLE, **more})) as index,
        pytest.raises(NameAmbiguousError) as caught,
    ):
        queries.find_contact(index, name)

    assert caught.value.candidates == (
        ("Anna Müller-Weiß (People/Anna.md)", "Anton Berg (People/Anton.md)")
        if name == "an"
        else ("Ben (A/Ben.md)", "Ben (B/Ben.md)")
    )


def test_a_whole_name_goes_before_the_beginning_of_another(vault: MakeVault) -> None:
    more = {"People/Ann.md": "---\nrole: x\n---\n"}
    with synced_store(vault({**PEOPLE, **more})) as index:
        assert path_of(index, queries.find_contact(index, "ann")) == "People/Ann.md"


TIMELINE = {
    "People/Anna.md": (
        "---\nname: Anna\n---\nSee [[Nordwind]], [[Anna]] and [[2026-01-05]].\n"
        "- [ ] Own promise\n## Log\n- 2026-11-02 phone: Called\n"
    ),
    "People/Ben.md": "---\nname: Ben\n---\nKnows [[Anna]].\n- [ ] Mine for [[Anna]]\n",
    "2026-11-09.md": (
        "Lunch with [[Anna]], good.\n- [ ] Slides for [[Anna]] and [[anna]]\n"
        "- [x] Thanks to [[Anna]]\n"
    ),
    "Meetings/2026-12-01 Review.md": "---\npeople: [Anna]\nchannel: video\n---\n# Plan\nBudget\n",
    "Notes.md": "About [[Anna]].\n- [ ] Undated for [[Anna]] #waiting\n",
    "2026-11-10.md": "> Quoting [[Anna]]\n",
    "Companies/Nordwind.md": "A company.\n",
    "Reports/2026-W40.md": "---\nvault_tools: report\n---\n[[Anna]]\n",
}


def timeline(root: Path) -> Timeline:
    with synced_store(root) as index:
        return queries.timeline(index, queries.find_contact(index, "Anna"))


def test_a_timeline_gathers_all_that_is_known(vault: MakeVault) -> None:
    found = timeline(vault(TIMELINE))

    assert [(item.on.isoformat(), item.channel, item.text) for item in found.interactions] == [
        ("2026-12-01", "video", "Review: Budget"),
        ("2026-11-09", None, "Lunch with [[Anna]], good."),
        ("2026-11-02", "phone", "Called"),
        ("2026-01-05", None, "See [[Nordwind]], [[Anna]] and [[2026-01-05]]."),
    ]
    assert [(task.text, task.done, task.mine) for task in found.promises] == [
        ("Own promise", False, True),
        ("Slides for [[Anna]] and [[anna]]", False, True),
        ("Thanks to [[Anna]]", True, True),
        ("Undated for [[Anna]]", False, False),
    ]
    assert found.links == ("Companies/Nordwind.md", "People/Anna.md")
    assert found.backlinks == (
        *("2026-11-09.md", "2026-11-10.md", "Meetings/2026-12-01 Review.md", "Notes.md"),
        "People/Ben.md",
    )


def test_a_timeline_agrees_with_the_standing(vault: MakeVault) -> None:
    found = timeline(vault(TIMELINE))

    assert found.standing.contact_days == tuple(sorted(item.on for item in found.interactions))
    assert found.standing.promises == tuple(task for task in found.promises if not task.done)


def test_mentions_may_be_ignored(vault: MakeVault) -> None:
    ignoring = TIMELINE["People/Anna.md"].replace("name: Anna", "ignore_mentions: true")

    found = timeline(vault({**TIMELINE, "People/Anna.md": ignoring}))

    assert [item.text for item in found.interactions] == ["Called"]
    assert found.standing.contact_days == (date(2026, 11, 2),)


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("needle", {"a.md", "b.md"}),
        ("needle hay", {"a.md"}),
        ("NEED", {"a.md", "b.md"}),
        ("muller", {"b.md"}),
        ("müller", {"b.md"}),
        ("mueller", {"b.md"}),
        ("strasse", {"b.md"}),
        ("lodz", {"b.md"}),
        ("property", {"a.md"}),
        ("template", set()),
        ("report", set()),
        ("needle nowhere", set()),
        ("", set()),
        ("!?", set()),
    ],
)
def test_a_search_finds_all_words_however_spelt(
    vault: MakeVault, words: str, paths: set[str]
) -> None:
    notes = {
        "a.md": "---\nkey: a property\nmany: [{x: y}]\n---\nhay\n\na needle and hay\n",
        "b.md": "Müllers Straße in Łódź, needles\n",
        "Templates/t.md": "template",
        "r.md": "---\nvault_tools: report\n---\nreport\n",
    }
    with synced_store(vault(notes)) as index:
        assert {hit.path for hit in queries.search(index, words, limit=9)} == paths


def test_a_hit_shows_the_line_that_says_most(vault: MakeVault) -> None:
    notes = {"a.md": "---\nx: y\n---\nhay\n\n  a needle and hay\n", "Needle hay.md": "text"}
    with synced_store(vault(notes)) as index:
        found = queries.search(index, "hay needle", limit=9)

    assert [(hit.path, hit.line, hit.snippet) for hit in found] == [
        ("Needle hay.md", 1, "Needle hay"),
        ("a.md", 6, "a needle and hay"),
    ]
    assert found[0].score >= found[1].score


def test_a_search_has_a_limit(vault: MakeVault) -> None:
    with synced_store(vault({f"{number}.md": "needle" for number in range(9)})) as index:
        found = queries.search(index, "needle", limit=4)

    assert [hit.path for hit in found] == ["0.md", "1.md", "2.md", "3.md"]


def test_problems_are_listed_once_and_counted_so(vault: MakeVault) -> None:
    notes = {
        "A/Ben.md": "",
        "B/Ben.md": "",
        "x.md": "---\nx: ['[[Ben]]', '[[Ben]]']\nbroken: 1\nbroken: 2\n---\n[[ben]] [[A/Ben]]\n",
        "Templates/t.md": "[[Ben]]",
    }
    with synced_store(vault(notes)) as index:
        found = queries.problems(index)

        assert [(problem.path, problem.line) for problem in found] == [
            *(("x.md", 2), ("x.md", 4), ("x.md", 6)),
        ]
        assert found[0].message == ("[[Ben]] may be A/Ben.md or B/Ben.md; name the folder too")
        assert queries.problem_count(index) == len(found)


def test_dated_notes_ahead_name_their_people(vault: MakeVault) -> None:
    notes: Mapping[str, str] = {
        **PEOPLE,
        "2026-11-23.md": "[[Anton]] and [[Anna]], [[Notes]]\n",
        "Talk.md": "---\ntype: event\ndate: 2026-11-29\nplace: Köln\nattendees: [Änni]\n---\n",
        "2026-11-30.md": "[[Anna]]",
        "2026-11-22.md": "[[Anna]]",
        "2026-11-25.md": "nobody",
        "2026-11-26.md": "> [[Anna]]",
    }
    with synced_store(vault(notes)) as index:
        found = queries.dated_notes(index, since=DAY, until=DAY + timedelta(days=6))

    anna = ("People/Anna.md", "Anna Müller-Weiß")
    assert found == [
        queries.Upcoming(
            "2026-11-23.md", "2026-11-23", DAY, None, (anna, ("People/Anton.md", "Anton Berg"))
        ),
        queries.Upcoming("Talk.md", "Talk", date(2026, 11, 29), Event(place="Köln"), (anna,)),
    ]


def test_who_may_be_due_are_all_who_are(example: Path) -> None:
    config = load_config(example)
    with synced_store(example, config=config) as index:
        everybody = queries.standings(index)
        chance = random.Random(7)  # noqa: S311 - days, no secrets
        for _ in range(150):
            today = date(2024, 1, 1) + timedelta(days=chance.randrange(2000))
            until = today + timedelta(days=chance.choice((0, 0, 7, 40, 366)))
            some = queries.may_be_due(index, today=today, until=until)

            assert _due(some, today, until) == _due(everybody, today, until), today


def _due(standings: list[Standing], today: date, until: date) -> list[object]:
    return [*due(standings, today=today, until=until, rules=Rules())]
