"""Owns the help of every screen: its keys, and words that may be strange."""

from collections.abc import Iterable

from textual.widget import Widget

from consultant_tui.commands.command import Command, shown
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press
from consultant_tui.widgets.terms import Terms

_MOVING = (
    ("↑ ↓ j k", "Move the cursor; g and G go to the first and last row."),
    ("tab", "Go round the sections or fields."),
    ("esc", "Close a dialog, or go one step back."),
)
_WORDS = (
    ("Appointment date", "The day of the session; older guides call it “date of response”."),
    ("Starting time", "Always on the client's clock; yours is shown beside it."),
    ("late", "Booked, its day passed some days ago, and nobody started or cancelled it."),
    ("charged", "A cancellation that cost one session."),
)


class HelpDialog(Dialog[None]):
    """Shows what may be done on the screen below."""

    DEFAULT_CSS = """
    HelpDialog > #frame { width: 76; }
    HelpDialog #words { margin-top: 1; }
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
        yield Terms([*keys, *_MOVING], words="$text-accent", id="keys")
        yield Terms(_WORDS, words="$text-accent", id="words")

    def presses(self) -> Iterable[Press]:
        """Offer the way back."""
        yield Press("Close", id="close")

    def on_press_pressed(self) -> None:
        """Close."""
        self.dismiss(None)
