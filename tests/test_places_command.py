"""``places`` and ``due --in``: cities, and everybody who lives in one."""

import json
import re
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run

NOTES = {
    "People/Anna.md": (
        "---\ncity: Lisbon\ncadence: monthly\nchannel: phone\ntz: Europe/Lisbon\n---\n"
        "## Log\n- 2026-05-05 phone: Moving soon.\n"
    ),
    "People/Ben.md": "---\nlocation: lisbon, Portugal\n---\n## Log\n- 2025-02-03 email: x\n",
    "People/Cleo.md": (
        "---\nbased_in: Lisbon\ntimezone: Moon/Crater\nboundaries: no mails\n---\n- [ ] a map\n"
    ),
    "People/Dan.md": "---\ncity: Köln\n---\n- [ ] send the plan 📅 2026-11-30\n",
    "People/Sam.md": "---\ncity: Lisbon\nprivate: true\n---\n",
    "People/Tom.md": "---\ncity: Rome\nstatus: deceased\n---\n",
}
DAY = ("--today", "2026-11-23", "-q")


def test_cities_have_their_counts(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    text = run("--vault", root, *DAY, "places")
    shape = json.loads(run("--vault", root, *DAY, "places", "--json").stdout)

    assert text.stdout == "3  Lisbon\n1  Köln\n"
    assert shape == [
        {"city": "Lisbon", "contacts": 3, "spellings": ["Lisbon", "lisbon, Portugal"]},
        {"city": "Köln", "contacts": 1, "spellings": ["Köln"]},
    ]


def test_everybody_in_a_place_is_listed_due_or_not(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *DAY, "due", "--in", "LISBON")

    assert result.exit_code == 0
    assert re.sub(r"[0-9]{2}:[0-9]{2} there", "12:00 there", result.stdout) == (
        f"{'Anna':28}  171 days late  phone\n"
        "    every month, last contact 5 May\n"
        "    - Moving soon. (5 May, phone)\n"
        "    12:00 there\n"
        "Ben\n"
        "    - x (3 February 2025, email)\n"
        "    last contact 3 February 2025\n"
        "Cleo\n"
        "    ! no mails\n"
        "    - you promised: a map\n"
        "    no contact yet\n"
    )


def test_the_shape_of_due_in_a_place(vault: MakeVault, run: Run) -> None:
    found = json.loads(run("--vault", vault(NOTES), *DAY, "due", "--in", "Lisbon", "--json").stdout)

    assert re.fullmatch(r"[0-9]{2}:[0-9]{2}", found[0]["local_time"])
    assert (found[0]["due_on"], found[0]["days_overdue"]) == ("2026-06-05", 171)
    assert found[1] == {
        "path": "People/Ben.md",
        "name": "Ben",
        "due_on": None,
        "days_overdue": None,
        "reasons": [],
        "last_contact": "2025-02-03",
        "channel": "email",
        "boundaries": None,
        "talking_points": ["x (3 February 2025, email)"],
        "city": "lisbon, Portugal",
        "timezone": None,
        "local_time": None,
    }
    assert (found[2]["timezone"], found[2]["local_time"]) == ("Moon/Crater", None)
    assert all(set(row) == set(found[1]) for row in found)


@pytest.mark.parametrize("place", ["Köln", "koln", "KOELN"])
def test_places_are_found_however_they_are_spelt(vault: MakeVault, run: Run, place: str) -> None:
    found = json.loads(run("--vault", vault(NOTES), *DAY, "due", "--in", place, "--json").stdout)

    assert [(row["name"], row["due_on"], row["days_overdue"]) for row in found] == [
        ("Dan", "2026-11-30", -7)
    ]


def test_a_query_picks_some_of_them(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    some = run("--vault", root, *DAY, "due", "--in", "lisbon", "name:ben")
    nobody = run("--vault", root, *DAY, "due", "--in", "lisbon", "name:dan")

    assert some.stdout.startswith("Ben\n")
    assert (nobody.exit_code, nobody.stdout) == (1, "")
    assert nobody.stderr == "Error: nobody of those that are picked lives in 'lisbon'.\n"


@pytest.mark.parametrize(
    ("place", "message"),
    [
        pytest.param("Lisbonn", "nobody lives in 'Lisbonn'. Did you mean Lisbon?", id="a slip"),
        pytest.param("Tokyo", "nobody lives in 'Tokyo'.", id="nothing like it"),
        pytest.param("Rome", "nobody lives in 'Rome'.", id="only somebody who died"),
        pytest.param("", "nobody lives in ''.", id="nothing"),
    ],
)
def test_an_unknown_place(vault: MakeVault, run: Run, place: str, message: str) -> None:
    result = run("--vault", vault(NOTES), *DAY, "due", "--in", place)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: {message}\n"


@pytest.mark.parametrize("option", [("--plan",), ("--minutes", "60")])
def test_a_place_is_not_planned(vault: MakeVault, run: Run, option: tuple[str, ...]) -> None:
    result = run("--vault", vault(NOTES), *DAY, "due", "--in", "Lisbon", *option)

    assert result.exit_code == 2
    assert "it can't be planned" in result.stderr


def test_nothing_is_missing_in_an_empty_vault(vault: MakeVault, run: Run) -> None:
    root = vault({"a.md": "x\n"})

    found = run("--vault", root, "places")

    assert (found.exit_code, found.stdout) == (0, "")
    assert "No contact has a city yet" in found.stderr
    assert run("--vault", root, "-q", "places", "--json").stdout == "[]\n"


def test_what_is_shown_cannot_act_on_a_terminal(vault: MakeVault, run: Run) -> None:
    root = vault({"People/E.md": '---\nname: "E\\e[1m"\ncity: "Köln\\e[31m"\n---\n'})

    listed = run("--vault", root, *DAY, "places")
    found = run("--vault", root, *DAY, "due", "--in", "Köln\x1b[31m")
    missed = run("--vault", root, *DAY, "due", "--in", "Koln\x1b")

    assert listed.stdout == "1  Köln\\x1b[31m\n"
    assert found.stdout.startswith("E\\x1b[1m\n")
    assert "\x1b" not in missed.stderr


def test_places_take_no_argument(vault: MakeVault, run: Run) -> None:
    assert run("--vault", vault(NOTES), "places", "Lisbon").exit_code == 2


def test_the_places_of_the_example_vault(example: Path, run: Run) -> None:
    listed = run("--vault", example, *DAY, "places")
    found = json.loads(run("--vault", example, *DAY, "due", "--in", "koeln", "--json").stdout)

    assert listed.stdout.splitlines()[:2] == ["7  Köln", "2  London"]
    assert len(found) == 7
    assert "Katharina Wolff" not in {row["name"] for row in found}
