"""Owns the question which client a free time is for."""

from collections.abc import Iterable

from rich.segment import Segment
from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from consultant_tui import wording
from consultant_tui.contract.appointments import QuickView, Row
from consultant_tui.contract.calendar import Free
from consultant_tui.contract.vocabulary import Action
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.roll import Look, Roll

_CASE = 14
_LEFT = 9


class ClientsDialog(Dialog[str]):
    """Lists the clients of Quick View, by case; its result is the appointment that is repeated."""

    BINDINGS = [  # noqa: RUF012 - as Textual has it
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"

    DEFAULT_CSS = """
    ClientsDialog {
        & > #frame { width: 60; }
        & Input, & Input:focus {
            border: none;
            height: 1;
            padding: 0 3;
            margin: 1 0;
            background: $panel;
            background-tint: 0%;
        }
        & #presses { display: none; }
    }
    """

    def __init__(self, desk: Desk, view: QuickView, free: Free) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            view: The appointments from which clients are taken.
            free: The free time that is to be booked.
        """
        super().__init__(desk, f"Rebook a {view.client_term}")
        self._free = free
        self._rows = recent(view)

    def body(self) -> Iterable[Widget]:
        """Lay out the time, the field and the list."""
        start = self._free.span.start
        when = f"{wording.day_words(start.wall.date())} {wording.hours(self._free.span)} {wording.place(start.zone)}"
        yield Static(Content(f"   {when}"))
        yield Input(placeholder="Type to find a name or case", compact=True)
        yield Roll[Row](
            _draw, lambda row: row.reference, empty="Nobody. Use Find for clients of longer ago.", picks=True
        )

    def on_mount(self) -> None:
        """List everybody."""
        roll = self._roll
        roll.can_focus = False
        roll.show(self._rows)
        roll.styles.height = max(min(len(self._rows), 12), 1)

    @property
    def _roll(self) -> Roll[Row]:
        return self.query_one(Roll)

    @on(Input.Changed)
    def _find(self, message: Input.Changed) -> None:
        words = message.value.casefold().split()
        self._roll.show([row for row in self._rows if all(word in _text(row) for word in words)])
        self._roll.cursor = 0

    def action_move(self, by: int) -> None:
        """Go to another client."""
        self._roll.action_move(by)

    @on(Input.Submitted)
    @on(Roll.Opened)
    def _take(self) -> None:
        if self._roll.row is not None:
            self.dismiss(self._roll.row.reference)


def recent(view: QuickView) -> list[Row]:
    """Return each case once, by its latest appointment that may be repeated; in order of the clients' names."""
    latest: dict[str, Row] = {}
    for row in (row for section in view.sections for row in section.rows if Action.REBOOK in row.actions):
        known = latest.get(row.case)
        if known is None or known.span.start.utc < row.span.start.utc:
            latest[row.case] = row
    return sorted(latest.values(), key=lambda row: (row.client.casefold(), row.case))


def _text(row: Row) -> str:
    return f"{row.client} {row.case}".casefold()


def _draw(row: Row, width: int, look: Look) -> Strip:
    room = max(width - 3 - _CASE - _LEFT, 1)
    return Strip(
        [
            Segment(f" {look.mark} ", look.base),
            Segment(filled(row.client, room), look.base),
            Segment(filled(row.case, _CASE), look.quiet),
            Segment(filled(f"{row.available} left", _LEFT), look.quiet),
        ]
    )
