"""Watching: when a refresh is asked for."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.observers.polling import PollingObserver

from vault_tools.errors import VaultToolsError, WatchError
from vault_tools.index import lease
from vault_tools.index.lease import Lease
from vault_tools.watch import Batch, Callbacks, Debounce, Timing, is_relevant, loop, watch

_PATIENCE = 20.0
_SWIFT = Timing(quiet=0.02, longest=0.1, beat=0.05, gone=0.3, storm=5)


class Recorder:
    """A refresh that can be told to fail, and what a watcher tells."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.warnings: list[str] = []
        self.refreshes = 0
        self.failing = 0
        self.failing_reports = 0
        self.skew = 0.0

    def refresh(self) -> int:
        self.refreshes += 1
        if self.failing:
            self.failing -= 1
            msg = "the disk is busy."
            raise VaultToolsError(msg)
        return self.refreshes

    def report(self, batch: Batch, _result: int) -> None:
        if self.failing_reports:
            self.failing_reports -= 1
            msg = "the template is broken."
            raise VaultToolsError(msg)
        self.batches.append(batch)

    def callbacks(self) -> Callbacks[int]:
        return Callbacks(
            refresh=self.refresh,
            report=self.report,
            warn=self.warnings.append,
            is_ours=lambda path: path == "Reports/2026-W48.md",
            now=lambda: time.time() + self.skew,
        )


@contextmanager
def _watching(
    root: Path, recorder: Recorder, *, polling: bool = False, timing: Timing = _SWIFT
) -> Iterator[list[BaseException]]:
    """Watch in a thread until the block ends; yield what the watcher raised."""
    stop = threading.Event()
    raised: list[BaseException] = []

    def run() -> None:
        try:
            with Lease.take(root.parent / "index") as held:
                watch(
                    root,
                    recorder.callbacks(),
                    lease=held,
                    stop=stop,
                    polling=polling,
                    timing=timing,
                )
        except VaultToolsError as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    _until(lambda: recorder.refreshes > 0 or bool(raised))
    try:
        yield raised
    finally:
        stop.set()
        thread.join(_PATIENCE)
        assert not thread.is_alive()


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    return folder


@pytest.fixture
def held_loop(root: Path) -> Iterator[loop._Loop[int]]:
    """Yield a loop that observes nothing and whose refresh always fails."""
    recorder = Recorder()
    recorder.failing = 1_000_000
    with Lease.take(root.parent / "index") as held:
        yield loop._Loop(root, recorder.callbacks(), lease=held, timing=_SWIFT)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("People/Anna.md", True, id="a note"),
        pytest.param("People", False, id="a file without an ending"),
        pytest.param("People/Anna.png", False, id="a picture"),
        pytest.param("People/~Anna.md", True, id="a note with a strange name"),
        pytest.param("People/Anna.sync-conflict-20261123-090000-ABCDEFG.md", True, id="a conflict"),
        pytest.param(".vault-tools/config.toml", True, id="the configuration"),
        pytest.param(".obsidian/daily-notes.json", True, id="Obsidian's daily notes"),
        pytest.param(".obsidian/workspace.json", False, id="Obsidian's workspace"),
        pytest.param(".git/index.lock", False, id="git"),
        pytest.param(".trash/Anna.md", False, id="Obsidian's bin"),
        pytest.param("People/4913", False, id="vim's probe"),
        pytest.param("People/Anna.md~", False, id="vim's backup"),
        pytest.param("People/.Anna.md.swp", False, id="vim's swap file"),
        pytest.param("People/#Anna.md#", False, id="Emacs' autosave"),
        pytest.param("People/.#Anna.md", False, id="Emacs' lock"),
        pytest.param("People/sedAb12xY", False, id="sed -i"),
        pytest.param("People/Anna.md___jb_tmp___", False, id="JetBrains"),
        pytest.param("People/.syncthing.Anna.md.tmp", False, id="Syncthing"),
        pytest.param("People/.vt-tmp-abc", False, id="our own"),
        pytest.param("People/.goutputstream-X1", False, id="GNOME"),
    ],
)
def test_only_what_can_change_the_index_is_relevant(path: str, *, expected: bool) -> None:
    assert is_relevant(path) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("People", True, id="a folder"),
        pytest.param("sedentary", True, id="a folder with a name as from sed -i"),
        pytest.param(".git/objects", False, id="git's"),
        pytest.param(".", False, id="the vault itself"),
    ],
)
def test_only_visible_folders_are_relevant(path: str, *, expected: bool) -> None:
    assert is_relevant(path, is_folder=True) is expected


def test_a_batch_waits_for_quiet() -> None:
    debounce = Debounce(Timing(quiet=1, longest=10))
    assert debounce.wait(0) is None

    debounce.add("a.md", 100)
    assert debounce.wait(100) == 1
    debounce.add("a.md", 100.5)
    assert debounce.wait(100.5) == 1
    assert debounce.wait(102) == 0
    assert debounce.take() == 1
    assert debounce.wait(102) is None


def test_a_batch_does_not_wait_forever_for_quiet() -> None:
    debounce = Debounce(Timing(quiet=1, longest=3))
    for second in range(100, 110):
        debounce.add("a.md", second)

    assert debounce.wait(102.5) == 0.5
    assert debounce.wait(103) == 0


@pytest.mark.parametrize("many", [True, False], ids=["many paths", "git at work"])
def test_a_storm_waits_longer(*, many: bool) -> None:
    debounce = Debounce(Timing(quiet=1, longest=2, storm=3, storm_quiet=5, storm_longest=20))
    for number in range(4 if many else 1):
        debounce.add(f"{number}.md", 100)

    assert debounce.wait(100, storm=not many) == 5


def test_a_save_is_noticed(root: Path) -> None:
    recorder = Recorder()
    with _watching(root, recorder):
        _until(lambda: lease.is_live(root.parent / "index", now=time.time()))
        (root / "Anna.md").write_text("x", encoding="utf-8")

        _until(lambda: any(batch.paths for batch in recorder.batches))
        _until(lambda: lease.is_live(root.parent / "index", now=time.time()))
    assert recorder.warnings == []


def test_polling_notices_a_save_too(root: Path) -> None:
    recorder = Recorder()
    with _watching(root, recorder, polling=True):
        (root / "Anna.md").write_text("x", encoding="utf-8")

        _until(lambda: any(batch.paths for batch in recorder.batches))
        assert not lease.is_live(root.parent / "index", now=time.time())


def test_a_folder_that_is_moved_in_and_out_is_noticed(root: Path) -> None:
    folder = root.parent / "sedentary"
    folder.mkdir()
    (folder / "Anna.md").write_text("x", encoding="utf-8")
    recorder = Recorder()
    with _watching(root, recorder):
        folder.rename(root / "sedentary")
        _until(lambda: any(batch.paths for batch in recorder.batches))
        (root / "sedentary" / "Anna.md").write_text("y", encoding="utf-8")
        count = len(recorder.batches)
        _until(lambda: len(recorder.batches) > count)

        count = len(recorder.batches)
        (root / "sedentary").rename(folder)
        _until(lambda: len(recorder.batches) > count)


def test_our_own_report_and_litter_ask_for_nothing(root: Path) -> None:
    (root / "Reports").mkdir()
    recorder = Recorder()
    with _watching(root, recorder):
        (root / "Reports" / "2026-W48.md").write_text("x", encoding="utf-8")
        (root / "Anna.md~").write_text("x", encoding="utf-8")
        (root / "Anna.md").write_text("x", encoding="utf-8")

        _until(lambda: any(batch.paths for batch in recorder.batches))
    assert sum(batch.paths for batch in recorder.batches) == 1


def test_a_failing_refresh_is_told_and_tried_again(root: Path) -> None:
    recorder = Recorder()
    recorder.failing = 1
    with _watching(root, recorder):
        _until(lambda: bool(recorder.batches))

    assert recorder.warnings == ["the disk is busy. Trying again in 1 s."]
    assert recorder.refreshes == 2


def test_a_failing_report_is_told_and_tried_again(root: Path) -> None:
    recorder = Recorder()
    recorder.failing_reports = 1
    with _watching(root, recorder):
        _until(lambda: bool(recorder.batches))

    assert recorder.warnings == ["the template is broken. Trying again in 1 s."]


def test_a_failing_refresh_is_tried_again_at_the_next_event(root: Path) -> None:
    recorder = Recorder()
    recorder.failing = 7
    with _watching(root, recorder):
        for number in range(1, 8):
            _until(lambda number=number: recorder.refreshes >= number)  # type: ignore[misc]
            (root / "Anna.md").write_text(f"{number}", encoding="utf-8")

        # Waiting out the retries would take two minutes.
        _until(lambda: bool(recorder.batches))
        _until(lambda: lease.is_live(root.parent / "index", now=time.time()))


def test_failing_for_days_is_no_error_of_its_own(held_loop: loop._Loop[int]) -> None:
    held_loop._failures = 5000

    held_loop.run(Batch(paths=1))

    assert held_loop._failures == 5001


def test_an_event_keeps_the_lease_from_being_renewed(
    held_loop: loop._Loop[int], root: Path
) -> None:
    index = root.parent / "index"
    held_loop._renew()
    assert lease.is_live(index, now=time.time())

    held_loop._note(str(root / "Anna.md"), False)  # noqa: FBT003 - as the handler calls it
    assert not lease.is_live(index, now=time.time())
    held_loop._renew()
    assert not lease.is_live(index, now=time.time())


def test_what_watchdog_complains_of_leads_to_a_rescan(root: Path) -> None:
    recorder = Recorder()
    with _watching(root, recorder):
        logging.getLogger("watchdog.observers.inotify_c").warning("queue overflow")

        _until(lambda: any(batch.reason for batch in recorder.batches))
    assert recorder.batches[-1].reason == "watchdog: queue overflow"


def test_sleep_leads_to_a_rescan(root: Path) -> None:
    recorder = Recorder()
    with _watching(root, recorder):
        _until(lambda: lease.is_live(root.parent / "index", now=time.time()))
        recorder.skew = 3600

        _until(lambda: any(batch.reason for batch in recorder.batches))
    assert recorder.batches[-1].reason == "the computer was asleep"


def test_the_timer_leads_to_a_rescan(root: Path) -> None:
    recorder = Recorder()
    with _watching(root, recorder, timing=Timing(beat=0.02, rescan=0.1)):
        _until(lambda: any(batch.reason == "regular rescan" for batch in recorder.batches))


def test_a_vault_that_comes_back_is_watched_again(root: Path) -> None:
    recorder = Recorder()
    timing = Timing(quiet=0.02, beat=0.02, gone=_PATIENCE)
    with _watching(root, recorder, timing=timing):
        _until(lambda: bool(recorder.batches))
        away = root.with_name("away")
        root.rename(away)
        time.sleep(0.2)
        away.rename(root)

        _until(lambda: any("came back" in batch.reason for batch in recorder.batches))
        (root / "Anna.md").write_text("x", encoding="utf-8")
        _until(lambda: recorder.batches[-1].paths > 0)


@pytest.mark.parametrize("removed", [True, False], ids=["removed", "renamed"])
def test_a_folder_that_takes_the_place_of_the_vault_is_watched(
    root: Path, *, removed: bool
) -> None:
    recorder = Recorder()
    with _watching(root, recorder):
        _until(lambda: lease.is_live(root.parent / "index", now=time.time()))
        other = root.with_name("other")
        other.mkdir()
        if removed:
            root.rmdir()
        else:
            root.rename(root.with_name("away"))
        other.rename(root)

        _until(lambda: bool(recorder.batches) and bool(recorder.batches[-1].reason))
        (root / "Anna.md").write_text("x", encoding="utf-8")
        _until(lambda: recorder.batches[-1].paths > 0)


def test_a_vault_that_is_gone_has_no_live_lease(root: Path) -> None:
    recorder = Recorder()
    with _watching(root, recorder, timing=Timing(beat=0.02, gone=_PATIENCE)):
        _until(lambda: lease.is_live(root.parent / "index", now=time.time()))
        root.rename(root.with_name("away"))
        _until(lambda: bool(recorder.warnings))

        assert not lease.is_live(root.parent / "index", now=time.time())
    assert recorder.warnings == [f"The vault {root} is gone; waiting for it."]


def test_a_vault_that_stays_away_ends_the_watch(root: Path) -> None:
    recorder = Recorder()
    with _watching(root, recorder) as raised:
        root.rename(root.with_name("away"))

        _until(lambda: bool(raised))
    assert isinstance(raised[0], WatchError)
    assert str(raised[0]) == f"the vault {root} is gone."


@pytest.mark.parametrize("at_once", [True, False], ids=["no instance left", "no watch left"])
def test_limits_of_the_system_lead_to_polling(
    root: Path, monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    class Limited(PollingObserver):
        def __init__(self) -> None:
            if at_once:
                raise OSError(24, "inotify watch limit reached")
            super().__init__()

        def start(self) -> None:
            raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(loop, "Observer", Limited)
    recorder = Recorder()
    with _watching(root, recorder):
        (root / "Anna.md").write_text("x", encoding="utf-8")

        _until(lambda: any(batch.paths for batch in recorder.batches))
    assert len(recorder.warnings) == 1
    assert recorder.warnings[0].startswith("inotify watch limit reached: looking for changes")


def test_a_vault_that_can_not_be_polled_either_is_an_error(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Limited(PollingObserver):
        def start(self) -> None:
            raise OSError(28, "no more")

    monkeypatch.setattr(loop, "Observer", Limited)
    monkeypatch.setattr(loop, "PollingObserver", Limited)
    with _watching(root, Recorder()) as raised:
        _until(lambda: bool(raised))
    assert str(raised[0]) == f"{root} can't be watched: no more."


def test_a_restart_that_fails_is_told_and_tried_again(
    held_loop: loop._Loop[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Limited(PollingObserver):
        def start(self) -> None:
            raise OSError(28, "no more")

    held_loop.start(polling=True)
    monkeypatch.setattr(loop, "PollingObserver", Limited)
    held_loop._restart("a test")
    assert not held_loop._is_observing()
    monkeypatch.undo()

    held_loop._look_after()

    assert held_loop._is_observing()
    held_loop.end()


def test_an_observer_that_dies_is_started_again_and_then_given_up(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dying(PollingObserver):
        def is_alive(self) -> bool:
            return False

    monkeypatch.setattr(loop, "Observer", Dying)
    recorder = Recorder()
    with _watching(root, recorder) as raised:
        _until(lambda: bool(raised))
    assert "dies again and again" in str(raised[0])
