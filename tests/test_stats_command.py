"""``stats``: counts, give and take, and the load."""

import json

import pytest

from tests.conftest import MakeVault, Run

TODAY = ("--today", "2026-09-14")
CONFIG = '[tiers]\ninner = "weekly"\nclose = "monthly"\n'
NOTES = {
    ".vault-tools/config.toml": CONFIG,
    "People/Ada.md": "---\ntier: inner\n---\n## Log\n"
    "- 2026-09-10 phone: hello #gave a book\n- 2026-09-01 email: again #noreply\n"
    "- 2025-09-30 email: long ago\n",
    "People/Ben.md": "---\ntier: close\nstatus: dormant\n---\n## Log\n"
    "- 2026-08-03 lunch #got a tip\n",
    "People/Eve.md": "---\nprivate: true\ntier: inner\n---\n## Log\n- 2026-09-10 phone: secret\n",
    "People/Zoe.md": "---\ncity: Bonn\nintroduced_by: '[[Ben]]'\nmet: 2026-07-01\n---\n",
}


def _shown(run: Run, root: object, *arguments: str) -> str:
    result = run("-q", "--vault", root, *TODAY, "stats", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_counts_in_json(vault: MakeVault, run: Run) -> None:
    found = json.loads(_shown(run, vault(NOTES), "--json"))

    assert (found["contacts"], found["attempts"]) == (3, 1)
    assert found["by_tier"] == {"inner": 1, "close": 1, "active": 0, "wide": 0, "none": 1}
    assert found["by_status"] == {"active": 2, "dormant": 1}
    assert found["by_channel"] == {"phone": 1, "none": 1}
    assert list(found["by_month"]) == [
        *(f"2025-{month}" for month in (10, 11, 12)),
        *(f"2026-0{month}" for month in range(1, 10)),
    ]
    assert {month: count for month, count in found["by_month"].items() if count} == {
        "2026-08": 1,
        "2026-09": 1,
    }
    assert (found["favours"]["gave"], found["favours"]["got"]) == (1, 2)
    assert found["load"]["asked"] == 1


def test_counts_in_words(vault: MakeVault, run: Run) -> None:
    assert _shown(run, vault(NOTES)) == (
        "contacts    3\n"
        "tiers       inner 1, close 1, active 0, wide 0, none 1\n"
        "status      active 2, dormant 1\n"
        "a year      2 interactions, and 1 attempt\n"
        "            2025-10 ▁▁▁▁▁▁▁▁▁▁██ 2026-09\n"
        "channels    phone 1, none 1\n"
        "favours     1 given, 2 got in two years\n"
        "load        the cadences ask for 1.0 contacts a week; the last 12 weeks had 0.2\n"
        "  inner          1  every week      1.0 asked, 0.1 real\n"
        "\n"
        "What would fit better\n"
        "  inner: every month instead of every week, 0.8 fewer a week\n"
    )


def test_favours_by_person(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    assert _shown(run, root, "favours") == (
        "favours     1 given, 2 got in two years\n"
        "\nYou owe\n  Ben: 0 given, 2 got, the last on 2026-08-03\n"
        "\nThey owe\n  Ada: 1 given, 0 got, the last on 2026-09-10\n"
    )
    (owing,) = json.loads(_shown(run, root, "favours", "--json"))["owing"]
    assert owing == {
        "name": "Ben",
        "path": "People/Ben.md",
        "gave": 0,
        "got": 2,
        "last_gave": None,
        "last_got": "2026-08-03",
    }


def test_another_cadence_is_tried_beside_the_real_one(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    shown = _shown(run, root, "load", "--what-if", "tier=inner:14d")
    found = json.loads(_shown(run, root, "load", "--what-if", "inner:quarterly", "--json"))

    assert "the cadences ask for 0.5 contacts a week" in shown
    assert "with the cadences as they are: 1.0 a week" in shown
    assert (found["asked"], found["before"]["asked"]) == (0.08, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["load", "--what-if", "tier=x:14d"], "there is no tier 'x'", id="no tier"),
        pytest.param(["load", "--what-if", "inner"], "tier=active:90d", id="no cadence"),
        pytest.param(["load", "--what-if", "inner:never"], "no cadence", id="never"),
        pytest.param(["load", "--what-if", "inner:soon"], "soon", id="unreadable"),
        pytest.param(["--what-if", "inner:14d"], "stats load", id="without load"),
        pytest.param(["weather"], "weather", id="another part"),
    ],
)
def test_a_wrong_argument_says_what_is_right(
    vault: MakeVault, run: Run, arguments: list[str], message: str
) -> None:
    result = run("--vault", vault(NOTES), "stats", *arguments)

    assert result.exit_code == 2
    assert message in result.stderr


def test_an_empty_vault_has_nothing_to_count(vault: MakeVault, run: Run) -> None:
    root = vault({"README.md": "nothing"})

    assert _shown(run, root).splitlines()[0] == "contacts    0"
    for part, said in (("load", "Nobody has a cadence yet."), ("favours", "No favours are noted")):
        result = run("--vault", root, "stats", part)
        assert (result.exit_code, said in result.stderr) == (0, True)
