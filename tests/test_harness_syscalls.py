"""The system itself fails, under SQLite too: strace makes each call on our files fail in turn.

Where there is no strace, or it may not trace, only the calls that Python makes are failed
(``test_harness_faults.py``).
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import soak
from tests.conftest import MakeVault

ROOT = Path(__file__).parent.parent
DAY = ("--today", "2026-11-23")
NOTE = "---\ntype: person\n---\nMine\n"
CALLS = ("pwrite64", "fdatasync", "fsync", "pread64", "openat", "unlink", "fcntl")
FEW = ("pwrite64", "fdatasync")
ERRORS = ("EIO", "ENOSPC")
MOST = 400 if soak.MINUTES else 5


@pytest.fixture
def tmp_path(quick_path: Path) -> Path:
    quick_path.mkdir()
    return quick_path


class Traced:
    """A vault with one note and its index, and programs that run on it under strace."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root.parent
        self.note = root / "Anna.md"
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT)} | {
            f"XDG_{name}_HOME": str(self.home / name.lower())
            for name in ("CACHE", "CONFIG", "STATE")
        }
        self.run("index")
        (self.index,) = (self.home / "cache").rglob("index.db")
        shutil.copytree(self.home / "cache", self.home / "saved")

    def run(
        self, *command: str, tracer: tuple[str, ...] = ()
    ) -> "subprocess.CompletedProcess[str]":
        program = [sys.executable, "-m", "vault_tools", "--vault", str(self.root), *DAY, *command]
        return subprocess.run(
            [*tracer, *program],
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
            env=self._environment,
        )

    def restore(self) -> None:
        self.note.write_text(NOTE, encoding="utf-8")
        shutil.rmtree(self.home / "cache")
        shutil.copytree(self.home / "saved", self.home / "cache")

    def failing(self, call: str, *, turn: int, error: str) -> tuple[bool, str]:
        """Log something while a call on our files fails; return if it did, and what was said."""
        trace = self.home / "trace"
        places = [self.index, f"{self.index}-journal", self.note, self.root, self.index.parent]
        tracer = (
            *("strace", "-f", "-qq", "-o", str(trace)),
            *(word for place in places for word in ("-P", str(place))),
            *("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={turn}"),
        )
        done = self.run("log", "anna", "hello", tracer=tracer)
        injected = "INJECTED" in trace.read_text(encoding="utf-8", errors="replace")
        assert done.returncode in (0, 3, 4), done.stderr
        assert "went wrong" not in done.stderr
        return injected, done.stdout


def _may_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-qq", "true"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.skipif(not _may_trace(), reason="there is no strace here that may trace")
@pytest.mark.parametrize("error", ERRORS if soak.MINUTES else ERRORS[:1])
@pytest.mark.parametrize("call", CALLS if soak.MINUTES else FEW)
def test_i09_w01_the_note_is_whole_and_the_index_comes_right_whichever_call_fails(
    vault: MakeVault, call: str, error: str
) -> None:
    traced = Traced(vault({"Anna.md": NOTE}))
    logged = f"{NOTE}\n## Log\n- 2026-11-23 hello\n"
    for turn in range(1, MOST):
        injected, said = traced.failing(call, turn=turn, error=error)
        text = traced.note.read_text(encoding="utf-8")

        assert text in (NOTE, logged), (call, turn)
        assert (text == logged) or not said
        now = json.loads(traced.run("list", "--json").stdout)
        traced.run("index", "--rebuild")
        assert now == json.loads(traced.run("list", "--json").stdout)
        soak.count("system calls failed under SQLite and Python", int(injected))
        traced.restore()
        if not injected:
            break
    assert turn > 1
