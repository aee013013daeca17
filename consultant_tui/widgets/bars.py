"""Owns figures drawn in the terminal: bars and sparklines, always beside their numbers."""

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from consultant_tui.contract.text import clean
from consultant_tui.widgets.cells import filled, fit

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_LABEL = 19


def bar(number: int, most: int, cells: int) -> str:
    """Draw a number as a bar of eighths; anything above nought is seen.

    Args:
        number: The number.
        most: The number that fills all cells.
        cells: The cells there are.
    """
    eighths = min(max(round(number * cells * 8 / most), 1), cells * 8) if number > 0 and most > 0 else 0
    whole, part = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[part] if part else "")).ljust(cells)


def spark(numbers: Sequence[int]) -> str:
    """Draw numbers side by side; nought is a dot, so that it is not taken for a little."""
    most = max(numbers, default=0)
    return "".join(
        _LEVELS[min(number * len(_LEVELS) // most, len(_LEVELS) - 1)] if number > 0 else "·" for number in numbers
    )


class Sparks(Widget):
    """Lines of a name, a sparkline, and what it says in words."""

    DEFAULT_CSS = """
    Sparks { height: auto; width: 1fr; }
    """

    lines: reactive[tuple[tuple[str, tuple[int, ...], str], ...]] = reactive((), layout=True)
    """Name, numbers and words of each."""

    def render(self) -> Content:
        """Draw the lines."""
        return Content("\n").join(
            Content.assemble(
                (f"   {filled(name, _LABEL)}", "$text-muted"),
                (spark(numbers), "$text-accent"),
                fit(f"  {clean(words)}", max(self.size.width - 3 - _LABEL - len(numbers), 0)),
            )
            for name, numbers, words in self.lines
        )
