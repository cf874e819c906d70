"""No text is left in English: all is said in a made-up language, and looked through.

In that language every text of the catalogue is its own in full-width letters. Whatever stays in
usual ones stands just so in the vault, is a word that is the same in every language (a command, a
code, a property), or was forgotten.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import click
import html5lib
import pytest

from tests import catalogues
from tests.conftest import EXAMPLE, Run
from vault_tools import language, links
from vault_tools.cli import main
from vault_tools.config import CHANNELS, load_config
from vault_tools.config.settings import TIERS
from vault_tools.index.alike import DAY_AHEAD
from vault_tools.index.found import texts
from vault_tools.model import Note, Status
from vault_tools.parse import Grammar, parse_note, synonyms

DAY = ("--today", "2026-11-23")
WIDE = {
    ord(letter): ord(letter) + 0xFEE0
    for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
}
KEPT = re.compile(r"\{[^{}]*\}|%\(\w+\)s|%[sd]")
KEYS = re.compile(r"^(?:week|month|type): \S+$|\bbirthday(?=: [\uff41-\uff5a])", re.MULTILINE)
"""What a report's front matter says to programs, and the property that a problem is about."""
WORDS = re.compile(r"[^\W_]+")
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
    known = _fixed() | set(_words(" ".join(arguments)))
    if arguments[:1] == ["init"]:
        known |= _vault().properties | synonyms._TABLE.keys()  # it says which there are
    assert _english(shown + done.stderr, known=known, vault=_vault()) == []


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_a_help_page_has_no_english_left(run: Run, name: str) -> None:
    shown = run(*name.split(), "--help").stdout

    # Examples are typed as they are.
    plain = re.sub(r"^ *vault-tools .*$", "", shown, flags=re.MULTILINE)
    assert _english(plain, known=SAME | {*COMMANDS, *TIERS, "tier"}) == []


def test_hardly_any_text_would_pass_for_what_the_vault_says() -> None:
    forms = [
        text.text if isinstance(text.text, str) else text.text[1] for text in catalogues.texts()
    ]
    english = [" ｘ ".join(KEPT.split(text)) for text in forms]  # noqa: RUF001 - full-width
    texts_with_words = [text for text in english if _english(text, known=())]

    hidden = [
        text for text in texts_with_words if not _english(text, known=_fixed(), vault=_vault())
    ]

    assert len(hidden) < len(texts_with_words) / 20, sorted(hidden)


def _wide(text: str) -> str:
    kept = KEPT.findall(text)
    parts = [part.translate(WIDE) for part in KEPT.split(text)]
    return "".join(part + place for part, place in zip(parts, [*kept, ""], strict=True))


class _Vault:
    """What the example vault says: short values as they are, longer text by each three words."""

    def __init__(self) -> None:
        config = load_config(EXAMPLE)
        self._values = {_words(season.name) for season in config.seasons}
        self._runs: set[tuple[str, ...]] = set()
        self.properties: set[str] = set()
        for path in EXAMPLE.rglob("*.md"):
            place = path.relative_to(EXAMPLE).as_posix()
            note = parse_note(path.read_bytes(), path=place, grammar=Grammar.of(config))
            self._values |= {_words(value.removesuffix(".md")) for value in _values(note)}
            self.properties |= note.properties.keys()
            written = path.read_text("utf-8")
            for words in (_words(written), _words(links.shown(written))):
                self._runs |= set(zip(words, words[1:], words[2:], strict=False))
        self._longest = max(map(len, self._values))

    def without(self, text: str) -> str:
        """Return *text* with blanks for the words that are part of what the vault says."""
        found = list(WORDS.finditer(text))
        words, letters = tuple(match[0] for match in found), list(text)
        known = self._values | self._runs
        for at in range(len(words)):
            for count in range(1, self._longest + 1):
                if words[at : at + count] in known:
                    start, end = found[at].start(), found[min(at + count, len(found)) - 1].end()
                    letters[start:end] = " " * (end - start)
        return "".join(letters)


def _values(note: Note) -> list[str]:
    """Return the short texts of a note that are shown by themselves."""
    said = [*(each.text for each in note.log), *(each.text for each in note.promises)]
    marked = [part for each in said for part in re.split(r"#[\w-]+|\n", each)]
    linked = [part for each in note.links for part in each.target.split("/")]
    file = note.path.rsplit("/", 1)[-1]
    names = f"{note.title} {note.contact.company or ''}".split() if note.contact else []
    tags = [*note.contact.tags, *note.contact.inline_tags] if note.contact else []
    values = [note.title, *names, *note.aliases, *note.path.split("/"), DAY_AHEAD.sub("", file)]
    return [
        *values,
        *texts(note.properties),
        *(links.shown(each) for each in (*said, *marked, *texts(note.properties))),
        *linked,
        *(part for tag in tags for part in (tag, *tag.split("/"))),
    ]


@cache
def _vault() -> _Vault:
    return _Vault()


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORDS.findall(text))


@cache
def _fixed() -> frozenset[str]:
    """Return the words that no language changes."""
    codes = (path.stem for path in (EXAMPLE.parent / "docs" / "problems").glob("*.md"))
    channels = (word for channel in CHANNELS for word in (channel.name, *channel.words))
    return SAME.union(codes, TIERS, Status, COMMANDS, channels)


def _english(text: str, *, known: Collection[str], vault: _Vault | None = None) -> list[str]:
    """Return the words in usual letters that nothing explains; one may be cut at ``…``."""
    plain = KEYS.sub("", text)
    plain = vault.without(plain) if vault else plain
    plain = re.sub(
        r"(?:obsidian|mailto|https?|tel):\S+|\S*/\S*|\S+\.(?:md|toml|vcf)\b|\w+…", " ", plain
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
