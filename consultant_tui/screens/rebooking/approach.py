"""Owns the first step: how the next appointment is booked (seed 001, step 3)."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from consultant_tui import wording
from consultant_tui.contract.appointments import ApproachOffer
from consultant_tui.contract.vocabulary import Approach
from consultant_tui.rebooking.steps import Step
from consultant_tui.screens.rebooking.step import StepScreen
from consultant_tui.widgets.radios import Item, Radios

_EXPLAINED = {
    Approach.MANUAL: "You and the client have agreed on a time that is now or later: you enter it.",
    Approach.RETROSPECTIVE: "The session has already been, but was never entered: you enter when it was.",
    Approach.REBOOK_WITH_ME: "You look for a free time in your open hours on the days that suit the client.",
}


class ApproachStep(StepScreen):
    """The three approaches; those that are not offered say why."""

    STEP: ClassVar[Step] = Step.APPROACH

    def form(self) -> ComposeResult:
        """Give the approaches."""
        yield Static("How do you want to book?", classes="heading", markup=False)
        yield Radios(tuple(self._item(option) for option in self.trip.offer.approaches), self.draft.approach)

    def _item(self, option: ApproachOffer) -> Item:
        refusal = option.verdict.refusal
        return Item(
            value=option.approach,
            title=wording.word(option.approach),
            note=_EXPLAINED.get(option.approach, ""),
            refused=wording.refusal(refusal, self.trip.offer.client_term) if refusal else "",
        )

    @on(Radios.Chosen)
    def _choose(self, message: Radios.Chosen) -> None:
        self.draft = self.draft.with_approach(Approach(message.value))
        self.refresh_bindings()
