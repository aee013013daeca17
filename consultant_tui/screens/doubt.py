"""Owns the dialog while it is not known whether something was done: it asks, by itself, until that is known."""

import asyncio
from collections.abc import Iterable
from typing import ClassVar, Generic

from textual import on, work
from textual.content import Content
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press

PAUSES = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0)
"""Seconds between two questions; the last one is kept."""
NOTICE = 0.6
"""Seconds in which a key that was meant to ask once more still meets this dialog, and not what follows it unread."""


class Doubt(Dialog[ScreenResultType], Generic[ScreenResultType]):
    """Asks the backend until it knows; its result is what became of it, or None when the consultant left."""

    DEFAULT_CSS = """
    Doubt #said { margin-bottom: 1; text-style: bold; }
    """

    SAID: ClassVar[str]
    """What is not known."""
    WARNING: ClassVar[str]
    """What is said before the consultant leaves without knowing."""

    def __init__(self, desk: Desk) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
        """
        super().__init__(desk, "No answer yet")
        self._warned = False
        self._knows = False
        self._now = asyncio.Event()
        self._said = Static(self.SAID, id="said", markup=False)
        self._state = Static("", id="state", markup=False)

    async def find_out(self) -> ScreenResultType | None:
        """Ask once; None when that gave nothing certain."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """Say what is known."""
        yield self._said
        yield self._state

    def presses(self) -> Iterable[Press]:
        """Offer to ask at once, or to leave."""
        yield Press("Leave", id="leave")
        yield Press("Ask now", id="ask")

    def on_mount(self) -> None:
        """Begin to ask."""
        self.query_one("#ask").focus()
        self._find_out()

    @work(exclusive=True, group="find-out")
    async def _find_out(self) -> None:
        asked = 0
        while True:
            self._tell("Asking the booking backend…")
            answer = await self.find_out()
            if answer is not None:
                self._knows = True
                self._tell("There is an answer.")
                await asyncio.sleep(NOTICE)
                self.dismiss(answer)
                return
            pause = PAUSES[min(asked, len(PAUSES) - 1)]
            asked += 1
            self._tell(f"No certain answer yet. Asked {asked}x; the next time in {pause:g} s.")
            self._now.clear()
            try:
                async with asyncio.timeout(pause):
                    await self._now.wait()
            except TimeoutError:
                continue

    def _tell(self, state: str) -> None:
        self._state.update(Content(state))

    @on(Press.Pressed, "#ask")
    def _ask_now(self) -> None:
        self._now.set()

    @on(Press.Pressed, "#leave")
    def action_back(self) -> None:
        """Warn first, then leave; what is known is told first."""
        if self._knows:
            return
        if self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self._said.update(Content(f"{self.WARNING} Press Leave once more to leave without knowing."))
