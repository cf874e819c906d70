"""The pictures in the documentation: drawings, and pages of the example vault in a browser.

``python -m tests.pictures`` makes them anew. The pages need Chromium, and have the fonts of the
machine (``optipng -o5`` makes them a quarter smaller); the drawings need nothing.
"""

import os
import sys
import tempfile

from click.testing import CliRunner
from playwright.sync_api import ViewportSize

from tests import browsing, drawings
from tests.docs_tools import ROOT, TODAY
from vault_tools.cli import main as command

FOLDER = ROOT / "docs" / "pictures"
"""Where they lie."""
PICTURES = {
    "weekly": ViewportSize(width=1000, height=880),
    "dashboard": ViewportSize(width=1000, height=1010),
}
"""The reports, and how much of each is shown."""


def main() -> int:
    """Make every picture anew."""
    for name, drawing in drawings.DRAWINGS.items():
        (FOLDER / f"{name}.svg").write_text(drawing(), encoding="utf-8")
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
