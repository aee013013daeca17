"""Owns the cover over a window that is too small."""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

LEAST = Size(60, 20)
"""The smallest window in which every screen is complete."""


class Cover(Widget):
    """One line that asks for a larger window; it hides all else."""

    DEFAULT_CSS = """
    Cover {
        overlay: screen;
        position: absolute;
        width: 100vw;
        height: 100vh;
        background: $background;
        color: $text;
        content-align: center middle;
        text-align: center;
    }
    """

    def render(self) -> Content:
        """Draw the line."""
        return Content(f"Please enlarge the window to {LEAST.width} x {LEAST.height}.")
