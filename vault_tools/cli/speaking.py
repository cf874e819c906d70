"""Commands whose help is in the language that is spoken."""

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
    told.help = _(command.help) if command.help else None
    told.params = [_told(param) for param in command.params]
    return told


def _told(param: click.Parameter) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    told = copy(param)
    told.help = _(param.help)
    return told
