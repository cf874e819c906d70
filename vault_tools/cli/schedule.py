"""``schedule``: having the report made every week, and the watcher run, by the system."""

import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import click

from vault_tools import language
from vault_tools.cli.session import Read, Session, pass_session
from vault_tools.language import _, message, quoted
from vault_tools.render.schedules import DAYS, KINDS, File, Schedule, is_of_another

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_REFUSED = 1
_IN_A_REPOSITORY = frozenset({"github", "forgejo"})


def _clock(text: str) -> tuple[int, int]:
    match = _CLOCK.fullmatch(text)
    if match is None:
        msg = message("{text} is no time such as 07:00", text=quoted(text))
        raise ValueError(msg)
    return int(match[1]), int(match[2])


@click.command("schedule")
@click.option(
    "--print",
    "kind",
    type=click.Choice(list(KINDS)),
    help="For which system; one has to be named.",
)
@click.option("--day", type=click.Choice(DAYS), default="mon", help="By default mon.")
@click.option(
    "--at",
    "clock",
    type=Read("time", _clock),
    default="07:00",
    metavar="HH:MM",
    help="By default 07:00; for github and forgejo in UTC.",
)
@click.option("--mail", metavar="COMMAND", default="", help="Pipe the report into it, as a mail.")
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the files into DIR instead; none is overwritten.",
)
@pass_session
def schedule_command(
    session: Session,
    *,
    kind: str | None,
    day: str,
    clock: tuple[int, int],
    mail: str,
    into: Path | None,
) -> None:
    """Print what has the system report every week.

    It makes the weekly report, and keeps the watcher running. Nothing is installed: the page
    docs/weekly.md says where the files go. Paths are absolute, and quoted as the system wants it.

    \b
    vault-tools schedule --print cron
    vault-tools schedule --print systemd --into ~/.config/systemd/user
    """  # noqa: D301 - \b keeps click from joining the lines
    if kind is None:
        msg = _(
            "say for which system: --print systemd on Linux, launchd on macOS, cron on either,"
            " github or forgejo for a vault that is pushed there."
        )
        raise click.UsageError(msg)
    hour, minute = clock
    root = session.open().root
    when = Schedule(
        program=_program(),
        # A service may have no locale to tell the language by.
        options=() if language.spoken() == language.ENGLISH else ("--lang", language.spoken()),
        vault=str(root),
        day=day,
        hour=hour,
        minute=minute,
        mail=mail,
    )
    if kind in _IN_A_REPOSITORY:
        if mail:
            msg = _("--mail is for systems of your own; a workflow has no mail program.")
            raise click.UsageError(msg)
        when = replace(when, vault=_in_repository(session))
    _require_plain(when)
    files = KINDS[kind](when)
    if into is None:
        click.echo("\n".join(_shown(each, alone=len(files) == 1) for each in files), nl=False)
        return
    if any(is_of_another(each, _text_of(into / each.name)) for each in files):
        files = KINDS[kind](replace(when, has_namesake=True))
    _write(session, files, into=into)


def _program() -> tuple[str, ...]:
    """Return the command that started this, by an absolute path that stays the same."""
    called = Path(sys.argv[0])
    found = shutil.which(sys.argv[0])
    if called.name == "__main__.py" or not found:
        return sys.executable, "-m", "vault_tools"
    return (str(Path(found).absolute()),)


def _in_repository(session: Session) -> str:
    """Return where the vault lies in its repository."""
    from vault_tools.edit.git import prefix

    return prefix(session.open().root).rstrip("/") or "."


def _require_plain(when: Schedule) -> None:
    for text in (*when.program, when.vault, when.mail):
        if re.search(r"[\x00-\x1f\x7f]|\$\{\{", text):
            msg = _("{text} can't be written into such a file.", text=quoted(text))
            raise click.UsageError(msg)


def _shown(file: File, *, alone: bool) -> str:
    """Return a file as it is printed: below where it goes, unless it is the only one."""
    place = f"{file.folder}/{file.name}".lstrip("/")
    if file.name.endswith(".plist") and not alone:
        return f"<!-- {place} -->\n{file.text}"
    return f"# {place}\n{file.text}"


def _write(session: Session, files: list[File], *, into: Path) -> None:
    from vault_tools.edit.notes import create

    others = []
    for each in files:
        path = into / each.name
        made = create(path, each.text)
        session.tell(_("made  {path}", path=path) if made else _("kept  {path}", path=path))
        if not made and _text_of(path) != each.text:
            others.append(path)
    for path in others:
        session.say(_("{path} says something else; remove it to have it made anew.", path=path))
    if others:
        raise click.exceptions.Exit(_REFUSED)


def _text_of(path: Path) -> str:
    """Return what a file says; nothing where there is none that can be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
