"""Commands that only read leave every byte of the vault alone."""

import os
from pathlib import Path

import pytest

from tests.conftest import Run

Picture = dict[str, tuple[int, int, int, bytes]]


def _picture(root: Path) -> Picture:
    """Return everything that a change to the vault would change."""
    found = {}
    for folder, _, names in os.walk(root):
        for path in (Path(folder), *(Path(folder, name) for name in names)):
            state = path.lstat()
            data = path.read_bytes() if path.is_file() else b""
            found[str(path)] = (state.st_mode, state.st_mtime_ns, state.st_ctime_ns, data)
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "--json"),
        ("check", "People"),
        ("due",),
        ("due", "--json", "--reawaken", "--within", "30d"),
        ("index",),
        ("index", "--rebuild", "--json"),
        ("list",),
        ("list", "--json", "tag:mentor"),
        ("search", "Köln"),
        ("search", "--json", "daten"),
        ("show", "Ruth Abel"),
        ("show", "--json", "Ruth Abel"),
        ("report",),
        ("report", "--format", "html"),
        ("report", "--format", "json", "--week", "2026-W50"),
        ("report", "-o", "-"),
        ("report", "review"),
        ("due", "--plan"),
        ("brief", "Ruth Abel"),
        ("brief", "--json", "Datenstammtisch November"),
        ("events",),
        ("goals", "--unserving"),
        ("graph",),
        ("intro", "Priya", "--draft"),
        ("network",),
        ("tiers",),
        ("promises",),
        ("tiers", "--preset", "dunbar"),
        ("triage", "--json"),
        ("open", "--print", "Ruth Abel"),
        ("export", "vcard"),
        ("export", "csv", "--private"),
        ("export", "json"),
        ("export", "ics"),
        ("export", "vcard", "--assign-uids", "--dry-run"),
        ("complete-address", "ruth"),
        ("collect",),
        ("check", "--fix", "--dry-run"),
        ("log", "Ruth Abel", "x", "--dry-run"),
        ("set", "Ruth Abel", "tier=close", "--dry-run"),
        ("promise", "Ruth Abel", "x", "--dry-run"),
        ("follow-up", "Ruth Abel", "friday", "--dry-run"),
        ("snooze", "Ruth Abel", "2w", "--dry-run"),
        ("new", "Nobody Yet", "--dry-run"),
        ("undo",),
        ("undo", "--list"),
    ],
    ids=" ".join,
)
def test_a_reading_command_leaves_the_vault_alone(
    example: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    before = _picture(example)

    for _ in range(2):
        result = run("--vault", example, "--today", "2026-11-23", *arguments)
        assert result.exit_code in (0, 1), result.output

    assert _picture(example) == before
