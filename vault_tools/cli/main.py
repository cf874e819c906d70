"""The group of commands: loads each only when it is called, and shows every error as one line."""

import errno
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from vault_tools import __version__, language
from vault_tools.cli.commands import MODULES, SECTIONS
from vault_tools.cli.session import DAY, Session, fitting
from vault_tools.cli.speaking import speaking
from vault_tools.errors import VaultToolsError, cause
from vault_tools.language import _, quoted

_LANG = "VAULT_TOOLS_LANG"
_COMPLETE = "_VAULT_TOOLS_COMPLETE"
"""The variable by which a shell asks what may follow."""
_INTERRUPTED = 130
_NO_READER = 141
"""The code of a program whose reader has had enough, as of all that a SIGPIPE ends."""
_UNEXPECTED = 70
_AROUND = 4
"""How many blanks stand before and after the name of a command in the help."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by name."""
        place = MODULES.get(cmd_name)
        if place is None:
            return None
        command: click.Command = getattr(
            importlib.import_module(place), f"{cmd_name.replace('-', '_')}_command"
        )
        if os.environ.get(_COMPLETE):
            from vault_tools.cli.completing import equipped

            command = equipped(cmd_name, command)
        return speaking(command)

    def main(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - click's
        """Run the program, or tell a shell what may follow."""
        if os.environ.get(_COMPLETE):
            from vault_tools.cli import completing  # noqa: F401 - teaches click our bash
        return super().main(*arguments, **options)

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:  # noqa: ANN401 - click's
        """Read the arguments; until one names a language, speak that of the environment."""
        wanted = os.environ.get(_LANG, "")
        known = wanted in language.languages()
        language.use(wanted if known else language.preferred(os.environ))
        with _stopped_from_outside():
            return super().make_context(*arguments, **options)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language that is spoken."""
        click.Group.format_help(speaking(self), ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does, under headings."""
        width = max(map(len, MODULES))
        limit = formatter.width - width - _AROUND
        for heading, names in SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(str(heading)):
                formatter.write_dl(
                    [
                        (name.ljust(width), command.get_short_help_str(limit))
                        for name, command in commands
                        if command
                    ]
                )

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> "list[click.shell_completion.CompletionItem]":
        """Return what may follow; for bash, which shows no help, without loading each command."""
        if not os.environ.get(_COMPLETE, "").startswith("bash"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*(CompletionItem(name) for name in names), *options]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that *args* call; an unknown one gets a suggestion."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            close = difflib.get_close_matches(args[0], list(MODULES), 1)
            if close and repr(close[0]) not in error.message:
                hint = _("Did you mean {name}?", name=quoted(close[0]))
                msg = f"{error.message} {hint}"
                raise click.UsageError(msg, ctx) from error
            raise

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what goes wrong is one line on stderr and an exit code."""
        try:
            with _stopped_from_outside():
                return super().invoke(ctx)
        except VaultToolsError as error:
            shown = _shown(str(error))
            said = _("Error: {error}", error=shown) if error.exit_code else shown
            for row in fitting(said.split("\n"), sys.stderr):
                click.echo(row, err=True)
            raise click.exceptions.Exit(error.exit_code) from error
        except click.ClickException as error:
            self._hint_at_place(ctx, error)
            vars(error)["message"] = _shown(error.message)  # to click, it is final
            raise
        except (click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EIO, errno.EDQUOT}:
                return self._unexpected(ctx, error)
            reason = cause(error)
            click.echo(_("Error: the answer can't be written: {reason}.", reason=reason), err=True)
            raise click.exceptions.Exit(VaultToolsError.exit_code) from error
        except Exception as error:  # noqa: BLE001 - the last resort: one line, not a traceback
            return self._unexpected(ctx, error)

    def _hint_at_place(self, ctx: click.Context, error: click.ClickException) -> None:
        """Let an *error* about an option of ours that follows a command say where it goes."""
        if not isinstance(error, click.NoSuchOption):
            return
        if any(error.option_name in param.opts for param in self.get_params(ctx)):
            option = error.option_name
            told = _("{option} goes before the command, not after it.", option=option)
            vars(error).update(message=told, possibilities=None)  # to click, they are final

    def _unexpected(self, ctx: click.Context, error: Exception) -> NoReturn:
        """Say in one line where the report of *error* is; with -vv, let it show itself."""
        if ctx.params.get("verbose", 0) > 1:
            raise error
        click.echo(_("Error: {error}", error=_reported(error)), err=True)
        raise click.exceptions.Exit(_UNEXPECTED) from error


@contextmanager
def _stopped_from_outside() -> Iterator[None]:
    """End with the code for it where the user interrupts, or nobody reads the answer any more."""
    try:
        yield
    except KeyboardInterrupt as error:
        click.echo(_("Interrupted."), err=True)
        raise click.exceptions.Exit(_INTERRUPTED) from error
    except BrokenPipeError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except BrokenPipeError:
                os.dup2(nowhere, stream.fileno())  # else Python complains of it at its end
        raise click.exceptions.Exit(_NO_READER) from error


def _shown(message: str) -> str:
    from vault_tools.render.escape import terminal

    return terminal(message)


def _reported(error: Exception) -> str:
    """Write what led to an unexpected error into a file; return one line that names it."""
    import traceback

    from vault_tools.config import user_cache_folder

    what = _("something unexpected went wrong ({error})", error=type(error).__name__)
    try:
        folder = user_cache_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "error.txt"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"vault-tools {__version__}, Python {sys.version}\n")
            # Where it happened, but no values: they may be somebody's private words.
            file.write("".join(traceback.format_tb(error.__traceback__)))
            file.write(f"{type(error).__name__}\n")
    except OSError as problem:
        reason = cause(problem)
        return _("{what}; its report can't be written: {reason}.", what=what, reason=reason)
    return _("{what}; the report is in {path}.", what=what, path=path)


def _speak(ctx: click.Context, _param: click.Parameter, wanted: str | None) -> str | None:
    """Speak the language that the command line names, before anything else is said."""
    if wanted is None or ctx.resilient_parsing:
        return wanted
    if wanted not in language.languages():
        known = ", ".join(language.languages())
        msg = _("{language} is not spoken here; there are: {known}.", language=wanted, known=known)
        raise click.BadParameter(msg)
    language.use(wanted)
    return wanted


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--vault",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The vault; else $VAULT_TOOLS_VAULT, else the one around the working directory.",
)
@click.option(
    "--today",
    type=DAY,
    envvar="VAULT_TOOLS_TODAY",
    metavar="YYYY-MM-DD",
    help="Answer as on this day.",
)
@click.option(
    "--lang",
    metavar="en|de",
    envvar=_LANG,
    is_eager=True,
    callback=_speak,
    help="The language to speak; else the vault's, else that of the locale.",
)
@click.option("--no-color", is_flag=True, help="No colour; so does $NO_COLOR.")
@click.option("-q", "--quiet", is_flag=True, help="Only answers and errors.")
@click.option("-v", "--verbose", count=True, help="Say more; -vv shows tracebacks.")
@click.version_option(__version__, prog_name="vault-tools")
@click.pass_context
def main(
    ctx: click.Context,
    *,
    vault: Path | None,
    today: date | None,
    lang: str | None,
    no_color: bool,
    quiet: bool,
    verbose: int,
) -> None:
    """Keep a professional network alive on plain text: one Markdown file per contact.

    A first look:

    \b
    vault-tools --vault ~/Notes check
    vault-tools --vault ~/Notes due
    vault-tools --vault ~/Notes report weekly
    """  # noqa: D301 - \b keeps click from joining the lines
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        ctx.color = False
    ctx.obj = Session(
        named=None if vault is None else str(vault),
        day=today,
        lang=lang,
        quiet=quiet,
        verbose=verbose > 0,
    )
    ctx.call_on_close(ctx.obj.close)
    if ctx.invoked_subcommand is None:
        from vault_tools.cli.overview import show_overview

        show_overview(ctx.obj)
