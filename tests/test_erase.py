"""`erase`: nothing of a person stays where we put it, and what stays elsewhere is told."""

import contextlib
import itertools
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run
from tests.repositories import as_jo, commit_all, git
from vault_tools.edit import erasing, swap
from vault_tools.edit.erasing import conflict_copies
from vault_tools.edit.named import Names, readable
from vault_tools.index.store import Store
from vault_tools.model import Contact, Note, NoteKind

DAY = ("--today", "2026-11-23")
CANARY = "Xylophonia"
ANNA = "People/Anna Berg.md"
NOTES = {
    ANNA: f"---\ntype: person\ncity: {CANARY}ville\naliases: [Nanni]\nemail: {CANARY}@x.org\n"
    f"cadence: weekly\n---\n{CANARY} again\n\n## Log\n- 2026-01-02 phone: {CANARY}\n",
    "People/Ben.md": "---\ntype: person\ncadence: weekly\n---\nKnows [[Anna Berg]].\nAnnabell\n",
    "Journal/2026-11-01.md": "Lunch with nanni and Ben\n",
}


@pytest.fixture
def root(vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> Path:
    as_jo(monkeypatch)
    return vault(NOTES)


def holding(folder: Path, word: str = CANARY) -> list[str]:
    """Return the files below *folder*, git's aside, that hold *word* in their bytes or name."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if ".git" not in path.parts
        and path.is_file()
        and (word.lower().encode() in path.read_bytes().lower() or word in path.name)
    )


def test_p05_not_a_byte_stays(root: Path, run: Run, tmp_path: Path) -> None:
    copy = root / "People/Anna Berg.sync-conflict-20261123-101112-ABCDEFG.md"
    left = root / "People/.vt-tmp-0011223344556677"
    for path in (copy, left):
        path.write_text(NOTES[ANNA], encoding="utf-8")
    for command in (
        ("index",),
        ("report", "weekly", "-o"),
        ("log", "anna", f"{CANARY} 2"),
        ("log", "anna", "ben", "Lunch"),
        ("rename", "anna", "Anna Hill"),
        ("undo",),
        ("search", CANARY),
    ):
        assert run("--vault", root, *DAY, *command).exit_code == 0
    assert len(holding(tmp_path)) > 5

    done = run("--vault", root, *DAY, "erase", "anna", "--yes")

    assert done.exit_code == 0, done.output
    assert holding(tmp_path) == []
    assert holding(root, "Anna Berg") == ["People/Ben.md"]  # by its owner's own hand
    assert run("--vault", root, *DAY, "undo").exit_code == 1
    assert run("--vault", root, *DAY, "show", "anna").exit_code == 1
    assert "Ben" in run("--vault", root, *DAY, "list").stdout


def test_other_notes_that_name_them_are_told(root: Path, run: Run) -> None:
    done = run("--vault", root, *DAY, "erase", "anna", "--yes")

    assert done.stdout.splitlines() == [
        "Anna Berg is erased.",
        "Other notes name them:",
        "  Journal/2026-11-01.md:1",
        "  People/Ben.md:5",
        "A sync service or a backup may hold what was there.",
    ]


def test_a_rehearsal_removes_nothing(root: Path, run: Run, tmp_path: Path) -> None:
    run("--vault", root, *DAY, "log", "anna", "x")
    before = holding(tmp_path)

    done = run("--vault", root, *DAY, "erase", "anna", "--dry-run")

    assert done.exit_code == 0
    assert f"to be removed: {ANNA}\nto be removed: 1 copy that undo has kept\n" in done.stderr
    assert "People/Ben.md:5" in done.stdout
    assert "erased" not in done.stdout
    assert holding(tmp_path) == before


def test_nobody_is_erased_unasked(root: Path, run: Run) -> None:
    done = run("--vault", root, *DAY, "erase", "anna")

    assert done.exit_code == 2
    assert "--yes erases Anna Berg" in done.stderr
    assert (root / ANNA).exists()


@pytest.mark.parametrize(
    ("language", "question"),
    [("en", "Remove all this for good? [y/N]"), ("de", "All das endgültig entfernen? [j/N]")],
)
@pytest.mark.parametrize(
    ("answer", "stays"), [("n", True), ("", True), ("nein", True), ("y", False), ("J", False)]
)
def test_the_owner_is_asked(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
    *,
    language: str,
    question: str,
    answer: str,
    stays: bool,
) -> None:
    monkeypatch.setattr("vault_tools.cli.erase.is_interactive", lambda: True)

    asked = []

    def prompt(said: str, *, value_proc: Callable[[str], bool], **_: object) -> bool:
        asked.append(said)
        return value_proc(answer)

    monkeypatch.setattr("click.prompt", prompt)

    done = run("--lang", language, "--vault", root, *DAY, "erase", "anna")

    assert asked == [question]
    assert done.exit_code == int(stays)
    assert (root / ANNA).exists() is stays


def test_what_git_and_sync_tools_hold_is_told_with_what_to_do(root: Path, run: Run) -> None:
    (root / ".stversions/People").mkdir(parents=True)
    (root / ".stversions/People/Anna Berg~20261101-101112.md").touch()
    (root / ".trash").mkdir()
    (root / ".trash/Anna Berg.md").touch()
    (root / ".obsidian").mkdir()
    (root / "People/.Anna Berg.md.swp").touch()
    (root / ".gitignore").write_text("*.swp\n", encoding="utf-8")
    git(root, "init", "--quiet")
    commit_all(root)

    done = run("--vault", root, *DAY, "erase", "anna", "--yes", "--commit")

    assert done.exit_code == 0, done.output
    assert (
        f"  rm -- '{root}/.stversions/People/Anna Berg~20261101-101112.md'"
        f" '{root}/.trash/Anna Berg.md' '{root}/People/.Anna Berg.md.swp'\n"
    ) in done.stdout
    assert "File recovery" in done.stdout
    assert f"filter-repo --invert-paths --path '{ANNA}'\n" in done.stdout
    assert git(root, "log", "--format=%s") == "erase: a contact\nall\n"
    assert git(root, "status", "--porcelain") == ""


def test_a_report_with_ticks_about_whomever_is_collected_first(root: Path, run: Run) -> None:
    run("--vault", root, *DAY, "report", "weekly", "-o")
    report = root / "Reports/2026-W48.md"
    text = report.read_text(encoding="utf-8")
    assert "[[People/Anna Berg|Anna Berg]]" in text
    ticked = text.replace("- [ ] [[People/Ben|", "- [x] [[People/Ben|")
    assert ticked != text
    report.write_text(ticked, encoding="utf-8")

    for options in (("--yes",), ("--dry-run",)):
        done = run("--vault", root, *DAY, "erase", "anna", *options)
        assert done.exit_code == 4
        assert "Reports/2026-W48.md has ticks that are not taken in; nothing was removed." in (
            done.stderr
        )
        assert report.read_text(encoding="utf-8") == ticked
        assert (root / ANNA).exists()

    assert run("--vault", root, *DAY, "collect").exit_code == 0
    done = run("--vault", root, *DAY, "erase", "anna", "--yes")
    assert done.exit_code == 0
    assert "Reports/2026-W48.md (you have ticked or written in it)\n" in done.stderr
    assert not report.exists()
    assert "- 2026-11-23" in (root / "People/Ben.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["html", "text", "json", "ics", "eml"])
def test_a_report_in_any_format_goes(root: Path, run: Run, form: str) -> None:
    note = root / "People/Zoë O'Neil & Co.md"
    note.write_text("---\ntype: person\ncadence: weekly\n---\n", encoding="utf-8")
    for name in ("weekly", "dashboard", "review"):
        run("--vault", root, *DAY, "report", name, "-o", "--format", form)
    made = sorted(path.name for path in (root / "Reports").iterdir())
    assert made
    mine = root / "Reports/mine.html"
    mine.write_text("<p>\nZoë O&#39;Neil &amp; Co", encoding="utf-8")

    done = run("--vault", root, *DAY, "erase", note.stem, "--yes")

    assert done.exit_code == 0, done.output
    left = {path.name for path in (root / "Reports").iterdir()} - {mine.name}
    assert f"2026-W48.{form}" in {*made} - left
    assert not any(
        note.stem in readable(name, (root / "Reports" / name).read_bytes()).decode()
        for name in left
    )
    assert "Files beside the reports name them:\n  Reports/mine.html:2\n" in done.stdout


def test_git_is_asked_for_the_earlier_paths_of_a_note_alone(root: Path, run: Run) -> None:
    git(root, "init", "--quiet")
    commit_all(root)
    for old, new in (("Anna Berg", "Anna Hill"), ("Anna Hill", "Änne Hill")):
        assert run("--vault", root, *DAY, "rename", old, new, "--commit").exit_code == 0
    twin = root / "People/Twin.md"
    twin.write_bytes((root / "People/Änne Hill.md").read_bytes())
    commit_all(root)

    done = run("--vault", root, *DAY, "erase", "People/Änne Hill.md", "--yes", "--commit")
    twins = run("--vault", root, *DAY, "erase", "twin", "--yes", "--commit")

    assert done.exit_code == 0, done.output
    assert (
        "filter-repo --invert-paths --path 'People/Änne Hill.md' --path 'People/Anna Hill.md'"
        f" --path '{ANNA}'\n"
    ) in done.stdout
    assert "filter-repo --invert-paths --path People/Twin.md\n" in twins.stdout


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_what_was_interrupted_can_be_repeated(
    root: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    copy = root / "People/Anna Berg.sync-conflict-20261123-101112-ABCDEFG.md"
    copy.write_text(NOTES[ANNA], encoding="utf-8")
    run("--vault", root, *DAY, "log", "anna", CANARY)
    run("--vault", root, *DAY, "report", "weekly", "-o")
    real, turns = swap.removed, itertools.count()

    def removed(path: Path, *, old: bytes) -> bool:
        if next(turns) == turn:
            raise OSError(5, "Input/output error")
        return real(path, old=old)

    monkeypatch.setattr(erasing, "removed", removed)

    assert run("--vault", root, *DAY, "erase", "anna", "--yes").exit_code == 3
    assert (root / ANNA).exists()
    assert run("--vault", root, *DAY, "erase", "anna", "--yes").exit_code == 0
    assert holding(tmp_path) == []


def test_a_report_that_is_ticked_while_one_is_asked_stays(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--vault", root, *DAY, "report", "weekly", "-o")
    report = root / "Reports/2026-W48.md"
    monkeypatch.setattr("vault_tools.cli.erase.is_interactive", lambda: True)

    def confirmed(_question: str, **_: bool) -> bool:
        report.write_text("- [x] Ben", encoding="utf-8")
        return True

    monkeypatch.setattr("vault_tools.cli.erase.confirmed", confirmed)

    done = run("--vault", root, *DAY, "erase", "anna")

    assert done.exit_code == 4
    assert "Reports/2026-W48.md was saved meanwhile and stays, as does the note." in done.stderr
    assert report.read_text(encoding="utf-8") == "- [x] Ben"
    assert (root / ANNA).exists()


@pytest.mark.parametrize(
    "value", ['"[[Photos/Ännä B.jpg]]"', "Photos/Ännä B.jpg", "'[[Ännä B.jpg]]'"]
)
@pytest.mark.parametrize("link", ["", "![[Ännä B.jpg]]", "![](../Photos/%C3%84nn%C3%A4%20B.jpg)"])
def test_the_picture_goes_unless_another_note_shows_it(
    root: Path, run: Run, value: str, link: str
) -> None:
    picture = root / "Photos/Ännä B.jpg"
    picture.parent.mkdir()
    picture.write_bytes(b"\xff\xd8")
    note = root / "People/Zoe.md"
    note.write_text(f"---\ntype: person\nphoto: {value}\n---\n", encoding="utf-8")
    (root / "People/Ben.md").write_text(f"Ben {link}\n", encoding="utf-8")

    done = run("--vault", root, *DAY, "erase", "zoe", "--yes")

    assert done.exit_code == 0, done.output
    assert picture.exists() is bool(link)
    told = "Other notes link their picture, which stays:\n  Photos/Ännä B.jpg\n"
    assert (told in done.stdout) is bool(link)
    assert ("to be removed: Photos/Ännä B.jpg\n" in done.stderr) is not bool(link)


@pytest.mark.parametrize(
    "value", ["People/Ben.md", "[[Ben]]", "../outside.jpg", ".hidden.jpg", "5"]
)
def test_what_is_no_picture_in_the_vault_stays(root: Path, run: Run, value: str) -> None:
    others = (root / "People/Ben.md", root.parent / "outside.jpg", root / ".hidden.jpg")
    for path in others:
        path.touch()
    note = root / "People/Zoe.md"
    note.write_text(f"---\ntype: person\nphoto: '{value}'\n---\n", encoding="utf-8")

    assert run("--vault", root, *DAY, "erase", "zoe", "--yes").exit_code == 0
    assert all(path.exists() for path in others)


def test_exported_files_are_told(root: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "all.vcf"
    run("--vault", root, *DAY, "export", "vcard", "-o", out)

    done = run("--vault", root, *DAY, "erase", "anna", "--yes")

    assert f"Exported files may name them:\n  {out}\n" in done.stdout


def test_a_note_beside_the_repository_is_erased_all_the_same(root: Path, run: Run) -> None:
    git(root, "init", "--quiet")

    done = run("--vault", root, *DAY, "erase", "anna", "--yes", "--commit")

    assert done.exit_code == 0, done.output
    assert "Git" not in done.stdout


def test_conflict_copies_are_those_of_the_note_alone(root: Path) -> None:
    wanted = "People/Anna Berg (conflicted copy 2026-11-23 101112).md"
    for name in (wanted, "People/Anna (conflicted copy 2026-11-23 101112).md"):
        (root / name).touch()

    assert conflict_copies(root, ANNA) == [wanted]
    assert conflict_copies(root, "Nowhere/Anna.md") == []
    assert conflict_copies(root, "Anna.md") == []


def test_a_name_is_found_as_a_word() -> None:
    note = Note(
        path="People/Li.md",
        kind=NoteKind.CONTACT,
        title="Li",
        aliases=("Öznur",),
        contact=Contact(name="Li", email=("li@example.org",)),
    )

    found = Names(note).lines_in("Li\nlist\nÖZNUR!\nÖznurs\n<li@example.org>\n".encode())

    assert found == [3, 5]


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("I will call.", False),
        ("WILL CALL", False),
        ("Will has called", True),
        ("[[people/will|he]] has", True),
        ("[[will]] has", True),
        ("[[goodwill]] has", False),
        ("people/will.md", True),
        ("<WILL@X.ORG>", True),
        ("old bill, he", False),
        ("Old BILL Smith", True),
    ],
)
def test_an_everyday_word_is_no_name_for_certain(text: str, *, is_certain: bool) -> None:
    note = Note(
        path="People/Will.md",
        kind=NoteKind.CONTACT,
        title="Will",
        aliases=("Bill Smith",),
        contact=Contact(name="Will", email=("will@x.org",)),
    )

    assert Names(note).are_in(text.encode()) is is_certain


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("named", ["NFC", "NFD"])
def test_a_name_is_found_in_either_form_of_unicode(named: str, written: str) -> None:
    name = unicodedata.normalize(named, "Zoë")  # type: ignore[arg-type]
    note = Note(path=f"People/{name}.md", kind=NoteKind.CONTACT, title=name)
    names = Names(note)

    for text in ("Zoë", "x [[people/zoë]]", "Reports/People/Zoë.md"):
        data = unicodedata.normalize(written, text).encode()  # type: ignore[arg-type]
        assert names.lines_in(data) == [1]
        assert names.are_in(data)


def test_a_report_with_a_word_like_the_name_stays_and_is_told(root: Path, run: Run) -> None:
    (root / "People/Will.md").write_text("---\ntype: person\n---\n", encoding="utf-8")
    report = root / "Reports/2026-W48.md"
    report.parent.mkdir()
    head = "---\nvault_tools: report\n---\n"
    report.write_text(f"{head}I will call Ben.\n", encoding="utf-8")
    page = report.with_suffix(".html")
    page.write_text("I will call", encoding="utf-8")

    done = run("--vault", root, *DAY, "erase", "will", "--yes")

    assert done.exit_code == 0, done.output
    assert "  Reports/2026-W48.md:4\n" in done.stdout
    assert "  Reports/2026-W48.html:1\n" in done.stdout
    assert report.exists()
    assert page.exists()


def test_i14_a_compact_index_holds_no_byte_of_what_was_removed(tmp_path: Path) -> None:
    with contextlib.closing(Store.open(tmp_path)) as store:
        store.rows("PRAGMA secure_delete = OFF")
        with store.writing():
            store.keep_meta("x", 100 * CANARY)
        with store.writing():
            store.keep_meta("x", "")
        assert holding(tmp_path) == ["index.db"]

        store.compact()

        assert holding(tmp_path) == []
