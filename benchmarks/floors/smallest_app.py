"""Owns the smallest Textual program there is: the floor for start and memory."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class SmallestApp(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield Static("smallest app")


if __name__ == "__main__":
    SmallestApp().run()
