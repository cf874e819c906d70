"""Report templates: finding, preparing and rendering them. The only door to jinja2.

Templates run in Jinja's sandbox and see plain data alone: texts, numbers, days, lists and tables.
Everything they print is escaped for the format they make: HTML by autoescape, Markdown and plain
text by a function over every expression.
"""

import difflib
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from markupsafe import escape as html_escape

from vault_tools import language
from vault_tools.errors import TemplateError, cause, did_you_mean
from vault_tools.frontmatter.written import scalar
from vault_tools.language import _
from vault_tools.render import escape
from vault_tools.render.shipped import shipped
from vault_tools.render.sparkline import sparkline
from vault_tools.render.template_files import OWN_TEMPLATES, REPORTS
from vault_tools.report import times, words

FORMATS = {"md": "md", "text": "txt", "html": "html"}
"""The formats that templates make, and the ending before ``.j2`` that says so."""


_CANNOT_RENDER = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What an expression in a template may raise."""
_PARTS_OF_OTHERS = frozenset({"intro", "page", "parts", "person", "show"})
"""Shipped templates that are for no report and no note."""


class _Ready(str):
    """Text that is already in the format of the output."""

    __slots__ = ()


class _OwnTemplates(jinja2.FileSystemLoader):
    """The templates of a vault, none of which is a file from elsewhere by way of a link."""

    def __init__(self, root: Path) -> None:
        super().__init__(root / OWN_TEMPLATES)
        self._root = root.resolve()

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its path, and whether that is still its text.

        Raises:
            TemplateError: It lies outside the vault.
        """
        for folder in self.searchpath:
            place = Path(folder, *split_template_path(template))
            if place.exists() and not place.resolve().is_relative_to(self._root):
                msg = _("the template {name} is a link that leaves the vault.", name=template)
                raise TemplateError(msg)
        return super().get_source(environment, template)


def render(
    name: str,
    value: object,
    *,
    form: str,
    root: Path,
    pictures: Mapping[str, str] | None = None,
) -> str:
    """Return *value*, a dataclass, through the template *name* in a format of `FORMATS`.

    *pictures* are SVG or Mermaid that we have drawn and escaped ourselves, by the name that a
    template has for each; they go into the output as they are.

    Raises:
        TemplateError: There is no such template, or it can't be rendered.
    """
    file = f"{name}.{FORMATS[form]}.j2"
    ready = Markup if form == "html" else _Ready
    drawn = {key: ready(picture) for key, picture in (pictures or {}).items()}
    return _rendered(_environment(form, root), file, values={**_plain_data(value), **drawn})


def render_note(name: str, values: Mapping[str, object], *, root: Path) -> str:
    """Return a new note: *values* through the template *name*, each on one line.

    Raises:
        TemplateError: There is no such template, or it can't be rendered.
    """
    environment = _environment("note", root)
    environment.filters["yaml"] = lambda value: _Ready(scalar(escape.terminal(str(value))))
    return _rendered(environment, f"{name}.md.j2", values=values)


def is_there(name: str, *, form: str, root: Path) -> bool:
    """Return whether there is a template of that name for a format, the vault's own or shipped.

    Raises:
        TemplateError: Nobody can tell: the folder can't be read.
    """
    file = f"{name}.{FORMATS[form]}.j2"
    try:
        return any((at / file).is_file() for at in (root / OWN_TEMPLATES, shipped("templates")))
    except OSError as error:
        raise _unreadable(file, error) from error


def _rendered(environment: jinja2.Environment, file: str, *, values: Mapping[str, object]) -> str:
    try:
        return environment.get_template(file).render(values)
    except jinja2.TemplateNotFound as error:
        msg = _(
            "there is no template {name}; look in {folder}/ or name a shipped one.",
            name=error.name,
            folder=OWN_TEMPLATES,
        )
        if error.name == file:
            reports = _("The shipped reports are {names}.", names=", ".join(REPORTS))
            hint = did_you_mean(_alike(environment, file)) or f" {reports}"
            msg = f"{msg}{hint}"
        raise TemplateError(msg) from error
    except jinja2.TemplateSyntaxError as error:
        place = _("{name}, line {line}", name=error.name or file, line=error.lineno)
        msg = _("template {place}: {reason}", place=place, reason=error.message)
        raise TemplateError(msg) from error
    except OSError as error:
        raise _unreadable(file, error) from error
    except _CANNOT_RENDER as error:
        place = _place(error) or file
        msg = _("template {place} can't be rendered: {reason}", place=place, reason=error)
        raise TemplateError(msg) from error


def _unreadable(file: str, error: OSError) -> TemplateError:
    path = error.filename or file
    return TemplateError(_("{path} can't be read: {reason}.", path=path, reason=cause(error)))


def _alike(environment: jinja2.Environment, file: str) -> list[str]:
    """Return the names of the templates for the same format that look like that of a *file*."""
    name, dot, rest = file.partition(".")
    ending = dot + rest
    files = (each for each in environment.list_templates() if each.endswith(ending))
    known = (each.removesuffix(ending) for each in files)
    usual = sorted(set(known) - _PARTS_OF_OTHERS)
    return difflib.get_close_matches(name, [each for each in usual if "." not in each], 1)


def _environment(form: str, root: Path) -> jinja2.Environment:
    finish: Callable[[object], object] | None = None
    if form == "md":
        finish = partial(_finish, escape.markdown)
    elif form in {"text", "note"}:
        finish = partial(_finish, escape.one_line)
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader(
            [_OwnTemplates(root), jinja2.FileSystemLoader(shipped("templates"))]
        ),
        autoescape=form == "html",
        finalize=finish,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(_speech(form), language=language.spoken())
    environment.filters.update(
        channel=words.channel_words,
        day=lambda day, today: times.day_words(day, today=today),
        month=times.month_words,
        weekday=times.weekday_words,
        decimal=language.decimal,
        sparkline=lambda numbers: _Ready(sparkline(list(numbers))),
        link=lambda path, name: _Ready(escape.wikilink(path, name)),
        shown=lambda text: escape.one_line(str(text)),
        mail_url=escape.mail_url,
        phone_url=escape.phone_url,
        url=escape.url,
        note_url=lambda path: escape.obsidian_url(root, path),
    )
    return environment


def _speech(form: str) -> dict[str, Callable[..., str]]:
    """Return gettext's functions for templates of a format: values are escaped, then put in."""
    ready: Callable[[str], str] = Markup if form == "html" else _Ready
    escaped: Callable[[object], str] = html_escape
    if form != "html":
        finish = escape.markdown if form == "md" else escape.one_line
        escaped = lambda value: str(_finish(finish, value))  # noqa: E731 - one of two

    def speech(say: Callable[..., str], own: Callable[[str], str]) -> Callable[..., str]:
        def said(*texts: Any, **values: object) -> str:  # noqa: ANN401 - texts, perhaps a number
            shown = {name: escaped(value) for name, value in values.items()}
            return ready(language.filled(own(say(*texts)), shown))

        return said

    def counted(*texts: Any, **values: object) -> str:  # noqa: ANN401 - texts, and a number
        # The place of the number stays open at first, so that it is put in like any other value.
        say = partial(language.ngettext, count="{count}")
        return speech(say, plain)(*texts, **{"count": texts[-1], **values})

    # A text of ours is plain in HTML; in Markdown it may hold marks.
    plain: Callable[[str], str] = html_escape if form == "html" else str
    return {
        "_": speech(_, plain),
        "ngettext": counted,
        "pgettext": speech(language.pgettext, plain),
    }


def _place(error: BaseException) -> str | None:
    """Return the template and the line that raised *error*; Jinja puts both in the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [(frame.filename, frame.lineno) for frame in frames if frame.filename.endswith(".j2")]
    if not places:
        return None
    file, line = places[-1]
    return _("{name}, line {line},", name=Path(file).name, line=line)


def _finish(escaped: Callable[[str], str], value: object) -> object:
    if isinstance(value, _Ready):
        return value
    return escaped("" if value is None else str(value))


def _plain_data(value: object) -> Mapping[str, Any]:
    """Return a dataclass as a table of plain values, with what its properties say."""
    if not is_dataclass(value) or isinstance(value, type):
        msg = f"only a dataclass can be rendered, not {type(value).__name__}"
        raise TemplateError(msg)
    extra = {"is_empty": getattr(value, "is_empty", False)}
    return {**asdict(value), **extra}
