"""Owns the buttons: one line each, pressed by Enter, space or the mouse."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class Press(Widget, can_focus=True):
    """A button; the mark before its words tells which one has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Press", show=False)]

    DEFAULT_CSS = """
    Press {
        width: auto;
        height: 1;
        padding: 0 1 0 0;
        background: $panel;
        color: $foreground;
        pointer: pointer;

        &:hover { background: $panel-lighten-1; }
        &:focus {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        &:disabled {
            background: $surface;
            color: $text-disabled;
            opacity: 100% !important;
            pointer: default;
        }
    }
    """

    class Pressed(Message):
        """A button was pressed."""

        def __init__(self, press: "Press") -> None:
            super().__init__()
            self.press = press
            """The button."""

        @property
        def control(self) -> "Press":
            """The button, for ``@on`` selectors."""
            return self.press

    def __init__(self, label: str, *, id: str, disabled: bool = False) -> None:  # noqa: A002 - Textual's own name
        """Make a button.

        Args:
            label: Its words.
            id: By which its screen knows it.
            disabled: Whether it cannot be pressed.
        """
        super().__init__(id=id, disabled=disabled)
        self.label = label
        self.heeds_since = 0.0
        """Only what is typed or clicked since then presses it; as events tell it, in monotonic seconds."""
        self._came_early = False

    def render(self) -> Content:
        """Draw the words, after the mark when the button has the focus."""
        return Content(("▸ " if self.has_focus else "  ") + self.label)

    def on_key(self, event: events.Key) -> None:
        """Know when the key was typed that may be bound to pressing it."""
        self._came_early = event.time < self.heeds_since

    def action_press(self) -> None:
        """Tell that the button was pressed."""
        if not self._came_early:
            self.post_message(self.Pressed(self))

    def on_click(self, event: events.Click) -> None:
        """Press it by the mouse."""
        event.stop()
        self._came_early = event.time < self.heeds_since
        self.action_press()
