"""Owns the last step: everything once more, and the booking itself (seed 001, step 6)."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from consultant_tui.api.errors import Refused
from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back, Help, Menu
from consultant_tui.commands.rebooking import Finalise, Leave
from consultant_tui.contract.appointments import BookingCheck, BookingRequest
from consultant_tui.contract.refusals import Code
from consultant_tui.rebooking import steps
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.steps import Step, step_of
from consultant_tui.screens.rebooking import words
from consultant_tui.screens.rebooking.finalising import FinalStep
from consultant_tui.screens.rebooking.step import Trip
from consultant_tui.widgets.sheet import Sheet


class ReviewStep(FinalStep):
    """The whole booking on one screen; *Finalise appointment* is the only way forward."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, Finalise, Leave, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*OFFERS)]
    AUTO_FOCUS = "#attendance Choice"

    def __init__(self, trip: Trip, draft: BookingDraft) -> None:
        """Make the step; what the backend makes of it is not known yet."""
        super().__init__(trip, draft)
        self._booking = Sheet(words.review(trip.offer, draft, None), id="booking")

    def form(self) -> ComposeResult:
        """Give the booking, the last two choices and the way forward."""
        yield Static("Is this right?", classes="heading", markup=False)
        yield self._booking
        yield from self.last_choices()

    def on_mount(self) -> None:
        """Ask what the backend makes of the booking as it stands."""
        self._look()

    @work(exclusive=True, group="check")
    async def _look(self) -> None:
        request = self.draft.as_request()
        if request is None:
            self.finish(steps.Revisit(Step.DETAILS, self.draft))
            return
        check = await self.answered(lambda: self.desk.api.check(request))
        if check is None:
            return
        if check.refusals:
            self._go_where_it_belongs(check)
        else:
            self._booking.facts = words.review(self.trip.offer, self.draft, check)

    def _go_where_it_belongs(self, check: BookingCheck) -> None:
        if not self.sending:
            self.trip.news = "This cannot be booked as it stands."
            self.finish(steps.Revisit(step_of(check.refusals[0].field), self.draft))

    def final_request(self) -> BookingRequest | None:
        """Give the booking as it is sent."""
        return self.draft.as_request()

    async def refused(self, error: Refused) -> None:
        """Go to the step where it can be put right; what was entered stays."""
        refusal = next((one for one in error.problem.refusals if one.field is not None), None)
        if refusal is None:
            await self.told(error)
            self.set_sending(False)
            return
        taken = error.has(Code.CONSULTANT_BUSY) or error.has(Code.CLIENT_BUSY)
        why = "Not booked: the time was taken a moment ago." if taken else "Not booked: see below."
        self.trip.news = f"{why} Everything else is kept."
        self.finish(steps.Revisit(step_of(refusal.field), self.draft))
