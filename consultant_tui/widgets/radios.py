"""Owns a choice of one among a few items that need more than a word each, one below the other."""

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from consultant_tui.widgets.cells import CURSOR, fit, fold

_INDENT = 5


@dataclass(frozen=True)
class Item:
    """One thing that can be chosen."""

    value: str
    title: str
    aside: str = ""
    """A few words at the right end, before the mark."""
    note: str = ""
    """An explanation below the title."""
    refused: str = ""
    """Why it may not be chosen; empty when it may."""


class Radios(Widget, can_focus=True):
    """Items with a radio mark at the right; arrows and digits choose, and refused items are passed over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Up", show=False),
        Binding("down,j", "step(1)", "Down", show=False),
        Binding("home,g", "edge(0)", "First", show=False),
        Binding("end,G", "edge(-1)", "Last", show=False),
    ]

    DEFAULT_CSS = """
    Radios {
        height: auto;
    }
    """

    items: reactive[tuple[Item, ...]] = reactive((), layout=True)
    """In the order they are shown."""
    value: reactive[str | None] = reactive(None)
    """The value of the chosen item."""

    @dataclass
    class Chosen(Message):
        """The consultant chose another item."""

        radios: "Radios"
        value: str

        @property
        def control(self) -> "Radios":
            """The list it was chosen from."""
            return self.radios

    def __init__(self, items: tuple[Item, ...], value: str | None, *, id: str | None = None) -> None:  # noqa: A002
        """Offer items.

        Args:
            items: In the order they are shown.
            value: The one to begin with.
            id: The widget's id.
        """
        super().__init__(id=id)
        self.set_reactive(Radios.items, items)
        self.set_reactive(Radios.value, value)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as all items take."""
        return sum(len(self._lines(index, width)) for index in range(len(self.items)))

    def render(self) -> Content:
        """Draw the items."""
        lines = [line for index in range(len(self.items)) for line in self._lines(index, self.size.width)]
        return Content("\n").join(lines)

    def action_step(self, by: int) -> None:
        """Choose the next item that may be chosen."""
        open_to = self._open()
        at = next((place for place, index in enumerate(open_to) if self.items[index].value == self.value), None)
        if at is None:
            self.action_edge(0 if by > 0 else -1)
        elif 0 <= at + by < len(open_to):
            self._choose(open_to[at + by])

    def action_edge(self, end: int) -> None:
        """Choose the first or the last item that may be chosen."""
        if open_to := self._open():
            self._choose(open_to[end])

    def on_key(self, event: events.Key) -> None:
        """Choose by the number of the item."""
        if event.character and event.character in "123456789"[: len(self.items)]:
            event.stop()
            self._choose(int(event.character) - 1)

    def on_click(self, event: events.Click) -> None:
        """Choose the item under the mouse."""
        at = event.get_content_offset(self)
        for index in range(len(self.items)):
            if at is not None and self._region(index).contains(at.x, at.y):
                self._choose(index)

    def watch_value(self) -> None:
        """Keep the chosen item in sight."""
        chosen = next((index for index, item in enumerate(self.items) if item.value == self.value), None)
        if chosen is not None and isinstance(self.parent, VerticalScroll):
            region = self._region(chosen).translate(self.virtual_region.offset)
            self.parent.scroll_to_region(region, animate=False)

    def _choose(self, index: int) -> None:
        item = self.items[index]
        if not item.refused and item.value != self.value:
            self.value = item.value
            self.post_message(self.Chosen(self, item.value))

    def _open(self) -> list[int]:
        return [index for index, item in enumerate(self.items) if not item.refused]

    def _region(self, index: int) -> Region:
        width = self.size.width
        above = sum(len(self._lines(before, width)) for before in range(index))
        return Region(0, above, width, len(self._lines(index, width)))

    def _lines(self, index: int, width: int) -> list[Content]:
        item = self.items[index]
        chosen = item.value == self.value and not item.refused
        pointer = "▸" if chosen and self.has_focus else " "
        title = f"{pointer}{index + 1}  {item.title}"
        mark = "not available" if item.refused else "(●)" if chosen else "( )"
        end, below = f"{item.aside}  {mark}" if item.aside and not item.refused else mark, []
        if cell_len(title) + cell_len(end) + 3 > width and not item.refused:
            # What is chosen matters more than how often it can be: that goes below.
            end, below = mark, [item.aside] if item.aside else []
        title = fit(title, width - cell_len(end) - 3)
        gap = " " * max(width - cell_len(title) - cell_len(end) - 1, 0)
        style = "$text-disabled" if item.refused else ""
        if chosen:
            style = CURSOR if self.has_focus else "bold"
        below += [line for text in (item.note, item.refused) if text for line in fold(text, width - _INDENT)]
        muted = "$text-disabled" if item.refused else "$text-muted"
        return [
            Content.styled(f"{title}{gap}{end} ", style),
            *(Content.styled(" " * (_INDENT - 1) + line, muted) for line in below),
        ]
