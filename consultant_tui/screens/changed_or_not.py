"""Owns finding out whether a change was made whose answer never came, by reading the appointment again."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ClassVar

from consultant_tui.api.errors import ApiError
from consultant_tui.contract.finding import Deed
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.doubt import Doubt
from consultant_tui.screens.trouble import Trouble
from consultant_tui.wording.stories import CHANGE_NOT_MADE, overtaken_story, story_of_made


class Outcome(Enum):
    """What became of the change."""

    MADE = auto()
    NOT_MADE = auto()
    """The appointment is as it was; sent again, the change cannot be made twice, because it names the version."""
    OVERTAKEN = auto()
    """Something else was done to the appointment before."""
    LEFT = auto()
    """The consultant left without knowing."""


@dataclass(frozen=True)
class Sent:
    """A change that was sent."""

    appointment: str
    """The reference of the appointment."""
    version: int
    """The version that it was based on."""
    act: str
    """What the history calls it."""


@dataclass(frozen=True)
class _Found:
    deed: Deed | None
    """What was done to that version; None when it is still the present one."""


class _ChangeDoubt(Doubt[_Found]):
    """Reads the appointment's history until that answers."""

    SAID: ClassVar[str] = "We don't know yet whether this was done. Do not do it again."
    WARNING: ClassVar[str] = "It may have been done all the same. Look at the appointment before you do it again."

    def __init__(self, desk: Desk, sent: Sent) -> None:
        super().__init__(desk)
        self._sent = sent

    async def find_out(self) -> _Found | None:
        """Ask once."""
        try:
            history = await self.ask(self.desk.api.history(self._sent.appointment))
        except ApiError:
            return None
        later = [deed for deed in history.deeds if deed.version is not None and deed.version > self._sent.version]
        return _Found(min(later, key=lambda deed: deed.version or 0) if later else None)


async def find_out(screen: Asking[Any], sent: Sent) -> Outcome:
    """Ask until it is known what became of a change, and tell it.

    Args:
        screen: Where it was sent from.
        sent: The change.
    """
    found: _Found | None = await screen.app.push_screen_wait(_ChangeDoubt(screen.desk, sent))
    if found is None:
        return Outcome.LEFT
    if found.deed is None:
        outcome, story = Outcome.NOT_MADE, CHANGE_NOT_MADE
    elif found.deed.act == sent.act and not found.deed.online:
        outcome, story = Outcome.MADE, story_of_made(found.deed)
    else:
        outcome, story = Outcome.OVERTAKEN, overtaken_story(found.deed)
    await screen.app.push_screen_wait(Trouble(screen.desk, story, retry=False))
    return outcome
