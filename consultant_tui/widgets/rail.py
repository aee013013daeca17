"""Owns the rail above the steps: whose booking it is, what is done, where one stands, what is to come."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from consultant_tui.widgets.cells import fit


class Rail(Widget):
    """One line with a title at the left and the steps at the right, over a rule."""

    DEFAULT_CSS = """
    Rail {
        height: 2;
        padding: 0 1;
        border-bottom: solid $panel;
    }
    """

    current: reactive[int] = reactive(0)
    """Which step is being taken; beyond the last one all are done."""

    def __init__(self, title: str, steps: tuple[str, ...], current: int) -> None:
        super().__init__()
        self._title = title
        self._steps = steps
        self.set_reactive(Rail.current, current)

    def render(self) -> Content:
        """Draw the title and the steps."""
        width = self.size.width
        rail = self._rail(self._steps)
        if rail.cell_length + 12 > width:
            rail = self._short_rail()
        room = max(width - rail.cell_length - 2, 0)
        title = Content.styled(fit(self._title, room), "bold")
        gap = " " * max(width - title.cell_length - rail.cell_length, 0)
        return Content.assemble(title, gap, rail)

    def _rail(self, steps: tuple[str, ...]) -> Content:
        parts = []
        for index, step in enumerate(steps):
            if index < self.current:
                parts.append(Content.styled(f"{step} ✓", "$text-success"))
            elif index == self.current:
                parts.append(Content.styled(f"● {step}", "bold"))
            else:
                parts.append(Content.styled(step, "$text-muted"))
        return Content.styled(" ─ ", "$text-muted").join(parts)

    def _short_rail(self) -> Content:
        if self.current >= len(self._steps):
            return Content("✓")
        return Content.styled(f"● {self._steps[self.current]} {self.current + 1}/{len(self._steps)}", "bold")
