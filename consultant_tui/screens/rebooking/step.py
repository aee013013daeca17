"""Owns what the steps of a rebooking have in common: the rail, the keys, the ways on, back and out."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType
from textual.widgets import Static

from consultant_tui.api.errors import ApiError, GivenUp, Misunderstood, Refused
from consultant_tui.commands.command import Command, Need, bindings
from consultant_tui.commands.everywhere import Back, Help, Menu, Onward
from consultant_tui.commands.rebooking import Leave, SameTimeNextWeek
from consultant_tui.contract.appointments import RebookingOffer
from consultant_tui.desk import Desk
from consultant_tui.rebooking import steps
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.journal import Attempt, Journal, Unfinished
from consultant_tui.rebooking.steps import Outcome, Step
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.decision import Decision
from consultant_tui.screens.leaving import leave
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.rail import Rail
from consultant_tui.wording.stories import story_of

T = TypeVar("T")

STEPS = ("Approach", "Schedule", "Details", "Review")


@dataclass
class Trip:
    """What every step of one rebooking is handed besides the draft."""

    desk: Desk
    offer: RebookingOffer
    attempt: Attempt | None = None
    """The last request that was sent to be booked."""
    news: str = ""
    """What the next step tells above its fields, once."""
    unsure: bool = False
    """Whether the consultant left without knowing what became of the attempt."""
    journal: Journal | None = None
    """Where the unfinished booking is kept; None keeps it nowhere."""
    _pen: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Whoever holds it writes the journal, so that what came last is what is kept."""

    async def keep(self, draft: BookingDraft) -> None:
        """Keep the draft on disk, whatever ends the step that wants it kept."""
        if self.journal is not None:
            await asyncio.shield(self._write(self.journal, Unfinished(draft=draft, attempt=self.attempt)))

    async def _write(self, journal: Journal, unfinished: Unfinished) -> None:
        async with self._pen:
            with suppress(OSError):  # a full or read-only disk is no reason not to book
                await asyncio.to_thread(journal.write, unfinished)

    async def forget(self) -> None:
        """Take the draft off the disk."""
        if self.journal is not None:
            async with self._pen:
                await asyncio.to_thread(self.journal.discard)


class StepScreen(Asking[None]):
    """One step, made wholly from the draft; it is replaced by the next one, and never dismissed."""

    STEP: ClassVar[Step]
    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, Onward, SameTimeNextWeek, Leave, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*OFFERS),
        Binding("pagedown", "page(1)", "Further down", show=False),
        Binding("pageup", "page(-1)", "Further up", show=False),
    ]
    CSS_PATH: ClassVar[CSSPathType | None] = "step.tcss"

    def __init__(self, trip: Trip, draft: BookingDraft) -> None:
        """Make the step.

        Args:
            trip: What all steps of this rebooking share.
            draft: What was chosen so far.
        """
        super().__init__(trip.desk)
        self.trip = trip
        self.draft = draft
        self.outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        """How the step ended."""

    def compose(self) -> ComposeResult:
        """Lay out the rail, the step itself and the keys."""
        yield self.rail()
        news, self.trip.news = self.trip.news, ""
        with VerticalScroll(id="step", can_focus=False):
            if news:
                yield Static(news, id="news", classes="news", markup=False)
            yield from self.form()
        yield Hints()

    def rail(self) -> Rail:
        """Give the rail above the step."""
        return Rail(f"Rebook {self.trip.offer.client}", STEPS, self.STEP.value)

    def leaving(self) -> Decision:
        """Give the question before everything is left."""
        return leave(self.desk)

    def form(self) -> ComposeResult:
        """Give the fields of the step."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show which keys may be used."""
        self.refresh_bindings()

    def met(self) -> frozenset[Need]:
        """Say which needs hold now."""
        return super().met() if self.draft.backward else super().met() | {Need.AHEAD}

    def finish(self, outcome: Outcome) -> None:
        """End the step, once."""
        if not self.outcome.done():
            self.outcome.set_result(outcome)

    async def ask(self, question: Coroutine[Any, Any, T], *, changes: bool = False) -> T:
        """Await an answer of the backend; one that comes after the step has ended is nobody's."""
        answer = await super().ask(question, changes=changes)
        if self.outcome.done():
            raise asyncio.CancelledError
        return answer

    async def answered(self, question: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        """Ask until there is an answer, or until the consultant does not want to try again.

        Args:
            question: Makes the call of the API; made anew for every try.
        """
        while True:
            try:
                return await self.ask(question())
            except GivenUp:
                return None
            except ApiError as error:
                if not await self.told(error):
                    return None

    async def told(self, error: ApiError) -> bool:
        """Tell a failure; whether to try again."""
        retry = not isinstance(error, Refused | Misunderstood)
        story = story_of(error, self.trip.offer.client_term)
        again: bool | None = await self.app.push_screen_wait(Trouble(self.desk, story, retry=retry))
        return again is True

    def action_page(self, by: int) -> None:
        """Scroll what does not fit the window."""
        step = self.query_one("#step")
        step.scroll_relative(y=by * step.size.height // 2, animate=False)

    def action_back(self) -> None:
        """Go back one step with what was entered here."""
        self.finish(steps.Backward(self.draft))

    @work(exclusive=True, group="leaving")
    async def action_leave(self) -> None:
        """Leave after a question."""
        if await self.app.push_screen_wait(self.leaving()):
            self.finish(steps.Abandoned())

    @work(exclusive=True, group="onward")
    async def action_onward(self) -> None:
        """Go on when the step is complete."""
        await self.go_on()

    async def go_on(self) -> None:
        """Go on, or put the focus where something is missing."""
        self.finish(steps.Onward(self.draft))

    @work(exclusive=True, group="onward")
    async def action_same_time_next_week(self) -> None:
        """Take the repeated time again and go as far as the rules allow."""
        draft = self.draft.same_time_next_week(self.trip.offer)
        request = draft.as_request()
        if request is None:
            self.finish(steps.Revisit(Step.SCHEDULE, draft))
            return
        check = await self.answered(lambda: self.desk.api.check(request))
        if check is not None:
            self.finish(steps.Revisit(Step.DETAILS if check.refusals else Step.REVIEW, draft))
