"""What the notes of a vault were, as git keeps it: nothing is checked out, and no filter is run."""

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from vault_tools.edit.git import found, output
from vault_tools.errors import GitError, RevisionUnknownError
from vault_tools.language import _
from vault_tools.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The notes of a vault at a commit."""

    root: Path
    commit: str
    blobs: dict[str, str]
    """By path relative to the vault: what git calls the bytes of each note."""

    def is_same(self, path: str, data: bytes) -> bool:
        """Return whether the note at *path* was just *data*."""
        known = self.blobs.get(path)
        if known is None:
            return False
        kind = hashlib.sha256 if len(known) == hashlib.sha256().digest_size * 2 else _sha1
        return kind(b"blob %d\0" % len(data) + data).hexdigest() == known

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of the notes at *paths*, of those that there were."""
        wanted = [path for path in paths if path in self.blobs]
        if not wanted:
            return {}
        asked = "".join(f"{self.blobs[path]}\n" for path in wanted).encode()
        answer = output(self.root, "cat-file", "--batch", data=asked)
        data: dict[str, bytes] = {}
        place = 0
        for path in wanted:
            end = answer.index(b"\n", place)
            head = answer[place:end].split()
            place = end + 1
            if head[1] != b"blob":
                continue  # a partial clone hasn't fetched it
            size = int(head[2])
            data[path] = answer[place : place + size]
            place += size + 1
        return data


def commit_of(root: Path, revision: str) -> str:
    """Return the commit that a *revision* names: a branch, a tag, ``HEAD~3``, an abbreviation.

    Raises:
        RevisionUnknownError: It names none.
        GitError: There is no git, or no repository.
    """
    commit = _commit_of(root, revision)
    if commit is None:
        raise RevisionUnknownError(revision)
    return commit


def commit_before(root: Path, day: date) -> str:
    """Return the last commit before a *day*, or the first one if the history begins later.

    Raises:
        GitError: There is no git, no repository, or no commit yet.
    """
    head = _commit_of(root, "HEAD")
    if head is None:
        msg = _(
            "the vault's repository has no commit yet. 'git add --all' and 'git commit' make the"
            " first."
        )
        raise GitError(msg)
    before = output(root, "rev-list", "-1", f"--before={day.isoformat()}T00:00:00", head)
    if before:
        return before.decode().strip()
    return output(root, "rev-list", "--max-parents=0", head).decode().split()[-1]


def snapshot(root: Path, commit: str) -> Snapshot:
    """Return the notes of the vault at *root* as they were at a *commit*.

    Raises:
        GitError: There is no git, or no repository.
    """
    blobs = {}
    for row in output(root, "ls-tree", "-r", "-z", commit).split(b"\0"):
        mode, _, rest = row.partition(b" ")
        kind, _, rest = rest.partition(b" ")
        blob, _, name = rest.partition(b"\t")
        path = name.decode(errors="surrogateescape")
        hidden = any(part.startswith(".") for part in path.split("/"))
        if kind == b"blob" and mode != b"120000" and path.endswith(".md") and not hidden:
            blobs[path] = blob.decode()
    return Snapshot(root=root, commit=commit, blobs=blobs)


def _commit_of(root: Path, revision: str) -> str | None:
    output(root, "rev-parse", "--git-dir")
    wanted = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = found(root, "rev-parse", *wanted)
    return None if commit is None else commit.decode().strip()


def _sha1(data: bytes) -> "hashlib._Hash":
    return hashlib.sha1(data, usedforsecurity=False)
