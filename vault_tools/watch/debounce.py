"""Which changes matter, and when a batch of them is complete; pure, without a clock."""

from dataclasses import dataclass

from vault_tools.config import SETTINGS_PATHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds and counts that say when to act."""

    quiet: float = 0.05
    """A batch ends when nothing has happened for so long..."""
    longest: float = 0.5
    """...or so long after its first event."""
    storm: int = 500
    """From so many paths on, as in a checkout, the two are..."""
    storm_quiet: float = 0.3
    storm_longest: float = 5.0
    beat: float = 1.0
    """Between heartbeats."""
    rescan: float = 300.0
    """Between rescans that nothing asks for."""
    asleep: float = 30.0
    """By so much must the wall clock run ahead for the computer to have slept."""
    gone: float = 30.0
    """For so long may the vault be away."""
    restarts: int = 5
    """So often in a row may the observer die."""
    slowest_retry: float = 60.0


def is_relevant(path: str, *, is_folder: bool = False) -> bool:
    """Return whether a change at *path*, relative to the vault, can change the index.

    Only folders, notes and settings can: what the vault's walk takes, neither more, as editors
    and sync tools leave all kinds of files for a moment, nor less.
    """
    if path in SETTINGS_PATHS:
        return True
    parts = path.split("/")
    if any(part.startswith(".") for part in parts):
        return False
    return is_folder or path.endswith(".md")


class Debounce:
    """Gathers paths until there is quiet; knows no clock but the times it is given."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self.paths: set[str] = set()
        self._first = self._last = 0.0

    def add(self, path: str, at: float) -> None:
        """Take in an event for *path*."""
        if not self.paths:
            self._first = at
        self._last = at
        self.paths.add(path)

    def wait(self, at: float, *, storm: bool = False) -> float | None:
        """Return in how many seconds the batch is due, 0 for now, None without events."""
        if not self.paths:
            return None
        timing = self._timing
        quiet, longest = timing.quiet, timing.longest
        if storm or len(self.paths) > timing.storm:
            quiet, longest = timing.storm_quiet, timing.storm_longest
        return max(0.0, min(self._last + quiet, self._first + longest) - at)

    def take(self) -> int:
        """Return how many paths there were, and begin anew."""
        count = len(self.paths)
        self.paths = set()
        return count
