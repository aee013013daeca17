"""Owns the question before leave is removed."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.contract.calendar import Leave
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press
from consultant_tui.wording import phrases


class RemoveLeaveDialog(Dialog[bool]):
    """Asks whether leave is to go; its result is whether."""

    AUTO_FOCUS = "#keep"

    def __init__(self, desk: Desk, leave: Leave) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            leave: What would go.
        """
        super().__init__(desk, "Remove leave")
        self._leave = leave

    def body(self) -> Iterable[Widget]:
        """Say what it is, and what follows."""
        span = self._leave.span
        reason = f": {self._leave.reason}" if self._leave.reason else ""
        yield Static(Content(clean(f"{self._leave.reference}{reason}")))
        yield Static(Content(f"{phrases.instant(span.start)} to {phrases.instant(span.end)}"))
        yield Static(Content("Your hours in it can be booked again."))

    def presses(self) -> Iterable[Press]:
        """Offer both."""
        yield Press("Keep it", id="keep")
        yield Press("Remove it", id="remove")

    @on(Press.Pressed, "#keep")
    def _keep(self) -> None:
        self.dismiss(False)

    @on(Press.Pressed, "#remove")
    def _remove(self) -> None:
        self.dismiss(True)
