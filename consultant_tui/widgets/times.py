"""Owns a list of free times by day, with a cursor from time to time."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from consultant_tui.contract.schedules import Opening
from consultant_tui.widgets.cells import CURSOR, fold
from consultant_tui.wording import phrases

_LABEL = 19
_CELL = 7
_NUMBER, _LEAST = 4, 20
"""The cells that a number takes, and those that the time beside it takes at least."""


class Times(Widget, can_focus=True):
    """Free times on the client's clock; the arrows go from one to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "Later", show=False),
        Binding("left", "step(-1)", "Earlier", show=False),
        Binding("down", "row(1)", "Down", show=False),
        Binding("up", "row(-1)", "Up", show=False),
    ]

    DEFAULT_CSS = """
    Times {
        width: 1fr;
        height: auto;
    }
    """

    openings: reactive[tuple[Opening, ...]] = reactive((), layout=True)
    """In the order they are shown; they are grouped by their date on the client's clock."""
    cursor: reactive[int] = reactive(0)
    """Which one the cursor is on."""

    @dataclass
    class Taken(Message):
        """A free time was chosen by its number or the mouse."""

        opening: Opening

    class Moved(Message):
        """The cursor is on another time."""

    @dataclass
    class Left(Message):
        """The cursor went out at the top (-1) or at the end (1)."""

        by: int

    def __init__(self, openings: tuple[Opening, ...] = (), *, numbered: bool = False, id: str | None = None) -> None:  # noqa: A002
        """Show free times.

        Args:
            openings: In the order they are shown.
            numbered: Whether they are taken by digits, each on a line of its own with both clocks.
            id: The widget's id.
        """
        super().__init__(id=id)
        self.numbered = numbered
        self.set_reactive(Times.openings, openings)

    @property
    def opening(self) -> Opening | None:
        """The one under the cursor."""
        return self.openings[self.cursor] if self.cursor < len(self.openings) else None

    def offer(self, openings: tuple[Opening, ...], *, more: bool = False) -> None:
        """Show other free times, or more of them after those that are shown."""
        if not more:
            self.cursor = 0
        self.openings = self.openings + openings if more else openings
        self.disabled = False

    def outdate(self) -> None:
        """Let none be taken until others are offered: what they were found for has changed."""
        self.disabled = True

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """One line a day or numbered time, more where it does not fit."""
        if self.numbered:
            return sum(len(self._told(index, width)) for index in range(len(self.openings)))
        return len(self._rows(width))

    def render(self) -> Content:
        """Draw the times."""
        rows = self._rows(self.size.width)
        return Content("\n").join(self._numbered(row[0]) if self.numbered else self._drawn(row, rows) for row in rows)

    def watch_cursor(self) -> None:
        """Keep the cursor in sight and tell that it moved."""
        self.post_message(self.Moved())
        if isinstance(self.parent, VerticalScroll) and self.openings:
            at = self._row_of(self.cursor)
            region = Region(0, at, self.size.width, 1).translate(self.virtual_region.offset)
            self.parent.scroll_to_region(region, animate=False)

    def action_step(self, by: int) -> None:
        """Go to the next or the previous time."""
        if 0 <= self.cursor + by < len(self.openings):
            self.cursor += by
        else:
            self.post_message(self.Left(by))

    def action_row(self, by: int) -> None:
        """Go to the time below or above."""
        rows = self._rows(self.size.width)
        at = self._row_of(self.cursor)
        if not rows or not 0 <= at + by < len(rows):
            self.post_message(self.Left(by))
            return
        column = rows[at].index(self.cursor)
        self.cursor = rows[at + by][min(column, len(rows[at + by]) - 1)]

    def on_key(self, event: events.Key) -> None:
        """Take a numbered time."""
        if self.numbered and event.character and event.character in "123456789"[: len(self.openings)]:
            event.stop()
            self.cursor = int(event.character) - 1
            self.post_message(self.Taken(self.openings[self.cursor]))

    def on_click(self, event: events.Click) -> None:
        """Take the time under the mouse."""
        at = event.get_content_offset(self)
        rows = self._rows(self.size.width)
        if self.numbered:
            rows = [row for row in rows for _ in self._told(row[0], self.size.width)]
        if at is None or at.y >= len(rows):
            return
        column = 0 if self.numbered else (at.x - _LABEL) // _CELL
        if 0 <= column < len(rows[at.y]):
            self.cursor = rows[at.y][column]
            self.post_message(self.Taken(self.openings[self.cursor]))

    def _rows(self, width: int) -> list[list[int]]:
        if self.numbered:
            return [[index] for index in range(len(self.openings))]
        room = max((width - _LABEL) // _CELL, 1)
        rows: list[list[int]] = []
        for index, opening in enumerate(self.openings):
            same_day = rows and self._day(rows[-1][0]) == opening.client.start.wall.date()
            if same_day and len(rows[-1]) < room:
                rows[-1].append(index)
            else:
                rows.append([index])
        return rows

    def _row_of(self, index: int) -> int:
        rows = self._rows(self.size.width)
        return next((at for at, row in enumerate(rows) if index in row), 0)

    def _day(self, index: int) -> object:
        return self.openings[index].client.start.wall.date()

    def _drawn(self, row: list[int], rows: list[list[int]]) -> Content:
        at = rows.index(row)
        first = at == 0 or self._day(rows[at - 1][0]) != self._day(row[0])
        day = phrases.day_words(self.openings[row[0]].client.start.wall.date()) if first else ""
        parts: list[Content | str | tuple[str, str]] = [f" {day:<{_LABEL - 2}}"]
        for index in row:
            mark = "▸" if index == self.cursor else " "
            style = (CURSOR if self.has_focus else "bold") if index == self.cursor else ""
            parts.append((f"{mark}{phrases.clock(self.openings[index].client.start)}", style))
            parts.append(" " * (_CELL - 6))
        return Content.assemble(*parts)

    def _numbered(self, index: int) -> Content:
        at = index == self.cursor and self.has_focus
        first, *more = self._told(index, self.size.width)
        lines = (f"{'▸' if at else ' '}{index + 1}  {first}", *(f"{'':{_NUMBER}}{line}" for line in more))
        return Content("\n").join(Content.styled(line, CURSOR if at else "") for line in lines)

    def _told(self, index: int, width: int) -> list[str]:
        """Tell a numbered time on both clocks, folded where it does not fit."""
        opening = self.openings[index]
        return fold(phrases.both_starts(opening.client, opening.consultant), max(width - _NUMBER, _LEAST))
