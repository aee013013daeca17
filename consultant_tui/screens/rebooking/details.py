"""Owns the third step: how, when and with what notice (seed 001, step 5)."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from consultant_tui.api.errors import ApiError
from consultant_tui.commands.command import Command, Need
from consultant_tui.commands.everywhere import Back, Help, Menu
from consultant_tui.commands.rebooking import Leave, ReviewBooking, SameTimeNextWeek, TakeTime
from consultant_tui.contract.appointments import BookingCheck, BookingRequest
from consultant_tui.contract.schedules import Opening
from consultant_tui.contract.vocabulary import Link
from consultant_tui.rebooking import steps
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.steps import Step
from consultant_tui.screens.rebooking.form import DetailsForm
from consultant_tui.screens.rebooking.step import StepScreen, Trip
from consultant_tui.widgets.clocks import Clocks
from consultant_tui.widgets.times import Times
from consultant_tui.wording import phrases

PAUSE = 0.15
"""Seconds without a change after which what is entered is checked."""
PATIENCE = 1.0
"""Seconds without a change after which a half-typed date is called unreadable."""


class DetailsStep(StepScreen):
    """The fields, and live below them what the backend makes of them."""

    STEP: ClassVar[Step] = Step.DETAILS
    CHANGES: ClassVar[bool] = False
    """Whether the appointment is there already."""
    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, ReviewBooking, SameTimeNextWeek, Leave, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
    ]
    AUTO_FOCUS = "DateEntry"

    def __init__(self, trip: Trip, draft: BookingDraft) -> None:
        """Make the step; nothing is checked yet."""
        super().__init__(trip, draft)
        self._checked: tuple[BookingRequest, BookingCheck] | None = None
        self._pauses: list[Timer] = []
        self._touched = False
        self._form = DetailsForm(trip.offer, draft, changes=self.CHANGES)
        self._clocks = Clocks(trip.offer.client_term, id="clocks")
        self._notice = Static("", id="notice", classes="beside", markup=False)
        self._against = Static("", id="against", classes="against", markup=False)

    def form(self) -> ComposeResult:
        """Give the fields and the live picture."""
        yield self._form
        yield self._notice
        yield self._clocks
        yield self._against

    def on_mount(self) -> None:
        """Have the draft checked as it came."""
        self._look()

    @on(DetailsForm.Edited)
    def _edited(self, message: DetailsForm.Edited) -> None:
        self._touched = True
        self._take(message.draft)

    def _take(self, draft: BookingDraft) -> None:
        """Have a changed draft checked once the keys pause."""
        self.draft = draft
        for timer in self._pauses:
            timer.stop()
        self._pauses = [self.set_timer(PAUSE, self._look), self.set_timer(PATIENCE, self._complain)]

    def _complain(self) -> None:
        self._form.complain()

    @work(exclusive=True, group="check")
    async def _look(self) -> None:
        """Keep what was entered, and show what the backend makes of it; a newer check ends this one."""
        if self._touched:
            await self.trip.keep(self.draft)
        self._form.complain(sparing=True)
        request = self.draft.as_request()
        if request is None:
            self._clear()
            return
        try:
            check = await self.ask(self.checked(request))
        except ApiError:
            self._clear("This could not be checked now. It is checked again when you go on.")
            return
        if request != self._form.draft.as_request():  # what is entered now is checked in a moment
            return
        self._show(request, check)
        if not self._touched:
            self._form.enter_first_wrong()

    def hinted(self, met: frozenset[Need]) -> list[type[Command]]:
        """List the commands that the footer names, with what Enter does where the focus is."""
        taking = self.focused is self._form.nearest  # its own has_focus comes later than the hints
        return [TakeTime if taking and command.name == TakeTime.name else command for command in super().hinted(met)]

    async def checked(self, request: BookingRequest) -> BookingCheck:
        """Ask what the backend makes of a request."""
        return await self.desk.api.check(request)

    def _clear(self, said: str = "") -> None:
        self._checked = None
        self._form.say((), ())
        self._form.complain(sparing=True)
        self._clocks.check = None
        self._tell(self._notice, "")
        self._tell(self._against, said)

    def _show(self, request: BookingRequest, check: BookingCheck) -> None:
        self._checked = (request, check)
        settled = self.draft.settled(check.refusals)
        if settled is not self.draft:
            self._form.show(settled)
            self._take(settled)
            return
        others = self._form.say(check.refusals, check.nearest)
        self.draft = self._form.draft
        self._clocks.check = check
        term = self.trip.offer.client_term
        self._tell(self._notice, phrases.notice(check.notice, term), warning=check.notice.link is Link.NOT_SENT)
        self._tell(self._against, "\n".join(f"✗ {sentence}" for sentence in others))

    def _tell(self, line: Static, said: str, *, warning: bool = False) -> None:
        line.update(Content(said))
        line.set_class(warning, "-warning")

    @on(Times.Taken)
    def _taken(self, message: Times.Taken) -> None:
        self._take_opening(message.opening)

    @on(Times.Left)
    def _left_times(self, message: Times.Left) -> None:
        _ = self.focus_next() if message.by > 0 else self.focus_previous()

    def _take_opening(self, opening: Opening) -> None:
        self._touched = True
        draft = self.draft.with_opening(opening)
        self._form.show(draft)
        self._form.day.focus()
        self._form.say((), ())
        self._take(draft)

    @work(exclusive=True, group="onward")
    async def action_same_time_next_week(self) -> None:
        """Fill in the repeated time in the next week that lies ahead."""
        self._touched = True
        draft = self.draft.same_time_next_week(self.trip.offer)
        self._form.show(draft)
        self._take(draft)

    async def go_on(self) -> None:
        """Go on to the review, or say what stands against it and go there."""
        times = self._form.nearest
        if times.has_focus and times.opening:
            self._take_opening(times.opening)
            return
        self._touched = True
        request = self.draft.as_request()
        if self._form.complain():
            self._form.enter_first_wrong()
        elif request is None:
            self.finish(steps.Revisit(Step.SCHEDULE, self.draft))
        else:
            await self._go_on_with(request)

    async def _go_on_with(self, request: BookingRequest) -> None:
        if self._checked is None or self._checked[0] != request:
            check = await self.answered(lambda: self.checked(request))
            if check is None or request != self.draft.as_request():
                return
        else:
            check = self._checked[1]
        # Shown again as well: some of it waits until the consultant wants to go on.
        self._show(request, check)
        if self._checked and not self._checked[1].refusals:
            await self.agreed()
        else:
            self.enter_first_wrong()

    async def agreed(self) -> None:
        """Go on with what nothing stands against."""
        self.finish(steps.Onward(self.draft))

    def enter_first_wrong(self) -> None:
        """Put the focus where something is to be mended."""
        self._form.enter_first_wrong()
