"""Owns the question before an account is changed."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press


class Question(Dialog[bool]):
    """Says what is about to be done; its result is the answer."""

    DEFAULT_CSS = "Question #body > Static { margin-bottom: 1; }"

    def __init__(self, desk: Desk, title: str, lines: Sequence[str], yes: str) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            title: What it is about.
            lines: What it means, in paragraphs.
            yes: The words of the button that does it.
        """
        super().__init__(desk, title)
        self._said = lines
        self._yes = yes

    def body(self) -> Iterable[Widget]:
        """Say what it means."""
        for line in self._said:
            yield Static(Content(clean(line)))

    def presses(self) -> Iterable[Press]:
        """Offer both ways."""
        yield Press("Leave it", id="leave")
        yield Press(self._yes, id="do")

    def on_mount(self) -> None:
        """Put the focus on what was asked for."""
        self.query_one("#do").focus()

    @on(Press.Pressed)
    def _chosen(self, message: Press.Pressed) -> None:
        self.dismiss(message.press.id == "do")
