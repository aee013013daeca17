"""Owns the preview of a series: each date with how it stands, to be moved or dropped, and the booking of them all."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.types import CSSPathType
from textual.widgets import Static

from consultant_tui.api.errors import Refused
from consultant_tui.commands.alterations import DropDate, MoveDate
from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back, Help, Menu, Onward
from consultant_tui.commands.rebooking import FinaliseSeries, Leave
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.series import DateCheck, SeriesRequest
from consultant_tui.rebooking import steps
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.series import Slot
from consultant_tui.rebooking.steps import Step
from consultant_tui.screens.rebooking import series_words
from consultant_tui.screens.rebooking.finalising import FinalStep
from consultant_tui.screens.rebooking.series_rows import DateRow, draw, widths
from consultant_tui.screens.rebooking.step import Trip
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.roll import Roll
from consultant_tui.widgets.sheet import Sheet
from consultant_tui.wording import phrases


class SeriesStep(FinalStep):
    """The dates of a series; all of them are booked, or none."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, MoveDate, DropDate, Onward, FinaliseSeries, Leave, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*OFFERS)]
    CSS_PATH: ClassVar[CSSPathType | None] = ["step.tcss", "review.tcss", "series.tcss"]
    AUTO_FOCUS = "Roll"

    def __init__(self, trip: Trip, draft: BookingDraft) -> None:
        """Make the step; how the dates stand is not known yet."""
        super().__init__(trip, draft.with_dates(draft.dates()))
        self._checks: dict[int, DateCheck] = {}
        """How each date stands that is not dropped, by its place."""
        self._dates = Roll[DateRow](draw, lambda row: str(row.number), picks=True)
        self._booking = Sheet(series_words.review(trip.offer, draft, None), id="booking")
        self._summary = Static("", id="summary", classes="heading", markup=False)
        self._told = Static("", id="told", markup=False)
        self._heads: tuple[str, ...] = ()
        self._headings = Static("", id="heads", markup=False)

    def form(self) -> ComposeResult:
        """Give the booking, its dates, the last two choices and the way forward."""
        yield self._booking
        yield self._summary
        offer = self.trip.offer
        heads = (offer.client_term.capitalize(), offer.client_zone), ("You", offer.consultant_zone)
        self._heads = tuple(f"{who}, {phrases.place(zone)}" for who, zone in heads)
        yield self._headings
        with Vertical(id="dates"):
            yield self._dates
        yield self._told
        yield from self.last_choices()

    def on_mount(self) -> None:
        """Have every date checked."""
        self.query_one("#dates").styles.max_height = len(self.draft.slots)
        self._show()
        self._look()

    def on_resize(self) -> None:
        """Head the dates as wide as they are."""
        heads = (filled(head, cells) for head, cells in zip(self._heads, widths(self.size.width), strict=True))
        self._headings.update(Content("".join(heads)))

    @property
    def _wrong(self) -> list[int]:
        """The places of the dates that stand in the way."""
        return [place for place, check in self._checks.items() if check.refusals]

    @property
    def _ready(self) -> bool:
        kept = {place for place, slot in enumerate(self.draft.slots) if not slot.dropped}
        return bool(kept) and set(self._checks) == kept and not self._wrong

    @work(exclusive=True, group="check")
    async def _look(self) -> None:
        request = self.final_request()
        if request is None:
            self._checks = {}
            self._show()
            return
        kept = [place for place, slot in enumerate(self.draft.slots) if not slot.dropped]
        check = await self.answered(lambda: self.desk.api.check_series(request))
        if check is None:
            return
        self._checks = dict(zip(kept, check.dates, strict=True))
        self._booking.facts = series_words.review(self.trip.offer, self.draft, check)
        settled = tuple(
            slot.settled(self._checks[place].refusals) if place in self._checks else slot
            for place, slot in enumerate(self.draft.slots)
        )
        if settled != self.draft.slots:
            self._change(settled)
        else:
            self._show()

    def _show(self) -> None:
        term = self.trip.offer.client_term
        slots = self.draft.slots
        self._dates.show([DateRow(place, slot, self._checks.get(place), term) for place, slot in enumerate(slots)])
        step = "weekly" if self.draft.repeat == "weekly" else "fortnightly"
        self._summary.update(Content(series_words.summary(slots, len(self._wrong), step)))
        kept = sum(not slot.dropped for slot in slots)
        self.finalise_press.label = f"Finalise {phrases.count(kept, 'appointment')}"
        self.finalise_press.disabled = not self._ready or self.sending
        self.finalise_press.refresh(layout=True)
        self._tell()

    @on(Roll.Moved)
    def _tell(self) -> None:
        row = self._dates.row
        said = series_words.told(row.slot, row.check, row.term) if row is not None else ""
        self._told.update(Content(said))

    def _change(self, slots: tuple[Slot, ...]) -> None:
        self.draft = self.draft.with_dates(slots)
        self._checks = {place: check for place, check in self._checks.items() if not slots[place].dropped}
        self._show()
        self._look()

    def _put(self, place: int, slot: Slot) -> None:
        slots = list(self.draft.slots)
        slots[place] = slot
        self._change(tuple(slots))

    def action_drop_date(self) -> None:
        """Leave the date under the cursor out, or take it again."""
        row = self._dates.row
        if row is not None and not self.sending:
            self._put(row.number, row.slot.toggled())

    @work(exclusive=True, group="move")
    async def action_move_date(self) -> None:
        """Give the date under the cursor another day or time."""
        from consultant_tui.screens.rebooking.move_date import MoveDateDialog

        row = self._dates.row
        if row is None or self.sending:
            return
        moved: Slot | None = await self.app.push_screen_wait(MoveDateDialog(self.trip, self.draft, row.number))
        if moved is not None:
            self._put(row.number, moved)

    @on(Roll.Opened)
    async def _opened(self) -> None:
        self.action_move_date()

    async def go_on(self) -> None:
        """Go to what is wrong, or to the button; only pressing it books."""
        if self._wrong:
            self._dates.cursor = self._wrong[0]
            self._dates.focus()
            self.action_move_date()
        else:
            await super().go_on()

    def action_finalise(self) -> None:
        """Book all of them, once; not while one stands in the way."""
        if self._ready:
            super().action_finalise()
        elif self._wrong:
            self._dates.cursor = self._wrong[0]
            self._dates.focus()

    def final_request(self) -> SeriesRequest | None:
        """Give the series as it is sent."""
        return self.draft.as_series()

    async def refused(self, error: Refused) -> None:
        """Show which dates it is, and keep everything."""
        if any(refusal.code in _OF_A_DATE for refusal in error.problem.refusals):
            self.trip.news = "Nothing was booked: not all of it is free any more. Everything else is kept."
            self.finish(steps.Revisit(Step.REVIEW, self.draft))
            return
        await self.told(error)
        self.set_sending(False)


_OF_A_DATE = frozenset(
    {
        Code.CONSULTANT_BUSY,
        Code.CLIENT_BUSY,
        Code.ON_LEAVE,
        Code.NO_SESSIONS_LEFT,
        Code.OUTSIDE_SCHEDULE,
        Code.IN_THE_PAST,
    }
)
