"""Owns the question which client a free time is for."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import on, work
from textual.binding import Binding
from textual.content import Content
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from consultant_tui.api.errors import ApiError, GivenUp
from consultant_tui.contract.appointments import QuickView, Row
from consultant_tui.contract.calendar import Free
from consultant_tui.contract.finding import Found
from consultant_tui.contract.vocabulary import Action
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.cells import filled
from consultant_tui.widgets.roll import Look, Roll
from consultant_tui.wording import phrases, stories

_CASE = 14
_NOTE = 12
_NOBODY = "Nobody that you may see is called this."


class Candidate(NamedTuple):
    """A case for which a free time may be booked."""

    appointment: str
    """The reference of the appointment that would be repeated."""
    client: str
    case: str
    note: str
    """How many sessions are left, or how long ago the last one was."""


class ClientsDialog(Dialog[str]):
    """Lists the clients of Quick View, by case, and finds all others; its result is the appointment to repeat."""

    BINDINGS = [  # noqa: RUF012 - as Textual has it
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"

    PAUSE: ClassVar[float] = 0.15
    """Seconds without a key after which it is looked beyond Quick View."""

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
        self._recent = [_of_row(row) for row in recent(view)]
        self._timer: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """Lay out the time, the field and the list."""
        start = self._free.span.start
        when = f"{phrases.day_words(start.wall.date())} {phrases.hours(self._free.span)} {phrases.place(start.zone)}"
        yield Static(Content(f"   {when}"))
        yield Input(placeholder="Type to find a name or case", compact=True)
        yield Roll[Candidate](_draw, lambda one: one.case, empty=_NOBODY, picks=True)

    def on_mount(self) -> None:
        """List everybody of Quick View."""
        self._roll.can_focus = False
        self._show(self._recent)

    @property
    def _roll(self) -> Roll[Candidate]:
        return self.query_one(Roll)

    def _show(self, candidates: list[Candidate]) -> None:
        self._roll.show(candidates)
        self._roll.styles.height = max(min(len(candidates), 12), 1)

    def _matching(self, typed: str) -> list[Candidate]:
        words = typed.casefold().split()
        return [one for one in self._recent if all(word in f"{one.client} {one.case}".casefold() for word in words)]

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self._show(self._matching(message.value))
        self._roll.cursor = 0
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(self.PAUSE, self._look_further)

    @work(exclusive=True, group="search")
    async def _look_further(self) -> None:
        """Ask for clients of longer ago; the recent ones stay first, and the cursor where it is."""
        typed = self.query_one(Input).value
        if not typed.strip():
            return
        try:
            answer = await self.ask(self.desk.api.search(typed))
        except ApiError as error:
            self._roll.empty = stories.story_of(error).happened if not isinstance(error, GivenUp) else _NOBODY
            self._show(self._matching(typed))
            return
        if typed == self.query_one(Input).value:
            self._roll.empty = _NOBODY
            shown = {one.case: one for one in self._matching(typed)}
            for one in filter(None, map(_of_found, answer.found)):
                shown.setdefault(one.case, one)
            self._show(list(shown.values()))

    def action_move(self, by: int) -> None:
        """Go to another client."""
        self._roll.action_move(by)

    @on(Input.Submitted)
    @on(Roll.Opened)
    def _take(self) -> None:
        if self._roll.row is not None:
            self.dismiss(self._roll.row.appointment)


def recent(view: QuickView) -> list[Row]:
    """Return each case once, by its latest appointment that may be repeated; in order of the clients' names."""
    latest: dict[str, Row] = {}
    for row in (row for section in view.sections for row in section.rows if Action.REBOOK in row.actions):
        known = latest.get(row.case)
        if known is None or known.span.start.utc < row.span.start.utc:
            latest[row.case] = row
    return sorted(latest.values(), key=lambda row: (row.client.casefold(), row.case))


def _of_row(row: Row) -> Candidate:
    return Candidate(row.reference, row.client, row.case, f"{row.available} left")


def _of_found(found: Found) -> Candidate | None:
    if found.meeting is None:
        return None
    when = phrases.date_words(found.meeting.span.start.wall.date())
    return Candidate(found.meeting.reference, found.name, found.case, when)


def _draw(one: Candidate, width: int, look: Look) -> Strip:
    room = max(width - 3 - _CASE - _NOTE, 2)
    return Strip(
        [
            Segment(f" {look.mark} ", look.base),
            Segment(f"{filled(one.client, room - 1)} ", look.base),
            Segment(filled(one.case, _CASE), look.quiet),
            Segment(filled(one.note, _NOTE), look.quiet),
        ]
    )
