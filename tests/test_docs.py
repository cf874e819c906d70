"""The documentation is complete, and says what the program does."""

import json
import re
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests import docs_tools, template_docs
from vault_tools.cli import main
from vault_tools.config import CONFIG_PATH, load_config
from vault_tools.dates import parse_cadence
from vault_tools.index import file

ROOT = docs_tools.ROOT
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_FENCE = re.compile(r"^(`{3,})[^`\n]*\n.*?^\1$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\[\]\n]*\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _prose(page: Path) -> str:
    """Return a page without code."""
    return re.sub(r"`[^`\n]*`", "", _FENCE.sub("", page.read_text(encoding="utf-8")))


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("name", main.list_commands(click.Context(main)))
def test_a_command_has_help_and_is_documented(name: str) -> None:
    command = main.get_command(click.Context(main), name)

    assert command is not None
    assert command.help
    assert f"\n## {name}\n" in _read("docs/commands.md")
    assert f"| `{name}" in _read("README.md")


@pytest.mark.parametrize("key", docs_tools.config_keys())
def test_a_setting_is_documented(key: str) -> None:
    table, _, name = key.rpartition(".")
    page = _read("docs/configuration.md")

    if table:
        (part,) = re.findall(rf"^## {table}$.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
        assert f"\n| `{name}` |" in part
    else:
        assert f"\n| `{name}` |" in page or f"\n## {name}\n" in page


def test_all_problem_codes_are_documented_and_no_others() -> None:
    _, _, part = _read("docs/notes.md").partition("\n## Problems\n")

    documented = re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)

    assert documented == sorted(docs_tools.problem_codes())


def test_the_problems_of_the_example_vault_are_among_the_codes_found() -> None:
    assert {"bad-birthday", "yaml-syntax", "bad-log-day"} <= docs_tools.problem_codes()


@pytest.mark.parametrize(
    "arguments",
    [
        ["index"],
        ["list", "Mara"],
        ["show", "Mara"],
        ["due"],
        ["check"],
        ["search", "broker"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_the_keys_of_json_are_documented(arguments: list[str], tmp_path: Path) -> None:
    environment = {
        "XDG_CACHE_HOME": str(tmp_path),
        "VAULT_TOOLS_VAULT": str(ROOT / "example-vault"),
        "VAULT_TOOLS_TODAY": docs_tools.TODAY,
    }
    _, _, part = _read("docs/commands.md").partition("\n## JSON\n")

    found = json.loads(CliRunner().invoke(main, [*arguments, "--json"], env=environment).stdout)

    documented = set(re.findall(r"`([a-z_]+)`", part))
    assert found
    assert _keys(found) <= documented


def _keys(value: object) -> set[str]:
    """Return all keys in a JSON document, but those that a note gives its properties."""
    if isinstance(value, list):
        return {key for item in value for key in _keys(item)}
    if not isinstance(value, dict):
        return set()
    inner = {key for name, item in value.items() if name != "properties" for key in _keys(item)}
    return inner | value.keys()


@pytest.mark.parametrize(
    "page", docs_tools.transcripts(), ids=lambda page: str(page.relative_to(ROOT))
)
def test_a_page_shows_what_the_program_prints(tmp_path: Path, page: Path) -> None:
    shown = page.read_text(encoding="utf-8")

    assert docs_tools.replay(shown, tmp_path, locale=docs_tools.locale(page)) == shown, (
        "Run `python -m tests.docs_tools --update` if the program is right."
    )


def test_a_transcript_keeps_its_pieces(tmp_path: Path) -> None:
    old = "```console\n$ vault-tools due\nMara Hoffstedt  late\n    x\n[...]\nnot there\n```\n"

    command, first, second, cut, *_ = docs_tools.replay(old, tmp_path).splitlines()[1:]

    assert command == "$ vault-tools due"
    assert (first, second) != ("Mara Hoffstedt  late", "    x")
    assert cut == "[...]"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in _LINK.findall(_prose(page)):
        place, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", place):
            continue
        file = page.parent / place if place else page
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            broken.append(target)

    assert broken == []


def test_the_layers_in_the_architecture_are_those_that_are_checked() -> None:
    contracts = tomllib.loads(_read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (block,) = re.findall(r"```text\n(cli .*?)```", _read("ARCHITECTURE.md"), re.DOTALL)

    shown = [re.split(r" {2,}", line)[0] for line in block.splitlines()]

    assert shown == contracts[0]["layers"]


def test_the_functions_in_the_architecture_exist() -> None:
    named = set(re.findall(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`", _read("ARCHITECTURE.md")))
    named -= {"pyproject.toml", "os.replace"}

    missing = [name for name in sorted(named) if not _exists(name.removeprefix("vault_tools."))]

    assert "index.sync.sync" in named
    assert missing == []


def _exists(name: str) -> bool:
    """Return whether *name* is a module below ``vault_tools``, or something in one."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: object = import_module(f"vault_tools.{'.'.join(parts[:end])}")
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            found = getattr(found, part, None)
        return found is not None
    return False


def test_the_tables_in_the_architecture_are_those_of_the_index() -> None:
    _, _, part = _read("ARCHITECTURE.md").partition("\n## What the index holds\n")

    tables = re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", file._TABLES)

    assert re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) == tables


def test_the_cadences_that_are_shown_are_read() -> None:
    _, _, part = _read("docs/notes.md").partition("\n### Cadence\n")
    rows = re.findall(r"^\| (`.*?) \|", part.partition("\n## ")[0], re.MULTILINE)

    for word in re.findall(r"`([^`]+)`", " ".join(rows)):
        parse_cadence(word)

    assert len(rows) > 5


def test_the_notes_that_are_shown_have_no_problems(tmp_path: Path) -> None:
    for number, note in enumerate(
        re.findall(r"```markdown\n(.*?)```", _read("docs/notes.md"), re.DOTALL)
    ):
        (tmp_path / f"{number}.md").write_text(note, encoding="utf-8")
    environment = {"XDG_CACHE_HOME": str(tmp_path / ".cache"), "VAULT_TOOLS_VAULT": str(tmp_path)}

    result = CliRunner().invoke(main, ["check"], env=environment)

    assert (result.stdout, result.exit_code) == ("", 0)
    assert (tmp_path / "2.md").exists()


def test_the_settings_that_are_shown_are_read(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", _read("docs/configuration.md"), re.DOTALL)
    path = tmp_path / CONFIG_PATH
    path.parent.mkdir()
    path.write_text("\n".join(block for block in blocks if not block.startswith("vault =")))

    config = load_config(tmp_path)

    assert config.warnings == ()
    assert [season.name for season in config.seasons] == ["year-end card"]
    assert config.channels["pigeon"].minutes == 45


def test_the_readme_shows_what_was_measured_last() -> None:
    """Its table is the one that ``make bench`` puts first."""
    short = _read("benchmarks/RESULTS.md").partition("## In short\n\n")[2].partition("\n\n")[0]

    assert "`due --json`" in short
    assert short in _read("README.md")


def test_whatever_a_template_sees_says_what_it_is() -> None:
    assert template_docs.undocumented() == []


def test_all_that_a_template_may_call_has_an_example_and_nothing_else() -> None:
    assert {example.name for example in template_docs.EXAMPLES} == template_docs.own_names()


def test_the_page_about_templates_shows_what_the_examples_make_today() -> None:
    page = _read("docs/templates.md")

    assert template_docs.functions() in page
    assert template_docs.filters() in page


@pytest.mark.parametrize("name", template_docs.VALUES)
def test_the_page_about_templates_lists_what_each_of_them_sees(name: str) -> None:
    _, _, part = _read("docs/templates.md").partition(f"\n### {name}\n")

    assert template_docs.variables(name) in part


def test_a_template_that_comes_with_the_program_has_a_name_that_is_taken() -> None:
    _, _, part = _read("docs/templates.md").partition("\n## Names that are taken\n")
    table, _, _ = part.partition("\n## ")
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)

    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}

    files = {re.sub(r"\.(md|txt|html)\.j2", "", file.name) for file in ROOT.glob("templates/*")}
    assert named == files
