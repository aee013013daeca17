"""Owns the field for notes: many lines of plain text, whatever they hold."""

from textual import events
from textual.widgets import TextArea

from consultant_tui.contract.text import lines_of


class Notes(TextArea):
    """Lines of text; what is pasted is made harmless, and nothing in it is ever markup."""

    DEFAULT_CSS = """
    Notes, Notes:focus {
        border: none;
        border-left: vkey $border;
        padding: 0 1 0 0;
        background: $surface;
    }
    Notes:focus { background: $panel; }
    Notes .text-area--cursor-line { background: transparent; }
    """

    def __init__(self, lines: tuple[str, ...], *, id: str) -> None:  # noqa: A002 - Textual's own name
        """Begin with lines."""
        super().__init__("\n".join(lines), id=id, soft_wrap=True, tab_behavior="focus")

    @property
    def written(self) -> tuple[str, ...]:
        """What stands in the field, line by line; blank lines at the end are left out."""
        return harmless(self.text)

    def on_resize(self) -> None:
        """Draw every line again: Textual 8.2 leaves that undone where their number stays the same."""
        self.refresh()

    async def _on_paste(self, event: events.Paste) -> None:
        """Take what is pasted, without what no screen may show."""
        event.stop()
        event.prevent_default()
        pasted = self._replace_via_keyboard("\n".join(lines_of(event.text)), *self.selection)
        if pasted is not None:
            self.move_cursor(pasted.end_location)


def harmless(text: str) -> tuple[str, ...]:
    """Part a text into clean lines, without the blank ones at its end."""
    lines = lines_of(text)
    while lines and not lines[-1].strip():
        lines.pop()
    return tuple(lines)
