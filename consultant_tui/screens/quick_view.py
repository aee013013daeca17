"""Owns Quick View, the home of the program: a consultant's appointments in three sections (seed 001, step 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.timer import Timer

from consultant_tui import commands, planning, wording
from consultant_tui.api.errors import ApiError, GivenUp, NotRecognised, Unreachable
from consultant_tui.commanding import Command, Need, bindings
from consultant_tui.desk import Desk
from consultant_tui.screens.altering.altering import Altering
from consultant_tui.screens.looking import Looking, Subject
from consultant_tui.widgets.agenda import Agenda
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.filter_line import FilterLine
from consultant_tui.widgets.hints import Hints

if TYPE_CHECKING:
    from consultant_tui.contract.appointments import QuickView, Receipt, Row
    from consultant_tui.contract.completion import Completed
    from consultant_tui.contract.endings import Changed


class QuickViewScreen(Altering, Looking):
    """The appointments, and the ways on from each of them."""

    AUTO_FOCUS = "#not_started"

    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        *(commands.Commence, commands.Resume, commands.Rebook),
        *Altering.ALTERS,
        *(commands.Open, commands.Filter, commands.ClearFilter),
        *Looking.LOOKS,
        planning.ToCalendar,
        *(commands.CopyReference, commands.ToNotStarted, commands.ToInProgress, commands.ToRecentlyCompleted),
        *(commands.Refresh, commands.Help, commands.Menu, commands.Quit),
    )
    BINDINGS = bindings(*OFFERS)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view: QuickView | None = None
        self._fresh: str | None = None
        self._trouble: ApiError | None = None
        self._timer: Timer | None = None

    @property
    def _standing_trouble(self) -> ApiError | None:
        """Why there is nothing to see, while there never was."""
        return self._trouble if self._view is None else None

    def compose(self) -> ComposeResult:
        """Lay out title, sections and hints."""
        yield Title()
        yield Agenda()
        yield FilterLine()
        yield Hints()

    def on_mount(self) -> None:
        """Ask for the appointments, and again now and then."""
        self.query_one(Title).left = "Quick View"
        self._timer = self.set_interval(self.desk.settings.refresh_seconds, self._look_again, pause=True)

    def on_screen_resume(self) -> None:
        """Ask at once on every return; what was done elsewhere shows here.

        The screen is painted before that: what a question needs is loaded in a thread, which would slow the painting.
        """
        if self._timer is not None:
            self._timer.reset()
            self._timer.resume()
        if self._trouble is None:
            self.call_after_refresh(self._look_again)

    def on_screen_suspend(self) -> None:
        """Ask nothing while covered."""
        if self._timer is not None:
            self._timer.pause()

    def _look_again(self) -> None:
        self.load(quietly=self._view is not None)

    @work(exclusive=True, group="load")
    async def load(self, *, quietly: bool = False) -> None:
        """Ask the backend for the appointments.

        Args:
            quietly: Whether a failure is only said in the title, because nobody asked for this.
        """
        try:
            self._show(await self.ask(self.desk.api.quick_view()))
        except ApiError as error:
            self._trouble = error
            self._tell_title(current=False)
            if self._view is None and self.desk.hopeless():
                self.app.exit(return_code=3)
            elif not quietly and not isinstance(error, GivenUp):
                self._tell(error)

    @work(exclusive=True, group="trouble")
    async def _tell(self, error: ApiError) -> None:
        if await self.told(error):
            self.load()

    def _show(self, view: QuickView) -> None:
        self._view, self._trouble = view, None
        self.query_one(Agenda).show(view, self._fresh)
        self._fresh = None
        self._tell_title(current=True)
        self.refresh_bindings()  # at once, so that rows and hints are one paint
        self.resume_unfinished()

    def _tell_title(self, *, current: bool) -> None:
        if self._view is None:
            self.query_one(Title).right = ("not loaded · ctrl+r tries again",)
            return
        who = self._view.consultant
        told = [who.name, wording.place(who.zone), wording.instant(self._view.now)]
        if self.desk.settings.read_only:
            told.insert(0, "read only")
        if not current:
            told[-1] = f"not refreshed since {wording.clock(self._view.now)}"
        self.query_one(Title).right = tuple(told)

    def met(self) -> frozenset[Need]:
        """Say what the row under the cursor allows."""
        needs = set(super().met())
        typing = False
        for line in self.query(FilterLine):
            typing = line.has_focus_within
            if line.is_open:
                needs.add(Need.FILTERED)
        if not typing and not self.setting_out and (row := self._row) is not None:
            needs.add(Need.ROW)
            needs |= self.needs_of(row)
        return frozenset(needs)

    @property
    def _row(self) -> Row | None:
        agenda = self.query(Agenda)
        return agenda.first().row if agenda and self._view is not None else None

    @property
    def subject(self) -> Subject | None:
        """The client and the appointment under the cursor."""
        row, view = self._row, self._view
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
        if self._row is not None and self._view is not None:
            self.resume(self._row.reference, self._view.client_term)

    def action_rebook(self) -> None:
        """Open the summary, with the way to the next appointment at hand."""
        self._begin(rebook=True)

    def _begin(self, *, rebook: bool) -> None:
        if self._row is not None and self._view is not None:
            self.go(self._row.reference, self._view.now, self._view.client_term, rebook=rebook)

    def booked(self, receipt: Receipt) -> None:
        """Show the new appointment at once."""
        self._fresh = receipt.reference
        self.load()

    def completed(self, completed: Completed) -> None:
        """Show the session where it stands now."""
        self._fresh = completed.reference
        self.load()

    @property
    def chosen(self) -> tuple[Row, str] | None:
        """The row under the cursor, and what the provider calls a client."""
        return (self._row, self._view.client_term) if self._row is not None and self._view is not None else None

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

    def action_refresh_view(self) -> None:
        """Ask the backend now."""
        self.load()

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
    def _work_with_rows(self) -> None:
        self.query_one(Agenda).resume_focus(with_rows=True)

    def action_quit(self) -> None:
        """End the program; its exit code tells when it never got to show anything."""
        code = {Unreachable: 3, GivenUp: 3, NotRecognised: 4}.get(type(self._standing_trouble), 0)
        self.app.exit(return_code=code)
