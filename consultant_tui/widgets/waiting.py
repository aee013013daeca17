"""Owns the line that tells that an answer is being waited for."""

from collections.abc import Callable

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

_CANCEL = " esc Cancel "


class Waiting(Widget):
    """A line over the hints: a quiet mark at first, then how long it has taken and a way out."""

    DEFAULT_CSS = """
    Waiting {
        dock: bottom;
        layer: waiting;
        height: 1;
        width: 1fr;
        background: $panel;
        color: $text-warning;
    }
    """

    FRAMES = "◐◓◑◒"

    class GivenUp(Message):
        """The way out was clicked."""

    def __init__(self, seconds: Callable[[], float], patience: float) -> None:
        """Make the line.

        Args:
            seconds: Tells how long it has taken so far.
            patience: From how many seconds on a way out is offered.
        """
        super().__init__()
        self._seconds = seconds
        self._patience = patience
        self._frame = 0
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        """Keep the line moving while it is seen."""
        self._timer = self.set_interval(0.25, self._turn, pause=not self.display)

    def begin(self) -> None:
        """Come into sight."""
        self.display = True
        if self._timer is not None:
            self._timer.resume()

    def rest(self) -> None:
        """Go out of sight, but stay: a line that is taken away would have the screen painted once more."""
        self.display = False
        if self._timer is not None:
            self._timer.pause()

    def _turn(self) -> None:
        self._frame += 1
        self.refresh()

    def render(self) -> Content:
        """Draw the line."""
        seconds = self._seconds()
        mark = self.FRAMES[self._frame % len(self.FRAMES)]
        if seconds < self._patience:
            return Content(f" {mark} Asking the booking backend")
        told = f" {mark} Still waiting ({int(seconds)} s)"
        return Content(told + " " * (self.size.width - cell_len(told) - len(_CANCEL)) + _CANCEL)

    def on_click(self, event: events.Click) -> None:
        """Give up when the way out is clicked."""
        if self._seconds() >= self._patience and event.x >= self.size.width - len(_CANCEL):
            self.post_message(self.GivenUp())
