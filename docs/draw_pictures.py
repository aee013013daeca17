"""Draws the pictures of the README from the demo, in docs/pictures."""

import asyncio
import re
import tempfile
from datetime import datetime
from pathlib import Path

from textual.pilot import Pilot

from consultant_tui.api.client import BookingApi
from consultant_tui.app import ConsultantApp
from consultant_tui.desk import Desk
from consultant_tui.embedded import Embedded
from consultant_tui.settings import Settings

AT = datetime.fromisoformat("2026-11-23T09:04+11:00")
FOLDER = Path(__file__).parent / "pictures"


async def shows(pilot: Pilot[None], words: str) -> None:
    """Wait until the screen shows some words."""
    async with asyncio.timeout(30):
        while words not in _text(pilot):
            await pilot.pause(0.05)


def _text(pilot: Pilot[None]) -> str:
    return re.sub("<[^>]*>|&#160;", " ", pilot.app.export_screenshot(simplify=True)).replace("  ", " ")


def save(pilot: Pilot[None], name: str) -> None:
    """Write what is on the screen; the font is the reader's own, so that nothing is fetched to show it."""
    picture = re.sub(r"@font-face \{.*?\}\s*", "", pilot.app.export_screenshot(), flags=re.DOTALL)
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


async def draw(backend: Embedded) -> None:
    """Walk from Quick View to the details of a booking."""
    desk = Desk(lambda: BookingApi(backend.address, backend.token), lambda: AT, Settings(), None)
    async with ConsultantApp(desk).run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Grace")
        save(pilot, "quick-view")
        await pilot.press("r")
        await shows(pilot, "Continue")
        save(pilot, "session-summary")
        await pilot.press("enter")
        await shows(pilot, "How do you want")
        await pilot.press("enter")
        await shows(pilot, "Which line")
        await shows(pilot, "free time")
        save(pilot, "schedule")
        await pilot.press("enter")
        await shows(pilot, "Fits")
        save(pilot, "details")


def main() -> None:
    """Draw them all."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        backend = Embedded(["--demo", "--at", f"{AT:%Y-%m-%dT%H:%M}"], Path(folder) / "backend.log")
        try:
            asyncio.run(draw(backend))
        finally:
            backend.stop()


if __name__ == "__main__":
    main()
