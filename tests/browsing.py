"""A real browser that looks at our pages: what it asks for, says, and lets people reach."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Dialog, Page, ViewportSize, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
ARGUMENTS = (
    # A container's root has no sandbox, and the pages are ours.
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)
SERIOUS = frozenset({"serious", "critical"})
_WATCH_FOCUS = """() => {
    window.reached = [];
    document.addEventListener("focusin", ({target}) => {
        const style = getComputedStyle(target);
        const width = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
        window.reached.push([target.getAttribute("href") || target.tagName, width]);
    });
}"""
_LINKS = (
    """() => [...document.querySelectorAll("a[href]")].map(link => link.getAttribute("href"))"""
)
_OPEN = """() => document.querySelectorAll("details").forEach(each => { each.open = true; })"""
_WIDTHS = """() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"""


@dataclass
class Seen:
    """A page that is open, and what happened meanwhile."""

    page: Page
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """On the console, and errors that nobody caught."""
    dialogs: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note down from now on what happens."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def widths(self) -> tuple[int, int]:
        """Return how wide the page is, and how wide the window."""
        wide, window = self.page.evaluate(_WIDTHS)
        return wide, window

    def unfold(self) -> None:
        """Open all that can be opened."""
        self.page.evaluate(_OPEN)

    def links(self) -> list[str]:
        """Return where the links of the page lead, in order."""
        return list(self.page.evaluate(_LINKS))

    def tabbed(self) -> dict[str, float]:
        """Return what the tabulator key reaches: where it leads, and how wide its frame is."""
        self.page.evaluate(_WATCH_FOCUS)
        for _ in range(len(self.links()) + self.page.locator("summary, input, [tabindex]").count()):
            self.page.keyboard.press("Tab")
        return dict(self.page.evaluate("window.reached"))

    def names(self) -> list[str]:
        """Return the names of the links, as a screen reader is told."""
        session = self.page.context.new_cdp_session(self.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        links = [node for node in nodes if node.get("role", {}).get("value") == "link"]
        return [node.get("name", {}).get("value", "") for node in links if not node["ignored"]]

    def barriers(self, *rules: str) -> list[str]:
        """Return what axe finds serious, by some *rules* or all, with the first place of each."""
        options: dict[str, object] = {"resultTypes": ["violations"]}
        if rules:
            options["runOnly"] = rules
        found = Axe().run(self.page, options=options).response["violations"]
        return [
            f"{each['id']}: {each['nodes'][0]['html'][:200]}"
            for each in found
            if each["impact"] in SERIOUS
        ]

    def sheets(self) -> int:
        """Return how many sheets of A4 it takes to print the page."""
        printed = self.page.pdf(format="A4")
        return len(re.findall(rb"/Type\s*/Page\b", printed))


def browser() -> Iterator[Browser]:
    """Yield a browser; skip where there is none, but for the gate, which has to have one."""
    path = program()
    if path is None:
        missing = f"there is no browser: none of {', '.join(NAMES)} is installed"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with opened(path) as found:
        yield found


def program() -> str | None:
    """Return the path of a browser, None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def opened(path: str) -> Iterator[Browser]:
    """Open the browser at *path* for a while."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield found
        found.close()


@contextmanager
def looking(
    browser: Browser, path: Path, *, dark: bool = False, phone: bool = False
) -> Iterator[Seen]:
    """Open a page for a while."""
    with browser.new_context(
        viewport=PHONE if phone else DESK, color_scheme="dark" if dark else "light"
    ) as context:
        seen = Seen(context.new_page())
        seen.listen()
        seen.page.goto(path.as_uri())
        yield seen
