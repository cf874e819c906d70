"""What watchdog tells, and how it is taken: its events, what it logs, and which folder it is."""

import logging
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)

_TELLS_OF_CLOSING = sys.platform == "linux"
_EVENTS: list[type[FileSystemEvent]] = [
    *(FileCreatedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]


class Overheard(logging.Handler):
    """Turns what watchdog logs, such as an overflow, into a rescan."""

    def __init__(self, rescan: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._rescan = rescan

    def emit(self, record: logging.LogRecord) -> None:
        """Ask for a rescan."""
        self._rescan(f"watchdog: {record.getMessage()}")


class Listener(FileSystemEventHandler):
    """Notes which paths there were events for; can't fail and takes no time."""

    def __init__(self, noted: Callable[[str, bool], None]) -> None:
        super().__init__()
        self._noted = noted

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the path of an event, and where it moved to."""
        for path in (event.src_path, event.dest_path):
            if path:
                self._noted(os.fsdecode(path), event.is_directory)


def events_of(*, polling: bool) -> list[type[FileSystemEvent]]:
    """Return the events that tell of a change: that a file is closed, where the system says so."""
    return _EVENTS if _TELLS_OF_CLOSING and not polling else [*_EVENTS, FileModifiedEvent]


def identity(root: Path) -> tuple[int, int] | None:
    """Return what tells the folder at *root* from another one, or None without a folder."""
    try:
        found = root.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISDIR(found.st_mode) else None
