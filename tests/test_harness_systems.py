"""Full and read-only disks, limits, a real terminal, canaries: what stands around the program."""

import ast
import contextlib
import itertools
import json
import os
import pty
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Run
from vault_tools.index import queries

DAY = ("--today", "2026-11-23")
ROOT = Path(__file__).parent.parent
CANARY = "Xylophonia"
NOTE = (
    "---\ntype: person\ncadence: weekly\ncity: {0}\ncompany: {0}\nrole: {0}\nemail: {0}@x.org\n"
    "phone: '{0}'\nboundaries: {0}\nsecret: {0}\nnews: 2026-11-20 {0}\nbirthday: 1986-11-25\n"
    "met: 2026-01-01\nmet_at: {0}\n---\n{0} #mentor\n- [ ] {0} 📅 2026-11-24\n\n"
    "## Log\n- 2026-10-02 phone: {0} #gave {0}\n"
)
READING = (
    *(("check",), ("due",), ("due", "--plan", "--minutes", "60"), ("list",), ("show", "anna")),
    *(("search", "mentor"), ("report",), ("report", "review"), ("report", "--format", "html")),
    *(("brief", "anna"), ("events",), ("goals",), ("graph",), ("intro", "anna"), ("network",)),
    *(("tiers",), ("triage",), ("occasions",), ("places",), ("stats",), ("promises",)),
    *(("dupes",), ("export", "vcard"), ("export", "csv"), ("open", "--print", "anna")),
    *(("complete-address", "x.org"), ("undo", "--list"), ("index", "--rebuild")),
)
WRITING = (
    *(("init",), ("new", "Carla"), ("log", "anna", "ben", "hello"), ("set", "anna", "tier=close")),
    *(("follow-up", "ben", "2026-12-01"), ("snooze", "ben", "1w"), ("promise", "ben", "a book")),
    *(("report", "weekly", "-o"), ("collect",), ("check", "--fix"), ("rename", "carla", "Carl")),
    *(("undo",), ("erase", "carla", "--yes")),
)


@pytest.fixture
def root(vault: MakeVault) -> Path:
    return vault(
        {
            "People/Anna.md": NOTE.format(CANARY),
            "People/Ben.md": "---\ntype: person\n---\n[[Anna]]\n",
        }
    )


# Disks.

_MOUNT = """
set -e
mount -t tmpfs -o size=1m,mode=700 none "$1"
cp -r "$2/." "$1"
{before}
set +e
"$3" -m vault_tools --vault "$1" --today 2026-11-23 {command}
echo "code $?"
{after}
cat "$1/People/Ben.md"
ls -A "$1/People"
"""


def _on_disk(root: Path, tmp_path: Path, *, command: str, before: str = "", after: str = "") -> str:
    """Run a command on a copy of the vault on a small disk of its own; return what was said."""
    place = tmp_path / "disk"
    place.mkdir()
    script = _MOUNT.format(command=command, before=before, after=after)
    arguments = [str(place), str(root), sys.executable]
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script, "sh", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    if done.returncode and "code" not in done.stdout:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()[:80]}")
    return done.stdout + done.stderr


needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("unshare") is None, reason="only root can mount a disk"
)


@needs_root
def test_w03_on_a_full_disk_the_note_stays_as_it_was(root: Path, tmp_path: Path) -> None:
    fill = 'dd if=/dev/zero of="$1/filler" bs=4096 2>/dev/null || true'

    said = _on_disk(root, tmp_path, command="log ben hello", before=fill)

    assert "code 3" in said
    assert "No space left on device" in said
    assert said.split("code 3\n")[1].startswith(
        "---\ntype: person\n---\n[[Anna]]\nAnna.md\nBen.md\n"
    )


@needs_root
def test_w04_on_a_read_only_disk_nothing_is_tried_in_place(root: Path, tmp_path: Path) -> None:
    said = _on_disk(root, tmp_path, command="log ben hello", before='mount -o remount,ro "$1"')

    assert "code 3" in said
    assert "Read-only file system" in said
    assert "hello" not in said


@needs_root
def test_w17_a_read_only_vault_answers(root: Path, tmp_path: Path) -> None:
    said = _on_disk(root, tmp_path, command="due", before='mount -o remount,ro "$1"')

    assert "code 0" in said
    assert "Anna" in said


@needs_root
def test_i09_a_full_disk_for_the_index_is_a_warning(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "disk" / "cache"))
    fill = 'dd if=/dev/zero of="$1/filler" bs=4096 2>/dev/null || true'

    said = _on_disk(root, tmp_path, command="list", before=fill)

    assert "Anna" in said or "can't be written" in said
    assert "went wrong" not in said


# Limits.

BOMBS = {
    "aliases": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in itertools.pairwise("abcdefghi")
    ),
    "merge keys": "p0: &p0 {a: 1}\n"
    + "".join(f"p{n + 1}: &p{n + 1}\n  <<: [*p{n}, *p{n}]\n" for n in range(40)),
    "flow": "x: " + "[" * 100_000,
    "blocks": "".join(f"{' ' * n}a:\n" for n in range(1500)),
    "long": "x: " + "y" * 250_000,
    "many": "".join(f"k{n}: v\n" for n in range(9_000)),
    "scalars": "x: [" + "a," * 100_000 + "]",
}
_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
resource.setrlimit(resource.RLIMIT_AS, (512 * 2**20, 512 * 2**20))
from vault_tools.cli import main
for command in (["check"], ["list", "--json"], ["due"], ["report"], ["index", "--rebuild"]):
    try:
        main([*sys.argv[1:], *command])
    except SystemExit as end:
        assert end.code in (0, 1), (command, end.code)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_y04_y05_y06_y22_no_front_matter_takes_long_or_much(
    vault: MakeVault, tmp_path: Path, name: str
) -> None:
    root = vault({"People/Bomb.md": f"---\ntype: person\n{BOMBS[name]}\n---\n"})

    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, "--vault", str(root), *DAY],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )

    assert done.returncode == 0, done.stderr[-2000:]


# A terminal.


def test_r10_n02_nothing_but_text_reaches_a_terminal(vault: MakeVault, tmp_path: Path) -> None:
    evil = "\x1b]8;;http://x\x07\x9b31m\x1b[2J\u202e\u2028\x7f\x08"
    person = "---\ntype: person\n{}\n---\n{}\n"
    root = vault(
        {
            f"People/A\x1b[2Jnna\n{evil[:4]}.md": person.format(f"city: '{evil}'", evil),
            "People/Ben.md": person.format('cadence: weekly\nname: "B\\e[31m"', ""),
        }
    )
    for command in (
        ("list",),
        ("due",),
        ("check",),
        ("search", "nna"),
        ("report", "--format", "text"),
    ):
        shown = _on_terminal("--vault", str(root), *DAY, *command, home=tmp_path)

        ours = re.sub(r"\x1b\[[0-9;]*m", "", shown)  # bold is ours
        strange = [c for c in ours if (ord(c) < 32 and c not in "\r\n") or 127 <= ord(c) < 160]
        assert strange == [], (command, shown)
        assert not {"\u202e", "\u2028"} & set(ours)


def _on_terminal(*arguments: str, home: Path) -> str:
    """Run the program on a terminal of its own; return all that it has shown."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "vault_tools", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(home / "cache")},
    ) as program:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the other end is closed
            while piece := os.read(ours, 65536):
                shown += piece
        program.wait(timeout=60)
    os.close(ours)
    return shown.decode()


# Canaries.


def _digest(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("loud", [(), ("-q",), ("-v",), ("-vv",)], ids=str)
def test_p7_p02_p04_no_command_leaves_anything_elsewhere_or_tells_what_is_private(
    root: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loud: tuple[str, ...]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    for name in ("HOME", "TMPDIR"):
        (elsewhere / name).mkdir(parents=True)
        (elsewhere / name / "mine.md").write_text("---\ntype: person\n---\n", encoding="utf-8")
        monkeypatch.setenv(name, str(elsewhere / name))
    (elsewhere / "cwd").mkdir()
    before = _digest(elsewhere)

    with contextlib.chdir(elsewhere / "cwd"):
        for command in (*READING, *WRITING):
            where = (root,) if command == ("init",) else ()
            done = run(*loud, "--vault", root, *DAY, *command, *where)

            assert done.exit_code in (0, 1), (command, done.output)
            assert CANARY not in done.stderr, (command, done.stderr)

    assert _digest(elsewhere) == before
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept <= {"vault", "elsewhere", "cache", "config", "state"}
    assert not list((tmp_path / "cache").rglob("error.txt"))


def test_p02_the_report_of_an_error_holds_nothing_private(
    root: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        private = NOTE.format(CANARY)
        raise ZeroDivisionError(private)

    monkeypatch.setattr(queries, "timeline", fail)

    done = run("--vault", root, *DAY, "show", "anna")

    (report,) = (tmp_path / "cache").rglob("error.txt")
    assert done.exit_code == 70
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
    assert CANARY not in report.read_text(encoding="utf-8") + done.output
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_p01_what_we_make_is_for_its_owner_whatever_the_umask(
    root: Path, run: Run, tmp_path: Path
) -> None:
    mine = _digest(root)
    before = os.umask(0)
    try:
        for command in (*READING, *WRITING[1:]):
            run("--vault", root, *DAY, *command)
        run("--vault", root, *DAY, "export", "vcard", "-o", tmp_path / "all.vcf")
        run("--vault", root, *DAY, "export", "vcard", "-o", tmp_path / "cards/")
        run("--vault", root, *DAY, "graph", "-o", tmp_path / "graph.svg")
    finally:
        os.umask(before)

    open_to_others = [
        path.relative_to(tmp_path).as_posix()
        for path in sorted(tmp_path.rglob("*"))
        if str(path) not in mine and path.lstat().st_mode & 0o077 and path != root
    ]
    ours = [path for path in open_to_others if not path.startswith("vault/")]
    assert ours in ([], ["cache", "state"])  # above our own folders, the system's rules hold
    assert not [path for path in open_to_others if path.startswith("vault/Reports/")]


# The network.

NETWORK = frozenset(
    {
        *("asyncio", "ftplib", "http", "imaplib", "poplib", "requests", "smtplib", "socket"),
        *("socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc"),
    }
)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "vault_tools").rglob("*.py")), ids=lambda path: path.name
)
def test_p06_no_module_of_ours_imports_the_network(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        far = {name for name in names if name in NETWORK or name.split(".")[0] in NETWORK}
        # Systemd is told of the watcher through a file in the system; see the next test.
        assert far <= ({"socket"} if path.name == "notify.py" else set())


def test_p06_the_one_socket_is_a_file() -> None:
    source = (ROOT / "vault_tools" / "watch" / "notify.py").read_text(encoding="utf-8")

    used = {
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("socket.")
    }
    made = [
        [ast.unparse(each) for each in node.args]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "socket.socket"
    ]

    assert used == {"socket.socket", "socket.AF_UNIX", "socket.SOCK_DGRAM"}
    assert made == [["socket.AF_UNIX", "socket.SOCK_DGRAM"]]


_DEAF = """
import socket, sys
def refuse(*_, **__):
    raise SystemExit("the network was used")
def heard(event, _arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        refuse()
sys.addaudithook(heard)
from vault_tools.cli import main
import json
for command in json.loads(sys.argv[1]):
    try:
        main(command)
    except SystemExit as end:
        assert end.code in (0, 1), (command, end.code)
"""


def test_p06_every_command_runs_without_the_network(root: Path, tmp_path: Path) -> None:
    commands = [["--vault", str(root), *DAY, *command] for command in (*READING, *WRITING[1:])]
    done = subprocess.run(
        [sys.executable, "-c", _DEAF, json.dumps(commands)],
        capture_output=True,
        check=False,
        timeout=120,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
        },
    )

    assert done.returncode == 0, done.stderr[-2000:]
