"""Committing what was written, and merging by lines: the only door to git.

The repository is the user's own, but its configuration may have come with a vault from elsewhere:
no hook and no file-system monitor of it is run.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from vault_tools.errors import CommitError, GitError
from vault_tools.language import _

_SAFE = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")
_SECONDS = 60
_FATAL = re.compile(r"\A(?:fatal|schwerwiegend): ", re.IGNORECASE)
"""What git puts before its last words; it speaks the language that we do."""
_MOST_CONFLICTS = 127
"""What git returns at most for as many conflicts; beyond it, something went wrong."""


def commit(root: Path, paths: Sequence[str], *, message: str) -> None:
    """Commit the files at *paths*, relative to the vault, and nothing else that has changed.

    Raises:
        CommitError: There is no git, no repository, or git refuses; the files are written.
    """
    try:
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


def commits(root: Path, path: str) -> int:
    """Return how many commits have changed the file at *path*; none without git or a repository."""
    try:
        return int(_git(root, "rev-list", "--count", "--all", "--", *_places(root, [path])))
    except GitError:
        return 0


def from_top(root: Path, path: str) -> str:
    """Return *path* relative to the top of the repository."""
    return _from_top(root, [path])[0]


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


def _places(root: Path, paths: Sequence[str]) -> list[str]:
    return [f":(top,literal){path}" for path in _from_top(root, paths)]


def _from_top(root: Path, paths: Sequence[str]) -> list[str]:
    """Return *paths* relative to the top of the repository, which may lie above the vault."""
    prefix = _git(root, "rev-parse", "--show-prefix").rstrip("\n")
    return [f"{prefix}{path}" for path in paths]


def _git(root: Path, *arguments: str) -> str:
    done = _run(root, *arguments)
    if done.returncode:
        raise GitError(_said(done, arguments[0]))
    return done.stdout.decode(errors="replace")


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    if shutil.which("git") is None:
        msg = _("git is not installed.")
        raise GitError(msg)
    try:
        return subprocess.run(  # noqa: S603 - a fixed program, a list of arguments, no shell
            ["git", *_SAFE, "-C", str(root), *arguments],  # noqa: S607 - the git that the user uses
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"git: {error}."
        raise GitError(msg) from error


def _said(done: subprocess.CompletedProcess[bytes], command: str) -> str:
    """Return what git said went wrong, as one sentence."""
    said = b"\n".join((done.stderr, done.stdout)).decode(errors="replace").strip()
    first = (said or _("git {command} failed", command=command)).splitlines()[0]
    return f"{_FATAL.sub('', first).rstrip('.')}."
