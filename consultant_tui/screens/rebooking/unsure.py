"""Owns the dialog while it is not known whether a booking was made."""

from enum import Enum, auto
from typing import ClassVar

from consultant_tui.api.errors import ApiError
from consultant_tui.contract.appointments import KeyAnswer
from consultant_tui.contract.vocabulary import KeyState
from consultant_tui.desk import Desk
from consultant_tui.rebooking.steps import Made
from consultant_tui.screens.doubt import Doubt


class Answer(Enum):
    """What became of the attempt, besides a receipt."""

    NOT_BOOKED = auto()
    """It was not booked, and can no longer be."""


class Unsure(Doubt[Made | Answer]):
    """Asks the backend by the attempt's key until it knows."""

    SAID: ClassVar[str] = "We don't know yet whether this was booked. Do not book again."
    WARNING: ClassVar[str] = (
        "It may have been booked all the same. Look at Quick View before you book this session again."
    )

    def __init__(self, desk: Desk, key: str) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            key: The key that the attempt was sent under.
        """
        super().__init__(desk)
        self._key = key

    async def find_out(self) -> Made | Answer | None:
        """Ask once; a key the backend never saw is voided, so that a late original is refused."""
        try:
            answer = await self.ask(self.desk.api.key(self._key))
            if answer.state is KeyState.UNKNOWN:
                answer = await self.ask(self.desk.api.void(self._key), changes=True)
        except ApiError:
            return None
        return _meaning(answer)


def _meaning(answer: KeyAnswer) -> Made | Answer | None:
    if made := answer.series or answer.receipt:
        return made
    return Answer.NOT_BOOKED if answer.state is KeyState.VOIDED else None
