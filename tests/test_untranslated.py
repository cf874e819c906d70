"""No text is left in English: all is said in a made-up language, and looked through.

In that language every text of the catalogue is its own in full-width letters. Whatever stays in
usual ones stands in the vault, is a word that is the same in every language (a command, a code, a
property), or was forgotten.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import click
import html5lib
import pytest

from tests import catalogues
from tests.conftest import EXAMPLE, Run
from vault_tools import language
from vault_tools.cli import main
from vault_tools.config import CHANNELS
from vault_tools.config.settings import TIERS
from vault_tools.model import Status
from vault_tools.parse import synonyms

DAY = ("--today", "2026-11-23")
WIDE = {
    ord(letter): ord(letter) + 0xFEE0
    for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
}
KEPT = re.compile(r"\{[^{}]*\}|%\(\w+\)s|%[sd]")
WORD = re.compile(r"(?<![\w-])[A-Za-z]{3,}(?![\w-])")
COMMANDS = main.list_commands(click.Context(main))
SHOWN = {"title", "aria-label", "alt", "placeholder", "content"}
NO_TEXT = {"style", "script"}
FIXED = frozenset({"OPTIONS", "main", "vault", "tools", "obsidian", "config", "toml"})
"""Names of programs and files, and what stands in a usage line."""
CALLOUTS = frozenset({"weekly", "review", "dashboard", "warning", "success", "mermaid"})
"""What Obsidian goes by."""
FORMATS = frozenset({"abook", "addresses", "csv", "ics", "json", "vcard"})
SAME = FIXED | CALLOUTS | FORMATS
QUESTIONS = [
    [],
    ["index"],
    ["check"],
    ["init", "example-vault", "--dry-run"],
    ["changes", "--since", "nothing-like-it"],
    ["schedule", "--print", "cron", "--at", "noon"],
    ["due", "--within", "60d", "--reawaken"],
    ["due", "--plan", "--minutes", "60"],
    ["due", "--in", "Köln"],
    ["list"],
    ["show", "Mara"],
    ["show", "Jonas"],
    ["show", "Mara", "--format", "html"],
    ["search", "flat"],
    ["report"],
    ["report", "--format", "text"],
    ["report", "--format", "html"],
    ["report", "review"],
    ["report", "review", "--format", "text"],
    ["report", "review", "--format", "html"],
    ["report", "dashboard", "--format", "text"],
    ["report", "dashboard", "--format", "html"],
    ["brief", "Mara"],
    ["brief", "Datenstammtisch November"],
    ["brief", "Energiedaten-Forum Hamburg"],
    ["intro", "Łukasz"],
    ["intro", "Halden Analytics", "--draft"],
    ["network"],
    ["graph", "--format", "svg"],
    ["tiers"],
    ["occasions"],
    ["places"],
    ["promises"],
    ["promises", "--by-person"],
    ["goals"],
    ["goals", "--unserving"],
    ["events"],
    ["events", "--by", "introducer"],
    ["stats"],
    ["stats", "load"],
    ["stats", "favours"],
    ["dupes"],
    ["list", "Nobody-at-all"],
    ["show", "Nobody-at-all"],
    ["show", "a"],
    ["due", "tag:("],
    ["due", "--within", "soon"],
    ["report", "--week", "soon"],
    ["report", "nosuch"],
    ["log", "Mara", "Talked", "--on", "someday"],
    ["log", "Mara", "Talked", "--dry-run"],
    ["promise", "Mara", "--done", "nothing like it"],
    ["import", "vcard", "nowhere.vcf"],
    ["export", "nosuch"],
]


@pytest.fixture(scope="module")
def wide_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the catalogue of a language ``xx``, in full-width letters."""
    folder = tmp_path_factory.mktemp("locale")
    catalogues.write_made_up(folder, say=_wide)
    return folder


@pytest.fixture
def wide(wide_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have that language spoken."""
    monkeypatch.setattr(language, "FOLDER", wide_folder)
    monkeypatch.setenv("VAULT_TOOLS_LANG", "xx")
    monkeypatch.setenv("COLUMNS", "200")
    language.languages.cache_clear()
    yield
    language.languages.cache_clear()
    language._catalogue.cache_clear()


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("arguments", QUESTIONS, ids=" ".join)
def test_an_answer_has_no_english_left(run: Run, arguments: list[str]) -> None:
    done = run("--vault", EXAMPLE, *DAY, *arguments)

    shown = _text(done.stdout) if "html" in arguments or "svg" in arguments else done.stdout
    assert shown + done.stderr
    assert (
        _english(shown + done.stderr, known=_vocabulary() | set(" ".join(arguments).split())) == []
    )


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_a_help_page_has_no_english_left(run: Run, name: str) -> None:
    shown = run(*name.split(), "--help").stdout

    # Examples are typed as they are.
    plain = re.sub(r"^ *vault-tools .*$", "", shown, flags=re.MULTILINE)
    assert _english(plain, known=SAME | {*COMMANDS, *TIERS, "tier"}) == []


def _wide(text: str) -> str:
    kept = KEPT.findall(text)
    parts = [part.translate(WIDE) for part in KEPT.split(text)]
    return "".join(part + place for part, place in zip(parts, [*kept, ""], strict=True))


def _vocabulary() -> set[str]:
    """Return every word that the example vault holds, and those that no language changes."""
    texts = [path.read_text("utf-8") for path in EXAMPLE.rglob("*.md")]
    names = [path.relative_to(EXAMPLE).as_posix() for path in EXAMPLE.rglob("*")]
    words = set(re.findall(r"[A-Za-z]+", " ".join([*texts, *names])))
    codes = (path.stem for path in (EXAMPLE.parent / "docs" / "problems").glob("*.md"))
    fixed = " ".join(
        [*codes, *TIERS, *Status, *COMMANDS, *synonyms._TABLE]
        + [word for channel in CHANNELS for word in (channel.name, *channel.words)]
    )
    return words | SAME | set(re.findall(r"[A-Za-z]+", fixed))


def _english(text: str, *, known: Collection[str]) -> list[str]:
    """Return the words in usual letters that nothing explains; one may be cut at ``…``."""
    plain = re.sub(
        r"(?:obsidian|mailto|https?|tel):\S+|\S*/\S*|\S+\.(?:md|toml|vcf)\b|\w+…", " ", text
    )
    # What stands in capitals or behind dashes is typed as it is.
    plain = re.sub(r"--[\w-]+|\[[^\]]*\]|\|[a-z|]+|\b[A-Z]{2,}s?\b", " ", plain)
    return sorted({word for word in WORD.findall(plain) if word not in known})


def _text(page: str) -> str:
    """Return what a person gets to see or hear of a page or a picture."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    rows = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in NO_TEXT:
            rows.append(element.tail or "")
            continue
        rows += [element.text or "", element.tail or ""]
        if element.tag != "meta":
            rows += [value for name, value in element.attrib.items() if name in SHOWN]
    return "\n".join(rows)
