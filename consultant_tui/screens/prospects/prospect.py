"""Owns the page of one account that waits: what is known of its holder, who matches, and what was booked."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from consultant_tui.api.errors import ApiError, GivenUp
from consultant_tui.commands import everywhere, prospecting, quick_view
from consultant_tui.commands.command import Command, Need, bindings
from consultant_tui.contract.cases import OnlineBooked
from consultant_tui.contract.prospects import AccountChanged, Candidate, Prospect, ProspectPage
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import AccountState
from consultant_tui.desk import Desk
from consultant_tui.screens.prospects.changing import Changing
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.prospect_rows import draw_booked, draw_candidate
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.widgets.sheet import Sheet
from consultant_tui.widgets.shelves import Shelf, Shelves
from consultant_tui.wording import phrases, prospects


class ProspectScreen(Changing):
    """Shows one account; its rows lead to the comparison with a client, and to sessions."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        *(everywhere.Back, prospecting.Compare, prospecting.OpenSession, prospecting.CreateClient),
        *(prospecting.Verify, prospecting.Resend, prospecting.AnotherClient, prospecting.CopyEmail),
        *(prospecting.ToCandidates, prospecting.ToBooked),
        *(quick_view.Refresh, everywhere.Help, everywhere.Menu),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)
    AUTO_FOCUS = "#candidates"

    DEFAULT_CSS = """
    ProspectScreen {
        & > Sheet { margin: 1 0 0 0; max-height: 10; }
        & > #todo { height: auto; padding: 0 2; margin-bottom: 1; color: $text-warning; }
    }
    """

    def __init__(self, desk: Desk, page: ProspectPage) -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            page: What the backend answered.
        """
        super().__init__(desk)
        self.page = page
        self.term = page.client_term

    def compose(self) -> ComposeResult:
        """Lay out facts, what is to be done, and the lists."""
        nobody = f"No {self.term} of yours has these names and the same phone, e-mail or address."
        candidates = Roll[Candidate](draw_candidate, lambda one: one.client, id="candidates", empty=nobody)
        booked = Roll[OnlineBooked](self._draw_booked, lambda one: one.meeting.reference, id="booked", empty="Nothing.")
        yield Title()
        yield Sheet()
        yield Static(id="todo")
        yield Shelves(Shelf(f"{self.term.capitalize()}s who match", candidates), Shelf("Booked with you", booked))
        yield Hints()

    def on_mount(self) -> None:
        """Show what was answered."""
        self._show(self.page)

    def _show(self, page: ProspectPage) -> None:
        self.page = page
        self.query_one(Title).left = clean(prospects.holder(page.prospect))
        self.query_one(Title).right = (phrases.instant(page.now), phrases.word(page.prospect.state))
        self.query_one(Sheet).facts = tuple((label, clean(text)) for label, text in prospects.facts(page))
        todo = [
            prospects.to_do(page.prospect, self.term),
            *([prospects.elsewhere(self.term)] if page.elsewhere else []),
        ]
        self.query_one("#todo", Static).update(Content(" ".join(todo)))
        self.query_one(Shelves).fill("candidates", page.candidates)
        self.query_one(Shelves).fill("booked", page.booked)
        self.refresh_bindings()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Ask for the account again."""
        try:
            self._show(await self.ask(self.desk.api.prospect(self.page.prospect.account)))
        except ApiError as error:
            if not isinstance(error, GivenUp) and await self.told(error, self.term):
                self.load()

    @property
    def prospect(self) -> Prospect:
        """The account."""
        return self.page.prospect

    @property
    def _row(self) -> Candidate | OnlineBooked | None:
        return self.query_one(Shelves).current.row if self.is_mounted else None

    def met(self) -> frozenset[Need]:
        """Say what the account allows, and the row under the cursor."""
        needs = super().met() | self.needs_of(self.prospect)
        match self._row:
            case Candidate():
                return needs | {Need.CANDIDATE}
            case OnlineBooked():
                return needs | {Need.ROW}
        return needs

    @on(Shelves.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    def changed(self, changed: AccountChanged) -> None:
        """Go back to the list when the account has a client; else show how it stands."""
        if changed.state is AccountState.ASSOCIATED:
            self.dismiss(None)
        else:
            self.load()

    @on(Shelves.Opened)
    def _open(self) -> None:
        self.action_compare()
        self.action_open_session()

    def action_compare(self) -> None:
        """Compare with the client under the cursor."""
        if isinstance(self._row, Candidate) and self._is_free:
            self._compare(self._row)

    def action_open_session(self) -> None:
        """Open the session under the cursor; nothing that starts it is one Enter away."""
        if isinstance(self._row, OnlineBooked):
            self.go(self._row.meeting.reference, self.page.now, self.term, rebook=True)

    @work(group="journey")
    async def _compare(self, candidate: Candidate) -> None:
        await self.associate(self.page, candidate)

    def action_another_client(self) -> None:
        """Find another client to compare with."""
        if self._is_free:
            self._compare_with_another()

    @work(group="journey")
    async def _compare_with_another(self) -> None:
        from consultant_tui.screens.prospects.choosing import ChooseClient

        choice = ChooseClient(self.desk)
        await self.app.push_screen_wait(choice)
        if not choice.chosen:
            return
        wanted = choice.chosen
        page = await self._answered(lambda: self.desk.api.prospect(self.prospect.account, wanted), self.term)
        candidate = next((one for one in page.candidates if one.client == wanted), None) if page else None
        if page is not None and candidate is not None:
            await self.associate(page, candidate)

    def action_section(self, index: int) -> None:
        """Go to a list."""
        self.query_one(Shelves).jump(index)

    def action_refresh_view(self) -> None:
        """Ask the backend now."""
        self.load()

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss(None)

    def _draw_booked(self, row: OnlineBooked, width: int, look: Look) -> Strip:
        return draw_booked(row, self.page.now, width, look)
