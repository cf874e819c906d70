"""What all tests share: Hypothesis' profiles, a vault on disk, and the guard at its door."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from tests import soak
from tests.indexing import OPEN_STORES
from vault_tools import language
from vault_tools.cli import main

settings.register_profile("dev", deadline=None, max_examples=100)
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

MakeVault = Callable[[Mapping[str, str]], Path]
Run = Callable[..., Result]
EXAMPLE = Path(__file__).parent.parent / "example-vault"


class Guard:
    """Notes down what the program writes below pytest's folder past ``vault_tools.edit``.

    Python can't take an audit hook back, so there is one for all tests. It sees this process
    only, and neither SQLite nor programs that are started.
    """

    # How many of the arguments of an audit event are paths that are written to.
    WRITES = {  # noqa: RUF012 - never changed
        "open": 1,
        **dict.fromkeys(("os.chmod", "os.chown", "os.mkdir", "os.remove", "os.rmdir"), 1),
        **dict.fromkeys(("os.setxattr", "os.truncate", "os.utime", "shutil.rmtree"), 1),
        **dict.fromkeys(("os.link", "os.rename", "os.symlink", "shutil.move"), 2),
        **dict.fromkeys(("shutil.copyfile", "shutil.copytree"), 2),
    }
    WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    ELSEWHERE = frozenset(("cache", ".cache", "config", "index", "new", "state", "vault-tools"))
    """The folders that are no part of a vault in any test: settings, and where an index is."""
    INDEX = ("index.db", "open.lock", "watch.lock")
    """How the files of an index begin, which a few tests keep in no folder of its own."""

    def __init__(self) -> None:
        self.root = ""
        """Pytest's folder; empty before there is one."""
        self.found: list[str] = []

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        count = self.WRITES.get(event)
        if count is None or not self.root:
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & self.WRITING):
            return
        paths = [path for path in arguments[:count] if isinstance(path, str | bytes | os.PathLike)]
        guarded = [path for path in map(os.fsdecode, paths) if self._is_guarded(path)]
        rogue = self._rogue() if guarded else None
        if rogue:
            self.found.append(f"{rogue} wrote to the vault ({event}): {', '.join(guarded)}")

    def _is_guarded(self, path: str) -> bool:
        try:
            whole = os.path.abspath(path)  # noqa: PTH100 - no Path in a hook: it is called often
        except OSError:
            return False  # relative to a folder that is gone
        if not whole.startswith(self.root):
            return False
        _, *below = whole.removeprefix(self.root).split("/")
        return (
            below != []
            and not below[-1].startswith(self.INDEX)
            and self.ELSEWHERE.isdisjoint(below)
        )

    @staticmethod
    def _rogue() -> str | None:
        """Return the module of ours that is at work without the package that may write.

        A test that is called back by the program is at work itself.
        """
        module = ""
        frame: FrameType | None = sys._getframe(2)
        while frame:
            name = f"{frame.f_globals.get('__name__')}."
            if name.startswith("vault_tools.edit.") or (not module and name.startswith("tests.")):
                return None
            if not module and name.startswith("vault_tools."):
                module = name.rstrip(".")
            frame = frame.f_back
        return module or None


GUARD = Guard()
sys.addaudithook(GUARD)


@pytest.fixture(scope="session", autouse=True)
def _vaults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tell the guard where the vaults of all tests are, and every program where to keep its own."""
    GUARD.root = f"{tmp_path_factory.getbasetemp()}/"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(autouse=True)
def _one_door_to_the_vault(_vaults: None) -> Iterator[None]:
    """Fail a test in which anything but ``vault_tools.edit`` has written into a vault."""
    GUARD.found.clear()
    yield
    assert GUARD.found == []


@pytest.fixture(autouse=True)
def _no_index_stays_open() -> Iterator[None]:
    """Close the indexes in memory that a test has made: newer Pythons warn of those left open."""
    yield
    while OPEN_STORES:
        OPEN_STORES.pop().close()


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak English, whatever the locale of who runs the tests, and again after each."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "VAULT_TOOLS_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    yield
    language.use(language.ENGLISH)


@pytest.fixture
def vault(tmp_path: Path) -> MakeVault:
    """Return the function that writes notes, path = text, into a vault and returns its folder."""
    root = tmp_path / "vault"

    def write(notes: Mapping[str, str]) -> Path:
        root.mkdir(exist_ok=True)
        for path, text in notes.items():
            note = root / path
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_bytes(text.encode())
        return root

    return write


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the function that runs the program, with folders of its own for all it keeps."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("VAULT_TOOLS_VAULT", "VAULT_TOOLS_TODAY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return call


@pytest.fixture
def quick_path() -> Iterator[Path]:
    """Return a folder in memory where there is one: what syncs thousands of files is done there."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - made by mkdtemp
    with tempfile.TemporaryDirectory(prefix="vault-tools-", dir=memory) as folder:
        yield Path(folder).resolve() / "test"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a copy of the example vault."""
    copy = tmp_path / "example-vault"
    shutil.copytree(EXAMPLE, copy, symlinks=True)
    return copy


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what the harnesses have tried."""
    for line in soak.lines():
        terminalreporter.write_line(line)
