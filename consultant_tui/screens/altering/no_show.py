"""Owns the dialog in which it is recorded that a client did not come."""

from collections.abc import Iterable
from datetime import time
from typing import ClassVar

from textual import on
from textual.widget import Widget

from consultant_tui.contract import refusals
from consultant_tui.contract.endings import Attempt, EndingOffer, NoShow
from consultant_tui.contract.vocabulary import ContactMeans
from consultant_tui.desk import Desk
from consultant_tui.screens.altering.ending import EndingDialog
from consultant_tui.screens.rebooking import words
from consultant_tui.widgets.choice import Choice
from consultant_tui.widgets.entry import TimeEntry
from consultant_tui.widgets.field import Question
from consultant_tui.widgets.press import Press
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused

_TRIES = ("First try", "Second try")


class NoShowDialog(EndingDialog):
    """Two tries to reach the client, each with its time, and a reason."""

    AUTO_FOCUS = "TimeEntry"
    PLACES: ClassVar[dict[refusals.Field, str]] = {
        refusals.Field.ATTEMPTS: "try_0",
        refusals.Field.REASON: "reason",
    }

    def __init__(self, desk: Desk, offer: EndingOffer) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            offer: What the backend says of the cost.
        """
        super().__init__(desk, offer, "No show:")
        self._times = [TimeEntry(None, "", id=f"try-entry-{number}") for number, _ in enumerate(_TRIES)]
        self._means = [Choice(words.choices(ContactMeans), ContactMeans.PHONE.value) for _ in _TRIES]

    def fields(self) -> Iterable[Widget]:
        """Ask when and how the client was tried to be reached."""
        hint = f"your clock, from {phrases.clock(self.offer.span.start)} on"
        for number, (label, entry, means) in enumerate(zip(_TRIES, self._times, self._means, strict=True)):
            yield Question(label, entry, hint=hint, id=f"try_{number}")
            yield Question("by", means, id=f"means_{number}")

    def presses(self) -> Iterable[Press]:
        """Offer both ways, the harmless one first."""
        yield Press("Leave it", id="keep")
        yield Press("Mark as a no show", id="mark")

    def on_mount(self) -> None:
        """Show the figures."""
        self.show_figures(self.offer.figures_charged, ("The rule", "A no show costs one session."))

    def _at_fields(self, problem: refusals.Problem) -> dict[str, str]:
        """Say what is refused of a try at that try."""
        wrong = super()._at_fields(problem)
        outside = {
            f"try_{refusal.number - 1}": why_refused(refusal, self.offer.client_term)
            for refusal in problem.refusals
            if refusal.code is refusals.Code.ATTEMPT_OUTSIDE and refusal.number
        }
        if wrong and outside:
            del wrong[self.PLACES[refusals.Field.ATTEMPTS]]
            wrong |= outside
        return wrong

    @on(Press.Pressed, "#keep")
    def _keep(self) -> None:
        self.action_back()

    @on(Press.Pressed, "#mark")
    def _mark(self) -> None:
        wrong = {}
        attempts = []
        for number, (entry, means) in enumerate(zip(self._times, self._means, strict=True)):
            at = entry.start
            if isinstance(at, time):
                attempts.append(Attempt(at=at, means=ContactMeans(means.value or "")))
            else:
                wrong[f"try_{number}"] = words.unread_start(at)
        if not self.reason.strip():
            wrong["reason"] = "Write what you know of why, in a few words."
        self.say(wrong)
        if not wrong:
            asked = NoShow(attempts=tuple(attempts), reason=self.reason)
            self.send(self.desk.api.no_show(self.offer.reference, self.offer.version, asked), "no_show")
