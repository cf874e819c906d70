"""What a shell is offered, and how bash is told of it."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.conftest import MakeVault, Run
from tests.test_startup import HEAVY
from vault_tools.cli import completing, main

NOTES = {
    "People/Anna Berg.md": "---\naliases: [Annika]\n---\n",
    "People/Anne O'Hara.md": "---\nx: y\n---\n",
    "People/Jörg Weiß.md": "---\nx: y\n---\n",
    "Books/Anna Karenina.md": "A book.\n",
}


@pytest.fixture
def indexed(vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = vault(NOTES)
    run("--vault", root, "index")
    monkeypatch.chdir(root)
    monkeypatch.setenv("VAULT_TOOLS_VAULT", str(root))
    return root


def _offered(monkeypatch: pytest.MonkeyPatch, line: str) -> list[str]:
    """Return what bash would show for *line*."""
    monkeypatch.setenv("COMP_LINE", line)
    monkeypatch.setenv("_VAULT_TOOLS_COMPLETE", "bash_complete")
    shell = completing.Bash(main, {}, "vault-tools", "_VAULT_TOOLS_COMPLETE")
    return [row.partition(",")[2] for row in shell.complete().splitlines()]


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("show an", ["Anna\\ Berg", "Anne\\ O\\'Hara", "annika"], id="names"),
        pytest.param('show "Anna', ["Anna Berg"], id="in quotes"),
        pytest.param("show Anna\\ B", ["Anna\\ Berg"], id="with a blank"),
        pytest.param("show weis", ["Jörg\\ Weiß"], id="by a later word, without accents"),
        pytest.param("show anna ", [], id="nothing more"),
        pytest.param("merge anna jor", ["Jörg\\ Weiß"], id="the second of two"),
        pytest.param("log anna ann --with jor", ["Jörg\\ Weiß"], id="an option"),
        pytest.param("log anna --via ph", ["phone"], id="a channel"),
        pytest.param("set anna ti", ["timezone=", "tier="], id="properties"),
        pytest.param("set anna tier=c", ["close"], id="a tier, as bash splits words"),
        pytest.param('set anna "tier=c', ["tier=close"], id="a tier in quotes"),
        pytest.param("list tier:i", ["inner"], id="a query"),
        pytest.param("list --missing x status:pa", ["paused"], id="after a query"),
        pytest.param("report w", ["weekly"], id="a report"),
        pytest.param("check --explain bad-c", ["bad-cadence"], id="a problem"),
        pytest.param("import vc", ["vcard"], id="a format to read"),
        pytest.param("export abo", ["abook"], id="a format to write"),
        pytest.param("export csv --name jor", ["Jörg\\ Weiß"], id="somebody to write"),
        pytest.param("promis", ["promise", "promises"], id="a command"),
    ],
)
def test_a_shell_is_offered(
    monkeypatch: pytest.MonkeyPatch, typed: str, offered: list[str]
) -> None:
    assert _offered(monkeypatch, f"vault-tools {typed}") == offered


def test_a_report_of_ones_own_is_offered(indexed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = indexed / ".vault-tools" / "templates" / "short.txt.j2"
    own.parent.mkdir(parents=True)
    own.touch()

    assert _offered(monkeypatch, "vault-tools report s") == ["short"]


def test_the_vault_that_the_line_names_counts(
    indexed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = indexed.parent / "other"
    (other / "People").mkdir(parents=True)
    (other / "People" / "Annabel.md").write_text("---\nx: y\n---\n")
    run("--vault", other, "index")

    assert _offered(monkeypatch, f"vault-tools --vault {other} show an") == ["Annabel"]


def test_without_an_index_or_a_vault_nothing_is_offered_and_nothing_made(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = vault(NOTES)
    run("--version")  # its folders are the test's
    monkeypatch.chdir(tmp_path)

    assert _offered(monkeypatch, "vault-tools show an") == []
    assert _offered(monkeypatch, f"vault-tools --vault {root} show an") == []
    assert not (tmp_path / "cache").exists()


def test_every_argument_for_which_something_is_offered_is_there() -> None:
    ctx = click.Context(main)

    for name, arguments in completing._OFFERED.items():
        command = main.get_command(ctx, name)
        assert command is not None
        assert set(arguments) <= {
            *(param.name for param in command.params),
        }


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return a program like the one that is installed."""
    place = tmp_path / "bin" / "vault-tools"
    place.parent.mkdir()
    place.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vault_tools "$@"\n')
    place.chmod(0o755)
    return place


def test_bash_itself_puts_a_name_into_the_line(indexed: Path, program: Path) -> None:
    script = """
        eval "$(_VAULT_TOOLS_COMPLETE=bash_source vault-tools)"
        COMP_LINE='vault-tools show anna b and more'; COMP_POINT=21
        _vault_tools_completion vault-tools
        printf '[%s]' "${COMPREPLY[@]}"
    """
    environment = {
        **{key: value for key, value in os.environ.items() if "COVERAGE" not in key},
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "VAULT_TOOLS_VAULT": str(indexed),
        "LC_ALL": "C.UTF-8",
    }

    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        capture_output=True,
        check=False,
        cwd=indexed,
        env=environment,
        text=True,
        timeout=60,
    )

    assert (done.stdout, done.stderr) == ("[Anna\\ Berg]", "")


@pytest.mark.parametrize(
    ("begun", "name"),
    [
        pytest.param("show Ev", "Eve$(touch seen)`touch seen`", id="without quotes"),
        pytest.param('show "Ev', "Eve$(touch seen)`touch seen`", id="between double ones"),
        pytest.param('show "Ev', 'Eve";touch seen;"', id="that end double ones"),
        pytest.param('show "Ev', "Eve\\\\", id="that escape the end of double ones"),
        pytest.param("show 'Ev", "Eve';touch seen;'$(touch seen)", id="that end single ones"),
    ],
)
def test_a_name_put_into_the_line_runs_nothing(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch, begun: str, name: str
) -> None:
    written = name.replace("'", "''")
    root = vault({"People/E.md": f"---\nname: '{written}'\n---\n"})
    run("--vault", root, "index")
    monkeypatch.setenv("VAULT_TOOLS_VAULT", str(root))

    (put,) = _offered(monkeypatch, f"vault-tools {begun}")

    quote = begun[5] if begun[5] in "'\"" else ""
    script = f"printf %s {quote}{put}{quote}"
    done = subprocess.run(
        ["bash", "--norc", "-c", script], capture_output=True, check=True, cwd=root, text=True
    )
    assert done.stdout == name
    assert not (root / "seen").exists()


def test_a_name_that_a_shell_would_change_or_split_is_not_offered(
    vault: MakeVault, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    aliases = 'aliases: ["Eve!x", "Eve\\nplain,Eve Z"]'
    root = vault({"People/Eve Y.md": f"---\n{aliases}\n---\n"})
    run("--vault", root, "index")
    monkeypatch.setenv("VAULT_TOOLS_VAULT", str(root))

    assert _offered(monkeypatch, 'vault-tools show "Ev') == ["Eve Y"]
    assert _offered(monkeypatch, "vault-tools show Ev") == ["Eve\\ Y", "eve\\!x"]


def test_to_offer_names_loads_little(indexed: Path) -> None:
    script = (
        "import sys; from vault_tools.cli import main\n"
        "try: main(prog_name='vault-tools')\n"
        "except SystemExit: print(*sorted(n.partition('.')[0] for n in sys.modules))"
    )
    environment = {key: value for key, value in os.environ.items() if "COVERAGE" not in key}
    asked = {"_VAULT_TOOLS_COMPLETE": "bash_complete", "COMP_LINE": "vault-tools show an"}

    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        cwd=indexed,
        env={**environment, **asked},
        text=True,
        timeout=60,
    )

    *offered, loaded = done.stdout.splitlines()
    assert len(offered) == 3
    assert set(loaded.split()).isdisjoint(HEAVY)
