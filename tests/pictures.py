"""The pictures in the documentation: the pages of the example vault, as a browser shows them.

``python -m tests.pictures`` makes them anew, with Chromium; the fonts are those of the machine.
"""

import os
import sys
import tempfile

from click.testing import CliRunner
from playwright.sync_api import ViewportSize

from tests import browsing
from tests.docs_tools import ROOT, TODAY
from vault_tools.cli import main as command

FOLDER = ROOT / "docs" / "pictures"
"""Where they lie."""
PICTURES = {
    "weekly": ViewportSize(width=1000, height=960),
    "dashboard": ViewportSize(width=1000, height=1180),
}
"""The reports, and how much of each is shown."""


def main() -> int:
    """Make every picture anew."""
    path = browsing.program()
    if path is None:
        sys.stderr.write(f"None of {', '.join(browsing.NAMES)} is installed.\n")
        return 1
    with tempfile.TemporaryDirectory() as place, browsing.opened(path) as browser:
        os.environ["XDG_CACHE_HOME"] = place
        for name, size in PICTURES.items():
            page = browser.new_page(viewport=size, color_scheme="light")
            page.set_content(_report(name))
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
    return 0


def _report(name: str) -> str:
    vault = str(ROOT / "example-vault")
    arguments = ["--vault", vault, "--today", TODAY, "report", name, "--format", "html"]
    return CliRunner().invoke(command, arguments, catch_exceptions=False).stdout


if __name__ == "__main__":
    sys.exit(main())
