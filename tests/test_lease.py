"""The lease of a running watcher."""

import errno
import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vault_tools.errors import WatchError
from vault_tools.index import lease
from vault_tools.index.lease import Lease, LeaseTakenError

_HOLDER = """
import sys, time
from pathlib import Path
from vault_tools.index.lease import Lease
with Lease.take(Path(sys.argv[1])) as held:
    held.renew()
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_renewed_lease_is_live(tmp_path: Path) -> None:
    with Lease.take(tmp_path) as held:
        held.renew()

        assert lease.is_live(tmp_path, now=time.time())


def test_a_lease_is_not_live_before_its_first_beat(tmp_path: Path) -> None:
    with Lease.take(tmp_path):
        assert not lease.is_live(tmp_path, now=time.time())


def test_a_lease_that_knows_of_changes_is_not_live(tmp_path: Path) -> None:
    with Lease.take(tmp_path) as held:
        held.renew()
        held.mark_dirty()

        assert not lease.is_live(tmp_path, now=time.time())


@pytest.mark.parametrize(
    ("apart", "expected"),
    [
        pytest.param(lease.FRESH - 1, True, id="just fresh"),
        pytest.param(lease.FRESH + 1, False, id="stale"),
        pytest.param(-lease.FRESH - 1, False, id="from the future"),
    ],
)
def test_a_heartbeat_counts_for_a_few_seconds(
    tmp_path: Path, *, apart: float, expected: bool
) -> None:
    with Lease.take(tmp_path) as held:
        held.renew()

        assert lease.is_live(tmp_path, now=time.time() + apart) is expected


def test_nothing_is_live_without_a_watcher(tmp_path: Path) -> None:
    assert not lease.is_live(tmp_path / "none", now=time.time())


def test_a_released_lease_is_not_live_however_fresh_its_file(tmp_path: Path) -> None:
    held = Lease.take(tmp_path)
    held.release()
    held.release()
    os.utime(tmp_path / "watch.lock")

    assert not lease.is_live(tmp_path, now=time.time())


def test_a_second_watcher_is_told_who_holds_the_lease(tmp_path: Path) -> None:
    with (
        Lease.take(tmp_path),
        pytest.raises(LeaseTakenError, match=rf"process {os.getpid()}; nothing to do") as caught,
    ):
        Lease.take(tmp_path)

    assert caught.value.exit_code == 0


def test_a_killed_watcher_frees_its_lease(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert lease.is_live(tmp_path, now=time.time())

        holder.kill()
        holder.wait()

    assert not lease.is_live(tmp_path, now=time.time())
    Lease.take(tmp_path).release()


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Lease.take(tmp_path / "index").release()
    finally:
        os.umask(before)

    assert (tmp_path / "index").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "index" / "watch.lock").stat().st_mode & 0o777 == 0o600


def test_a_query_that_looks_does_not_keep_a_watcher_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Lease.take(tmp_path).release()
    looking = os.open(tmp_path / "watch.lock", os.O_RDONLY)
    fcntl.flock(looking, fcntl.LOCK_SH | fcntl.LOCK_NB)
    monkeypatch.setattr(time, "sleep", lambda _seconds: os.close(looking))

    Lease.take(tmp_path).release()

    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(looking)


def test_where_there_are_no_locks_there_is_no_lease(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    Lease.take(tmp_path).release()
    os.utime(tmp_path / "watch.lock")
    monkeypatch.setattr(fcntl, "flock", refuse)

    assert not lease.is_live(tmp_path, now=time.time())
    with pytest.raises(WatchError, match=r"watch\.lock can't be locked: No locks available\."):
        Lease.take(tmp_path)


def test_a_folder_that_can_not_be_made_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(WatchError, match="can't be locked: Not a directory"):
        Lease.take(tmp_path / "file" / "index")


def test_a_released_lease_stays_quiet(tmp_path: Path) -> None:
    held = Lease.take(tmp_path)
    held.release()
    os.utime(tmp_path / "watch.lock", (1, 1))

    held.renew()
    held.mark_dirty()

    assert (tmp_path / "watch.lock").stat().st_mtime == 1
