"""Draws the pictures of the portal from the demo, in docs/pictures: on a telephone, and on a desk."""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from server_stub.practice.rehearsal import ACCOUNT, PASSWORD

FOLDER = Path(__file__).parent / "pictures"
BOOK = "/book/day?location=collins-street&who=me&group=counselling&reason=next-session&modality=phone"


def draw(page: Page, home: str, kind: str) -> None:
    """Walk from the start page to the summary of a booking."""

    def save(name: str) -> None:
        page.screenshot(path=FOLDER / f"portal-{name}-{kind}.png", full_page=True)

    page.goto(home)
    save("start")
    page.goto(f"{home}/sign-in")
    page.fill("[name=email]", ACCOUNT)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/account*")
    page.goto(f"{home}{BOOK}")
    save("days")
    page.locator("main table a").filter(has_text="Thursday").first.click()
    page.wait_for_url("**/book/time*")
    save("times")
    page.locator("main button[name=at]").last.click()
    page.wait_for_url("**/book/details*")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/book/check*")
    save("check")
    page.get_by_role("button", name="Confirm appointment").click()
    page.wait_for_url("**/booked/**")
    save("booked")


def main() -> None:
    """Draw them all."""
    command = [sys.executable, "-m", "server_stub.cli", "serve", "--demo", "--port", "0", "--at", "2026-11-23T09:04"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, sync_playwright() as playwright:  # noqa: S603
        try:
            assert server.stdout is not None  # noqa: S101  (it is a pipe)
            home = server.stdout.readline().split()[-1] + "/portal"
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for kind, width, scheme in (("telephone", 320, "dark"), ("desk", 1280, "light")):
                page = browser.new_page(viewport={"width": width, "height": 640}, color_scheme=scheme)
                draw(page, home, kind)
            browser.close()
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
