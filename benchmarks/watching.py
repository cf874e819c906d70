"""What `watch` is worth: from a save to the answer, idle, and through a checkout of everything."""

import filecmp
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import TOOL, run

from vault_tools.index import lease

SAVES = 200
_IDLE = 20.0
"""Seconds over which the watcher is left alone."""
_CALM = 1.0
"""For so long must the watcher say that nothing is left to do."""
_GIT = shutil.which("git") or "git"
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def watched(vault: Path, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a watcher of *vault*, whose index lies in *folder*, as long as the block lasts."""
    watcher = subprocess.Popen(
        (*TOOL, "--vault", str(vault), "-q", "watch"), stdout=subprocess.DEVNULL
    )
    try:
        calm(folder)
        yield watcher
    finally:
        watcher.terminate()
        watcher.wait()


def calm(folder: Path) -> float:
    """Wait until the index in *folder* is current; return since when it is."""
    since = None
    while since is None or time.perf_counter() - since < _CALM:
        live = lease.is_live(folder, now=time.time())
        since = (since or time.perf_counter()) if live else None
        time.sleep(0.01)
    return since


def saves(vault: Path, note: Path) -> list[float]:
    """Return the seconds from each of `SAVES` saves to the end of a `due` that knows of it."""
    tool = (*TOOL, "--vault", str(vault), "due", "--json")
    text = note.read_text("utf-8")
    took = []
    for number in range(SAVES):
        promise = f"promise number {number}"
        started = time.perf_counter()
        note.write_text(f"{text}\n- [ ] {promise} 📅 2026-11-20\n", "utf-8")
        while promise not in _told(tool):
            pass
        took.append(time.perf_counter() - started)
        time.sleep(0.2)
    note.write_text(text, "utf-8")
    return took


def _told(command: tuple[str, ...]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def idle(watcher: subprocess.Popen[bytes]) -> float:
    """Return how much of a processor the watcher takes while nothing happens, in per cent."""
    before = _ticks(watcher.pid)
    time.sleep(_IDLE)
    return 100 * (_ticks(watcher.pid) - before) / _TICKS / _IDLE


def _ticks(process: int) -> int:
    """Return the processor's time that a process has taken, in ticks of the clock."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def megabytes(watcher: subprocess.Popen[bytes]) -> float:
    """Return what the watcher has in memory."""
    rows = Path(f"/proc/{watcher.pid}/status").read_text("utf-8").splitlines()
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS"))


def make_branches(vault: Path) -> None:
    """Make the vault a repository whose branch ``other`` differs in every note."""
    _git(vault, "init", "-q", "-b", "main")
    _git(vault, "add", ".")
    _git(vault, "commit", "-q", "-m", "one")
    _git(vault, "checkout", "-q", "-b", "other")
    for path in vault.rglob("*.md"):
        with path.open("a", encoding="utf-8") as file:
            file.write("- 2026-11-01 phone: one more\n")
    _git(vault, "commit", "-q", "-a", "-m", "two")
    _git(vault, "checkout", "-q", "main")


def checkout(vault: Path, folder: Path, *, branch: str) -> float:
    """Return the seconds from the end of a checkout until the watcher has taken it in."""
    _git(vault, "checkout", "-q", branch)
    ended = time.perf_counter()
    return calm(folder) - ended


def rebuilt_equals(vault: Path) -> bool:
    """Return whether the index says of every contact what one made from nothing does."""
    tool = (*TOOL, "--vault", str(vault))
    kept, anew = vault.with_name("kept.json"), vault.with_name("anew.json")
    _write(kept, (*tool, "list", "--json"))
    run((*tool, "index", "--rebuild"))
    _write(anew, (*tool, "list", "--json"))
    return filecmp.cmp(kept, anew, shallow=False)


def _write(path: Path, command: tuple[str, ...]) -> None:
    """Write what a command says into a file: what we have in memory counts as its, too."""
    with path.open("wb") as file:
        subprocess.run(command, stdout=file, check=True)


def median_and_worst(seconds: list[float]) -> tuple[float, float]:
    """Return both in milliseconds."""
    return 1000 * statistics.median(seconds), 1000 * max(seconds)


def _git(vault: Path, *arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "gc.auto=0")
    subprocess.run((_GIT, "-C", str(vault), *who, *arguments), check=True)
