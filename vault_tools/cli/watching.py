"""``watch``."""

import os
import signal
import threading
import time
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tools.app import App, index_folder
from vault_tools.cli.session import Session, pass_session, synced_words
from vault_tools.errors import ReportEditedError, VaultToolsError
from vault_tools.language import _

_SETTLED = 3.0
"""Seconds without a change after which a report's ticks are taken in: time to write a word."""

if TYPE_CHECKING:
    from vault_tools.index.sync import Synced
    from vault_tools.watch import Batch


@click.command("watch")
@click.option("--report", "reporting", is_flag=True, help="Keep this week's report current too.")
@click.option(
    "--collect", "collecting", is_flag=True, help="Take in what is ticked in reports too."
)
@click.option("--polling", is_flag=True, help="Look instead of listening: for network drives.")
@pass_session
def watch_command(session: Session, *, reporting: bool, collecting: bool, polling: bool) -> None:
    """Keep the index current until interrupted.

    It prints a line for each batch of changes. Ctrl-C ends it with exit code 130, a SIGTERM with 0.
    As a service of systemd it tells when it is ready and that it is alive; 'vault-tools schedule'
    prints the unit.
    """
    from vault_tools import watch
    from vault_tools.index.lease import Lease
    from vault_tools.watch.notify import Notifier

    notifier = Notifier(os.environ)
    app = session.open()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_signal: stop.set())
    with Lease.take(index_folder(app.root)) as lease:
        watched = _Watched(session, app, reporting=reporting)
        boxes = _Boxes(session, app)
        watched.refresh()
        watched.write_report()
        session.say(_("Watching {path}. Ctrl-C ends it.", path=app.root))
        notifier.ready(_("Watching {path}", path=app.root))

        def idle() -> None:
            notifier.alive()
            if collecting:
                boxes.collect()

        callbacks = watch.Callbacks(
            refresh=watched.refresh,
            report=watched.tell,
            warn=partial(_warn, session),
            is_ours=watched.written.__contains__,
            now=time.time,
            idle=idle,
        )
        try:
            watch.watch(app.root, callbacks, lease=lease, stop=stop, polling=polling)
        finally:
            notifier.stopping()


def _warn(session: Session, text: str) -> None:
    """Print a warning; the journal is told that it is one, as sd-daemon(3) says."""
    from vault_tools.watch.notify import is_journal

    session.say(f"<4>{text}" if is_journal(2, os.environ) else text)


class _Watched:
    """What is done with each batch of changes."""

    def __init__(self, session: Session, app: App, *, reporting: bool) -> None:
        from vault_tools.watch.notify import is_journal

        self._session = session
        self._app = app
        self._reporting = reporting
        self.written: set[str] = set()
        """The reports that were written, relative to the vault."""
        self._left_alone: set[str] = set()
        # In the journal, every line has its time already.
        self._has_clock = is_journal(1, os.environ)

    def refresh(self) -> "Synced":
        """Bring the index up to date, with the configuration and the day as they are now."""
        from vault_tools.config import load_config

        self._app.config = load_config(self._app.root)
        self._app.today = self._session.today_in(self._app.config.timezone)
        return self._session.refresh(self._app)

    def tell(self, batch: "Batch", result: "Synced") -> None:
        """Print what a batch changed, and write the report where it is another one now."""
        touched = result.added + result.changed + result.removed
        if touched or batch.reason:
            clock = datetime.now().astimezone().strftime("%H:%M:%S  ")
            counts = synced_words(result)
            reason = f" ({batch.reason})" if batch.reason else ""
            click.echo(f"{'' if self._has_clock else clock}{counts}{reason}")
        self.write_report()

    def write_report(self) -> None:
        """Write this week's report, if it is asked for and says something new."""
        if not self._reporting:
            return
        from vault_tools.cli.report import render_weekly, report_path
        from vault_tools.dates import Week
        from vault_tools.edit.reports import write_report

        week = Week.of(self._app.today)
        path = report_path(self._app, f"{week}.md")
        relative = path.relative_to(self._app.root).as_posix()
        self.written.add(relative)
        text = render_weekly(self._app, week=week, form="md")
        try:
            if write_report(path, text):
                self._session.say(_("{path} written.", path=relative))
            self._left_alone.discard(relative)
        except ReportEditedError:
            if relative not in self._left_alone:
                self._session.say(
                    _("{path} has ticks or words of yours; it stays as it is.", path=relative)
                )
            self._left_alone.add(relative)


class _Boxes:
    """Takes in ticked boxes, once a report has rested for a moment."""

    def __init__(self, session: Session, app: App) -> None:
        self._session = session
        self._app = app
        self._seen: dict[Path, int] = {}
        """When each report was changed that is taken in."""

    def collect(self) -> None:
        """Take in what has been ticked since the last time, and tell it."""
        from vault_tools.cli.collect import written_reports

        for path in written_reports(self._app):
            changed = _changed_at(path)
            if changed is None or self._seen.get(path) == changed:
                continue
            if not 0 <= time.time() - changed / 1e9 < _SETTLED:
                self._collect(path)
                self._seen[path] = _changed_at(path) or changed

    def _collect(self, path: Path) -> None:
        from vault_tools.cli.collect import collected
        from vault_tools.cli.writing import Edits
        from vault_tools.render import terminal

        edits = Edits(self._session, self._app)
        try:
            found = collected(edits, path)
            edits.finish("", message="collect: what was ticked in the report")
        except VaultToolsError as error:
            self._session.say(str(error))
            return
        for words in found.done:
            self._session.tell(words)
        for line in terminal.problem_lines(found.problems):
            self._session.say(line)


def _changed_at(path: Path) -> int | None:
    """Return when a file was changed last; None where it is gone, or can't be looked at."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None
