"""What the weekly report says is worth a thought."""

import json

import pytest

from tests.conftest import MakeVault, Run

DAY = ("--today", "2026-11-23")
OFTEN = "".join(f"- 2026-{month:02}-01 x\n" for month in range(1, 7))


def person(front: str = "") -> str:
    return f"---\ntype: person\n{front}---\n## Log\n{OFTEN}"


def hinted(run: Run, root: object) -> list[str]:
    shown = run("--vault", str(root), *DAY, "report", "--json").stdout
    return [hint["name"] for hint in json.loads(shown)["hints"]]


def test_somebody_without_a_cadence_is_named_when_it_is_quiet_for_them(
    vault: MakeVault, run: Run
) -> None:
    root = vault({"Anna.md": person()})

    assert hinted(run, root) == ["Anna"]


@pytest.mark.parametrize(
    "front",
    [
        pytest.param("cadence: never\n", id="who needs no cadence"),
        pytest.param("cadence: monthly\n", id="who has one"),
        pytest.param("private: true\n", id="who is private"),
        pytest.param("status: closed\n", id="who is closed"),
        pytest.param("status: dormant\n", id="who is asleep"),
    ],
)
def test_some_are_never_named(vault: MakeVault, run: Run, front: str) -> None:
    assert hinted(run, vault({"Anna.md": person(front)})) == []


@pytest.mark.parametrize("setting", ["[rhythm]\ndrift = false\n", "[report]\nhints = 0\n"])
def test_it_can_be_turned_off(vault: MakeVault, run: Run, setting: str) -> None:
    root = vault({"Anna.md": person(), ".vault-tools/config.toml": setting})

    assert hinted(run, root) == []


def test_two_at_most_are_named(vault: MakeVault, run: Run) -> None:
    root = vault({f"{name}.md": person() for name in ("Anna", "Ben", "Carla")})

    assert hinted(run, root) == ["Anna", "Ben"]


@pytest.mark.parametrize("form", ["md", "text", "html"])
def test_every_format_says_why(vault: MakeVault, run: Run, form: str) -> None:
    root = vault({"Anna.md": person()})

    text = run("--vault", root, *DAY, "report", "--format", form).stdout

    assert "worth a thought" in text.casefold()
    assert "Anna" in text
