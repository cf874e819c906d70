"""Committing what was written: just these files, whatever else is staged. The only door to git.

The repository is the user's own, but its configuration may have come with a vault from elsewhere:
no hook and no file-system monitor of it is run.
"""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from vault_tools.errors import CommitError

_SAFE = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")
_SECONDS = 60


def commit(root: Path, paths: Sequence[str], *, message: str) -> None:
    """Commit the files at *paths*, relative to the vault, and nothing else that has changed.

    Raises:
        CommitError: There is no git, no repository, or git refuses; the files are written.
    """
    if shutil.which("git") is None:
        msg = "git is not installed."
        raise CommitError(msg)
    places = [f":(top,literal){path}" for path in _from_top(root, paths)]
    # What is new has to be known to git before it can be committed alone.
    _git(root, "add", "--intent-to-add", "--", *places)
    _git(root, "commit", "--quiet", "--only", f"--message={message}", "--", *places)


def _from_top(root: Path, paths: Sequence[str]) -> list[str]:
    """Return *paths* relative to the top of the repository, which may lie above the vault."""
    prefix = _git(root, "rev-parse", "--show-prefix").rstrip("\n")
    return [f"{prefix}{path}" for path in paths]


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, a list of arguments, no shell
            ["git", *_SAFE, "-C", str(root), *arguments],  # noqa: S607 - the git that the user uses
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"git: {error}."
        raise CommitError(msg) from error
    if done.returncode:
        said = f"{done.stderr}\n{done.stdout}".strip() or f"git {arguments[0]} failed"
        msg = f"{said.splitlines()[0].removeprefix('fatal: ').rstrip('.')}."
        raise CommitError(msg)
    return done.stdout
