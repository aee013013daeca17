"""Owns the five figures of a session count, as words and as a bar."""

from textual.content import Content
from textual.widget import Widget

from consultant_tui.contract.cases import Figures

_BAR = 40


class SessionCount(Widget):
    """The five figures, and below them a bar of what is used, booked and available."""

    DEFAULT_CSS = """
    SessionCount { width: 1fr; height: 2; }
    """

    def __init__(self, figures: Figures) -> None:
        """Draw a count.

        Args:
            figures: The five figures.
        """
        super().__init__()
        self.figures = figures

    def render(self) -> Content:
        """Draw figures and bar."""
        count = self.figures
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
        used, booked, available = lengths(count, min(_BAR, self.size.width))
        bar = Content.assemble(
            ("█" * used, "$border"), ("▒" * booked, "$text-accent"), ("░" * available, "$text-success")
        )
        return Content("   ").join(words) + "\n" + bar


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
