"""Owns the keeping of a draft at the backend, one request after the other, so that an older one never comes last."""

import asyncio

from consultant_tui.api.client import BookingApi
from consultant_tui.contract.completion import CompletionDraft, CompletionForm, DraftKept


class Keeper:
    """Knows what was kept last, and keeps what is newer."""

    def __init__(self, api: BookingApi, form: CompletionForm) -> None:
        """Begin with what the backend gave.

        Args:
            api: The way to the backend.
            form: What completing the session began with.
        """
        self._api = api
        self._form = form
        self._last = form.begin
        self._answer: DraftKept | None = None
        self._turn = asyncio.Lock()

    def holds(self, draft: CompletionDraft) -> bool:
        """Whether a draft is what the backend has, or what it would begin with again."""
        return draft == self._last

    async def keep(self, draft: CompletionDraft) -> DraftKept:
        """Keep a draft; one that is kept already is not sent again.

        Raises:
            ApiError: If that could not be done; what was kept before stays.
        """
        async with self._turn:
            if self._answer is None or not self.holds(draft):
                form = self._form
                self._answer = await self._api.keep_completion(form.appointment.reference, form.version, draft)
                self._last = draft
            return self._answer
