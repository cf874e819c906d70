"""``watch`` as a program: it follows an editor, and ends as it should."""

import json
import os
import signal
import socket
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


def test_a_service_manager_hears_of_it_and_the_journal_needs_no_clock(
    example: Path, tmp_path: Path
) -> None:
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager,
        (tmp_path / "journal").open("wb") as journal,
    ):
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(_PATIENCE)
        state = os.fstat(journal.fileno())
        process = subprocess.Popen(
            [sys.executable, "-m", "vault_tools", "--vault", str(example), "watch"],
            stdout=journal,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "XDG_CACHE_HOME": str(tmp_path / "cache"),
                "NOTIFY_SOCKET": str(tmp_path / "notify"),
                "WATCHDOG_USEC": "1000",
                "JOURNAL_STREAM": f"{state.st_dev}:{state.st_ino}",
            },
        )
        with process:
            told = [manager.recv(1000).decode()]
            while told[-1] != "WATCHDOG=1":
                told.append(manager.recv(1000).decode())
            (example / "People" / "New.md").write_text("---\ntype: person\n---\n")
            _until(lambda: (tmp_path / "journal").stat().st_size > 0)
            process.terminate()
            assert process.wait(_PATIENCE) == 0
            while told[-1] != "STOPPING=1":
                told.append(manager.recv(1000).decode())

    assert told[0] == f"READY=1\nSTATUS=Watching {example}"
    assert (tmp_path / "journal").read_text() == "1 added, 0 changed, 0 removed\n"
