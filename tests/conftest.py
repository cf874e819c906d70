"""What all tests share: Hypothesis' profiles, and a vault on disk."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from vault_tools.cli import main

settings.register_profile("dev", deadline=None, max_examples=100)
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

MakeVault = Callable[[Mapping[str, str]], Path]
Run = Callable[..., Result]
EXAMPLE = Path(__file__).parent.parent / "example-vault"


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
    for name in ("VAULT_TOOLS_VAULT", "VAULT_TOOLS_TODAY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return call


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a copy of the example vault."""
    copy = tmp_path / "example-vault"
    shutil.copytree(EXAMPLE, copy, symlinks=True)
    return copy
