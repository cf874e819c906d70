"""Git repositories of the tests: all commits are Jo's, and nobody's own settings count."""

import os
import subprocess
from pathlib import Path

import pytest

NOON = "2026-11-10T12:00:00"


def as_jo(patch: pytest.MonkeyPatch) -> None:
    """Have git commit as Jo, here and in the program, and read nobody's own settings."""
    patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        patch.setenv(f"GIT_{role}_NAME", "Jo")
        patch.setenv(f"GIT_{role}_EMAIL", "jo@example.org")


def git(root: Path, *arguments: str, when: str = NOON) -> str:
    """Return what a command of git's prints; what it commits is of that moment."""
    return subprocess.run(
        ["git", "-c", "core.quotePath=false", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when},
    ).stdout


def commit_all(root: Path, *, when: str = NOON) -> str:
    """Commit everything there is, even if nothing is new; return the commit."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message=all", when=when)
    return git(root, "rev-parse", "HEAD").strip()


def repository(root: Path, patch: pytest.MonkeyPatch) -> Path:
    """Make the folder *root* a repository of Jo's, all of it committed; return it."""
    as_jo(patch)
    git(root, "init", "--quiet")
    commit_all(root)
    return root
