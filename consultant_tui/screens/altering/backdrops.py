"""Owns the conducting of a change: what is asked first, and the steps in their order."""

from typing import ClassVar

from msgspec.structs import replace

from consultant_tui.contract.appointments import RebookingOffer, Row
from consultant_tui.contract.endings import Changed
from consultant_tui.desk import Desk
from consultant_tui.rebooking.steps import Backward, Onward, Revisit
from consultant_tui.screens.altering import moving
from consultant_tui.screens.altering.editing import EditDetails
from consultant_tui.screens.altering.moving import MoveDetails, MoveSchedule
from consultant_tui.screens.altering.parts import Change, ChangeStep, as_it_is
from consultant_tui.screens.rebooking.backdrop import Backdrop

_NO_LINE = "-"
"""Stands for the line of an appointment that is on none; an edit does not ask for it."""


class Moving(Backdrop[Changed]):
    """Leads from an appointment to its new time."""

    TITLE_WORDS: ClassVar[str] = "Move"
    RAIL: ClassVar[tuple[str, ...]] = moving.STEPS

    def __init__(self, desk: Desk, row: Row) -> None:
        """Make the backdrop.

        Args:
            desk: What the consultant works with.
            row: The appointment as it was seen.
        """
        super().__init__(desk, row.reference)
        self._version = row.version

    async def lead(self, offer: RebookingOffer) -> Changed | None:
        """Choose the line, then the time."""
        trip, draft = Change(self.desk, offer, version=self._version), as_it_is(offer)
        step: type[MoveSchedule | MoveDetails] = MoveSchedule
        while True:
            screen: ChangeStep = step(trip, draft)
            await self.bring(screen)
            match await screen.outcome:
                case Onward(draft):
                    step = MoveDetails
                case Revisit(_, draft):
                    step = MoveSchedule
                case Backward(draft) if step is MoveDetails:
                    step = MoveSchedule
                case _:
                    return trip.changed


class Editing(Backdrop[Changed]):
    """Leads to an appointment as it is to be."""

    TITLE_WORDS: ClassVar[str] = "Edit"
    RAIL: ClassVar[tuple[str, ...]] = ("Details",)

    def __init__(self, desk: Desk, row: Row) -> None:
        """Make the backdrop.

        Args:
            desk: What the consultant works with.
            row: The appointment as it was seen.
        """
        super().__init__(desk, row.reference)
        self._version = row.version

    async def lead(self, offer: RebookingOffer) -> Changed | None:
        """Show the one step."""
        draft = as_it_is(offer)
        trip = Change(self.desk, offer, version=self._version)
        screen = EditDetails(trip, replace(draft, schedule=draft.schedule or _NO_LINE))
        await self.bring(screen)
        await screen.outcome
        return trip.changed
