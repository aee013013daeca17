"""Owns the question what is to become of a booking that an earlier run left unfinished."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press


class UnfinishedDialog(Dialog[bool]):
    """Offers to go on with a booking; its result is whether to, or None to be asked again next time."""

    DEFAULT_CSS = """
    UnfinishedDialog #body > Static { margin-bottom: 1; }
    UnfinishedDialog #sent { color: $text-warning; }
    """

    def __init__(self, desk: Desk, case: str, *, sent: bool) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            case: The case that was being booked for.
            sent: Whether it was sent already and nobody knows what became of it.
        """
        super().__init__(desk, "Unfinished booking")
        self._case = clean(case)
        self._sent = sent

    def body(self) -> Iterable[Widget]:
        """Say what there is."""
        yield Static(Content(f"There is an unfinished booking for {self._case}."))
        if self._sent:
            told = "It was sent, and we don't know yet whether it was booked. Resume asks the backend first."
            yield Static(Content(told), id="sent")

    def presses(self) -> Iterable[Press]:
        """Offer both ways; a booking that was sent is never just forgotten."""
        if not self._sent:
            yield Press("Discard", id="discard")
        yield Press("Resume", id="resume")

    def on_mount(self) -> None:
        """Put the focus on the way on."""
        self.query_one("#resume").focus()

    @on(Press.Pressed)
    def _chosen(self, message: Press.Pressed) -> None:
        self.dismiss(message.press.id == "resume")
