"""``tiers``: what is in the tiers, what real contact says, and presets to paste."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run
from vault_tools.config import load_config
from vault_tools.method.presets import PRESETS

WEEK = ("--today", "2026-11-23")


def _note(properties: str, *days: str) -> str:
    log = "".join(f"- {day} phone: x\n" for day in days)
    return f"---\ntype: person\n{properties}\n---\n## Log\n{log}"


MONTHLY = ("2026-01-01", "2026-01-31", "2026-03-02", "2026-04-01")
OFTEN = ("2026-07-24", "2026-08-23", "2026-09-22", "2026-10-22", "2026-11-21")
NOTES = {
    "Ada.md": _note("", *MONTHLY),
    "Bea.md": _note("tier: wide", *OFTEN),
    "Cid.md": _note("cadence: never", *MONTHLY),
    "Dan.md": _note("private: true", *MONTHLY),
    "Eve.md": _note("private: true\ntier: wide", *OFTEN),
    "Fay.md": _note("status: closed", *MONTHLY),
    "Gus.md": _note("tier:\ncadence: ", "2026-11-20"),
}


def test_the_tiers_and_what_real_contact_says_about_them(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault(NOTES), *WEEK, "tiers")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "inner          0 of 5    every month",
        "close          0 of 10   every 3 months",
        "active         0 of 35   every 6 months",
        "wide           1 of 100  every year",
        "(none)         2         no tier and no cadence: vault-tools triage",
        "",
        "Quiet against their own rhythm",
        "  Ada: usually every 30 days, now quiet for 236 days",
        "",
        "Perhaps another tier",
        "  Bea: closer, to inner; in touch about every 30 days, wide asks for 365",
    ]


def test_the_same_as_json(vault: MakeVault, run: Run) -> None:
    found = json.loads(run("--vault", vault(NOTES), *WEEK, "tiers", "--json").stdout)

    assert found["tiers"][3] == {
        "name": "wide",
        "cadence_days": 365,
        "count": 1,
        "size": 100,
        "over": 0,
    }
    assert found["unsorted"] == 2
    assert found["drifting"] == [
        {
            "path": "Ada.md",
            "name": "Ada",
            "median_days": 30,
            "silent_days": 236,
            "why": "usually every 30 days, now quiet for 236 days",
        }
    ]
    assert found["moves"] == [
        {
            "path": "Bea.md",
            "name": "Bea",
            "from": "wide",
            "to": "inner",
            "closer": True,
            "median_days": 30,
            "why": "in touch about every 30 days, wide asks for 365",
        }
    ]


def test_what_is_over_full_is_said_calmly(vault: MakeVault, run: Run) -> None:
    root = vault({f"{number}.md": _note("tier: inner") for number in range(7)})

    shown = run("--vault", root, *WEEK, "tiers").stdout

    assert shown.splitlines()[0] == (
        "inner          7 of 5    every month; 2 more than it has room for"
    )
    assert "!" not in shown


def test_suggestions_and_sizes_can_be_turned_off(vault: MakeVault, run: Run) -> None:
    settings = '[tiers]\nfar = "never"\n[rhythm]\ndrift = false\nmoves = false\npreset = ""\n'

    result = run("--vault", vault({**NOTES, ".vault-tools/config.toml": settings}), *WEEK, "tiers")

    assert result.stdout.splitlines()[3:] == [
        "wide           1         every year",
        "far            0         no cadence",
        "(none)         2         no tier and no cadence: vault-tools triage",
    ]


def test_an_unknown_preset_in_the_configuration_is_a_warning(vault: MakeVault, run: Run) -> None:
    root = vault({".vault-tools/config.toml": '[rhythm]\npreset = "dumbo"\n'})

    result = run("--vault", root, *WEEK, "tiers")

    assert result.exit_code == 0
    assert "there is no preset 'dumbo'; there are dunbar, sivers, steady." in result.stderr


def test_an_empty_vault_has_tiers_and_nothing_to_nag_about(vault: MakeVault, run: Run) -> None:
    root = vault({"x.md": ""})

    result = run("--vault", root, *WEEK, "tiers")
    found = json.loads(run("--vault", root, *WEEK, "tiers", "--json").stdout)

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 4
    assert result.stderr == "Nobody is in a tier yet.\n"
    assert (found["unsorted"], found["drifting"], found["moves"]) == (0, [], [])


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_configuration_to_paste(
    vault: MakeVault, run: Run, name: str, tmp_path: Path
) -> None:
    result = run("tiers", "--preset", name)

    assert result.exit_code == 0
    assert list(tomllib.loads(result.stdout)) == ["tiers", "rhythm"]
    root = vault({".vault-tools/config.toml": result.stdout})
    config = load_config(root)
    assert config.warnings == ()
    assert list(config.tiers) == [tier.name for tier in PRESETS[name].tiers]
    assert not (tmp_path / "cache").exists()


def test_a_preset_as_json(run: Run) -> None:
    found = json.loads(run("tiers", "--preset", "dunbar", "--json").stdout)

    assert (found["preset"], found["tiers"][0]) == (
        "dunbar",
        {"name": "inner", "cadence": "monthly", "size": 5, "note": "5 people"},
    )


def test_an_unknown_preset_is_refused(run: Run) -> None:
    result = run("tiers", "--preset", "dumbo")

    assert result.exit_code == 2
    assert "dunbar" in result.stderr


def test_many_suggestions_are_no_avalanche(vault: MakeVault, run: Run) -> None:
    root = vault({f"{number}.md": _note("", *MONTHLY) for number in range(12)})

    shown = run("--vault", root, *WEEK, "tiers").stdout.splitlines()

    assert len(json.loads(run("--vault", root, *WEEK, "tiers", "--json").stdout)["drifting"]) == 12
    assert shown[-1] == "  …and 2 more: vault-tools tiers --json"
    assert len(shown) == 4 + 1 + 2 + 10 + 1


def test_names_from_notes_reach_no_terminal_raw(vault: MakeVault, run: Run) -> None:
    root = vault({"A.md": _note('name: "A\\e[31m"', *MONTHLY), "B.md": _note('tier: "x\\e[1m"')})

    shown = run("--vault", root, *WEEK, "tiers").stdout

    assert "\x1b" not in shown
    assert "A\\x1b[31m" in shown


def test_the_example_vault(example: Path, run: Run) -> None:
    result = run("--vault", example, *WEEK, "tiers")

    assert result.exit_code == 0
    assert result.stdout.startswith("inner          3 of 5    every month\n")
