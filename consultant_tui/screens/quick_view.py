"""Owns Quick View, the home of the program: a consultant's appointments in three sections (seed 001, step 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from consultant_tui.commands import everywhere, planning, quick_view
from consultant_tui.commands.command import Command, Need, bindings
from consultant_tui.desk import Desk
from consultant_tui.screens.altering.altering import Altering
from consultant_tui.screens.looking import Looking, Subject
from consultant_tui.screens.oneself import Oneself
from consultant_tui.screens.refreshing import Refreshing
from consultant_tui.widgets.agenda import Agenda
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.filter_line import FilterLine
from consultant_tui.widgets.hints import Hints

if TYPE_CHECKING:
    from consultant_tui.contract.appointments import QuickView, Receipt, Row
    from consultant_tui.contract.completion import Completed
    from consultant_tui.contract.endings import Changed


class QuickViewScreen(Refreshing, Altering, Looking, Oneself):
    """The appointments, and the ways on from each of them."""

    AUTO_FOCUS = "#not_started"

    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        *(quick_view.Commence, quick_view.Resume, quick_view.Rebook),
        *Altering.ALTERS,
        *(quick_view.Open, quick_view.Filter, quick_view.ClearFilter),
        *Looking.LOOKS,
        planning.ToCalendar,
        *(quick_view.CopyReference, quick_view.ToNotStarted, quick_view.ToInProgress, quick_view.ToRecentlyCompleted),
        *(quick_view.Refresh, everywhere.Help, everywhere.Menu),
        *Oneself.SIGNS,
        quick_view.Quit,
    )
    BINDINGS = bindings(*OFFERS)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._fresh: tuple[str, ...] = ()
        self._agenda: Agenda | None = None
        self._filter_line: FilterLine | None = None

    def compose(self) -> ComposeResult:
        """Lay out title, sections and hints."""
        yield Title()
        yield Agenda()
        yield FilterLine()
        yield Hints()

    def on_mount(self) -> None:
        """Name the screen, and know the parts that are asked with every move of the cursor."""
        self.query_one(Title).left = "Quick View"
        self._agenda, self._filter_line = self.query_one(Agenda), self.query_one(FilterLine)

    def show(self, view: QuickView) -> None:
        """Show the appointments."""
        self.query_one(Agenda).show(view, self._fresh)
        self._fresh = ()

    def met(self) -> frozenset[Need]:
        """Say what the row under the cursor allows."""
        needs = set(super().met())
        line = self._filter_line
        if line is not None and line.is_open:
            needs.add(Need.FILTERED)
        if not self._is_filtering and not self.setting_out and (row := self._row) is not None:
            needs.add(Need.ROW)
            needs |= self.needs_of(row)
        return frozenset(needs)

    @property
    def _is_filtering(self) -> bool:
        """Whether a filter is being typed."""
        return self._filter_line is not None and self._filter_line.has_focus_within

    def hinted(self, met: frozenset[Need]) -> list[type[Command]]:
        """List the commands that the footer names: no keys that a filter takes, and no Open where Enter resumes."""
        if self._is_filtering:
            return [quick_view.ClearFilter, quick_view.KeepFilter, everywhere.HelpWhileTyping, everywhere.Menu]
        resumes = {Need.RESUME, Need.CHANGES} <= met
        return [command for command in super().hinted(met) if not (resumes and command is quick_view.Open)]

    @property
    def _row(self) -> Row | None:
        agenda = self._agenda if self.view is not None else None
        return agenda.row if agenda is not None and agenda.is_attached else None

    @property
    def subject(self) -> Subject | None:
        """The client and the appointment under the cursor."""
        row, view = self._row, self.view
        return Subject(row.client_reference, row.reference, view.client_term) if row and view else None

    @on(Agenda.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()
        if (line := self.query_one(FilterLine)).is_open:
            line.tell(*self.query_one(Agenda).counts)

    @on(Agenda.Opened)
    def action_open(self) -> None:
        """Go on with a session in progress; of any other appointment, open the summary."""
        if {Need.RESUME, Need.CHANGES} <= self.met():
            self.action_resume()
        else:
            self.action_rebook()

    def action_commence(self) -> None:
        """Open the summary, with the start of the session at hand."""
        self._begin(rebook=False)

    def action_resume(self) -> None:
        """Go on with the session of the row."""
        if self._row is not None and self.view is not None:
            self.resume(self._row.reference, self.view.client_term)

    def action_rebook(self) -> None:
        """Open the summary, with the way to the next appointment at hand."""
        self._begin(rebook=True)

    def _begin(self, *, rebook: bool) -> None:
        if self._row is not None and self.view is not None:
            self.go(self._row.reference, self.view.now, self.view.client_term, rebook=rebook)

    def booked(self, receipts: tuple[Receipt, ...]) -> None:
        """Show the new appointments at once."""
        self._fresh = tuple(receipt.reference for receipt in receipts)
        self.load()

    def completed(self, completed: Completed) -> None:
        """Show the session where it stands now."""
        self._fresh = (completed.reference,)
        self.load()

    @property
    def chosen(self) -> tuple[Row, str] | None:
        """The row under the cursor, and what the provider calls a client."""
        return (self._row, self.view.client_term) if self._row is not None and self.view is not None else None

    def altered(self, changed: Changed) -> None:  # noqa: ARG002 - the cursor stays on it by itself
        """Show the appointment as it is now."""
        self.load()

    def action_calendar(self) -> None:
        """Open the calendar."""
        from consultant_tui.screens.calendar.calendar import CalendarScreen

        self.app.push_screen(CalendarScreen(self.desk))

    def action_copy_reference(self) -> None:
        """Put the appointment's reference on the clipboard."""
        if self._row is not None:
            self.app.copy_to_clipboard(self._row.reference)
            self.notify(f"Copied {self._row.reference}", markup=False)

    def action_section(self, index: int) -> None:
        """Go to a section."""
        self.query_one(Agenda).jump(index)

    async def action_filter(self) -> None:
        """Open the line in which a filter is typed."""
        await self.query_one(FilterLine).open()
        self._moved()

    def action_clear_filter(self) -> None:
        """Show all appointments again."""
        self.query_one(FilterLine).close()
        self.query_one(Agenda).resume_focus()
        self.refresh_bindings()

    @on(FilterLine.Changed)
    def _narrow(self, message: FilterLine.Changed) -> None:
        self.query_one(Agenda).narrow(message.text)

    @on(FilterLine.Kept)
    def action_keep_filter(self) -> None:
        """Go back to the rows that the filter shows."""
        self.query_one(Agenda).resume_focus(with_rows=True)
