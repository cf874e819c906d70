"""What a command loads: nothing heavy that it doesn't need."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MakeVault

NOTES = {
    "People/Anna.md": (
        "---\ntype: person\ncadence: weekly\n---\nMet [[Ben]].\n\n## Log\n- 2026-01-02 x\n"
    ),
}
HEAVY = frozenset(
    {
        *("jinja2", "networkx", "watchdog", "yaml", "frontmatter", "dateparser", "rich"),
        *("vobject", "icalendar", "phonenumbers", "rapidfuzz"),
    }
)
_WRAPPER = """
import sys
from vault_tools.cli import main
main(sys.argv[1:], standalone_mode=False)
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def _loaded(cache: Path, *arguments: str | Path) -> set[str]:
    """Return the top-level modules that are loaded when the command has run."""
    # Not measured: what measures it loads much itself.
    environment = {key: value for key, value in os.environ.items() if "COVERAGE" not in key}
    done = subprocess.run(
        [sys.executable, "-c", _WRAPPER, *map(str, arguments)],
        capture_output=True,
        env={**environment, "XDG_CACHE_HOME": str(cache)},
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [("due", "--json"), ("list",), ("show", "Anna"), ("search", "met"), ("intro", "Anna")],
    ids=" ".join,
)
def test_a_question_with_nothing_changed_loads_little(
    vault: MakeVault, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    root = vault(NOTES)
    cache = tmp_path / "cache"
    _loaded(cache, "--vault", root, "index")
    _settle(cache)

    loaded = _loaded(cache, "--vault", root, *arguments)

    assert "sqlite3" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_a_note_that_has_changed_loads_no_parser_of_yaml(vault: MakeVault, tmp_path: Path) -> None:
    root = vault(NOTES)
    cache = tmp_path / "cache"
    _loaded(cache, "--vault", root, "index")
    vault({"People/Ben.md": "---\ntype: person\ncadence: weekly\n---\n"})

    loaded = _loaded(cache, "--vault", root, "due", "--json")

    assert loaded.isdisjoint(HEAVY)


def test_nothing_changed_loads_no_openssl_and_no_platformdirs(
    vault: MakeVault, tmp_path: Path
) -> None:
    root = vault(NOTES)
    cache = tmp_path / "cache"
    _loaded(cache, "--vault", root, "index")
    _settle(cache)
    _loaded(cache, "--vault", root, "index")

    loaded = _loaded(cache, "--vault", root, "index")

    assert loaded.isdisjoint(
        {*HEAVY, "_hashlib", "difflib", "tomllib", "multiprocessing", "shutil"}
    )
    assert sys.platform != "linux" or "platformdirs" not in loaded


def test_the_version_needs_no_index(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path, "--version")

    assert loaded.isdisjoint({*HEAVY, "sqlite3"})


_AT_EXIT = """
import atexit, gc, sys
from vault_tools.__main__ import run
atexit.register(lambda: print(gc.get_freeze_count() > 0, gc.get_threshold()[0], file=sys.stderr))
sys.argv = ["vault-tools", "--version"]
run()
"""


def test_a_process_that_ends_does_not_look_at_everything_once_more() -> None:
    command = [sys.executable, "-c", _AT_EXIT]

    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.startswith("vault-tools, version ")
    assert done.stderr == "True 100000\n"


def _settle(cache: Path) -> None:
    """Let no file be fresh any more: the time at which the system changed it can't be set."""
    (index,) = cache.glob("vault-tools/*/index.db")
    with contextlib.closing(sqlite3.connect(index)) as connection, connection:
        connection.execute("UPDATE note SET racy = 0")


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_shell_is_told_every_command(shell: str) -> None:
    environment = {"_VAULT_TOOLS_COMPLETE": f"{shell}_complete"}
    words = {"COMP_WORDS": "vault-tools pro", "COMP_CWORD": "1", "COMP_LINE": "vault-tools pro"}

    done = subprocess.run(
        [sys.executable, "-c", "from vault_tools.cli import main; main(prog_name='vault-tools')"],
        capture_output=True,
        env={**os.environ, **environment, **words},
        text=True,
        check=False,
        timeout=60,
    )

    assert {"promise", "promises"} <= set(done.stdout.replace(",", "\n").split())
