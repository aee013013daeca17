"""Owns a bare virtual list with a cursor: the floor for moving in Quick View."""

import sys
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

_PLAIN = Style.parse("white on black")
_CHOSEN = Style.parse("black on white")


class BareList(ScrollView, can_focus=True):
    """Rows of text drawn when they are seen; the arrows move the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "go(1)", show=False),
        Binding("up", "go(-1)", show=False),
    ]

    cursor: reactive[int] = reactive(0)
    """The row the cursor is on."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = [f"  Mon {row:2} Nov 09:00  Client number {row:<12} ASST-{100000 + row}" for row in range(rows)]

    def on_mount(self) -> None:
        """Say how large the list is."""
        self.virtual_size = Size(80, len(self._rows))

    def action_go(self, by: int) -> None:
        """Move the cursor."""
        self.cursor = min(max(self.cursor + by, 0), len(self._rows) - 1)

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows again and keep the cursor in view."""
        top = self.scroll_offset.y
        for row in (old, new):
            self.refresh(Region(0, row - top, self.size.width, 1))
        self.scroll_to_region(Region(0, new, 1, 1), animate=False)

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        row = y + self.scroll_offset.y
        if row >= len(self._rows):
            return Strip.blank(self.size.width)
        style = _CHOSEN if row == self.cursor else _PLAIN
        return Strip([Segment(self._rows[row].ljust(self.size.width), style)])


class BareListApp(App[None]):
    """The list and nothing else."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        yield BareList(self._rows)


if __name__ == "__main__":
    BareListApp(int(sys.argv[1])).run()
