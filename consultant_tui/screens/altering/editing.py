"""Owns the one step of an edit: how they meet, when on that day, who attends, whether a notification goes out."""

from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from consultant_tui.commands.alterations import LeaveUnchanged, Save
from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back, Help, Menu
from consultant_tui.contract import refusals
from consultant_tui.contract.appointments import BookingCheck, BookingRequest
from consultant_tui.contract.endings import Edit
from consultant_tui.contract.vocabulary import Attendance
from consultant_tui.rebooking import steps
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.screens.altering.parts import UNCHANGED, Change, ChangeStep
from consultant_tui.screens.rebooking import words
from consultant_tui.screens.rebooking.details import DetailsStep
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.clocks import Clocks
from consultant_tui.widgets.field import Field
from consultant_tui.widgets.rail import Rail
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused


class EditDetails(ChangeStep, DetailsStep):
    """The fields that may change; date, client and case stay."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, Save, LeaveUnchanged, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*OFFERS)]
    AUTO_FOCUS = "#modality Choice"

    DEFAULT_CSS = """
    EditDetails {
        & #date { display: none; }
        & #day { margin: 0 0 1 2; text-style: bold; }
        & #attendance { margin-bottom: 1; }
    }
    """

    def __init__(self, trip: Change, draft: BookingDraft) -> None:
        """Make the step; nothing is checked yet."""
        super().__init__(trip, draft)
        self._begun = draft.as_request()
        self._clocks = Clocks(trip.offer.client_term, vouches=False, id="clocks")
        choice = Choice(words.choices(Attendance), draft.attendance, id="attending")
        self._attendance = Field(f"{trip.offer.client_term.capitalize()} attendance", choice, id="attendance")

    def rail(self) -> Rail:
        """Give the rail above the step."""
        return Rail(f"Edit {self.trip.offer.client}", ("Details",), 0)

    @property
    def _is_untouched(self) -> bool:
        """Whether what is entered is what the appointment is."""
        return self.draft.as_request() == self._begun

    def action_back(self) -> None:
        """Leave; after a question when something was entered."""
        if self._is_untouched:
            super().action_back()
        else:
            self.action_leave()

    def form(self) -> ComposeResult:
        """Give the day, which stays, and the fields."""
        day = self.draft.when.day
        told = f"{phrases.day_words(day)}, which stays; another date is a move." if day else ""
        yield Static(Content(told), id="day")
        for widget in super().form():
            yield widget
            if widget is self._form:
                yield self._attendance

    @on(Choice.Chosen, "#attending")
    def _attend(self, message: Choice.Chosen) -> None:
        message.stop()
        self._touched = True
        self._form.draft = replace(self._form.draft, attendance=Attendance(message.value))
        self._take(self._form.draft)

    async def checked(self, request: BookingRequest) -> BookingCheck:
        """Ask what the backend makes of the edit."""
        return await self.desk.api.check_edit(self.trip.offer.previous, _as_edit(request))

    def _show(self, request: BookingRequest, check: BookingCheck) -> None:
        super()._show(request, check)
        said = (why_refused(one) for one in check.refusals if one.field is refusals.Field.ATTENDANCE)
        self._attendance.say(" ".join(said))

    async def agreed(self) -> None:
        """Save what was edited; leave when nothing was."""
        if self._is_untouched:
            self.notify(UNCHANGED, markup=False)
            self.finish(steps.Backward(self.draft))
            return
        request = self.draft.as_request()
        if request is not None:
            edit = self.desk.api.edit(self.trip.offer.previous, self.trip.version, _as_edit(request))
            if await self.sent(edit, "edited"):
                self._checked = None
                self._look()


def _as_edit(request: BookingRequest) -> Edit:
    return Edit(
        modality=request.modality,
        platform=request.platform,
        start=request.start,
        occurrence=request.occurrence,
        notify=request.notify,
        attendance=request.attendance,
    )
