"""The gate: everything that has to hold before a change goes in. Run `nox`."""

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
nox.options.sessions = ["lint", "types", "tests", "package"]
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_external_run = True

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml("pyproject.toml")
LANGUAGES = ("en", "de")
_HELP_OF_NEWER_CLICK = (
    "--deselect=tests/test_example_vault.py::test_what_it_shows[--help]",
    "--deselect=tests/test_man_pages.py::test_the_pages_are_those_of_the_commands_as_they_are",
)
"""What shows the help as click 8.5 writes it: ``[COMMAND]`` where earlier ones have ``COMMAND``."""
REPORT = ("--today", "2026-11-23", "report", "weekly")


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style, the layers, the spelling and the generated parts of the docs."""
    _install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports")
    session.run("codespell")
    session.run(
        *("cog", "--check", "--diff", "--verbosity=0"),
        "--check-fail-msg=Run `nox -s docs` and commit what it changes.",
        *_docs(),
    )


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the package, its tests and this file."""
    _install(session, "types")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; all of them have to cover nearly all of the package."""
    _install(session, "test")
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", *session.posargs)
    session.run("coverage", "combine", "--quiet")
    if not session.posargs:
        session.run("coverage", "report")


@nox.session(python=["3.12", "3.13", "3.14"], default=False)
def pythons(session: nox.Session) -> None:
    """Run the tests with those of the newer Pythons that are installed."""
    _install(session, "test")
    session.run("pytest", "-q", *session.posargs)


@nox.session(default=False)
def lowest(session: nox.Session) -> None:
    """Run the quick tests with the lowest versions of what the package asks for."""
    _install(session, "test")
    wanted = PYPROJECT["project"]["dependencies"]
    session.install(*(requirement.replace(">=", "==") for requirement in wanted))
    quick = [str(path) for path in sorted(Path("tests").glob("test_*.py")) if _is_quick(path)]
    session.run("pytest", "-q", *_HELP_OF_NEWER_CLICK, *(session.posargs or quick))


@nox.session(default=False)
def soak(session: nox.Session) -> None:
    """Break things for as many minutes as VAULT_TOOLS_SOAK says, and show what was tried."""
    _install(session, "test")
    harnesses = sorted(str(path) for path in Path("tests").glob("test_harness_*.py"))
    others = [f"tests/test_{name}.py" for name in ("git_merge", "sync_stateful", "writer")]
    session.run("pytest", "-q", *harnesses, *others, env={"VAULT_TOOLS_SOAK": _minutes()})


@nox.session
def package(session: nox.Session) -> None:
    """Build the package, and use it as people would: without what we develop with."""
    _install(session, "package")
    built = _emptied(_folder(session) / "built")
    session.run("python", "-m", "build", "--no-isolation", "--outdir", str(built), silent=True)
    (wheel,) = built.glob("*.whl")
    session.run("check-wheel-contents", str(wheel))
    clean = _clean_environment(session, wheel)

    installed = _report(session, Path(clean, "bin", "vault-tools"))
    editable = _report(session, Path(session.bin, "vault-tools").absolute())
    if not installed.strip():
        session.error("The installed wheel reports nothing.")
    if installed != editable:
        session.error("The wheel and an editable install report different things.")


@nox.session(default=False)
def docs(session: nox.Session) -> None:
    """Write the generated parts of the docs and of the catalogues anew."""
    _install(session, "docs")
    session.run("cog", "-r", "--verbosity=1", *_docs())
    session.run("python", "-m", "tests.man_pages")
    session.run("python", "-m", "tests.catalogues", success_codes=[0, 1])


def _install(session: nox.Session, *groups: str) -> None:
    """Install *groups* and the project itself, asking no network for what is there."""
    builder = PYPROJECT["build-system"]["requires"]
    session.install(*builder, *nox.project.dependency_groups(PYPROJECT, *groups))
    session.install("--no-build-isolation", "--editable", ".")


def _is_quick(path: Path) -> bool:
    """Return whether tests neither take long nor need programs with versions of their own."""
    return not path.name.startswith(("test_harness_", "test_browser_", "test_phone_"))


def _docs() -> list[str]:
    return ["README.md", *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/*.md"))]


def _clean_environment(session: nox.Session, wheel: Path) -> Path:
    """Make an environment that holds *wheel* and what it asks for, nothing else."""
    clean = _folder(session) / "clean"
    python = str(clean / "bin" / "python")
    pip = (python, "-m", "pip", "--disable-pip-version-check", "--quiet")
    session.run_install("python", "-m", "venv", "--clear", str(clean))
    session.run_install(*pip, "install", *PYPROJECT["project"]["dependencies"], external=True)
    session.run(*pip, "install", "--no-deps", "--force-reinstall", str(wheel), external=True)
    session.run(*pip, "check", external=True)
    return clean


def _report(session: nox.Session, command: Path) -> str:
    """Return the report that *command* makes of a copy of the example vault, in each language.

    It runs far from the checkout, and leaves the user's own files alone.
    """
    home = _emptied(_folder(session) / "home")
    shutil.copytree(ROOT / "example-vault", home / "vault")
    env = {"HOME": str(home), "PYTHONPATH": None, "PYTHONSAFEPATH": "1"}
    env |= {name: None for name in os.environ if name.startswith(("VAULT_TOOLS_", "XDG_"))}
    with session.chdir(home):
        session.run(str(command), "--version", env=env, external=True)
        outputs = [
            session.run(
                *(str(command), "--vault", "vault", "--lang", language, *REPORT),
                env=env,
                external=True,
                silent=True,
                stderr=None,
            )
            for language in LANGUAGES
        ]
    return "".join(map(str, outputs))


def _minutes() -> str:
    return os.environ.get("VAULT_TOOLS_SOAK") or "30"


def _folder(session: nox.Session) -> Path:
    return Path(session.create_tmp()).absolute()


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
