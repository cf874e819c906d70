"""What commands take beside their floors and other programs: paired runs, written to RESULTS.md.

A floor is what nobody can do without: the interpreter with click, a loop of python-frontmatter
over the notes. Times of one machine say little, and change from minute to minute; the ratio of two
commands that were run one right after the other says more, and the median of some still more.
Everything is asked with the files in the system's cache: to empty it takes more rights than most
have.
"""

import argparse
import compileall
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import made_up
import peers
import watching
from measuring import HEAD, LOOP, SHORT_HEAD, TOOL, Case, index_file, run, settle

import vault_tools

HERE = Path(__file__).parent
USUAL, LARGE = 10_000, 100_000
MANY_DUE, FEW_DUE = 3_800, 100
"""Of the usual size: a vault that was left alone for months, and one that is looked after."""


class Book:
    """What has been measured so far, printed as it comes."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.told: dict[str, Case] = {}

    def say(self, text: str) -> None:
        """Add lines."""
        self.lines.append(text)
        print(text, flush=True)

    def keep(self) -> None:
        """Write what there is so far."""
        (HERE / "RESULTS.md").write_text("\n".join(self.lines) + "\n", encoding="utf-8")

    def sum_up(self, key: str) -> None:
        """Put a short table of the cases under *key*, and of other programs, before the rest."""
        rows = ["\n## In short\n", SHORT_HEAD]
        rows += [case.short_row() for name, case in self.told.items() if name.startswith(key)]
        self.lines[1:1] = rows

    def table(self, cases: Iterator[Case], *, key: str = "") -> None:
        """Measure cases, and add a table of them."""
        self.say(HEAD)
        for case in cases:
            self.told[f"{key}{case.label}"] = case.measure()
            self.say(case.row())


def main() -> None:
    """Make the vaults, run everything, and keep it in RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="1,000 contacts only, for a try")
    parser.add_argument("--no-peers", action="store_true", help="leave out khard and mddb")
    options = parser.parse_args()
    started = time.perf_counter()
    _prepare()
    book = Book()
    with tempfile.TemporaryDirectory(prefix="vault-tools-bench-") as name:
        place = Path(name)
        os.environ |= {"XDG_CACHE_HOME": f"{place}/cache", "VAULT_TOOLS_TODAY": str(made_up.TODAY)}
        book.say(f"# Results\n\n{_about()}")
        found = {} if options.no_peers else peers.installed(place)
        _of_size(book, place, size=1_000, due=FEW_DUE, found=found)
        book.keep()
        if not options.small:
            _of_size(book, place, size=USUAL, due=FEW_DUE, found=found)
            book.keep()
            _of_size(book, place, size=USUAL, due=MANY_DUE, found={})
            book.keep()
            _large(book, place)
    book.sum_up(f"{1_000 if options.small else USUAL} {FEW_DUE} ")
    book.say(f"\nAll of it took {(time.perf_counter() - started) / 60:.0f} minutes.")
    book.keep()


def _prepare() -> None:
    """Have our modules compiled, as they are where the package is installed."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(vault_tools.__file__).parent, quiet=1)


def _of_size(book: Book, place: Path, *, size: int, due: int, found: dict[str, Path]) -> None:
    vault = _made(place, size=size, due=due)
    tool = (*TOOL, "--vault", str(vault))
    book.say(f"\n## {size:,} contacts, {due:,} due\n")
    book.table(_cases(vault, tool), key=f"{size} {due} ")
    book.say(f"\nThe index takes {_share(vault):.2f} times as much as the notes.")
    if found:
        book.say("\nBeside other programs, with the same people:\n")
        book.table(peers.cases(found, vault, place=place, size=size), key=f"{size} {due} beside ")
    if (size, due) == (USUAL, FEW_DUE):
        _watch(book, vault)
    shutil.rmtree(index_file(vault).parent)
    shutil.rmtree(vault)


def _made(place: Path, *, size: int, due: int) -> Path:
    vault = place / f"{size}-{due}"
    made_up.make(vault, contacts=size, due=due)
    tool = (*TOOL, "--vault", str(vault))
    run((*tool, "index"))
    settle(tool)
    return vault


def _share(vault: Path) -> float:
    notes = sum(path.stat().st_size for path in vault.rglob("*.md"))
    return index_file(vault).stat().st_size / notes


def _cases(vault: Path, tool: tuple[str, ...]) -> Iterator[Case]:
    note = next((vault / "People").rglob("*.md"))

    def change() -> None:
        note.write_text(f"{note.read_text('utf-8')}- 2026-11-01 phone: one more\n", "utf-8")

    due = (*tool, "due", "--json")
    loop = (*LOOP, str(vault))
    settled = partial(settle, tool)
    yield Case("`--version`", (*TOOL, "--version"), target=1.3, runs=15)
    yield Case("`index`, nothing changed", (*tool, "index"), target=2.5)
    yield Case("`due --json`, nothing changed", due, target=3)
    yesterday = partial(run, (*tool, "--today", "2026-11-01", "due", "--json"))
    yield Case("`due --json`, the first of a day", due, before=yesterday)
    yield Case("`search draft`", (*tool, "search", "draft"), target=3)
    yield Case("`report weekly`", (*tool, "report", "weekly"), target=5)
    one = Case("`due --json`, one note changed", due, due, "nothing changed", target=1.2, runs=5)
    one.before, one.between = change, settled
    yield one
    rebuild = (*tool, "index", "--rebuild")
    yield Case("`index --rebuild`", rebuild, loop, "a plain loop", target=0.7, runs=5)
    settled()
    with watching.watched(vault, index_file(vault).parent):
        yield Case("`due --json` while `watch` runs", due, target=2)


def _watch(book: Book, vault: Path) -> None:
    """Measure the watcher itself."""
    folder = index_file(vault).parent
    rebuild = (*TOOL, "--vault", str(vault), "index", "--rebuild")
    watching.make_branches(vault)
    took = statistics.median(run(rebuild).wall for _ in range(3))
    book.say("\nWhile `watch` runs:\n")
    with watching.watched(vault, folder) as watcher:
        note = next((vault / "People").rglob("*.md"))
        median, worst = watching.median_and_worst(watching.saves(vault, note))
        book.say(
            f"- from a save to the end of a `due` that knows of it, over {watching.SAVES} saves:"
            f" median {median:.0f} ms (at most 150), worst {worst:.0f} ms (at most 500)"
        )
        watching.calm(folder)
        book.say(f"- idle: {watching.idle(watcher):.2f} % of a processor (less than 0.5)")
        before = watching.megabytes(watcher)
        book.say(f"- in memory after the saves: {before:.0f} MB")
        for branch in ("other", "main", "other"):
            seconds = watching.checkout(vault, folder, branch=branch)
            book.say(
                f"- `git checkout` of {USUAL:,} changed notes: taken in {seconds:.1f} s after its"
                f" end, {seconds / took:.2f} times a rebuild (at most 1.5);"
                f" {watching.megabytes(watcher):.0f} MB in memory"
            )
    equal = "equals" if watching.rebuilt_equals(vault) else "DIFFERS FROM"
    book.say(f"- the index then {equal} one made from nothing")


def _large(book: Book, place: Path) -> None:
    """Measure how the work grows with the vault."""
    small = _made(place, size=USUAL, due=MANY_DUE)
    vault = _made(place, size=LARGE, due=MANY_DUE)
    tool = (*TOOL, "--vault", str(vault))
    rebuild = (*tool, "index", "--rebuild")
    tenth = (*TOOL, "--vault", str(small), "index", "--rebuild")
    book.say(f"\n## {LARGE:,} contacts, {MANY_DUE:,} due\n")
    due = (*tool, "due", "--json")

    def cases() -> Iterator[Case]:
        yield Case("`index --rebuild`", rebuild, tenth, f"{USUAL:,} contacts", target=11, runs=2)
        settle(tool)
        yield Case("`index`, nothing changed", (*tool, "index"))
        yield Case("`due --json`, nothing changed", due)
        with watching.watched(vault, index_file(vault).parent):
            yield Case("`due --json` while `watch` runs", due, target=2)

    book.table(cases(), key=f"{LARGE} ")
    book.say(f"\nThe index takes {_share(vault):.2f} times as much as the notes.")


def _about() -> str:
    tool = subprocess.run((*TOOL, "--version"), capture_output=True, text=True, check=True)
    versions = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return (
        f"{tool.stdout.strip()}, {versions}, {os.cpu_count()} processors; made by `make bench`."
        f" Load when it began: {os.getloadavg()[0]:.1f}.\n\n"
        "Ratios are medians of paired runs, with the files in the system's cache; *at most* is\n"
        "what we set ourselves, *processor* the ratio of processor time. *click* is\n"
        "`python -c 'import click'`, *a plain loop* is `frontmatter.load` over all notes, which\n"
        "keeps nothing. ms is the fastest run, MB the most that a process had in memory."
    )


if __name__ == "__main__":
    main()
