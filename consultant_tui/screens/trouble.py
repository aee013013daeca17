"""Owns the dialog that tells a failure: what happened, what became of the data, what to do."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.press import Press
from consultant_tui.wording.stories import Story


class Trouble(Dialog[bool]):
    """Tells a story of failure; its result is whether to try again."""

    DEFAULT_CSS = """
    Trouble #body > Static { margin-bottom: 1; }
    Trouble #saved { text-style: bold; }
    """

    def __init__(self, desk: Desk, story: Story, *, retry: bool = True) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            story: What is told.
            retry: Whether trying again makes sense.
        """
        super().__init__(desk, story.title)
        self.story = story
        self._retry = retry

    def body(self) -> Iterable[Widget]:
        """Tell the story."""
        story = self.story
        todo = story.todo if self._retry else story.otherwise or story.todo
        for name, said in (("happened", story.happened), ("saved", story.saved), ("todo", todo)):
            if said:
                yield Static(Content(clean(said)), id=name)

    def presses(self) -> Iterable[Press]:
        """Offer to try again where that makes sense."""
        yield Press("Close", id="close")
        if self._retry:
            yield Press("Retry", id="retry")

    def on_mount(self) -> None:
        """Put the focus on what most want."""
        self.query(Press).last().focus()

    @on(Press.Pressed)
    def _chosen(self, message: Press.Pressed) -> None:
        self.dismiss(message.press.id == "retry")

    def action_back(self) -> None:
        """Close without trying again."""
        self.dismiss(False)
