"""Owns the screen of what is in force for online booking, with a preview of what clients are asked (seed 004)."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from consultant_tui.api.errors import ApiError, GivenUp
from consultant_tui.commands import everywhere, inquiries, quick_view
from consultant_tui.commands.command import Command, bindings
from consultant_tui.contract.online_settings import OnlineSettings
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.journey import Journey
from consultant_tui.screens.online import words
from consultant_tui.widgets.ends import Rule, Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.sheet import Sheet

_PARTS = ("set", "hours", "new", "existing")


class OnlineSettingsScreen(Journey):
    """Shows settings, one's own hours, and the two ways of clients under each other."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        *(everywhere.Back, inquiries.ToInForce, inquiries.ToOwnHours, inquiries.ToNewClients),
        *(inquiries.ToExistingClients, inquiries.CopyAddress, quick_view.Refresh, everywhere.Help, everywhere.Menu),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)
    AUTO_FOCUS = "VerticalScroll"

    DEFAULT_CSS = """
    OnlineSettingsScreen {
        & > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
        & Sheet { margin-bottom: 1; }
    }
    """

    def __init__(self, desk: Desk, settings: OnlineSettings) -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            settings: What the backend answered.
        """
        super().__init__(desk)
        self._settings = settings

    def compose(self) -> ComposeResult:
        """Lay out the four parts."""
        term = clean(self._settings.client_term)
        titles = ("What is set", "Your hours", f"What a new {term} is asked", f"What an existing {term} is asked")
        yield Title()
        with VerticalScroll():
            for number, (part, title) in enumerate(zip(_PARTS, titles, strict=True), start=1):
                yield Rule(str(number), title, id=f"rule-{part}")
                yield Sheet(id=part)
        yield Hints()

    def on_mount(self) -> None:
        """Show everything."""
        self._show(self._settings)

    def _show(self, settings: OnlineSettings) -> None:
        self._settings = settings
        title = self.query_one(Title)
        title.left, title.right = "Online booking", ("on" if settings.enabled else "off",)
        new, existing = (words.way(way, settings) for way in settings.ways)
        told = (words.in_force(settings), words.own_hours(settings), new, existing)
        for part, facts in zip(_PARTS, told, strict=True):
            self.query_one(f"#{part}", Sheet).facts = facts

    def action_section(self, index: int) -> None:
        """Show a part from its beginning."""
        self.query_one(f"#rule-{_PARTS[index]}").scroll_visible(top=True, animate=False)

    def action_copy_address(self) -> None:
        """Put the portal's address on the clipboard."""
        self.app.copy_to_clipboard(self._settings.address)
        self.notify("Copied the address", markup=False)

    def action_refresh_view(self) -> None:
        """Ask the backend now."""
        self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Ask for the settings again."""
        try:
            self._show(await self.ask(self.desk.api.online_booking()))
        except GivenUp:
            return
        except ApiError as error:
            if await self.told(error, self._settings.client_term):
                self.load()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)
