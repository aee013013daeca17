"""Owns the questions about several appointments in one go."""

import msgspec

from consultant_tui.api.conversation import Conversation
from consultant_tui.contract import paths
from consultant_tui.contract.appointments import SeriesReceipt
from consultant_tui.contract.series import SeriesCheck, SeriesRequest


class SeriesApi(Conversation):
    """What is asked to preview and to book a series."""

    async def check_series(self, request: SeriesRequest) -> SeriesCheck:
        """Ask what the rules say to each date; nothing is held by it."""
        body = msgspec.json.encode(request)
        return await self.send(SeriesCheck, "POST", paths.SERIES_CHECKS, changes=False, body=body)

    async def book_series(self, request: SeriesRequest, key: str) -> SeriesReceipt:
        """Book every date or none; the same request under the same key books once, however often it is sent."""
        return await self.send(
            SeriesReceipt,
            "POST",
            paths.SERIES,
            changes=True,
            body=msgspec.json.encode(request),
            headers={paths.IDEMPOTENCY_KEY: key},
        )
