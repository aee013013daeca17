"""Owns the question whether something is done: what it means, and two answers."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press


class Decision(Dialog[bool]):
    """Says what is about to be done; its result is whether."""

    DEFAULT_CSS = "Decision #body > .later { margin-top: 1; }"

    def __init__(
        self, desk: Desk, title: str, *lines: str, yes: str, no: str = "Leave it", careful: bool = False
    ) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            title: What it is about.
            lines: What it means, in paragraphs.
            yes: The words of the button that does it.
            no: The words of the one that does not.
            careful: Whether the focus is on that one: what is done cannot be taken back, or was hardly meant.
        """
        super().__init__(desk, title)
        self._said: Sequence[str] = lines
        self._yes = yes
        self._no = no
        self._careful = careful

    def body(self) -> Iterable[Widget]:
        """Say what it means."""
        for number, line in enumerate(self._said):
            yield Static(Content(clean(line)), classes="later" if number else "")

    def presses(self) -> Iterable[Press]:
        """Offer both ways, the harmless one first."""
        yield Press(self._no, id="leave")
        yield Press(self._yes, id="do")

    def on_mount(self) -> None:
        """Put the focus on what is expected."""
        self.query_one("#leave" if self._careful else "#do").focus()

    @on(Press.Pressed)
    def _chosen(self, message: Press.Pressed) -> None:
        self.dismiss(message.press.id == "do")

    def action_back(self) -> None:
        """Do nothing."""
        self.dismiss(False)
