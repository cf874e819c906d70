"""Commands whose help is in the language that is spoken."""

import inspect
from copy import copy
from typing import TypeVar

import click

from vault_tools import language
from vault_tools.language import _

Command = TypeVar("Command", bound=click.Command)


def speaking(command: Command) -> Command:
    """Return *command* with its help in the language that is spoken; the command stays as it is."""
    if language.spoken() == language.ENGLISH:
        return command
    told = copy(command)
    told.help = "\n\n".join(_said(part) for part in paragraphs(command.help or "")) or None
    told._help_option = None  # noqa: SLF001 - click keeps it in the language of its first use
    told.params = [_told(param) for param in command.params]
    return told


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a docstring, each on one line; one that click leaves as it is, too.

    That is one that begins with a backspace: examples, which are the same in every language.
    """
    parts = inspect.cleandoc(text).split("\n\n")
    return [part if part.startswith("\b") else " ".join(part.split()) for part in parts if part]


def _said(part: str) -> str:
    return part if part.startswith("\b") else _(part)


def _told(param: click.Parameter) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    told = copy(param)
    told.help = _(param.help)
    return told
