"""Owns single lines with words at both ends: the title of a screen and the rule above a section."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from consultant_tui.widgets.cells import filled, fit


class Title(Widget):
    """The first line of a screen: its name, and where and when one is."""

    DEFAULT_CSS = """
    Title {
        height: 1;
        width: 1fr;
        background: $panel;
        color: $text-accent;
        text-style: bold;
    }
    """

    left: reactive[str] = reactive("", layout=False)
    """The name of the screen."""
    right: reactive[tuple[str, ...]] = reactive((), layout=False)
    """What is said at the other end, the most important last."""

    def render(self) -> Content:
        """Draw the line; where room is short, what matters least at the right end gives way."""
        width = self.size.width
        left = f" {self.left} "
        room = max(width - cell_len(left) - 1, 0)
        told = [" · ".join(self.right[first:]) for first in range(len(self.right))]
        right = next((one for one in told if cell_len(one) <= room), fit(told[-1] if told else "", room))
        return Content(filled(left, width - cell_len(right) - 1)) + Content.styled(right, "$text-muted not bold") + " "


class Rule(Widget):
    """A line above a section: its number and name, and how much there is in it."""

    DEFAULT_CSS = """
    Rule {
        height: 1;
        width: 1fr;
        color: $border;
    }
    """

    key: reactive[str] = reactive("", layout=False)
    """The key that leads to the section."""
    words: reactive[str] = reactive("", layout=False)
    """The name of the section."""
    told: reactive[str] = reactive("", layout=False)
    """How much there is in it."""
    chosen: reactive[bool] = reactive(False, layout=False)
    """Whether the section has the focus."""

    class Clicked(Message):
        """The rule was clicked."""

        def __init__(self, rule: "Rule") -> None:
            super().__init__()
            self.rule = rule
            """The rule."""

        @property
        def control(self) -> "Rule":
            """The rule, for ``@on`` selectors."""
            return self.rule

    def __init__(self, key: str, words: str, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.set_reactive(Rule.key, key)
        self.set_reactive(Rule.words, words)

    def render(self) -> Content:
        """Draw the line."""
        bar = "━" if self.chosen else "─"
        told = f" {self.told} " if self.told else ""
        ends = cell_len(f"{self.key}{self.words}{told}") + 8
        return Content.assemble(
            bar * 2,
            (f" {self.key} ", "$text-accent bold" if self.chosen else "$text-muted"),
            (f"{self.words} ", "$text bold" if self.chosen else "$text-muted"),
            bar * max(self.size.width - ends + 1, 0),
            (told, "$text-muted"),
            bar * 2,
        )

    def on_click(self, event: events.Click) -> None:
        """Tell that the section is wanted."""
        event.stop()
        self.post_message(self.Clicked(self))
