"""``goals``: goals, who matters for each, and who for none."""

import json
from pathlib import Path

from tests.builders import TODAY
from tests.conftest import MakeVault, Run
from tests.indexing import synced_store
from vault_tools.config import Config
from vault_tools.config.settings import Profile
from vault_tools.views.goals import introduction, upkeep

NOTES = {
    "Goals/Book.md": (
        "---\ntype: goal\ndeadline: 2027-06-30\nstatus: active\naliases: The book\n---\n"
    ),
    "Goals/Rest.md": "---\ntype: goal\ndeadline: 2026-11-24\n---\n",
    "Goals/Old.md": "---\ntype: goal\nstatus: done\ndeadline: 2026-01-01\n---\n",
    "People/Anna.md": (
        "---\ntier: close\ngoals: '[[Book|a label]]'\n---\n## Log\n- 2026-07-01 phone: x\n"
    ),
    "People/Ben.md": "---\ngoals: [the book, Old]\n---\n",
    "People/Cleo.md": "---\ntier: inner\ngoals: A goal without a note\n---\n",
    "People/Sam.md": "---\ntier: inner\nprivate: true\ngoals: '[[Rest]]'\n---\n",
}
DAY = ("--today", "2026-11-23", "-q")


def test_goals_have_their_contacts_and_what_is_next(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *DAY, "goals")

    assert result.exit_code == 0
    assert result.stdout == (
        "Rest, by 2026-11-24, 1 day left\n"
        "  nobody is named for it yet\n"
        "\n"
        "Book, by 2027-06-30, 7 months left\n"
        "  Anna: 53 days late, every 3 months, last contact 1 July\n"
        "  Ben: nothing is set; no contact yet\n"
        "\n"
        "Old, by 2026-01-01 (done)\n"
        "  Ben: nothing is set; no contact yet\n"
    )


def test_the_shape_of_goals(vault: MakeVault, run: Run) -> None:
    found = json.loads(run("--vault", vault(NOTES), *DAY, "goals", "--json").stdout)

    assert found[1] == {
        "path": "Goals/Book.md",
        "title": "Book",
        "deadline": "2027-06-30",
        "status": "active",
        "open": True,
        "contacts": [
            {
                "name": "Anna",
                "path": "People/Anna.md",
                "last_contact": "2026-07-01",
                "due_on": "2026-10-01",
            },
            {"name": "Ben", "path": "People/Ben.md", "last_contact": None, "due_on": None},
        ],
    }
    assert [goal["contacts"] for goal in found if goal["title"] == "Rest"] == [[]]


def test_who_is_named_for_no_goal(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    text = run("--vault", root, *DAY, "goals", "--unserving")
    shape = json.loads(run("--vault", root, *DAY, "goals", "--unserving", "--json").stdout)

    assert text.stdout == (
        "In a closer tier, and named for no goal\n  Cleo (inner), no contact yet\n"
    )
    assert shape == [
        {
            "name": "Cleo",
            "path": "People/Cleo.md",
            "last_contact": None,
            "due_on": "2026-11-23",
            "tier": "inner",
        }
    ]


def test_nothing_is_missing_in_an_empty_vault(vault: MakeVault, run: Run) -> None:
    root = vault({"a.md": "x\n"})

    found = run("--vault", root, "goals")
    without = run("--vault", root, "goals", "--unserving")

    assert (found.exit_code, found.stdout) == (0, "")
    assert "There are no goals yet" in found.stderr
    assert (without.exit_code, without.stdout) == (0, "")
    assert "Everybody in a closer tier is named for a goal." in without.stderr
    assert run("--vault", root, "-q", "goals", "--json").stdout == "[]\n"


def test_goals_take_no_argument(vault: MakeVault, run: Run) -> None:
    assert run("--vault", vault(NOTES), "goals", "Book").exit_code == 2


def test_the_goals_of_the_example_vault(example: Path, run: Run) -> None:
    found = json.loads(run("--vault", example, *DAY, "goals", "--json").stdout)

    assert {goal["title"]: [one["name"] for one in goal["contacts"]] for goal in found} == {
        "Two retainers for 2027": [
            "Mara Hoffstedt",
            "Tobias Krahl",
            "Beatriz Fonseca",
            "Henrik Solberg",
        ],
        "Vortrag auf einer Datenkonferenz": ["Greta Hallberg", "Samira Haddad", "Aylin Demirci"],
    }


def test_the_profile_is_the_note_that_is_configured(vault: MakeVault) -> None:
    root = vault({"me.md": "---\nprofile_reviewed: 2026-01-02\n---\nI make maps.\n"})
    elsewhere = Config(profile=Profile(note="You.md"))

    with synced_store(root) as index:
        found = upkeep(index, config=Config(), today=TODAY)
        assert found is not None
        assert "on 2026-01-02" in found
        assert introduction(index, config=Config()) == "I make maps."
        assert upkeep(index, config=elsewhere, today=TODAY) is None
        assert introduction(index, config=elsewhere) is None


def test_a_period_that_cannot_be_read_is_a_warning(vault: MakeVault, run: Run) -> None:
    root = vault({".vault-tools/config.toml": "[profile]\nreview_after = 'soonish'\n"})

    assert "profile.review_after: 'soonish' is not a period" in run("--vault", root, "goals").stderr
