"""Owns lists below each other on one screen: their rules, their shares of the lines, and which one is worked in."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from consultant_tui.widgets.ends import Rule
from consultant_tui.widgets.roll import Roll
from consultant_tui.widgets.share import share


class Shelf(NamedTuple):
    """One list and its name."""

    words: str
    roll: Roll[Any]


class Shelves(Vertical):
    """Lists with a rule above each; the one with the focus gets the lines that the others can spare."""

    DEFAULT_CSS = """
    Shelves { height: 1fr; overflow: hidden; }
    Shelves > Roll { height: 1; }
    """

    class Moved(Message):
        """Another row is under the cursor, or another list is worked in."""

    class Opened(Message):
        """A row was double-clicked."""

    def __init__(self, *shelves: Shelf) -> None:
        """Take the lists, in their order.

        Args:
            shelves: Each has an id.
        """
        super().__init__()
        self._shelves = shelves

    def compose(self) -> ComposeResult:
        """Lay out rules and lists."""
        for number, shelf in enumerate(self._shelves, start=1):
            yield Rule(str(number), shelf.words, id=f"rule_{shelf.roll.id}")
            yield shelf.roll

    @property
    def current(self) -> Roll[Any]:
        """The list that has the focus, or the first one."""
        return self._rolls[self._focused()]

    @property
    def _rolls(self) -> list[Roll[Any]]:
        return [shelf.roll for shelf in self._shelves]

    def fill(self, which: str, rows: Sequence[Any], *, more: bool = False) -> None:
        """Show other rows in a list.

        Args:
            which: The id of the list.
            rows: What it holds.
            more: Whether there are others that were not asked for yet.
        """
        self.query_one(f"#{which}", Roll).show(rows)
        self.query_one(f"#rule_{which}", Rule).told = f"{len(rows)}{' and more' if more else ''}"
        self._share()

    def jump(self, index: int) -> None:
        """Put the focus on a list."""
        self.screen.set_focus(self._rolls[index])

    def _focused(self) -> int:
        # Not by ``has_focus``, which lags behind: a key may follow at once on the one that moved the focus.
        focused = self.screen.focused
        return next((number for number, roll in enumerate(self._rolls) if roll is focused), 0)

    def _share(self) -> None:
        rolls, focused = self._rolls, self._focused()
        needs = [max(len(roll.rows), 1) for roll in rolls]
        for number, (roll, lines) in enumerate(
            zip(rolls, share(needs, focused, max(self.size.height - len(rolls), 0)), strict=True)
        ):
            roll.styles.height = lines
            self.query_one(f"#rule_{roll.id}", Rule).chosen = number == focused

    def on_resize(self) -> None:
        """Share the lines out again."""
        self._share()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Give the list with the focus its lines."""
        if event.widget in self._rolls:
            self._share()
            self.post_message(self.Moved())

    @on(Roll.Moved)
    def _moved(self, message: Roll.Moved) -> None:
        if type(message) in (Roll.Moved, Roll.Opened):
            message.stop()
            self.post_message(self.Opened() if isinstance(message, Roll.Opened) else self.Moved())

    @on(Rule.Clicked)
    def _rule_clicked(self, message: Rule.Clicked) -> None:
        message.stop()
        self.jump([f"rule_{roll.id}" for roll in self._rolls].index(str(message.rule.id)))
