"""Owns the question before something is taken back."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.contract.appointments import Row
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import Act
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press
from consultant_tui.wording import phrases

_WHAT = {
    Act.BOOKED: "The booking is taken back: the time is free again, and the session can be booked anew.",
    Act.CANCELLED: "The appointment is booked again, at its time and on its line.",
    Act.MOVED: "The appointment goes back to the time and line it had.",
    Act.NO_SHOW: "The appointment is booked again, as if nobody had been missed.",
}


class UndoDialog(Dialog[bool]):
    """Says what is about to be taken back; its result is the answer."""

    DEFAULT_CSS = "UndoDialog #body > Static { margin-bottom: 1; }"

    def __init__(self, desk: Desk, row: Row, act: Act) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            row: The appointment.
            act: What was done to it last.
        """
        super().__init__(desk, f"Undo: {phrases.word(act).lower()}")
        self._row = row
        self._act = act

    def body(self) -> Iterable[Widget]:
        """Say what it means."""
        span = self._row.span
        when = f"{phrases.day_words(span.start.wall.date())} {phrases.hours(span)}"
        yield Static(Content(clean(f"{self._row.client} · {self._row.case} · {when}")))
        yield Static(Content(_WHAT.get(self._act, "What was done last is taken back.")))
        until = f" This can be done until {phrases.clock(self._row.undo_until)}." if self._row.undo_until else ""
        yield Static(Content(f"Count and messages become what they were.{until}"))

    def presses(self) -> Iterable[Press]:
        """Offer both ways."""
        yield Press("Leave it", id="leave")
        yield Press("Take it back", id="undo")

    def on_mount(self) -> None:
        """Put the focus on what was asked for."""
        self.query_one("#undo").focus()

    @on(Press.Pressed)
    def _chosen(self, message: Press.Pressed) -> None:
        self.dismiss(message.press.id == "undo")
