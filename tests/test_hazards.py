"""The list of hazards names tests that there are; here are those that belong nowhere else."""

import ast
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import soak
from tests.conftest import MakeVault, Run
from tests.test_corpus import CORPUS

HERE = Path(__file__).parent
DAY = ("--today", "2026-11-23")
FRONT = "---\ntype: person\n---\n"
IDS = {"Y": 24, "B": 9, "N": 11, "L": 15, "T": 9, "G": 12, "V": 12, "W": 19, "I": 15}
IDS |= {"R": 14, "X": 12, "P": 10, "C": 9}
ZONES = ("UTC", "America/Santiago", "Africa/Cairo", "Pacific/Apia", "Australia/Lord_Howe")


def _rows() -> dict[str, str]:
    text = (HERE / "HAZARDS.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| ([A-Z][0-9]{2}) \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE))


def _tests(path: Path) -> set[str]:
    """Return the names of the tests in a file: functions, and state machines by their variable."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    targets = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return {name for name in names if name.startswith(("test_", "Test"))}


def test_every_hazard_has_its_row() -> None:
    assert list(_rows()) == [
        f"{letter}{number:02}" for letter, count in IDS.items() for number in range(1, count + 1)
    ]


@pytest.mark.parametrize(("hazard", "shown"), _rows().items(), ids=_rows())
def test_a_hazard_names_a_test_that_there_is_or_says_why_not(hazard: str, shown: str) -> None:
    named = re.findall(r"`(test_\w+\.py)::(\w+)`", shown)

    assert named or shown.startswith("no test"), hazard
    for file, name in named:
        assert name in _tests(HERE / file), (file, name)


def test_a_test_is_named_after_no_hazard_that_is_not_listed() -> None:
    named = {
        hazard.upper()
        for path in sorted(HERE.glob("test_*.py"))
        for name in _tests(path)
        for hazard in re.findall(r"(?<=_)([a-z][0-9]{2})(?=_)", name)
    }

    assert len(named) > 30
    assert named <= _rows().keys()


def test_y14_no_tag_runs_anything(vault: MakeVault, run: Run, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    root = vault(
        {
            f"People/{number}.md": f"---\ntype: person\nx: {tag}\n---\n"
            for number, tag in enumerate(
                (
                    f"!!python/object/apply:os.system ['touch {marker}']",
                    f"!!python/object/new:subprocess.Popen [['touch', '{marker}']]",
                    "!!js/function 'function(){}'",
                    "!!binary aGVsbG8=",
                    "!unknown x",
                    "!!set {a, b}",
                )
            )
        }
    )

    listed = json.loads(run("--vault", root, "list", "--json").stdout)

    assert len(listed) == 6
    assert "aGVsbG8=" in {row["properties"]["x"] for row in listed if row["name"] == "3"}
    assert not marker.exists()


def test_b05_a_huge_file_is_not_read(vault: MakeVault, run: Run) -> None:
    root = vault({"People/Ben.md": FRONT})
    huge = root / "People/Huge.md"
    huge.touch()
    os.truncate(huge, 10 * 2**30)

    done = run("--vault", root, "check")

    assert "too-long" in done.stdout
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2**20  # KiB: a part of ten GiB


def test_n03_a_note_with_the_longest_name_is_edited(vault: MakeVault, run: Run) -> None:
    for length in (252, 251):
        path = f"{'é' * (length // 2)}{'x' * (length % 2)}.md"
        root = vault({path: FRONT})

        assert run("--vault", root, *DAY, "log", path, "hello").exit_code == 0
        assert "hello" in (root / path).read_text(encoding="utf-8")
        assert run("--vault", root, *DAY, "undo").exit_code == 0
        assert (root / path).read_text(encoding="utf-8") == FRONT


def test_n05_a_rename_to_another_case_loses_nothing(vault: MakeVault, run: Run) -> None:
    root = vault({"People/anna.md": f"{FRONT}mine\n", "People/Ben.md": f"{FRONT}[[anna]]\n"})

    done = run("--vault", root, *DAY, "rename", "anna", "Anna")

    assert done.exit_code == 0, done.output
    assert "mine" in (root / "People/Anna.md").read_text(encoding="utf-8")
    assert len(json.loads(run("--vault", root, *DAY, "list", "--json").stdout)) == 2


def test_l01_links_in_a_circle_are_not_followed(vault: MakeVault, run: Run) -> None:
    root = vault({"People/Ben.md": FRONT})
    (root / "People" / "self").symlink_to(root / "People")
    (root / "People" / "loop.md").symlink_to("loop.md")

    listed = json.loads(run("--vault", root, "list", "--json").stdout)

    assert [row["path"] for row in listed] == ["People/Ben.md"]


@pytest.mark.parametrize("zone", ZONES)
def test_t04_the_answer_is_the_same_in_every_zone(example: Path, tmp_path: Path, zone: str) -> None:
    def answer(name: str) -> bytes:
        environment = {**os.environ, "TZ": name, "XDG_CACHE_HOME": str(tmp_path / name / "cache")}
        command = [sys.executable, "-m", "vault_tools", "--vault", str(example)]
        done = subprocess.run(
            [*command, "--today", "2026-03-29", "due", "--json", "--within", "60d"],
            capture_output=True,
            check=True,
            env={**environment, "PYTHONPATH": str(HERE.parent)},
        )
        return done.stdout

    assert answer(zone) == answer("Europe/Berlin")


def test_g10_git_sees_nothing_of_ours(vault: MakeVault, run: Run) -> None:
    root = vault({"People/Ben.md": FRONT})
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)

    for command in (("index",), ("due",), ("log", "ben", "x"), ("undo",), ("check",)):
        assert run("--vault", root, *DAY, *command).exit_code == 0

    seen = subprocess.run(
        ["git", "-C", str(root), "status", "--porcelain", "--ignored", "--untracked-files=all"],
        capture_output=True,
        check=True,
    )
    assert seen.stdout == b"?? People/Ben.md\n"


@pytest.mark.parametrize(
    ("setting", "command"),
    [
        pytest.param('[report]\nfolder = "../out"', ("report", "weekly", "-o"), id="report"),
        pytest.param('[report]\nfolder = "/{out}"', ("report", "weekly", "-o"), id="absolute"),
        pytest.param('[contacts]\nfolders = ["../out"]', ("new", "Carla"), id="new"),
        pytest.param('[contacts]\nfolders = ["{out}"]', ("new", "Carla"), id="new, absolute"),
        pytest.param('[report]\nfolder = "link"', ("report", "weekly", "-o"), id="link"),
    ],
)
def test_g12_no_configuration_leads_out_of_the_vault(
    vault: MakeVault, run: Run, tmp_path: Path, setting: str, command: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    root = vault({"People/Ben.md": FRONT, ".vault-tools/config.toml": setting.format(out=out)})
    (root / "link").symlink_to(out)

    run("--vault", root, *DAY, *command)

    assert list(out.iterdir()) == []


def test_i02_a_damaged_index_never_ends_in_a_traceback(example: Path, run: Run) -> None:
    assert run("--vault", example, *DAY, "index").exit_code == 0
    (index,) = (example.parent / "cache").rglob("index.db")
    sound = index.read_bytes()
    expected = run("--vault", example, *DAY, "list", "--json").stdout
    wrong = 0
    for dice in soak.rounds("index flips", few=60, share=0.02):
        data = bytearray(sound)
        for _ in range(dice.choice((1, 8, 200))):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        index.write_bytes(data)

        done = run("--vault", example, *DAY, "list", "--json")

        soak.count("flips of the index")
        assert done.exit_code in (0, 1, 3), (done.output, done.exception)
        assert "went wrong" not in done.stderr
        wrong += done.exit_code in (0, 1) and done.stdout != expected
    soak.count("flips that changed an answer", wrong)
    run("--vault", example, *DAY, "index", "--rebuild")
    assert run("--vault", example, *DAY, "list", "--json").stdout == expected


def test_i05_a_copied_vault_has_an_index_of_its_own(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    root = vault({"People/Ben.md": FRONT})
    run("--vault", root, "index")
    shutil.copytree(root, tmp_path / "copy" / "vault")
    (tmp_path / "copy" / "vault" / "People" / "Ben.md").unlink()

    for place, count in ((root, 1), (tmp_path / "copy" / "vault", 0), (root, 1)):
        assert len(json.loads(run("--vault", place, "list", "--json").stdout)) == count


def test_x11_an_import_of_what_is_no_file_is_refused(
    vault: MakeVault, run: Run, tmp_path: Path
) -> None:
    root = vault({"People/Ben.md": FRONT})
    os.mkfifo(tmp_path / "pipe.vcf")

    for path in (tmp_path / "pipe.vcf", Path("/dev/zero"), tmp_path / "nothing.vcf"):
        done = run("--vault", root, *DAY, "import", "vcard", path)

        assert done.exit_code in (2, 3), (path, done.output)


def test_p03_what_is_private_can_be_piped_in(vault: MakeVault, tmp_path: Path) -> None:
    root = vault({"People/Ben.md": FRONT})

    done = subprocess.run(
        [sys.executable, "-m", "vault_tools", "--vault", str(root), *DAY, "log", "ben", "-"],
        input=b"private\n",
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "XDG_CACHE_HOME": str(tmp_path / "c")},
    )

    assert b"private" not in done.stdout + done.stderr
    assert "- 2026-11-23 private\n" in (root / "People/Ben.md").read_text(encoding="utf-8")


NAUGHTY = (
    *("", " ", "-", "--", "''", '"', "\\", "%s", "{x}", "{{7*7}}", "$(id)", "`id`", "../..", "*"),
    *("\x1b[2J", "\u202e", "\udcff", "NaN", "0", "9" * 400, "é" * 300),
    *("tag:", "last:>", "(", ")", "not", "or or", "a:b:c", "[[x]]", "2026-02-30", "\n", "\r\n"),
)


@pytest.mark.parametrize(
    "command",
    [
        *(("list",), ("due",), ("show",), ("search",), ("check",), ("report",), ("brief",)),
        *(("log", "ben"), ("set", "ben"), ("new",), ("snooze", "ben"), ("follow-up", "ben")),
        *(("promise", "ben"), ("rename", "ben"), ("intro",), ("export",), ("import",)),
        *(("undo",), ("erase", "--yes"), ("places",), ("graph",), ("occasions",), ("stats",)),
    ],
    ids=" ".join,
)
def test_c01_no_naughty_argument_ends_in_a_traceback(
    vault: MakeVault, run: Run, command: tuple[str, ...]
) -> None:
    root = vault({"People/Ben.md": FRONT})
    for word in NAUGHTY:
        done = run("--vault", root, *DAY, *command, word)

        assert done.exit_code in (0, 1, 2, 3, 4), (word, done.output, done.exception)
        vault({"People/Ben.md": FRONT})


MOST = 200 * 1024
"""KiB of memory that all notes of a corpus may take."""
_MEASURED = """
import resource, subprocess, sys
for command in (["index", "--rebuild"], ["check"], ["list", "--json"], ["report"]):
    done = subprocess.run(
        [sys.executable, "-m", "vault_tools", *sys.argv[1:], *command], stdout=subprocess.DEVNULL
    )
    assert done.returncode in (0, 1), (command, done.returncode)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus at {CORPUS}")
def test_c05_other_peoples_notes_take_little_memory(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    for path in sorted(CORPUS.rglob("*")):
        if path.is_file():
            note = root / "People" / path.relative_to(CORPUS).with_suffix(f"{path.suffix}.md")
            note.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, note)

    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, "--vault", str(root), *DAY],
        capture_output=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "XDG_CACHE_HOME": str(tmp_path / "c")},
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) < MOST


def test_the_dice_fall_the_same_way_for_the_same_seed() -> None:
    once = [dice.random() for dice in soak.rounds("x", few=3, share=0)]

    assert once == [dice.random() for dice in soak.rounds("x", few=3, share=0)]
    assert len(set(once)) == 3
    assert isinstance(next(soak.rounds("x", few=1, share=0)), random.Random)
