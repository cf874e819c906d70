"""What commands take beside their floors: paired runs in turn, ratios with their spread.

A floor is what nobody can do without: the interpreter with click, a loop of python-frontmatter
over the notes. Times of one machine say little, and change from minute to minute; the ratio of two
commands that were run one right after the other says more, and the median of some still more.
"""

import argparse
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import made_up

HERE = Path(__file__).parent
TOOL = (sys.executable, "-m", "vault_tools")
CLICK = (sys.executable, "-c", "import click")
_LOOP = """
import frontmatter, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.md"):
    frontmatter.load(path)
"""
LOOP = (sys.executable, "-c", _LOOP)


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a command."""

    wall: float
    cpu: float
    megabytes: float


@dataclass(slots=True)
class Case:
    """A command beside its floor."""

    label: str
    command: tuple[str, ...]
    floor: tuple[str, ...]
    before: Callable[[], object] = lambda: None
    """What is done before each run, and not measured."""
    between: Callable[[], object] = lambda: None
    """What is done before the floor, and not measured."""
    runs: list[tuple[Measured, Measured]] = field(default_factory=list)
    """Of the command and of its floor, right after each other."""


def main() -> None:
    """Make the vaults, run everything, print a table for each, and keep them in RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--due", type=int, default=100, help="how many are due, whatever the size")
    parser.add_argument("--peers", action="store_true", help="install khard and mddb for this run")
    options = parser.parse_args()
    lines = [f"# Results\n\n{_about()}\n"]
    with tempfile.TemporaryDirectory(prefix="vault-tools-bench-") as place:
        os.environ |= {"XDG_CACHE_HOME": f"{place}/cache", "VAULT_TOOLS_TODAY": str(made_up.TODAY)}
        peers = _installed(Path(place)) if options.peers else {}
        for size in options.sizes:
            lines += _measured(Path(place), size=size, options=options, peers=peers)
    (HERE / "RESULTS.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _measured(
    place: Path, *, size: int, options: argparse.Namespace, peers: dict[str, str]
) -> list[str]:
    """Return the lines of one size's table, printed as they come."""
    vault = place / f"{size}" / "vault"
    made_up.make(vault, contacts=size, due=options.due)
    run((*TOOL, "--vault", str(vault), "index"))
    _settle((*TOOL, "--vault", str(vault)))
    cases = [*_cases(vault), *_peer_cases(place, vault, size=size, peers=peers)]
    lines = [f"\n## {size:,} contacts, {options.due} due\n"]
    lines += ["| what | beside | ratio | least and most | ms | MB |", "|---|---|---|---|---|---|"]
    print("\n".join(lines))
    for case in cases:
        heavy = case.floor[:3] == LOOP
        for _ in range(max(3, options.runs // 3) if heavy else options.runs):
            case.before()
            ours = run(case.command)
            case.between()
            case.runs.append((ours, run(case.floor)))
        lines.append(_row(case))
        print(lines[-1], flush=True)
    notes = sum(path.stat().st_size for path in vault.rglob("*.md"))
    (index,) = (path for path in _indexes() if path.parent.name.startswith("vault-"))
    lines.append(
        f"\nThe index takes {index.stat().st_size / notes:.2f} times as much as the notes."
    )
    print(lines[-1])
    shutil.rmtree(index.parent)
    return lines


def _cases(vault: Path) -> Iterator[Case]:
    tool = (*TOOL, "--vault", str(vault))
    note = next((vault / "People").rglob("*.md"))

    def change() -> None:
        note.write_text(f"{note.read_text('utf-8')}- 2026-11-01 phone: one more\n", "utf-8")

    yield Case("`--version`", (*TOOL, "--version"), CLICK)
    yield Case("`index`, nothing changed", (*tool, "index"), CLICK)
    yield Case("`due --json`, nothing changed", (*tool, "due", "--json"), CLICK)
    yield Case("`search draft`", (*tool, "search", "draft"), CLICK)
    yield Case("`report weekly`", (*tool, "report", "weekly"), CLICK)
    due = (*tool, "due", "--json")
    settle = partial(_settle, tool)
    yield Case("`due --json`, one note changed", due, due, before=change, between=settle)
    yield Case("`index --rebuild`", (*tool, "index", "--rebuild"), (*LOOP, str(vault)))
    yield from _watched_cases(tool)


def _settle(tool: tuple[str, ...]) -> None:
    """Wait until no file is so fresh that it has to be read again, and have that taken in."""
    time.sleep(2.1)
    run((*tool, "index"))


def _watched_cases(tool: tuple[str, ...]) -> Iterator[Case]:
    watcher = subprocess.Popen((*tool, "-q", "watch"), stdout=subprocess.DEVNULL)
    try:
        time.sleep(6)
        yield Case("`due --json` while `watch` runs", (*tool, "due", "--json"), CLICK)
    finally:
        watcher.terminate()
        watcher.wait()


def _peer_cases(place: Path, vault: Path, *, size: int, peers: dict[str, str]) -> Iterator[Case]:
    """Yield ours beside each peer that is there, at what comes closest to the same work."""
    tool = (*TOOL, "--vault", str(vault))
    if "khard" in peers:
        cards = place / f"{size}" / "cards"
        list(made_up.cards(cards, contacts=size))
        settings = place / "khard.conf"
        settings.write_text(f"[addressbooks]\n[[all]]\npath = {cards}\n", encoding="utf-8")
        yield Case(
            "`list` beside khard", (*tool, "list"), (peers["khard"], "-c", str(settings), "list")
        )
    if "mddb" in peers:
        rebuild = (*tool, "index", "--rebuild")
        yield Case("`index --rebuild` beside mddb", rebuild, (peers["mddb"], str(vault)))


def _installed(place: Path) -> dict[str, str]:
    """Return where khard and mddb are, installed for this run only; without those that can't be."""
    found = {}
    venv.create(place / "peers", with_pip=True)
    if (
        subprocess.run([place / "peers/bin/pip", "install", "-q", "khard"], check=False).returncode
        == 0
    ):
        found["khard"] = str(place / "peers/bin/khard")
    npm = shutil.which("npm")
    command = [npm or "npm", "install", "--silent", "--prefix", str(place / "npm"), "mddb"]
    if npm and subprocess.run(command, check=False).returncode == 0:
        found["mddb"] = str(place / "npm/node_modules/.bin/mddb")
    return found


def run(command: tuple[str, ...]) -> Measured:
    """Run a command to its end; return what it took."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:  # mddb writes where it is started
        done = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
        )
        _, _, usage = os.wait4(done.pid, 0)
        done.returncode = 0
        wall = time.perf_counter() - started
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _row(case: Case) -> str:
    ratios = sorted(ours.wall / floor.wall for ours, floor in case.runs)
    least = min(ours.wall for ours, _ in case.runs) * 1000
    most = max(ours.megabytes for ours, _ in case.runs)
    floor = "click" if case.floor == CLICK else "a plain loop" if case.floor[:3] == LOOP else "it"
    return (
        f"| {case.label} | {floor} | {statistics.median(ratios):.2f}"
        f" | {ratios[0]:.2f} to {ratios[-1]:.2f} | {least:.0f} | {most:.0f} |"
    )


def _indexes() -> Iterator[Path]:
    return Path(os.environ["XDG_CACHE_HOME"]).rglob("index.db")


def _about() -> str:
    versions = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    tool = subprocess.run((*TOOL, "--version"), capture_output=True, text=True, check=True)
    return (
        f"{tool.stdout.strip()}, {versions}, {os.cpu_count()} processors. Ratios are medians of"
        f" paired runs; made by `{shlex.join(('make', 'bench'))}`."
    )


if __name__ == "__main__":
    main()
