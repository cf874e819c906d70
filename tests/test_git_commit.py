"""``--commit``: just what was written, and nothing that came with the repository is run."""

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import MakeVault, Run
from tests.repositories import git, repository

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
DAY = ("--today", "2026-11-23")
PERSON = "---\ntype: person\n---\n"


@pytest.fixture
def root(vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a vault in a repository of its own, all of it committed."""
    made = vault({"People/Ännä -x.md": PERSON, "People/Ben.md": PERSON, "Mine.md": "a\n"})
    return repository(made, monkeypatch)


def committed(root: Path) -> list[str]:
    return git(root, "show", "--format=", "--name-only").split("\n")[:-1]


def test_only_what_was_written_is_committed(root: Path, run: Run) -> None:
    (root / "Mine.md").write_text("staged\n", encoding="utf-8")
    git(root, "add", "Mine.md")
    (root / "People" / "Ben.md").write_text("not staged\n", encoding="utf-8")

    done = run("--vault", root, *DAY, "log", "ännä", "hi", "--via", "phone", "--commit")

    assert done.exit_code == 0, done.output
    assert committed(root) == ["People/Ännä -x.md"]
    assert git(root, "log", "-1", "--format=%s") == "log: Ännä -x, 2026-11-23 phone\n"
    assert git(root, "status", "--short") == "M  Mine.md\n M People/Ben.md\n"


def test_git_is_run_by_no_more_commands_than_the_docs_say(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = []
    real = subprocess.run

    def spy(command: list[str], **options: object) -> object:
        ran.append(command[0])
        return real(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", spy)
    for command in (
        ("log", "ben", "hi"),
        ("new", "Carla"),
        ("undo",),
        ("merge", "ben", "ännä"),
        ("report", "weekly", "-o"),
        ("check",),
    ):
        assert run("--vault", root, *DAY, *command).exit_code == 0
    assert ran == []

    head = git(root, "rev-parse", "HEAD")
    for asking in (("changes", "--since", "HEAD"), ("erase", "ben", "--yes")):
        ran.clear()
        assert run("--vault", root, *DAY, *asking).exit_code == 0
        assert "git" in ran
    assert git(root, "rev-parse", "HEAD") == head


def test_a_new_note_is_committed_too(root: Path, run: Run) -> None:
    run("--vault", root, *DAY, "new", "Carla", "--commit")

    assert committed(root) == ["People/Carla.md"]
    assert git(root, "status", "--short") == ""


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["lines", "JSON"])
def test_an_import_is_committed_with_its_pictures(
    root: Path, run: Run, tmp_path: Path, more: tuple[str, ...]
) -> None:
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n0000").decode()
    card = f"BEGIN:VCARD\nVERSION:4.0\nFN:Carla\nPHOTO:data:image/png;base64,{picture}\nEND:VCARD\n"
    (tmp_path / "carla.vcf").write_text(card, encoding="utf-8")

    run("--vault", root, "import", "vcard", tmp_path / "carla.vcf", "--photos", "--commit", *more)

    assert committed(root) == ["People/Carla.md", "Photos/Carla.png"]
    assert git(root, "status", "--short") == ""


def test_a_vault_may_lie_below_the_top_of_the_repository(root: Path, run: Run) -> None:
    done = run("--vault", root / "People", *DAY, "log", "ben", "hi", "--commit")

    assert done.exit_code == 0, done.output
    assert committed(root) == ["People/Ben.md"]


def test_the_configuration_may_ask_for_it_and_the_command_line_decline(
    root: Path, run: Run
) -> None:
    (root / ".vault-tools").mkdir()
    (root / ".vault-tools" / "config.toml").write_text("[git]\ncommit = true\n", encoding="utf-8")

    run("--vault", root, *DAY, "log", "ben", "one")
    assert git(root, "log", "-1", "--format=%s").startswith("log: Ben")
    run("--vault", root, *DAY, "log", "ben", "two", "--no-commit")
    assert "two" in git(root, "diff")


def test_nothing_that_is_already_so_is_committed(root: Path, run: Run) -> None:
    run("--vault", root, *DAY, "set", "ben", "type=person", "--commit")

    assert git(root, "log", "--format=%s") == "all\n"


def test_a_rehearsal_commits_nothing(root: Path, run: Run) -> None:
    run("--vault", root, *DAY, "log", "ben", "x", "--commit", "--dry-run")

    assert git(root, "log", "--format=%s") == "all\n"


@pytest.mark.parametrize("why", ["no repository", "locked", "merging"])
def test_what_git_refuses_is_written_all_the_same(root: Path, run: Run, why: str) -> None:
    if why == "no repository":
        shutil.rmtree(root / ".git")
    elif why == "locked":
        (root / ".git" / "index.lock").touch()
    else:
        (root / ".git" / "MERGE_HEAD").write_text(git(root, "rev-parse", "HEAD"), encoding="utf-8")

    done = run("--vault", root, *DAY, "log", "ben", "hi", "--commit")

    assert done.exit_code == 3
    assert "written, but not committed: " in done.stderr
    assert "- 2026-11-23 hi" in (root / "People" / "Ben.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("sign", ["fatal: ", "Schwerwiegend: "])
def test_what_git_says_goes_without_its_sign_of_alarm(
    root: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{sign}nothing here' >&2\nexit 128\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)

    done = run("--vault", root, *DAY, "log", "ben", "hi", "--commit")

    assert done.stderr == "Error: written, but not committed: nothing here.\n"


def test_no_hook_and_no_monitor_of_the_repository_is_run(root: Path, run: Run) -> None:
    canary = root.parent / "canary"
    script = root / ".git" / "hooks" / "pre-commit"
    script.parent.mkdir(exist_ok=True)
    script.write_text(f"#!/bin/sh\ntouch '{canary}'\nexit 1\n", encoding="utf-8")
    script.chmod(0o755)
    git(root, "config", "core.fsmonitor", str(script))

    done = run("--vault", root, *DAY, "log", "ben", "hi", "--commit")

    assert done.exit_code == 0, done.output
    assert not canary.exists()


def test_many_at_once_all_get_their_entry(vault: MakeVault, run: Run) -> None:
    root = vault({"Ben.md": PERSON})
    assert run("--vault", root, "index").exit_code == 0
    command = [sys.executable, "-m", "vault_tools", "-q", "--vault", str(root), *DAY, "log", "ben"]

    processes = [subprocess.Popen([*command, f"entry {number}."]) for number in range(12)]
    assert [process.wait(timeout=120) for process in processes] == [0] * 12

    text = (root / "Ben.md").read_text(encoding="utf-8")
    assert sorted(text.count(f"entry {number}.") for number in range(12)) == [1] * 12


def test_the_hook_for_pre_commit_looks_at_the_notes_it_is_given(root: Path, run: Run) -> None:
    text = (Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (hook,) = yaml.safe_load(text)
    program, *arguments = hook["entry"].split()
    (root / "People" / "Bad.md").write_text("---\ntype: [\n---\n", encoding="utf-8")

    assert program == "vault-tools"
    assert run("--vault", root, *arguments, "People/Ben.md").exit_code == 0
    done = run("--vault", root, *arguments, "People/Ben.md", "People/Bad.md")
    assert done.exit_code == 1
    assert done.stdout.startswith("People/Bad.md:")


@pytest.fixture
def canary(root: Path) -> Path:
    """Return what a program of the repository makes if it is run; the program is beside it."""
    canary = root.parent / "canary"
    program = root / ".git" / "program"
    program.write_text(f"#!/bin/sh\ntouch '{canary}'\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    return canary


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"core.pager": "{}", "pager.commit": "{}", "core.editor": "{}"}, id="pager"),
        pytest.param({"diff.external": "{}", "diff.x.textconv": "{}"}, id="diff"),
        pytest.param({"core.fsmonitor": "{}", "core.fsmonitorHookVersion": "2"}, id="monitor"),
        pytest.param({"core.hooksPath": ".git/hooks"}, id="hooks"),
        pytest.param({"core.sshCommand": "{}", "credential.helper": "!{}"}, id="credentials"),
        pytest.param({"gc.auto": "1", "gc.recentObjectsHook": "{}"}, id="cleaning up"),
        pytest.param({"alias.commit": "!{}", "alias.add": "!{}"}, id="alias"),
    ],
)
def test_g09_no_program_of_the_repository_is_run(
    root: Path, run: Run, canary: Path, settings: dict[str, str]
) -> None:
    program = root / ".git" / "program"
    for name in ("pre-commit", "post-commit", "post-index-change", "reference-transaction"):
        shutil.copy(program, root / ".git" / "hooks" / name)
    (root / ".gitattributes").write_text("*.md diff=x\n", encoding="utf-8")
    for key, value in settings.items():
        git(root, "config", key, value.format(program))

    for command in (("log", "ben", "hi", "--commit"), ("erase", "ben", "--yes", "--commit")):
        assert run("--vault", root, *DAY, *command).exit_code == 0
    assert run("--vault", root, *DAY, "changes").exit_code in (0, 1)

    assert git(root, "log", "--format=%s").startswith("erase: a contact\nlog: Ben")
    assert not canary.exists()


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"filter.x.clean": "{}"}, id="filter"),
        pytest.param({"filter.x.process": "{}", "filter.x.required": "true"}, id="process"),
        pytest.param({"commit.gpgSign": "true", "gpg.program": "{}"}, id="signing"),
        pytest.param(
            {"commit.gpgSign": "true", "gpg.format": "ssh", "gpg.ssh.defaultKeyCommand": "{}"},
            id="signing key",
        ),
        pytest.param({"hook.x.event": "pre-commit", "hook.x.command": "{}"}, id="hook"),
    ],
)
def test_g09_where_a_program_would_be_run_nothing_is_committed(
    root: Path, run: Run, canary: Path, settings: dict[str, str]
) -> None:
    (root / ".gitattributes").write_text("*.md filter=x\n", encoding="utf-8")
    for key, value in settings.items():
        git(root, "config", key, value.format(root / ".git" / "program"))

    done = run("--vault", root, *DAY, "log", "ben", "hi", "--commit")

    assert done.exit_code == 3
    assert "configuration names a program to run (" in done.stderr
    assert "- 2026-11-23 hi" in (root / "People" / "Ben.md").read_text(encoding="utf-8")
    assert not canary.exists()
    git(root, "add", "People/Ben.md") if "filter.x.clean" in settings else canary.touch()
    assert canary.exists()  # the program would have been run


def test_g09_where_git_cannot_tell_whose_a_program_is_nothing_is_committed(
    root: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "bin" / "git"
    old.parent.mkdir()
    refuse = """*--show-scope*) echo "error: unknown option \\`show-scope'" >&2; exit 129"""
    real = shutil.which("git")
    old.write_text(f'#!/bin/sh\ncase "$*" in {refuse};; esac\nexec {real} "$@"\n')
    old.chmod(0o700)
    monkeypatch.setenv("PATH", str(old.parent), prepend=os.pathsep)

    done = run("--vault", root, *DAY, "log", "ben", "hi", "--commit")

    assert done.exit_code == 3
    assert "not committed: error: unknown option `show-scope'." in done.stderr
    assert git(root, "log", "--format=%s") == "all\n"


def test_g09_the_users_own_filters_are_run(
    root: Path, run: Run, canary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "gitconfig"
    own.write_text(f'[filter "x"]\nclean = {root}/.git/program\n', encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    (root / ".gitattributes").write_text("*.md filter=x\n", encoding="utf-8")

    assert run("--vault", root, *DAY, "log", "ben", "hi", "--commit").exit_code == 0
    assert canary.exists()


def test_g09_nothing_is_fetched_for_a_partial_clone(root: Path, run: Run, canary: Path) -> None:
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": str(root.parent / "elsewhere"),
        "remote.origin.uploadpack": str(root / ".git" / "program"),
        "protocol.file.allow": "always",
    }.items():
        git(root, "config", key, value)
    program = root / ".git" / "program"
    program.write_text(
        program.read_text(encoding="utf-8").replace("cat\n", "exit 1\n"), encoding="utf-8"
    )
    (root.parent / "elsewhere" / ".git").mkdir(parents=True)
    tree = git(root, "rev-parse", "HEAD^{tree}").strip()
    (root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()

    run("--vault", root, *DAY, "log", "ben", "hi", "--commit")
    run("--vault", root, *DAY, "erase", "ben", "--yes")

    assert not canary.exists()
    subprocess.run(
        ["git", "-C", root, "cat-file", "-p", tree], capture_output=True, check=False, timeout=60
    )
    assert canary.exists()  # git alone would have run it
