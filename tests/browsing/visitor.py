"""Owns somebody at a real browser, who inspects every page they come to."""

import re
import shutil
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
"""Where the browser is; None where there is none."""

_AXE = Axe()
_SERIOUS = ("serious", "critical")
PATIENCE_MS = 15_000


class Visitor:
    """Somebody who walks through the portal; every page is inspected on arrival."""

    def __init__(self, page: Page, portal, *, scripts: bool) -> None:
        self.page = page
        self.portal = portal
        self._scripts = scripts
        self._host = urlsplit(portal.address).netloc
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", self._note)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in (self._host, ""):
            self.strangers.append(request.url)

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that says no has a status that says no; the browser mentions each.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    @property
    def title(self) -> str:
        return self.page.inner_text("h1").strip()

    @property
    def text(self) -> str:
        return " ".join(self.page.inner_text("main").split())

    def open(self, path: str = "") -> "Visitor":
        self.page.goto(path if path.startswith("http") else self.portal.address + path)
        return self._inspected()

    def press(self, words: str) -> "Visitor":
        """Press the first button, or follow the first link, that begins with these words."""
        main, name = self.page.locator("main"), re.compile(f"^{re.escape(words)}")
        wanted = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        with self.page.expect_navigation():
            wanted.first.click()
        return self._inspected()

    def choose(self, words: str) -> "Visitor":
        """Take the answer that begins with these words, and go on."""
        self.page.locator("main label").filter(has_text=words).first.click()
        return self.press("Continue")

    def fill(self, **fields: str) -> "Visitor":
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").fill(value)
        return self

    def pick_day(self, words: str) -> "Visitor":
        with self.page.expect_navigation():
            self.page.locator("main table a").filter(has_text=words).click()
        return self._inspected()

    def _inspected(self) -> "Visitor":
        where = self.page.url
        assert self.page.locator("h1").count() == 1, where
        assert self.strangers == [], where
        assert self.complaints == [], where
        if self._scripts:
            excess = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert self.page.evaluate(excess) <= 0, f"{where} is wider than the window"
            found = _AXE.run(self.page).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in _SERIOUS] == [], where
        return self
