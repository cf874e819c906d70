"""What sync tools and editors leave beside a note is never a second contact."""

import json

import pytest

from tests.conftest import MakeVault, Run
from tests.indexing import synced_store
from vault_tools import traces
from vault_tools.index import queries

DAY = ("--today", "2026-11-23")
FRONT = "---\ntype: person\n---\n"
NOTE = "People/Anna.md"
COPIES = [
    "Anna.sync-conflict-20261123-101112-ABCDEFG.md",
    "Anna.sync-conflict-20261123-101112.md",
    "Anna (Ben's conflicted copy 2026-11-23).md",
    "Anna (Ben's conflicted copy 2026-11-23) (1).md",
    "Anna (laptop's Conflicted Copy 2026-11-23 2).md",
    "Anna (conflicted copy 2026-11-23 101112).md",
    "Anna (conflicted copy ben 2026-11-23 101112).md",
    "Anna_conflict-20261123-101112.md",
    "Anna (Conflicted copy laptop 202611231011).md",
    "Anna (In Konflikt stehende Kopie von laptop 2026-11-23).md",
]
NOTES = [
    "John (Conflicted) .md",
    "Conflict resolution.md",
    "Anna (conflicted copy).md",
    "Anna (conflicted copy of a contract).md",
    "sync-conflict-20261123-101112-ABCDEFG.md",
    "2026-11-23 Conflict (conflicted copy 2026-11-23 of it) more.md",
    "Anna (1).md",
    "Anna-laptop.md",
]
LITTER = [
    *(".Anna.md.swp", ".Anna.md.swo", "Anna.md~", "4913", "#Anna.md#", ".#Anna.md", "sedAbC123"),
    *(".goutputstream-A1B2C3", "Anna.md___jb_tmp___", "Anna.md___jb_old___", ".~lock.Anna.md#"),
    *(".syncthing.Anna.md.tmp", "~syncthing~Anna.md.tmp", ".stversions/Anna~20261123-101112.md"),
    *(".stfolder/x.md", ".dropbox.cache/x.md", ".nextcloudsync.log", ".trash/Anna.md"),
    *(".obsidian/x.md", ".git/x.md", ".vt-tmp-0011223344556677", ".DS_Store", "Anna.md.crdownload"),
]


@pytest.mark.parametrize("name", COPIES)
def test_g02_a_conflict_copy_is_known_by_its_name(name: str) -> None:
    assert traces.original(name) == "Anna.md"


@pytest.mark.parametrize("name", NOTES)
def test_g02_a_name_that_only_looks_like_one_is_a_note(name: str) -> None:
    assert traces.original(name) is None


def test_g02_no_conflict_copy_is_a_second_contact(vault: MakeVault, run: Run) -> None:
    root = vault({NOTE: FRONT, **{f"People/{name}": FRONT for name in COPIES}})

    listed = json.loads(run("--vault", root, "list", "--json").stdout)
    checked = json.loads(run("--vault", root, "check", "--json").stdout)

    assert [row["path"] for row in listed] == [NOTE]
    assert sorted(row["path"] for row in checked) == sorted(f"People/{name}" for name in COPIES)
    assert {(row["code"], "Anna.md" in row["message"]) for row in checked} == {
        ("conflict-copy", True)
    }


def test_g03_g05_litter_is_ignored(vault: MakeVault, run: Run) -> None:
    root = vault({NOTE: FRONT, **{f"People/{name}": FRONT for name in LITTER}})
    (root / "People/.#Ben.md").symlink_to("ben@laptop.1234:1700000000")

    with synced_store(root) as store:
        assert list(store.known()) == [NOTE]
        assert queries.problems(store) == []
    left = run("--vault", root, "check")
    assert (
        left.stdout
        == "People/.vt-tmp-0011223344556677:1:1: leftover" + left.stdout.partition("leftover")[2]
    )


def test_g03_a_note_that_icloud_has_elsewhere_stays(vault: MakeVault, run: Run) -> None:
    root = vault({NOTE: FRONT, "People/Ben.md": FRONT})
    run("--vault", root, "index")
    (root / NOTE).rename(root / "People/.Anna.md.icloud")
    (root / "People/.photo.jpg.icloud").touch()

    listed = json.loads(run("--vault", root, "list", "--json").stdout)
    checked = json.loads(run("--vault", root, "check", "--json").stdout)

    assert [row["name"] for row in listed] == ["Anna", "Ben"]
    assert [(row["path"], row["code"]) for row in checked] == [(NOTE, "not-downloaded")]
    (root / "People/.Anna.md.icloud").unlink()
    assert [row["name"] for row in json.loads(run("--vault", root, "list", "--json").stdout)] == [
        "Ben"
    ]


@pytest.mark.parametrize(
    ("mark", "editor"),
    [
        pytest.param(".Anna.md.swp", "Vim", id="Vim"),
        pytest.param(".#Anna.md", "Emacs", id="Emacs"),
        pytest.param(".~lock.Anna.md#", "LibreOffice", id="LibreOffice"),
    ],
)
def test_g06_who_writes_into_an_open_note_is_told(
    vault: MakeVault, run: Run, mark: str, editor: str
) -> None:
    root = vault({NOTE: FRONT, "People/Ben.md": FRONT})
    place = root / "People" / mark
    if editor == "Emacs":
        place.symlink_to("ben@laptop.1234:1700000000")
    else:
        place.touch()

    done = run("--vault", root, *DAY, "log", "anna", "ben", "Lunch")

    assert done.exit_code == 0
    assert "- 2026-11-23 Lunch" in (root / NOTE).read_text(encoding="utf-8")
    told = [line for line in done.stderr.splitlines() if "open in" in line]
    assert told == [f"{NOTE} seems to be open in {editor}: load it again before you save there."]
