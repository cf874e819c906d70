"""``schedule``: what is printed is what each system reads, whatever the paths are called."""

import os
import plistlib
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.conftest import MakeVault, Run
from vault_tools.render.schedules import KINDS, File, Schedule
from vault_tools.watch.notify import Notifier, is_journal

ODD = Schedule(
    program=("/opt/my tools/100%/vault-tools",),
    vault='/home/jo/My "Notes" $HOME 5% \\ it\'s',
    day="sun",
    hour=6,
    minute=5,
)
_REPORT = ["--vault", ODD.vault, "report", "weekly", "-o"]


def _texts(kind: str, when: Schedule = ODD) -> dict[str, str]:
    return {each.name: each.text for each in KINDS[kind](when)}


def _run_by_sh(command: str, folder: Path) -> str:
    """Return what a shell makes of *command*, with each word in brackets."""
    place = folder / "opt" / "my tools" / "100%" / "vault-tools"
    place.parent.mkdir(parents=True)
    place.write_text("#!/bin/sh\nprintf '[%s]' \"$@\"\n")
    place.chmod(0o755)
    moved = command.replace("/opt/", f"{folder}/opt/")
    return subprocess.run(
        ["sh", "-c", moved], capture_output=True, check=True, text=True, timeout=60
    ).stdout


def test_a_crontab_runs_the_report(tmp_path: Path) -> None:
    (line,) = _texts("cron").values()
    minute, hour, day, month, weekday, command = line.rstrip("\n").split(" ", 5)

    assert (minute, hour, day, month, weekday) == ("5", "6", "*", "*", "0")
    # What cron itself does: a percent sign that nothing stands before is a new line.
    assert "%" not in command.replace("\\%", "")
    words = _run_by_sh(command.replace("\\%", "%"), tmp_path)
    assert words == "".join(f"[{word}]" for word in _REPORT)


def test_a_mail_is_piped_and_none_is_sent_without_a_report(tmp_path: Path) -> None:
    when = Schedule(program=("/opt/my tools/100%/vault-tools",), vault="/v", mail="cat; echo done")

    (line,) = _texts("cron", when).values()
    command = line.rstrip("\n").split(" ", 5)[-1].replace("\\%", "%")

    assert _run_by_sh(command, tmp_path) == ("[--vault][/v][report][weekly][--format][eml]\ndone\n")
    (tmp_path / "opt/my tools/100%/vault-tools").write_text("#!/bin/sh\necho no; exit 3\n")
    failed = subprocess.run(
        ["sh", "-c", command.replace("/opt/", f"{tmp_path}/opt/").replace("; echo done", "")],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (failed.returncode, failed.stdout) == (3, "")


def test_launchd_is_given_every_word() -> None:
    report, watch = (plistlib.loads(text.encode()) for text in _texts("launchd").values())

    assert report["ProgramArguments"] == [*ODD.program, *_REPORT]
    assert report["StartCalendarInterval"] == {"Weekday": 0, "Hour": 6, "Minute": 5}
    assert watch["ProgramArguments"][-3:] == ["watch", "--report", "--collect"]
    assert watch["KeepAlive"] == {"SuccessfulExit": False}


@pytest.mark.parametrize("kind", ["github", "forgejo"])
def test_a_workflow_runs_the_report_and_commits_it(kind: str) -> None:
    (text,) = _texts(kind, Schedule(program=("x",), vault="My notes: #1", day="mon")).values()

    flow = yaml.safe_load(text)

    assert flow[True] == {"schedule": [{"cron": "0 7 * * 1"}], "workflow_dispatch": None}
    steps = [step["run"] for step in flow["jobs"]["report"]["steps"] if "run" in step]
    assert shlex.split(steps[-2]) == [
        *("vault-tools", "--vault", "My notes: #1", "report", "weekly", "-o"),
    ]
    assert "git push" in steps[-1]


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """Return the units of a program and a vault with odd names, in a folder."""
    program = tmp_path / "a tool: 5%" / "vault-tools"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    when = Schedule(program=(str(program),), vault=ODD.vault)
    for name, text in _texts("systemd", when).items():
        (tmp_path / name).write_text(text)
    return sorted(path for path in tmp_path.iterdir() if path.is_file())


def _verified(units: list[Path]) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze here")
    return subprocess.run(
        ["systemd-analyze", "--user", "--man=no", "verify", *map(str, units)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
        env={**os.environ, "XDG_RUNTIME_DIR": str(units[0].parent)},
    )


def test_systemd_finds_nothing_wrong_with_the_units(units: list[Path]) -> None:
    done = _verified(units)

    assert (done.returncode, done.stderr) == (0, "")
    assert [unit.suffix for unit in units] == [".service", ".timer", ".service"]


def test_systemd_would_find_a_wrong_one(units: list[Path]) -> None:
    units[0].write_text(units[0].read_text().replace("5%%", "6%%"))

    assert "is not executable" in _verified(units).stderr


def test_the_words_of_a_unit_are_quoted_as_systemd_reads_them() -> None:
    text = _texts("systemd")["vault-tools-my-notes-home-5-it-s-report.service"]

    (line,) = (row for row in text.splitlines() if row.startswith("ExecStart="))
    assert line == (
        'ExecStart="/opt/my tools/100%%/vault-tools" --vault'
        r' "/home/jo/My \"Notes\" $$HOME 5%% \\ it' + "'s\" report weekly -o"
    )


def test_a_program_that_systemd_would_not_run_is_run_by_a_shell() -> None:
    text = _texts("systemd", Schedule(program=("/it's/x",), vault="/v"))

    assert (
        """ExecStart=/bin/sh -c "exec \\"$$0\\" \\"$$@\\"" "/it's/x" --vault /v"""
        in (text["vault-tools-v-report.service"])
    )


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_is_printed_names_the_vault_by_its_whole_path(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    root = vault({})
    subprocess.run(["git", "init", "--quiet", str(root.parent)], check=True)
    monkeypatch.chdir(root.parent)

    result = run("--vault", "vault", "schedule", "--print", kind)

    assert result.exit_code == 0
    inside = kind in {"github", "forgejo"}
    assert ("--vault vault report" in result.stdout) is inside
    assert (str(root) in result.stdout) is not inside


def test_the_program_that_was_called_is_called_again(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "bin" / "vault-tools"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    arguments = ("--vault", vault({}), "schedule", "--print", "cron")

    monkeypatch.setattr(sys, "argv", [str(program)])
    assert f" {program} --vault" in run(*arguments).stdout
    monkeypatch.setattr(sys, "argv", ["/x/vault_tools/__main__.py"])
    assert f" {sys.executable} -m vault_tools --vault" in run(*arguments).stdout


def test_the_language_is_named_where_it_is_not_english(vault: MakeVault, run: Run) -> None:
    result = run("--lang", "de", "--vault", vault({}), "schedule", "--print", "cron")

    assert " --lang de --vault " in result.stdout


def test_the_files_are_written_once(vault: MakeVault, run: Run, tmp_path: Path) -> None:
    into = tmp_path / "new" / "units"
    arguments = ("--vault", vault({}), "schedule", "--print", "systemd", "--into", into)

    first = run(*arguments)
    (into / "vault-tools-vault-report.timer").write_text("mine")
    again = run(*arguments)

    assert [line.split()[0] for line in first.stdout.splitlines()] == ["made"] * 3
    assert (first.exit_code, again.exit_code) == (0, 1)
    assert [line.split()[0] for line in again.stdout.splitlines()] == ["kept"] * 3
    assert again.stderr == (
        f"{into}/vault-tools-vault-report.timer says something else; remove it to have it made"
        " anew.\n"
    )
    assert (into / "vault-tools-vault-report.timer").read_text() == "mine"


@pytest.mark.parametrize("kind", ["systemd", "launchd"])
def test_two_vaults_of_one_name_are_both_scheduled(run: Run, tmp_path: Path, kind: str) -> None:
    into = tmp_path / "units"
    roots = [tmp_path / place / "My Notes" for place in ("a", "b & <c>")]
    for root in roots:
        root.mkdir(parents=True)
        run("init", root)

    done = [
        run("--vault", root, "schedule", "--print", kind, "--into", into)
        for root in (*roots, *roots)
    ]

    assert [result.exit_code for result in done] == [0] * 4
    assert {line.split()[0] for line in done[1].stdout.splitlines()} == {"made"}
    assert {line.split()[0] for line in done[3].stdout.splitlines()} == {"kept"}
    names = {path.name.partition("-my-notes")[2].partition("-report")[0] for path in into.iterdir()}
    assert len([name for name in names if "watch" not in name]) == 2


def test_an_earlier_schedule_of_the_same_vault_is_no_other_one(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    arguments = ("--vault", vault({}), "schedule", "--print", "systemd", "--into", tmp_path / "u")

    run(*arguments)
    again = run(*arguments, "--day", "fri", "--mail", "msmtp")

    assert again.exit_code == 1
    assert len(list((tmp_path / "u").iterdir())) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["cron", "--at", "25:00"], "is no time such as 07:00", id="no time"),
        pytest.param(["cron", "--day", "moonday"], "moonday", id="no day"),
        pytest.param(["github", "--mail", "x"], "no mail program", id="mail from a workflow"),
        pytest.param(["cron", "--mail", "a\nb"], "can't be written", id="two lines"),
        pytest.param(["nothing"], "nothing", id="no system"),
    ],
)
def test_what_cannot_be_scheduled_is_refused(
    vault: MakeVault, run: Run, arguments: list[str], said: str
) -> None:
    result = run("--vault", vault({}), "schedule", "--print", *arguments)

    assert result.exit_code == 2
    assert said in result.stderr


def test_without_a_system_it_says_which_there_are(vault: MakeVault, run: Run) -> None:
    done = run("--vault", vault({}), "schedule")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "Error: say for which system: --print systemd on Linux, launchd" in done.stderr
    assert all(kind in done.stderr for kind in KINDS)


def test_a_workflow_needs_a_repository(vault: MakeVault, run: Run) -> None:
    result = run("--vault", vault({}), "schedule", "--print", "github")

    assert result.exit_code == 3
    assert "git" in result.stderr


def test_a_file_knows_where_it_goes() -> None:
    assert [File(each.folder, each.name, "") for kind in KINDS for each in KINDS[kind](ODD)].count(
        File("", "crontab -e", "")
    ) == 1


@pytest.fixture
def manager(tmp_path: Path) -> socket.socket:
    way = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    way.bind(str(tmp_path / "notify"))
    way.settimeout(30)
    return way


def test_the_manager_is_told_in_its_words(manager: socket.socket, tmp_path: Path) -> None:
    with manager:
        notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "2"})
        notifier.ready("Watching")
        notifier.alive()
        notifier.stopping()

        told = [manager.recv(100).decode() for _ in range(3)]

    assert told == ["READY=1\nSTATUS=Watching", "WATCHDOG=1", "STOPPING=1"]


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({}, id="nobody asks"),
        pytest.param({"WATCHDOG_USEC": "2", "WATCHDOG_PID": "1"}, id="of another process"),
        pytest.param({"WATCHDOG_USEC": "60000000"}, id="not yet again"),
    ],
)
def test_a_sign_of_life_is_given_only_when_it_is_due(
    manager: socket.socket, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    with manager:
        notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify"), **environment})
        for _ in range(3):
            notifier.alive()
        notifier.stopping()

        told = [manager.recv(100).decode()]
        while told[-1] != "STOPPING=1":
            told.append(manager.recv(100).decode())

    assert told.count("WATCHDOG=1") == ("WATCHDOG_PID" not in environment and bool(environment))


def test_without_a_manager_nothing_is_said() -> None:
    Notifier({}).ready("Watching")
    Notifier({"NOTIFY_SOCKET": "/nowhere/at/all"}).ready("Watching")


def test_the_journal_is_known_by_its_stream(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as file:
        state = os.fstat(file.fileno())
        named = {"JOURNAL_STREAM": f"{state.st_dev}:{state.st_ino}"}

        assert is_journal(file.fileno(), named)
        assert not is_journal(file.fileno(), {})
        number = file.fileno()
    assert not is_journal(number, named)
