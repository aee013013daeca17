"""Owns the help of every screen: its keys, and words that may be strange."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.commands import Command, shown
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press

_MOVING = (
    ("↑ ↓ j k", "Move the cursor; g and G go to the first and last row."),
    ("tab", "Go round the sections or fields."),
    ("esc", "Close a dialog, or go one step back."),
)
_WORDS = (
    ("Appointment date", "The day of the session; older guides call it “date of response”."),
    ("Starting time", "Always on the client's clock; yours is shown beside it."),
    ("late", "Booked, its time has passed, and nobody started or cancelled it."),
    ("charged", "A cancellation that cost one session."),
)


class HelpDialog(Dialog[None]):
    """Shows what may be done on the screen below."""

    DEFAULT_CSS = """
    HelpDialog > #frame { width: 76; }
    """

    def __init__(self, desk: Desk, offers: tuple[type[Command], ...]) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            offers: The commands of the screen below.
        """
        super().__init__(desk, "Help")
        self._offers = offers

    def body(self) -> Iterable[Widget]:
        """List keys and words."""
        keys = [(" ".join(map(shown, command.keys)), command.help) for command in self._offers]
        yield Static(_table([*keys, *_MOVING]), id="keys")
        yield Static(Content("\n") + _table(list(_WORDS)), id="words")

    def presses(self) -> Iterable[Press]:
        """Offer the way back."""
        yield Press("Close", id="close")

    def on_press_pressed(self) -> None:
        """Close."""
        self.dismiss(None)


def _table(lines: list[tuple[str, str]]) -> Content:
    width = max(cell_len(left) for left, _ in lines) + 2
    rows = [Content.styled(left.ljust(width), "$text-accent") + right for left, right in lines]
    return Content("\n").join(rows)
