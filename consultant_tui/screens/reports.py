"""Owns the reports: sessions per week, the sessions that clients have left, and overdue completions."""

from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip

from consultant_tui import commands, exports, inquiries, wording
from consultant_tui.api.errors import ApiError, GivenUp
from consultant_tui.commanding import Command, Need, bindings
from consultant_tui.contract.reports import Left, Overdue, Reports, WeekCount
from consultant_tui.desk import Desk
from consultant_tui.screens.looking import Looking, Subject
from consultant_tui.widgets.bars import Sparks
from consultant_tui.widgets.ends import Rule, Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.report_rows import draw_left, draw_overdue, draw_week, sparks
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.widgets.share import share

_LISTS = ("weeks", "left", "overdue")
_NAMES = ("Weeks", "Sessions left", "Overdue completions")


class ReportsScreen(Looking):
    """Shows figures; the list that has the focus gets the lines that the others can spare."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        *(commands.Back, inquiries.OpenClient, inquiries.Export, inquiries.ToWeeks, inquiries.ToSessionsLeft),
        *(inquiries.ToOverdue, commands.Refresh, commands.Help, commands.Menu),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)
    AUTO_FOCUS = "#weeks"

    DEFAULT_CSS = """
    ReportsScreen {
        & > Sparks { margin: 1 0; }
        & > #lists { height: 1fr; overflow: hidden; }
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
        draws = (self._draw_week, draw_left, self._draw_overdue)
        empty = ("No week.", "No case of late.", "Nothing is overdue.")
        yield Title()
        yield Sparks()
        with Vertical(id="lists"):
            for number, (name, words) in enumerate(zip(_LISTS, _NAMES, strict=True)):
                yield Rule(str(number + 1), words, id=f"rule_{name}")
                yield Roll[Any](draws[number], _name, empty=empty[number], id=name)
        yield Hints()

    def on_mount(self) -> None:
        """Show the figures, the present week first."""
        self._show(self.reports)

    def _show(self, reports: Reports) -> None:
        self.reports = reports
        self.query_one(Title).left = "Reports"
        self.query_one(Title).right = wording.instant(reports.now)
        self.query_one(Sparks).lines = sparks(reports)
        for name, rows in zip(_LISTS, (reports.weeks[::-1], reports.left, reports.overdue), strict=True):
            self._roll(name).show(rows)
            self.query_one(f"#rule_{name}", Rule).told = str(len(rows))
        self._share()

    def _roll(self, name: str) -> Roll[Any]:
        return self.query_one(f"#{name}", Roll)

    def _share(self) -> None:
        rolls = [self._roll(name) for name in _LISTS]
        focused = next((number for number, roll in enumerate(rolls) if roll is self.focused), 0)
        room = self.query_one("#lists").size.height - len(rolls)
        needs = [max(len(roll.rows), 1) for roll in rolls]
        for number, (roll, lines) in enumerate(zip(rolls, share(needs, focused, room), strict=True)):
            roll.styles.height = lines
            self.query_one(f"#rule_{_LISTS[number]}", Rule).chosen = number == focused

    def on_resize(self) -> None:
        """Share the lines out once the lists know their room."""
        self.call_after_refresh(self._share)

    def on_descendant_focus(self) -> None:
        """Give the list with the focus its lines."""
        self._share()
        self.refresh_bindings()

    @property
    def subject(self) -> Subject | None:
        """The client whom the row under the cursor names."""
        row = self.focused.row if isinstance(self.focused, Roll) else None
        if not isinstance(row, Left | Overdue):
            return None
        reference = row.meeting.reference if isinstance(row, Overdue) else ""
        return Subject(row.client, reference, self.reports.client_term)

    def met(self) -> frozenset[Need]:
        """Say whether there is a client to open."""
        return super().met() | ({Need.ROW} if self.subject is not None else set())

    @on(Roll.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Roll.Opened)
    def _open(self) -> None:
        self.action_client_page()

    def action_section(self, index: int) -> None:
        """Go to a list."""
        self._roll(_LISTS[index]).focus()

    @on(Rule.Clicked)
    def _rule_clicked(self, message: Rule.Clicked) -> None:
        self._roll(str(message.rule.id).removeprefix("rule_")).focus()

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
        path = await self.app.push_screen_wait(ExportDialog(self.desk, name, exports.of_reports(self.reports)))
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
