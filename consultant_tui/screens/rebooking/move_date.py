"""Owns the moving of one date of a series: another day or time, or a free one nearby."""

from collections.abc import Iterable
from datetime import date, time
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from consultant_tui.api.errors import ApiError
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.series import DateCheck
from consultant_tui.contract.vocabulary import Occurrence
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.reading import Unread
from consultant_tui.rebooking.series import Slot
from consultant_tui.screens.dialog import Dialog
from consultant_tui.screens.rebooking import words
from consultant_tui.screens.rebooking.step import Trip
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.clocks import both_clocks
from consultant_tui.widgets.entry import DateEntry, TimeEntry
from consultant_tui.widgets.field import Field
from consultant_tui.widgets.press import Press
from consultant_tui.widgets.sheet import Sheet
from consultant_tui.widgets.times import Times
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused

PAUSE = 0.15
"""Seconds without a change after which what is entered is checked."""


class MoveDateDialog(Dialog[Slot | None]):
    """Shows one date with what the backend makes of it among the others; its result is the date as it is then."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Take it", show=False),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
    ]

    DEFAULT_CSS = """
    MoveDateDialog {
        & > #frame { width: 78; }
        & #clocks { margin-top: 1; }
        & #against { height: auto; color: $text-error; }
    }
    """

    def __init__(self, trip: Trip, draft: BookingDraft, place: int) -> None:
        """Make the dialog.

        Args:
            trip: What all steps of this rebooking share.
            draft: The series.
            place: Which of its dates is moved, counted from nought.
        """
        slot = draft.slots[place]
        super().__init__(trip.desk, f"Date {place + 1} of {len(draft.slots)}")
        self._trip = trip
        self._draft = draft
        self._place = place
        self._slot = slot
        self._pause: Timer | None = None
        today = trip.offer.now_client.wall.date()
        self._day = DateEntry(slot.day, "", today, backward=False, id="date-entry")
        self._start = TimeEntry(slot.start, "", id="time-entry")
        self._which = Choice(words.WHICH, slot.occurrence)
        self._nearest = Times(numbered=True)
        where = f"{phrases.place(trip.offer.client_zone)}, the {trip.offer.client_term}'s time"
        self._rows = {
            "date": Field("Date", self._day, id="date"),
            "time": Field("Starting time", self._start, hint=where, id="time"),
            "which": Field("Which one", self._which, id="which"),
            "nearest": Field("Free instead", self._nearest, id="nearest"),
        }
        self._clocks = Sheet(both_clocks(trip.offer.client_term, None, None), id="clocks")
        self._against = Static("", id="against", markup=False)

    def body(self) -> Iterable[Widget]:
        """Give the fields and what the backend makes of them."""
        yield from self._rows.values()
        yield self._clocks
        yield self._against

    def presses(self) -> Iterable[Press]:
        """Offer to take it."""
        yield Press("Close", id="close")
        yield Press("Take this time", id="take")

    def on_mount(self) -> None:
        """Begin with the date."""
        self._day.focus()
        self._show(None)
        self._look()

    @on(Input.Changed)
    def _typed(self) -> None:
        day, start = self._day.day, self._start.start
        if isinstance(day, date) and isinstance(start, time) and (day, start) != (self._slot.day, self._slot.start):
            self._slot = self._slot.at(day, start)
        self._rows["date"].hint(words.day_hint(self._day.value, day))
        self._wait()

    @on(Choice.Chosen)
    def _chose(self, message: Choice.Chosen) -> None:
        self._slot = self._slot.at(self._slot.day, self._slot.start, Occurrence(message.value))
        self._wait()

    @on(Times.Taken)
    def _taken(self, message: Times.Taken) -> None:
        self._slot = self._slot.with_opening(message.opening)
        self._day.show(self._slot.day)
        self._start.show(self._slot.start)
        self._day.focus()
        self._wait()

    @on(Times.Left)
    def _left_times(self, message: Times.Left) -> None:
        _ = self.focus_next() if message.by > 0 else self.focus_previous()

    def _wait(self) -> None:
        self._nearest.outdate()
        self.workers.cancel_group(self, "look")
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._look)

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        if self._unread():
            self._show(None)
            return
        slots = tuple(
            self._slot.taken() if place == self._place else slot for place, slot in enumerate(self._draft.slots)
        )
        request = self._draft.with_dates(slots).as_series()
        if request is None:
            return
        at = sum(not slot.dropped for slot in slots[: self._place])
        try:
            check = await self.ask(self.desk.api.check_series(request))
        except ApiError:
            self._against.update(Content("This could not be checked now."))
            return
        settled = self._slot.settled(check.dates[at].refusals)
        if settled != self._slot:
            self._slot = settled
            self._wait()
        self._show(check.dates[at])

    def _show(self, check: DateCheck | None) -> None:
        term = self._trip.offer.client_term
        refusals = check.refusals if check else ()
        self._clocks.facts = both_clocks(term, check.client if check else None, check.consultant if check else None)
        self._against.update(Content("\n".join(f"✗ {why_refused(one, term)}" for one in refusals)))
        self._nearest.offer(check.nearest if check else ())
        twice = next((one for one in refusals if one.code is Code.TIME_EXISTS_TWICE), None)
        if twice is not None and twice.start and twice.end:
            self._which.options = words.which(twice.start, twice.end)
        self._rows["which"].display = twice is not None or self._slot.occurrence is not None
        self._rows["nearest"].display = bool(self._nearest.openings)

    def _unread(self) -> bool:
        """Say what cannot be read, beside its field; whether there is such a thing."""
        day, start = self._day.day, self._start.start
        self._rows["date"].say(words.unread_day(day))
        self._rows["time"].say(words.unread_start(start))
        return isinstance(day, Unread) or isinstance(start, Unread)

    @on(Press.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)

    @on(Press.Pressed, "#take")
    def action_take(self) -> None:
        """Take the free time under the cursor, or what is entered."""
        if self._nearest.has_focus and self._nearest.opening:
            self.post_message(Times.Taken(self._nearest.opening))
        elif not self._unread():
            self.dismiss(self._slot.taken())
