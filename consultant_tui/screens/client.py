"""Owns the page of a client: details, cases, every appointment so far, and what was sent."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from consultant_tui.api.errors import ApiError, GivenUp
from consultant_tui.commands import everywhere, inquiries, prospecting, quick_view, rebooking
from consultant_tui.commands.command import Command, Need, bindings
from consultant_tui.contract.appointments import Receipt
from consultant_tui.contract.finding import CaseLine, ClientPage, Past
from consultant_tui.contract.messages import MessageLine
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import AppointmentState, Standing
from consultant_tui.desk import Desk
from consultant_tui.screens.looking import Looking, Subject
from consultant_tui.widgets.client_rows import draw_case, draw_message, draw_past, facts
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.long_roll import LongRoll
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.widgets.sheet import Sheet
from consultant_tui.widgets.shelves import Shelf, Shelves
from consultant_tui.wording import phrases


class ClientScreen(Looking):
    """Shows one client; its rows lead to summaries, to the next booking, to histories, counts and messages."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        *(
            everywhere.Back,
            inquiries.OpenRow,
            quick_view.Rebook,
            inquiries.History,
            quick_view.Why,
            quick_view.CopyReference,
            quick_view.Commence,
        ),
        *(prospecting.GiveAccess, inquiries.ToProspects, inquiries.ToCases, inquiries.ToAppointments),
        *(inquiries.ToMessages, inquiries.Find, quick_view.Refresh, everywhere.Help, everywhere.Menu),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)
    AUTO_FOCUS = "#past"
    WAY_BACK = rebooking.ToClientAgain

    DEFAULT_CSS = """
    ClientScreen > Sheet { margin: 1 0; max-height: 11; }
    """

    def __init__(self, desk: Desk, page: ClientPage, appointment: str = "") -> None:
        """Make the screen, with the cursor on an appointment.

        Args:
            desk: What the consultant works with.
            page: What the backend answered.
            appointment: Its reference; empty for the newest.
        """
        super().__init__(desk)
        self.page = page
        self._came_from = appointment
        self._past: list[Past] = []
        self._after: str | None = None
        self._changed = False

    def compose(self) -> ComposeResult:
        """Lay out facts and lists."""
        past = LongRoll[Past](self._draw_past, lambda one: one.meeting.reference, id="past", empty="No appointment.")
        sent = Roll[MessageLine](self._draw_message, lambda line: line.message, id="messages", empty="None was sent.")
        yield Title()
        yield Sheet()
        yield Shelves(
            Shelf("Cases", Roll[CaseLine](draw_case, lambda case: case.reference, id="cases", empty="No case.")),
            Shelf("Appointments", past),
            Shelf("Messages", sent),
        )
        yield Hints()

    def on_mount(self) -> None:
        """Show the page, with the cursor where the consultant came from."""
        self._show(self.page)
        self.load(messages_only=True)

    def on_screen_resume(self) -> None:
        """Ask again when something may have changed."""
        if self._changed and not self.awaits:
            self.load()

    @work(exclusive=True, group="load")
    async def load(self, *, messages_only: bool = False) -> None:
        """Ask for the page and its messages.

        Args:
            messages_only: Whether the rest is fresh.
        """
        self._changed = False
        try:
            if not messages_only:
                self._show(await self.ask(self.desk.api.client(self.page.reference)))
            sent = await self.ask(self.desk.api.messages(self.page.reference))
            self.query_one(Shelves).fill("messages", sent.messages)
        except ApiError as error:
            if not isinstance(error, GivenUp) and await self.told(error, self.page.client_term):
                self.load()

    def _show(self, page: ClientPage) -> None:
        self.page, self._after, self._past = page, page.past.after, list(page.past.appointments)
        self.query_one(Title).left = clean(page.name)
        self.query_one(Title).right = (page.reference, phrases.instant(page.now))
        self.query_one(Sheet).facts = facts(page)
        shelves = self.query_one(Shelves)
        shelves.fill("cases", page.cases)
        shelves.fill("past", self._past, more=self._after is not None)
        if self._came_from:
            self.query_one("#past", Roll).move_to(self._came_from)
            self._came_from = ""
        self.refresh_bindings()

    @property
    def _row(self) -> CaseLine | Past | MessageLine | None:
        return self.query_one(Shelves).current.row if self.is_mounted else None

    @property
    def subject(self) -> Subject:
        """The client, with the appointment under the cursor."""
        appointment = self._row.meeting.reference if isinstance(self._row, Past) else ""
        return Subject(self.page.reference, appointment, self.page.client_term)

    def met(self) -> frozenset[Need]:
        """Say what the row under the cursor allows."""
        needs = super().met() | ({Need.IS_CLIENT} if self.page.standing is Standing.CLIENT else set())
        if isinstance(self._row, Past):
            needs |= {Need.ROW} if self._row.withdrawn else {Need.ROW, Need.REBOOK, Need.COMMENCE}
        return needs

    @on(Shelves.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(LongRoll.EndNear)
    def _look_further(self) -> None:
        if self._after is not None and self.query_one(LongRoll).end_is_near:
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
        self.query_one(Shelves).fill("past", self._past, more=self._after is not None)

    @on(Shelves.Opened)
    def action_open(self) -> None:
        """Open what is under the cursor: the summary or history of an appointment, a message, a count."""
        match self._row:
            case Past(withdrawn=True):
                self.action_history()
            case Past() as one:
                self._begin(one, rebook=one.meeting.state is not AppointmentState.COMMENCED)
            case MessageLine() as line:
                self._open_message(line.message, self.page.now, self.page.client_term)
            case CaseLine():
                self.action_why()

    def action_commence(self) -> None:
        """Open the summary, with the start of the session at hand."""
        if isinstance(self._row, Past):
            self._begin(self._row, rebook=False)

    def action_rebook(self) -> None:
        """Open the summary, with the way to the next appointment at hand."""
        if isinstance(self._row, Past):
            self._begin(self._row, rebook=True)

    def _begin(self, one: Past, *, rebook: bool) -> None:
        self._changed = True
        self.go(one.meeting.reference, self.page.now, self.page.client_term, rebook=rebook)

    def booked(self, receipts: tuple[Receipt, ...]) -> None:
        """Put the cursor on the new appointment, of a series on its first."""
        self._came_from = receipts[0].reference
        self.load()

    def action_why(self) -> None:
        """Show every change of the count of the case under the cursor."""
        row = self._row
        case = row.case if isinstance(row, Past) else row.reference if isinstance(row, CaseLine) else ""
        if self._is_free:
            self._open_ledger(case or self.page.cases[0].reference, self.page.client_term)

    def action_section(self, index: int) -> None:
        """Go to a list."""
        self.query_one(Shelves).jump(index)

    def action_refresh_view(self) -> None:
        """Ask the backend now."""
        self.load()

    def action_back(self) -> None:
        """Go back to where the client was looked for."""
        self.dismiss(None)

    def _draw_past(self, row: Past, width: int, look: Look) -> Strip:
        return draw_past(row, self.page.now, width, look)

    def _draw_message(self, row: MessageLine, width: int, look: Look) -> Strip:
        return draw_message(row, self.page, width, look)
