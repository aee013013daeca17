"""Owns the conducting of a rebooking: the backdrop that leads through the steps to a receipt."""

from textual import events, work
from textual.app import ComposeResult
from textual.screen import Screen

from consultant_tui.api.errors import ApiError, GivenUp, Misunderstood, Refused
from consultant_tui.contract.appointments import RebookingOffer, Receipt
from consultant_tui.contract.vocabulary import Approach
from consultant_tui.desk import Desk
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.journal import Journal, Unfinished
from consultant_tui.rebooking.steps import Outcome, Step, walk
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.rebooking.approach import ApproachStep
from consultant_tui.screens.rebooking.details import DetailsStep
from consultant_tui.screens.rebooking.openings import OpeningsStep
from consultant_tui.screens.rebooking.receipt import ReceiptScreen
from consultant_tui.screens.rebooking.review import ReviewStep
from consultant_tui.screens.rebooking.schedule import ScheduleStep
from consultant_tui.screens.rebooking.step import STEPS, StepScreen, Trip
from consultant_tui.screens.rebooking.unsure import Answer, Unsure
from consultant_tui.screens.trouble import Trouble
from consultant_tui.stories import story_of
from consultant_tui.widgets.hints import Hints
from consultant_tui.widgets.rail import Rail

_NOT_KEPT = frozenset({"escape", "ctrl+c", "q"})


class Wizard(Asking[Receipt | None]):
    """Stands behind the steps, so that what lies below is not resumed at each of them; its result is the receipt."""

    def __init__(
        self, desk: Desk, appointment: str, *, journal: Journal | None = None, resume: Unfinished | None = None
    ) -> None:
        """Make the wizard.

        Args:
            desk: What the consultant works with.
            appointment: The reference of the appointment that is repeated.
            journal: Where the unfinished booking is kept.
            resume: The unfinished booking to go on with.
        """
        super().__init__(desk)
        self._appointment = appointment
        self._journal = journal
        self._resume = resume
        self._top: Screen[None] | None = None
        self._early: list[events.Key] = []
        """Keys that were pressed before there was a step to press them in."""

    def compose(self) -> ComposeResult:
        """Lay out what is seen until the first step is ready."""
        yield Rail("Rebook", STEPS, 0)
        yield Hints()

    def on_mount(self) -> None:
        """Begin."""
        self._conduct()

    def on_key(self, event: events.Key) -> None:
        """Keep what an expert types ahead for the first step."""
        if event.key not in _NOT_KEPT:
            self._early.append(event)

    @work(exclusive=True, group="conduct")
    async def _conduct(self) -> None:
        offer = await self._offer()
        receipt = await self._lead(offer) if offer is not None else None
        if self._top is not None:
            self._top.pop_until_active()
            self.app.pop_screen()
        self.dismiss(receipt)

    async def _offer(self) -> RebookingOffer | None:
        while True:
            try:
                return await self.ask(self.desk.api.rebooking(self._appointment))
            except GivenUp:
                return None
            except ApiError as error:
                retry = not isinstance(error, Refused | Misunderstood)
                if not await self.app.push_screen_wait(Trouble(self.desk, story_of(error), retry=retry)):
                    return None

    async def _lead(self, offer: RebookingOffer) -> Receipt | None:
        trip = Trip(self.desk, offer, journal=self._journal)
        receipt = await self._begin(trip)
        if not trip.unsure:
            await trip.forget()
        if receipt is not None:
            screen = ReceiptScreen(self.desk, receipt, offer.client_term)
            await self._bring(screen)
            await screen.read
        return receipt

    async def _bring(self, screen: Screen[None]) -> None:
        """Show a screen in the place of the one before; nothing in between is painted."""
        before, self._top = self._top, screen
        if before is None:
            await self.app.push_screen(screen)
            for key in self._early:
                self.app.post_message(events.Key(key.key, key.character))
        else:
            before.pop_until_active()
            await self.app.switch_screen(screen)

    async def _begin(self, trip: Trip) -> Receipt | None:
        """Walk from the first step, or from where an unfinished booking was left."""

        async def show(step: Step, draft: BookingDraft) -> Outcome:
            await trip.keep(draft)
            screen = _screen(step, trip, draft)
            await self._bring(screen)
            return await screen.outcome

        earlier = self._resume or (self._journal.read() if self._journal is not None else None)
        if earlier is not None and earlier.attempt is not None:
            # Whatever is wanted now: an attempt whose outcome is not known must not be forgotten.
            found = await self.app.push_screen_wait(Unsure(self.desk, earlier.attempt.key))
            if isinstance(found, Receipt):
                return found
            if found is Answer.LEFT:
                trip.unsure = True
                return None
        if self._resume is None:
            return await walk(show, BookingDraft.begin(trip.offer))
        return await walk(show, self._resume.draft, Step.DETAILS)


def _screen(step: Step, trip: Trip, draft: BookingDraft) -> StepScreen:
    match step:
        case Step.APPROACH:
            return ApproachStep(trip, draft)
        case Step.SCHEDULE if draft.approach is Approach.REBOOK_WITH_ME:
            return OpeningsStep(trip, draft)
        case Step.SCHEDULE:
            return ScheduleStep(trip, draft)
        case Step.DETAILS:
            return DetailsStep(trip, draft)
        case Step.REVIEW:
            return ReviewStep(trip, draft)
