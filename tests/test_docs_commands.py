"""Every command line that the docs show is one that the program takes."""

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from tests import docs_tools
from vault_tools.cli import main

PAGES = [
    docs_tools.ROOT / "README.md",
    *sorted((docs_tools.ROOT / "docs").rglob("*.md")),
]
_INLINE = re.compile(r"`(vault-tools [^`\n]+)`")
_BLOCK = re.compile(r"^```sh\n(.*?)^```$|^((?:    \S.*\n)+)", re.MULTILINE | re.DOTALL)


def _lines(text: str) -> Iterator[str]:
    for match in _INLINE.finditer(text):
        yield match[1]
    for match in _BLOCK.finditer(text):
        yield from (row.strip() for row in (match[1] or match[2]).splitlines())


def _words(line: str) -> list[str]:
    """Return the words of one call of the program: up to a comment, a pipe or another command."""
    words = shlex.split(line, comments=True)
    ends = [number for number, word in enumerate(words) if word in {"|", ">", "&&", ";", "…"}]
    return words[: min(ends, default=len(words))]


def _options(command: click.Command) -> set[str]:
    return {
        option
        for param in command.params
        if isinstance(param, click.Option)
        for option in (*param.opts, *param.secondary_opts)
    } | {"-h", "--help"}


def _calls() -> list[tuple[str, str]]:
    shown = ((page.name, _lines(page.read_text(encoding="utf-8"))) for page in PAGES)
    return sorted(
        {(name, line) for name, lines in shown for line in lines if line.startswith("vault-tools ")}
    )


@pytest.mark.parametrize(("page", "line"), _calls(), ids=lambda text: text[:60])
def test_a_command_line_in_the_docs_is_understood(page: str, line: str) -> None:
    words = _words(line)[1:]
    known = _options(main)
    while words and words[0].startswith("-"):
        option = words.pop(0)
        assert option.partition("=")[0] in known, page
        if option in {"--vault", "--today", "--lang"}:
            words.pop(0)
    name = words.pop(0) if words else ""
    if not name or name.isupper():
        return
    command = main.get_command(click.Context(main), name)

    assert command is not None, page
    given = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert given <= _options(command), page


def test_there_are_command_lines_in_the_docs() -> None:
    assert len(_calls()) > 50
