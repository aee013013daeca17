"""Owns the question about the settings of online booking.

What is answered is loaded when it is first asked for, because the first paint needs none of it.
"""

from typing import TYPE_CHECKING

from consultant_tui.api.conversation import Conversation
from consultant_tui.contract import paths

if TYPE_CHECKING:
    from consultant_tui.contract.online_settings import OnlineSettings


class OnlineApi(Conversation):
    """What is asked about online booking."""

    async def online_booking(self) -> "OnlineSettings":
        """Ask for what is in force for online booking."""
        from consultant_tui.contract.online_settings import OnlineSettings

        return await self.read(OnlineSettings, paths.ONLINE_BOOKING)
