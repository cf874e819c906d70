"""``occasions``: days to think of somebody, and the cards of a season."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run

CONFIG = (
    "[gifts]\nbudget = 25\n"
    "[seasons.'Year-end']\nstart = '12-01'\nend = '12-20'\nquery = 'tier:close'\n"
    "[seasons.Summer]\nstart = '07-01'\nend = '07-20'\n"
)
NOTES = {
    ".vault-tools/config.toml": CONFIG,
    "People/Anna.md": (
        "---\ntier: close\nbirthday: 1986-12-05\nmet: 2021-12-02\n"
        "met_at: '[[Fair|the fair]]'\naddress: Hauptstr. 1, 50667 Köln\n"
        "gift_ideas: [a kite, Tea]\n---\n## Log\n"
        "- 2025-12-05 gift: #gave tea and a cup, 30 €\n"
        "- 2025-12-10 card: handwritten\n"
    ),
    "People/Ben.md": (
        "---\ntier: close\naddress: |\n  Hauptstr. 1\n  50667 Köln\n---\n## Log\n"
        "- 2026-12-02 letter: greetings\n"
    ),
    "People/Cleo.md": "---\ntier: close\nname: '=HYPERLINK(1)'\naddress: '@home, Town'\n---\n",
    "People/Dan.md": "---\ntier: close\nname: Dan\n---\n",
    "People/Sam.md": "---\ntier: close\nprivate: true\nbirthday: 1980-12-01\n---\n",
}
BEFORE = ("--today", "2026-11-23", "-q")
WITHIN = ("--today", "2026-12-03", "-q")


def test_occasions_come_by_day_with_what_was_given(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *BEFORE, "occasions")

    assert result.exit_code == 0
    assert result.stdout == (
        "2026-12-01  Year-end: until 20 December, for 4 contacts, 0 done\n"
        "2026-12-02  Anna: met 5 years ago (the fair) (a round one)\n"
        "            given 2025-12-10 card: handwritten\n"
        "            given 2025-12-05 gift: tea and a cup, 30 € (above the budget of 25 €)\n"
        "            ideas (up to 25 €): a kite\n"
        "2026-12-05  Anna: birthday, turns 40 (a round one)\n"
        "            given 2025-12-10 card: handwritten\n"
        "            given 2025-12-05 gift: tea and a cup, 30 € (above the budget of 25 €)\n"
        "            ideas (up to 25 €): a kite\n"
    )


def test_the_shape_of_occasions(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    found = json.loads(run("--vault", root, *BEFORE, "occasions", "--json").stdout)

    assert [(row["kind"], row["on"], row["name"], row["age"], row["years"]) for row in found] == [
        ("season", "2026-12-01", "Year-end", None, None),
        ("anniversary", "2026-12-02", "Anna", None, 5),
        ("birthday", "2026-12-05", "Anna", 40, None),
    ]
    assert found[2] == {
        "kind": "birthday",
        "on": "2026-12-05",
        "until": None,
        "name": "Anna",
        "path": "People/Anna.md",
        "text": "birthday, turns 40",
        "age": 40,
        "years": None,
        "round": True,
        "address": "Hauptstr. 1\n50667 Köln",
        "gifts": [
            {
                "on": "2025-12-10",
                "text": "handwritten",
                "channel": "card",
                "price": None,
                "over_budget": False,
            },
            {
                "on": "2025-12-05",
                "text": "tea and a cup, 30 €",
                "channel": "gift",
                "price": "30 €",
                "over_budget": True,
            },
        ],
        "ideas": [{"text": "a kite", "over_budget": False}],
        "budget": "25 €",
        "contacts": None,
        "done": None,
    }
    assert (found[0]["until"], found[0]["contacts"], found[0]["done"]) == ("2026-12-20", 4, 0)


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        pytest.param("0", 0, id="today"),
        pytest.param("9d", 2, id="the last day is included"),
        pytest.param("2w", 3, id="two weeks"),
        pytest.param("1y", 4, id="a year"),
    ],
)
def test_how_far_ahead(vault: MakeVault, run: Run, within: str, expected: int) -> None:
    result = run("--vault", vault(NOTES), *BEFORE, "occasions", "--within", within, "--json")

    assert len(json.loads(result.stdout)) == expected


def test_how_far_ahead_can_be_configured(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, ".vault-tools/config.toml": "[occasions]\nahead = 10\n"})

    result = run("--vault", root, *BEFORE, "occasions")

    assert result.stdout.splitlines()[0].startswith("2026-12-02  Anna: met 5 years ago")
    assert "birthday" not in result.stdout


def test_many_gifts_are_cut_short(vault: MakeVault, run: Run) -> None:
    log = "".join(f"- 20{year}-12-05 gift: a book\n" for year in range(10, 18))
    root = vault({"People/Eva.md": f"---\nbirthday: --11-24\n---\n## Log\n{log}"})

    lines = run("--vault", root, *BEFORE, "occasions").stdout.splitlines()

    assert len(lines) == 7
    assert lines[1] == "            given 2017-12-05 gift: a book"
    assert lines[-1] == "            and 3 more before"


def test_an_idea_above_the_budget_says_so(vault: MakeVault, run: Run) -> None:
    note = "---\nbirthday: --11-24\ngift_ideas: a desk €900\n---\n"
    config = {".vault-tools/config.toml": "[gifts]\nbudget = 25\n"}
    root = vault({**config, "People/Eva.md": note})

    result = run("--vault", root, *BEFORE, "occasions")

    assert "            ideas (up to 25 €): a desk €900 (above 25 €)\n" in result.stdout


@pytest.mark.parametrize("name", ["year-end", "YEAR_END", "year end", "Yearend", "year"])
def test_a_season_says_who_has_a_card(vault: MakeVault, run: Run, name: str) -> None:
    result = run("--vault", vault(NOTES), *WITHIN, "occasions", name)

    assert result.stdout == (
        "Year-end, 1 December to 20 December: 1 of 4 done\n"
        "  [ ] =HYPERLINK(1)\n"
        "  [ ] Anna; last year a card\n"
        "  [x] Ben; letter on 2026-12-02\n"
        "  [ ] Dan; no address\n"
    )


def test_a_season_may_be_named_in_several_words(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *BEFORE, "occasions", "year", "end")

    assert result.stdout.startswith("Year-end, 1 December to 20 December: 0 of 4 done\n")


def test_the_shape_of_a_season(vault: MakeVault, run: Run) -> None:
    found = json.loads(run("--vault", vault(NOTES), *WITHIN, "occasions", "year", "--json").stdout)

    assert (found["season"], found["start"], found["end"]) == (
        *("Year-end", "2026-12-01"),
        "2026-12-20",
    )
    anna, ben = found["contacts"][1:3]
    assert anna == {
        "name": "Anna",
        "path": "People/Anna.md",
        "address": "Hauptstr. 1\n50667 Köln",
        "got_last_year": True,
        "done": False,
        "last_year": anna["last_year"],
        "this_year": [],
    }
    assert [gift["on"] for gift in anna["last_year"]] == ["2025-12-10", "2025-12-05"]
    assert (ben["done"], ben["this_year"][0]["text"]) == (True, "greetings")


def test_a_table_holds_no_formula(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *WITHIN, "occasions", "year-end", "--format", "csv")

    assert list(csv.reader(io.StringIO(result.stdout))) == [
        ["name", "address", "got_last_year", "done"],
        ["'=HYPERLINK(1)", "'@home, Town", "no", "no"],
        ["Anna", "Hauptstr. 1, 50667 Köln", "yes", "no"],
        ["Ben", "Hauptstr. 1, 50667 Köln", "no", "yes"],
        ["Dan", "", "no", "no"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\\t=", "\\r@", "\uff1d"])
def test_no_name_is_computed(vault: MakeVault, run: Run, start: str) -> None:
    config = {".vault-tools/config.toml": CONFIG}
    root = vault({**config, "People/E.md": f'---\ntier: close\nname: "{start}1"\n---\n'})

    result = run("--vault", root, *BEFORE, "occasions", "year-end", "--format", "csv")

    assert result.stdout.splitlines()[1].startswith("'")


def test_a_household_has_one_label(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)
    label = ("occasions", "year-end", "--format", "text")

    before = run("--vault", root, "--today", "2026-11-23", *label)
    within = run("--vault", root, *WITHIN, *label)

    assert before.stdout == ("=HYPERLINK(1)\n@home\nTown\n\nAnna & Ben\nHauptstr. 1\n50667 Köln\n")
    assert before.stderr == "1 without an address; --format csv shows who.\n"
    assert within.stdout == "=HYPERLINK(1)\n@home\nTown\n\nAnna\nHauptstr. 1\n50667 Köln\n"


def test_what_is_shown_cannot_act_on_a_terminal(vault: MakeVault, run: Run) -> None:
    note = '---\nname: "E\\e[31m"\nbirthday: --11-24\ntier: close\naddress: "A\\e[1m, B"\n---\n'
    root = vault({".vault-tools/config.toml": CONFIG, "People/E.md": note})
    season = ("occasions", "year-end")

    answers = [
        run("--vault", root, *BEFORE, *arguments).stdout
        for arguments in (
            ("occasions",),
            ("occasions", "--json"),
            season,
            (*season, "--format", "csv"),
            (*season, "--format", "text"),
        )
    ]

    assert all("E" in answer and "\x1b" not in answer for answer in answers)


def test_an_unknown_season_lists_those_that_are_configured(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *BEFORE, "occasions", "easter")

    assert result.exit_code == 2
    assert "'easter' is not one of the seasons that are configured: Year-end, Summer" in (
        result.stderr
    )


def test_without_seasons_it_says_how_to_configure_one(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault({"a.md": "x\n"}), "occasions", "year-end")

    assert result.exit_code == 2
    assert "no season is configured; for example" in result.stderr
    assert "[seasons.year-end]" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--format", "csv"), id="a format without a season"),
        pytest.param(("year-end", "--within", "30d"), id="days for a season"),
        pytest.param(("year-end", "--format", "csv", "--json"), id="two formats"),
        pytest.param(("year-end", "--format", "pdf"), id="no such format"),
        pytest.param(("--within", "soon"), id="no period"),
    ],
)
def test_wrong_arguments(vault: MakeVault, run: Run, arguments: tuple[str, ...]) -> None:
    result = run("--vault", vault(NOTES), *BEFORE, "occasions", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")


def test_nothing_is_missing_in_an_empty_vault(vault: MakeVault, run: Run) -> None:
    root = vault({".vault-tools/config.toml": CONFIG})
    day = ("--today", "2026-11-23")

    found = run("--vault", root, *day, "occasions")
    season = run("--vault", root, *day, "occasions", "year-end")

    assert (found.exit_code, found.stdout) == (0, "")
    assert found.stderr == "No occasions up to 2026-12-23.\n"
    assert run("--vault", root, *BEFORE, "occasions", "--json").stdout == "[]\n"
    assert season.exit_code == 0
    assert "This season is for nobody yet" in season.stderr


def test_the_occasions_of_the_example_vault(example: Path, run: Run) -> None:
    found = json.loads(run("--vault", example, *BEFORE, "occasions", "--json").stdout)

    birthdays = [(row["on"], row["name"], row["age"]) for row in found if row["kind"] == "birthday"]
    assert birthdays == [
        ("2026-11-27", "Lena Kaltenbach", None),
        ("2026-12-02", "Oluwaseun Adeyemi", 50),
        ("2026-12-05", "Zoë Marchetti", 38),
    ]
