"""``watch`` as a program: it follows an editor, and ends as it should."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Run

_PATIENCE = 30.0
_TODAY = "2026-11-23"


@pytest.fixture
def watcher(example: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [
        *(sys.executable, "-u", "-m", "vault_tools", "--vault", str(example)),
        *("--today", _TODAY, "watch", "--report"),
    ]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )
    with process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("Watching"):
                break
        yield process
        process.kill()


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def _save_as_vim_does(note: Path, text: str) -> None:
    backup = note.with_name(f"{note.name}~")
    note.rename(backup)
    note.write_text(text, encoding="utf-8")
    backup.unlink()


def test_a_save_changes_the_answer_and_the_report(
    run: Run, example: Path, watcher: subprocess.Popen[str]
) -> None:
    note = example / "People" / "Clients" / "Mara Hoffstedt.md"
    report = example / "Reports" / "2026-W48.md"
    command = ("--vault", example, "--today", _TODAY, "list", "--json", "mara")
    _until(report.is_file)

    _save_as_vim_does(note, "---\ntype: person\nname: Mara Hoffstedt\ncadence: daily\n---\n")

    _until(lambda: bool(json.loads(run(*command).stdout)[0]["cadence_days"] == 1))
    _until(lambda: "broker" not in report.read_text(encoding="utf-8"))
    assert watcher.poll() is None


def test_a_second_watcher_is_turned_away_politely(
    run: Run, example: Path, watcher: subprocess.Popen[str]
) -> None:
    found = run("--vault", example, "watch")

    assert found.exit_code == 0
    assert found.stderr == f"already watched by process {watcher.pid}; nothing to do.\n"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(signal.SIGTERM, 0, id="SIGTERM"),
        pytest.param(signal.SIGINT, 130, id="Ctrl-C"),
    ],
)
def test_it_ends_when_it_is_told(
    watcher: subprocess.Popen[str], number: signal.Signals, expected: int
) -> None:
    watcher.send_signal(number)

    assert watcher.wait(_PATIENCE) == expected
