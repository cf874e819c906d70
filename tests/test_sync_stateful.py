"""Whatever happens to a vault, the index that follows is the one that a rebuild makes.

But for contacts whose notes are broken: they stay what they were. The index is then the one that a
rebuild makes of the vault in which these notes still say what they said last.
"""

import os
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.indexing import SECOND, Dump, dump, memory_store, rebuilt_dump, refresh, write
from vault_tools import vault
from vault_tools.app import App
from vault_tools.cli.due import json_answer
from vault_tools.config import Config, Rules
from vault_tools.config.settings import Contacts
from vault_tools.index import answers, status
from vault_tools.render import data
from vault_tools.vault import Stat
from vault_tools.views.due import who_is_due

_FOLDERS = ("", "People/", "Work/", "Work/Old/")
_STEMS = ("Anna", "anna", "Ben", "Zoë", "2026-11-02", "2026-11-09 Lunch", "Template")
_TARGETS = (
    *("Anna", "ben", "ZOË", "Zoe\u0308", "Annie", "Anna Berg", "People/Anna", "Work/Ben.md"),
    *("Old/Anna", "../People/Ben", "2026-11-02", "Nobody", "Anna#Log", "Ben|him", "b@example.org"),
)
_CONFIGS = (
    Config(fingerprint="default"),
    Config(fingerprint="synonyms", properties={"spitzname": "aliases"}),
    Config(fingerprint="ignoring", ignore=("Work/Old/**", "*lunch*")),
    Config(fingerprint="rules", rules=Rules(promise_after=3, first_follow_up_after=1)),
    Config(fingerprint="types", contacts=Contacts(types=("friend",), folders=("Work",))),
)

_DAYS = (date(2026, 11, 10), date(2027, 2, 1))

paths = st.builds(
    lambda folder, stem: f"{folder}{stem}.md", st.sampled_from(_FOLDERS), st.sampled_from(_STEMS)
)
targets = st.sampled_from(_TARGETS)
waits = st.sampled_from((0, 0, SECOND, 3 * SECOND))
"""How much time passes: within the same tick of the clock, while files are fresh, or longer."""

_properties = st.one_of(
    st.sampled_from(
        (
            *("type: person", "type: friend", "type: event", "type: goal", "tags: [person]"),
            *("name: Anna Berg", "name: Ben", "aliases: [Annie, Ben]", "alias: Anna"),
            *("spitzname: Annie", "email: b@example.org", "cadence: monthly", "tier: inner"),
            *("met: 2026-11-01", "last_contact: 2026-10-01", "birthday: --02-29", "cadence: often"),
            *("ignore_mentions: true", "date: 2026-11-04", "date: 2026-11-31", "private: true"),
            *("attendees: [Anna, Annie]", "people: Ben", "vault_tools: report", "title: '{{x}}'"),
            *("status: paused", "follow_up: 2026-12-01", "broken: [", "twice: 1\ntwice: 2"),
        )
    ),
    st.builds("attendees: ['[[{}]]', '[[{}]]']".format, targets, targets),
    st.builds("introduced_by: '[[{}]]'".format, targets),
)
_lines = st.one_of(
    st.sampled_from(
        (
            *("## Log", "- 2026-11-02 phone: said slides #gave", "- 2026-11-05: #noreply", "Ben"),
            *("- [ ] Send slides", "- [ ] Call #waiting 📅 2026-11-30", "#person", "# End", "```"),
            *("- 2026-02-30 phone: never", "<<<<<<< ours", "%%", "---", ""),
        )
    ),
    st.builds("- 2026-11-03 email: #intro [[{}]]".format, targets),
    st.builds("Met [[{}]] and [[{}]]".format, targets, targets),
    st.builds("- [ ] Slides for [[{}]] of [[{}]]".format, targets, targets),
    st.builds("- [x] Slides for [[{}]]".format, targets),
    st.builds("> ![[{}]]".format, targets),
    st.builds("- #mention [[{}]]\n  - [[{}]]".format, targets, targets),
)


def _text(properties: list[str], lines: list[str], *, closed: bool) -> str:
    front = "\n".join(("---", *properties, "---" if closed else "", ""))
    return (front if properties else "") + "\n".join(lines)


notes = st.builds(
    _text,
    st.lists(_properties, max_size=5),
    st.lists(_lines, max_size=5),
    closed=st.sampled_from((True, True, True, False)),
)


class VaultMachine(RuleBasedStateMachine):
    """A vault whose clock, as the files show it, only moves when it is told to.

    The time at which the system changed a file can't be set, so it is left out: only the rule
    about fresh files tells two edits of one size within one tick apart.
    """

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="vault-")).resolve()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(vault, "_stat", _state)
        self.store = memory_store()
        self.config = _CONFIGS[0]
        self.now_ns = 10**18
        self.pending = False
        self.today = _DAYS[0]
        self.patch.setattr(answers, "_WORTH", 0)
        self.sound: dict[str, bytes] = {}
        """What each note said when it could last be read."""

    def teardown(self) -> None:
        self.compare()
        self.store.close()
        self.patch.undo()
        shutil.rmtree(self.root)

    @initialize(found=st.dictionaries(paths, notes, min_size=3, max_size=8))
    def begin(self, found: dict[str, str]) -> None:
        for path, text in found.items():
            self._write(path, text.encode())
        self.pending = True

    @rule(path=paths, text=notes, wait=waits, then=st.booleans())
    def write(self, path: str, text: str, wait: int, *, then: bool) -> None:
        self.now_ns += wait
        self._write(path, text.encode())
        self.pending = then

    @rule(drawn=st.data(), wait=waits, then=st.booleans())
    def edit_in_place(self, drawn: st.DataObject, wait: int, *, then: bool) -> None:
        """Change a few letters: the size stays, and so does the time if none passes."""
        path = self._existing(drawn)
        if path:
            self.now_ns += wait
            before = path.read_bytes()
            swapped = drawn.draw(st.sampled_from(((b"Anna", b"Ben\t"), (b"11", b"12"))))
            self._write(path.relative_to(self.root).as_posix(), before.replace(*swapped))
            self.pending = then

    @rule(drawn=st.data())
    def touch(self, drawn: st.DataObject) -> None:
        path = self._existing(drawn)
        if path:
            os.utime(path, ns=(self.now_ns, self.now_ns))

    @rule(drawn=st.data())
    def delete(self, drawn: st.DataObject) -> None:
        path = self._existing(drawn)
        if path:
            path.unlink()
            self.pending = True

    @rule(drawn=st.data(), to=paths)
    def rename(self, drawn: st.DataObject, to: str) -> None:
        path = self._existing(drawn)
        folder = (self.root / to).parent
        if path and not any(place.is_symlink() for place in (folder, *folder.parents)):
            folder.mkdir(parents=True, exist_ok=True)
            path.replace(self.root / to)
            self.pending = True

    @rule(name=st.sampled_from(("People", "Work", "Work/Old")), to=st.sampled_from(("A", "B")))
    def move_folder(self, name: str, to: str) -> None:
        """Move a folder, and the next time another one to its place."""
        here, there = self.root / name, self.root / to
        for one, other in ((here, there), (there, here)):
            if one.is_dir() and not os.path.lexists(other) and other.parent.is_dir():
                one.rename(other)
                self.pending = True
                return

    @rule(name=st.sampled_from(("People", "Work/Old")), to=st.sampled_from(("A", "Work")))
    def link_folder(self, name: str, to: str) -> None:
        """Put a link to a folder where a folder was; a link is not walked."""
        here = self.root / name
        if here.is_symlink():
            here.unlink()
        elif here.is_dir():
            shutil.rmtree(here)
            here.symlink_to(self.root / to)
        self.pending = True

    @rule(config=st.sampled_from(_CONFIGS))
    def configure(self, config: Config) -> None:
        self.config = config
        self.pending = True

    @rule(today=st.sampled_from(_DAYS), few=st.sampled_from((0, 2)))
    def ask_again(self, today: date, few: int) -> None:
        self.patch.setattr(answers, "_FEW", few)
        self.store.has_written = few > 0
        self.today = today
        self._ask()

    @rule(wait=waits)
    def check(self, wait: int) -> None:
        self.now_ns += wait
        self.pending = True

    @invariant()
    def compare(self) -> None:
        if self.pending:
            self.pending = False
            refresh(
                self.store,
                self.root,
                config=self.config,
                now_ns=self.now_ns,
                accept_deletions=True,
            )
            self._compare(status.stale_paths(self.store))
            self._ask()

    def _ask(self) -> None:
        """Ask who is due: what is kept of the answer before says the same as one made anew."""
        until = self.today + timedelta(days=30)
        opened = App(self.root, self.config, self.store, self.today)
        found = who_is_due(self.store, config=self.config, today=self.today, until=until)
        stale = status.stale_paths(self.store)
        shape = data.due(found, today=self.today, channels=self.config.channels, stale=stale)
        assert json_answer(opened, until=until) == data.dumps(shape)

    def _compare(self, stale: frozenset[str]) -> None:
        """Compare with a rebuild of the vault, *stale* notes in it as they were."""
        for path in self.store.known().keys() - stale:
            self.sound[path] = (self.root / path).read_bytes()
        if not stale:
            assert dump(self.store) == rebuilt_dump(self.root, config=self.config)
            return
        with tempfile.TemporaryDirectory() as folder:
            before = Path(folder, "vault")
            shutil.copytree(self.root, before, symlinks=True)
            for path in stale:
                (before / path).write_bytes(self.sound[path])
            expected = rebuilt_dump(before, config=self.config)
        found = dump(self.store)
        assert _without_state(found, stale) == _without_state(expected, stale)

    def _existing(self, drawn: st.DataObject) -> Path | None:
        found = sorted(path for path in self.root.rglob("*.md") if path.is_file())
        return drawn.draw(st.sampled_from(found)) if found else None

    def _write(self, path: str, text: bytes) -> None:
        note = self.root / path
        if not (note.is_dir() or any(folder.is_symlink() for folder in note.parents)):
            write(note, text, mtime_ns=self.now_ns)


def _without_state(found: Dump, stale: frozenset[str]) -> Dump:
    """Return a dump without what is told of *stale* notes as they are now."""
    notes = {
        path: (kind, title, day, None if path in stale else digest, note)
        for path, (kind, title, day, digest, note) in found["notes"].items()
    }
    problems = [problem for problem in found["problems"] if problem.path not in stale]
    return {**found, "notes": notes, "problems": problems, "counted": None}


def _state(state: os.stat_result) -> Stat:
    return Stat(state.st_mtime_ns, 0, state.st_size, state.st_ino)


TestVault = VaultMachine.TestCase
TestVault.settings = settings(
    max_examples=40,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
