"""Owns the reports: sessions per week, the sessions that clients have left, and overdue completions."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from consultant_tui import exports
from consultant_tui.api.errors import ApiError, GivenUp
from consultant_tui.commands import everywhere, inquiries, quick_view
from consultant_tui.commands.command import Command, Need, bindings
from consultant_tui.contract.reports import Left, Overdue, Reports, WeekCount
from consultant_tui.desk import Desk
from consultant_tui.screens.looking import Looking, Subject
from consultant_tui.widgets.bars import Sparks
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.report_rows import draw_left, draw_overdue, draw_week, sparks
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.widgets.shelves import Shelf, Shelves
from consultant_tui.wording import phrases

_LISTS = (
    ("weeks", "Weeks", "No week."),
    ("left", "Sessions left", "No case of late."),
    ("overdue", "Overdue completions", "Nothing is overdue."),
)


class ReportsScreen(Looking):
    """Shows figures; the list that has the focus gets the lines that the others can spare."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        *(everywhere.Back, inquiries.OpenClient, inquiries.Export, inquiries.ToWeeks, inquiries.ToSessionsLeft),
        *(inquiries.ToOverdue, quick_view.Refresh, everywhere.Help, everywhere.Menu),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)
    AUTO_FOCUS = "#weeks"

    DEFAULT_CSS = """
    ReportsScreen {
        & > Sparks { margin: 1 0; }
    }
    """

    def __init__(self, desk: Desk, reports: Reports) -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            reports: What the backend answered.
        """
        super().__init__(desk)
        self.reports = reports

    def compose(self) -> ComposeResult:
        """Lay out the sums and the lists."""
        draws: tuple[Callable[[Any, int, Look], Strip], ...] = (self._draw_week, draw_left, self._draw_overdue)
        yield Title()
        yield Sparks()
        yield Shelves(
            *(
                Shelf(words, Roll[Any](draw, _name, empty=nothing, id=name))
                for (name, words, nothing), draw in zip(_LISTS, draws, strict=True)
            )
        )
        yield Hints()

    def on_mount(self) -> None:
        """Show the figures, the present week first."""
        self._show(self.reports)

    def _show(self, reports: Reports) -> None:
        self.reports = reports
        self.query_one(Title).left = "Reports"
        self.query_one(Title).right = (phrases.instant(reports.now),)
        self.query_one(Sparks).lines = sparks(reports)
        shelves = self.query_one(Shelves)
        shelves.fill("weeks", reports.weeks[::-1])
        shelves.fill("left", reports.left)
        shelves.fill("overdue", reports.overdue)

    @property
    def subject(self) -> Subject | None:
        """The client whom the row under the cursor names."""
        row = self.query_one(Shelves).current.row if self.is_mounted else None
        if not isinstance(row, Left | Overdue):
            return None
        reference = row.meeting.reference if isinstance(row, Overdue) else ""
        return Subject(row.client, reference, self.reports.client_term)

    def met(self) -> frozenset[Need]:
        """Say whether there is a client to open."""
        return super().met() | ({Need.ROW} if self.subject is not None else set())

    @on(Shelves.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Shelves.Opened)
    def _open(self) -> None:
        self.action_client_page()

    def action_section(self, index: int) -> None:
        """Go to a list."""
        self.query_one(Shelves).jump(index)

    def action_refresh_view(self) -> None:
        """Ask the backend now."""
        self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Ask for the figures again."""
        try:
            self._show(await self.ask(self.desk.api.reports()))
        except GivenUp:
            return
        except ApiError as error:
            if await self.told(error, self.reports.client_term):
                self.load()

    @work(exclusive=True, group="export")
    async def action_export(self) -> None:
        """Write everything to a file."""
        from consultant_tui.screens.export import ExportDialog

        name = f"reports-{self.reports.now.wall:%Y-%m-%d}.csv"
        text = exports.of_reports(self.reports)
        path = await self.app.push_screen_wait(ExportDialog(self.desk, name, text, title="Export as CSV"))
        if path is not None:
            self.notify(f"Written to {path}", markup=False)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)

    def _draw_week(self, week: WeekCount, width: int, look: Look) -> Strip:
        return draw_week(week, max(one.sessions for one in self.reports.weeks), width, look)

    def _draw_overdue(self, one: Overdue, width: int, look: Look) -> Strip:
        return draw_overdue(one, self.reports.now, width, look)


def _name(row: WeekCount | Left | Overdue) -> str:
    if isinstance(row, WeekCount):
        return row.monday.isoformat()
    return row.case if isinstance(row, Left) else row.meeting.reference
