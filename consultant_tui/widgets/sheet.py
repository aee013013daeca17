"""Owns a list of facts: a label and what belongs to it, line by line."""

from typing import ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from consultant_tui.widgets.cells import filled, fold

Facts = tuple[tuple[str, str], ...]
"""Labels and what belongs to each."""

_LABEL = 20


class Sheet(Widget):
    """Facts under each other; long ones are folded, never cut."""

    DEFAULT_CSS = """
    Sheet {
        height: auto;
    }
    """

    STYLE: ClassVar[str] = ""
    """How the facts are drawn, the labels aside."""

    facts: reactive[Facts] = reactive((), layout=True)
    """Label and text; an empty label belongs to the fact above."""

    def __init__(self, facts: Facts = (), *, id: str | None = None) -> None:  # noqa: A002
        """Show facts.

        Args:
            facts: Label and text of each.
            id: The widget's id.
        """
        super().__init__(id=id)
        self.set_reactive(Sheet.facts, facts)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as the folded facts take."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Draw the facts."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        lines = []
        for label, text in self.facts:
            for index, part in enumerate(fold(text, max(width - _LABEL, 20))):
                shown = label if index == 0 else ""
                lines.append(Content.assemble((f"  {filled(shown, _LABEL - 3)} ", "$text-muted"), (part, self.STYLE)))
        return lines
