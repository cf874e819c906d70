"""What docs/templates.md takes from the code: the values that templates see, and what they call.

Its generated parts call `variables` and `functions` through cog (``nox -s docs``).
"""

import inspect
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints
from urllib.parse import quote

from click.testing import CliRunner

from tests.docs_tools import ROOT, TODAY, _field_docs
from vault_tools.cli import main
from vault_tools.render import templates
from vault_tools.report.dashboard import Dashboard
from vault_tools.report.introduction import Request
from vault_tools.report.person import PersonPage
from vault_tools.report.review import ReviewReport
from vault_tools.report.weekly import WeeklyReport

VALUES: Mapping[str, type] = {
    "weekly": WeeklyReport,
    "review": ReviewReport,
    "dashboard": Dashboard,
    "show": PersonPage,
    "intro": Request,
}
"""What each template is given, by the template's name."""


class Example(NamedTuple):
    """Something that templates call, what it does, and how it is written."""

    name: str
    meaning: str
    source: str
    form: str = "text"


_FUNCTIONS = (
    Example(
        "_",
        "a text in the language spoken, with values in its places; those are escaped, then put in",
        '{{ _("due {day}", day=due[0].due_on) }}',
    ),
    Example(
        "ngettext",
        "the text for one and the text for many; the number is `{count}`",
        '{{ ngettext("{count} contact", "{count} contacts", contacts) }}',
    ),
    Example(
        "pgettext",
        "`_` for a word that is translated by what it is about, which is said first",
        '{{ pgettext("people, in a month", "Met") }}',
    ),
    Example("language", "the code of the language spoken; no function", "{{ language }}"),
)
_FILTERS = (
    Example(
        "day",
        "a day in words, as seen from another",
        "{{ due[0].last_contact|day(today) }}",
    ),
    Example("month", "what a day's month is called", "{{ today|month }}"),
    Example("weekday", "what a day of the week is called", "{{ today|weekday }}"),
    Example(
        "channel",
        "what a channel is called in the language spoken",
        "{{ due[0].channel|channel }}",
    ),
    Example(
        "decimal", "a number with a decimal place, as the language writes it", "{{ 2.5|decimal }}"
    ),
    Example(
        "sparkline",
        "a list of numbers as blocks, the most of them the highest",
        "{{ weekly_contacts|sparkline }}",
    ),
    Example(
        "link",
        "a link to the note of that path which shows that name, in Markdown",
        "{{ due[0].path|link(due[0].name) }}",
        "md",
    ),
    Example(
        "note_url",
        "the address that opens the note of that path in Obsidian, in HTML",
        '<a href="{{ due[0].path|note_url }}">{{ due[0].name }}</a>',
        "html",
    ),
    Example(
        "shown",
        "a text on one line, links as what they show; only HTML needs it, the others do so anyway",
        '{{ "met at [[Energy fair|the fair]]"|shown }}',
        "html",
    ),
    Example(
        "mail_url",
        "the address that writes a mail",
        '<a href="{{ "anna@example.org"|mail_url }}">write</a>',
        "html",
    ),
    Example(
        "phone_url",
        "the address that calls a number",
        '<a href="{{ "+49 (40) 555-0100"|phone_url }}">call</a>',
        "html",
    ),
    Example(
        "url",
        "a safe address for a link (`http`, `https`, `mailto`, `tel`, `obsidian`), else `#`",
        '{{ "https://example.org"|url }} {{ "javascript:alert(1)"|url }}',
        "html",
    ),
)
EXAMPLES = (*_FUNCTIONS, *_FILTERS)
_SEPARATOR = "\n=====\n"
_WORDS: Mapping[Any, str] = {
    str: "text",
    int: "number",
    float: "number",
    bool: "true or false",
    date: "day",
    NoneType: "none",
}


def variables(name: str) -> str:
    """Return the tables of what the template of that name sees, and of the parts of its lists."""
    kinds = _kinds(VALUES[name])
    earlier = _earlier(name)
    tables = [_table(kind, of=name) for kind in kinds if kind not in earlier]
    return "\n" + "\n\n".join(tables) + "\n\n"


def undocumented() -> list[str]:
    """Return the fields that templates see and that have no text below them."""
    return [
        f"{kind.__name__}.{name}"
        for top in VALUES.values()
        for kind in _kinds(top)
        for name in _names(kind)
        if not _field_docs(kind).get(name)
    ]


def functions() -> str:
    """Return what is there to be called, each with an example and what comes out of it."""
    return _listed(_FUNCTIONS)


def filters() -> str:
    """Return the filters, each with an example and what comes out of it."""
    return _listed(_FILTERS)


def own_names() -> set[str]:
    """Return the filters and the names that our templates have beyond those of Jinja."""
    root = Path("nowhere")
    ours = templates._environment("text", root)
    plain = type(ours)()
    return (ours.filters.keys() - plain.filters.keys()) | (
        ours.globals.keys() - plain.globals.keys()
    )


def rendered() -> dict[str, str]:
    """Return what the example of each name makes of the example vault."""
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for form in templates.FORMATS:
            some = [example for example in EXAMPLES if example.form == form]
            source = _SEPARATOR.join(example.source for example in some)
            texts = _report(source, Path(folder).resolve() / form, form=form).split(_SEPARATOR)
            found |= {example.name: text for example, text in zip(some, texts, strict=True)}
    return found


def _report(source: str, home: Path, *, form: str) -> str:
    """Return what the command prints with *source* as a template, its folder left out."""
    vault = home / "example-vault"
    shutil.copytree(ROOT / "example-vault", vault)
    template = vault / ".vault-tools" / "templates" / f"own.{templates.FORMATS[form]}.j2"
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_text(source, encoding="utf-8")
    environment = {
        **{f"XDG_{name}_HOME": str(home) for name in ("CACHE", "CONFIG", "STATE")},
        "VAULT_TOOLS_TODAY": TODAY,
        "VAULT_TOOLS_VAULT": str(vault),
        "VAULT_TOOLS_LANG": "en",
    }
    found = CliRunner().invoke(main, ["report", "own", "--format", form], env=environment)
    assert not found.exit_code, found.output
    return found.stdout.replace(quote(str(home), safe=""), "…")


def _listed(examples: tuple[Example, ...]) -> str:
    results = rendered()
    rows = [
        f"- `{example.name}`: {example.meaning}.\n"
        f"  {_format_words(example)}`{example.source}` makes `{results[example.name]}`"
        for example in examples
    ]
    return "\n" + "\n".join(rows) + "\n\n"


def _format_words(example: Example) -> str:
    return (
        "" if example.form == "text" else {"md": "In Markdown, ", "html": "In HTML, "}[example.form]
    )


def _table(kind: type, *, of: str) -> str:
    hints, docs = get_type_hints(kind), _field_docs(kind)
    rows = ["| name | type | meaning |", "|---|---|---|"]
    for name in _names(kind):
        meaning = docs[name].replace("``", "`").replace("|", "\\|")
        rows.append(f"| `{name}` | {_type_words(hints[name])} | {meaning} |")
    if kind is VALUES[of]:
        empty = getattr(kind, "is_empty", None)
        said = _sentence(empty) if empty else "Always false."
        rows.append(f"| `is_empty` | true or false | {said} |")
        return "\n".join(rows)
    return f"#### {_title(kind)}\n\n{_first(kind)}\n\n" + "\n".join(rows)


def _sentence(method: object) -> str:
    said = _first(method).removeprefix("Return ")
    return f"{said[0].upper()}{said[1:]}"


def _first(documented: object) -> str:
    return (inspect.getdoc(documented) or "").partition("\n")[0].replace("``", "`")


def _title(kind: type) -> str:
    """Return the heading of a part, which no other part has: ``Task of weekly``."""
    (owner, *_) = (name for name, top in VALUES.items() if kind in _kinds(top))
    return f"{kind.__name__} of {owner}"


def _type_words(hint: Any) -> str:  # noqa: ANN401 - a type, or a form of one
    """Return what a template author calls a type: ``list of [Task of weekly](#task-of-weekly)``."""
    if get_origin(hint) in {Union, UnionType}:
        return " or ".join(_type_words(part) for part in get_args(hint))
    if hint in _WORDS:
        return _WORDS[hint]
    if _is_part(hint):
        title = _title(hint)
        return f"[{hint.__name__}](#{title.lower().replace(' ', '-')})"
    assert get_origin(hint) is tuple, hint
    parts = get_args(hint)
    if parts[-1] is Ellipsis:
        return f"list of {_type_words(parts[0])}"
    return f"({', '.join(map(_type_words, parts))})"


def _earlier(name: str) -> set[type]:
    """Return the parts that the pages of templates before that one have told."""
    names = list(VALUES)
    return {kind for other in names[: names.index(name)] for kind in _kinds(VALUES[other])}


def _kinds(top: type) -> list[type]:
    """Return *top* and every kind of part in it, each once, as they come."""
    found: list[type] = []
    waiting = [top]
    while waiting:
        kind = waiting.pop(0)
        if kind not in found:
            found.append(kind)
            hints = get_type_hints(kind)
            waiting += [part for name in _names(kind) for part in _parts(hints[name])]
    return found


def _parts(hint: Any) -> Iterator[type]:  # noqa: ANN401 - a type, or a form of one
    if _is_part(hint):
        yield hint
    for inner in get_args(hint):
        yield from _parts(inner)


def _is_part(hint: Any) -> bool:  # noqa: ANN401 - a type, or a form of one
    return isinstance(hint, type) and (is_dataclass(hint) or hasattr(hint, "_fields"))


def _names(kind: Any) -> list[str]:  # noqa: ANN401 - a dataclass or a named tuple
    return list(kind._fields) if hasattr(kind, "_fields") else [item.name for item in fields(kind)]
