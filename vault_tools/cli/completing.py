"""What a shell is offered while a command is typed: from the index and the configuration alone.

Loaded only when a shell asks. Nothing is refreshed: who has come since the last command is missing.
"""

import os
import re
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    split_arg_string,
)

from vault_tools.errors import VaultToolsError
from vault_tools.names import fold

if TYPE_CHECKING:
    from vault_tools.config import Config
    from vault_tools.index.store import Store

Choices = Callable[[click.Context, str], Iterator[str]]
_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' response completion type value
    response=$(env COMP_LINE="${COMP_LINE:0:COMP_POINT}" %(complete_var)s=bash_complete "$1")
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        case $type in
            dir) COMPREPLY=(); compopt -o dirnames ;;
            file) COMPREPLY=(); compopt -o default ;;
            open) COMPREPLY+=("$value"); compopt -o nospace ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""
_UNSAFE = re.compile(r"([^\w@%+=:,./-])")
_IN_QUOTES = {'"': re.compile(r'([$`"\\])'), "'": re.compile("'")}
_QUOTED = {'"': r"\\\1", "'": r"'\\''"}
"""What means something between quotation marks, and what it is written as there."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BREAKS = re.compile(r".*[=:]")
"""Up to where bash takes what was typed of a word for other words."""


class Bash(BashComplete):
    """Completion in bash that knows of quotes, and of words with ``=`` and ``:`` in them."""

    source_template: ClassVar[str] = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and what is typed of it."""
        line = os.environ.get("COMP_LINE", "")
        words = split_arg_string(line)
        begun = words.pop() if words and _is_begun(line) else ""
        return words[1:], begun

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what can be put into the line: between ``"`` nothing keeps bash from a ``!``."""
        found = super().get_completions(args, incomplete)
        if _open_quote(os.environ.get("COMP_LINE", "")) != '"':
            return found
        return [item for item in found if "!" not in item.value]

    def format_completion(self, item: CompletionItem) -> str:
        """Return *item* as bash is to put it into the line, where it must run nothing."""
        _, begun = self.get_completion_args()
        value = item.value
        quote = _open_quote(os.environ.get("COMP_LINE", ""))
        if quote:
            value = _IN_QUOTES[quote].sub(_QUOTED[quote], value)
        else:
            done = _BREAKS.match(begun)
            kept = value[len(done[0]) :] if done and value.startswith(done[0]) else value
            value = _UNSAFE.sub(r"\\\1", kept)
        is_open = item.type == "plain" and item.value.endswith(("=", ":"))
        return f"{'open' if is_open else item.type},{value}"


add_completion_class(Bash)


class Offered(click.types.StringParamType):
    """An argument with words to choose from, which need not be one of them."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices

    def shell_complete(  # noqa: PLR0917 - click's signature
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return what begins with what is typed; nothing where there is no vault."""
        try:
            found = self._choices(ctx, incomplete)
            # A shell takes each line for a word of its own.
            return [CompletionItem(each) for each in found if not _CONTROL.search(each)]
        except VaultToolsError:
            return []


def equipped(name: str, command: click.Command) -> click.Command:
    """Return the command *name* with what can be offered for its arguments."""
    offered = _OFFERED.get(name, {})
    told = copy(command)
    told.params = [_offering(param, offered.get(str(param.name))) for param in command.params]
    return told


def _offering(param: click.Parameter, choices: Choices | None) -> click.Parameter:
    if choices is None:
        return param
    told = copy(param)
    told.type = Offered(choices)
    return told


def _names(ctx: click.Context, begun: str) -> Iterator[str]:
    """Yield the names of contacts, then their aliases; by a later word where nobody begins so."""
    from vault_tools.index.status import names

    for store in _index(ctx):
        known = names(store)
        wanted = fold(begun)
        found = [name for name in known if fold(name).startswith(wanted)]
        yield from found or [name for name in known if f" {wanted}" in fold(name)]


def _assignments(ctx: click.Context, begun: str) -> Iterator[str]:
    """Yield ``name=`` for each property, and the values of those that have few."""
    from vault_tools.model import Status
    from vault_tools.parse.synonyms import PROPERTIES

    config = _config(ctx)
    values = {
        "tier": tuple(config.tiers),
        "channel": tuple(config.channels),
        "avoid": tuple(config.channels),
        "status": tuple(Status),
    }
    name, sign, _ = begun.partition("=")
    if sign:
        known = [f"{name}={value}" for value in values.get(name, ())]
    else:
        known = [f"{each}=" for each in PROPERTIES]
    yield from _beginning(known, begun)


def _query(ctx: click.Context, begun: str) -> Iterator[str]:
    """Yield what a query may ask of tier, status and channel."""
    from vault_tools.model import Status

    config = _config(ctx)
    known = [
        *(f"tier:{tier}" for tier in config.tiers),
        *(f"status:{status}" for status in Status),
        *(f"channel:{channel}" for channel in config.channels),
    ]
    yield from _beginning(known, begun)


def _channels(ctx: click.Context, begun: str) -> Iterator[str]:
    yield from _beginning(list(_config(ctx).channels), begun)


def _reports(ctx: click.Context, begun: str) -> Iterator[str]:
    from vault_tools.render.template_files import report_names

    yield from _beginning(report_names(_root(ctx)), begun)


def _codes(_ctx: click.Context, begun: str) -> Iterator[str]:
    from vault_tools.render.pages import codes

    yield from _beginning(codes(), begun)


def _formats_in(_ctx: click.Context, begun: str) -> Iterator[str]:
    from vault_tools.plugins import importers

    yield from _beginning(sorted(importers(warn=lambda _text: None)), begun)


def _formats_out(_ctx: click.Context, begun: str) -> Iterator[str]:
    from vault_tools.plugins import exporters

    yield from _beginning(sorted(exporters(warn=lambda _text: None)), begun)


def _beginning(known: list[str], begun: str) -> list[str]:
    return [each for each in known if each.startswith(begun)]


def _root(ctx: click.Context) -> Path:
    from vault_tools.vault import find_vault

    named = ctx.find_root().params.get("vault")
    return find_vault(Path.cwd(), named=None if named is None else str(named))


def _config(ctx: click.Context) -> "Config":
    from vault_tools.config import load_config

    return load_config(_root(ctx))


def _index(ctx: click.Context) -> Iterator["Store"]:
    """Yield the index, if there is one: to make it takes longer than anybody waits for a word."""
    from vault_tools.app import index_folder
    from vault_tools.index.store import Store

    folder = index_folder(_root(ctx))
    if not (folder / "index.db").is_file():
        return
    store = Store.open(folder)
    try:
        yield store
    finally:
        store.close()


def _open_quote(line: str) -> str:
    """Return the quotation mark that *line* ends within, or ""."""
    quote = ""
    escaped = False
    for character in line:
        if escaped:
            escaped = False
        elif character == "\\" and quote != "'":
            escaped = True
        elif not quote and character in "'\"":
            quote = character
        elif character == quote:
            quote = ""
    return quote


def _is_begun(line: str) -> bool:
    """Return whether *line* ends within a word, and not behind a blank."""
    return bool(_open_quote(line)) or not line.endswith(" ") or line.endswith("\\ ")


_OFFERED: dict[str, dict[str, Choices]] = {
    "brief": {"name": _names},
    "check": {"explain": _codes},
    "due": {"query": _query},
    "edit": {"name": _names},
    "erase": {"name": _names},
    "export": {"form": _formats_out, "query": _query, "named": _names},
    "follow-up": {"name": _names},
    "graph": {"query": _query},
    "import": {"kind": _formats_in},
    "intro": {"whom": _names},
    "list": {"query": _query},
    "log": {"words": _names, "others": _names, "via": _channels},
    "merge": {"name": _names, "other": _names},
    "new": {"values": _assignments},
    "open": {"name": _names},
    "promise": {"name": _names},
    "promises": {"query": _query},
    "rename": {"name": _names},
    "report": {"name": _reports, "query": _query},
    "set": {"name": _names, "values": _assignments},
    "show": {"name": _names},
    "snooze": {"name": _names},
    "undo": {"name": _names},
}
"""What is offered for which argument or option of which command."""
