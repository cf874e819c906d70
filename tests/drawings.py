"""The drawings in the documentation: SVG made of what the program prints, writes and reads today.

``python -m tests.pictures`` writes them anew; a test compares them. Obsidian itself is never
drawn as if it had been photographed: what shows it is a sketch, and says so.
"""

import re
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import yaml

from tests.docs_tools import ROOT, replay
from vault_tools.config import Config
from vault_tools.obsidian import people_base

_MONO = 8.2
"""How wide a letter is at most, of those that are all as wide."""
_LINE = 22
_STYLE = """
svg{color-scheme:light dark;--paper:#fbfaf6;--card:#f1f0e9;--line:#dedbd0;--thread:#aaa697;
--ink:#26251f;--quiet:#625f55;--accent:#23595b;--second:#a8652f}
@media(prefers-color-scheme:dark){svg{--paper:#1a1b1a;--card:#242624;--line:#3a3d39;
--thread:#6a6e67;--ink:#e8e6de;--quiet:#aba89d;--accent:#8cc6c1;--second:#d9a066}}
text{font:13px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;fill:var(--ink)}
.mono{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}
.quiet{fill:var(--quiet)}.strong{font-weight:600}.accent{fill:var(--accent)}
.second{fill:var(--second)}.paper{fill:var(--paper)}.card{fill:var(--card)}
.frame{fill:var(--paper);stroke:var(--thread)}.chosen{fill:var(--line)}
.bar{fill:var(--line)}.rule{stroke:var(--line)}.thread{fill:none;stroke:var(--thread)}
.number{fill:var(--second)}.number+text{fill:var(--paper);font-weight:600;text-anchor:middle}
"""
_TERMINAL = """\
```console
$ mkdir ~/Notes
$ mkdir ~/Notes/.obsidian
$ cd ~/Notes
$ vault-tools init --obsidian
```
"""
_MADE = {
    ".vault-tools/config.toml": "settings; every line can go",
    "Templates/Person.md": "a note for a contact",
    "People.base": "views: who is due, asleep, …",
    ".obsidian/types.json": "what kind of value a property has",
}
"""What the files are for that ``init --obsidian`` makes."""
_NOTE = "People/Clients/Mara Hoffstedt.md"
_PARTS: tuple[tuple[str, str, str], ...] = (
    (r"^---$.*?^---$", "Properties", "Obsidian shows them in a panel"),
    (r"^Thinks.*?$", "Text", "with links, as in any note"),
    (r"^- \[.\].*?(?=^$)", "Promises", "an open one, and one that was kept"),
    (r"^## Log.*", "Log", "what was said, and when"),
)
"""The parts of the note: where each stands, what it is called, and what it is."""
_NOTE_COLUMNS = 74
_TICKED = "- [x] [[People/Ruth Abel|Ruth Abel]] · email · asleep → asked how the new office is"
_COLLECTED = f"""\
<!-- file: Reports/2026-W48.md -->
```markdown
---
vault_tools: report
report: weekly
week: 2026-W48
day: 2026-11-23
---
{_TICKED}
```

```console
$ vault-tools collect
```
"""


def terminal() -> str:
    """Return what a terminal shows of ``init --obsidian``, and what each file is."""
    with tempfile.TemporaryDirectory() as home:
        shown = replay(_TERMINAL, Path(home)).splitlines()
    lines = shown[shown.index("$ vault-tools init --obsidian") : -1]
    drawn: list[str] = []
    y = 40
    for line in lines:
        made, _, path = line.partition("  ")
        if path in _MADE:
            drawn.append(_mono(24, y, _span(made, "accent") + "  " + escape(path)))
            drawn.append(_text(330, y, _MADE[path], kind="quiet"))
            y += _LINE
            continue
        for row in textwrap.wrap(line, 80):
            kind = "strong" if row.startswith("$") else ""
            drawn.append(_mono(24, y, _span(row, kind)))
            y += _LINE
    title = "A terminal after vault-tools init --obsidian: four files made"
    return _svg(700, y, title, drawn)


def note() -> str:
    """Return a contact's note of the example vault as text, its parts marked."""
    text = (ROOT / "example-vault" / _NOTE).read_text(encoding="utf-8")
    rows = text.rstrip("\n").split("\n")
    drawn = [_mono(24, 40 + _LINE * number, _marked(row)) for number, row in enumerate(rows)]
    x = 24 + _NOTE_COLUMNS * _MONO + 12
    for pattern, name, meaning in _PARTS:
        found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
        assert found is not None, name
        first, last = (text.count("\n", 0, place) for place in (found.start(), found.end() - 1))
        top, bottom = 40 + _LINE * first - 12, 40 + _LINE * last + 4
        drawn.append(f'<path class="thread" d="M{x:g} {top}h8v{bottom - top}h-8"/>')
        middle = (top + bottom) / 2
        drawn.append(_text(x + 20, middle - 2, name, kind="strong"))
        drawn.append(_text(x + 20, middle + 15, meaning, kind="quiet"))
    title = f"The note {Path(_NOTE).stem} as text, with its four parts marked"
    return _svg(950, 40 + _LINE * len(rows), title, drawn)


def tick() -> str:
    """Return a ticked line of a report, and what ``collect`` has made of it in the note."""
    with tempfile.TemporaryDirectory() as home:
        replay(_COLLECTED, Path(home))
        ruth = Path(home, "example-vault", "People", "Ruth Abel.md").read_text(encoding="utf-8")
    log = ruth[ruth.index("## ") :].rstrip("\n").split("\n")
    assert "asked how the new office is" in log[1]
    below = 132
    drawn = [
        _text(24, 34, "In the report: a tick, and words behind the arrow", kind="quiet"),
        '<rect class="chosen" x="16" y="46" width="728" height="28" rx="5"/>',
        _mono(24, 65, _span(_TICKED, "")),
        '<path class="thread" d="M40 84v26m-6-7l6 8l6-8"/>',
        _mono(58, 103, _span("vault-tools collect", "accent")),
        _text(24, below + 10, "In the note: a line of the log", kind="quiet"),
        f'<rect class="chosen" x="16" y="{below + 41}" width="728" height="28" rx="5"/>',
        *(_mono(24, below + 38 + _LINE * row, _marked(text)) for row, text in enumerate(log)),
    ]
    title = "A ticked line of a report, and the line of the log that collect has made of it"
    return _svg(760, below + 38 + _LINE * len(log), title, drawn)


def base() -> str:
    """Return a sketch of where Obsidian has the views of ``People.base``."""
    parsed: Mapping[str, Any] = yaml.safe_load(people_base(Config()))
    views = parsed["views"]
    columns = [parsed["properties"][name]["displayName"] for name in views[0]["order"]]
    drawn = [
        _text(24, 34, "A sketch, not a screenshot: where Obsidian has the views", kind="quiet"),
        '<rect class="frame" x="24" y="50" width="912" height="322" rx="8"/>',
        '<rect class="card" x="24.5" y="50.5" width="170" height="321" rx="8"/>',
        *_files(("People", "Reports", "Templates"), chosen="People.base"),
        *_toolbar(views[0]["name"], ("Sort", "Filter", "Properties", "New")),
        *_table(columns),
        *_menu([view["name"] for view in views]),
        *_key(
            "Open the file.",
            "Click the name of the view: the menu has all four.",
            "The view shows contacts, a row each, and these of their properties.",
        ),
    ]
    title = "Sketch of Obsidian with People.base open: the file, the menu of views, the table"
    return _svg(960, 468, title, drawn)


DRAWINGS: Mapping[str, Callable[[], str]] = {
    "obsidian-init": terminal,
    "obsidian-note": note,
    "obsidian-base": base,
    "obsidian-tick": tick,
}
"""Every drawing by the name of its file."""


def _marked(row: str) -> str:
    """Return a line of a note, with what the program takes from it in colour."""
    if len(row) > _NOTE_COLUMNS:
        row = row[:_NOTE_COLUMNS].rpartition(" ")[0] + " …"
    for pattern in (r"()([a-z_]+)(: .*)", r"(- )(\d{4}-\d\d-\d\d(?: [\w-]+(?=:))?)(.*)"):
        if found := re.fullmatch(pattern, row):
            return escape(found[1]) + _span(found[2], "accent") + escape(found[3])
    return _span(row, "strong" if row.startswith("#") else "")


def _files(folders: tuple[str, ...], *, chosen: str) -> Iterator[str]:
    for number, name in enumerate(folders):
        yield _text(42, 84 + 28 * number, f"▸ {name}", kind="quiet")
    y = 84 + 28 * len(folders)
    yield f'<rect class="chosen" x="34" y="{y - 18}" width="150" height="26" rx="5"/>'
    yield _text(42, y, chosen, kind="strong")
    yield _number(172, y - 5, 1)


def _toolbar(view: str, buttons: tuple[str, ...]) -> Iterator[str]:
    yield '<rect class="chosen" x="212" y="64" width="112" height="28" rx="5"/>'
    yield _text(224, 83, f"▦ {view} ▾", kind="strong")
    yield _number(308, 78, 2)
    for number, name in enumerate(buttons):
        yield _text(590 + 90 * number, 83, name, kind="quiet")
    yield '<path class="rule" d="M195 106h741"/>'


def _menu(views: list[str]) -> Iterator[str]:
    height = 28 * len(views) + 12
    yield f'<rect class="frame" x="212" y="98" width="136" height="{height}" rx="6"/>'
    for number, name in enumerate(views):
        kind = "strong" if not number else ""
        yield _text(226, 123 + 28 * number, f"▦ {name}", kind=kind)


def _table(columns: list[str]) -> Iterator[str]:
    """Yield the columns, with bars for what stands in them: it is nobody's."""
    left, width = 364, 93
    yield _number(906, 128, 3)
    for number, name in enumerate(columns):
        x = left + width * number
        yield _text(x, 132, name, kind="quiet")
        for row in range(6):
            long = 38 + (number * 17 + row * 23) % 40
            bar = f'x="{x}" y="{158 + 34 * row}" width="{long}" height="9" rx="4"'
            yield f'<rect class="bar" {bar}/>'
    for row in range(7):
        yield f'<path class="rule" d="M{left} {144 + 34 * row}H922"/>'


def _key(*meanings: str) -> Iterator[str]:
    for number, meaning in enumerate(meanings, 1):
        y = 370 + 26 * number
        yield _number(34, y, number)
        yield _text(52, y + 5, meaning)


def _number(x: float, y: float, number: int) -> str:
    return f'<circle class="number" cx="{x:g}" cy="{y:g}" r="9"/>' + _text(x, y + 4.5, str(number))


def _text(x: float, y: float, said: str, *, kind: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}"{_class(kind)}>{escape(said)}</text>'


def _mono(x: float, y: float, inner: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" class="mono">{inner}</text>'


def _span(said: str, kind: str) -> str:
    return f"<tspan{_class(kind)}>{escape(said)}</tspan>" if kind else escape(said)


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _svg(width: float, height: float, title: str, drawn: list[str]) -> str:
    inner = "\n".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}" height="{height:g}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n"
        f'<rect class="paper" width="{width:g}" height="{height:g}" rx="10"/>\n{inner}\n</svg>\n'
    )
