"""What the documentation takes from the code, and the transcripts in it.

The generated parts of ``docs/*.md`` call `commands`, `properties` and so on through cog
(``nox -s docs``). The console blocks of README.md are run again and written anew by
``python -m tests.docs_tools --update``.
"""

import ast
import contextlib
import inspect
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path

import click
from click.testing import CliRunner

from vault_tools import language
from vault_tools.cli import main
from vault_tools.config import settings
from vault_tools.parse import synonyms
from vault_tools.report.times import cadence_words

ROOT = Path(__file__).parent.parent
TODAY = "2026-11-23"
"""The day of the example vault."""
NOT_KEYS = frozenset({"warnings", "fingerprint"})
"""Fields of the configuration that reading it fills; nobody sets them."""
_WIDTH = 80
_COUNT = re.compile(r"^2 [^\n]*['„]vault-tools check['“][^\n]*\n", re.MULTILINE)
"""What every command says about the example vault, two of whose notes are broken on purpose."""
_BLOCK = re.compile(
    r"^(?:<!-- file: (?P<file>[^\n]+?) -->\n+)?```"
    r"(?P<kind>console|csv|jinja|markdown)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_CUT = "[...]"
"""A line of a console block that stands for lines left out."""
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TAKE_CODES = frozenset({"Problem", "_Trouble", "_note", "_problem", "problem"})
"""The functions that are given a problem's code; their other texts are sentences."""

_MEANINGS = {
    "type": "what the note is: `contact`, `person` or `people`; `event`; `goal`",
    "name": "the name to show; without it, the file's name",
    "aliases": "other names they go by",
    "tags": "a list, or one text with commas or spaces; with or without `#`",
    "company": "where they work",
    "role": "what they do there",
    "email": "one address or several; always text",
    "phone": "one number or several; always text",
    "birthday": "`1986-04-12`; without a year `--04-12`; `1986` and `1986-04` are kept, but no day",
    "met": "the day of the first meeting",
    "met_at": "where, or at what",
    "introduced_by": "who introduced you",
    "channel": "the channel that *they* prefer",
    "avoid": "channels never to suggest",
    "boundaries": "a sentence that every suggestion shows",
    "city": "where they live",
    "timezone": "their time zone, an IANA name",
    "tier": "how close: one of the [configured](configuration.md#tiers) names",
    "cadence": "how long you may go without being in touch; see [below](#cadence)",
    "last_contact": "a day of contact; the true last one may be later",
    "follow_up": "the day on which you want to be in touch",
    "snooze_until": "nothing but promises before that day",
    "status": "`active` (as if absent), `dormant`, `paused`, `closed`, `deceased`",
    "prm-paused": "`true` means `status: paused`",
    "private": "`true` keeps them out of reports",
    "goals": "links to the goals that they matter for",
    "news": "what became known, `2026-11-23 now CTO at Halden`; to talk about for 90 days",
    "ignore_mentions": "`true`: links in dated notes, and to days, are no contact with them",
    "date": "the day of a dated note",
    "attendees": "who was there: names, aliases or links",
    "end": "the last day of an event",
    "place": "where an event is",
    "deadline": "the day of a goal",
    "n.gn": "vCard: the given name",
    "n.fn": "vCard: the family name",
}


def commands() -> str:
    """Return the help of the group and of each command, as Markdown."""
    group = _context(main, name="vault-tools")
    parts = [f"```text\n{main.get_help(group)}\n```"]
    for name in main.list_commands(group):
        command = main.get_command(group, name)
        assert command is not None
        context = _context(command, name=name, parent=group)
        parts.append(f"## {name}\n\n```text\n{command.get_help(context)}\n```")
    return "\n" + "\n\n".join(parts) + "\n\n"


def properties() -> str:
    """Return the table of the properties that have a meaning."""
    rows = ["", "| property | also read | meaning |", "|---|---|---|"]
    for name, others in synonyms._TABLE.items():
        also = ", ".join(f"`{other}`" for other in others)
        rows.append(f"| `{name}` | {also} | {_MEANINGS[name]} |")
    return "\n".join(rows) + "\n\n"


def channels() -> str:
    """Return the table of the channels."""
    rows = ["", "| channel | minutes | also read |", "|---|---|---|"]
    for channel in settings.CHANNELS:
        words = ", ".join(f"`{word}`" for word in channel.words)
        rows.append(f"| `{channel.name}` | {channel.minutes} | {words} |")
    return "\n".join(rows) + "\n\n"


def tiers() -> str:
    """Return the default tiers as they would be configured."""
    rows = [f'{name} = "{cadence_words(period)}"' for name, period in settings.TIERS.items()]
    return "\n```toml\n[tiers]\n" + "\n".join(rows) + "\n```\n\n"


def top_level() -> str:
    """Return the table of the settings that belong to no section."""
    plain = [item for item in _configurable() if isinstance(_default(item), str | tuple)]
    return _settings_table(
        settings.Config, [item for item in plain if item.name != "seasons"], title=""
    )


def section(name: str) -> str:
    """Return what a section of the configuration is for, and the table of its settings."""
    default = getattr(settings.Config(), name)
    kind = type(default)
    title = (inspect.getdoc(kind) or "").replace("``", "`")
    title = title.removeprefix(f"`[{name}]`: ")
    return _settings_table(kind, fields(kind), title=f"{title[0].upper()}{title[1:]}\n")


def config_keys() -> list[str]:
    """Return the name of everything that can be configured, sections as ``rules.promise_after``."""
    names = []
    for item in _configurable():
        default = _default(item)
        names.append(item.name)
        if is_dataclass(default) and not isinstance(default, type):
            names += [f"{item.name}.{part.name}" for part in fields(default)]
    return names


def problem_codes() -> set[str]:
    """Return every problem code that the code can give, as its source spells them."""
    return {
        node.value
        for path in sorted((ROOT / "vault_tools").rglob("*.py"))
        for parent in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for node in _code_nodes(parent)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _CODE.fullmatch(node.value)
    }


def replay(text: str, home: Path, *, locale: str = "C.UTF-8") -> str:
    """Return Markdown *text* with its console blocks as they come out today.

    They run one after the other, with *home* as the home folder, starting in a copy of the example
    vault. A line ``$ …`` is a command: ``vault-tools``, ``mkdir``, ``cd``. What it prints follows,
    cut where the text has ``[...]``. Another block below ``<!-- file: PATH -->`` is written there.
    """
    home = home.resolve()
    shutil.copytree(ROOT / "example-vault", home / "example-vault")
    environment = {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_STATE_HOME": str(home / ".state"),
        "VAULT_TOOLS_TODAY": TODAY,
        "VAULT_TOOLS_VAULT": None,
        "VAULT_TOOLS_LANG": None,
        "LC_ALL": locale,
        "NO_COLOR": None,
    }
    with contextlib.chdir(home / "example-vault"):
        return _BLOCK.sub(lambda block: _replayed(block, home, environment), text)


def transcripts() -> list[Path]:
    """Return the pages that show commands with what they print."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in pages if "```console\n" in page.read_text(encoding="utf-8")]


def locale(page: Path) -> str:
    """Return the locale in which the commands on a page run: that of the folder it lies in."""
    code = page.parent.name
    return f"{code}.UTF-8" if code in language.languages() else "C.UTF-8"


def update(path: Path) -> bool:
    """Write the console blocks of *path* anew; return whether they changed."""
    before = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        after = replay(before, Path(folder), locale=locale(path))
    path.write_text(after, encoding="utf-8")
    return before != after


def _context(
    command: click.Command, *, name: str, parent: click.Context | None = None
) -> click.Context:
    """Return a context whose help is as wide on every terminal."""
    return click.Context(
        command,
        parent=parent,
        info_name=name,
        terminal_width=_WIDTH,
        max_content_width=_WIDTH,
        help_option_names=["-h", "--help"],
    )


def _configurable() -> list[Field[object]]:
    return [item for item in fields(settings.Config) if item.name not in NOT_KEYS]


def _default(item: Field[object]) -> object:
    if item.default_factory is not MISSING:
        return item.default_factory()
    return item.default


def _settings_table(kind: type, items: Iterable[Field[object]], *, title: str) -> str:
    meanings = _field_docs(kind)
    rows = ["", title, "| key | default | meaning |", "|---|---|---|"]
    if not title:
        del rows[1]
    for item in items:
        meaning = meanings[item.name].replace("``", "`").replace("|", "\\|")
        rows.append(f"| `{item.name}` | `{_toml(_default(item))}` | {meaning} |")
    return "\n".join(rows) + "\n\n"


def _field_docs(kind: type) -> Mapping[str, str]:
    """Return the text below each field of a dataclass, by name; every one has to have it."""
    (tree,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for node, below in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            text = ast.literal_eval(below.value) if isinstance(below, ast.Expr) else ""
            found[node.target.id] = " ".join(str(text).split())
    return found


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _code_nodes(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions of *node* that may be a problem's code."""
    if isinstance(node, ast.Call):
        if ast.unparse(node.func).rsplit(".", 1)[-1] in _TAKE_CODES:
            yield from node.args
        yield from (word.value for word in node.keywords if word.arg == "code")
    elif isinstance(node, ast.Assign):
        yield from _assigned_codes(node)


def _assigned_codes(node: ast.Assign) -> Iterator[ast.expr]:
    """Yield what is assigned to a variable ``code``, alone or among others."""
    (target, *_), value = node.targets, node.value
    if isinstance(target, ast.Name) and target.id == "code":
        yield value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for name, item in zip(target.elts, value.elts, strict=True):
            if isinstance(name, ast.Name) and name.id == "code":
                yield item


def _replayed(block: re.Match[str], home: Path, environment: Mapping[str, str | None]) -> str:
    if block["kind"] != "console":
        if block["file"]:
            path = _expanded(block["file"], home)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["text"], encoding="utf-8")
        return block[0]
    pieces = re.split(r"^\$ (.*)\n", block["text"], flags=re.MULTILINE)[1:]
    output = ""
    for line, shown in zip(pieces[::2], pieces[1::2], strict=True):
        real = _output(line, home, environment).splitlines()
        kept = _cut(shown.splitlines(), real) if _CUT in shown else real
        output += "\n".join((f"$ {line}", *kept, ""))
    return f"```console\n{output}```"


def _cut(shown: list[str], real: list[str]) -> list[str]:
    """Return *real* in the pieces of *shown*: each begins with the same line and is as long."""
    kept: list[str] = []
    piece: list[str] = []
    position = 0
    for row in (*shown, None):
        if row is not None and row != _CUT:
            piece.append(row)
            continue
        if piece and piece[0] in real[position:]:
            position = real.index(piece[0], position)
        kept += real[position : position + len(piece)]
        position += len(piece)
        piece = []
        if row:
            kept.append(row)
    return kept


def _output(line: str, home: Path, environment: Mapping[str, str | None]) -> str:
    """Run one command line; return what a terminal would show, with *home* as ``~``."""
    name, *arguments = shlex.split(line)
    if name == "mkdir":
        _expanded(arguments[0], home).mkdir()
        return ""
    if name == "cd":
        os.chdir(_expanded(arguments[0], home))
        return ""
    assert name == "vault-tools", f"can't run {name}"
    expanded = [re.sub("^~/", f"{home}/", argument) for argument in arguments]
    result = CliRunner().invoke(main, expanded, env=environment)
    return _COUNT.sub("", result.output.replace(str(home), "~"))


def _expanded(path: str, home: Path) -> Path:
    return home / path.removeprefix("~/") if path.startswith("~/") else Path(path)


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("usage: python -m tests.docs_tools --update")
    for changed in filter(update, transcripts()):
        sys.stdout.write(f"{changed.relative_to(ROOT)} written anew.\n")
