"""Telling systemd how a watcher is: ready, alive, about to end; see sd_notify(3)."""

import os
import socket
import time
from collections.abc import Mapping


class Notifier:
    """The way to the service manager; says nothing where there is none."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        place = environment.get("NOTIFY_SOCKET", "")
        # A name that begins with an @ is in Linux' namespace of its own.
        self._address = f"\0{place[1:]}" if place.startswith("@") else place
        self._pause = _pause(environment)
        self._told = 0.0

    def ready(self, status: str) -> None:
        """Say that all is set up, and in words what goes on."""
        self._send(f"READY=1\nSTATUS={status}")

    def alive(self) -> None:
        """Say that it is alive, as often as it is asked for."""
        now = time.monotonic()
        if self._pause is not None and now - self._told >= self._pause:
            self._told = now
            self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """Say that it ends."""
        self._send("STOPPING=1")

    def _send(self, state: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
            try:
                way.sendto(state.encode(), self._address)
            except OSError:
                # A manager that is gone, or busy, is no reason to stop: it only wants to know.
                return


def is_journal(stream: int, environment: Mapping[str, str]) -> bool:
    """Return whether what is written to a *stream* goes to systemd's journal, which has clocks."""
    named = environment.get("JOURNAL_STREAM", "")
    try:
        state = os.fstat(stream)
    except OSError:
        return False
    return named == f"{state.st_dev}:{state.st_ino}"


def _pause(environment: Mapping[str, str]) -> float | None:
    """Return after how many seconds a sign of life is due; None where nobody waits for one."""
    wanted = environment.get("WATCHDOG_USEC", "")
    if not wanted.isdecimal() or environment.get("WATCHDOG_PID", str(os.getpid())) != str(
        os.getpid()
    ):
        return None
    return int(wanted) / 1e6 / 2
