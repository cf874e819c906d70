"""The review of a month: what it says in each format, and what a browser gets to see."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run
from tests.test_report_html import HOSTILE, PLAIN, POLICY, elements, quoted, shape
from vault_tools.report.month import Month

TODAY = ("--today", "2026-11-23")


def _note(properties: str, *entries: str) -> str:
    log = "".join(f"- {entry}\n" for entry in entries)
    return f"---\ntype: person\n{properties}\n---\n## Log\n{log}"


TRIES = tuple(f"2026-0{number}-01 email: try #noreply" for number in range(1, 9))
NOTES = {
    "Ada.md": _note(
        'cadence: monthly\ngoals: "[[Talk]]"',
        "2026-10-05 phone: Talked. #gave a book",
        "2026-09-20 phone: x",
        "[x] send slides 📅 2026-10-09 ✅ 2026-10-08",
        "[x] send more 📅 2026-10-09 ✅ 2026-10-10",
        "[ ] send all 📅 2026-10-09",
    ),
    "Ben.md": _note("cadence: monthly", "2026-10-05 email: x #got a tip", "2026-08-01 x"),
    "Cid.md": _note("", "2026-10-06 Hello again", "2025-01-01 x"),
    "Dan.md": _note("met: 2026-10-07\nmet_at: '[[Fair]]'", *TRIES, "2026-10-08 email: a #noreply"),
    "Eve.md": _note("cadence: monthly", "2025-10-10 x"),
    "Secret.md": _note("private: true\nmet: 2026-10-07", "2026-10-09 phone: x #gave y"),
    "Gone.md": _note("status: deceased", "2026-10-09 phone: x"),
    "Talk.md": "---\ntype: goal\n---\n",
}
MARKDOWN = """\
# October 2026

4 contacts with 4 people, 1 of them in time, 1 caught up with.

Contacts a week, the last 12: ▁▁▁▁▁▃▁▁█▁▁▁

## Met

- [[Dan|Dan]]

## Kept in time

- [[Ada|Ada]]

## Caught up with

- [[Ben|Ben]]

## Reawakened

- [[Cid|Cid]]

## Gone quiet

- [[Eve|Eve]]

## Goals

- Talk: [[Ada|Ada]]

## Given

- 2026-10-05 [[Ada|Ada]]: a book

## Got

- 2026-10-05 [[Ben|Ben]]: a tip

## Promises of mine

- [[Ada|Ada]]: send slides · kept
- [[Ada|Ada]]: send more · kept, after its day
- [[Ada|Ada]]: send all · still open

## Channels

- email: 1
- phone: 1

## Attempts

1 in this month, 0 answered so far.

Of those long enough ago to tell: 0 of 9 answered (0 %).

### By channel

- email: 0 of 9 answered (0 %)

### By season

- January to March: 3 attempts, too few to tell
- April to June: 3 attempts, too few to tell
- July to September: 2 attempts, too few to tell
- October to December: 1 attempt, too few to tell

### By how we met

- Fair: 0 of 9 answered (0 %)

## How things stand

- Favours: 1 given, 1 got in two years
- Promises: of yours 2 kept (1 after the day), 1 open (1 late)
- The cadences ask for 0.7 contacts a week; the last 12 weeks had 0.5

## Worth a thought

- [[Ben|Ben]] · a small favour is due; you got one favour and gave none in two years, \
the last on 5 October: a tip
"""


def _review(run: Run, root: Path, *arguments: str) -> str:
    result = run("-q", "--vault", root, *TODAY, "report", "review", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_latest_month_that_is_over_in_markdown(vault: MakeVault, run: Run) -> None:
    head = "---\nvault_tools: report\nreport: review\nmonth: 2026-10\n---\n"

    assert _review(run, vault(NOTES)) == head + MARKDOWN


def test_the_text_says_the_same_without_markup(vault: MakeVault, run: Run) -> None:
    shown = _review(run, vault(NOTES), "--format", "text")

    said = [re.sub(r"\[\[[^|\]]*\||\]\]|^#+ |^- |\.$", "", row) for row in MARKDOWN.split("\n")]
    rows = [row.strip().removesuffix(".") for row in shown.split("\n") if row]
    assert rows[0] == "October 2026 (2026-10-01 to 2026-10-31)"
    assert [row.casefold() for row in rows[1:]] == [row.casefold() for row in said[1:] if row]


def test_the_same_as_json(vault: MakeVault, run: Run) -> None:
    found = json.loads(_review(run, vault(NOTES), "--json"))

    assert {key: found[key] for key in ("month", "since", "until", "today", "is_over")} == {
        "month": "2026-10",
        "since": "2026-10-01",
        "until": "2026-10-31",
        "today": "2026-11-23",
        "is_over": True,
    }
    assert (found["contacts"], found["people"], found["attempts"], found["answered"]) == (
        *(4, 4),
        *(1, 0),
    )
    assert found["made"] == [{"name": "Dan", "path": "Dan.md"}]
    assert found["promises_late"][0]["done_on"] == "2026-10-10"
    assert found["answers"]["whole"]["percent"] == 0
    assert found["answers"]["by_season"][0]["percent"] is None


def test_private_contacts_are_in_no_format(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    for form in ("md", "html", "text", "json"):
        shown = _review(run, root, "--format", form)
        assert "Secret" not in shown
        assert "Gone.md" not in shown
    assert "Secret" not in _review(run, root, "name:secret")


def test_a_query_picks_contacts(vault: MakeVault, run: Run) -> None:
    found = json.loads(_review(run, vault(NOTES), "name:ada", "--json"))

    assert (found["contacts"], found["kept"][0]["name"], found["answers"]) == (1, "Ada", None)


def test_a_month_that_is_not_over_is_told_up_to_today(vault: MakeVault, run: Run) -> None:
    root = vault({"Ada.md": _note("", "2026-11-22 x", "2026-11-24 to come")})

    shown = _review(run, root, "--month", "2026-11")

    assert "# November 2026\n\nSo far, up to 2026-11-23.\n\n1 contact with 1 person.\n" in shown


@pytest.mark.parametrize(
    ("month", "message"),
    [
        ("2026-12", "2026-12 has not begun."),
        ("2026-13", "there is no month 2026-13."),
        ("October", "'October' is not a month such as 2026-10."),
    ],
)
def test_other_months_are_refused(vault: MakeVault, run: Run, month: str, message: str) -> None:
    result = run("--vault", vault(NOTES), *TODAY, "report", "review", "--month", month)

    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    "arguments", [("weekly", "--month", "2026-10"), ("review", "--week", "2026-W40")], ids=" ".join
)
def test_a_month_is_for_the_review_and_a_week_for_the_others(
    vault: MakeVault, run: Run, arguments: tuple[str, ...]
) -> None:
    result = run("--vault", vault(NOTES), *TODAY, "report", *arguments)

    assert result.exit_code == 2
    assert f"{arguments[1]} is not for the report {arguments[0]}." in result.stderr


@pytest.mark.parametrize("form", ["md", "html", "text"])
def test_an_empty_vault_has_a_quiet_month(vault: MakeVault, run: Run, form: str) -> None:
    shown = _review(run, vault({"x.md": ""}), "--format", form)

    assert "Nothing is noted for this month." in shown
    assert "too few" not in shown
    assert "## " not in shown


def test_outcomes_can_be_turned_off(vault: MakeVault, run: Run) -> None:
    off = {".vault-tools/config.toml": "[review]\noutcomes = false\n"}

    shown = _review(run, vault(NOTES | off))

    assert "1 in this month, 0 answered so far.\n" in shown
    assert "long enough ago" not in shown


def test_few_attempts_are_too_few_to_tell(vault: MakeVault, run: Run) -> None:
    more = {".vault-tools/config.toml": "[review]\nfew = 10\n"}

    shown = _review(run, vault(NOTES | more))

    assert "Of those long enough ago to tell: 9 attempts, too few to tell.\n" in shown
    assert "By channel" not in shown


def test_not_now_is_told_in_neutral_words(vault: MakeVault, run: Run) -> None:
    tries = (*TRIES, "2026-11-20 phone: lunch? #declined")

    shown = _review(run, vault({"Dan.md": _note("", *tries)}))

    assert "0 of 9 answered (0 %), 1 said not now." in shown


def test_it_is_written_into_the_vault_under_its_month(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)
    written = root / "Reports/2026-10 review.md"

    first = run("--vault", root, *TODAY, "report", "review", "-o")
    again = run("--vault", root, *TODAY, "report", "review", "-o")

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stderr.endswith("2026-10 review.md written.\n")
    assert again.stderr.endswith("2026-10 review.md is up to date.\n")
    assert written.read_text().endswith(MARKDOWN)
    assert "\nchecksum: " in written.read_text()
    assert run("--vault", root, "check").exit_code == 0

    written.write_text(f"{written.read_text()}\nmy own words\n")
    assert run("--vault", root, *TODAY, "report", "review", "-o").exit_code == 3
    assert "my own words" in written.read_text()
    assert run("--vault", root, *TODAY, "report", "review", "-o", "--force").exit_code == 0
    assert "my own words" not in written.read_text()


def test_a_file_of_another_format_goes_by_its_name(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    page = tmp_path / "new/review.html"
    page.parent.mkdir()

    run("--vault", vault(NOTES), *TODAY, "report", "review", "-o", page)

    assert page.read_text().startswith("<!DOCTYPE html>")


def _hostile_vault(text: str) -> dict[str, str]:
    """Return notes that fill every section of the page."""
    line = "Hello" if "<!--" in text else text  # a comment would hide the rest of the note
    name = f"name: {quoted(text)}\n"
    return {
        "Ada.md": _note(
            f"{name}cadence: monthly\ngoals: {quoted(text)}",
            f"2026-10-05 phone: x #gave {line}",
            f"2026-10-06 phone: x #got {line}",
            "2026-09-20 phone: x",
            f"[x] send {line} 📅 2026-10-09 ✅ 2026-10-08",
            f"[x] send late {line} 📅 2026-10-09 ✅ 2026-10-10",
            f"[ ] send all {line} 📅 2026-10-09",
        ),
        "Ben.md": _note(f"{name}cadence: monthly", "2026-10-05 x", "2026-08-01 x"),
        "Cid.md": _note(name, "2026-10-06 x", "2025-01-01 x"),
        "Dan.md": _note(f"{name}met: 2026-10-07\nmet_at: {quoted(text)}", *TRIES),
        "Eve.md": _note(f"{name}cadence: monthly", "2025-10-10 x"),
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element_and_no_attribute(
    vault: MakeVault, run: Run, text: str
) -> None:
    plain = _review(run, vault(_hostile_vault(PLAIN)), "--format", "html")

    assert shape(_review(run, vault(_hostile_vault(text)), "--format", "html")) == shape(plain)


def test_the_page_asks_nobody_for_anything(vault: MakeVault, run: Run) -> None:
    found = elements(_review(run, vault(NOTES), "--format", "html"))

    policies = [each for tag, each in found if tag == "meta" and "http-equiv" in each]
    assert [each["content"] for each in policies] == [POLICY]
    tags = {tag for tag, _ in found}
    assert not tags & {"script", "img", "link", "iframe", "form", "svg", "object"}
    links = [each["href"] for tag, each in found if tag == "a"]
    assert links
    assert all(link.startswith("obsidian://open?path=") for link in links)


def test_every_section_of_the_page_has_a_heading(vault: MakeVault, run: Run) -> None:
    found = elements(_review(run, vault(NOTES), "--format", "html"))

    labels = [each["aria-labelledby"] for tag, each in found if tag == "section"]
    ids = [each["id"] for _, each in found if "id" in each]

    assert len(labels) == 13
    assert labels == ids


def test_a_month_has_a_first_and_a_last_day() -> None:
    month = Month.parse("2024-02")

    assert (month.first, month.last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (f"{month}", month.title) == ("2024-02", "February 2024")
    assert Month.before(date(2026, 1, 31)) == Month(2025, 12)
    assert Month.before(date(2026, 3, 1)) == Month(2026, 2)
    assert Month.parse("9999-12").last == date.max


@pytest.mark.parametrize("text", ["2026", "2026-1", "2026-00", "0000-01", "2026-10-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_the_example_vault(example: Path, run: Run) -> None:
    shown = _review(run, example, "--month", "2026-09")

    assert "# September 2026\n" in shown
    assert "a checklist for deduplication" in shown
