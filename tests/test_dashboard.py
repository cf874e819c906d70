"""``report dashboard``: pictures that say what the numbers say, and load nothing."""

import json
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.conftest import MakeVault, Run
from tests.test_report_html import HOSTILE, LOADING, PLAIN, POLICY, elements, full_vault, shape

DAY = ("--today", "2026-11-23")


def _page(run: Run, root: Path, *arguments: str) -> str:
    result = run("-q", "--vault", root, *DAY, "report", "dashboard", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element(vault: MakeVault, run: Run, text: str) -> None:
    pages = [
        _page(run, vault(full_vault(said)), "--format", "html")
        for number, said in enumerate((text, PLAIN))
    ]

    assert shape(pages[0]) == shape(pages[1])


def test_the_page_loads_nothing_and_runs_nothing(vault: MakeVault, run: Run) -> None:
    found = elements(_page(run, vault(full_vault(PLAIN)), "--format", "html"))

    policies = [each["content"] for tag, each in found if tag == "meta" and "http-equiv" in each]
    assert policies == [POLICY]
    assert not {_bare(tag) for tag, _ in found} & {
        "script",
        "img",
        "link",
        "iframe",
        "form",
        "image",
    }
    assert not {name for _, each in found for name in each} & LOADING
    links = [each["href"] for _, each in found if "href" in each]
    assert links
    assert all(link.startswith(("obsidian://open?path=", "#")) for link in links)


def test_each_picture_says_in_words_what_it_shows(vault: MakeVault, run: Run) -> None:
    found = elements(_page(run, vault(full_vault(PLAIN)), "--format", "html"))

    pictures = [each for _, each in found if "role" in each and each["role"] in {"img", "group"}]
    words = {each["id"] for tag, each in found if "id" in each}
    named = [name for each in pictures for name in each["aria-labelledby"].split()]
    assert len(pictures) == 5
    assert set(named) <= words
    # What has no name of its own is told by the words beside it.
    rest = [each for tag, each in found if _bare(tag) == "svg" and each not in pictures]
    assert {each.get("aria-hidden") for each in rest} == {"true"}


def _bare(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_changes_nothing_in_the_markdown(
    vault: MakeVault, run: Run, text: str
) -> None:
    pages = [_page(run, vault(full_vault(said))) for said in (text, PLAIN)]

    assert _marks(pages[0]) == _marks(pages[1])


def _marks(page: str) -> list[str]:
    """Return what a page of Markdown is made of, but for links, which Obsidian has its own for."""
    return [
        kind
        for token in MarkdownIt("commonmark").parse(page)
        for kind in (token.type, *(child.type for child in token.children or ()))
        if not kind.startswith(("text", "link_"))
    ]


NOTES = {
    "Anna.md": "---\ntype: person\ntier: inner\n---\n## Log\n"
    "- 2026-11-20 email: x #gave a book\n- 2026-11-20 phone: y\n- 2026-10-02 email: z\n",
    "Ben.md": "---\ntype: person\nbirthday: --11-30\n---\n",
    "Eve.md": "---\ntype: person\nprivate: true\nbirthday: --11-30\n---\n"
    "## Log\n- 2026-11-20 card: s\n",
}


def test_the_numbers_are_those_of_the_notes(vault: MakeVault, run: Run) -> None:
    found = json.loads(_page(run, vault(NOTES), "--json"))

    assert (found["contacts"], found["heat"]["total"], found["heat"]["days"]) == (2, 2, 2)
    assert found["health"] == [{"tier": "inner", "in_time": 1, "due": 0, "asleep": 0}]
    assert found["favours"][-1] == {
        "month": "2026-11",
        "first": "2026-11-01",
        "gave": 1,
        "got": 0,
    }
    assert found["channels"] == [{"name": "email", "count": 2}, {"name": "phone", "count": 1}]
    assert [(one["name"], one["on"]) for one in found["occasions"]] == [("Ben", "2026-11-30")]
    assert [week["contacts"] for week in found["weeks"][-2:]] == [1, 0]


def test_a_query_picks_whom_it_is_about(vault: MakeVault, run: Run) -> None:
    found = json.loads(_page(run, vault(NOTES), "--json", "name:Ben"))

    assert (found["contacts"], found["heat"]["total"]) == (1, 0)


@pytest.mark.parametrize("form", ["md", "text", "html"])
def test_an_empty_vault_says_so(vault: MakeVault, run: Run, form: str) -> None:
    root = vault({"README.md": "hello"})

    assert "There is nobody in this vault yet" in _page(run, root, "--format", form)


def test_the_markdown_holds_a_picture_that_obsidian_draws(vault: MakeVault, run: Run) -> None:
    text = _page(run, vault(NOTES))

    weeks, network = re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL)
    bars = re.findall(r"bar \[([0-9,]+)\]", weeks)
    assert [len(row.split(",")) for row in bars] == [13]
    assert network == 'flowchart LR\n  n1["Anna"]\n  n2["Ben"]\n'


def test_it_is_written_into_the_vault_under_its_day(vault: MakeVault, run: Run) -> None:
    root = vault(NOTES)

    _page(run, root, "-o")

    assert (root / "Reports/2026-11-23 dashboard.md").is_file()


@pytest.mark.parametrize("option", [("--week", "2026-W48"), ("--month", "2026-10")])
def test_it_is_of_today_alone(vault: MakeVault, run: Run, option: tuple[str, str]) -> None:
    result = run("--vault", vault(NOTES), "report", "dashboard", *option)

    assert result.exit_code == 2
    assert "is not for the report dashboard" in result.stderr


TIED = {
    f"{name}.md": f"---\ntype: person\ncompany: {company}\n---\n[[{other}]]\n"
    for name, company, other in (
        *(("Ann", "Kestrel", "Bob"), ("Bob", "kestrel ", "Cleo"), ("Cleo", "Else", "Ann")),
        ("Dan", "Kestrel", "Cleo"),
    )
} | {
    "Eve.md": "---\ntype: person\nprivate: true\n---\n[[Ann]]\n",
    "Finn.md": "---\ntype: person\n---\n",
}


def test_the_network_is_told_group_by_group(vault: MakeVault, run: Run) -> None:
    found = json.loads(_page(run, vault(TIED), "--json"))["groups"]

    told = [(group["name"], group["is_tied"]) for group in found]
    assert told == [("Kestrel", True), ("", False)]
    people = [{one["name"] for one in group["people"]} for group in found]
    assert people == [{"Ann", "Bob", "Cleo", "Dan"}, {"Finn"}]
    page = _page(run, vault(TIED), "--format", "html")
    assert "<bdi>Kestrel</bdi></b>" in page
    assert re.findall(r'<text class="group"[^>]*>([^<]*)</text>', page) == ["Kestrel"]
    assert "Eve.md" not in page


def test_who_has_no_room_in_the_picture_is_counted(vault: MakeVault, run: Run) -> None:
    notes = {f"{number}.md": "---\ntype: person\n---\n" for number in range(152)}
    root = vault(notes)

    assert "2 more are not shown" in _page(run, root, "--format", "html")
    assert json.loads(_page(run, root, "--json"))["left_out"] == 112


def test_load_is_held_against_the_plan(vault: MakeVault, run: Run) -> None:
    weekly = "---\ntype: person\ncadence: weekly\nchannel: phone\n---\n"
    root = vault({"Anna.md": weekly, "Ben.md": f"{weekly}\n## Log\n- 2026-11-20 phone: x\n"})

    found = json.loads(_page(run, root, "--json"))
    without = _page(run, root, "--format", "html")
    (root / ".vault-tools").mkdir()
    (root / ".vault-tools/config.toml").write_text("[plan]\nminutes = 60\n")

    assert (found["asked"], found["minutes"], found["budget"]) == (2.0, 40, 0)
    assert "they ask for about 40 minutes a week" in without
    assert "40 asked, 60 planned" in _page(run, root, "--format", "html")
    assert "minutes: 40 asked, 60 planned" in _page(run, root, "--format", "text")
    assert "Planned: 60 minutes." in _page(run, root)
