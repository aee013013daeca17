"""Owns two sets of details side by side, with a word on what differs."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import chop_cells
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from consultant_tui.widgets.cells import filled, fit, fold

_LABEL = 12
_WORD = 8


class Pair(NamedTuple):
    """One detail of both."""

    label: str
    left: str
    right: str
    word: str
    """Whether they are the same, in a word."""
    differs: bool


class Comparison(Widget):
    """Details in two columns; long ones are folded, never cut."""

    DEFAULT_CSS = """
    Comparison { height: auto; }
    """

    def __init__(self, heads: tuple[str, str], pairs: Sequence[Pair], *, id: str | None = None) -> None:  # noqa: A002
        """Make the comparison.

        Args:
            heads: What stands above each column.
            pairs: The details.
            id: By which its screen knows it.
        """
        super().__init__(id=id)
        self._heads = heads
        self._pairs = pairs

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as the folded details take."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Draw the columns."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        room = max((width - _LABEL - _WORD) // 2, 10)
        lines = [self._line("", fit(self._heads[0], room - 1), self._heads[1], "", room, "$text-muted")]
        for pair in self._pairs:
            left, right = (_folded(text or "not told", room - 1) for text in (pair.left, pair.right))
            for number in range(max(len(left), len(right))):
                first = number == 0
                lines.append(
                    self._line(
                        pair.label if first else "",
                        left[number] if number < len(left) else "",
                        right[number] if number < len(right) else "",
                        pair.word if first else "",
                        room,
                        "$text-warning" if pair.differs else "",
                    )
                )
        return lines

    @staticmethod
    def _line(label: str, left: str, right: str, word: str, room: int, style: str) -> Content:
        return Content.assemble(
            (filled(label, _LABEL), "$text-muted"),
            (filled(left, room), style),
            (filled(right, room), style),
            (filled(word, _WORD), style),
        )


def _folded(text: str, room: int) -> list[str]:
    """Fold a text; a word that is longer than a line goes on in the next one, because its end may be what differs."""
    return fold(" ".join(part for word in text.split() for part in chop_cells(word, room)), room)
