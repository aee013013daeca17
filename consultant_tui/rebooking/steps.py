"""Owns the order of the rebooking steps and the walk through them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Self

from consultant_tui.contract.appointments import Receipt, SeriesReceipt
from consultant_tui.contract.refusals import Field
from consultant_tui.rebooking.draft import BookingDraft

Made = Receipt | SeriesReceipt
"""What a rebooking leads to."""


def receipts_of(made: Made) -> tuple[Receipt, ...]:
    """Give the receipt of each appointment that was made."""
    return made.receipts if isinstance(made, SeriesReceipt) else (made,)


class Step(Enum):
    """The steps in their order (seed 001, steps 3 to 6)."""

    APPROACH = 0
    SCHEDULE = 1
    DETAILS = 2
    REVIEW = 3

    @property
    def next(self) -> Self:
        """The step after this one; the last is followed by itself."""
        return type(self)(min(self.value + 1, len(type(self)) - 1))

    @property
    def previous(self) -> Self:
        """The step before this one; the first is preceded by itself."""
        return type(self)(max(self.value - 1, 0))


@dataclass(frozen=True)
class Onward:
    """The step is done."""

    draft: BookingDraft


@dataclass(frozen=True)
class Backward:
    """The consultant wants to change something earlier."""

    draft: BookingDraft


@dataclass(frozen=True)
class Revisit:
    """Another step is wanted than the next or the previous one."""

    step: Step
    draft: BookingDraft


@dataclass(frozen=True)
class Booked:
    """The booking stands."""

    receipt: Made


@dataclass(frozen=True)
class Abandoned:
    """The consultant left without a booking."""


Outcome = Onward | Backward | Revisit | Booked | Abandoned
Show = Callable[[Step, BookingDraft], Awaitable[Outcome]]


async def walk(show: Show, draft: BookingDraft, start: Step = Step.APPROACH) -> Made | None:
    """Lead through the steps until there is a receipt or the consultant leaves.

    Args:
        show: Shows one step, made wholly from the draft, and tells how it ended.
        draft: What to begin with.
        start: Where to begin; a resumed draft begins later than at the first step.
    """
    step = start
    while True:
        match await show(step, draft):
            case Onward(draft):
                step = step.next
            case Backward(draft):
                if step is Step.APPROACH:
                    return None
                step = step.previous
            case Revisit(step, draft):
                pass
            case Booked(receipt):
                return receipt
            case Abandoned():
                return None


def step_of(field: Field | None) -> Step:
    """The step at which a refused field can be put right."""
    match field:
        case Field.APPROACH:
            return Step.APPROACH
        case Field.SCHEDULE:
            return Step.SCHEDULE
        case Field.ATTENDANCE:
            return Step.REVIEW
        case _:
            return Step.DETAILS
