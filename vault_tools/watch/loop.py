"""The loop of a watcher: from watchdog's events to batches, with everything that may go wrong.

Events are lost by every system (a full queue, a limit on watches, a dead thread, a network
drive), so they only ask for the incremental refresh that every command does, which also runs on a
timer, after sleep and after any error.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from vault_tools.errors import VaultToolsError, WatchError, cause
from vault_tools.index.lease import Lease
from vault_tools.language import _
from vault_tools.watch.debounce import Debounce, Timing, is_relevant
from vault_tools.watch.listening import Listener, Overheard, events_of, identity

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What asked for one refresh."""

    paths: int
    """How many paths there were events for."""
    reason: str = ""
    """Why there was a rescan that no event had asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callbacks(Generic[Result]):
    """What a watcher calls."""

    refresh: Callable[[], Result]
    """Brings the index up to date; may raise VaultToolsError, and is then called again later."""
    report: Callable[[Batch, Result], None]
    """Is given each batch and what its refresh returned; may raise VaultToolsError too."""
    warn: Callable[[str], None]
    """Is given a sentence about anything unusual."""
    is_ours: Callable[[str], bool]
    """Whether a path, relative to the vault, is one that we write ourselves."""
    now: Callable[[], float]
    """The wall clock, in seconds."""
    idle: Callable[[], None] = lambda: None
    """Is called at each beat without a batch, when all changes are taken in."""


def watch(
    root: Path,
    callbacks: Callbacks[Result],
    *,
    lease: Lease,
    stop: threading.Event,
    polling: bool = False,
    timing: Timing | None = None,
) -> None:
    """Have the index refreshed whenever something below *root* may have changed.

    Returns when *stop* is set. While the index is known to be up to date, *lease* is live.

    Raises:
        WatchError: The vault is gone, or it can't be observed.
    """
    loop = _Loop(root, callbacks, lease=lease, timing=timing or Timing())
    loop.start(polling=polling)
    logger = logging.getLogger("watchdog")
    logger.addHandler(loop.log)
    try:
        loop.rescan("")
        while not stop.is_set():
            batch = loop.next_batch(stop)
            if batch:
                loop.run(batch)
            elif not stop.is_set():
                callbacks.idle()
    finally:
        logger.removeHandler(loop.log)
        loop.end()


class _Loop(Generic[Result]):
    """The state between batches."""

    def __init__(
        self, root: Path, callbacks: Callbacks[Result], *, lease: Lease, timing: Timing
    ) -> None:
        self._root = root
        self._callbacks = callbacks
        self._lease = lease
        self._timing = timing
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._debounce = Debounce(timing)
        self._reason: str | None = None
        self._folders_changed = False
        self._observer: BaseObserver | None = None
        self._polling = False
        self._observed: tuple[int, int] | None = None
        self._deaths = 0
        self._failures = 0
        self._retry_at: float | None = None
        self._gone_since: float | None = None
        self._rescanned = time.monotonic()
        self._drift: float | None = None
        self.log = Overheard(self.rescan)

    def start(self, *, polling: bool) -> None:
        """Begin to observe; where the system's limits forbid it, by polling."""
        self._polling = polling
        self._observed = identity(self._root)
        try:
            self._observer = self._observing(PollingObserver if polling else Observer)
        except OSError as error:
            if polling or not self._root.is_dir():
                reason = cause(error)
                msg = _("{path} can't be watched: {reason}.", path=self._root, reason=reason)
                raise WatchError(msg) from error
            self._callbacks.warn(
                _(
                    "{reason}: looking for changes by polling instead. On Linux, sysctl"
                    " fs.inotify.max_user_watches and max_user_instances set the limit.",
                    reason=cause(error),
                )
            )
            self.start(polling=True)

    def end(self) -> None:
        """Stop observing."""
        if self._observer:
            self._observer.stop()
            self._observer.join(timeout=5)
            self._observer = None

    def rescan(self, reason: str) -> None:
        """Ask for a refresh that no event asks for."""
        with self._lock:
            self._reason = reason
            self._lease.mark_dirty()
        self._woken.set()

    def next_batch(self, stop: threading.Event) -> Batch | None:
        """Wait for the next batch; return None after a beat without one."""
        self._woken.wait(self._pause())
        if stop.is_set():
            return None
        self._look_after()
        # Whoever wakes us has noted why before, so what is cleared here is seen below.
        self._woken.clear()
        with self._lock:
            batch = self._due_batch()
            if batch is None:
                self._renew()
            stray = batch is not None and self._folders_changed and not self._polling
            self._folders_changed = self._folders_changed and batch is None
        if stray:
            # watchdog 6 doesn't watch what is moved in, and none forgets what is moved out.
            self._observe_anew()
        return batch

    def run(self, batch: Batch) -> None:
        """Refresh once; what goes wrong is told and tried again, ever more slowly."""
        try:
            result = self._callbacks.refresh()
            self._callbacks.report(batch, result)
        except VaultToolsError as error:
            # The power of a large number is an error itself, after a day of failing.
            wait = min(2.0 ** min(self._failures, 16), self._timing.slowest_retry)
            self._failures += 1
            self._retry_at = time.monotonic() + wait
            seconds = f"{wait:.0f}"
            again = _("Trying again in {seconds} s.", seconds=seconds)
            self._callbacks.warn(f"{error} {again}")
            return
        self._failures = 0
        if batch.reason:
            self._rescanned = time.monotonic()
        with self._lock:
            self._renew()

    def _observing(self, make: Callable[[], BaseObserver]) -> BaseObserver:
        observer = make()
        try:
            observer.schedule(
                Listener(self._note),
                str(self._root),
                recursive=True,
                event_filter=events_of(polling=self._polling),
            )
            observer.start()
        except BaseException:
            observer.stop()  # it may have threads already
            raise
        return observer

    def _note(self, path: str, is_folder: bool) -> None:  # noqa: FBT001 - called for each event
        relative = os.path.relpath(path, self._root)
        if (
            relative.startswith("..")
            or not is_relevant(relative, is_folder=is_folder)
            or self._callbacks.is_ours(relative)
        ):
            return
        with self._lock:
            self._lease.mark_dirty()
            self._debounce.add(relative, time.monotonic())
            self._folders_changed |= is_folder
        self._woken.set()

    def _pause(self) -> float:
        with self._lock:
            wait = self._debounce.wait(time.monotonic(), storm=self._is_git_busy())
        beat = self._timing.beat
        return beat if wait is None or self._gone_since is not None else min(beat, wait)

    def _due_batch(self) -> Batch | None:
        """Return what is to be done now; an event does not wait for a retry's time."""
        if self._gone_since is not None:
            return None
        at = time.monotonic()
        due = self._debounce.wait(at, storm=self._is_git_busy()) == 0
        retry = self._retry_at is not None and at >= self._retry_at
        if self._reason is None and not due and not retry:
            return None
        reason, self._reason, self._retry_at = self._reason or "", None, None
        return Batch(paths=self._debounce.take(), reason=reason)

    def _renew(self) -> None:
        """Renew the lease if nothing is known to be missing; call it with the lock held.

        Polling learns of a change too late for queries to rely on it.
        """
        unknown = self._polling or self._failures or self._gone_since is not None
        if not unknown and not self._debounce.paths and self._reason is None:
            self._lease.renew()

    def _is_git_busy(self) -> bool:
        return (self._root / ".git" / "index.lock").exists()

    def _is_observing(self) -> bool:
        observer = self._observer
        return bool(
            observer and observer.is_alive() and all(e.is_alive() for e in observer.emitters)
        )

    def _look_after(self) -> None:
        """Ask for a rescan on the timer, after sleep, and after anything died."""
        at = time.monotonic()
        self._look_at_clocks(at)
        found = identity(self._root)
        if found is None:
            self._wait_for_vault(at)
            return
        came_back, self._gone_since = self._gone_since is not None, None
        if came_back:
            self._restart(_("the vault came back"))
        elif found != self._observed and not self._polling:
            self._restart(_("another folder took the vault's place"))
        elif not self._is_observing():
            self._restart(_("the observer had died"))
        else:
            self._deaths = 0

    def _look_at_clocks(self, at: float) -> None:
        drift = self._callbacks.now() - at
        if self._drift is not None and drift - self._drift > self._timing.asleep:
            self.rescan(_("the computer was asleep"))
        self._drift = drift
        if at - self._rescanned > self._timing.rescan:
            self._rescanned = at
            self.rescan(_("regular rescan"))

    def _wait_for_vault(self, at: float) -> None:
        if self._gone_since is None:
            self._gone_since = at
            self._lease.mark_dirty()
            self._callbacks.warn(_("The vault {path} is gone; waiting for it.", path=self._root))
        if at - self._gone_since > self._timing.gone:
            msg = _("the vault {path} is gone.", path=self._root)
            raise WatchError(msg)

    def _restart(self, reason: str) -> None:
        self._deaths += 1
        if self._deaths > self._timing.restarts:
            msg = _("{path} can't be watched: the observer dies again and again.", path=self._root)
            raise WatchError(msg)
        self._observe_anew()
        self.rescan(reason)

    def _observe_anew(self) -> None:
        self.end()
        try:
            self.start(polling=self._polling)
        except WatchError as error:
            again = _("Trying again.")
            self._callbacks.warn(f"{error} {again}")
