"""Whatever call of the system fails, or is the last one before the program is killed.

Each call fails in turn until a run has no failure: then every call was covered.
"""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import soak
from tests.conftest import MakeVault, Run
from tests.faults import ERRORS, each_fault, each_kill
from vault_tools import vault as disk

DAY = ("--today", "2026-11-23")
ANNA, BEN = "People/Anna.md", "People/Ben.md"
NOTES = {
    ANNA: "---\ntype: person\n---\nAbout Anna\n",
    BEN: "---\ntype: person\n---\nWith [[Anna]]\n",
}
UNEXPECTED = 70


def texts(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode()
        for path in sorted(root.rglob("*.md"))
    }


class Bench:
    """A vault that is the same again before each round, and the command that is tried on it."""

    def __init__(self, tmp_path: Path, root: Path, run: Run, command: tuple[str, ...]) -> None:
        self.root, self._run, self._command = root, run, command
        self._all, self._saved = tmp_path, tmp_path.parent / f"{tmp_path.name}-saved"
        self.folders = [tmp_path]
        self.code = 0
        self.output = ""

    def save(self) -> None:
        shutil.copytree(self._all, self._saved, symlinks=True)

    def restore(self) -> None:
        for child in self._all.iterdir():
            shutil.rmtree(child)
        shutil.copytree(self._saved, self._all, symlinks=True, dirs_exist_ok=True)

    def act(self) -> None:
        done = self._run("--vault", self.root, *DAY, *self._command)
        self.code, self.output = done.exit_code, done.output

    def after(self) -> dict[str, str]:
        """Return what the vault holds, without what was left of it; that is removed as usual."""
        assert self._run("--vault", self.root, *DAY, "check", "--fix").exit_code in (0, 1)
        assert disk.leftovers(self.root) == []
        return texts(self.root)

    def index(self) -> tuple[object, object]:
        """Return what the index says of the contacts, and what it says when it is made anew."""
        now = json.loads(self._run("--vault", self.root, *DAY, "list", "--json").stdout)
        self._run("--vault", self.root, *DAY, "index", "--rebuild")
        return now, json.loads(self._run("--vault", self.root, *DAY, "list", "--json").stdout)


@pytest.fixture
def tmp_path(quick_path: Path) -> Path:
    quick_path.mkdir()
    return quick_path


MakeBench = Callable[..., Bench]


@pytest.fixture
def bench(tmp_path: Path, vault: MakeVault, run: Run) -> MakeBench:
    def make(*command: str) -> Bench:
        root = vault(NOTES)
        if command == ("undo",):
            run("--vault", root, *DAY, "log", "anna", "x")
        assert run("--vault", root, *DAY, "list").exit_code == 0
        made = Bench(tmp_path, root, run, command)
        made.save()
        return made

    return make


def outcomes(bench: Bench) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the vault holds before and after the command when nothing fails."""
    before = texts(bench.root)
    bench.act()
    after = texts(bench.root)
    assert bench.code == 0, bench.output
    assert before != after
    bench.restore()
    return before, after


@pytest.mark.parametrize("error", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize("command", [("log", "anna", "x"), ("new", "Carla"), ("undo",)], ids=str)
def test_w01_a_writer_does_all_or_nothing_whichever_call_fails(
    bench: MakeBench, command: tuple[str, ...], error: int
) -> None:
    made = bench(*command)
    before, after = outcomes(made)
    for hit, calls in each_fault(made.act, folders=made.folders, error=error):
        assert made.code != UNEXPECTED, (hit, len(calls), made.output)
        found = made.after()
        assert found in ((before, after) if made.code else (after,)), (hit, calls, made.output)
        now, anew = made.index()
        assert now == anew
        made.restore()
        soak.count("faults injected into writers")
        last = hit
    assert last == ""
    assert {"open", "io.open", "fsync", "write", "flock"} <= set(calls)


@pytest.mark.parametrize("command", [("log", "anna", "x"), ("new", "Carla"), ("undo",)], ids=str)
def test_w01_a_writer_does_all_or_nothing_wherever_it_is_killed(
    bench: MakeBench, command: tuple[str, ...]
) -> None:
    made = bench(*command)
    before, after = outcomes(made)
    seen = []
    for killed in each_kill(made.act, folders=made.folders):
        found = made.after()
        assert found in (before, after)
        now, anew = made.index()
        assert now == anew
        seen.append(found == after)
        made.restore()
        soak.count("kills at every call of a writer", int(killed))
    assert seen == sorted(seen)  # once it is written, it stays so
    assert set(seen) == {False, True}


@pytest.mark.parametrize("command", [("rename", "anna", "Eva"), ("merge", "anna", "ben")], ids=str)
def test_w12_many_notes_lose_nothing_wherever_the_program_is_killed(
    bench: MakeBench, command: tuple[str, ...]
) -> None:
    made = bench(*command)
    outcomes(made)
    step = 1 if soak.MINUTES else 4
    for killed in each_kill(made.act, folders=made.folders, step=step):
        whole = "\n".join(made.after().values())
        assert "About Anna" in whole
        assert "With [[" in whole
        now, anew = made.index()
        assert now == anew
        made.restore()
        soak.count("kills at every call of a writer", int(killed))


@pytest.mark.parametrize("error", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize(
    "command", [("list", "--json"), ("index", "--rebuild"), ("check",)], ids=str
)
def test_l14_a_reader_goes_on_whichever_call_fails(
    bench: MakeBench, command: tuple[str, ...], error: int
) -> None:
    made = bench(*command)
    (made.root / BEN).write_text(f"{NOTES[BEN]}more\n", encoding="utf-8")
    shutil.rmtree(made._saved)
    made.save()
    before = texts(made.root)
    for hit, calls in each_fault(made.act, folders=made.folders, error=error):
        assert made.code != UNEXPECTED, (hit, len(calls), made.output)
        assert texts(made.root) == before
        now, anew = made.index()
        assert now == anew, (hit, calls)
        made.restore()
        soak.count("faults injected into readers")
    assert {"open", "read", "fstat", "scandir"} <= set(calls)


def test_the_harness_finds_a_writer_that_writes_in_place(
    bench: MakeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swap(path: Path, *, old: bytes, new: bytes) -> bool:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_TRUNC), "wb") as file:
            file.write(new)
        return path.read_bytes() == new != old

    monkeypatch.setattr("vault_tools.edit.notes.swap", swap)

    with pytest.raises(AssertionError):
        test_w01_a_writer_does_all_or_nothing_wherever_it_is_killed(bench, ("log", "anna", "x"))
