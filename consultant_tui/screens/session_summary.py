"""Owns the session summary: what is reviewed before a session is started or the next one booked (seed 001, step 2)."""

from collections.abc import Iterable
from contextlib import suppress
from enum import Enum, auto
from typing import ClassVar

from msgspec.structs import replace
from rich.cells import cell_len
from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.api.errors import ApiError, Unknown
from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back, Help
from consultant_tui.commands.quick_view import Why
from consultant_tui.contract.cases import SessionSummary, Verdict
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.text import clean
from consultant_tui.contract.vocabulary import AppointmentState
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.count import SessionCount
from consultant_tui.widgets.press import Press
from consultant_tui.widgets.terms import Terms
from consultant_tui.wording import summaries
from consultant_tui.wording.stories import story_of

_TITLE_ROOM = 50
"""The cells that a title has in the frame of the smallest window."""


class Choice(Enum):
    """How a summary was left."""

    STARTED = auto()
    """The session was started."""
    RESUME = auto()
    """The session is gone on with."""
    RECORD = auto()
    """What was signed off is to be read."""
    REBOOK = auto()
    """The next appointment is to be booked."""


class SessionSummaryDialog(Dialog[Choice]):
    """Shows a client's sessions; starting one is the only way in which it changes anything."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Why, Back, Help)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-roomy")]  # noqa: RUF012 - as Textual declares it

    DEFAULT_CSS = """
    SessionSummaryDialog {
        & > #frame { width: 76; }
        & #facts { margin-bottom: 1; }
        & #why { margin-left: 1; background: $surface; color: $text-accent; }
        & .said { margin-top: 1; color: $text-warning; }
        & #start:enabled { color: $text-success; }
        & #start:focus { color: $block-cursor-foreground; }
        &.-narrow {
            & > #frame { padding: 0 0 0 1; }
            & > #frame > #body { max-height: 75vh; scrollbar-gutter: stable; }
            & #facts, & .said { margin: 0; }
            & > #frame > #presses { layout: vertical; margin: 0 1 0 0; }
        }
    }
    """

    def __init__(self, desk: Desk, summary: SessionSummary, now: Moment, term: str, *, rebook: bool) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            summary: What the backend answered.
            now: The present on the consultant's clock.
            term: What the provider calls a client.
            rebook: Whether the consultant is on the way to the next appointment.
        """
        super().__init__(desk, f"{summary.client} · {summary.case}")
        self.summary = summary
        self._now = now
        self._term = term
        self._rebook = rebook

    def body(self) -> Iterable[Widget]:
        """Show facts and figures."""
        too_long = cell_len(clean(self.heading)) > _TITLE_ROOM
        facts = summaries.facts(self.summary, self._now, self._term, whole_name=too_long)
        yield Terms(facts, id="facts")
        yield SessionCount(self.summary.figures, Press("Why? w", id="why"))
        said = summaries.sentences(self.summary, self._now, self._term, read_only=self.desk.settings.read_only)
        for number, sentence in enumerate(said):
            yield Static(Content(clean(sentence)), id=f"said_{number}", classes="said")

    def presses(self) -> Iterable[Press]:
        """Offer what may be done; only a booked session can be started."""
        changes = not self.desk.settings.read_only
        if self.summary.start.allowed and changes:
            yield Press("Start session", id="start")
        if self.summary.appointment.state is AppointmentState.COMMENCED and changes:
            yield Press("Resume session", id="resume")
        if self.summary.recorded:
            yield Press("Show the record", id="record")
        yield Press("Request extra sessions", id="extra", disabled=not (self.summary.extra.allowed and changes))
        yield Press("Continue to Rebook", id="rebook", disabled=not (self.summary.rebook.allowed and changes))

    def on_mount(self) -> None:
        """Put the focus on what the consultant came for."""
        self._enter()

    def _enter(self) -> None:
        # On the way to a rebooking nothing that starts a session is ever one Enter away.
        wanted: tuple[str, ...] = ("#rebook",) if self._rebook else ("#start", "#resume", "#rebook")
        refusal = self.summary.rebook.refusal
        if self._rebook and refusal is not None and refusal.code is Code.NO_SESSIONS_LEFT:
            wanted = ("#extra", *wanted)
        for one in (*wanted, "#extra", "#why"):
            if (press := next(iter(self.query(one)), None)) is not None and not press.disabled:
                self.set_focus(press)
                break

    @on(Press.Pressed, "#rebook")
    def _continue(self) -> None:
        self.dismiss(Choice.REBOOK)

    @on(Press.Pressed, "#resume")
    def _resume(self) -> None:
        self.dismiss(Choice.RESUME)

    @on(Press.Pressed, "#record")
    def _record(self) -> None:
        self.dismiss(Choice.RECORD)

    @on(Press.Pressed, "#extra")
    @work(exclusive=True, group="extra")
    async def _request(self) -> None:
        from consultant_tui.screens.extra_sessions import ExtraSessionsDialog

        pending = await self.app.push_screen_wait(ExtraSessionsDialog(self.desk, self.summary, self._term))
        if pending is None:
            return
        self.summary = replace(self.summary, pending=pending, extra=Verdict(refusal=Refusal(code=Code.REQUEST_OPEN)))
        with suppress(ApiError):
            self.summary = await self.ask(self.desk.api.summary(self.summary.appointment.reference))
        await self.recompose()
        self._enter()

    @on(Press.Pressed, "#start")
    @work(exclusive=True, group="start")
    async def _start(self) -> None:
        meeting = self.summary.appointment
        if self.summary.early:
            from consultant_tui.screens.starting import start_early

            question = start_early(self.desk, self.summary.client, meeting, self._now)
            if not await self.app.push_screen_wait(question):
                return
        try:
            await self.ask(self.desk.api.start(meeting.reference, self.summary.version), changes=True)
        except Unknown:
            from consultant_tui.screens.changed_or_not import Sent, find_out

            await find_out(self, Sent(meeting.reference, self.summary.version, "commenced"))
            self.dismiss(None)
        except ApiError as error:
            await self.app.push_screen_wait(Trouble(self.desk, story_of(error, self._term), retry=False))
            self.dismiss(None)
        else:
            self.dismiss(Choice.STARTED)

    @on(Press.Pressed, "#why")
    @work(exclusive=True, group="why")
    async def action_why(self) -> None:
        """Show every change of the count with its cause."""
        from consultant_tui.screens.ledger import LedgerScreen

        try:
            ledger = await self.ask(self.desk.api.ledger(self.summary.case))
        except ApiError as error:
            await self.app.push_screen_wait(Trouble(self.desk, story_of(error, self._term), retry=False))
        else:
            await self.app.push_screen_wait(LedgerScreen(self.desk, ledger))
