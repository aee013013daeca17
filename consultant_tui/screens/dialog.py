"""Owns the frame of every dialog."""

from collections.abc import Iterable, Sequence
from math import inf
from time import monotonic
from typing import ClassVar, Generic

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.widgets.press import Press


class Dialog(Asking[ScreenResultType], ModalScreen[ScreenResultType], Generic[ScreenResultType]):
    """A framed question over the screen below; Esc leaves it with None."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back,)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*OFFERS),
        Binding("left", "previous_press", "Previous button", show=False),
        Binding("right", "next_press", "Next button", show=False),
        Binding("down", "scroll_body(1)", "Down", show=False),
        Binding("up", "scroll_body(-1)", "Up", show=False),
        Binding("pagedown", "scroll_body(10)", "Page down", show=False),
        Binding("pageup", "scroll_body(-10)", "Page up", show=False),
        Binding("ctrl+c", "back", "Close", show=False),
    ]

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 70%;

        & > #frame {
            width: 66;
            max-width: 96%;
            height: auto;
            padding: 1 2;
            background: $surface;
            border: round $border;
            border-title-color: $text-accent;
            border-title-style: bold;

            & > #body { height: auto; max-height: 70vh; scrollbar-size-vertical: 1; }
            & > #presses { height: auto; margin-top: 1; align-horizontal: right; }
            & > #presses > Press { margin-left: 2; }
        }
    }
    """

    def __init__(self, desk: Desk, title: str) -> None:
        """Make a dialog.

        Args:
            desk: What the consultant works with.
            title: What stands in its frame.
        """
        super().__init__(desk)
        self.heading = title
        self._ahead: Sequence[events.Key] | None = None
        self._is_careful = False

    def follow(self, typed: Sequence[events.Key], *, careful: bool = False) -> None:
        """Be shown next, and then take first what was typed for it; what is typed until it is seen waits behind that.

        Args:
            typed: The keys.
            careful: Whether they may go to a button but not press it: nothing is chosen before it is seen.
        """
        self._ahead, self._is_careful = typed, careful
        self.turns.hold()

    def on_mount(self) -> None:
        """Take what was typed, once this is seen."""
        if self._ahead is not None:
            self._heed_since(inf)
            self.call_after_refresh(self._take_over, self._ahead)

    async def _take_over(self, typed: Sequence[events.Key]) -> None:
        self._heed_since(monotonic())
        await self.turns.give_first(typed)

    def _heed_since(self, moment: float) -> None:
        if self._is_careful:
            for press in self.query(Press):
                press.heeds_since = moment

    def compose(self) -> ComposeResult:
        """Lay out the frame with body and buttons."""
        with Vertical(id="frame") as frame:
            # A plain string would be read as markup.
            frame.border_title = Content(clean(self.heading))
            with VerticalScroll(id="body", can_focus=False):
                yield from self.body()
            with Horizontal(id="presses"):
                yield from self.presses()

    def body(self) -> Iterable[Widget]:
        """Give what stands in the frame."""
        return ()

    def presses(self) -> Iterable[Press]:
        """Give the buttons, in their order."""
        return ()

    def action_back(self) -> None:
        """Close without a choice."""
        self.dismiss(None)

    def action_scroll_body(self, lines: int) -> None:
        """Show what does not fit."""
        self.query_one("#body").scroll_relative(y=lines, animate=False)

    def action_next_press(self) -> None:
        """Go to the button on the right."""
        self.focus_next(Press)

    def action_previous_press(self) -> None:
        """Go to the button on the left."""
        self.focus_previous(Press)
