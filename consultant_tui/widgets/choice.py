"""Owns a choice of one among a few words, written in a row."""

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from consultant_tui.widgets.cells import CURSOR, rows

_GAP = 2


class Choice(Widget, can_focus=True):
    """Radio marks in a row; arrows and digits choose, and a narrow window wraps it between the words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "Next", show=False),
        Binding("space", "step(1, True)", "Next", show=False),
        Binding("left", "step(-1)", "Previous", show=False),
    ]

    DEFAULT_CSS = """
    Choice {
        width: 1fr;
        height: auto;
    }
    """

    options: reactive[tuple[tuple[str, str], ...]] = reactive((), layout=True)
    """Each value with the words for it."""
    chosen: reactive[int | None] = reactive(None)
    """The index of the chosen option; None while nothing is chosen."""

    @dataclass
    class Chosen(Message):
        """The consultant chose another option."""

        choice: "Choice"
        value: str

        @property
        def control(self) -> "Choice":
            """The choice that was made."""
            return self.choice

    def __init__(self, options: tuple[tuple[str, str], ...], value: str | None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        """Offer options.

        Args:
            options: Each value with the words for it.
            value: The one to begin with; None, or one that is not offered, begins without.
            id: The widget's id.
        """
        super().__init__(id=id)
        self.set_reactive(Choice.options, options)
        self.set_reactive(Choice.chosen, self._index(value))

    @property
    def value(self) -> str | None:
        """The chosen value."""
        return None if self.chosen is None else self.options[self.chosen][0]

    def show(self, value: str | None) -> None:
        """Choose without a message, because the choice came from elsewhere."""
        self.chosen = self._index(value)

    def render(self) -> Content:
        """Draw the marks and words."""
        lines: list[Content] = []
        for row in self._rows(self.size.width):
            parts = []
            for index in row:
                mark = "(●)" if index == self.chosen else "( )"
                style = CURSOR if index == self.chosen and self.has_focus else ""
                parts.append(Content.styled(f"{mark} {self.options[index][1]}", style))
            lines.append(Content(" " * _GAP).join(parts))
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """One line for each row that the words fill."""
        return len(self._rows(width))

    def action_step(self, by: int, around: bool = False) -> None:
        """Choose the option beside the chosen one."""
        last = len(self.options) - 1
        if self.chosen is None:
            self._choose(0 if by > 0 else last)
        elif 0 <= self.chosen + by <= last:
            self._choose(self.chosen + by)
        elif around:
            self._choose(0)

    def on_key(self, event: events.Key) -> None:
        """Choose by the number of the option."""
        if event.character and event.character in "123456789"[: len(self.options)]:
            event.stop()
            self._choose(int(event.character) - 1)

    def on_click(self, event: events.Click) -> None:
        """Choose the option under the mouse."""
        at = event.get_content_offset(self)
        if at is None:
            return
        rows = self._rows(self.size.width)
        left = 0
        for index in rows[at.y] if at.y < len(rows) else ():
            right = left + self._width(index)
            if left <= at.x < right:
                self._choose(index)
            left = right + _GAP

    def _choose(self, index: int) -> None:
        if index != self.chosen:
            self.chosen = index
            self.post_message(self.Chosen(self, self.options[index][0]))

    def _index(self, value: str | None) -> int | None:
        return next((index for index, option in enumerate(self.options) if option[0] == value), None)

    def _width(self, index: int) -> int:
        return 4 + cell_len(self.options[index][1])

    def _rows(self, width: int) -> list[list[int]]:
        return rows([self._width(index) for index in range(len(self.options))], _GAP, width)
