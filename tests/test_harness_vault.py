"""A vault between our commands, an editor, git and a system that fails: the promises hold.

What is in the notes is told by words that nobody else writes: an entry that a command has accepted
is there once until somebody else takes it away.
"""

import errno
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests import soak
from tests.faults import Faults
from tests.repositories import as_jo
from vault_tools.cli import main

PEOPLE = ("Anna", "Ben", "Zoë")
DAY = ("--today", "2026-11-23")
names = st.sampled_from(PEOPLE)
errors = st.sampled_from((errno.EIO, errno.ENOSPC, errno.EACCES))
BROKEN = st.sampled_from(("---\ntype: [person\n---\n", "", "---\ntype: person\n", "--", "\xff"))
Texts = dict[str, bytes]


class SharedVault(RuleBasedStateMachine):
    """One vault and everybody who changes it."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="vault-tools-", dir=_memory())).resolve()
        self.root = self.home / "vault"
        self.patch = pytest.MonkeyPatch()
        for name in ("CACHE", "CONFIG", "STATE"):
            self.patch.setenv(f"XDG_{name}_HOME", str(self.home / name.lower()))
        as_jo(self.patch)
        self.words = 0
        self.expected: dict[str, set[str]] = {}
        """The words of the entries that each note has to hold."""

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.home)

    @initialize()
    def begin(self) -> None:
        (self.root / "People").mkdir(parents=True)
        for name in PEOPLE:
            self._save(name, f"---\ntype: person # {name}\n---\nAbout {name}\r\n\n## Log\n")
        self._git("init", "--quiet")
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message=first")

    @rule(name=names, other=names, fault=st.one_of(st.none(), st.integers(1, 120)), error=errors)
    def log(self, name: str, other: str, fault: int | None, error: int) -> None:
        self.words += 1
        word = f"word{self.words}."
        before = self._texts()
        people = dict.fromkeys((name, other))
        done = self._run("log", *people, word, fault=fault, error=error)
        after = self._texts()
        changed = {path for path in after if after[path] != before.get(path)}

        assert set(after) == set(before)
        assert changed <= {self._path(each) for each in people}
        for path in changed:
            assert after[path].count(word.encode()) == 1
            assert _only_added(before[path], after[path]), (before[path], after[path])
        if done.exit_code == 0:
            assert changed == {self._path(each) for each in people}
        elif fault is None:
            assert not changed
        for path in changed:
            self.expected.setdefault(path, set()).add(word)

    @rule(name=names, value=st.sampled_from(("close", "wide", "")))
    def set_tier(self, name: str, value: str) -> None:
        before = self._texts()
        self._run("set", name, f"tier={value}")
        after = self._texts()

        for path in after:
            if path != self._path(name):
                assert after[path] == before[path]
        if self._path(name) in after:
            rows = [
                [row for row in texts[self._path(name)].split(b"\n") if not row.startswith(b"tier")]
                for texts in (before, after)
            ]
            assert rows[0] == rows[1]

    @rule(redo=st.booleans())
    def undo(self, *, redo: bool) -> None:
        before = self._texts()
        done = self._run("undo", *(["--redo"] if redo else []))
        after = self._texts()

        if done.exit_code:
            assert after == before, done.output
        self._accept()

    @rule(name=names, how=st.sampled_from(("in place", "by rename", "like Vim")), cut=st.booleans())
    def edit(self, name: str, how: str, *, cut: bool) -> None:
        """Write a line at the end, or take away everything below the log's heading."""
        before = self._texts().get(self._path(name))
        if before is not None:
            text = before.partition(b"## Log\n")[0] + b"## Log\n" if cut else before + b"mine\n"
            self._save(name, text, how=how)
            self._accept()

    @rule(name=names, text=BROKEN)
    def half_save(self, name: str, text: str) -> None:
        self._save(name, text.encode("latin-1"))
        self._accept()

    @rule(name=names)
    def repair(self, name: str) -> None:
        self._save(name, f"---\ntype: person\n---\nAbout {name}\n\n## Log\n")
        self._accept()

    @rule(name=names)
    def remove(self, name: str) -> None:
        (self.root / self._path(name)).unlink(missing_ok=True)
        self._accept()

    @rule(name=names)
    def conflict(self, name: str) -> None:
        beside = self.root / f"People/{name}.sync-conflict-20261123-101112-ABCDEFG.md"
        beside.write_bytes(b"---\ntype: person\n---\ntheirs\n")

    @rule(back=st.booleans())
    def git(self, *, back: bool) -> None:
        """Commit all, or go back to what was committed."""
        if back:
            self._git("checkout", "--quiet", "--", ".")
        else:
            self._git("add", "--all")
            self._git("commit", "--quiet", "--allow-empty", "--message=more")
        self._accept()

    @rule(how=st.sampled_from(("removed", "damaged", "cut")))
    def spoil_index(self, how: str) -> None:
        for index in self.home.glob("cache/vault-tools/*/index.db"):
            if how == "removed":
                index.unlink()
            else:
                data = index.read_bytes()
                index.write_bytes(data[:5000] if how == "cut" else b"x" * 200 + data[200:])

    @rule(name=names)
    def read(self, name: str) -> None:
        before = self._texts()
        for command in (("list",), ("due",), ("check",), ("show", name), ("report",)):
            assert self._run(*command).exit_code in (0, 1), command
        assert self._texts() == before

    @invariant()
    def every_accepted_entry_is_there_once(self) -> None:
        texts = self._texts()
        for path, words in self.expected.items():
            for word in words:
                assert texts[path].count(word.encode()) == 1, (path, word)
        soak.count("steps of a shared vault")

    @invariant()
    def no_conflict_copy_is_a_contact(self) -> None:
        if self.words % 4:
            return
        listed = json.loads(self._run("list", "--json").stdout)
        stale = {row["path"] for row in listed if row["stale"]}
        assert {row["path"] for row in listed} <= {self._path(name) for name in PEOPLE}
        self._run("index", "--rebuild")
        anew = json.loads(self._run("list", "--json").stdout)
        assert [row for row in listed if row["path"] not in stale] == anew

    def _accept(self) -> None:
        """Take what somebody else has made of the notes as what they hold now."""
        texts = self._texts()
        self.expected = {
            path: {word for word in words if word.encode() in texts[path]}
            for path, words in self.expected.items()
            if path in texts
        }

    def _texts(self) -> Texts:
        found = sorted((self.root / "People").glob("*.md"))
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    @staticmethod
    def _path(name: str) -> str:
        return f"People/{name}.md"

    def _save(self, name: str, text: str | bytes, *, how: str = "in place") -> None:
        path = self.root / self._path(name)
        data = text.encode() if isinstance(text, str) else text
        if how == "in place" or not path.exists():
            path.write_bytes(data)
        elif how == "by rename":
            beside = path.with_name(".goutputstream-A1B2C3")
            beside.write_bytes(data)
            beside.replace(path)
        else:
            path.rename(path.with_name(f"{path.name}~"))
            path.write_bytes(data)
            path.with_name(f"{path.name}~").unlink()

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", "-C", str(self.root), *arguments], check=True, capture_output=True)

    def _run(self, *command: str, fault: int | None = None, error: int = 0) -> Result:
        arguments = ["--vault", str(self.root), *DAY, *command]
        with pytest.MonkeyPatch.context() as patch:
            if fault:
                Faults([self.home], turn=fault, error=error).install(patch)
                soak.count("faults injected into writers")
            done = CliRunner().invoke(main, arguments)
        assert done.exit_code in (0, 1, 2, 3, 4), (command, done.output, done.exception)
        return done


def _only_added(before: bytes, after: bytes) -> bool:
    """Return whether nothing has gone, and no more than an entry with its heading has come."""
    rows, more = before.rstrip(b"\r\n").split(b"\n"), after.split(b"\n")
    left = iter(more)
    return all(row in left for row in rows) and len(more) - len(rows) <= 5


def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - made by mkdtemp


def _machine(examples: int, steps: int) -> type:
    case = SharedVault.TestCase
    case.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    return case


TestSharedVault: Callable[..., object] = _machine(
    examples=40 if not soak.MINUTES else int(soak.MINUTES * 40), steps=15
)
