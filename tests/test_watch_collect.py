"""What ``watch`` does with reports: written while untouched, their ticks taken in after a rest."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import vault_tools.cli.collect
from tests.conftest import MakeVault
from vault_tools.app import App
from vault_tools.cli.session import Session
from vault_tools.cli.watching import _Boxes, _Watched
from vault_tools.watch import Batch

PERSON = "---\ntype: person\ncadence: weekly\n---\n## Log\n- 2026-11-01 hello\n"
REPORT = "Reports/2026-W48.md"


@pytest.fixture
def session(vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = vault({"Anna.md": PERSON})
    made = Session(named=str(root), day=date(2026, 11, 23))
    yield made
    made.close()


@pytest.fixture
def app(session: Session) -> App:
    """Return the vault with its report of the week written."""
    opened = session.open()
    watched = _Watched(session, opened, reporting=True)
    watched.refresh()
    watched.write_report()
    return opened


def edited(app: App, change: Callable[[str], str], *, seconds_ago: float = 60) -> None:
    path = app.root / REPORT
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    at = path.stat().st_mtime - seconds_ago
    os.utime(path, (at, at))


def ticked(text: str) -> str:
    return text.replace("- [ ]", "- [x]", 1).replace("→\n", "→ phone: hi\n", 1)


def entries(app: App) -> int:
    return (app.root / "Anna.md").read_text(encoding="utf-8").count("- 2026-11-23 phone: hi\n")


def test_a_tick_is_taken_in_once(session: Session, app: App) -> None:
    boxes = _Boxes(session, app)
    edited(app, ticked)

    boxes.collect()
    boxes.collect()
    _Boxes(session, app).collect()

    assert entries(app) == 1


def test_a_report_that_is_being_typed_in_rests_first(session: Session, app: App) -> None:
    boxes = _Boxes(session, app)

    edited(app, ticked, seconds_ago=0)
    boxes.collect()
    assert entries(app) == 0

    edited(app, str)
    boxes.collect()
    assert entries(app) == 1


def test_a_line_that_is_not_understood_is_told_once(
    session: Session, app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    boxes = _Boxes(session, app)
    edited(app, lambda text: f"{text}\n- [x] nobody\n")

    boxes.collect()
    boxes.collect()

    assert capsys.readouterr().err.count("report-line") == 1


def test_what_cannot_be_written_is_told(
    session: Session, app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(app, ticked)
    (app.root / "Anna.md").chmod(0o400)

    _Boxes(session, app).collect()

    assert "is read-only" in capsys.readouterr().err
    assert entries(app) == 0


def test_a_report_that_goes_away_ends_nothing(
    session: Session,
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    edited(app, ticked)
    path = app.root / REPORT
    listed = [path, app.root / "Reports" / "gone.md"]
    (app.root / "Reports" / "link.md").symlink_to("nowhere")
    boxes = _Boxes(session, app)
    with monkeypatch.context() as patched:
        patched.setattr(vault_tools.cli.collect, "written_reports", lambda _app: listed)
        boxes.collect()
    assert entries(app) == 1

    monkeypatch.setattr(boxes, "_collect", lambda _path: path.unlink())
    edited(app, ticked)
    boxes.collect()
    boxes.collect()

    assert not path.exists()
    assert "can't be read" not in capsys.readouterr().err


def test_a_report_that_was_ticked_is_left_alone_and_that_is_said_once(
    session: Session, app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    watched = _Watched(session, app, reporting=True)
    edited(app, ticked)
    before = (app.root / REPORT).read_bytes()

    for _ in range(2):
        result = watched.refresh()
        watched.tell(Batch(paths=1, reason="regular rescan"), result)

    assert (app.root / REPORT).read_bytes() == before
    said = capsys.readouterr()
    assert said.err.count("it stays as it is") == 1
    assert "0 added, 0 changed, 0 removed (regular rescan)" in said.out
