"""Owns finding out whether a change was made whose answer never came, by reading again what it was to change."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ClassVar, Generic, TypeVar

from textual.screen import ScreenResultType

from consultant_tui.api.errors import ApiError
from consultant_tui.contract.finding import Deed
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.doubt import Doubt
from consultant_tui.screens.trouble import Trouble
from consultant_tui.wording.stories import (
    CHANGE_NOT_MADE,
    NOTHING_DONE,
    SOMETHING_ELSE_DONE,
    overtaken_story,
    story_of_made,
)

T = TypeVar("T")


class Outcome(Enum):
    """What became of the change."""

    MADE = auto()
    NOT_MADE = auto()
    """All is as it was; sent again, the change cannot be made twice."""
    OVERTAKEN = auto()
    """Something else was done before."""
    LEFT = auto()
    """The consultant left without knowing."""


class Inquiry(Doubt[ScreenResultType], Generic[ScreenResultType]):
    """Asks one question until it is answered."""

    SAID: ClassVar[str] = "We don't know yet whether this was done. Do not do it again."
    WARNING: ClassVar[str] = "It may have been done all the same. Look whether it was before you do it again."

    def __init__(self, desk: Desk, question: Callable[[], Coroutine[Any, Any, ScreenResultType]]) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            question: Asks the backend once.
        """
        super().__init__(desk)
        self._question = question

    async def find_out(self) -> ScreenResultType | None:
        """Ask once."""
        try:
            return await self.ask(self._question())
        except ApiError:
            return None


@dataclass(frozen=True)
class Sent:
    """A change of an appointment that was sent."""

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


async def find_out(screen: Asking[Any], sent: Sent) -> Outcome:
    """Read an appointment's history until it is known what became of a change, and tell it.

    Args:
        screen: Where it was sent from.
        sent: The change.
    """

    async def look() -> _Found:
        history = await screen.desk.api.history(sent.appointment)
        later = [deed for deed in history.deeds if deed.version is not None and deed.version > sent.version]
        return _Found(min(later, key=lambda deed: deed.version or 0) if later else None)

    found: _Found | None = await screen.app.push_screen_wait(Inquiry(screen.desk, look))
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


async def settle(screen: Asking[Any], look: Callable[[], Coroutine[Any, Any, T | Outcome]]) -> T | Outcome:
    """Look until it is known what became of a change, and tell it unless it was made.

    Args:
        screen: Where it was sent from.
        look: Asks the backend once; gives what the change led to, or another outcome.
    """
    found: T | Outcome | None = await screen.app.push_screen_wait(Inquiry(screen.desk, look))
    if found is None:
        return Outcome.LEFT
    if isinstance(found, Outcome) and found is not Outcome.MADE:
        story = NOTHING_DONE if found is Outcome.NOT_MADE else SOMETHING_ELSE_DONE
        await screen.app.push_screen_wait(Trouble(screen.desk, story, retry=False))
    return found
