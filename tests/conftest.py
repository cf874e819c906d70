"""What all tests share: Hypothesis' profiles, and a vault on disk."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("dev", deadline=None, max_examples=100)
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

MakeVault = Callable[[Mapping[str, str]], Path]


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
