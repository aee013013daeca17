"""Owns the request for extra sessions: how many, and the clinical reason."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.api.errors import ApiError, Misunderstood, NotRecognised, Refused, Unknown
from consultant_tui.contract import refusals
from consultant_tui.contract.cases import PendingRequest, SessionSummary
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.changed_or_not import Outcome, settle
from consultant_tui.screens.dialog import Dialog
from consultant_tui.screens.leaving import leave
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.field import Question
from consultant_tui.widgets.notes import Notes
from consultant_tui.widgets.press import Press
from consultant_tui.wording.refusals import why_refused
from consultant_tui.wording.stories import story_of

_LEAVE = ("Leave without asking?", "Nothing is asked for yet. What you entered here is thrown away.")


class ExtraSessionsDialog(Dialog[PendingRequest | None]):
    """Asks the organisation for more sessions; its result is the request that is then pending."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
    ]

    DEFAULT_CSS = """
    ExtraSessionsDialog {
        & > #frame { width: 72; }
        & #who_reads { color: $text-muted; margin-bottom: 1; }
        & #reason { margin-top: 1; }
        & #reason Notes { height: 4; width: 1fr; background: $panel; }
        & #reason > .entry { height: 4; }
    }
    """

    def __init__(self, desk: Desk, summary: SessionSummary, term: str) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            summary: The case for which sessions are asked.
            term: What the provider calls a client.
        """
        super().__init__(desk, f"Extra sessions for {summary.case}")
        self._summary = summary
        self._term = term
        numbers = tuple((str(number), str(number)) for number in range(1, summary.max_extra + 1))
        self._number = Choice(numbers, "1")
        self._reason = Notes((), id="words")
        self._rows = {
            refusals.Field.SESSIONS: Question("Sessions", self._number, id="sessions"),
            refusals.Field.REASON: Question("Clinical reason", self._reason, id="reason"),
        }

    def body(self) -> Iterable[Widget]:
        """Show who reads it, and the two fields."""
        sees = f"Its approver sees case, number and reason, never who the {self._term} is."
        yield Static(f"{clean(self._summary.organisation)} decides. {sees}", id="who_reads", markup=False)
        yield from self._rows.values()

    def presses(self) -> Iterable[Press]:
        """Offer to ask."""
        yield Press("Close", id="close")
        yield Press("Ask for them", id="ask")

    def on_mount(self) -> None:
        """Begin with the number."""
        self._number.focus()

    @on(Press.Pressed, "#close")
    @work(exclusive=True, group="leaving")
    async def action_back(self) -> None:  # type: ignore[override]  # a worker here
        """Close; after a question when a reason was written."""
        if not self._reason.written or await self.app.push_screen_wait(leave(self.desk, *_LEAVE)):
            self.dismiss(None)

    @on(Press.Pressed, "#ask")
    @work(exclusive=True, group="ask")
    async def _ask(self) -> None:
        sessions = int(self._number.value or 1)
        reason = " ".join(" ".join(self._reason.written).split())
        if not self._say(_missing(reason)):
            return
        while True:
            try:
                asked = self.desk.api.ask_extra(self._summary.case, sessions, reason)
                pending = await self.ask(asked, changes=True)
            except Refused as error:
                if self._say(error.problem.refusals):
                    await self._tell(error)
                return
            except Unknown:
                found = await settle(self, lambda: self._look_for(sessions))
                if isinstance(found, PendingRequest):
                    self.dismiss(found)
                return
            except ApiError as error:
                if not await self._tell(error):
                    return
            else:
                self.dismiss(pending)
                return

    async def _look_for(self, sessions: int) -> PendingRequest | Outcome:
        """Find a request that was sent without an answer; a case has one that is open."""
        pending = (await self.desk.api.summary(self._summary.appointment.reference)).pending
        if pending is None:
            return Outcome.NOT_MADE
        return pending if pending.sessions == sessions else Outcome.OVERTAKEN

    def _say(self, against: tuple[refusals.Refusal, ...]) -> bool:
        """Say each refusal at its field; whether there was nothing to be said at one."""
        fine = True
        for field, row in self._rows.items():
            said = " ".join(why_refused(one, self._term) for one in against if one.field is field)
            row.say(said)
            if said and fine:
                row.enter()
                fine = False
        return fine

    async def _tell(self, error: ApiError) -> bool:
        retry = not isinstance(error, Refused | Misunderstood | NotRecognised)
        again: bool | None = await self.app.push_screen_wait(
            Trouble(self.desk, story_of(error, self._term), retry=retry)
        )
        return again is True


def _missing(reason: str) -> tuple[refusals.Refusal, ...]:
    """Say what the backend would say of a reason that is not there, without asking it."""
    if reason:
        return ()
    return (refusals.Refusal(code=refusals.Code.CLINICAL_REASON_NEEDED, field=refusals.Field.REASON),)
