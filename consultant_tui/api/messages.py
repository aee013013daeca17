"""Owns the questions about messages."""

from typing import TYPE_CHECKING

from consultant_tui.api.conversation import Conversation, fill
from consultant_tui.contract import paths

if TYPE_CHECKING:
    from consultant_tui.contract.messages import Message, Messages


class MessagesApi(Conversation):
    """What is asked to see what was sent to whom."""

    async def messages(self, client: str) -> "Messages":
        """Ask for the messages about a client."""
        from consultant_tui.contract.messages import Messages

        return await self.read(Messages, fill(paths.CLIENT_MESSAGES, client=client))

    async def message(self, message: str) -> "Message":
        """Ask for one message as it is read."""
        from consultant_tui.contract.messages import Message

        return await self.read(Message, fill(paths.MESSAGE, message=message))
