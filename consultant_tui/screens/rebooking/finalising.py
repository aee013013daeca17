"""Owns the last act of a rebooking: it is sent once, and it is found out what became of it."""

from typing import ClassVar

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.types import CSSPathType

from consultant_tui.api.errors import ApiError, Refused, Unknown
from consultant_tui.commands.command import Need
from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.series import SeriesRequest
from consultant_tui.contract.vocabulary import Attendance
from consultant_tui.rebooking import steps
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.journal import Attempt, attempt_for
from consultant_tui.rebooking.steps import Made, Step
from consultant_tui.screens.rebooking import words
from consultant_tui.screens.rebooking.step import StepScreen, Trip
from consultant_tui.screens.rebooking.unsure import Answer, Unsure
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.field import Field
from consultant_tui.widgets.press import Press
from consultant_tui.wording.stories import NOT_BOOKED


class FinalStep(StepScreen):
    """The last two choices and the only way forward (seed 001, step 6)."""

    STEP: ClassVar[Step] = Step.REVIEW
    CSS_PATH: ClassVar[CSSPathType | None] = ["step.tcss", "review.tcss"]

    def __init__(self, trip: Trip, draft: BookingDraft) -> None:
        """Make the step; nothing is sent yet."""
        super().__init__(trip, draft)
        self.sending = False
        """Whether the request is on its way."""
        attendance = Choice(words.choices(Attendance), draft.attendance)
        confirmed = Choice(words.YES_NO, "yes" if draft.confirmed else "no")
        self._attendance = Field(f"{trip.offer.client_term.capitalize()} attendance", attendance, id="attendance")
        self._confirmed = Field("Confirmed", confirmed, id="confirmed")
        self._back = Press("Back", id="back")
        self.finalise_press = Press("Finalise appointment", id="finalise")
        """The only way forward."""

    def last_choices(self) -> ComposeResult:
        """Give attendance, confirmation and the buttons."""
        yield self._attendance
        yield self._confirmed
        with Horizontal(id="presses"):
            yield self._back
            yield self.finalise_press

    def met(self) -> frozenset[Need]:
        """While the booking is being sent, nothing else changes anything."""
        return super().met() - {Need.CHANGES} if self.sending else super().met()

    def final_request(self) -> BookingRequest | SeriesRequest | None:
        """Give what is sent; None while it cannot be."""
        raise NotImplementedError

    async def refused(self, error: Refused) -> None:
        """Tell what the rules say, where it can be put right."""
        raise NotImplementedError

    @on(Choice.Chosen, "#attendance Choice")
    def _attend(self, message: Choice.Chosen) -> None:
        self.draft = replace(self.draft, attendance=Attendance(message.value))

    @on(Choice.Chosen, "#confirmed Choice")
    def _confirm(self, message: Choice.Chosen) -> None:
        self.draft = replace(self.draft, confirmed=message.value == "yes")

    @on(Press.Pressed, "#back")
    def action_back(self) -> None:
        """Go back to the details, unless the booking is on its way."""
        if not self.sending:
            super().action_back()

    def action_leave(self) -> None:  # type: ignore[override]  # a worker in the base
        """Leave after a question, unless the booking is on its way."""
        if not self.sending:
            super().action_leave()

    async def go_on(self) -> None:
        """Go to the button; only pressing it books."""
        self.finalise_press.focus()

    @on(Press.Pressed, "#finalise")
    def _press_finalise(self) -> None:
        self.action_finalise()

    def action_finalise(self) -> None:
        """Book, once."""
        request = self.final_request()
        if request is not None and not self.sending:
            self.set_sending(True)
            self._finalise(request)

    def set_sending(self, sending: bool) -> None:
        """Hold everything still while the request is on its way."""
        self.sending = sending
        for widget in (self.finalise_press, self._back, self._attendance, self._confirmed):
            widget.disabled = sending
        self.refresh_bindings()
        if not sending:
            self.finalise_press.focus()

    @work(group="finalise")
    async def _finalise(self, request: BookingRequest | SeriesRequest) -> None:
        while True:
            attempt = self.trip.attempt = attempt_for(request, self.trip.attempt)
            await self.trip.keep(self.draft)
            try:
                made: Made | None = await self._sent(request, attempt)
            except Unknown:
                made = await self._found_out(attempt)
            except Refused as error:
                if error.has(Code.KEY_IN_PROGRESS):
                    made = await self._found_out(attempt)
                else:
                    self.trip.attempt = None
                    await self.refused(error)
                    return
            except ApiError as error:
                if await self.told(error):
                    continue
                made = None
            break
        if made is not None:
            self.finish(steps.Booked(made))
        else:
            self.set_sending(False)

    async def _sent(self, request: BookingRequest | SeriesRequest, attempt: Attempt) -> Made:
        if isinstance(request, SeriesRequest):
            return await self.ask(self.desk.api.book_series(request, attempt.key), changes=True)
        return await self.ask(self.desk.api.book(request, attempt.key), changes=True)

    async def _found_out(self, attempt: Attempt) -> Made | None:
        """Ask by the key until it is known what became of the attempt."""
        found: Made | Answer | None = await self.app.push_screen_wait(Unsure(self.desk, attempt.key))
        if found is None:
            self.trip.unsure = True
            self.finish(steps.Abandoned())
            return None
        if not isinstance(found, Answer):
            return found
        self.trip.attempt = None
        await self.app.push_screen_wait(Trouble(self.desk, NOT_BOOKED, retry=False))
        return None
