"""``show NAME --format html``: one contact's page."""

import json
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run
from tests.test_report_html import HOSTILE, PLAIN, POLICY, elements, full_vault, shape

DAY = ("--today", "2026-11-23")
NOTES = {
    "Anna.md": "---\ntype: person\nprivate: true\ntier: inner\nemail: anna@example.com\n"
    "phone: +49 30 1\navoid: phone\nboundaries: Not on Mondays\n---\nKnows [[Ben]] and [[Eve]].\n\n"
    "- [ ] send her a book 📅 2026-11-30\n\n## Log\n"
    "- 2026-11-26 in-person: Lunch\n- 2026-11-20 email: Looks for a flat. #gave a number\n"
    "- 2026-11-18 email: Asked #noreply\n- 2024-05-01 phone: Moved\n",
    "Ben.md": "---\ntype: person\n---\nA friend of [[Anna]].\n",
    "Eve.md": "---\ntype: person\nprivate: true\n---\n[[Anna]]\n",
    "2026-10-01 Visit.md": "Tea with [[Anna]].\n",
}


def _page(run: Run, root: Path, name: str, *arguments: str) -> str:
    result = run("-q", "--vault", root, *DAY, "show", name, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("path", ["Mail.md", "Phone.md", "Ahead.md", "Owed.md"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element(vault: MakeVault, run: Run, text: str, path: str) -> None:
    pages = [
        _page(run, vault(full_vault(said)), path, "--format", "html") for said in (text, PLAIN)
    ]

    assert shape(pages[0]) == shape(pages[1])


def test_the_page_loads_nothing(vault: MakeVault, run: Run) -> None:
    found = elements(_page(run, vault(NOTES), "Anna", "--format", "html"))

    assert [each["content"] for _, each in found if "http-equiv" in each] == [POLICY]
    assert {each["href"].partition(":")[0] for _, each in found if "href" in each} == {
        "obsidian",
        "mailto",
    }


def test_it_says_how_you_stand_and_all_that_was_said(vault: MakeVault, run: Run) -> None:
    page = _page(run, vault(NOTES), "Anna", "--format", "html")

    for words in (
        *("Not on Mondays", "send her a book", "30 November</time>, in 7 days"),
        *("Looks for a flat. gave a number", "no answer", "<h3>2024</h3>", "Moved", "Lunch"),
        *("20 November</time>, 3 days ago", "on 3 days since", "1 May 2024", "Visit"),
        *("every month", "inner"),
    ):
        assert words in page, words


@pytest.mark.parametrize(("day", "label"), [("20", "due since"), ("23", "next"), ("25", "next")])
def test_a_day_that_is_gone_by_is_not_the_next(
    vault: MakeVault, run: Run, day: str, label: str
) -> None:
    root = vault({"A.md": f"---\ntype: person\nfollow_up: 2026-11-{day}\n---\n"})

    page = _page(run, root, "A", "--format", "html")

    assert {word: f"<dt>{word}</dt>" in page for word in ("due since", "next")} == {
        "due since": label == "due since",
        "next": label == "next",
    }


def test_no_line_ends_in_a_dot_between_two_things(
    vault: MakeVault, example: Path, run: Run
) -> None:
    root = vault({**NOTES, "B.md": "---\ntype: person\ncompany: X\ncity: Rom\n---\n"})
    report = run("-q", "--vault", example, *DAY, "report", "--format", "html").stdout
    pages = [_page(run, root, name, "--format", "html") for name in ("Anna", "B")]

    for page in (report, *pages):
        body = page.partition("<body")[2]
        assert "·&nbsp;" in body
        assert "· " not in body


def test_who_is_private_is_shown_when_named_and_not_beside_others(
    vault: MakeVault, run: Run
) -> None:
    root = vault(NOTES)

    page = _page(run, root, "Anna", "--format", "html")

    assert "<title>Anna</title>" in page
    assert "Ben.md" in page
    assert "Eve" not in page
    assert "Anna.md" not in _page(run, root, "Ben", "--format", "html")


def test_a_channel_to_avoid_is_no_link(vault: MakeVault, run: Run) -> None:
    page = _page(run, vault(NOTES), "Anna", "--format", "html")

    assert "mailto:anna@example.com" in page
    assert "tel:" not in page


def test_a_note_without_anything_makes_a_page(vault: MakeVault, run: Run) -> None:
    page = _page(run, vault({"Ben.md": "---\ntype: person\n---\n"}), "Ben", "--format", "html")

    assert "Nothing is noted yet." in page


def test_data_is_the_same_under_both_names(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    found = json.loads(_page(run, root, "Anna", "--format", "json"))

    assert found == json.loads(_page(run, root, "Anna", "--json"))
    assert found["name"] == "Anna"
