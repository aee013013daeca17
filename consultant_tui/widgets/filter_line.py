"""Owns the line in which a filter is typed."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class FilterLine(Horizontal):
    """A field for the filter, and how much of everything it shows; hidden until it is opened."""

    DEFAULT_CSS = """
    FilterLine {
        height: 1;
        display: none;
        background: $panel;

        &.-open { display: block; }
        & > #slash { width: 3; color: $text-accent; text-style: bold; }
        & > #told { width: auto; color: $text-muted; padding: 0 1; }
        & > Input, & > Input:focus {
            width: 1fr;
            border: none;
            height: 1;
            padding: 0;
            background: $panel;
            background-tint: 0%;
        }
    }
    """

    class Changed(Message):
        """Another text is to be looked for."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text
            """What is to be looked for."""

    class Kept(Message):
        """The filter is to stay while the rows are worked with."""

    def compose(self) -> ComposeResult:
        """Lay out the sign and the counts; the field comes when it is first needed."""
        yield Static(Content(" /"), id="slash")
        yield Static(id="told")

    @property
    def is_open(self) -> bool:
        """Whether a filter is on."""
        return self.has_class("-open")

    async def open(self) -> None:
        """Show the field and put the focus on it."""
        from textual.widgets import Input

        self.add_class("-open")
        if not self.query(Input):
            await self.mount(Input(compact=True, select_on_focus=False), before="#told")
        # At once: what is typed next belongs to the field.
        self.screen.set_focus(self.query_one(Input))

    def close(self) -> None:
        """Forget the filter and hide."""
        self.remove_class("-open")
        self.query("Input").remove()
        self.post_message(self.Changed(""))

    def tell(self, shown: int, of: int) -> None:
        """Say how many of all are shown."""
        self.query_one("#told", Static).update(Content(f"{shown} of {of}"))

    def on_input_changed(self, message: Message) -> None:
        """Look for what was typed so far."""
        message.stop()
        value = getattr(message, "value", "")
        if self.is_open:
            self.post_message(self.Changed(value))

    def on_input_submitted(self, message: Message) -> None:
        """Go back to the rows."""
        message.stop()
        self.post_message(self.Kept())
