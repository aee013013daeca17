"""Owns the keeping of a draft at the backend, one request after the other, so that an older one never comes last."""

import asyncio

from consultant_tui.api.client import BookingApi
from consultant_tui.api.errors import Refused, Unknown
from consultant_tui.contract.completion import CompletionDraft, CompletionForm, DraftKept
from consultant_tui.contract.refusals import Code


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
        self._follows: str | None = form.draft
        self._unsure: list[CompletionDraft] = []
        """The drafts that were sent without an answer since: any of them may have been kept."""
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
                self._answer = await self._sent(draft)
                self._last, self._follows, self._unsure = draft, self._answer.draft, []
            return self._answer

    def overrule(self) -> None:
        """Let the next draft take the place of whatever was written elsewhere."""
        self._follows = None

    async def _sent(self, draft: CompletionDraft) -> DraftKept:
        try:
            return await self._put(draft)
        except Refused as error:
            if not error.has(Code.DRAFT_CHANGED) or not await self._is_our_own():
                raise
        return await self._put(draft)

    async def _put(self, draft: CompletionDraft) -> DraftKept:
        form = self._form
        try:
            return await self._api.keep_completion(form.appointment.reference, form.version, draft, self._follows)
        except Unknown:
            self._unsure.append(draft)
            raise

    async def _is_our_own(self) -> bool:
        """Find out whether what came between is only what was sent without an answer."""
        if not self._unsure:
            return False
        there = await self._api.completion(self._form.appointment.reference)
        ours = there.begin in self._unsure
        if ours:
            self._follows = there.draft
        return ours
