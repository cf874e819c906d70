"""What the example vault shows on its day, to the letter; and that looking changes nothing."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import EXAMPLE, Run

DAY = ("--today", "2026-11-23")
COMMANDS = [
    ["index"],
    ["index", "--rebuild"],
    ["list"],
    ["list", "--json"],
    ["show", "mara"],
    ["search", "flat"],
    ["due"],
    ["due", "--json", "--within", "14d", "--reawaken"],
    ["check"],
    ["report"],
    ["report", "--format", "html"],
    ["report", "--format", "json"],
]


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "--format", "md"],
        ["report", "--format", "text"],
        ["report", "--format", "json"],
        ["report", "--week", "2026-W53"],
        ["due"],
        ["due", "--json", "--within", "14d", "--reawaken"],
        ["list"],
        ["show", "Mara Hoffstedt"],
        ["show", "Jonas Weidenbach", "--json"],
        ["check"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_what_it_shows(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    snapshot: SnapshotAssertion,
    arguments: list[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert run("--vault", EXAMPLE, *DAY, *arguments).stdout == snapshot


def _digest(root: Path) -> list[tuple[str, int, int, str]]:
    return sorted(
        (
            str(path.relative_to(root)),
            path.stat().st_mtime_ns,
            path.stat().st_ino,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in root.rglob("*")
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_looking_changes_nothing(run: Run, example: Path, arguments: list[str]) -> None:
    before = _digest(example)

    assert run("--vault", example, *DAY, *arguments).exit_code in (0, 1)

    assert _digest(example) == before


def _python(code: str, *arguments: str, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, **env},
    )
    return done.stdout


_REPORT = "from vault_tools.cli import main; main()"
_LOADED = """
import sys
from vault_tools.cli import main
try:
    main()
except SystemExit:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""


@pytest.mark.parametrize("form", ["md", "text", "html", "json"])
def test_the_same_day_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    outputs = {
        _python(
            *(_REPORT, "--vault", str(EXAMPLE), "--lang", "en", *DAY, "report", "--format", form),
            PYTHONHASHSEED=seed,
            LC_ALL=locale,
            TZ=zone,
            XDG_CACHE_HOME=str(tmp_path / seed),
        )
        for seed, locale, zone in (
            ("0", "C.UTF-8", "UTC"),
            ("1", "de_DE.UTF-8", "America/Santiago"),
            ("2", "C", "Pacific/Apia"),
        )
    }

    assert len(outputs) == 1


def _unmeasured(cache: str) -> dict[str, str]:
    """Return an environment in which coverage, which loads much itself, does not follow."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    return {**kept, "XDG_CACHE_HOME": cache}


def test_an_answer_from_the_index_loads_little(tmp_path: Path) -> None:
    arguments = ("--vault", str(EXAMPLE), *DAY, "due", "--json")
    cache = str(tmp_path)
    _python(_REPORT, *arguments, XDG_CACHE_HOME=cache)

    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=_unmeasured(cache),
    )

    assert json.loads(done.stdout)
    loaded = set(done.stderr.split())
    assert "sqlite3" in loaded
    assert not loaded & {"jinja2", "watchdog", "yaml", "frontmatter", "vault_tools.parse"}


def test_the_version_loads_less(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, "--version"],
        capture_output=True,
        text=True,
        check=True,
        env=_unmeasured(str(tmp_path)),
    )

    assert not set(done.stderr.split()) & {"sqlite3", "platformdirs", "vault_tools.app"}
