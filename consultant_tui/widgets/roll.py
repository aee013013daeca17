"""Owns long lists: only the rows in sight are ever drawn."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from consultant_tui.contract.text import clean
from consultant_tui.widgets.cells import filled, fold

R = TypeVar("R")

_KEPT = 500
"""How many drawn lines are kept."""


class Look(NamedTuple):
    """How a row is to be drawn."""

    base: Style
    """The style of ordinary text in it."""
    quiet: Style
    """The style of what matters less."""
    mark: str
    """The sign before the row: where the cursor is."""


class Roll(ScrollView, Generic[R], can_focus=True):
    """A list with a cursor, of any length; how a row looks is the business of whoever made it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home,g", "first", "First", show=False),
        Binding("end,G", "last", "Last", show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"roll--cursor", "roll--hover", "roll--quiet"}

    DEFAULT_CSS = """
    Roll {
        height: 1fr;
        background: transparent;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        scrollbar-color: $border;
        scrollbar-color-hover: $primary;
        scrollbar-color-active: $primary;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;

        & .roll--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        & .roll--hover { background: $block-hover-background; }
        & .roll--quiet { color: $text-muted; }
    }
    """

    cursor: reactive[int] = reactive(0, layout=False)
    """The index of the row that is acted upon."""
    hovered: reactive[int | None] = reactive(None, layout=False)
    """The index of the row under the mouse."""

    class Moved(Message):
        """The cursor came to another row."""

        def __init__(self, roll: "Roll[Any]") -> None:
            super().__init__()
            self.roll = roll
            """The list."""

        @property
        def control(self) -> "Roll[Any]":
            """The list, for ``@on`` selectors."""
            return self.roll

    class Opened(Moved):
        """A row was double-clicked."""

    def __init__(
        self,
        draw: Callable[[R, int, Look], Strip],
        name: Callable[[R], str],
        *,
        empty: str = "",
        picks: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        """Make an empty list.

        Args:
            draw: Draws a row that many cells wide.
            name: Gives what tells a row from all others, whatever else changes in it.
            empty: What is said when there is nothing.
            picks: Whether it is a menu: its cursor is seen without the focus, and one click opens a row.
            id: By which its screen knows it.
        """
        super().__init__(id=id)
        self._draw = draw
        self._name_of = name
        self.empty = empty
        self._picks = picks
        self.rows: Sequence[R] = ()
        self._drawn: dict[tuple[int, int, str, bool], Strip] = {}

    @property
    def row(self) -> R | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    @property
    def row_name(self) -> str | None:
        """What tells the row under the cursor from all others."""
        return None if self.row is None else self._name_of(self.row)

    def show(self, rows: Sequence[R]) -> None:
        """Show other rows; the cursor stays on the row that it was on, if that is still there."""
        before = self.row_name
        self.rows = rows
        self._drawn.clear()
        self.virtual_size = Size(0, len(rows))
        if before is None or not self.move_to(before):
            self.cursor = max(min(self.cursor, len(rows) - 1), 0)
        self.refresh()

    def move_to(self, name: str) -> bool:
        """Put the cursor on a row.

        Returns:
            Whether there is such a row.
        """
        index = next((index for index, row in enumerate(self.rows) if self._name_of(row) == name), None)
        if index is None:
            return False
        self.cursor = index
        self._keep_in_sight()
        return True

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(min(cursor, len(self.rows) - 1), 0)

    def watch_cursor(self, before: int, now: int) -> None:
        """Redraw what changed, and tell."""
        self.refresh_line(before)
        self.refresh_line(now)
        self._keep_in_sight()
        self.post_message(self.Moved(self))

    def watch_hovered(self, before: int | None, now: int | None) -> None:
        """Redraw the rows that the mouse came from and went to."""
        for line in (before, now):
            if line is not None:
                self.refresh_line(line)

    def _keep_in_sight(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        """Keep the cursor in sight when there is less room."""
        self._keep_in_sight()

    def on_focus(self) -> None:
        """Mark the row that is acted upon."""
        self.refresh()

    def on_blur(self) -> None:
        """Take the mark away."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of those in sight."""
        width = self.size.width
        index = y + self.scroll_offset.y
        marked = index == self.cursor and (self.has_focus or self._picks)
        key = (index, width, "▸" if marked else " ", index == self.hovered)
        if (strip := self._drawn.get(key)) is None:
            if len(self._drawn) >= _KEPT:
                self._drawn.clear()
            strip = self._drawn[key] = self._line(y, index, width, marked=marked)
        return strip

    def _nothing(self, width: int) -> list[str]:
        """Break what is said when there is nothing into the lines that there are."""
        lines = fold(clean(self.empty), max(width - 3, 1)) if self.empty else []
        last = max(self.size.height, 1) - 1
        return [*lines[:last], " ".join(lines[last:])] if len(lines) > last + 1 else lines

    def _line(self, y: int, index: int, width: int, *, marked: bool) -> Strip:
        base = self.rich_style
        if not self.rows and y < len(said := self._nothing(width)):
            quiet = base + self._part("roll--quiet")
            return Strip([Segment(filled("   " + said[y], width), quiet)])
        if index >= len(self.rows):
            return Strip.blank(width, base)
        return self._draw(self.rows[index], width, self._look(index, base, marked=marked)).adjust_cell_length(
            width, base
        )

    def notify_style_update(self) -> None:
        """Draw anew when the theme changes."""
        super().notify_style_update()
        self._drawn.clear()

    def _look(self, index: int, base: Style, *, marked: bool) -> Look:
        quiet = self._part("roll--quiet")
        if marked:
            cursor = self._part("roll--cursor")
            return Look(base + cursor, base + cursor, "▸")
        if index == self.hovered:
            hover = self._part("roll--hover")
            return Look(base + hover, base + quiet + hover, " ")
        return Look(base, base + quiet, " ")

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        self.cursor += by

    def action_page(self, by: int) -> None:
        """Move the cursor by as many rows as are in sight."""
        self.cursor += by * max(self.size.height - 1, 1)

    def action_first(self) -> None:
        """Go to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last row."""
        self.cursor = len(self.rows) - 1

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show which row a click would take."""
        index = event.y + self.scroll_offset.y
        self.hovered = index if index < len(self.rows) else None

    def on_leave(self) -> None:
        """Forget the mouse."""
        self.hovered = None

    def on_click(self, event: events.Click) -> None:
        """Take the row under the mouse; a second click opens it."""
        index = event.y + self.scroll_offset.y
        if index < len(self.rows):
            self.cursor = index
            if event.chain == 2 or self._picks:
                self.post_message(self.Opened(self))
