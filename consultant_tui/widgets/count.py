"""Owns the five figures of a session count, as words and as a bar."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from consultant_tui.contract.cases import Figures

_BAR = 40


class _Words(Widget):
    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self._figures = figures

    def render(self) -> Content:
        """Draw the figures, closer together when there is little room."""
        count = self._figures
        parts = (
            ("Entitled", count.entitled, "$text-muted"),
            ("Extra", count.extra, "$text-muted"),
            ("Used", count.used, "$text-muted"),
            ("Booked", count.booked, "$text-accent"),
            ("Available", count.available, "$text-success" if count.available > 0 else "$text-error"),
        )
        words = [
            Content.assemble((f"{name} ", "$text-muted"), (str(number), f"{style} bold"))
            for name, number, style in parts
        ]
        cells = sum(cell_len(word.plain) for word in words)
        gap = min(max((self.size.width - cells) // (len(words) - 1), 1), 3)
        return Content(" " * gap).join(words)


class _Bar(Widget):
    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self._figures = figures

    def render(self) -> Content:
        """Draw what is used, booked and available."""
        used, booked, available = lengths(self._figures, min(_BAR, self.size.width))
        return Content.assemble(
            ("█" * used, "$border"), ("▒" * booked, "$text-accent"), ("░" * available, "$text-success")
        )


class SessionCount(Vertical):
    """The five figures, and below them a bar of what is used, booked and available."""

    DEFAULT_CSS = """
    SessionCount {
        height: 2;

        & _Words { height: 1; width: 1fr; }
        & Horizontal { height: 1; width: 1fr; }
        & _Bar { height: 1; width: 40; max-width: 100%; }
    }
    """

    def __init__(self, figures: Figures, *beside: Widget) -> None:
        """Draw a count.

        Args:
            figures: The five figures.
            beside: What stands to the right of the bar.
        """
        super().__init__()
        self._figures = figures
        self._beside = beside

    def compose(self) -> ComposeResult:
        """Lay out figures and bar."""
        yield _Words(self._figures)
        yield Horizontal(_Bar(self._figures), *self._beside)


def lengths(count: Figures, width: int) -> tuple[int, int, int]:
    """Share a bar out among used, booked and available; what is there at all is seen.

    Args:
        count: The figures.
        width: The cells of the bar.
    """
    parts = [max(count.used, 0), max(count.booked, 0), max(count.available, 0)]
    total = sum(parts)
    if total == 0:
        return 0, 0, 0
    cells = [max(part * width // total, 1 if part else 0) for part in parts]
    cells[cells.index(max(cells))] += width - sum(cells)
    return cells[0], cells[1], cells[2]
