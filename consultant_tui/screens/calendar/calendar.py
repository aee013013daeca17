"""Owns the calendar: a week or a day across all schedules, and the ways on from what lies in it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from consultant_tui.commands import everywhere, planning, quick_view, rebooking
from consultant_tui.commands.command import Command, Need, bindings
from consultant_tui.contract.appointments import Receipt, Row
from consultant_tui.contract.calendar import Engaged, Free, Leave
from consultant_tui.contract.completion import Completed
from consultant_tui.contract.endings import Changed
from consultant_tui.screens.altering.altering import Altering
from consultant_tui.screens.calendar.planning import Planning
from consultant_tui.screens.looking import Looking, Subject
from consultant_tui.widgets import week_words
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.week_grid import WeekGrid


class CalendarScreen(Planning, Altering, Looking):
    """Shows days side by side; what is under the cursor is told below, with what may be done with it."""

    AUTO_FOCUS = "WeekGrid"
    WAY_BACK = rebooking.ToCalendarAgain

    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        *(everywhere.Back, quick_view.Open, quick_view.Resume, quick_view.Rebook),
        *(planning.BookHere, planning.RemoveLeave),
        *Altering.ALTERS,
        quick_view.Commence,
        *(planning.DayOrWeek, planning.Sooner, planning.Later, planning.AddLeave),
        *(planning.ToToday, planning.ExportCalendar, planning.ExportWeek, planning.PrivateFeed),
        *Looking.LOOKS,
        *(quick_view.CopyReference, quick_view.Refresh, everywhere.Help, everywhere.Menu),
    )
    BINDINGS = bindings(*OFFERS)

    DEFAULT_CSS = """
    CalendarScreen {
        & > #told { height: 2; padding: 0 1; }
        & > #key { height: 1; padding: 0 1; color: $text-muted; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out the days, what is told below them, and the hints."""
        yield Title()
        yield WeekGrid()
        yield Static(id="told")
        yield Static(Content(week_words.KEY), id="key")
        yield Hints()

    def on_mount(self) -> None:
        """Name the screen."""
        self.query_one(Title).left = "Calendar"

    @property
    def chosen(self) -> tuple[Row, str] | None:
        """The appointment under the cursor."""
        thing = self.thing
        return (thing.row, self.term) if isinstance(thing, Engaged) and thing.row is not None else None

    @property
    def subject(self) -> Subject | None:
        """The client of the appointment under the cursor."""
        if self.chosen is None:
            return None
        row = self.chosen[0]
        return Subject(row.client_reference, row.reference, self.term)

    def met(self) -> frozenset[Need]:
        """Say what the thing under the cursor allows."""
        needs = set(super().met())
        if self.chosen is not None:
            needs |= {Need.ROW} | self.needs_of(self.chosen[0])
        if isinstance(self.thing, Free):
            needs.add(Need.FREE)
        if isinstance(self.thing, Leave):
            needs.add(Need.LEAVE)
        return frozenset(needs)

    @on(WeekGrid.Moved)
    def _tell(self) -> None:
        place = self.grid.place
        if place is not None and self.calendar is not None:
            lines = week_words.told_in(place, self.calendar, self.size.width - 2, 2)
            self.query_one("#told", Static).update(Content("\n".join(lines)))
        self.refresh_bindings()

    @on(WeekGrid.Opened)
    def _open(self) -> None:
        if self.chosen is not None:
            self.action_open()
        elif isinstance(self.thing, Free):
            self.action_book_here()

    def action_open(self) -> None:
        """Go on with a session in progress; of any other appointment, open the summary."""
        if {Need.RESUME, Need.CHANGES} <= self.met():
            self.action_resume()
        else:
            self.action_rebook()

    def action_commence(self) -> None:
        """Open the summary, with the start of the session at hand."""
        self._set_out(rebook=False)

    def action_resume(self) -> None:
        """Go on with the session."""
        if self.chosen is not None:
            self.resume(self.chosen[0].reference, self.term)

    def action_rebook(self) -> None:
        """Open the summary, with the way to the next appointment at hand."""
        self._set_out(rebook=True)

    def _set_out(self, *, rebook: bool) -> None:
        if self.chosen is not None and self.calendar is not None:
            self.go(self.chosen[0].reference, self.calendar.now, self.term, rebook=rebook)

    def action_copy_reference(self) -> None:
        """Put the appointment's reference on the clipboard."""
        if self.chosen is not None:
            self.app.copy_to_clipboard(self.chosen[0].reference)
            self.notify(f"Copied {self.chosen[0].reference}", markup=False)

    def booked(self, receipts: tuple[Receipt, ...]) -> None:
        """Show the new appointment, of a series its first."""
        self.show_there(receipts[0].consultant.start.wall.date(), receipts[0].reference)

    def completed(self, completed: Completed) -> None:  # noqa: ARG002 - it is found by its place
        """Show the session as it stands now."""
        self.load()

    def altered(self, changed: Changed) -> None:
        """Show the appointment where it is now."""
        self.show_there(changed.span.start.wall.date(), changed.reference)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)
