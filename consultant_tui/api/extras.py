"""Owns the question for extra sessions."""

import msgspec

from consultant_tui.api.conversation import Conversation, fill
from consultant_tui.contract import paths
from consultant_tui.contract.cases import PendingRequest


class ExtrasApi(Conversation):
    """What is asked of the organisation that pays."""

    async def ask_extra(self, case: str, sessions: int, reason: str) -> PendingRequest:
        """Ask for extra sessions; the same request while it is open asks once, however often it is sent."""
        return await self.send(
            PendingRequest,
            "POST",
            fill(paths.EXTRA_REQUESTS, case=case),
            changes=True,
            body=msgspec.json.encode({"sessions": sessions, "reason": reason}),
        )
