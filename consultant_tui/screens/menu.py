"""Owns the menu: the commands of the screen below it, found by name."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from consultant_tui.commands.command import Command, shown
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.roll import Look, Roll

_KEYS = 9


class MenuDialog(Dialog[str]):
    """Lists what may be done on the screen below; its result is the name of a command."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "page(1)", "A page down", show=False, priority=True),
        Binding("pageup", "page(-1)", "A page up", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"

    DEFAULT_CSS = """
    MenuDialog {
        & > #frame { width: 50; }
        & Roll { max-height: 55vh; }
        & Input, & Input:focus {
            border: none;
            height: 1;
            padding: 0 3;
            margin-bottom: 1;
            background: $panel;
            background-tint: 0%;
        }
        & #presses { display: none; }
    }
    """

    def __init__(self, desk: Desk, offers: Sequence[type[Command]], more: Sequence[type[Command]] = ()) -> None:
        """Make the menu.

        Args:
            desk: What the consultant works with.
            offers: The commands that may be given now.
            more: Others, which are only shown when they are typed.
        """
        super().__init__(desk, "Menu")
        self._offers = offers
        self._more = more

    def body(self) -> Iterable[Widget]:
        """Lay out the field and the list."""
        yield Input(placeholder="Type to find a command", compact=True)
        yield Roll[type[Command]](_draw, lambda command: command.name, empty="No such command.", picks=True)

    def on_mount(self) -> None:
        """List everything."""
        roll = self._roll
        roll.can_focus = False
        roll.show(self._offers)
        roll.styles.height = len(self._offers)

    @property
    def _roll(self) -> Roll[type[Command]]:
        return self.query_one(Roll)

    @on(Input.Changed)
    def _find(self, message: Input.Changed) -> None:
        words = message.value.casefold().split()
        among = [*self._offers, *self._more] if words else self._offers
        self._roll.show([one for one in among if all(word in one.title.casefold() for word in words)])
        self._roll.cursor = 0

    def action_move(self, by: int) -> None:
        """Go to another command."""
        self._roll.action_move(by)

    def action_page(self, by: int) -> None:
        """Go on by as many commands as are in sight."""
        self._roll.action_page(by)

    @on(Input.Submitted)
    @on(Roll.Opened)
    def _take(self) -> None:
        self.dismiss(self._roll.row_name)


def _draw(command: type[Command], width: int, look: Look) -> Strip:
    keys = f"{' '.join(map(shown, command.keys)):>{_KEYS}} "
    return Strip(
        [
            Segment(f" {look.mark} ", look.base),
            Segment(filled(command.title, width - _KEYS - 4), look.base),
            Segment(keys, look.quiet),
        ]
    )
