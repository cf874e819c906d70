"""The pages in a real browser: they load nothing, run nothing, and keep nobody out."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from tests import browsing
from tests.browsing import looking
from tests.conftest import EXAMPLE
from tests.test_report_html import HOSTILE, full_vault
from vault_tools.cli import main

COMMANDS = {
    "weekly": ("report", "weekly"),
    "review": ("report", "review"),
    "dashboard": ("report", "dashboard"),
    "show": ("show",),
}
VAULTS = ("example", "hostile")
SHOWN = {"example": "Mara Hoffstedt", "hostile": "2 Mail.md"}
LARGE = "[report]\ndue = 500\nreawaken = 50\nhints = 20\n"
Page = Callable[..., object]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return one browser for all tests."""
    yield from browsing.browser()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Return where each page of each vault lies."""
    folder = tmp_path_factory.mktemp("new")
    roots = {"example": folder / "example", "hostile": folder / "hostile"}
    shutil.copytree(EXAMPLE, roots["example"], symlinks=True)
    write_hostile(roots["hostile"])
    runner = CliRunner(env={"XDG_CACHE_HOME": str(folder / "cache")})
    found = {}
    for vault in VAULTS:
        for name, words in COMMANDS.items():
            whom = [SHOWN[vault]] if name == "show" else []
            arguments = ["-q", "--vault", str(roots[vault]), "--today", "2026-11-23", *words, *whom]
            result = runner.invoke(main, [*arguments, "--format", "html"])
            assert result.exit_code == 0, result.output
            found[vault, name] = folder / f"{vault}-{name}.html"
            found[vault, name].write_text(result.stdout, encoding="utf-8")
    return found


def write_hostile(root: Path) -> None:
    """Write a vault in which each hostile text stands wherever one can, in names of files too."""
    (root / ".vault-tools").mkdir(parents=True)
    (root / ".vault-tools/config.toml").write_text(LARGE)
    for number, text in enumerate(HOSTILE):
        following = (number + 1) % len(HOSTILE)
        for path, note in full_vault(text).items():
            # In a ring, so that there is a network to be drawn.
            known = f"\n[[{file_name(following, path).removesuffix('.md')}]]\n\n## Log\n"
            known += f"- 2026-10-05 email: #gave {text}\n- [x] send {text} ✅ 2026-10-06"
            place = root / file_name(number, path)
            place.write_text(note.replace("\n## Log", known, 1), "utf-8")


def file_name(number: int, path: str) -> str:
    """Return the name of a hostile note's file; some hold all that a file's name can."""
    if path not in {"Seen.md", "Wrong.md"}:
        return f"{number} {path}"
    return (
        f"{number} {''.join(each for each in HOSTILE[number][:50] if each not in '/[]|#^')} {path}"
    )


every_page = pytest.mark.parametrize(
    ("vault", "name"), [(vault, name) for vault in VAULTS for name in COMMANDS]
)


@every_page
def test_nothing_is_asked_for_said_or_run(
    chromium: Browser, pages: dict[tuple[str, str], Path], vault: str, name: str
) -> None:
    path = pages[vault, name]

    with looking(chromium, path) as seen:
        seen.unfold()
        seen.page.wait_for_timeout(100)

    assert (seen.requests, seen.said, seen.dialogs) == ([path.as_uri()], [], [])


@every_page
def test_a_phone_shows_it_without_scrolling_aside(
    chromium: Browser, pages: dict[tuple[str, str], Path], vault: str, name: str
) -> None:
    with looking(chromium, pages[vault, name], phone=True) as seen:
        seen.unfold()

        wide, window = seen.widths()

    assert (wide, window) == (390, 390)


@every_page
def test_the_keyboard_reaches_every_link_and_shows_where_it_is(
    chromium: Browser, pages: dict[tuple[str, str], Path], vault: str, name: str
) -> None:
    with looking(chromium, pages[vault, name]) as seen:
        seen.unfold()
        links = seen.links()
        reached = seen.tabbed()

    assert set(links) - set(reached) == set()
    assert [where for where, frame in reached.items() if frame < 2] == []


@every_page
def test_every_link_has_a_name(
    chromium: Browser, pages: dict[tuple[str, str], Path], vault: str, name: str
) -> None:
    with looking(chromium, pages[vault, name]) as seen:
        seen.unfold()
        links, names = seen.links(), seen.names()

    assert len(names) == len(links) > 0
    assert "" not in [name.strip() for name in names]


@every_page
def test_axe_finds_nothing_serious(
    chromium: Browser, pages: dict[tuple[str, str], Path], vault: str, name: str
) -> None:
    with looking(chromium, pages[vault, name]) as seen:
        seen.unfold()

        assert seen.barriers() == []


@every_page
def test_the_dark_side_has_contrast_enough(
    chromium: Browser, pages: dict[tuple[str, str], Path], vault: str, name: str
) -> None:
    with looking(chromium, pages[vault, name], dark=True) as seen:
        seen.unfold()

        assert seen.barriers("color-contrast") == []


def test_the_week_prints_on_one_sheet(
    chromium: Browser, pages: dict[tuple[str, str], Path]
) -> None:
    with looking(chromium, pages["example", "weekly"]) as seen:
        assert seen.sheets() == 1
