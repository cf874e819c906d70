"""The plan of the week: in ``due --plan`` and in the report."""

import json
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run

DAY = ("--today", "2026-11-23")
PEOPLE = {
    f"People/{name}.md": f"---\nchannel: {channel}\ntier: {tier}\n---\n## Log\n- {last} x\n"
    for name, channel, tier, last in [
        ("Anna", "phone", "inner", "2026-10-20"),
        ("Ben", "email", "inner", "2026-10-20"),
        ("Carla", "email", "wide", "2025-11-20"),
        ("Dora", "in-person", "close", "2026-08-01"),
    ]
}
PLAN = "[plan]\nminutes = 30\n"


def test_the_plan_takes_what_fits_and_says_when_the_rest_is_for(vault: MakeVault, run: Run) -> None:
    root = vault(PEOPLE)

    done = run("--vault", root, *DAY, "due", "--minutes", "30")

    names = [line.split()[0] for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert names == ["Anna", "Ben"]
    words, *waiting = done.stderr.splitlines()[-3:]
    assert words.split("; ") == [
        "This week has time for 2 contacts, who take 30 of its 30 minutes",
        "1 waits for the next weeks",
        "1 waits for later",
    ]
    assert waiting == ["In 1 week: Carla", "Later: Dora"]


def test_the_plan_and_the_report_choose_the_same(vault: MakeVault, run: Run, example: Path) -> None:
    sunday = {"People/Eve.md": "---\nfollow_up: 2026-11-29\nchannel: email\ntier: inner\n---\n"}
    own = vault({**PEOPLE, **sunday, ".vault-tools/config.toml": PLAN})
    for root in (own, example):
        planned = run("--vault", root, *DAY, "due", "private:false", "--plan").stderr
        reported = run("--vault", root, *DAY, "report", "--format", "text").stdout

        (line,) = [row for row in planned.splitlines() if row.startswith("This week has time for ")]
        assert line.partition(";")[0] in reported
    rows = json.loads(run("--vault", own, *DAY, "due", "--plan", "--json").stdout)
    assert "Eve" in {row["name"] for row in rows}
    assert "Eve" not in run("--vault", own, *DAY, "due", "--minutes", "60").stdout


def test_every_row_says_what_it_takes_and_its_week(vault: MakeVault, run: Run) -> None:
    root = vault({**PEOPLE, ".vault-tools/config.toml": PLAN})

    rows = json.loads(run("--vault", root, *DAY, "due", "--plan", "--json").stdout)

    planned = {row["name"]: (row["minutes"], row["week"]) for row in rows}
    assert planned == {
        "Anna": (20, "2026-W48"),
        "Ben": (10, "2026-W48"),
        "Carla": (10, "2026-W49"),
        "Dora": (60, None),
    }


def test_without_a_plan_no_row_has_a_week(vault: MakeVault, run: Run) -> None:
    rows = json.loads(run("--vault", vault(PEOPLE), *DAY, "due", "--json").stdout)

    assert not any("week" in row or "minutes" in row for row in rows)


def test_a_plan_needs_minutes(vault: MakeVault, run: Run) -> None:
    done = run("--vault", vault(PEOPLE), *DAY, "due", "--plan")

    assert done.exit_code == 2
    assert "say how many minutes a week has" in done.stderr


@pytest.mark.parametrize("form", ["md", "text", "html"])
def test_the_report_keeps_to_the_plan(vault: MakeVault, run: Run, form: str) -> None:
    root = vault({**PEOPLE, ".vault-tools/config.toml": PLAN})

    text = run("--vault", root, *DAY, "report", "--format", form).stdout

    assert "This week has time for 2 contacts, who take 30 of its 30 minutes; " in text
    assert "1 waits for the next weeks (Carla); 1 waits for later (Dora)" in text
    assert text.count("Dora") == 1
    assert "2 more" in text


def test_the_report_names_only_a_few_of_those_who_wait(vault: MakeVault, run: Run) -> None:
    more = {f"People/{name}.md": PEOPLE["People/Carla.md"] for name in ("Eve", "Fee", "Gil")}
    root = vault({**PEOPLE, **more, ".vault-tools/config.toml": PLAN})

    text = run("--vault", root, *DAY, "report", "--format", "text").stdout

    assert "; 4 wait for the next weeks; 1 waits for later (Dora)\n" in text


def test_promises_are_in_the_report_whether_they_fit_or_not(vault: MakeVault, run: Run) -> None:
    task = "---\ntype: person\nchannel: in-person\n---\n- [ ] bring the book 📅 2026-11-20\n"
    root = vault({"A.md": task, ".vault-tools/config.toml": PLAN})

    assert "bring the book" in run("--vault", root, *DAY, "report").stdout
