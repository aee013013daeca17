"""Owns the bottom line: what may be done now, as keys and words that can also be clicked."""

from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget


class Hint(NamedTuple):
    """One thing that may be done."""

    key: str
    text: str
    action: str
    aside: bool = False
    """Whether it stands at the right end."""
    green: bool = False
    """Whether its key is green."""


class Hints(Widget):
    """One line of hints; those that do not fit are left out, the ones aside last."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key", "hints--green"}

    DEFAULT_CSS = """
    Hints {
        dock: bottom;
        height: 1;
        width: 1fr;
        background: $panel;
        color: $text-muted;
        pointer: pointer;

        & .hints--key {
            color: $text-accent;
            text-style: bold;
        }
        & .hints--green {
            color: $text-success;
            text-style: bold;
        }
    }
    """

    hints: reactive[tuple[Hint, ...]] = reactive((), layout=False)
    """What may be done, most important first."""

    class Chosen(Message):
        """A hint was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action
            """The action that it stands for."""

    def placed(self, width: int) -> list[tuple[int, Hint]]:
        """Place the hints on a line.

        Args:
            width: The cells there are.

        Returns:
            The column at which each hint that fits begins.
        """
        aside = [hint for hint in self.hints if hint.aside]
        right = max(width - sum(_cells(hint) for hint in aside), 0)
        placed: list[tuple[int, Hint]] = []
        column = 0
        for hint in self.hints:
            if not hint.aside and column + _cells(hint) <= right:
                placed.append((column, hint))
                column += _cells(hint)
        for hint in aside:
            placed.append((right, hint))
            right += _cells(hint)
        return placed

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - there is one line
        """Draw the line."""
        key_style = self.get_component_rich_style("hints--key")
        green_style = self.get_component_rich_style("hints--green")
        text_style = self.rich_style
        segments: list[Segment] = []
        column = 0
        for start, hint in self.placed(self.size.width):
            segments.append(Segment(" " * (start - column), text_style))
            segments += self._drawn(hint, green_style if hint.green else key_style, text_style)
            column = start + _cells(hint)
        return Strip(segments).adjust_cell_length(self.size.width, text_style)

    def _drawn(self, hint: Hint, key_style: Style, text_style: Style) -> list[Segment]:
        return [
            Segment(" ", text_style),
            Segment(hint.key, key_style),
            Segment(f" {hint.text} ", text_style),
        ]

    def on_click(self, event: events.Click) -> None:
        """Choose the hint under the mouse."""
        for start, hint in self.placed(self.size.width):
            if start <= event.x < start + _cells(hint):
                self.post_message(self.Chosen(hint.action))


def _cells(hint: Hint) -> int:
    return len(hint.key) + len(hint.text) + 3
