"""Committing what was written, and merging by lines: the only door to git.

The repository is the user's own, but its configuration may have come with a vault from elsewhere.
No program that it names is run: hooks, the file-system monitor and what goes with cleaning up are
switched off, nothing is fetched, and where filters or signing would run one, nothing is committed.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from vault_tools.errors import CommitError, GitError
from vault_tools.language import _

_SETTINGS = ("core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=0")
_SAFE = tuple(word for setting in _SETTINGS for word in ("-c", setting))
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
}
_PROGRAMS = (
    r"^(filter\..*\.(clean|smudge|process)|gpg\.(.*\.)?(program|defaultkeycommand)"
    r"|hook\..*\.command)$"
)
_OWN = ("local", "worktree")
"""The scopes of what a repository brings along; the user's own configuration may name programs."""
_ALIKE = "--find-renames=70%"
"""How alike two files are of which one has become the other."""
_NOTHING = 1
"""What git returns where there is no such setting, or no such commit."""
_SECONDS = 60
_FATAL = re.compile(r"\A(?:fatal|schwerwiegend): ", re.IGNORECASE)
"""What git puts before its last words; it speaks the language that we do."""
_OUTSIDE = re.compile(r"not a git repository|kein Git-Repository", re.IGNORECASE)
_MOST_CONFLICTS = 127
"""What git returns at most for as many conflicts; beyond it, something went wrong."""


def commit(root: Path, paths: Sequence[str], *, message: str) -> None:
    """Commit the files at *paths*, relative to the vault, and nothing else that has changed.

    Raises:
        CommitError: There is no git, no repository, or git refuses; the files are written.
    """
    try:
        _require_no_program(root)
        there = [path for path in paths if (root / path).exists()]
        # What is new has to be known to git before it can be committed alone.
        if there:
            _git(root, "add", "--intent-to-add", "--", *_places(root, there))
        known = _git(root, "ls-files", "-z", "--", *_places(root, paths)).split("\0")
        places = _places(root, [path for path in paths if path in known])
        if not places:
            return
        _git(root, "commit", "--quiet", "--only", f"--message={message}", "--", *places)
    except GitError as error:
        raise CommitError(str(error)) from error


def past_paths(root: Path, path: str) -> list[str]:
    """Return the paths, from the top of the repository, under which it holds the file at *path*.

    That is its own, and those that it has been renamed from, unless another file is there now.
    None without git, a repository, or a commit of it.
    """
    try:
        above = root / _git(root, "rev-parse", "--show-cdup").rstrip("\n")
        found: list[str] = []
        left = _from_top(root, [path])
        while left:
            each = left.pop()
            touching = ("rev-list", "--all", "--full-history", "--", f":(top,literal){each}")
            commits = output(root, *touching)
            if not commits:
                continue
            found.append(each)
            before = _renamed_from(root, each, commits=commits)
            left += [old for old in before if old not in found and not (above / old).exists()]
    except GitError:
        return []
    return found


def _renamed_from(root: Path, path: str, *, commits: bytes) -> list[str]:
    """Return the paths from which some of *commits* have moved a file to *path*.

    ``git log --follow`` would take a note that was made from the same template for a source.
    """
    command = ("diff-tree", "--stdin", "-r", "-m", "--no-commit-id", "--no-relative", "-z")
    rows = output(root, *command, "--name-status", _ALIKE, "--diff-filter=R", data=commits)
    words = rows.decode(errors="surrogateescape").split("\0")
    moves = zip(words[1::3], words[2::3], strict=False)
    return sorted({old for old, new in moves if new == path})


def prefix(root: Path) -> str:
    """Return where *root* lies in its repository, with a slash at the end; empty for its top.

    Raises:
        GitError: There is no git, or no repository.
    """
    return _git(root, "rev-parse", "--show-prefix").rstrip("\n")


def driver(root: Path, name: str) -> str:
    """Return the command that merges files with ``merge=name``; empty where there is none.

    Raises:
        GitError: There is no git, or its configuration can't be read.
    """
    command = found(root, "config", "--get", f"merge.{name}.driver") or b""
    return command.decode(errors="replace").rstrip("\n")


def register_driver(root: Path, name: str, *, command: str, title: str) -> None:
    """Tell the repository around *root* which command merges files with ``merge=name``.

    Raises:
        GitError: There is no git, or no repository.
    """
    _git(root, "config", f"merge.{name}.name", title)
    _git(root, "config", f"merge.{name}.driver", command)


def merged_lines(base: bytes, *, ours: bytes, theirs: bytes) -> tuple[bytes, int]:
    """Return two versions merged line by line as git does, and how many conflicts are left.

    Raises:
        GitError: There is no git, or it refuses, as it does for what is no text.
    """
    with tempfile.TemporaryDirectory(prefix="vault-tools-") as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, data in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(data)
        names = [f"-L{path.name}" for path in paths]
        files = [str(path) for path in paths]
        done = _run(Path(folder), "merge-file", "--stdout", *names, *files)
    if done.returncode > _MOST_CONFLICTS:
        raise GitError(_said(done, "merge-file"))
    return done.stdout, done.returncode


def put_result(path: Path, data: bytes) -> None:
    """Write a merge's result where git wants it: over its own temporary copy of our version."""
    path.write_bytes(data)


def with_line(text: str, *, line: str) -> str:
    """Return *text* with *line* at its end, unless it has that line."""
    if line in (row.strip() for row in text.splitlines()):
        return text
    gap = "" if not text or text.endswith("\n") else "\n"
    return f"{text}{gap}{line}\n"


def _require_no_program(root: Path) -> None:
    """Refuse a repository that would have git run a program of its choice.

    Raises:
        GitError: It would, or git can't say, as before its version 2.26.
    """
    named = found(root, "config", "--show-scope", "--null", "--get-regexp", _PROGRAMS) or b""
    *words, _end = named.decode(errors="replace").split("\0")
    for scope, entry in zip(words[::2], words[1::2], strict=False):
        if scope in _OWN:
            raise GitError(
                _(
                    "the repository's own configuration names a program to run ({key});"
                    " commit by hand, or set it in your own configuration",
                    key=entry.partition("\n")[0],
                )
            )


def _places(root: Path, paths: Sequence[str]) -> list[str]:
    return [f":(top,literal){path}" for path in _from_top(root, paths)]


def _from_top(root: Path, paths: Sequence[str]) -> list[str]:
    """Return *paths* relative to the top of the repository, which may lie above the vault."""
    above = prefix(root)
    return [f"{above}{path}" for path in paths]


def output(root: Path, *arguments: str, data: bytes = b"") -> bytes:
    """Return what a command of git's prints, given *data* to read.

    Raises:
        GitError: There is no git, or it refuses.
    """
    done = _run(root, *arguments, data=data)
    if done.returncode:
        raise GitError(_said(done, arguments[0]))
    return done.stdout


def found(root: Path, *arguments: str) -> bytes | None:
    """Return what a command of git's that looks something up prints; None where it isn't there.

    Raises:
        GitError: There is no git, or it can't look.
    """
    done = _run(root, *arguments)
    if done.returncode == _NOTHING:
        return None
    if done.returncode:
        raise GitError(_said(done, arguments[0]))
    return done.stdout


def _git(root: Path, *arguments: str) -> str:
    return output(root, *arguments).decode(errors="replace")


def _run(root: Path, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    if shutil.which("git") is None:
        msg = _("git is not installed. Install it, or do without --commit and --git.")
        raise GitError(msg)
    try:
        return subprocess.run(  # noqa: S603 - a fixed program, a list of arguments, no shell
            ["git", *_SAFE, "-C", str(root), *arguments],  # noqa: S607 - the git that the user uses
            capture_output=True,
            check=False,
            env={**os.environ, **_ENVIRONMENT},
            input=data,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"git: {error}."
        raise GitError(msg) from error


def _said(done: subprocess.CompletedProcess[bytes], command: str) -> str:
    """Return what git said went wrong, as one sentence."""
    said = b"\n".join((done.stderr, done.stdout)).decode(errors="replace").strip()
    first = (said or _("git {command} failed", command=command)).splitlines()[0]
    if _OUTSIDE.search(first):
        return _("the vault lies in no git repository. 'git init' in it makes one.")
    return f"{_FATAL.sub('', first).rstrip('.')}."
