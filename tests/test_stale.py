"""A contact whose note is broken stays what it was, until it can be read again."""

import json
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run
from tests.indexing import memory_store, refresh
from vault_tools.config import Config
from vault_tools.edit.notes import Vault, edit_note
from vault_tools.errors import UneditableError
from vault_tools.index import queries, status
from vault_tools.index.store import Store
from vault_tools.parse import Grammar

DAY = ("--today", "2026-11-23")
ANNA, BEN = "People/Anna.md", "People/Ben.md"
GOOD = (
    "---\ntype: person\ncadence: weekly\ncompany: Nordwind\n---\n"
    "Knows [[Ben]].\n\n## Log\n- 2026-10-02 phone: Köln\n"
)
BROKEN = {
    "open": "---\ntype: person\ncadence: weekly\n",
    "yaml": "---\ntype: [person\n---\n",
    "conflict": "---\n<<<<<<< ours\ntype: person\n=======\ntype: contact\n>>>>>>> theirs\n---\n",
    "empty": "",
    "half a fence": "--",
    "binary": "---\ntype: person\n---\n\0",
}


@pytest.fixture
def root(vault: MakeVault, run: Run) -> Path:
    made = vault({ANNA: GOOD, BEN: "---\ntype: person\n---\nWith [[Anna]]\n"})
    assert run("--vault", made, "index").exit_code == 0
    return made


def found(run: Run, root: Path, *arguments: str) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(
        run("--vault", root, *DAY, *arguments, "--json").stdout
    )
    return listed


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_contact_stays_what_it_was_and_is_marked(root: Path, run: Run, how: str) -> None:
    before = found(run, root, "list")
    (root / ANNA).write_text(BROKEN[how], encoding="utf-8")

    after = found(run, root, "list")

    assert [row.pop("stale") for row in before] == [False, False]
    assert [row.pop("stale") for row in after] == [True, False]
    assert after == before
    assert [(row["name"], row["stale"]) for row in found(run, root, "due")] == [("Anna", True)]
    assert (ANNA, "stale") in [(row["path"], row["code"]) for row in found(run, root, "check")]
    report = run("--vault", root, *DAY, "report", "--format", "text").stdout
    assert "Anna" in report
    assert f"{ANNA}, line 1: what was read before the note broke still counts" in report


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\nprivate: true\ntags: [x\n---\n", id="list left open"),
        pytest.param("---\ntype: person\nPrivate: 'yes'  # now\n", id="front matter left open"),
        pytest.param("---\r\nprivate: ja\r\nx: [\r\n---\r\n", id="in German, from Windows"),
        pytest.param("---\n<<<<<<<\nprivate: true\n=======\n>>>>>>>\n---\n", id="on one side"),
        pytest.param("---\nprivate: true\n---\n\0", id="no text"),
    ],
)
def test_who_is_made_private_in_a_note_that_breaks_is_private(
    root: Path, run: Run, text: str
) -> None:
    (root / ANNA).write_text(text, encoding="utf-8")

    report = run("--vault", root, *DAY, "report", "--format", "text").stdout

    assert "Anna" not in report
    assert [(row["name"], row["private"]) for row in found(run, root, "list")] == [
        ("Anna", True),
        ("Ben", False),
    ]
    (root / ANNA).write_text(GOOD, encoding="utf-8")
    assert [row["private"] for row in found(run, root, "list")] == [False, False]


@pytest.mark.parametrize("line", ["private: false", "private_thoughts: true", "- private: true"])
def test_who_is_not_made_private_stays_in_the_report(root: Path, run: Run, line: str) -> None:
    (root / ANNA).write_text(f"---\n{line}\ntags: [x\n---\n", encoding="utf-8")

    assert "Anna" in run("--vault", root, *DAY, "report", "--format", "text").stdout


def test_a_broken_contact_is_not_written_into(root: Path, run: Run) -> None:
    for text in BROKEN.values():
        (root / ANNA).write_text(text, encoding="utf-8")
        for command in (("log", "anna", "x"), ("set", "anna", "tier=close")):
            done = run("--vault", root, *DAY, *command)

            assert done.exit_code == 3, (command, done.output)
            assert (root / ANNA).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("how", BROKEN)
def test_no_edit_of_a_broken_note_is_made(root: Path, tmp_path: Path, how: str) -> None:
    (root / ANNA).write_text(BROKEN[how], encoding="utf-8")
    place = Vault(root=root, lock_folder=tmp_path / "lock", grammar=Grammar.of(Config()))

    with pytest.raises(UneditableError):
        edit_note(place, ANNA, change=lambda text: f"{text}more\n")

    assert (root / ANNA).read_text(encoding="utf-8") == BROKEN[how]


def test_a_link_in_a_broken_note_keeps_a_rename_from_beginning(root: Path, run: Run) -> None:
    broken = GOOD.replace("Knows", "<<<<<<< ours\n=======\n>>>>>>> theirs\nKnows")
    (root / ANNA).write_text(broken, encoding="utf-8")

    done = run("--vault", root, "rename", "ben", "Carl")

    assert done.exit_code == 3
    assert (root / BEN).exists()
    assert not (root / "People/Carl.md").exists()


def test_a_repaired_contact_is_read_again(root: Path, run: Run) -> None:
    (root / ANNA).write_text(BROKEN["open"], encoding="utf-8")
    run("--vault", root, "index")
    (root / ANNA).write_text(GOOD.replace("weekly", "monthly"), encoding="utf-8")

    (anna, _ben) = found(run, root, "list")

    assert (anna["stale"], anna["cadence_days"]) == (False, 30)
    assert run("--vault", root, "check").exit_code == 0


def test_a_rebuild_leaves_a_broken_contact_out(root: Path, run: Run) -> None:
    (root / ANNA).write_text(BROKEN["yaml"], encoding="utf-8")
    assert [row["name"] for row in found(run, root, "list")] == ["Anna", "Ben"]

    run("--vault", root, "index", "--rebuild")

    assert [row["name"] for row in found(run, root, "list")] == ["Ben"]
    assert "stale" not in {row["code"] for row in found(run, root, "check")}


def test_a_broken_contact_that_is_removed_is_gone(root: Path, run: Run) -> None:
    (root / ANNA).write_text(BROKEN["yaml"], encoding="utf-8")
    run("--vault", root, "index")
    (root / ANNA).unlink()

    assert [row["name"] for row in found(run, root, "list")] == ["Ben"]
    assert run("--vault", root, "check").exit_code == 0


def test_a_note_that_says_that_it_is_no_contact_any_more_is_none(root: Path, run: Run) -> None:
    (root / ANNA).write_text("---\ntype: note\n---\n", encoding="utf-8")

    assert [row["name"] for row in found(run, root, "list")] == ["Ben"]


def _row(store: Store) -> tuple[object, ...]:
    notes = [note for note, _ in queries.contacts(store) if note.path == ANNA]
    return notes[0].contact, notes[0].properties


def test_y01_a_note_cut_at_any_byte_is_old_or_marked_and_never_half(vault: MakeVault) -> None:
    root = vault({ANNA: GOOD})
    data, fences = GOOD.encode(), GOOD.encode().index(b"\n---\n") + 4
    seen = set()
    for end in range(len(data) + 1):
        store = memory_store()
        (root / ANNA).write_bytes(data)
        refresh(store, root)
        whole = _row(store)
        (root / ANNA).write_bytes(data[:end])

        refresh(store, root)

        stale = ANNA in status.stale_paths(store)
        assert _row(store) == whole, end
        # In the middle of a letter the text is none; where the front matter is whole, it counts.
        cut_letter = data[:end].decode("utf-8", "ignore").encode() != data[:end]
        assert stale is (end < fences or cut_letter), end
        seen.add(stale)
        store.close()
    assert seen == {True, False}
