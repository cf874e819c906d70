"""Man pages, made of the same help that commands print: ``python -m tests.man_pages``."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from vault_tools.cli import main
from vault_tools.cli.commands import SECTIONS
from vault_tools.cli.speaking import paragraphs

FOLDER = Path(__file__).parent.parent / "man"
_PROGRAM = "vault-tools"


def pages() -> dict[str, str]:
    """Return the text of every page, by its file's name."""
    # Click keeps the option --help as it is first made, so it has to be the program's own.
    names = ["-h", "--help"]
    top = click.Context(main, info_name=_PROGRAM, help_option_names=names)
    found = {f"{_PROGRAM}.1": _page(top)}
    for name in main.list_commands(top):
        command = main.get_command(top, name)
        assert command is not None
        ctx = click.Context(command, parent=top, info_name=name, help_option_names=names)
        found[f"{_PROGRAM}-{name}.1"] = _page(ctx)
    return found


def update() -> list[str]:
    """Write the pages, and remove those of commands that are gone; return which changed."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    old = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.1")}
    for name in old.keys() - wanted.keys():
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return sorted(name for name in old.keys() | wanted.keys() if old.get(name) != wanted.get(name))


def _page(ctx: click.Context) -> str:
    name = ctx.command_path.replace(" ", "-")
    first, *_ = paragraphs(ctx.command.help or "")
    usage = " ".join(ctx.command.collect_usage_pieces(ctx))
    rows = [
        f'.TH "{name.upper()}" "1" "" "{_PROGRAM}" "User commands"',
        ".SH NAME",
        f"{_text(name)} \\- {_text(first.split('. ')[0].rstrip('.'))}",
        ".SH SYNOPSIS",
        f".B {_text(ctx.command_path)}",
        _text(usage),
        ".SH DESCRIPTION",
        *_description(ctx.command.help or ""),
        ".SH OPTIONS",
        *_options(ctx),
        *_commands(ctx),
        ".SH SEE ALSO",
        _see_also(ctx),
    ]
    return "\n".join(rows) + "\n"


def _description(text: str) -> Iterator[str]:
    for number, part in enumerate(paragraphs(text)):
        if number:
            yield ".PP"
        if part.startswith("\b"):
            lines = part.removeprefix("\b").strip("\n").split("\n")
            yield from (".nf", *map(_text, lines), ".fi")
        else:
            yield _text(part)


def _options(ctx: click.Context) -> Iterator[str]:
    for param in (*ctx.command.params, ctx.command.get_help_option(ctx)):
        record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
        if record:
            names, said = record
            yield from (".TP", f"\\fB{_text(names)}\\fR", _text(" ".join(said.split())))


def _commands(ctx: click.Context) -> Iterator[str]:
    if not isinstance(ctx.command, click.Group):
        return
    yield ".SH COMMANDS"
    for heading, names in SECTIONS.items():
        yield f".SS {_text(heading)}"
        for name in names:
            command = ctx.command.get_command(ctx, name)
            assert command is not None
            first = paragraphs(command.help or "")[0]
            yield from (".TP", f"\\fB{_text(name)}\\fR", _text(first))


def _see_also(ctx: click.Context) -> str:
    if ctx.parent is None:
        return f"\\fB{_text(_PROGRAM)}-COMMAND\\fR(1) for each command"
    return f"\\fB{_text(_PROGRAM)}\\fR(1)"


def _text(text: str) -> str:
    """Return *text* with nothing in it that is a command to roff."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    for changed in update():
        sys.stdout.write(f"man/{changed} written anew.\n")
