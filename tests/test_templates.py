"""Report templates: found, rendered, escaped, and kept in their sandbox."""

import errno
import os
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.conftest import MakeVault, Run
from vault_tools.config import Config
from vault_tools.dates import Week
from vault_tools.errors import TemplateError
from vault_tools.model import Due
from vault_tools.render import shipped, templates
from vault_tools.report.weekly import WeeklyReport, weekly

OWN = ".vault-tools/templates"
DAY = ("--today", "2026-11-23")
WEEK = Week(2026, 48)
FORMS = ("md", "text", "html")


def _report() -> WeeklyReport:
    return weekly([], week=WEEK, today=WEEK.monday, config=Config())


def _rendered(root: Path, source: str, *, form: str = "md") -> str:
    """Return what a template of one's own makes of the report of an empty vault."""
    folder = root / OWN
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"own.{templates.FORMATS[form]}.j2").write_text(source, encoding="utf-8")
    return templates.render("own", _report(), form=form, root=root)


def _everywhere(text: str, *, head: str | None = None) -> dict[str, str]:
    """Return a vault in whose report *text* stands in every section.

    In properties it is *head* where that is given, with names taken from the files.
    """
    name = f"name: '{text}'\n" if head is None else ""
    file = "A" if head is None else text
    quote = text if head is None else head
    line = "Hello" if "<!--" in text or "%%" in text else text  # a comment hides what follows
    props = f"---\ntype: contact\n{name}company: '{quote}'\nboundaries: '{quote}'\n"
    log = f"---\n## Log\n- 2026-01-05 email: {line}\n"
    owed = f"- [ ] {line} 📅 2026-11-20\n- [ ] #waiting {line} 📅 2026-11-20\n"
    return {
        f"Due/{file}.md": f"{props}cadence: weekly\n{log}",
        f"Met/{file}.md": f"{props}met: 2026-11-20\nmet_at: '{quote}'\n{log}",
        f"Asleep/{file}.md": f"{props}status: dormant\n{log}",
        f"Born/{file}.md": f"{props}birthday: --11-25\n{log}",
        f"Planned/{file}.md": f"{props}{log}- 2026-11-26 {line}\n",
        f"Owed/{file}.md": f"{props}{log}{owed}",
        f"Event/{file}.md": (
            f"---\ntype: event\ndate: 2026-11-27\nplace: '{quote}'\nwith: [Due/{file}]\n---\n"
        ),
        f"Wrong/{file}.md": f"{props}birthday: '{quote}'\n{log}",
    }


@pytest.mark.parametrize("text", ["{{7*7}}", "{% raw %}", "{# gone #}", "{{ week }}"])
@pytest.mark.parametrize("form", [*FORMS, "json"])
def test_a_name_that_looks_like_a_template_is_shown_as_written(
    run: Run, vault: MakeVault, form: str, text: str
) -> None:
    root = vault(_everywhere(text, head="plain"))

    found = run("--vault", root, *DAY, "report", "--format", form).stdout

    shown = re.sub(r"\\([{}#%*])", r"\1", found) if form == "md" else found
    assert shown.count(text) >= 10
    assert "49" not in re.sub(r"obsidian://[^\"]*", "", found)


def test_hostile_names_change_nothing_in_the_markdown_but_text(run: Run, vault: MakeVault) -> None:
    def shape(text: str) -> list[str]:
        page = run("--vault", vault(_everywhere(text)), *DAY, "report").stdout
        return [
            kind
            for token in MarkdownIt("commonmark").parse(page)
            for kind in (token.type, *(child.type for child in token.children or ()))
            if not kind.startswith(("text", "link_"))
        ]

    harmless = shape("Anna Berger")

    assert shape("<b>*x*</b> `x` ![](http://x) # $x$") == harmless
    assert shape("]] [[x]] | - <!-- %% == \\") == harmless
    assert shape("**Anna** _b_ ~~~ [^1] <script>") == harmless


@pytest.mark.parametrize("form", FORMS)
def test_ones_own_template_counts_before_the_shipped_one(
    run: Run, vault: MakeVault, form: str
) -> None:
    ending = templates.FORMATS[form]
    root = vault({f"{OWN}/weekly.{ending}.j2": "Mine: {{ week }}, {{ contacts }} people\n"})

    found = run("--vault", root, *DAY, "report", "--format", form)

    assert found.stdout == "Mine: 2026-W48, 0 people\n"


def test_ones_own_part_is_used_by_the_shipped_template(run: Run, vault: MakeVault) -> None:
    notes = {"A.md": "---\ntype: contact\nname: Anna\ncadence: weekly\n---\n"}
    root = vault({**notes, f"{OWN}/person.md.j2": "* {{ item.name }}!\n"})

    found = run("--vault", root, *DAY, "report")

    assert "## Get in touch\n\n* Anna!\n" in found.stdout


def test_a_template_of_ones_own_has_its_own_name(run: Run, vault: MakeVault) -> None:
    root = vault({f"{OWN}/calls.txt.j2": "{{ contacts }} people\n"})

    found = run("--vault", root, *DAY, "report", "calls", "--format", "text")

    assert found.stdout == "0 people\n"


@pytest.mark.parametrize("name", ["nosuch", "week"])
def test_a_missing_template_is_an_error_that_says_where_to_look(
    run: Run, vault: MakeVault, name: str
) -> None:
    found = run("--vault", vault({}), *DAY, "report", name)

    assert found.exit_code == 3
    assert f"there is no template {name}.md.j2; look in {OWN}/" in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a\n{% if %}", "weekly.md.j2, line 2: Expected an expression", id="syntax"),
        pytest.param("a\n\n{% for x in due %}", "weekly.md.j2, line 3: Unexpected end", id="end"),
        pytest.param("a\n{{ nosuch }}", "line 2, can't be rendered: 'nosuch' is", id="unknown"),
        pytest.param("a\n{{ 1 / 0 }}", "line 2, can't be rendered: division", id="arithmetic"),
        pytest.param("{{ 'x' + 1 }}", "line 1, can't be rendered: can only", id="types"),
        pytest.param("{{ ['x'][3].y }}", "line 1, can't be rendered: list", id="index"),
        pytest.param("{{ '{3}'.format(1) }}", "line 1, can't be rendered: ", id="format"),
        pytest.param("a\n{% include 'x' %}", "there is no template x;", id="include"),
        pytest.param("{% include 'weekly.md.j2' %}", "recursion", id="itself"),
        pytest.param("{{ 'x'|nosuch }}", "weekly.md.j2, line 1: No filter", id="filter"),
    ],
)
def test_a_broken_template_is_one_line_that_names_the_place(
    run: Run, vault: MakeVault, source: str, expected: str
) -> None:
    found = run("--vault", vault({f"{OWN}/weekly.md.j2": source}), "report")

    assert found.exit_code == 3
    assert expected in found.stderr
    assert found.stderr.count("\n") == 1
    assert found.stdout == ""


@pytest.mark.parametrize("command", [("report",), ("report", "--format", "eml"), ("new", "Ada")])
def test_a_template_that_can_not_be_read_is_an_error_that_names_it(
    run: Run, vault: MakeVault, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    root = vault({})
    real = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.suffix == ".j2" and path.is_relative_to(root):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)
    result = run("--vault", root, *command)

    assert result.exit_code == TemplateError.exit_code
    assert result.stderr.startswith(f"Error: {root}/")
    assert result.stderr.endswith(".j2 can't be read: Permission denied.\n")


def test_an_error_in_an_included_template_names_that_one(run: Run, vault: MakeVault) -> None:
    root = vault(
        {f"{OWN}/weekly.md.j2": "a\n{% include 'part.md.j2' %}", f"{OWN}/part.md.j2": "\n\n{{ x }}"}
    )

    assert "template part.md.j2, line 3, can't be rendered" in run("--vault", root, "report").stderr


@pytest.mark.parametrize(
    "source",
    [
        "{{ week.__class__.__mro__ }}",
        "{{ week['__class__']['__mro__'] }}",
        "{{ week|attr('__class__')|attr('__mro__') }}",
        "{{ (week|attr)('__class__').__mro__ }}",
        "{{ '{0.__class__.__mro__}'.format(week) }}",
        "{{ ('{0.__class__.__mro__}'|format)(week) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ link.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ ().__class__.__base__.__subclasses__() }}",
        "{{ due.append(1) }}{{ problems.append(1) }}",
        "{% set x = {} %}{{ x.update(a=1) }}",
        "{{ today.__reduce__() }}",
        "{% include '../../note.md' %}",
        "{% include '/etc/hostname' %}",
    ],
)
def test_no_template_gets_out_of_its_sandbox(tmp_path: Path, source: str) -> None:
    with pytest.raises(TemplateError):
        _rendered(tmp_path, source)


@pytest.mark.parametrize(
    ("form", "source", "expected"),
    [
        ("md", "{{ '*x*' }}", "\\*x\\*"),
        ("md", "{{ 'a.md'|link('A') }}", "[[a|A]]"),
        ("md", "{{ ('a.md'|link('A')) ~ '*' }}", "[[a|A]]\\*"),
        ("md", "{{ none }}{{ 0 }}", "0"),
        ("md", "{{ ngettext('{count} *x*', '{count} *xs*', 2) }}", "2 *xs*"),
        ("md", "{{ ngettext('one', '{count} {n}', '*{n}*', n='#b') }}", r"\*\{n\}\* \#b"),
        ("html", "{{ ngettext('one', '{count}', '<b>') }}", "&lt;b&gt;"),
        ("text", "{{ 'a\\n\\x1b[0m' }}", "a \\x1b[0m"),
        ("md", "{{ [0, 1, 2, 4]|sparkline }}{{ [0, 0]|sparkline }}{{ []|sparkline }}", "▁▃▅█▁▁"),
        ("html", "{{ '<b>' }}", "&lt;b&gt;"),
        ("html", "{{ 'a.md'|link('<b>') }}", "[\\&lt;b\\&gt;](&lt;a.md&gt;)"),
        ("html", "{{ 'a\\n\\x1b'|shown }}", "a \\x1b"),
        ("html", "{{ 'javascript:x'|url }}", "#"),
        ("html", "{{ 'a@x'|mail_url }} {{ '+4 9'|phone_url }}", "mailto:a@x tel:+49"),
    ],
)
def test_what_a_template_prints_is_escaped_for_its_format(
    tmp_path: Path, form: str, source: str, expected: str
) -> None:
    assert _rendered(tmp_path, source, form=form) == expected


@pytest.mark.parametrize(
    "source",
    ["", "{% include 'secret.j2' %}", "{% extends 'secret.j2' %}", "{% import 'secret.j2' as s %}"],
)
@pytest.mark.parametrize("linked", ["file", "folder"])
def test_no_template_reads_a_file_outside_the_vault(
    vault: MakeVault, tmp_path: Path, source: str, linked: str
) -> None:
    root, away = vault({}), tmp_path / "away"
    away.mkdir()
    for name in ("secret.j2", "own.md.j2"):
        (away / name).write_text(source if name == "own.md.j2" else "SECRET", encoding="utf-8")
    own = root / OWN
    own.parent.mkdir(exist_ok=True)
    if linked == "folder":
        own.symlink_to(away)
    else:
        own.mkdir()
        (own / "secret.j2").symlink_to(away / "secret.j2")
        (own / "own.md.j2").write_text(source, encoding="utf-8")
        if not source:
            (own / "own.md.j2").unlink()
            (own / "own.md.j2").symlink_to(away / "own.md.j2")

    with pytest.raises(TemplateError, match="is a link that leaves the vault"):
        templates.render("own", _report(), form="md", root=root)


def test_a_template_may_be_a_link_within_the_vault(vault: MakeVault) -> None:
    root = vault({"Mine.md": "mine"})
    (root / OWN).mkdir(parents=True)
    (root / OWN / "own.md.j2").symlink_to(root / "Mine.md")

    assert templates.render("own", _report(), form="md", root=root) == "mine"


def test_notes_are_linked_where_they_lie(tmp_path: Path) -> None:
    found = _rendered(tmp_path, "{{ 'a b.md'|note_url }}", form="html")

    assert found.startswith("obsidian://open?path=%2F")
    assert found.endswith("%2Fa%20b.md")


def _shipped() -> list[Path]:
    return sorted(shipped.shipped("templates").glob("*.j2"))


@pytest.mark.parametrize("path", _shipped(), ids=lambda path: path.name)
def test_shipped_templates_switch_no_escape_off(path: Path) -> None:
    source = re.sub(r"\s", "", path.read_text(encoding="utf-8"))

    assert not [word for word in ("|safe", "Markup", "{%autoescape") if word in source]


def test_a_report_has_a_template_in_every_format() -> None:
    names = {path.name for path in _shipped()}

    assert {f"weekly.{ending}.j2" for ending in templates.FORMATS.values()} <= names


@pytest.mark.parametrize("folder", ["templates", "docs/problems"])
def test_what_is_shipped_is_found_in_a_checkout_and_in_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    module = tmp_path / "vault_tools" / "render" / "shipped.py"
    monkeypatch.setattr(shipped, "__file__", str(module))
    packaged = tmp_path / "vault_tools" / Path(folder).name

    assert shipped.shipped(folder) == packaged

    (tmp_path / folder).mkdir(parents=True)
    assert shipped.shipped(folder) == packaged

    (tmp_path / "pyproject.toml").touch()
    assert shipped.shipped(folder) == tmp_path / folder


@pytest.mark.parametrize("value", [{"week": "x"}, "text", Due], ids=["a table", "text", "a class"])
def test_only_a_dataclass_can_be_rendered(tmp_path: Path, value: object) -> None:
    with pytest.raises(TemplateError, match="only a dataclass"):
        templates.render("weekly", value, form="md", root=tmp_path)


def test_a_report_in_the_vault_is_no_note(run: Run, vault: MakeVault) -> None:
    root = vault({"A.md": "---\ntype: contact\ncadence: weekly\n---\n- [ ] x 📅 2026-11-20\n"})
    run("--vault", root, *DAY, "report", "-o", root / "People" / "Week.md")

    counts = run("--vault", root, "list", "--json").stdout

    assert counts.count('"path"') == 1
    assert run("--vault", root, *DAY, "due", "--json").stdout.count('"promise"') == 1
