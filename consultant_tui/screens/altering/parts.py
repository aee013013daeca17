"""Owns what the steps of a change have in common: the trip, the sending, and how they are left."""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, ClassVar

from msgspec.structs import replace
from textual.types import CSSPathType

from consultant_tui.api.errors import ApiError, Refused, Unknown
from consultant_tui.contract.appointments import RebookingOffer
from consultant_tui.contract.endings import Changed
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import Approach, CancelledBy
from consultant_tui.rebooking import steps
from consultant_tui.rebooking.draft import BookingDraft, When
from consultant_tui.screens.changed_or_not import Outcome, Sent, find_out
from consultant_tui.screens.decision import Decision
from consultant_tui.screens.leaving import leave
from consultant_tui.screens.rebooking.step import StepScreen, Trip
from consultant_tui.screens.trouble import Trouble
from consultant_tui.wording.stories import story_of

LEAVE = ("Leave without a change?", "Nothing is changed yet. What you entered here is thrown away.")

UNCHANGED = "Nothing was changed"

_OVER = frozenset({Code.STALE, Code.NOT_BOOKED, Code.NOT_FOUND})
"""What no other entry would mend."""


def is_over(error: ApiError) -> bool:
    """Whether nothing that is entered could mend what stands against a change."""
    return isinstance(error, Refused) and any(error.has(code) for code in _OVER)


def as_it_is(offer: RebookingOffer) -> BookingDraft:
    """Begin with the appointment's own time."""
    when = When(day=offer.prefill.day, start=offer.prefill.start)
    return replace(BookingDraft.begin(offer), approach=Approach.MANUAL, when=when)


@dataclass
class Change(Trip):
    """What the steps of one change share."""

    version: int = 0
    """The version of the appointment that was seen."""
    by: CancelledBy | None = None
    """At whose wish it is, where that was said."""
    changed: Changed | None = None
    """What the change led to."""


class ChangeStep(StepScreen):
    """One step towards a change of an appointment."""

    CSS_PATH: ClassVar[CSSPathType | None] = "../rebooking/step.tcss"

    CHANGES: ClassVar[bool] = True

    trip: Change

    def leaving(self) -> Decision:
        """Give the question before everything is left."""
        return leave(self.desk, *LEAVE)

    async def sent(self, change: Coroutine[Any, Any, Changed], act: str) -> bool:
        """Send a change; leave with it, or when nothing entered here could mend what went wrong.

        Args:
            change: The call of the API.
            act: What the history calls it.

        Returns:
            Whether the step goes on.
        """
        try:
            self.trip.changed = await self.ask(change, changes=True)
        except Unknown:
            sent = Sent(self.trip.offer.previous, self.trip.version, act)
            if await find_out(self, sent) is Outcome.NOT_MADE:
                return True
        except ApiError as error:
            # What has a field is said there by the next check.
            if not (isinstance(error, Refused) and all(one.field for one in error.problem.refusals)):
                story = story_of(error, self.trip.offer.client_term)
                await self.app.push_screen_wait(Trouble(self.desk, story, retry=False))
            if not is_over(error):
                return True
        self.finish(steps.Abandoned())
        return False
