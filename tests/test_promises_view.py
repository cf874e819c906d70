"""``promises``: what is open between the owner and others; nothing hides it."""

import json
from datetime import date

import pytest

from tests.builders import standing
from tests.conftest import MakeVault, Run
from vault_tools.method.commitments import commitments
from vault_tools.model import Promise, Status

TODAY = date(2026, 11, 23)
DAY = ("--today", "2026-11-23")
NOTES = {
    "Anna.md": "---\ntype: person\n---\n- [ ] late 📅 2026-11-20\n- [ ] sends it #waiting\n",
    "Ben.md": "---\ntype: person\nsnooze_until: 2027-01-01\n---\n- [ ] soon 📅 2026-12-01\n",
    "Meeting.md": "- [ ] ring [[Ben]] 📅 2026-11-23\n",
}


def listed(run: Run, root: object, *arguments: str) -> list[str]:
    done = run("--vault", str(root), *DAY, "promises", "--json", *arguments)
    return [row["text"] for row in json.loads(done.stdout)]


def test_the_latest_comes_first_and_what_has_no_day_last() -> None:
    promises = tuple(
        Promise(text=text, due=due)
        for text, due in [("open", None), ("today", TODAY), ("late", date(2026, 11, 1))]
    )

    found = commitments([standing(promises=promises)], today=TODAY)

    said = [(item.promise.text, item.days_overdue) for item in found]
    assert said == [("late", 22), ("today", 0), ("open", None)]


@pytest.mark.parametrize(
    ("status", "shown"),
    [(status, status not in {Status.CLOSED, Status.DECEASED}) for status in Status],
)
def test_only_with_those_who_are_gone_it_is_over(status: Status, *, shown: bool) -> None:
    one = standing(status=status, snooze="01-01", attempts="11-20", promises=(Promise(text="x"),))

    assert bool(commitments([one], today=TODAY)) is shown


@pytest.mark.parametrize(
    ("arguments", "texts"),
    [
        pytest.param([], ["late", "ring Ben", "soon", "sends it"], id="all"),
        pytest.param(["--mine"], ["late", "ring Ben", "soon"], id="mine"),
        pytest.param(["--theirs"], ["sends it"], id="theirs"),
        pytest.param(["--overdue"], ["late", "ring Ben"], id="overdue"),
        pytest.param(["Ben"], ["ring Ben", "soon"], id="of one contact"),
    ],
)
def test_what_is_asked_for_is_listed(
    vault: MakeVault, run: Run, arguments: list[str], texts: list[str]
) -> None:
    found = listed(run, vault(NOTES), *arguments)

    assert [text.replace("[[Ben]]", "Ben") for text in found] == texts


def test_each_says_with_whom_when_and_where(vault: MakeVault, run: Run) -> None:
    shown = run("--vault", vault(NOTES), *DAY, "promises").stdout

    assert shown.startswith("to Anna: late · 3 days late\n    Anna.md:4\n")
    assert "by Anna: sends it\n    Anna.md:5\n" in shown


def test_no_promise_is_no_answer_only_where_somebody_was_asked_for(
    vault: MakeVault, run: Run
) -> None:
    root = vault({"Anna.md": "---\ntype: person\n---\n"})

    assert run("--vault", root, *DAY, "promises").exit_code == 0
    assert run("--vault", root, *DAY, "promises", "Anna").exit_code == 1
    assert run("--vault", root, *DAY, "promises", "--json").stdout == "[]\n"
