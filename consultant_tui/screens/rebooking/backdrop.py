"""Owns the backdrop that conducts steps: it stands behind them, so that what lies below is not resumed at each."""

from datetime import datetime
from typing import ClassVar, Generic, TypeVar

from textual import events, work
from textual.app import ComposeResult
from textual.screen import Screen

from consultant_tui.api.errors import ApiError, Misunderstood, Refused
from consultant_tui.contract.appointments import RebookingOffer
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.rebooking.step import STEPS
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.rail import Rail
from consultant_tui.wording.stories import story_of

_NOT_KEPT = frozenset({"escape", "ctrl+c", "q"})

T = TypeVar("T")


class Backdrop(Asking[T | None], Generic[T]):
    """Asks for the offer that all steps need, leads through them, and ends with what they led to."""

    TITLE_WORDS: ClassVar[str] = "Rebook"
    RAIL: ClassVar[tuple[str, ...]] = STEPS

    def __init__(self, desk: Desk, appointment: str) -> None:
        """Make the backdrop.

        Args:
            desk: What the consultant works with.
            appointment: The reference of the appointment that it is about.
        """
        super().__init__(desk)
        self._appointment = appointment
        self._at: datetime | None = None
        """An instant that is to be told on the client's clock."""
        self._top: Screen[None] | None = None
        self._early: list[events.Key] = []
        """Keys that were pressed before there was a step to press them in."""

    async def lead(self, offer: RebookingOffer) -> T | None:
        """Lead through the steps to what they lead to."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out what is seen until the first step is ready."""
        yield Rail(self.TITLE_WORDS, self.RAIL, 0)
        yield Hints()

    def on_mount(self) -> None:
        """Begin."""
        self._conduct()

    def on_key(self, event: events.Key) -> None:
        """Keep what an expert types ahead for the first step."""
        if event.key not in _NOT_KEPT:
            # Made here, because an event does not bubble past the screen that made it.
            self._early.append(events.Key(event.key, event.character))

    @work(exclusive=True, group="conduct")
    async def _conduct(self) -> None:
        offer = await self._offer()
        result = await self.lead(offer) if offer is not None else None
        if self._top is not None:
            self._top.pop_until_active()
            self.app.pop_screen()
        self.dismiss(result)

    async def _offer(self) -> RebookingOffer | None:
        while True:
            try:
                return await self.ask(self.desk.api.rebooking(self._appointment, self._at))
            except ApiError as error:
                retry = not isinstance(error, Refused | Misunderstood)
                if not await self.app.push_screen_wait(Trouble(self.desk, story_of(error), retry=retry)):
                    return None

    async def bring(self, screen: Screen[None]) -> None:
        """Show a screen in the place of the one before; nothing in between is painted."""
        before, self._top = self._top, screen
        if before is None:
            self.turns.hold()
            await self.app.push_screen(screen)
            await self.turns.give_first(self._early)
        else:
            before.pop_until_active()
            await self.app.switch_screen(screen)
