"""Owns lists of words with what is said about them, neatly under each other."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from consultant_tui.contract.text import clean
from consultant_tui.widgets.cells import fold

_GAP = 2


class Terms(Widget):
    """Two columns: words on the left, sentences that keep to their own side on the right."""

    DEFAULT_CSS = """
    Terms { width: 1fr; height: auto; }
    """

    def __init__(self, lines: Sequence[tuple[str, str]], *, words: str = "$text-muted", id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        """Make the list.

        Args:
            lines: Each word with what is said about it.
            words: The style of the words.
            id: By which its screen knows it.
        """
        super().__init__(id=id)
        self._lines = [(clean(left), clean(right)) for left, right in lines]
        self._style = words

    def _folded(self, width: int) -> list[tuple[str, str]]:
        left = max(map(cell_len, (word for word, _ in self._lines)), default=0) + _GAP
        folded = []
        for word, said in self._lines:
            for number, line in enumerate(fold(said, max(width - left, 8))):
                folded.append((set_cell_size("" if number else word, left), line))
        return folded

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Count the lines that it takes."""
        return len(self._folded(width))

    def render(self) -> Content:
        """Draw both columns."""
        lines = [Content.styled(word, self._style) + said for word, said in self._folded(self.size.width)]
        return Content("\n").join(lines)
