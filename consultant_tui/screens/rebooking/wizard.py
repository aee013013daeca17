"""Owns the conducting of a rebooking: the backdrop that leads through the steps to a receipt."""

from consultant_tui.commands.rebooking import ToQuickView
from consultant_tui.contract.appointments import RebookingOffer
from consultant_tui.contract.calendar import Free
from consultant_tui.contract.vocabulary import Approach
from consultant_tui.desk import Desk
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.journal import Journal, Unfinished
from consultant_tui.rebooking.steps import Made, Outcome, Step, walk
from consultant_tui.screens.rebooking.approach import ApproachStep
from consultant_tui.screens.rebooking.backdrop import Backdrop
from consultant_tui.screens.rebooking.openings import OpeningsStep
from consultant_tui.screens.rebooking.receipt import ReceiptScreen
from consultant_tui.screens.rebooking.repeating import RepeatableDetails
from consultant_tui.screens.rebooking.review import ReviewStep
from consultant_tui.screens.rebooking.schedule import ScheduleStep
from consultant_tui.screens.rebooking.series import SeriesStep
from consultant_tui.screens.rebooking.step import StepScreen, Trip
from consultant_tui.screens.rebooking.unsure import Answer, Unsure


class Wizard(Backdrop[Made]):
    """Leads from an appointment to the next one, or to several; its result is what was made."""

    def __init__(
        self,
        desk: Desk,
        appointment: str,
        *,
        journal: Journal | None = None,
        resume: Unfinished | None = None,
        free: Free | None = None,
        back: type[ToQuickView] = ToQuickView,
    ) -> None:
        """Make the wizard.

        Args:
            desk: What the consultant works with.
            appointment: The reference of the appointment that is repeated.
            journal: Where the unfinished booking is kept.
            resume: The unfinished booking to go on with.
            free: The free time to begin with, instead of the repeated appointment's.
            back: The way from the receipt to where it began.
        """
        super().__init__(desk, appointment)
        self._journal = journal
        self._resume = resume
        self._free = free
        self._back = back
        self._at = free.span.start.utc if free is not None else None

    async def lead(self, offer: RebookingOffer) -> Made | None:
        """Lead through the steps to a receipt."""
        trip = Trip(self.desk, offer, journal=self._journal)
        made = await self._begin(trip)
        if not trip.unsure:
            await trip.forget()
        if made is None:
            return None
        screen = ReceiptScreen(self.desk, made, offer.client_term, self._back)
        await self.bring(screen)
        await screen.read
        return made

    async def _begin(self, trip: Trip) -> Made | None:
        """Walk from the first step, or from where an unfinished booking was left."""

        async def show(step: Step, draft: BookingDraft) -> Outcome:
            await trip.keep(draft)
            screen = _screen(step, trip, draft)
            await self.bring(screen)
            return await screen.outcome

        earlier = self._resume or (self._journal.read() if self._journal is not None else None)
        if earlier is not None and earlier.attempt is not None:
            # Whatever is wanted now: an attempt whose outcome is not known must not be forgotten.
            found: Made | Answer | None = await self.app.push_screen_wait(Unsure(self.desk, earlier.attempt.key))
            if found is None:
                trip.unsure = True
                return None
            if not isinstance(found, Answer):
                return found
        if self._resume is None:
            return await walk(show, self._first(trip.offer))
        return await walk(show, self._resume.draft, Step.DETAILS)

    def _first(self, offer: RebookingOffer) -> BookingDraft:
        if self._free is None or offer.wished is None:
            return BookingDraft.begin(offer)
        return BookingDraft.begin_at(offer, self._free.schedule, offer.wished)


def _screen(step: Step, trip: Trip, draft: BookingDraft) -> StepScreen:
    match step:
        case Step.APPROACH:
            return ApproachStep(trip, draft)
        case Step.SCHEDULE if draft.approach is Approach.REBOOK_WITH_ME:
            return OpeningsStep(trip, draft)
        case Step.SCHEDULE:
            return ScheduleStep(trip, draft)
        case Step.DETAILS:
            return RepeatableDetails(trip, draft)
        case Step.REVIEW if draft.repeats:
            return SeriesStep(trip, draft)
        case Step.REVIEW:
            return ReviewStep(trip, draft)
