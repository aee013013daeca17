"""Owns the page of a client: details, cases, next appointments, contact log, and every appointment so far."""

from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from consultant_tui import commands, inquiries, wording
from consultant_tui.api.errors import ApiError, GivenUp
from consultant_tui.commanding import Command, Need, bindings
from consultant_tui.contract.appointments import Receipt
from consultant_tui.contract.finding import CaseLine, ClientPage, Past
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.looking import Looking, Subject
from consultant_tui.widgets.client_rows import draw_case, draw_past, facts
from consultant_tui.widgets.ends import Rule, Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.long_roll import LongRoll
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.widgets.sheet import Sheet

_MOST_CASES = 4
"""Lines of cases; more of them scroll."""


class ClientScreen(Looking):
    """Shows one client; its rows lead to summaries, to the next booking, to histories and to the count."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        *(commands.Back, commands.Open, commands.Rebook, inquiries.History, commands.Why, commands.CopyReference),
        *(inquiries.ToCases, inquiries.ToAppointments, inquiries.Find, commands.Refresh, commands.Help, commands.Menu),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)
    AUTO_FOCUS = "#past"

    DEFAULT_CSS = """
    ClientScreen {
        & > Sheet { margin: 1 0; max-height: 9; }
        & > #past { min-height: 3; }
    }
    """

    def __init__(self, desk: Desk, page: ClientPage, appointment: str = "") -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            page: What the backend answered.
            appointment: The one that the consultant came from.
        """
        super().__init__(desk)
        self.page = page
        self._came_from = appointment
        self._past: list[Past] = []
        self._after: str | None = None
        self._changed = False

    def compose(self) -> ComposeResult:
        """Lay out facts, cases and appointments."""
        yield Title()
        yield Sheet()
        yield Rule("1", "Cases", id="rule_cases")
        yield Roll[CaseLine](draw_case, lambda case: case.reference, id="cases", empty="No case.")
        yield Rule("2", "Appointments", id="rule_past")
        yield LongRoll[Past](self._draw, lambda one: one.meeting.reference, id="past", empty="No appointment.")
        yield Hints()

    def on_mount(self) -> None:
        """Show the page, with the cursor where the consultant came from."""
        self._show(self.page)
        self._roll("past").move_to(self._came_from)

    def on_screen_resume(self) -> None:
        """Ask again when something may have changed."""
        if self._changed:
            self._changed = False
            self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Ask for the page again."""
        try:
            self._show(await self.ask(self.desk.api.client(self.page.reference)))
        except GivenUp:
            return
        except ApiError as error:
            if await self.told(error, self.page.client_term):
                self._changed = True

    def _show(self, page: ClientPage) -> None:
        self.page, self._after, self._past = page, page.past.after, list(page.past.appointments)
        self.query_one(Title).left = clean(page.name)
        self.query_one(Title).right = f"{page.reference} · {wording.instant(page.now)}"
        self.query_one(Sheet).facts = facts(self.page)
        self._roll("cases").styles.height = max(min(len(page.cases), _MOST_CASES), 1)
        self._roll("cases").show(page.cases)
        self._roll("past").show(self._past)
        self.query_one("#rule_cases", Rule).told = str(len(page.cases))
        self._count()

    def _count(self) -> None:
        more = " and more" if self._after is not None else ""
        self.query_one("#rule_past", Rule).told = f"{len(self._past)}{more}"
        self.refresh_bindings()

    def _roll(self, which: str) -> Roll[Any]:
        return self.query_one(f"#{which}", Roll)

    @property
    def _one(self) -> Past | None:
        """The appointment under the cursor, while the appointments have the focus."""
        return self._roll("past").row if self.focused is not None and self.focused.id == "past" else None

    @property
    def subject(self) -> Subject | None:
        """The client, with the appointment under the cursor."""
        one = self._one
        return Subject(self.page.reference, one.meeting.reference if one else "", self.page.client_term)

    def met(self) -> frozenset[Need]:
        """Say what the row under the cursor allows."""
        needs = set(super().met())
        if self.is_mounted and self._one is not None:
            needs.add(Need.ROW)
            if not self._one.withdrawn:
                needs.add(Need.REBOOK)
        return frozenset(needs)

    @on(Roll.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        """Tell what may be done with the rows of the list that is worked in."""
        for which in ("cases", "past"):
            focused = self.focused is not None and self.focused.id == which
            self.query_one(f"#rule_{which}", Rule).chosen = focused
        self.refresh_bindings()

    @on(LongRoll.EndNear)
    def _look_further(self) -> None:
        if self._after is not None:
            after, self._after = self._after, None
            self._load_more(after)

    @work(exclusive=True, group="more")
    async def _load_more(self, after: str) -> None:
        try:
            more = await self.ask(self.desk.api.past(self.page.reference, after))
        except ApiError:
            self._after = after
            return
        self._past += more.appointments
        self._after = more.after
        self._roll("past").show(self._past)
        self._count()

    @on(Roll.Opened, "#past")
    def action_open(self) -> None:
        """Open the summary of the appointment under the cursor; of one that was taken back, its history."""
        one = self._one
        if one is not None and one.withdrawn:
            self.action_history()
        elif one is not None:
            self._begin(one, rebook=False)

    def action_rebook(self) -> None:
        """Open the summary, with the way to the next appointment at hand."""
        if self._one is not None:
            self._begin(self._one, rebook=True)

    def _begin(self, one: Past, *, rebook: bool) -> None:
        self._changed = True
        self.go(one.meeting.reference, self.page.now, self.page.client_term, rebook=rebook)

    def booked(self, receipt: Receipt) -> None:
        """Put the cursor on the new appointment."""
        self._came_from = receipt.reference

    @on(Roll.Opened, "#cases")
    def action_why(self) -> None:
        """Show every change of the count of the case under the cursor."""
        case = self._one.case if self._one is not None else self._roll("cases").row_name
        if case is not None and self._is_free:
            self._open_ledger(case, self.page.client_term)

    def action_section(self, index: int) -> None:
        """Go to the cases or the appointments."""
        self._roll(("cases", "past")[index]).focus()

    def action_refresh_view(self) -> None:
        """Ask the backend now."""
        self.load()

    def action_copy_reference(self) -> None:
        """Put the appointment's reference on the clipboard."""
        if self._one is not None:
            self.app.copy_to_clipboard(self._one.meeting.reference)
            self.notify(f"Copied {self._one.meeting.reference}", markup=False)

    def action_back(self) -> None:
        """Go back to where the client was looked for."""
        self.dismiss(None)

    def _draw(self, row: Past, width: int, look: Look) -> Strip:
        return draw_past(row, self.page.now, width, look)
