"""The report works both ways: each tick is taken in, exactly once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vault_tools.collect
from tests.conftest import MakeVault, Run
from vault_tools.edit.log import append_interaction
from vault_tools.errors import VaultToolsError
from vault_tools.report.ticks import taken, ticks

DAY = ("--today", "2026-11-23")
TOMORROW = ("--today", "2026-11-24")
PERSON = "---\ntype: person\ncadence: weekly\n---\n## Log\n- 2026-11-01 email: hello\n"
PATH = "People/Anna.md"
REPORT = "Reports/2026-W48.md"
_TICKED = re.compile(r"(# Week.*)(- \[x\][^\n]*\n)", re.DOTALL)


@pytest.fixture
def root(vault: MakeVault, run: Run) -> Path:
    """Return a vault with a written report in which Anna and Ben are due, and a promise too."""
    made = vault(
        {
            PATH: PERSON,
            "People/Ben.md": f"{PERSON}\n",
            "Plan.md": "- [ ] call [[Carla]] 📅 2026-11-20\n",
            "People/Carla.md": "---\ntype: person\n---\n",
        }
    )
    assert run("--vault", made, *DAY, "report", "-o").exit_code == 0
    return made


def tick(root: Path, name: str, *, box: str = "x", behind: str = "", below: str = "") -> None:
    """Tick the box at a contact, and write something behind it and below it."""
    path = root / REPORT
    text = path.read_text(encoding="utf-8")
    line = re.compile(rf"^- \[ \] (.*\|{name}\]\].*)$", re.MULTILINE)
    assert line.search(text)
    ticked = line.sub(lambda match: f"- [{box}] {match[1]}{behind}{below}", text, count=1)
    path.write_text(ticked, encoding="utf-8")


def log(root: Path, path: str = PATH) -> list[str]:
    text = (root / path).read_text(encoding="utf-8")
    return [row for row in text.split("\n") if row.startswith(("- 2", "  "))]


@pytest.mark.parametrize(
    ("behind", "below", "rows"),
    [
        pytest.param("", "", ["- 2026-11-23"], id="a tick alone"),
        pytest.param(" phone: hi", "", ["- 2026-11-23 phone: hi"], id="behind the arrow"),
        pytest.param(" ✅ 2026-11-21", "", ["- 2026-11-21"], id="the day of Tasks"),
        pytest.param(" hi ✅ 2026-11-21", "", ["- 2026-11-21 hi"], id="day behind the text"),
        pytest.param(" ✅ 2026-11-21 hi", "", ["- 2026-11-21 hi"], id="day before the text"),
        pytest.param(" 2026-11-20 hi", "", ["- 2026-11-20 hi"], id="day as in a log"),
        pytest.param(" gestern: R", "", ["- 2026-11-22 R"], id="a German word"),
        pytest.param(" 20.11. Telefon: S", "", ["- 2026-11-20 Telefon: S"], id="German figures"),
        pytest.param(" yesterday phone: P", "", ["- 2026-11-22 phone: P"], id="English word"),
        pytest.param(" last friday: hi", "", ["- 2026-11-20 hi"], id="a weekday"),
        pytest.param(" yesterday we met", "", ["- 2026-11-22 we met"], id="a word and a text"),
        pytest.param(" 14.11.", "", ["- 2026-11-14"], id="a day alone"),
        pytest.param(" vor 3 Tagen, mail: a", "", ["- 2026-11-20 mail: a"], id="days ago"),
        pytest.param(" 2026-11-20: hi ✅ 2026-11-23", "", ["- 2026-11-20 hi"], id="before Tasks'"),
        pytest.param(" May be late", "", ["- 2026-11-23 May be late"], id="a word like a month"),
        pytest.param(" in 2 weeks he flies", "", ["- 2026-11-23 in 2 weeks he flies"], id="ahead"),
        pytest.param("", "\n    phone: hi", ["- 2026-11-23 phone: hi"], id="below"),
        pytest.param("", "\n    - mail: hi", ["- 2026-11-23 mail: hi"], id="bullet below"),
        pytest.param(" a", "\n    b\n\n    c", ["- 2026-11-23 a", "  b", "  c"], id="both"),
        pytest.param(" a", "\n    > quoted", ["- 2026-11-23 a"], id="quotes stay out"),
        pytest.param(" → b", "", ["- 2026-11-23 → b"], id="another arrow"),
        pytest.param(" #gave a tip", "", ["- 2026-11-23 #gave a tip"], id="favour"),
    ],
)
def test_a_tick_becomes_an_entry_and_only_one(
    root: Path, run: Run, behind: str, below: str, rows: list[str]
) -> None:
    tick(root, "Anna", behind=behind, below=below)

    assert run("--vault", root, *DAY, "collect").exit_code == 0
    once = {path: path.read_bytes() for path in root.rglob("*.md")}
    assert run("--vault", root, *TOMORROW, "collect").exit_code == 0

    assert log(root) == [*rows, "- 2026-11-01 email: hello"]
    assert {path: path.read_bytes() for path in root.rglob("*.md")} == once


def test_it_says_so_where_there_is_nothing_to_take_in(root: Path, run: Run) -> None:
    nothing = "Nothing is ticked that has not been taken in.\n"

    untouched = run("--vault", root, *DAY, "collect")
    tick(root, "Anna")
    first, second = (run("--vault", root, *DAY, "collect") for _ in range(2))
    (root / REPORT).unlink()
    without = run("--vault", root, *DAY, "collect")

    assert (untouched.exit_code, untouched.stdout, untouched.stderr) == (0, "", nothing)
    assert (first.stderr, second.stderr) == ("", nothing)
    assert (without.exit_code, without.stdout) == (0, "")
    assert without.stderr.startswith("There is no report yet; 'vault-tools report weekly -o'")
    assert run("--vault", root, *DAY, "-q", "collect").stderr == ""


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="other line ends"),
        pytest.param(lambda text: f"\ufeff{text}", id="byte order mark"),
        pytest.param(lambda text: text.replace("## Get in touch", "## Mine"), id="heading renamed"),
        pytest.param(lambda text: text.replace("# Week", "Words of mine.\n\n# Week"), id="words"),
        pytest.param(lambda text: text.replace(" · 15 days late", ""), id="reason shortened"),
        pytest.param(lambda text: text.replace("People/Anna|", "Old/Anna|"), id="moved since"),
        pytest.param(lambda text: text.replace("- [x]", "* [X]"), id="another bullet"),
        pytest.param(
            lambda text: re.sub(r"(?s)(# Week.*)(- \[x\][^\n]*\n)", r"\2\n\1", text), id="moved"
        ),
    ],
)
def test_however_the_report_was_edited_around_it(root: Path, run: Run, edit: object) -> None:
    tick(root, "Anna", behind=" hi")
    path = root / REPORT
    assert callable(edit)
    path.write_bytes(edit(path.read_text(encoding="utf-8")).encode())

    for _ in range(2):
        assert run("--vault", root, *DAY, "collect").exit_code == 0

    assert log(root)[0] == "- 2026-11-23 hi"
    assert len(log(root)) == 2


def test_a_promise_that_is_ticked_is_ticked_where_it_stands(root: Path, run: Run) -> None:
    tick(root, "Carla", behind=" ✅ 2026-11-22")

    assert run("--vault", root, *DAY, "collect").exit_code == 0

    plan = (root / "Plan.md").read_text(encoding="utf-8")
    assert plan == "- [x] call [[Carla]] 📅 2026-11-20 ✅ 2026-11-22\n"
    assert log(root, "People/Carla.md") == []


@pytest.mark.parametrize(
    ("behind", "until"),
    [
        pytest.param("", "2026-11-30", id="a week"),
        pytest.param(" 2w", "2026-12-07", id="period"),
        pytest.param(" until 2026-12-01", "2026-12-01", id="day"),
    ],
)
def test_a_box_that_is_crossed_out_snoozes(root: Path, run: Run, behind: str, until: str) -> None:
    tick(root, "Anna", box="-", behind=behind)

    for day in (DAY, TOMORROW):
        assert run("--vault", root, *day, "collect").exit_code == 0

    assert f"snooze_until: {until}\n" in (root / PATH).read_text(encoding="utf-8")
    assert len(log(root)) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param("- [x] buy stamps", "links to no contact", id="no link"),
        pytest.param("- [x] [[Nobody]] → hi", "no contact called 'Nobody'", id="nobody"),
        pytest.param("- [x] [[Same]] → hi", "more than one contact", id="two of a name"),
        pytest.param("- [x] [[Anna]]: buy it", "is not in the contact's notes", id="no promise"),
        pytest.param("- [-] [[Carla]]: call [[Carla]]", "is not snoozed", id="promise crossed"),
        pytest.param("- [x] [[Anna]] → ✅ 2026-02-30", "is not a day", id="no such day"),
        pytest.param("- [x] [[Anna]] → ✅ 2027-01-01", "still to come", id="a day to come"),
        pytest.param("- [x] [[Anna]] → 3/4: hi", "may be", id="figures of two days"),
        pytest.param("- [x] [[Anna]] → 30.2.: hi", "is not a day", id="no such figures"),
        pytest.param("- [x] [[Anna]] → 2 weeks: hi", "behind or ahead", id="a span"),
        pytest.param("- [x] [[Anna]] → Friday suits her", "a day or the text", id="unclear"),
        pytest.param("- [x] [[Anna]] → 2.5 km", "a day or the text", id="a number or a day"),
        pytest.param("- [x] [[Anna]] → May: hi", "a day or the text", id="a month alone"),
        pytest.param("- [x] [[Anna]] → tomorrow: hi", "still to come", id="a word ahead"),
        pytest.param("- [-] [[Anna]] → xyzzy", "xyzzy", id="no period"),
    ],
)
def test_what_cannot_be_understood_stays_and_is_told(
    root: Path, run: Run, row: str, said: str
) -> None:
    for folder in ("A", "B"):
        (root / folder).mkdir()
        (root / folder / "Same.md").write_text("---\ntype: person\n---\n", encoding="utf-8")
    path = root / REPORT
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{row}\n", encoding="utf-8")
    before = {note: note.read_bytes() for note in root.rglob("*.md")}

    done = run("--vault", root, *DAY, "collect")

    assert done.exit_code == 1
    assert re.search(
        rf"^{REPORT}:[0-9]+:1: report-line .*{re.escape(said)}", done.stderr, re.MULTILINE
    )
    assert {note: note.read_bytes() for note in root.rglob("*.md")} == before


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("```\n- [x] [[Anna]] → hi\n```", id="code"),
        pytest.param("> - [x] [[Anna]] → hi", id="quote"),
        pytest.param("%% - [x] [[Anna]] → hi %%", id="comment"),
        pytest.param("- [ ] [[Anna]] → hi", id="not ticked"),
        pytest.param("[x] [[Anna]] → hi", id="no item"),
    ],
)
def test_what_is_no_tick_is_left_alone(root: Path, run: Run, row: str) -> None:
    path = root / REPORT
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{row}\n", encoding="utf-8")

    assert run("--vault", root, *DAY, "collect").exit_code == 0
    assert len(log(root)) == 1


def test_a_note_that_is_no_report_is_not_collected(root: Path, run: Run) -> None:
    note = root / "Reports" / "Mine.md"
    note.write_text("- [x] [[Anna]] → hi\n", encoding="utf-8")

    assert run("--vault", root, *DAY, "collect").exit_code == 0
    assert run("--vault", root, *DAY, "collect", note).exit_code == 0
    assert run("--vault", root, *DAY, "collect", "nowhere.md").exit_code == 2

    assert len(log(root)) == 1


def test_a_report_outside_the_vault_is_collected_by_name(
    root: Path, run: Run, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    tick(root, "Anna", behind=" hi")
    (root / REPORT).rename(away / "week.md")

    for _ in range(2):
        assert run("--vault", root, *DAY, "collect", away / "week.md").exit_code == 0

    assert log(root)[0] == "- 2026-11-23 hi"
    assert len(log(root)) == 2


def test_a_report_that_was_ticked_is_not_overwritten(root: Path, run: Run) -> None:
    tick(root, "Anna")

    refused = run("--vault", root, *DAY, "report", "-o")

    assert refused.exit_code == 3
    assert "ticks or words of yours" in refused.stderr
    assert "- [x]" in (root / REPORT).read_text(encoding="utf-8")
    assert run("--vault", root, *DAY, "report", "-o", "--force").exit_code == 0
    assert "- [x]" not in (root / REPORT).read_text(encoding="utf-8")


def test_a_rehearsal_shows_all_changes_and_makes_none(root: Path, run: Run) -> None:
    tick(root, "Anna", behind=" hi")
    before = {note: note.read_bytes() for note in root.rglob("*.md")}

    done = run("--vault", root, *DAY, "collect", "--dry-run")

    assert "+- 2026-11-23 hi" in done.stdout
    assert "✔ hi ✅ 2026-11-23" in done.stdout
    assert {note: note.read_bytes() for note in root.rglob("*.md")} == before


@pytest.mark.parametrize("step", ["stamped", "first note", "mark"])
def test_an_interruption_neither_loses_nor_repeats_a_tick(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    tick(root, "Anna", behind=" hi")
    tick(root, "Ben", behind=" yesterday: ho")
    if step == "mark":
        monkeypatch.setattr(vault_tools.collect, "taken", _failing(0))
    else:
        calls = {"stamped": 0, "first note": 1}[step]
        monkeypatch.setattr(vault_tools.collect, "append_interaction", _failing(calls))
    assert run("--vault", root, *DAY, "collect").exit_code == 3
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(root.parent / "cache"))

    for _ in range(2):
        assert run("--vault", root, *TOMORROW, "collect").exit_code == 0

    assert log(root) == ["- 2026-11-23 hi", "- 2026-11-01 email: hello"]
    assert log(root, "People/Ben.md") == ["- 2026-11-22 ho", "- 2026-11-01 email: hello"]


def _failing(calls: int) -> object:
    """Return a stand-in that works as often as *calls* says, and fails from then on."""
    left = iter(range(calls))

    def stand_in(text: str, *arguments: object, **options: object) -> str:
        if next(left, None) is None:
            msg = "interrupted"
            raise VaultToolsError(msg)
        return append_interaction(text, *arguments, **options)  # type: ignore[arg-type]

    return stand_in


def rows() -> Iterator[str]:
    yield from (
        "- [{box}] [[People/A{n}|A{n}]] · email · every week · today → {said}",
        "- [{box}] [[People/A{n}|A{n}]] phone: {said}",
        "- [{box}] [A{n}](<People/A{n}.md>) · why → {said} ✅ 2026-11-20",
    )


words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(list(rows())), st.booleans(), words), max_size=6))
def test_marking_takes_one_tick_after_the_other_and_no_more(
    found: list[tuple[str, bool, str]],
) -> None:
    text = "---\nvault_tools: report\n---\n" + "\n".join(
        row.format(box="x" if on else " ", n=number, said=said.replace("✔", ""))
        for number, (row, on, said) in enumerate(found)
    )
    before = ticks(text)

    for count in range(len(before), 0, -1):
        assert len(ticks(text)) == count
        text = taken(text, ticks(text)[0])

    assert ticks(text) == []
