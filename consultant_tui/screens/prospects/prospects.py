"""Owns the list of prospects: accounts that wait for the consultant, and those that were associated lately."""

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
from consultant_tui.contract.prospects import AccountChanged, Joined, Prospect, Prospects
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.prospects.changing import Changing
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.prospect_rows import draw_joined, draw_prospect, heading
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.widgets.shelves import Shelf, Shelves
from consultant_tui.wording import phrases, prospects


class ProspectsScreen(Changing):
    """Shows who came by themselves, with their state in words; its rows lead to what is known of each."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        *(everywhere.Back, prospecting.OpenProspect, prospecting.CreateClient, prospecting.Verify, prospecting.Resend),
        *(prospecting.Part, prospecting.CopyEmail, prospecting.ToWaiting, prospecting.ToLately),
        *(quick_view.Refresh, everywhere.Help, everywhere.Menu),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)
    AUTO_FOCUS = "#waiting"

    DEFAULT_CSS = """
    ProspectsScreen {
        & > #headings { height: 1; margin-top: 1; color: $text-muted; }
        & > #more { height: auto; min-height: 2; max-height: 4; padding: 0 3; color: $text-muted; }
    }
    """

    def __init__(self, desk: Desk, prospects: Prospects) -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            prospects: What the backend answered.
        """
        super().__init__(desk)
        self.prospects = prospects
        self._changed = ""

    def compose(self) -> ComposeResult:
        """Lay out both lists, and more about the row under the cursor."""
        nobody = "Nobody waits. Whoever books online with you comes here."
        yield Title()
        yield Static(id="headings")
        yield Shelves(
            Shelf("Waiting", Roll[Prospect](self._draw, lambda one: one.account, id="waiting", empty=nobody)),
            Shelf(
                "Associated lately",
                Roll[Joined](self._draw_joined, lambda one: one.account, id="lately", empty="Nobody."),
            ),
        )
        yield Static(id="more")
        yield Hints()

    def on_mount(self) -> None:
        """Show what was answered."""
        self.query_one(Title).left = "Prospects"
        self._show(self.prospects)

    def on_resize(self) -> None:
        """Fit the headings to the window."""
        self.query_one("#headings", Static).update(Content(heading(self.size.width)))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Ask the backend again."""
        try:
            self._show(await self.ask(self.desk.api.prospects()))
        except ApiError as error:
            if not isinstance(error, GivenUp) and await self.told(error, self.term):
                self.load()

    def _show(self, prospects: Prospects) -> None:
        self.prospects, self.term = prospects, prospects.client_term
        self.query_one(Title).right = (phrases.instant(prospects.now),)
        shelves = self.query_one(Shelves)
        shelves.fill("waiting", prospects.waiting)
        shelves.fill("lately", prospects.lately)
        if self._changed and self.query_one("#lately", Roll).move_to(self._changed):
            shelves.jump(1)
        elif self._changed and self.query_one("#waiting", Roll).move_to(self._changed):
            shelves.jump(0)
        self._changed = ""
        self._moved()

    @property
    def _row(self) -> Prospect | Joined | None:
        return self.query_one(Shelves).current.row if self.is_mounted else None

    @property
    def prospect(self) -> Prospect | None:
        """The account under the cursor, if it waits."""
        return self._row if isinstance(self._row, Prospect) else None

    def met(self) -> frozenset[Need]:
        """Say what the row under the cursor allows."""
        needs = super().met() | self.needs_of(self.prospect)
        if isinstance(self._row, Joined):
            return needs | {Need.JOINED}
        return needs | {Need.ROW} if self._row is not None else needs

    @on(Shelves.Moved)
    def _moved(self) -> None:
        row, told = self._row, ""
        if isinstance(row, Prospect):
            made = f"by {row.by_consultant}" if row.by_consultant else "signed up"
            told = f"{row.email} · {row.organisation} · {made} {phrases.when(row.made, self.prospects.now)}"
            told += f"\n{prospects.to_do(row, self.term)}"
        elif isinstance(row, Joined):
            told = f"{row.email} · {prospects.joined(row, self.prospects.now)}"
        self.query_one("#more", Static).update(Content("\n".join(map(clean, told.split("\n")))))
        self.refresh_bindings()

    def changed(self, changed: AccountChanged) -> None:
        """Show the account where it stands now."""
        self._changed = changed.account
        self.load()

    @on(Shelves.Opened)
    def action_open(self) -> None:
        """Open what is under the cursor."""
        if self.prospect is not None and self._is_free:
            self._open(self.prospect)

    @work(group="journey")
    async def _open(self, prospect: Prospect) -> None:
        from consultant_tui.screens.prospects.prospect import ProspectScreen

        page = await self._answered(lambda: self.desk.api.prospect(prospect.account), self.term)
        if page is not None:
            screen = ProspectScreen(self.desk, page)
            await self.app.push_screen_wait(screen)
            self._changed = prospect.account
            self.load()

    def action_part(self) -> None:
        """Undo the association under the cursor."""
        if isinstance(self._row, Joined) and self._is_free:
            self._part(self._row)

    @work(group="journey")
    async def _part(self, joined: Joined) -> None:
        await self.part(joined)

    def action_section(self, index: int) -> None:
        """Go to a list."""
        self.query_one(Shelves).jump(index)

    def action_refresh_view(self) -> None:
        """Ask the backend now."""
        self.load()

    def action_back(self) -> None:
        """Go back to where the consultant came from."""
        self.dismiss(None)

    def _draw(self, row: Prospect, width: int, look: Look) -> Strip:
        return draw_prospect(row, self.prospects.now, width, look)

    def _draw_joined(self, row: Joined, width: int, look: Look) -> Strip:
        return draw_joined(row, self.prospects.now, width, look)
