"""Owns the receipt: the reference, both times, and what was sent to whom (seed 001, step 6)."""

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from consultant_tui.commands.command import Command, Need, bindings
from consultant_tui.commands.everywhere import Help, Menu
from consultant_tui.commands.rebooking import CopyReceipt, ToQuickView
from consultant_tui.contract.appointments import SeriesReceipt
from consultant_tui.desk import Desk
from consultant_tui.rebooking.steps import Made
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.rebooking import series_words, words
from consultant_tui.screens.rebooking.step import STEPS
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.rail import Rail
from consultant_tui.widgets.sheet import Sheet


class ReceiptScreen(Asking[None]):
    """A booking that stands, or a series of them."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (ToQuickView, CopyReceipt, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*OFFERS)]
    CSS_PATH = "receipt.tcss"

    def __init__(self, desk: Desk, made: Made, term: str, back: type[ToQuickView] = ToQuickView) -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            made: What the backend booked.
            term: What the provider calls a client.
            back: The way to where the rebooking began.
        """
        super().__init__(desk)
        self._back = back
        self.made = made
        self._term = term
        self.read: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when the consultant has read it."""

    def compose(self) -> ComposeResult:
        """Lay out the receipt."""
        made = self.made
        series = isinstance(made, SeriesReceipt)
        name = made.receipts[0].client_name if isinstance(made, SeriesReceipt) else made.client_name
        facts = (
            series_words.receipt(made, self._term)
            if isinstance(made, SeriesReceipt)
            else words.receipt(made, self._term)
        )
        booked = f"✓ Booked as series {made.reference}" if series else f"✓ Booked as {made.reference}"
        yield Rail(f"Booked {name}", STEPS, len(STEPS))
        with VerticalScroll(id="receipt"):
            yield Static(booked, id="reference", markup=False)
            yield Sheet(facts)
        yield Hints()

    def on_mount(self) -> None:
        """Show the keys."""
        self.refresh_bindings()

    def offered(self, met: frozenset[Need] | None = None) -> list[type[Command]]:
        """List the commands, with the way back named after where it leads."""
        return [self._back if command is ToQuickView else command for command in super().offered(met)]

    def action_go_back(self) -> None:
        """Go back to where the rebooking began."""
        if not self.read.done():
            self.read.set_result(None)

    def action_copy_reference(self) -> None:
        """Put the reference on the clipboard."""
        self.app.copy_to_clipboard(self.made.reference)
        self.notify(f"Copied {self.made.reference}", markup=False)
