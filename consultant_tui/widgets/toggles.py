"""Owns a choice of any among a few words, written in a row."""

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


class Toggles(Widget, can_focus=True):
    """Ticks in a row; arrows move, space ticks, digits tick by number."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "move(1)", "Next", show=False),
        Binding("left", "move(-1)", "Previous", show=False),
        Binding("space", "tick", "Tick", show=False),
        Binding("a", "all", "All", show=False),
    ]

    DEFAULT_CSS = """
    Toggles {
        width: 1fr;
        height: auto;
    }
    """

    ticked: reactive[frozenset[int]] = reactive(frozenset())
    """The numbers that are ticked, from 1."""
    cursor: reactive[int] = reactive(0)
    """Where the next space goes."""

    @dataclass
    class Changed(Message):
        """The consultant ticked or unticked."""

        toggles: "Toggles"
        ticked: tuple[int, ...]

        @property
        def control(self) -> "Toggles":
            """Where it was ticked."""
            return self.toggles

    def __init__(self, words: tuple[str, ...], ticked: tuple[int, ...], *, id: str | None = None) -> None:  # noqa: A002
        """Offer words.

        Args:
            words: What can be ticked; they count from 1.
            ticked: What is ticked to begin with.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._words = words
        self.set_reactive(Toggles.ticked, frozenset(ticked))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """One line for each row that the words fill."""
        return len(self._rows(width))

    def render(self) -> Content:
        """Draw the ticks and words."""
        lines = (Content("").join(map(self._drawn, row)) for row in self._rows(self.size.width))
        return Content("\n").join(lines)

    def action_move(self, by: int) -> None:
        """Go to the word beside."""
        self.cursor = min(max(self.cursor + by, 0), len(self._words) - 1)

    def action_tick(self) -> None:
        """Tick or untick the word under the cursor."""
        self._set(self.ticked ^ {self.cursor + 1})

    def action_all(self) -> None:
        """Tick every word, or none when every one is ticked."""
        every = frozenset(range(1, len(self._words) + 1))
        self._set(frozenset() if self.ticked == every else every)

    def on_key(self, event: events.Key) -> None:
        """Tick by number."""
        if event.character and event.character in "123456789"[: len(self._words)]:
            event.stop()
            self.cursor = int(event.character) - 1
            self.action_tick()

    def on_click(self, event: events.Click) -> None:
        """Tick the word under the mouse."""
        at = event.get_content_offset(self)
        laid = self._rows(self.size.width)
        left = 0
        for index in laid[at.y] if at is not None and at.y < len(laid) else ():
            right = left + self._width(index)
            if at is not None and left <= at.x < right:
                self.cursor = index
                self.action_tick()
            left = right

    def _drawn(self, index: int) -> Content:
        at = index == self.cursor and self.has_focus
        tick = "[x]" if index + 1 in self.ticked else "[ ]"
        return Content.styled(f"{'▸' if at else ' '}{tick} {self._words[index]}", CURSOR if at else "")

    def _width(self, index: int) -> int:
        return 5 + cell_len(self._words[index])

    def _rows(self, width: int) -> list[list[int]]:
        return rows([self._width(index) for index in range(len(self._words))], 0, width)

    def _set(self, ticked: frozenset[int]) -> None:
        self.ticked = ticked
        self.post_message(self.Changed(self, tuple(sorted(ticked))))
