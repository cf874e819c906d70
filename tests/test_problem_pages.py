"""Each problem has a page, in the docs and on the command line."""

import re

import pytest

from tests import docs_tools
from tests.conftest import Run
from vault_tools import language
from vault_tools.render import pages

FOLDER = docs_tools.ROOT / "docs" / "problems"
OTHERS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
"""The languages besides English that there are pages in."""
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TIDYINGS = {"duplicate-tag", "stale-last-contact", "tag-hash", "trailing-blanks"}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert set(pages.codes()) == docs_tools.problem_codes() | TIDYINGS


@pytest.mark.parametrize("place", ["", *OTHERS])
def test_every_page_is_in_the_table(place: str) -> None:
    table = (FOLDER / place / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| \[([a-z0-9-]+)\]\(\1\.md\) \|", table, re.MULTILINE) == pages.codes()


@pytest.mark.parametrize("code", pages.codes())
def test_a_page_is_headed_by_its_code_and_shows_what_is_better(code: str) -> None:
    page = pages.explanation(code) or ""

    assert page.startswith(f"# {code}\n\n")
    assert page.count("```text\n") == 2
    assert "`check --fix`" in page


def test_every_page_is_there_in_every_language() -> None:
    names = {path.name for path in FOLDER.glob("*.md")}

    assert OTHERS
    assert {other: {path.name for path in (FOLDER / other).iterdir()} for other in OTHERS} == (
        dict.fromkeys(OTHERS, names)
    )


@pytest.mark.parametrize("code", pages.codes())
@pytest.mark.parametrize("other", OTHERS)
def test_a_page_shows_the_same_in_every_language(code: str, other: str) -> None:
    page = (FOLDER / other / f"{code}.md").read_text(encoding="utf-8")

    assert page.startswith(f"# {code}\n\n")
    assert "`check --fix`" in page
    assert _blocks(page) == _blocks((FOLDER / f"{code}.md").read_text(encoding="utf-8"))


def _blocks(page: str) -> list[tuple[str, int]]:
    """Return the kind of each block of code, and how many lines it has."""
    return [(kind, text.count("\n")) for kind, text in _BLOCK.findall(page)]


def test_a_page_is_printed_without_any_vault(run: Run) -> None:
    done = run("check", "--explain", "bad-date")

    assert done.exit_code == 0
    assert done.stdout == (FOLDER / "bad-date.md").read_text(encoding="utf-8")


def test_a_page_is_printed_in_the_language_that_is_spoken(run: Run) -> None:
    done = run("--lang", "de", "check", "--explain", "bad-date")

    assert done.stdout == (FOLDER / "de" / "bad-date.md").read_text(encoding="utf-8")


def test_a_page_that_a_language_has_not_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    english = pages.explanation("bad-date")
    monkeypatch.setattr(language, "spoken", lambda: "xx")

    assert pages.explanation("bad-date") == english


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("bad-dat", "Did you mean bad-date", id="nearly"),
        pytest.param("BAD_DATE", "Did you mean bad-date", id="nearly, in capitals"),
        pytest.param("xyzzy", "See docs/problems", id="nothing like it"),
        pytest.param("README", "no problem has the code", id="the table itself"),
        pytest.param("../../README", "no problem has the code", id="another file"),
        pytest.param("", "no problem has the code", id="nothing"),
    ],
)
def test_a_code_that_is_none_is_a_wrong_argument(run: Run, code: str, said: str) -> None:
    done = run("check", "--explain", code)

    assert done.exit_code == 2
    assert said in done.stderr
    assert "docs/problems" in done.stderr
