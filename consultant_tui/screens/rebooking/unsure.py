"""Owns the dialog while it is not known whether a booking was made."""

import asyncio
from collections.abc import Iterable
from enum import Enum, auto

from textual import on, work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.api.errors import ApiError
from consultant_tui.contract.appointments import KeyAnswer
from consultant_tui.contract.vocabulary import KeyState
from consultant_tui.desk import Desk
from consultant_tui.rebooking.steps import Made
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press

PAUSES = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0)
"""Seconds between two questions; the last one is kept."""


class Answer(Enum):
    """What became of the attempt, besides a receipt."""

    NOT_BOOKED = auto()
    """It was not booked, and can no longer be."""
    LEFT = auto()
    """The consultant left without knowing."""


class Unsure(Dialog[Made | Answer]):
    """Asks the backend by the attempt's key until it knows."""

    DEFAULT_CSS = """
    Unsure #said { margin-bottom: 1; text-style: bold; }
    """

    def __init__(self, desk: Desk, key: str) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            key: The key that the attempt was sent under.
        """
        super().__init__(desk, "No answer yet")
        self._key = key
        self._warned = False
        self._now = asyncio.Event()
        self._said = Static("We don't know yet whether this was booked. Do not book again.", id="said", markup=False)
        self._state = Static("", id="state", markup=False)

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
            answer = await self._answer()
            if answer is not None:
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

    async def _answer(self) -> Made | Answer | None:
        """Ask once; a key the backend never saw is voided, so that a late original is refused."""
        try:
            answer = await self.ask(self.desk.api.key(self._key))
            if answer.state is KeyState.UNKNOWN:
                answer = await self.ask(self.desk.api.void(self._key), changes=True)
        except ApiError:
            return None
        return _meaning(answer)

    def _tell(self, state: str) -> None:
        self._state.update(Content(state))

    @on(Press.Pressed, "#ask")
    def _ask_now(self) -> None:
        self._now.set()

    @on(Press.Pressed, "#leave")
    def action_back(self) -> None:
        """Warn first, then leave."""
        if self._warned:
            self.dismiss(Answer.LEFT)
            return
        self._warned = True
        self._said.update(
            Content(
                "It may have been booked all the same. Look at Quick View before you book this session again. "
                "Press Leave once more to leave without knowing."
            )
        )


def _meaning(answer: KeyAnswer) -> Made | Answer | None:
    if made := answer.series or answer.receipt:
        return made
    return Answer.NOT_BOOKED if answer.state is KeyState.VOIDED else None
