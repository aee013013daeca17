"""Owns the second step: which line of the consultant's schedule the booking goes on (seed 001, step 4)."""

import asyncio
from datetime import date, timedelta
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.rebooking import EarlierWeek, LaterWeek
from consultant_tui.contract.appointments import LineOffer, LineOffers
from consultant_tui.contract.schedules import Opening
from consultant_tui.rebooking import steps
from consultant_tui.rebooking.draft import WEEK, BookingDraft
from consultant_tui.rebooking.steps import Step
from consultant_tui.screens.rebooking.step import StepScreen, Trip
from consultant_tui.widgets.radios import Item, Radios
from consultant_tui.widgets.week import Week
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused


class ScheduleStep(StepScreen):
    """The lines, and the chosen line's week, from which a free time can be taken."""

    STEP: ClassVar[Step] = Step.SCHEDULE
    OFFERS: ClassVar[tuple[type[Command], ...]] = (*StepScreen.OFFERS, EarlierWeek, LaterWeek)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*OFFERS),
        Binding("right", "into_week", "Into the week", show=False),
    ]

    def __init__(self, trip: Trip, draft: BookingDraft) -> None:
        """Make the step for the week of the date so far, or for this week."""
        super().__init__(trip, draft)
        day = draft.when.day or trip.offer.now_client.wall.date()
        self._monday = day - timedelta(days=day.weekday())
        self._lines: LineOffers | None = None
        self._loaded = asyncio.Event()
        self._none = Static("", id="none", classes="news hidden", markup=False)
        self._radios = Radios((), draft.schedule, id="lines")
        self._week_of = Static("", id="week-of", classes="heading below", markup=False)
        self._week = Week(id="week")

    def form(self) -> ComposeResult:
        """Give the lines and the week."""
        yield self._none
        yield Static("Which line of your schedule does it go on?", classes="heading", markup=False)
        yield self._radios
        yield self._week_of
        yield self._week

    def on_mount(self) -> None:
        """Ask for the lines."""
        self._load()

    @work(exclusive=True, group="lines")
    async def _load(self) -> None:
        lines = await self._asked_lines(self._monday)
        if lines is None:
            self.finish(steps.Backward(self.draft))
            return
        self.draft = self.draft.with_lines(lines)
        self._show_lines(lines)
        self._radios.focus()
        self._loaded.set()
        await self._look()

    @work(exclusive=True, group="lines")
    async def _turn_to(self, monday: date) -> None:
        """Show another week; the one that is shown stays until the other is known."""
        lines = await self._asked_lines(monday)
        if lines is not None:
            self._monday = monday
            self._show_lines(lines)
            await self._look()

    @work(exclusive=True, group="lines")
    async def _look_again(self) -> None:
        await self._look()

    async def _asked_lines(self, monday: date) -> LineOffers | None:
        return await self.answered(lambda: self.desk.api.schedules(self.draft.previous, self.draft.approach, monday))

    async def _look(self) -> None:
        schedule = self.draft.schedule
        if schedule is None:
            return
        monday, approach = self._monday, self.draft.approach
        glance = await self.answered(lambda: self.desk.api.week(self.draft.previous, schedule, approach, monday))
        self._week.show(glance)
        if self._week is self.focused:
            self.call_after_refresh(self._week.scroll_visible, animate=False)  # it is as high as what it shows
        self._week_of.update(Content(f"Week of {phrases.day_words(monday)} · → free times · [/] a week"))
        self._point()

    def _point(self) -> None:
        """Put the cursor where the draft's time is, if that is free."""
        when = self.draft.when
        for opening in self._week.openings:
            start = opening.client.start.wall
            if (start.date(), start.time()) == (when.day, when.start):
                self._week.point_at(opening.client.start.utc)

    def _show_lines(self, lines: LineOffers) -> None:
        self._lines = lines
        self._radios.items = tuple(self._item(option) for option in lines.lines)
        self._radios.value = self.draft.schedule
        self._none.update("None of your lines can be used for this approach. Press esc and take another one.")
        self._none.set_class(any(option.verdict.allowed for option in lines.lines), "hidden")

    def _item(self, option: LineOffer) -> Item:
        refusal = option.verdict.refusal
        return Item(
            value=option.line.reference,
            title=phrases.line(option.line),
            aside=f"{option.places_left} left  Available",
            note="Asks for the reference of an approval." if option.needs_approval else "",
            refused=why_refused(refusal, self.trip.offer.client_term) if refusal else "",
        )

    @on(Radios.Chosen)
    def _choose(self, message: Radios.Chosen) -> None:
        for option in self._lines.lines if self._lines else ():
            if option.line.reference == message.value:
                self.draft = self.draft.with_line(option)
        self._week.outdate()
        self._look_again()

    @on(Week.Taken)
    def _take(self, message: Week.Taken) -> None:
        self._onward_with(message.opening)

    @on(Week.LeftUpward)
    def action_out_of_week(self) -> None:
        """Go back from the picture to the lines."""
        self._radios.focus()

    def action_into_week(self) -> None:
        """Go from the lines into the picture."""
        self._week.focus()

    def action_earlier_week(self) -> None:
        """Look at the week before."""
        self._turn_to(self._monday - WEEK)

    def action_later_week(self) -> None:
        """Look at the week after."""
        self._turn_to(self._monday + WEEK)

    async def go_on(self) -> None:
        """Go on with the line, and with the free time when the cursor is in the week."""
        await self._loaded.wait()
        week = self._week
        if week.has_focus and week.opening:
            self._onward_with(week.opening)
        elif self.draft.schedule is not None and not (week.has_focus and week.outdated):
            self.finish(steps.Onward(self.draft))

    def _onward_with(self, opening: Opening) -> None:
        self.finish(steps.Onward(self.draft.with_opening(opening)))
