"""``triage``: contacts without a tier, a few at a time, one key each."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tests.conftest import MakeVault, Run
from tests.repositories import git, repository
from vault_tools.cli import main, triage

TODAY = "2026-11-23"


def _note(properties: str = "", *days: str) -> str:
    log = "".join(f"- {day} phone: x\n" for day in days)
    return f"---\ntype: person\n{properties}\n---\n## Log\n{log}"


NOTES = {
    "Ada.md": _note("company: Lumen", "2026-11-20", "2026-11-10"),
    "Ben.md": _note("", "2026-05-20"),
    "Cid.md": _note(""),
    "Private.md": _note("private: true", "2026-11-20"),
    "Closed.md": _note("status: closed"),
    "Never.md": _note("cadence: never"),
    "Tiered.md": _note("circle: wide"),
}


class Keys:
    """Runs triage with keys pressed on a terminal."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, keys: str, *arguments: str) -> Result:
        whole = ["--vault", str(self.root), "--today", TODAY, "triage", *arguments]
        result = CliRunner().invoke(main, whole, input=keys)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    def properties(self, name: str) -> list[str]:
        """Return the lines of a note's front matter below its first."""
        text = (self.root / f"{name}.md").read_text()
        return [row for row in text.split("---\n")[1].splitlines()[1:] if row]


@pytest.fixture
def press(vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """Return what presses keys in a vault of three without a tier."""
    assert run("--version").exit_code == 0  # the fixture keeps the index out of the real cache
    monkeypatch.setattr(triage, "is_terminal", lambda: True)
    return Keys(vault(NOTES))


def test_a_key_that_means_nothing_shows_which_do(press: Keys) -> None:
    keys = "s skip   n never   o open the note   u undo   q quit"

    assert press("q").stdout.count(keys) == 1
    assert press("xq").stdout.count(keys) == 2
    assert press.properties("Ada") == ["company: Lumen"]


def test_without_a_terminal_they_are_listed_the_most_promising_first(
    vault: MakeVault, run: Run
) -> None:
    result = run("--vault", vault(NOTES), "--today", TODAY, "triage", "--limit", "2")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Ada  Lumen",
        "    in touch 2 times, the last time 3 days ago",
        "Ben",
        "    in touch once, the last time 6 months ago",
    ]
    assert result.stderr == (
        "2 of 3 without tier and cadence. On a terminal, one key decides each;"
        " else: vault-tools set NAME tier=TIER.\n"
    )


def test_the_same_as_json(vault: MakeVault, run: Run) -> None:
    root = vault({**NOTES, "Ada.md": _note("", *(f"2026-{month}-01" for month in range(10, 13)))})

    found = json.loads(run("--vault", root, "--today", TODAY, "triage", "--json").stdout)

    assert found["total"] == 3
    assert [each["name"] for each in found["contacts"]] == ["Ada", "Ben", "Cid"]
    assert found["contacts"][2] == {
        "path": "Cid.md",
        "name": "Cid",
        "company": None,
        "contacts": 0,
        "last_contact": None,
        "median_days": None,
        "why": "no contact noted yet",
    }


def test_a_rhythm_is_told(vault: MakeVault, run: Run) -> None:
    days = ("2026-08-01", "2026-08-31", "2026-09-30", "2026-10-30")

    result = run("--vault", vault({"A.md": _note("", *days)}), "--today", TODAY, "triage")

    assert "in touch 4 times, about every 30 days, the last time 3 weeks ago" in result.stdout


@pytest.mark.parametrize("extra", [[], ["--json"]], ids=["text", "json"])
def test_nobody_to_sort_is_fine(vault: MakeVault, run: Run, extra: list[str]) -> None:
    result = run("--vault", vault({"x.md": ""}), "--today", TODAY, "triage", *extra)

    assert result.exit_code == 0
    if extra:
        assert json.loads(result.stdout) == {"total": 0, "contacts": []}
    else:
        assert (result.stdout, result.stderr) == ("", "Everybody has a tier or a cadence.\n")


def test_wrong_arguments_are_refused(vault: MakeVault, run: Run) -> None:
    assert run("--vault", vault({}), "triage", "--limit", "0").exit_code == 2
    assert run("--vault", vault({}), "triage", "somebody").exit_code == 2


def test_a_key_gives_a_tier_never_a_cadence_or_leaves_it(press: Keys) -> None:
    result = press("wns")

    assert result.exit_code == 0
    assert press.properties("Ada") == ["company: Lumen", "tier: wide"]
    assert press.properties("Ben") == ["cadence: never"]
    assert press.properties("Cid") == []
    assert result.stdout.startswith(
        "3 of 3 today.\n1/i inner   2/c close   3/a active   4/w wide\n"
    )
    assert result.stdout.endswith("2 sorted, 1 left for another day.\n")


def test_a_number_is_as_good_as_a_letter_and_capitals_count(press: Keys) -> None:
    press("4W")

    assert press.properties("Ada")[-1] == "tier: wide"
    assert press.properties("Ben")[-1] == "tier: wide"


def test_other_keys_do_nothing(press: Keys) -> None:
    press("xy9 w")

    assert press.properties("Ada")[-1] == "tier: wide"


@pytest.mark.parametrize("end", ["q", "\x1b", ""], ids=["q", "escape", "end"])
def test_enough_is_enough_and_what_is_decided_stays(press: Keys, end: str) -> None:
    result = press(f"w{end}")

    assert result.exit_code == 0
    assert press.properties("Ada")[-1] == "tier: wide"
    assert press.properties("Ben") == []


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt, 130), (EOFError, 0)], ids=["ctrl-c", "ctrl-d"]
)
def test_an_interrupt_keeps_what_is_decided(
    press: Keys, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], code: int
) -> None:
    keys = iter("w")

    def pressed() -> str:
        for key in keys:
            return key
        raise error

    monkeypatch.setattr(click, "getchar", pressed)

    result = press("")

    assert result.exit_code == code
    assert "1 sorted" in result.stdout
    assert press.properties("Ada")[-1] == "tier: wide"


def test_nothing_decided_writes_and_says_nothing(press: Keys) -> None:
    assert press("q").stdout.endswith("? q\n")


def test_who_is_due_at_once_may_begin_on_another_day(press: Keys) -> None:
    result = press("scycn")

    assert "due at once; begin on Tuesday, 2026-11-24 instead? [Y/n]" in result.stdout
    assert press.properties("Ben") == ["tier: close", "follow_up: 2026-11-24"]
    assert press.properties("Cid") == ["tier: close"]
    assert "Wednesday, 2026-11-25" in result.stdout  # the day that Ben got is taken


def test_days_that_are_set_already_are_taken(press: Keys) -> None:
    for number, day in enumerate(("2026-11-24", "2026-11-25", "2026-11-26")):
        (press.root / f"F{number}.md").write_text(_note(f"tier: wide\nfollow_up: {day}"))

    press("scy")

    assert press.properties("Ben") == ["tier: close", "follow_up: 2026-11-30"]


def test_the_ramp_can_be_turned_off(press: Keys) -> None:
    (press.root / ".vault-tools").mkdir()
    (press.root / ".vault-tools/config.toml").write_text("[rhythm]\nramp = 0\n")

    assert "due at once" not in press("sc").stdout


def test_undo_takes_back_the_last_choice_and_asks_again(press: Keys) -> None:
    before = (press.root / "Ben.md").read_bytes()

    result = press("scyuq")

    assert "undone" in result.stdout
    assert (press.root / "Ben.md").read_bytes() == before
    assert result.stdout.count("\nBen\n") == 2
    assert "sorted" not in result.stdout


def test_undo_reaches_back_and_the_day_is_free_again(press: Keys) -> None:
    press("scycyuucy")

    assert press.properties("Ben") == ["tier: close", "follow_up: 2026-11-24"]
    assert press.properties("Cid") == []


def test_the_very_last_choice_can_be_undone_too(press: Keys) -> None:
    result = press("sswnuanq")

    assert "That was it." in result.stdout
    assert press.properties("Cid") == ["tier: active"]


def test_there_may_be_nothing_to_undo(press: Keys) -> None:
    assert "nothing to undo" in press("uq").stdout


def test_undo_leaves_a_note_alone_that_has_changed_since(
    press: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = press.root / "Ada.md"

    def edited(_address: str) -> int:
        note.write_text(note.read_text() + "- 2026-11-22 email: y\n")
        return 0

    monkeypatch.setattr("vault_tools.cli.triage.opened", edited)

    result = press("wouq")

    assert "Ada.md has changed since; it stays as it is." in result.stderr
    assert press.properties("Ada")[-1] == "tier: wide"


def test_the_note_can_be_opened(press: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("vault_tools.cli.triage.opened", opened.append)

    result = press("oq")

    assert opened[0].startswith("obsidian://open?path=")
    assert opened[0] in result.stdout


def test_a_note_that_cannot_be_edited_is_told_and_left(press: Keys) -> None:
    (press.root / "Ada.md").write_text(
        "---\n{type: person, company: Lumen}\n---\n## Log\n- 2026-11-20 phone: x\n"
    )

    result = press("wwq")

    assert result.exit_code == 0
    assert "1 sorted, 2 left" in result.stdout
    assert "Ada.md, line 2: the front matter can't be edited" in result.stderr
    assert press.properties("Ben")[-1] == "tier: wide"


def test_a_rehearsal_shows_the_change_and_writes_nothing(press: Keys) -> None:
    before = {path: path.read_bytes() for path in press.root.glob("*.md")}

    result = press("scyq", "--dry-run")

    assert "+tier: close\n+follow_up: 2026-11-24\n" in result.stdout
    assert before == {path: path.read_bytes() for path in press.root.glob("*.md")}


def test_what_was_decided_is_one_commit(press: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(press.root, monkeypatch)

    press("wwq", "--commit")

    assert git(root, "log", "-1", "--format=%s", "--name-only").split("\n") == [
        "triage: 2 contacts",
        "",
        "Ada.md",
        "Ben.md",
        "",
    ]


def test_a_tier_that_begins_like_another_key_has_a_number_alone(press: Keys) -> None:
    (press.root / ".vault-tools").mkdir()
    (press.root / ".vault-tools/config.toml").write_text(
        '[tiers]\nouter = "2y"\ncore = "2w"\nfar = "3y"\n'
    )

    result = press("q")

    assert "5 outer   6 core   7/f far\n" in result.stdout


def test_the_example_vault(example: Path, run: Run) -> None:
    found = json.loads(run("--vault", example, "--today", TODAY, "triage", "--json").stdout)

    assert [each["name"] for each in found["contacts"]] == ["Zoë Marchetti", "Kwame Asiedu"]
