"""Owns the question before a booking is left."""

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press


class Leaving(Dialog[bool]):
    """Asks whether to leave; its result is the answer."""

    def __init__(
        self,
        desk: Desk,
        title: str = "Leave without booking?",
        said: str = "Nothing is booked yet. What you entered here is thrown away.",
    ) -> None:
        super().__init__(desk, title)
        self._said = said

    def body(self) -> Iterable[Widget]:
        """Say what leaving means."""
        yield Static(self._said, markup=False)

    def presses(self) -> Iterable[Press]:
        """Offer both ways, the harmless one first."""
        yield Press("Stay", id="stay")
        yield Press("Leave", id="leave")

    @on(Press.Pressed)
    def _chosen(self, message: Press.Pressed) -> None:
        self.dismiss(message.press.id == "leave")

    def action_back(self) -> None:
        """Stay."""
        self.dismiss(False)
