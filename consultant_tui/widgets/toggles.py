"""Owns a choice of any among a few words, written in a row."""

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

_GAP = 1


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
        height: 1;
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

    def render(self) -> Content:
        """Draw the ticks and words."""
        parts = []
        for index, word in enumerate(self._words):
            mark = "[x]" if index + 1 in self.ticked else "[ ]"
            style = "bold reverse" if index == self.cursor and self.has_focus else ""
            parts.append(Content.styled(f"{mark} {word}", style))
        return Content(" " * _GAP).join(parts)

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
        left = 0
        for index, word in enumerate(self._words):
            right = left + 4 + cell_len(word)
            if at is not None and left <= at.x < right:
                self.cursor = index
                self.action_tick()
            left = right + _GAP

    def _set(self, ticked: frozenset[int]) -> None:
        self.ticked = ticked
        self.post_message(self.Changed(self, tuple(sorted(ticked))))
