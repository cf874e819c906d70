"""A report that is written in any language is taken in as an English one."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import catalogues
from tests.builders import TODAY
from tests.conftest import EXAMPLE, Run
from vault_tools import language
from vault_tools.config import CHANNELS
from vault_tools.method.openers import plain
from vault_tools.model import Standing, Talk
from vault_tools.report import words

DAY = ("--today", "2026-11-23")
REPORT = "Reports/2026-W48.md"
SECTIONS = 5
"""Those with boxes: promises of both sides, first follow-ups, who is due, who is asleep."""
ANSWERS = ("Telefon: lange gesprochen #gave einen Tipp", "2026-11-22 hi", "mail: hi ✅ 2026-11-21")
"""What the owner writes behind the arrows, one after the other."""


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a language ``xx``, in which every text begins with a word and a dot."""
    catalogues.write_made_up(tmp_path / "locale", say=lambda text: f"Wort·{text}")
    monkeypatch.setattr(language, "FOLDER", tmp_path / "locale")
    _forget()
    yield
    _forget()


def _forget() -> None:
    language.languages.cache_clear()
    language._catalogue.cache_clear()


def _collected(root: Path, run: Run, code: str) -> tuple[str, dict[str, bytes]]:
    """Return the report of a vault in a language, and all notes but that once ticks are taken."""
    shutil.copytree(EXAMPLE, root)
    said = ("--vault", root, "--lang", code, *DAY)
    assert run(*said, "report", "-o").exit_code == 0
    path = root / REPORT
    report = path.read_text(encoding="utf-8")
    ticked, count = _ticked(report)
    path.write_text(ticked, encoding="utf-8")

    assert run(*said, "collect").exit_code == 0

    assert path.read_text(encoding="utf-8").count("✔") == count
    notes = {
        note.relative_to(root).as_posix(): note.read_bytes()
        for note in root.rglob("*.md")
        if note != path
    }
    return report, notes


def _ticked(report: str) -> tuple[str, int]:
    """Return a report with the first box of each section ticked, the second one crossed out.

    Promises are kept or not, so those are only ticked.
    """
    parts = re.split(r"(?m)^(?=## )", report)
    assert sum("- [ ] " in part for part in parts) == SECTIONS
    answers = iter(ANSWERS)
    ticked = "".join(_with_ticks(part, answers) for part in parts)
    return ticked, len(re.findall(r"(?m)^- \[[x-]\]", ticked))


def _with_ticks(section: str, answers: Iterator[str]) -> str:
    rows = section.split("\n")
    boxes = [at for at, row in enumerate(rows) if row.startswith("- [ ] ")]
    for at in boxes[:1]:
        said = f" {next(answers)}" if rows[at].endswith("→") else ""
        rows[at] = f"{rows[at].replace('[ ]', '[x]', 1)}{said}"
    for at in boxes[1:2]:
        rows[at] = rows[at].replace("[ ]", "[-]", 1) if rows[at].endswith("→") else rows[at]
    return "\n".join(rows)


def test_a_german_report_is_taken_in_as_an_english_one(tmp_path: Path, run: Run) -> None:
    _, english = _collected(tmp_path / "en", run, "en")
    report, german = _collected(tmp_path / "de", run, "de")

    assert german == english
    assert "Promises" not in report


@pytest.mark.usefixtures("made_up")
def test_whatever_a_language_says_ticks_are_taken_in(tmp_path: Path, run: Run) -> None:
    english, expected = _collected(tmp_path / "en", run, "en")
    report, notes = _collected(tmp_path / "xx", run, "xx")

    assert report != english
    assert notes == expected
    assert notes != {
        note.relative_to(EXAMPLE).as_posix(): note.read_bytes() for note in EXAMPLE.rglob("*.md")
    }


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize(
    "command", [("events", "--by", "channel"), ("report", "review")], ids=" ".join
)
def test_what_scripts_go_by_is_the_same_in_every_language(
    run: Run, command: tuple[str, ...]
) -> None:
    text = {
        code: run("--vault", EXAMPLE, "--lang", code, *DAY, *command, "--json").stdout
        for code in ("en", "xx")
    }

    keys = {code: re.findall(r'"key": .*', found) for code, found in text.items()}
    assert keys["xx"] == keys["en"] != []
    assert "Wort·" in text["xx"]


@pytest.mark.parametrize("code", language.languages())
def test_a_channel_is_understood_by_the_word_that_a_report_shows(code: str) -> None:
    known = {word: channel.name for channel in CHANNELS for word in (channel.name, *channel.words)}
    language.use(code)

    shown = {name: words.channel_words(name) for name in words._CHANNEL_NAMES}

    assert {name: known.get(word.casefold()) for name, word in shown.items()} == {
        name: name for name in shown
    }


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        pytest.param("nett. #gave den Plan", "gave den Plan", "gegeben: den Plan", id="given"),
        pytest.param("#got: ein Buch", "got: ein Buch", "bekommen: ein Buch", id="a colon"),
        pytest.param("#Got ein Buch", "Got ein Buch", "Bekommen: ein Buch", id="a capital"),
        pytest.param("Essen #gave", "Essen gave", "Essen (gegeben)", id="nothing follows"),
        pytest.param("Essen #gave #work", "gave #work", "(gegeben) #work", id="a tag follows"),
    ],
)
def test_give_and_take_reads_as_the_language_has_it(text: str, english: str, german: str) -> None:
    one = Standing(path="a.md", name="a", talks=(Talk(TODAY, None, text, "a.md"),))

    said = {}
    for code in ("en", "de"):
        language.use(code)
        said[code] = words.talking_points(one, today=TODAY)[0]

    assert english in said["en"]
    assert german in said["de"]


def test_an_introduction_reads_as_the_language_has_it() -> None:
    language.use("de")

    assert plain("Sucht Leute. #intro an Ben #reise") == "Sucht Leute. Vorstellung: an Ben"
