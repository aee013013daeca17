"""Owns the question before a session of a later date is started."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.contract.cases import Meeting
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press
from consultant_tui.wording import phrases


class StartEarlyDialog(Dialog[bool]):
    """Asks whether a session that lies ahead is started now; its result is the answer."""

    AUTO_FOCUS = "#keep"
    DEFAULT_CSS = "StartEarlyDialog #body > Static { margin-bottom: 1; }"

    def __init__(self, desk: Desk, client: str, meeting: Meeting, now: Moment) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            client: Whose session it is.
            meeting: The appointment.
            now: The present on the consultant's clock.
        """
        super().__init__(desk, "Start a session that lies ahead?")
        self._client = client
        self._meeting = meeting
        self._now = now

    def body(self) -> Iterable[Widget]:
        """Say which session it is, and what starting it means."""
        yield Static(Content(clean(f"{self._client} · {phrases.meeting(self._meeting, self._now)}")))
        yield Static(Content("Started now, it is in progress and counts as used. That cannot be taken back."))

    def presses(self) -> Iterable[Press]:
        """Offer both ways, the harmless one first."""
        yield Press("Leave it booked", id="keep")
        yield Press("Start it now", id="start")

    @on(Press.Pressed)
    def _chosen(self, message: Press.Pressed) -> None:
        self.dismiss(message.press.id == "start")
