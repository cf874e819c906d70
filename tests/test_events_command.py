"""``events``: those to come, and what came of those that are over."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeVault, Run

NOTES = {
    "Ahead.md": (
        "---\ntype: event\ndate: 2026-12-01\nplace: Ulm\n"
        "attendees: [Anna, Sam, Nobody Known]\n---\n"
    ),
    "Now.md": "---\ntype: event\ndate: 2026-11-22\nend: 2026-11-24\n---\n",
    "Fair.md": "---\ntype: event\ndate: 2026-01-10\nattendees: [Anna, Ben, Sam]\n---\n",
    "Quiet.md": "---\ntype: event\ndate: 2026-02-10\nattendees: [Anna]\n---\n",
    "Undated.md": "---\ntype: event\n---\n",
    "People/Anna.md": "---\n---\n## Log\n- 2026-01-12 email: x\n- 2026-05-01 phone: y\n",
    "People/Ben.md": "---\nintroduced_by: '[[Anna]]'\n---\n",
    "People/Cleo.md": (
        "---\nmet_at: '[[Fair]]'\nintroduced_by: '[[Sam]]'\n---\n## Log\n- 2026-11-20 email: x\n"
    ),
    "People/Sam.md": "---\nprivate: true\nmet_at: '[[Fair]]'\n---\n",
}
DAY = ("--today", "2026-11-23", "-q")


def _shape(run: Run, root: Path, *arguments: str) -> Any:  # noqa: ANN401 - a list or a table
    return json.loads(run("--vault", root, *DAY, "events", *arguments, "--json").stdout)


def test_events_to_come_stand_above_those_that_are_over(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *DAY, "events")

    assert result.exit_code == 0
    assert result.stdout == (
        "Ahead\n"
        "  2026-11-22  Now (now)\n"
        "  2026-12-01  Ahead, Ulm (in 8 days)\n"
        "              with Anna, Nobody Known\n"
        "\n"
        "Over\n"
        "  2026-02-10  Quiet: nobody new\n"
        "  2026-01-10  Fair: 3 met, 1 of 3 followed up in time, 2 of 3 in touch after months\n"
        "              Anna: next contact 2026-01-12; in touch since\n"
        "              Ben: no contact since\n"
        "              Cleo: next contact 2026-11-20; in touch since\n"
    )


def test_the_shape_of_events(vault: MakeVault, run: Run) -> None:
    found = _shape(run, vault(NOTES))

    assert [event["title"] for event in found["upcoming"]] == ["Now", "Ahead"]
    assert found["upcoming"][1] == {
        "path": "Ahead.md",
        "title": "Ahead",
        "on": "2026-12-01",
        "end": None,
        "place": "Ulm",
        "days_ahead": 8,
        "people": [{"path": "People/Anna.md", "name": "Anna"}],
        "others": ["Nobody Known"],
    }
    fair = found["past"][1]
    assert {key: fair[key] for key in ("title", "met", "in_time", "in_time_of", "alive_of")} == {
        "title": "Fair",
        "met": 3,
        "in_time": 1,
        "in_time_of": 3,
        "alive_of": 3,
    }
    assert (fair["in_time_percent"], fair["alive_percent"]) == (None, None)
    assert fair["people"][0] == {
        "path": "People/Anna.md",
        "name": "Anna",
        "met": "2026-01-10",
        "next_contact": "2026-01-12",
        "follow_up_by": "2026-01-20",
        "in_time": True,
        "alive": True,
    }


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        pytest.param("event", [("Fair", 3)], id="event"),
        pytest.param("channel", [("event", 3)], id="channel"),
        pytest.param("introducer", [("no introduction", 2), ("Anna", 1)], id="introducer"),
    ],
)
def test_first_meetings_are_counted(
    vault: MakeVault, run: Run, by: str, expected: list[tuple[str, int]]
) -> None:
    root = vault(NOTES)

    text = run("--vault", root, *DAY, "events", "--by", by).stdout
    found = _shape(run, root, "--by", by)

    assert [(group["title"], group["met"]) for group in found] == expected
    assert [line.partition(":")[0] for line in text.splitlines()] == [key for key, _ in expected]
    assert "%" not in text


def test_shares_are_told_from_five_cases_on(vault: MakeVault, run: Run) -> None:
    people = {f"People/P{n}.md": "---\nmet_at: '[[Fair]]'\n---\n" for n in range(5)}
    people["People/P0.md"] += "## Log\n- 2025-01-11 email: x\n"
    root = vault({"Fair.md": "---\ntype: event\ndate: 2025-01-10\n---\n", **people})

    text = run("--vault", root, *DAY, "events", "--by", "event").stdout

    assert text == (
        "Fair: 5 met, 1 of 5 (20 %) followed up in time, 0 of 5 (0 %) in touch after months\n"
    )


def test_there_may_be_no_events(vault: MakeVault, run: Run) -> None:
    root = vault({"a.md": "x\n"})

    found = run("--vault", root, "events")
    counted = run("--vault", root, "events", "--by", "channel")

    assert (found.exit_code, found.stdout) == (0, "")
    assert "There are no events yet" in found.stderr
    assert (counted.exit_code, counted.stdout) == (0, "")
    assert "No first meeting is noted yet." in counted.stderr
    assert _shape(run, root) == {"upcoming": [], "past": []}
    assert _shape(run, root, "--by", "event") == []


def test_events_are_counted_by_few_things(vault: MakeVault, run: Run) -> None:
    assert run("--vault", vault(NOTES), "events", "--by", "weather").exit_code == 2


def test_who_was_met_at_an_event_is_a_first_follow_up(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            "Fair.md": "---\ntype: event\ndate: 2026-11-19\nattendees: [Anna]\n---\n",
            "People/Anna.md": "---\nmet: 2026-11-19\nmet_at: '[[Fair]]'\n---\n",
        }
    )

    (found,) = json.loads(run("--vault", root, *DAY, "due", "--json").stdout)

    assert [(reason["kind"], reason["due_on"]) for reason in found["reasons"]] == [
        ("first-follow-up", "2026-11-22")
    ]


def test_without_a_day_of_meeting_the_events_day_makes_the_first_follow_up(
    vault: MakeVault, run: Run
) -> None:
    root = vault(
        {
            "Fair.md": "---\ntype: event\ndate: 2026-11-19\n---\n",
            "People/Anna.md": "---\nmet_at: '[[Fair]]'\n---\n",
        }
    )

    found = json.loads(run("--vault", root, *DAY, "due", "--json").stdout)

    assert [due["due_on"] for due in found] == ["2026-11-22"]


def test_somebody_met_a_few_days_ago_has_time_left(vault: MakeVault, run: Run) -> None:
    root = vault(
        {
            "Fair.md": "---\ntype: event\ndate: 2026-11-19\n---\n",
            "People/Anna.md": "---\nmet_at: '[[Fair]]'\n---\n",
        }
    )

    assert run("--vault", root, *DAY, "events").stdout == (
        "Over\n"
        "  2026-11-19  Fair: 1 met, 1 with time left, too early for more\n"
        "              Anna: no word yet, in time until 2026-11-29\n"
    )


def test_the_events_of_the_example_vault(example: Path, run: Run) -> None:
    found = _shape(run, example)

    assert [event["title"] for event in found["upcoming"]] == ["Energiedaten-Forum Hamburg"]
    (over,) = found["past"]
    assert (over["title"], over["met"], over["waiting"]) == ("Datenstammtisch November", 2, 2)
