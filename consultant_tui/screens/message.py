"""Owns the reading of one message: to whom it went, what became of it, and what it says."""

from collections.abc import Iterable
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.contract.messages import Message
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press
from consultant_tui.widgets.terms import Terms
from consultant_tui.wording import deeds, phrases


class MessageDialog(Dialog[None]):
    """Shows one message as its reader sees it."""

    DEFAULT_CSS: ClassVar[str] = """
    MessageDialog > #frame { width: 76; }
    MessageDialog #text { margin-top: 1; }
    """

    def __init__(self, desk: Desk, message: Message, now: Moment) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            message: What the backend answered.
            now: The present on the consultant's clock.
        """
        super().__init__(desk, message.line.subject)
        self._message = message
        self._now = now

    def body(self) -> Iterable[Widget]:
        """Show facts and text."""
        line = self._message.line
        facts = [
            ("To", line.to),
            ("What", phrases.word(line.kind)),
            ("State", deeds.message_state(line, self._now)),
        ]
        if line.problem:
            facts.append(("Note", line.problem))
        if line.appointment:
            facts.append(("About", line.appointment))
        if self._message.calendar:
            facts.append(("With it", "an invitation for the calendar"))
        yield Terms(facts, id="facts")
        yield Static(Content("\n".join(map(clean, self._message.text)).strip()), id="text")

    def presses(self) -> Iterable[Press]:
        """Offer the way back."""
        yield Press("Close", id="close")

    def on_press_pressed(self) -> None:
        """Close."""
        self.dismiss(None)
