"""Owns the search for a client with whom an account is to be compared."""

from textual import on

from consultant_tui.desk import Desk
from consultant_tui.screens.find import FindScreen
from consultant_tui.widgets.roll import Roll


class ChooseClient(FindScreen):
    """Finds as the search does; Enter takes the client."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.chosen = ""
        """The reference of the client; empty when none was taken."""

    @on(Roll.Opened)
    def action_open(self) -> None:
        """Take the client under the cursor."""
        if self.subject is not None:
            self.chosen = self.subject.client
            self.dismiss(None)
