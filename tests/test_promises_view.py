"""``promises``: what is open between the owner and others; nothing hides it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import standing
from tests.conftest import MakeVault, Run
from vault_tools.method.commitments import Tally, commitments, records, total
from vault_tools.model import Note, NoteKind, Promise, Status, Timeline

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


def _kept(due: str | None, done_on: str | None, *, mine: bool = True) -> Promise:
    days = [date.fromisoformat(text) if text else None for text in (due, done_on)]
    return Promise(text="x", due=days[0], done=True, done_on=days[1], mine=mine)


def _timeline(*promises: Promise, status: Status = Status.ACTIVE) -> Timeline:
    one = standing(status=status)
    note = Note(path=one.path, kind=NoteKind.CONTACT, title=one.name)
    return Timeline(
        note=note, standing=one, interactions=(), promises=promises, links=(), backlinks=()
    )


@pytest.mark.parametrize(
    ("promise", "tally"),
    [
        pytest.param(_kept("2026-11-20", "2026-11-20"), Tally(kept=1), id="on the day"),
        pytest.param(_kept("2026-11-20", "2026-11-21"), Tally(kept=1, late=1), id="a day later"),
        pytest.param(_kept(None, "2026-11-21"), Tally(kept=1), id="without a day"),
        pytest.param(_kept("2026-11-20", None), Tally(kept=1), id="when is not known"),
        pytest.param(Promise(text="x", due=TODAY), Tally(open=1), id="due today"),
        pytest.param(
            Promise(text="x", due=date(2026, 11, 22)), Tally(open=1, overdue=1), id="due yesterday"
        ),
        pytest.param(Promise(text="x"), Tally(open=1), id="open, never due"),
    ],
)
def test_what_became_of_a_promise(promise: Promise, tally: Tally) -> None:
    theirs = replace(promise, mine=False)

    assert total(records([_timeline(promise)], today=TODAY)) == (tally, Tally())
    assert total(records([_timeline(theirs)], today=TODAY)) == (Tally(), tally)


def test_with_those_who_are_gone_only_what_was_kept_counts() -> None:
    gone = _timeline(_kept(None, None), Promise(text="y"), status=Status.DECEASED)
    open_alone = _timeline(Promise(text="y"), status=Status.CLOSED)

    (record,) = records([gone, open_alone], today=TODAY)

    assert record.mine == Tally(kept=1)


KEPT = {
    **NOTES,
    "Carl.md": "---\ntype: person\n---\n- [x] sent 📅 2026-09-18 ✅ 2026-09-20\n- [-] dropped\n",
}


def test_what_became_of_them_by_person(vault: MakeVault, run: Run) -> None:
    root = vault(KEPT)

    shown = run("-q", "--vault", root, *DAY, "promises", "--by-person").stdout
    found = json.loads(run("--vault", root, *DAY, "promises", "--by-person", "--json").stdout)

    assert shown == (
        "Anna: of yours 1 open (1 late); of theirs 1 open\n"
        "Ben: of yours 2 open\n"
        "Carl: of yours 1 kept (1 after the day)\n"
        "\n"
        "In all: of yours 1 kept (1 after the day), 3 open (1 late); of theirs 1 open\n"
    )
    assert found[2]["mine"] == {"kept": 1, "late": 1, "open": 0, "overdue": 0}


def test_what_is_kept_is_listed_on_request(vault: MakeVault, run: Run) -> None:
    root = vault(KEPT)

    shown = run("-q", "--vault", root, *DAY, "promises", "--all", "Carl").stdout

    assert shown == "to Carl: sent · kept on 2026-09-20, after its day\n    Carl.md:4\n"


def test_counting_goes_with_no_other_option(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), "promises", "--by-person", "--mine")

    assert result.exit_code == 2
    assert "--by-person counts all promises" in result.stderr
