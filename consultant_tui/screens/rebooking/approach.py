"""Owns the first step: how the next appointment is booked (seed 001, step 3)."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from consultant_tui.contract.appointments import ApproachOffer
from consultant_tui.contract.vocabulary import Approach
from consultant_tui.rebooking.draft import BookingDraft
from consultant_tui.rebooking.steps import Step
from consultant_tui.screens.rebooking.step import StepScreen
from consultant_tui.widgets.radios import Item, Radios
from consultant_tui.wording import phrases
from consultant_tui.wording.refusals import why_refused

_EXPLAINED = {
    Approach.MANUAL: "For a time that is now or later, agreed with the {term}: you enter it.",
    Approach.RETROSPECTIVE: "For a session that has been but was never entered: you enter when.",
    Approach.REBOOK_WITH_ME: "Pick a real free time of your open hours, on days that suit the {term}.",
}


class ApproachStep(StepScreen):
    """The three approaches; those that are not offered say why."""

    STEP: ClassVar[Step] = Step.APPROACH

    def form(self) -> ComposeResult:
        """Give the approaches."""
        yield Static("How do you want to book?", classes="heading", markup=False)
        yield Radios(tuple(self._item(option) for option in self.trip.offer.approaches), self.draft.approach)
        offer = self.trip.offer
        if offer.pending is not None:
            yield Static(phrases.pending(offer.pending, offer.now_consultant), classes="pending", markup=False)

    def action_back(self) -> None:
        """Leave; after a question when something was entered on a later step."""
        if self.draft == BookingDraft.begin(self.trip.offer).with_approach(self.draft.approach):
            super().action_back()
        else:
            self.action_leave()

    async def go_on(self) -> None:
        """Go on with an approach that is offered."""
        if self.draft.approach in (option.approach for option in self.trip.offer.approaches if option.verdict.allowed):
            await super().go_on()

    def _item(self, option: ApproachOffer) -> Item:
        refusal = option.verdict.refusal
        return Item(
            value=option.approach,
            title=phrases.word(option.approach),
            note=_EXPLAINED.get(option.approach, "").format(term=self.trip.offer.client_term),
            refused=why_refused(refusal, self.trip.offer.client_term) if refusal else "",
        )

    @on(Radios.Chosen)
    def _choose(self, message: Radios.Chosen) -> None:
        self.draft = self.draft.with_approach(Approach(message.value))
        self.refresh_bindings()
