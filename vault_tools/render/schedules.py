"""What has the weekly report made, and the watcher run, by the system: units, jobs, workflows."""

import plistlib
import re
import shlex
from collections.abc import Callable, Sequence
from typing import NamedTuple

from vault_tools.digests import blake2b
from vault_tools.language import _
from vault_tools.names import fold_umlauts
from vault_tools.records import dataclass

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SYSTEMD_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "%": "%%", "$": "$$"})
_PLAIN = re.compile(r"[\w@%+=:,./-]+")
_RUNNABLE = re.compile(r"[^'\"\\$]+")
_VAULT = re.compile(
    r'--vault ("(?:[^"\\]|\\.)*"|\S+) (?:report|watch)'
    r"|<string>--vault</string>\s*<string>([^<]*)</string>\s*<string>(?:report|watch)</string>"
)
"""The vault in a unit of systemd, and in an agent of launchd, as it is written there."""
_WATCHDOG = 300
"""Seconds without a sign of life after which systemd starts the watcher anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is to run, and when."""

    program: tuple[str, ...]
    """The command that starts the program, by an absolute path."""
    options: tuple[str, ...] = ()
    """Options of the program itself, such as the language to speak."""
    vault: str
    """Its absolute path; for a workflow, the path within the repository."""
    day: str = "mon"
    hour: int = 7
    minute: int = 0
    mail: str = ""
    """The command that the report is piped into as a mail; empty to write it into the vault."""
    has_namesake: bool = False
    """Whether units of another vault have the name that ours would have."""

    @property
    def weekday(self) -> int:
        """Return the number of the day, as cron and launchd count: 0 for Sunday."""
        return (DAYS.index(self.day) + 1) % 7

    @property
    def report(self) -> tuple[str, ...]:
        """Return the command that makes the report."""
        start = (*self.program, *self.options, "--vault", self.vault, "report", "weekly")
        if not self.mail:
            return (*start, "-o")
        made = shlex.join((*start, "--format", "eml"))
        # Without a report there is no mail, and not an empty one.
        script = f'mail=$({made}) && printf "%s\\n" "$mail" | {self.mail}'
        return ("/bin/sh", "-c", script)

    @property
    def watch(self) -> tuple[str, ...]:
        """Return the command that watches."""
        return (
            *self.program,
            *self.options,
            "--vault",
            self.vault,
            "watch",
            "--report",
            "--collect",
        )

    @property
    def name(self) -> str:
        """Return what units are called: by the vault's folder, as there may be several vaults."""
        folder = re.sub(r"[^a-z0-9]+", "-", fold_umlauts(self.vault.rpartition("/")[2])).strip("-")
        name = f"vault-tools-{folder or 'vault'}"
        if not self.has_namesake:
            return name
        return f"{name}-{blake2b(self.vault.encode(), digest_size=3).hexdigest()}"


class File(NamedTuple):
    """A file, and where it goes."""

    folder: str
    name: str
    text: str


def systemd(when: Schedule) -> list[File]:
    """Return the units for systemd's manager of the user: a timer, and the watcher."""
    folder = "~/.config/systemd/user"
    title = _("Weekly report of vault-tools")
    watching = _("vault-tools keeps index and report current")
    clock = f"{when.day.title()} *-*-* {when.hour:02}:{when.minute:02}:00"
    report = [
        "[Unit]",
        f"Description={title}",
        "",
        "[Service]",
        "Type=oneshot",
        f"ExecStart={_systemd_line(when.report)}",
    ]
    timer = [
        "[Unit]",
        f"Description={title}",
        "",
        "[Timer]",
        f"OnCalendar={clock}",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    watch = [
        "[Unit]",
        f"Description={watching}",
        "",
        "[Service]",
        "Type=notify",
        "NotifyAccess=main",
        f"ExecStart={_systemd_line(when.watch)}",
        f"WatchdogSec={_WATCHDOG}",
        "Restart=on-failure",
        "RestartSec=30",
        "",
        "[Install]",
        "WantedBy=default.target",
    ]
    return [
        File(folder, f"{when.name}-report.service", _text(report)),
        File(folder, f"{when.name}-report.timer", _text(timer)),
        File(folder, f"{when.name}-watch.service", _text(watch)),
    ]


def launchd(when: Schedule) -> list[File]:
    """Return the agents for launchd: one on the day, and the watcher."""
    folder = "~/Library/LaunchAgents"
    at = {
        "Weekday": when.weekday,
        "Hour": when.hour,
        "Minute": when.minute,
    }
    report = {
        "Label": f"{when.name}-report",
        "ProgramArguments": list(when.report),
        "StartCalendarInterval": at,
    }
    watch = {
        "Label": f"{when.name}-watch",
        "ProgramArguments": list(when.watch),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 30,
    }
    return [
        File(folder, f"{agent['Label']}.plist", plistlib.dumps(agent, sort_keys=False).decode())
        for agent in (report, watch)
    ]


def cron(when: Schedule) -> list[File]:
    """Return the line for a crontab."""
    # To cron, a percent sign ends the command.
    command = shlex.join(when.report).replace("%", r"\%")
    return [File("", "crontab -e", f"{when.minute} {when.hour} * * {when.weekday} {command}\n")]


def github(when: Schedule) -> list[File]:
    """Return a workflow of GitHub Actions that makes the report and commits it."""
    jobs = """\
  report:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install "$SOURCE"
"""
    return [_workflow(when, folder=".github/workflows", jobs=jobs)]


def forgejo(when: Schedule) -> list[File]:
    """Return a workflow of Forgejo Actions that makes the report and commits it."""
    jobs = """\
  report:
    runs-on: docker
    container:
      image: node:22-bookworm
    steps:
      - uses: https://data.forgejo.org/actions/checkout@v4
      - run: apt-get update && apt-get install -y python3-venv
      - run: python3 -m venv /opt/tools && /opt/tools/bin/pip install "$SOURCE"
      - run: echo /opt/tools/bin >> "$GITHUB_PATH"
"""
    return [_workflow(when, folder=".forgejo/workflows", jobs=jobs)]


KINDS: dict[str, Callable[[Schedule], list[File]]] = {
    "systemd": systemd,
    "launchd": launchd,
    "cron": cron,
    "github": github,
    "forgejo": forgejo,
}


def is_of_another(file: File, text: str) -> bool:
    """Return whether *text*, which is in the place of *file*, runs for another vault."""
    ours, theirs = _VAULT.search(file.text), _VAULT.search(text)
    return bool(ours and theirs and ours.groups() != theirs.groups())


def _workflow(when: Schedule, *, folder: str, jobs: str) -> File:
    where, clock = _("where you have it from"), _("in UTC")
    text = f"""\
name: vault-tools
on:
  schedule:
    - cron: "{when.minute} {when.hour} * * {when.weekday}"  # {clock}
  workflow_dispatch:
permissions:
  contents: write
env:
  SOURCE: "git+https://git.example.org/you/vault-tools"  # {where}
jobs:
{jobs}\
      - run: |
          {shlex.join(("vault-tools", *when.report[len(when.program) :]))}
      - run: |
          git add --all
          git diff --cached --quiet && exit 0
          git config user.name vault-tools
          git config user.email vault-tools@localhost
          git commit --quiet --message "report: weekly"
          git push
"""
    return File(folder, "vault-tools.yml", text)


def _systemd_line(command: Sequence[str]) -> str:
    """Return a command as systemd reads it: in quotes where it has to be, its signs doubled.

    It runs no program with quotation marks in its path; a shell does.
    """
    if not _RUNNABLE.fullmatch(command[0]):
        command = ("/bin/sh", "-c", 'exec "$0" "$@"', *command)
    words = (word.translate(_SYSTEMD_ESCAPES) for word in command)
    return " ".join(word if _PLAIN.fullmatch(word) else f'"{word}"' for word in words)


def _text(rows: Sequence[str]) -> str:
    return "\n".join(rows) + "\n"
