"""What the commands share: the open vault, today's date, messages, and arguments of their kind."""

import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

from vault_tools import language
from vault_tools.language import _, ngettext, quoted

if TYPE_CHECKING:
    from vault_tools.app import App
    from vault_tools.dates import Period, Week
    from vault_tools.index.sync import Synced
    from vault_tools.query import Query

_PATIENCE = 1.0
"""Seconds after which a progress bar appears."""
_USUAL = 80
"""The columns of a terminal that doesn't know how many it has."""


class Read(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4 only
    """An argument that a function reads, which raises ValueError for what it can't read."""

    def __init__(self, name: str, read: Callable[[str], object]) -> None:
        self.name = name
        self._read = read

    def convert(  # noqa: PLR0917 - click's signature
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        """Return what the argument means."""
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)


# What reads days is loaded when one is given: `--version` and the shell's completion need none.


def _read_day(text: str) -> date:
    from vault_tools.dates import parse_day

    return parse_day(text)


def _read_span(text: str) -> "Period":
    from vault_tools.dates import Period, parse_period

    return Period() if text in {"0", "0d"} else parse_period(text)


def _read_week(text: str) -> "Week":
    from vault_tools.dates import Week

    return Week.parse(text)


DAY = Read("day", _read_day)
SPAN = Read("period", _read_span)
"""``7d``, ``2w``; a number alone means days, 0 is no time at all."""
WEEK = Read("week", _read_week)
Command = TypeVar("Command", bound=Callable[..., object])


@dataclass(slots=True)
class Session:
    """One run of the program."""

    named: str | None
    day: date | None
    lang: str | None = None
    """The language that the command line names."""
    quiet: bool = False
    verbose: bool = False
    """Whether the user wants to hear which vault it is, and what changed in it."""
    dry_run: bool = False
    """Whether a writing command only shows what it would do."""
    commit: bool | None = None
    """Whether it commits what it wrote; None leaves it to the configuration."""
    _app: "App | None" = field(default=None)

    def open(self) -> "App":
        """Return the vault that is meant, opened but not refreshed."""
        from vault_tools.app import open_app
        from vault_tools.config import CONFIG_PATH

        if self._app is None:
            self._app = open_app(working_directory(), named=self.named, day_in=self.today_in)
            self._speak(self._app.config.language)
            for warning in self._app.config.warnings:
                self.say(_("Warning: {path}: {reason}.", path=CONFIG_PATH, reason=warning))
            if self._app.store.warning:
                reason = self._app.store.warning
                self.say(_("Warning: {reason}; it is made anew each time.", reason=reason))
        return self._app

    def _speak(self, configured: str) -> None:
        """Speak the language that the vault's configuration names, unless one was asked for."""
        from vault_tools.config import CONFIG_PATH

        if self.lang or not configured:
            return
        if configured in language.languages():
            language.use(configured)
        else:
            known = ", ".join(language.languages())
            self.say(
                _(
                    "Warning: {path}: 'language' must be one of {known}.",
                    path=CONFIG_PATH,
                    known=known,
                )
            )

    def fresh(self) -> "App":
        """Return the vault with an index that is up to date."""
        from vault_tools.app import is_watched

        app = self.open()
        if not is_watched(app, now=time.time()):
            self.refresh(app)
        self._count_problems(app)
        return app

    def refresh(
        self, app: "App", *, rebuild: bool = False, accept_deletions: bool = False
    ) -> "Synced":
        """Bring the index up to date, with a progress bar where it takes its time."""
        from vault_tools.app import refresh

        bar = Progress(shown=sys.stderr.isatty() and not self.quiet)
        try:
            found = refresh(
                app,
                now_ns=time.time_ns(),
                rebuild=rebuild,
                accept_deletions=accept_deletions,
                progress=bar.step,
            )
        finally:
            bar.close()
        if self.verbose:
            self.say(f"{app.root}: {synced_words(found)}")
        return found

    def say(self, message: str) -> None:
        """Print a message to stderr, unless the user wants quiet."""
        if not self.quiet:
            from vault_tools.render.escape import terminal

            for row in fitting(terminal(message).split("\n"), sys.stderr):
                click.echo(row, err=True)

    def tell(self, message: str) -> None:
        """Print what was done to stdout, unless the user wants quiet."""
        if not self.quiet:
            from vault_tools.render.escape import terminal

            self.show(terminal(message).split("\n"))

    def show(self, lines: Iterable[str]) -> None:
        """Print an answer to stdout."""
        for row in fitting(lines, sys.stdout):
            click.echo(row)

    @property
    def columns(self) -> int | None:
        """Return how wide the terminal is that shows the answer, or None where none does."""
        return _columns(sys.stdout)

    def close(self) -> None:
        """Close what is open."""
        if self._app:
            self._app.close()

    def _count_problems(self, app: "App") -> None:
        from vault_tools.index.status import problem_count

        count = problem_count(app.store)
        if count:
            self.say(
                ngettext(
                    "{count} problem in the vault; see 'vault-tools check'.",
                    "{count} problems in the vault; see 'vault-tools check'.",
                    count,
                )
            )

    def today_in(self, zone: str) -> date:
        """Return the day it is in a time zone, or in the computer's for ""."""
        if self.day:
            return self.day
        if not zone:
            return datetime.now().astimezone().date()
        from zoneinfo import ZoneInfo

        try:
            return datetime.now(ZoneInfo(zone)).date()
        except (KeyError, ValueError, OSError):
            self.say(
                _(
                    "Warning: time zone {zone} is not known here; using the computer's.",
                    zone=quoted(zone),
                )
            )
            return datetime.now().astimezone().date()


def synced_words(found: "Synced") -> str:
    """Return how many notes were others when the index was brought up to date."""
    return _(
        "{added} added, {changed} changed, {removed} removed",
        added=found.added,
        changed=found.changed,
        removed=found.removed,
    )


def fitting(lines: Iterable[str], stream: TextIO) -> Iterable[str]:
    """Return *lines* as they are to be printed: on a terminal, broken between words."""
    width = _columns(stream)
    if width is None:
        return lines
    from vault_tools.render.columns import wrapped

    return (row for line in lines for row in wrapped(line, width))


def _columns(stream: TextIO) -> int | None:
    return os.get_terminal_size(stream.fileno()).columns or _USUAL if stream.isatty() else None


def working_directory() -> Path:
    """Return the working directory, or the top of all where it is gone."""
    try:
        return Path.cwd()
    except FileNotFoundError:  # it was removed; a vault that is named is found all the same
        return Path("/")


class Progress:
    """A progress bar on stderr that appears only when it is worth it."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._started = time.monotonic()
        self._bar: object | None = None
        self._step: Callable[[int], None] = lambda _count: None
        self._done = 0

    def step(self, done: int, total: int) -> None:
        """Show that *done* of *total* are done."""
        if self._shown and self._bar is None and time.monotonic() - self._started > _PATIENCE:
            bar = click.progressbar(length=total, label=_("Reading notes"), file=sys.stderr)
            self._bar, self._step = bar, bar.update
            bar.__enter__()
        if self._bar is not None and done > self._done:
            self._step(done - self._done)
            self._done = done

    def close(self) -> None:
        """Leave the line of the bar."""
        if self._bar is not None:
            click.echo(err=True)


pass_session = click.make_pass_decorator(Session)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
query_argument = click.argument("query", nargs=-1)


def parsed_query(words: tuple[str, ...]) -> "Query | None":
    """Return the query that the *words* of the command line write, or None for none."""
    if not words:
        return None
    from vault_tools import query

    return query.parse(words[0] if len(words) == 1 else " ".join(_requoted(word) for word in words))


def _requoted(word: str) -> str:
    """Quote a word again that the shell has unquoted: a name with spaces is one word."""
    name, colon, value = word.partition(":")
    if " " not in word or '"' in word or "(" in word:
        return word
    return f'{name}:"{value}"' if colon and " " not in name else f'"{word}"'


def writing_options(command: Command) -> Command:
    """Give a command the options of all that write; the session keeps what they say."""
    commit = click.option(
        "--commit/--no-commit",
        default=None,
        expose_value=False,
        callback=_keep,
        help="Commit just what is written to git.",
    )
    dry_run = click.option(
        "-n",
        "--dry-run",
        is_flag=True,
        expose_value=False,
        callback=_keep,
        help="Write nothing; print the change as a diff.",
    )
    return dry_run(commit(command))


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> None:  # noqa: PLR0917
    setattr(ctx.find_object(Session), str(param.name), value)
