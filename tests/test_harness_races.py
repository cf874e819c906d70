"""Several programs write at the same time, or are killed: nothing is lost, nothing doubled."""

import contextlib
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import soak
from tests.conftest import MakeVault, Run
from vault_tools import vault as disk
from vault_tools.edit import lock, notes
from vault_tools.edit import swap as swapping
from vault_tools.edit.notes import Vault, edit_note, remove_leftovers

WRITERS, EACH = 6, 40
DAY = ("--today", "2026-11-23")
PEOPLE = ("Anna", "Ben")


@pytest.fixture
def tmp_path(quick_path: Path) -> Path:
    quick_path.mkdir()
    return quick_path


def together(tasks: list[Callable[[], None]]) -> list[int]:
    """Do all tasks at once, each in a process of its own; return how they have ended."""
    waiting, go = os.pipe()
    children = []
    for task in tasks:
        child = os.fork()
        if child == 0:
            code = 1
            with contextlib.suppress(BaseException):
                os.close(go)
                os.read(waiting, 1)  # ends when everybody is there
                task()
                code = 0
            os._exit(code)
        children.append(child)
    os.close(waiting)
    os.close(go)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def writer(place: Vault, who: int, dice: random.Random) -> Callable[[], None]:
    """Return the task that adds lines of its own to all notes, in any order."""
    lines = [(name, f"{who}-{number}\n") for number in range(EACH) for name in PEOPLE]
    dice.shuffle(lines)

    def work() -> None:
        for name, line in lines:
            edit_note(place, f"{name}.md", change=lambda text, line=line: text + line)  # type: ignore[misc]

    return work


def lost_or_doubled(tmp_path: Path, dice: random.Random) -> int:
    """Let all writers loose on three notes; return how many lines are not there just once."""
    place = Vault(root=tmp_path / "vault", lock_folder=tmp_path / "cache")
    place.root.mkdir(exist_ok=True)
    for name in PEOPLE:
        (place.root / f"{name}.md").write_bytes(b"")
    together([writer(place, who, dice) for who in range(WRITERS)])
    wrong = 0
    for name in PEOPLE:
        found = Counter((place.root / f"{name}.md").read_text(encoding="utf-8").splitlines())
        wrong += sum(found[f"{who}-{n}"] != 1 for who in range(WRITERS) for n in range(EACH))
    return wrong


def test_w06_what_many_programs_add_at_the_same_time_is_all_there_once(tmp_path: Path) -> None:
    for dice in soak.rounds("race", few=3, share=0.1):
        assert lost_or_doubled(tmp_path, dice) == 0
        soak.count("writes raced", WRITERS * EACH * len(PEOPLE))


def test_w06_without_lock_and_exchange_the_race_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.contextmanager
    def unlocked(_folder: Path) -> Iterator[None]:
        yield

    def replaced(path: Path, *, old: bytes, new: bytes) -> bool:
        beside = path.with_name(f".{os.getpid()}")
        beside.write_bytes(new)
        beside.replace(path)
        return old != new

    monkeypatch.setattr(notes, "locked", unlocked)
    monkeypatch.setattr(notes, "swap", replaced)

    assert any(lost_or_doubled(tmp_path, random.Random(n)) for n in range(20))  # noqa: S311 - dice


def test_w11_a_lock_taken_after_reading_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second mutation of Backlog.md's lesson: the lock is there, and too late."""
    real, swap = lock.locked, swapping.swap

    @contextlib.contextmanager
    def nothing(_folder: Path) -> Iterator[None]:
        yield

    def late(path: Path, *, old: bytes, new: bytes) -> bool:
        with real(tmp_path / "cache"):
            return swap(path, old=path.read_bytes() if old else old, new=new)

    monkeypatch.setattr(notes, "locked", nothing)
    monkeypatch.setattr(notes, "swap", late)

    assert any(lost_or_doubled(tmp_path, random.Random(n)) for n in range(20))  # noqa: S311 - dice


def _cards(count: int) -> bytes:
    return b"".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u{n}\r\nFN:Person {n}\r\n"
        f"EMAIL:p{n}@example.org\r\nEND:VCARD\r\n".encode()
        for n in range(count)
    )


def _killed_at_random(task: Callable[[], object], *, within: float, dice: random.Random) -> bool:
    """Do a task in a process that is killed after a while; return whether it was by then."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            task()
        os._exit(0)
    time.sleep(dice.uniform(0, within))
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_w12_an_import_that_was_killed_is_finished_by_the_next(
    tmp_path: Path, vault: MakeVault, run: Run
) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_bytes(_cards(40))
    known = "---\ntype: person\nemail: p3@example.org\n---\nMine\n"
    root = vault({"People/Known.md": known})
    run("--vault", root, *DAY, "import", "vcard", cards)
    wanted = _texts(root)
    for dice in soak.rounds("import", few=15, share=0.1):
        for path in wanted:
            (root / path).unlink(missing_ok=True)
        vault({"People/Known.md": known})
        run("--vault", root, "index", "--accept-deletions")
        for _ in range(2):
            killed = _killed_at_random(
                lambda: run("--vault", root, *DAY, "import", "vcard", cards), within=0.15, dice=dice
            )
            soak.count("kills at random", int(killed))
            found = _texts(root)
            assert all(found[path] in (wanted[path], known) for path in found)

        done = run("--vault", root, *DAY, "import", "vcard", cards)

        assert done.exit_code == 0, done.output
        place = Vault(root=root, lock_folder=tmp_path / "lock")
        remove_leftovers(place, disk.leftovers(root))
        assert _texts(root) == wanted


def test_v08_an_index_whose_maker_was_killed_is_the_one_of_a_rebuild(
    vault: MakeVault, run: Run
) -> None:
    root = vault(
        {f"People/P {n}.md": f"---\ntype: person\n---\nWith [[P {n + 1}]]\n" for n in range(60)}
    )
    for dice in soak.rounds("index", few=15, share=0.05):
        for n in dice.sample(range(60), 20):
            (root / f"People/P {n}.md").write_text(
                f"---\ntype: person\ncity: {dice.random()}\n---\n[[P {dice.randrange(60)}]]\n",
                encoding="utf-8",
            )
        killed = _killed_at_random(lambda: run("--vault", root, "index"), within=0.06, dice=dice)
        soak.count("kills at random", int(killed))

        now = json.loads(run("--vault", root, *DAY, "list", "--json").stdout)
        run("--vault", root, "index", "--rebuild")
        assert now == json.loads(run("--vault", root, *DAY, "list", "--json").stdout)


def _texts(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.md"))
    }
