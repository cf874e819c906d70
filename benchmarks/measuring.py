"""Running commands beside their floors, and what that says: ratios with their spread."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TOOL = (sys.executable, "-m", "vault_tools")
CLICK = (sys.executable, "-c", "import click")
_LOOP = """
import frontmatter, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.md"):
    frontmatter.load(path)
"""
LOOP = (sys.executable, "-c", _LOOP)
HEAD = (
    "| what | beside | at most | ratio | least and most | processor | ms | MB |\n"
    "|---|---|---|---|---|---|---|---|"
)
SHORT_HEAD = "| what | takes | that is | at most |\n|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a command."""

    wall: float
    cpu: float
    megabytes: float
    """The most it had in memory; of several processes, the largest one's.

    Linux counts what we have ourselves when we make it, so that less than that is never seen.
    """


@dataclass(slots=True)
class Case:
    """A command beside its floor."""

    label: str
    command: tuple[str, ...]
    floor: tuple[str, ...] = CLICK
    beside: str = "click"
    target: float | None = None
    """What the ratio is to be at most."""
    runs: int = 9
    before: Callable[[], object] = lambda: None
    """What is done before each run, and not measured."""
    between: Callable[[], object] = lambda: None
    """What is done before the floor, and not measured."""
    pairs: list[tuple[Measured, Measured]] = field(default_factory=list)
    """Of the command and of its floor, right after each other."""

    def measure(self) -> "Case":
        """Run both in turn."""
        for _ in range(self.runs):
            self.before()
            ours = run(self.command)
            self.between()
            self.pairs.append((ours, run(self.floor)))
        return self

    @property
    def ratio(self) -> float:
        """Return the median of the ratios."""
        return statistics.median(self.ratios)

    @property
    def ratios(self) -> list[float]:
        """Return how many times as long as its floor each run took, ascending."""
        return sorted(ours.wall / floor.wall for ours, floor in self.pairs)

    @property
    def cpu_ratio(self) -> float:
        """Return the median of the ratios of processor time, which other work disturbs less."""
        return statistics.median(ours.cpu / floor.cpu for ours, floor in self.pairs)

    @property
    def milliseconds(self) -> float:
        """Return what the fastest run took."""
        return 1000 * min(ours.wall for ours, _ in self.pairs)

    @property
    def megabytes(self) -> float:
        """Return the most that any run had in memory."""
        return max(ours.megabytes for ours, _ in self.pairs)

    def row(self) -> str:
        """Return the row of the table."""
        spread = f"{self.ratios[0]:.2f} to {self.ratios[-1]:.2f}"
        target = "" if self.target is None else f"{self.target:g}"
        figures = f"{self.cpu_ratio:.2f} | {self.milliseconds:,.0f} | {self.megabytes:.0f}"
        return (
            f"| {self.label} | {self.beside} | {target} | {self.ratio:.2f} | {spread} | {figures} |"
        )

    def short_row(self) -> str:
        """Return the row of the table that sums up."""
        target = "" if self.target is None else f"{self.target:g} ×"
        times = f"{self.ratio:.1f}" if self.ratio >= 1 else f"{self.ratio:.2f}"
        took = f"{self.milliseconds / 1000:.2f} s"
        return f"| {self.label} | {took} | {times} × {self.beside} | {target} |"


def run(command: tuple[str, ...]) -> Measured:
    """Run a command to its end; return what it took.

    Raises:
        CalledProcessError: It failed, so that its figures would say nothing.
    """
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:  # mddb writes where it is started
        done = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
        )
        _, status, usage = os.wait4(done.pid, 0)
        wall = time.perf_counter() - started
    done.returncode = os.waitstatus_to_exitcode(status)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command)
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def settle(tool: tuple[str, ...]) -> None:
    """Wait until no file is so fresh that it has to be read again, and have that taken in."""
    time.sleep(2.1)
    run((*tool, "index"))


def index_file(vault: Path) -> Path:
    """Return the index of a vault."""
    (found,) = Path(os.environ["XDG_CACHE_HOME"]).glob(f"vault-tools/{vault.name}-*/index.db")
    return found
