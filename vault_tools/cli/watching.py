"""``watch``."""

import signal
import threading
import time
from datetime import datetime
from typing import TYPE_CHECKING

import click

from vault_tools.app import App, index_folder
from vault_tools.cli.session import Session, pass_session

if TYPE_CHECKING:
    from vault_tools.index.sync import Synced
    from vault_tools.watch import Batch


@click.command("watch")
@click.option("--report", "reporting", is_flag=True, help="Keep this week's report current too.")
@click.option("--polling", is_flag=True, help="Look instead of listening: for network drives.")
@pass_session
def watch_command(session: Session, *, reporting: bool, polling: bool) -> None:
    """Keep the index current until interrupted, with a line for each batch of changes.

    Ctrl-C ends it with exit code 130, a SIGTERM with 0.
    """
    from vault_tools import watch
    from vault_tools.index.lease import Lease

    app = session.open()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with Lease.take(index_folder(app.root)) as lease:
        watched = _Watched(session, app, reporting=reporting)
        watched.refresh()
        watched.write_report()
        session.say(f"Watching {app.root}. Ctrl-C ends it.")
        callbacks = watch.Callbacks(
            refresh=watched.refresh,
            report=watched.tell,
            warn=session.say,
            is_ours=watched.written.__contains__,
            now=time.time,
        )
        watch.watch(app.root, callbacks, lease=lease, stop=stop, polling=polling)


class _Watched:
    """What is done with each batch of changes."""

    def __init__(self, session: Session, app: App, *, reporting: bool) -> None:
        self._session = session
        self._app = app
        self._reporting = reporting
        self.written: set[str] = set()
        """The reports that were written, relative to the vault."""

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
            clock = datetime.now().astimezone().strftime("%H:%M:%S")
            reason = f" ({batch.reason})" if batch.reason else ""
            click.echo(
                f"{clock}  {result.added} added, {result.changed} changed,"
                f" {result.removed} removed{reason}"
            )
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
        if write_report(path, text):
            self._session.say(f"{relative} written.")
