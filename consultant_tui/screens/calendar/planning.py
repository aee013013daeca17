"""Owns what a consultant does with days: leave, booking a free time, files, and the private feed."""

from msgspec.structs import replace
from textual import work

from consultant_tui.api.errors import ApiError, Refused, Unknown
from consultant_tui.contract.calendar import Calendar, Free, Leave
from consultant_tui.contract.refusals import Code
from consultant_tui.screens.calendar.days import Days
from consultant_tui.screens.changed_or_not import Outcome, settle


class Planning(Days):
    """Days in which a consultant plans."""

    def action_book_here(self) -> None:
        """Choose a client and book the free time under the cursor."""
        if isinstance(self.thing, Free) and self._is_free:
            self._book_here(self.thing)

    @work(group="journey")
    async def _book_here(self, free: Free) -> None:
        from consultant_tui.screens.calendar.clients import ClientsDialog

        view = await self._answered(self.desk.api.quick_view, self.term)
        if view is None:
            return
        reference = await self.app.push_screen_wait(ClientsDialog(self.desk, view, free))
        if reference is not None:
            await self._book(reference, free)

    def action_add_leave(self) -> None:
        """Ask for leave or a break."""
        if self._is_free and self.calendar is not None:
            self._add_leave(self.calendar)

    @work(group="journey")
    async def _add_leave(self, calendar: Calendar) -> None:
        from consultant_tui.screens.calendar.leave import LeaveDialog

        day = self.grid.day or calendar.now.wall.date()
        added = await self.app.push_screen_wait(LeaveDialog(self.desk, day, calendar.now))
        if added is not None:
            self.notify(f"Leave {added.leave.reference} added", markup=False)
            self.show_there(added.leave.span.start.wall.date(), added.leave.reference)

    def action_remove_leave(self) -> None:
        """Remove the leave under the cursor, after a question."""
        if isinstance(self.thing, Leave) and self._is_free:
            self._remove_leave(self.thing)

    @work(group="journey")
    async def _remove_leave(self, leave: Leave) -> None:
        from consultant_tui.screens.calendar.removing import remove_leave

        if not await self.app.push_screen_wait(remove_leave(self.desk, leave)):
            return
        if await self._removed(leave):
            self.notify(f"Leave {leave.reference} removed", markup=False)
        self.load()

    async def _removed(self, leave: Leave) -> bool:
        while True:
            try:
                await self.ask(self.desk.api.remove_leave(leave.reference), changes=True)
            except Unknown:
                return await settle(self, lambda: self._look_for(leave)) is Outcome.MADE
            except ApiError as error:
                # What is not there any more was removed before.
                gone = isinstance(error, Refused) and error.has(Code.NOT_FOUND)
                if gone or not await self.told(error, self.term):
                    return False
            else:
                return True

    async def _look_for(self, leave: Leave) -> Outcome:
        day = await self.desk.api.calendar(leave.span.start.wall.date(), 1)
        stands = any(one.reference == leave.reference for one in day.leave)
        return Outcome.NOT_MADE if stands else Outcome.MADE

    def action_export_csv(self) -> None:
        """Write the days for a spreadsheet."""
        if self.calendar is not None and self._is_free:
            self._export_csv(self.calendar)

    @work(group="journey")
    async def _export_csv(self, calendar: Calendar) -> None:
        from consultant_tui.screens.calendar.files import csv_of, name_of

        await self._write(name_of(calendar, "csv"), csv_of(calendar), "Save as CSV", named=True)

    def action_export_calendar(self) -> None:
        """Write the days for a calendar program."""
        if self.calendar is not None and self._is_free:
            self._export_calendar(self.calendar)

    @work(group="journey")
    async def _export_calendar(self, calendar: Calendar) -> None:
        from consultant_tui.screens.calendar.files import name_of

        first, days = calendar.days[0].day, len(calendar.days)
        content = await self._answered(lambda: self.desk.api.calendar_file(first, days), self.term)
        if content is not None:
            await self._write(name_of(calendar, "ics"), content, "Save as .ics", named=False)

    async def _write(self, name: str, content: str | bytes, title: str, *, named: bool) -> None:
        from consultant_tui.screens.export import ExportDialog

        path = await self.app.push_screen_wait(ExportDialog(self.desk, name, content, title=title, named=named))
        if path is not None:
            self.notify(f"Written to {path}", markup=False)

    def action_feed(self) -> None:
        """Make, copy or revoke the private feed."""
        if self.calendar is not None and self._is_free:
            self._show_feed(self.calendar)

    @work(group="journey")
    async def _show_feed(self, calendar: Calendar) -> None:
        from consultant_tui.screens.calendar.feed import FeedDialog

        dialog = FeedDialog(self.desk, calendar.feed)
        await self.app.push_screen_wait(dialog)
        if self.calendar is not None:
            self.calendar = replace(self.calendar, feed=dialog.made)
