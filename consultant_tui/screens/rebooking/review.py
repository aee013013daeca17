"""Owns the last step: everything once more, and the booking itself (seed 001, step 6)."""

from typing import ClassVar

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.types import CSSPathType
from textual.widgets import Static

from consultant_tui.api.errors import ApiError, Refused, Unknown
from consultant_tui.commanding import Command, Need, bindings
from consultant_tui.commands import Back, Finalise, Help, Leave, Menu
from consultant_tui.contract.appointments import BookingCheck, BookingRequest, Receipt
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import Attendance
from consultant_tui.rebooking import steps
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.journal import Attempt, attempt_for
from consultant_tui.rebooking.steps import Step, step_of
from consultant_tui.screens.rebooking import words
from consultant_tui.screens.rebooking.step import StepScreen, Trip
from consultant_tui.screens.rebooking.unsure import Answer, Unsure
from consultant_tui.screens.trouble import Trouble
from consultant_tui.stories import NOT_BOOKED
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.field import Field
from consultant_tui.widgets.press import Press
from consultant_tui.widgets.sheet import Sheet


class ReviewStep(StepScreen):
    """The whole booking on one screen; *Finalise appointment* is the only way forward."""

    STEP: ClassVar[Step] = Step.REVIEW
    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, Finalise, Leave, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*OFFERS)]
    CSS_PATH: ClassVar[CSSPathType | None] = ["step.tcss", "review.tcss"]
    AUTO_FOCUS = "#attendance Choice"

    def __init__(self, trip: Trip, draft: BookingDraft) -> None:
        """Make the step; what the backend makes of it is not known yet."""
        super().__init__(trip, draft)
        self._sending = False
        self._booking = Sheet(words.review(trip.offer, draft, None), id="booking")
        attendance = Choice(words.choices(Attendance), draft.attendance)
        confirmed = Choice(words.YES_NO, "yes" if draft.confirmed else "no")
        self._attendance = Field(f"{trip.offer.client_term.capitalize()} attendance", attendance, id="attendance")
        self._confirmed = Field("Confirmed", confirmed, id="confirmed")
        self._back = Press("Back", id="back")
        self._finalise_press = Press("Finalise appointment", id="finalise")

    def form(self) -> ComposeResult:
        """Give the booking, the last two choices and the way forward."""
        yield Static("Is this right?", classes="heading", markup=False)
        yield self._booking
        yield self._attendance
        yield self._confirmed
        with Horizontal(id="presses"):
            yield self._back
            yield self._finalise_press

    def on_mount(self) -> None:
        """Ask what the backend makes of the booking as it stands."""
        self._look()

    def met(self) -> frozenset[Need]:
        """While the booking is being sent, nothing else changes anything."""
        return super().met() - {Need.CHANGES} if self._sending else super().met()

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
        if not self._sending:
            self.trip.news = "This cannot be booked as it stands."
            self.finish(steps.Revisit(step_of(check.refusals[0].field), self.draft))

    @on(Choice.Chosen, "#attendance Choice")
    def _attend(self, message: Choice.Chosen) -> None:
        self.draft = replace(self.draft, attendance=Attendance(message.value))

    @on(Choice.Chosen, "#confirmed Choice")
    def _confirm(self, message: Choice.Chosen) -> None:
        self.draft = replace(self.draft, confirmed=message.value == "yes")

    @on(Press.Pressed, "#back")
    def action_back(self) -> None:
        """Go back to the details, unless the booking is on its way."""
        if not self._sending:
            super().action_back()

    def action_leave(self) -> None:  # type: ignore[override]  # a worker in the base
        """Leave after a question, unless the booking is on its way."""
        if not self._sending:
            super().action_leave()

    async def go_on(self) -> None:
        """Go to the button; only pressing it books."""
        self._finalise_press.focus()

    @on(Press.Pressed, "#finalise")
    def action_finalise(self) -> None:
        """Book, once."""
        request = self.draft.as_request()
        if request is not None and not self._sending:
            self._set_sending(True)
            self._finalise(request)

    def _set_sending(self, sending: bool) -> None:
        self._sending = sending
        for widget in (self._finalise_press, self._back, self._attendance, self._confirmed):
            widget.disabled = sending
        self.refresh_bindings()
        if not sending:
            self._finalise_press.focus()

    @work(group="finalise")
    async def _finalise(self, request: BookingRequest) -> None:
        while True:
            attempt = self.trip.attempt = attempt_for(request, self.trip.attempt)
            await self.trip.keep(self.draft)
            try:
                receipt: Receipt | None = await self.ask(self.desk.api.book(request, attempt.key), changes=True)
            except Unknown:
                receipt = await self._found_out(attempt)
            except Refused as error:
                if error.has(Code.KEY_IN_PROGRESS):
                    receipt = await self._found_out(attempt)
                else:
                    await self._refused(error)
                    return
            except ApiError as error:
                if await self.told(error):
                    continue
                receipt = None
            break
        if receipt is not None:
            self.finish(steps.Booked(receipt))
        else:
            self._set_sending(False)

    async def _found_out(self, attempt: Attempt) -> Receipt | None:
        """Ask by the key until it is known what became of the attempt."""
        found = await self.app.push_screen_wait(Unsure(self.desk, attempt.key))
        if isinstance(found, Receipt):
            return found
        if found is Answer.LEFT:
            self.trip.unsure = True
            self.finish(steps.Abandoned())
            return None
        self.trip.attempt = None
        await self.app.push_screen_wait(Trouble(self.desk, NOT_BOOKED, retry=False))
        return None

    async def _refused(self, error: Refused) -> None:
        """Go to the step where it can be put right; what was entered stays."""
        self.trip.attempt = None
        refusal = next((one for one in error.problem.refusals if one.field is not None), None)
        if refusal is None:
            await self.told(error)
            self._set_sending(False)
            return
        taken = error.has(Code.CONSULTANT_BUSY) or error.has(Code.CLIENT_BUSY)
        why = "Not booked: the time was taken a moment ago." if taken else "Not booked: see below."
        self.trip.news = f"{why} Everything else is kept."
        self.finish(steps.Revisit(step_of(refusal.field), self.draft))
