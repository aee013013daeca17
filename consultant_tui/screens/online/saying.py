"""Owns *What to say*: answers to what clients usually ask about online booking, to be read out or copied."""

from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back, Help, Menu
from consultant_tui.commands.inquiries import CopyStatement
from consultant_tui.contract.online_settings import OnlineSettings
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.ends import Rule, Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.wording.statements import STATEMENTS, Statement, said


class SayingScreen(Asking[None]):
    """Lists the questions, and below them the answer to the one under the cursor."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, CopyStatement, Help, Menu)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)
    AUTO_FOCUS = "Roll"

    DEFAULT_CSS = f"""
    SayingScreen {{
        & > Roll {{ height: 1fr; max-height: {len(STATEMENTS) + 1}; padding-top: 1; }}
        & > VerticalScroll {{ height: 1fr; min-height: 10; padding: 0 3; scrollbar-size-vertical: 1; }}
        & #say {{ height: auto; margin-bottom: 1; }}
        & #know {{ height: auto; color: $text-muted; }}
    }}
    """

    def __init__(self, desk: Desk, settings: OnlineSettings, key: str = "") -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            settings: What is in force for online booking.
            key: The statement to begin with; empty for the first.
        """
        super().__init__(desk)
        self._settings = settings
        self._first = key

    def compose(self) -> ComposeResult:
        """Lay out the questions and the answer."""
        yield Title()
        yield Roll[Statement](_draw, lambda statement: statement.key)
        yield Rule("", "Say", id="rule")
        with VerticalScroll():
            yield Static(id="say")
            yield Static(id="know")
        yield Hints()

    def on_mount(self) -> None:
        """Show the statement that was asked for."""
        title = self.query_one(Title)
        title.left, title.right = "What to say", (clean(self._settings.address),)
        roll = self.query_one(Roll)
        roll.show(STATEMENTS)
        roll.move_to(self._first)
        self._show()

    @property
    def _said(self) -> str:
        statement: Statement = self.query_one(Roll).row or STATEMENTS[0]
        return said(statement, clean(self._settings.address), self._settings.free_cancel_hours)

    @on(Roll.Moved)
    def _show(self) -> None:
        statement: Statement = self.query_one(Roll).row or STATEMENTS[0]
        self.query_one("#say", Static).update(Content(self._said))
        self.query_one("#know", Static).update(Content(f"For you: {statement.know}"))

    def action_copy_statement(self) -> None:
        """Put what is to be said on the clipboard."""
        self.app.copy_to_clipboard(self._said)
        self.notify("Copied what to say", markup=False)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)


def _draw(statement: Statement, width: int, look: Look) -> Strip:
    return Strip([Segment(f" {look.mark} ", look.base), Segment(filled(statement.question, width - 3), look.base)])
