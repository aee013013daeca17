"""Owns the two steps of a move: the line with its week, and the new time with what it costs."""

from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from consultant_tui.commands.alterations import DoMove, LeaveUnchanged
from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back, Help, Menu, Onward
from consultant_tui.commands.rebooking import EarlierWeek, LaterWeek
from consultant_tui.contract import refusals
from consultant_tui.contract.appointments import BookingCheck, BookingRequest
from consultant_tui.contract.endings import Move, MoveCheck
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import CancelledBy
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.screens.altering.ending import told
from consultant_tui.screens.altering.parts import Change, ChangeStep, as_it_is
from consultant_tui.screens.rebooking.details import DetailsStep
from consultant_tui.screens.rebooking.schedule import ScheduleStep
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.field import Field
from consultant_tui.widgets.rail import Rail
from consultant_tui.widgets.sheet import Sheet
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused

STEPS = ("Schedule", "New time")


class MoveSchedule(ChangeStep, ScheduleStep):
    """The lines, and the chosen line's week."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, Onward, LeaveUnchanged, Help, Menu, EarlierWeek, LaterWeek)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*OFFERS)]

    def rail(self) -> Rail:
        """Give the rail above the step."""
        return Rail(f"Move {self.trip.offer.client}", STEPS, 0)

    def action_back(self) -> None:
        """Leave; after a question when anything was chosen."""
        begun = as_it_is(self.trip.offer)
        if self._lines is not None:
            begun = begun.with_lines(self._lines)
        if self.draft.as_request() == begun.as_request() and self.trip.by is None:
            super().action_back()
        else:
            self.action_leave()


class MoveDetails(ChangeStep, DetailsStep):
    """The new time, whose wish it is when the old one is near, and what it costs."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, DoMove, LeaveUnchanged, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*OFFERS)]

    DEFAULT_CSS = """
    MoveDetails {
        & #modality, & #notify { display: none; }
        & .against { margin-top: 0; }
    }
    """

    def __init__(self, trip: Change, draft: BookingDraft) -> None:
        """Make the step; nothing is checked yet."""
        super().__init__(trip, draft)
        self._form.without = frozenset({"platform"})
        self._verdict: MoveCheck | None = None
        term = trip.offer.client_term
        words = {CancelledBy.CLIENT: term.capitalize(), CancelledBy.CONSULTANT: "You"}
        who = tuple((by.value, words.get(by, phrases.word(by))) for by in CancelledBy)
        self._wish = Field("At whose wish", Choice(who, trip.by, id="wish"), id="by")
        self._wish.display = False
        self._cost = Sheet(id="cost")

    def rail(self) -> Rail:
        """Give the rail above the step."""
        return Rail(f"Move {self.trip.offer.client}", STEPS, 1)

    def form(self) -> ComposeResult:
        """Give the fields, the wish and the cost."""
        for widget in super().form():
            yield widget
            if widget is self._form:
                yield self._wish
        yield self._cost

    @on(Choice.Chosen, "#wish")
    def _chose_wish(self, message: Choice.Chosen) -> None:
        message.stop()
        self.trip.by = CancelledBy(message.value)
        self._checked = None
        self._touched = True
        self._look()

    async def checked(self, request: BookingRequest) -> BookingCheck:
        """Ask what the backend makes of the move; what concerns the wish is said at its own field."""
        self._verdict = await self.desk.api.check_move(self.trip.offer.previous, self._as_move(request))
        return self._verdict.check

    def _show(self, request: BookingRequest, check: BookingCheck) -> None:
        wish = [one for one in check.refusals if one.field is refusals.Field.BY]
        unsaid = [*wish, *(one for one in check.refusals if one.code is Code.SAME_TIME and not self._touched)]
        super()._show(request, replace(check, refusals=tuple(one for one in check.refusals if one not in unsaid)))
        self._checked = (request, check)
        verdict = self._verdict
        self._wish.display = verdict is not None and verdict.late
        term = self.trip.offer.client_term
        self._wish.say(" ".join(why_refused(one, term) for one in wish) if self._touched else "")
        if verdict is not None:
            costs = "One session: the old time is near, and it is the {term}'s wish." if verdict.charged else "Nothing."
            told_cost = "Depends on whose wish it is." if wish else costs.format(term=term)
            self._cost.facts = (("It costs", told_cost), ("After it", told(verdict.figures)))

    def enter_first_wrong(self) -> None:
        """Put the focus where something is to be mended."""
        if not self._form.enter_first_wrong() and self._wish.wrong:
            self._wish.enter()

    async def agreed(self) -> None:
        """Move the appointment."""
        request = self.draft.as_request()
        if request is not None:
            move = self.desk.api.move(self.trip.offer.previous, self.trip.version, self._as_move(request))
            if await self.sent(move, "moved"):
                self._checked = None
                self._look()

    def _as_move(self, request: BookingRequest) -> Move:
        late = self._verdict is not None and self._verdict.late
        return Move(
            schedule=request.schedule,
            day=request.day,
            start=request.start,
            occurrence=request.occurrence,
            approval=request.approval,
            by=self.trip.by if late else None,
        )
