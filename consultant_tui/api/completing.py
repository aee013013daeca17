"""Owns the questions about completing a session."""

import msgspec

from consultant_tui.api.conversation import Conversation, fill
from consultant_tui.contract import paths
from consultant_tui.contract.completion import (
    Completed,
    Completion,
    CompletionDraft,
    CompletionFile,
    CompletionForm,
    CompletionRecord,
    DraftKept,
)


class CompletingApi(Conversation):
    """What is asked to complete a session and to read its record."""

    async def completion(self, appointment: str) -> CompletionForm:
        """Ask for all that completing a session begins with."""
        return await self.read(CompletionForm, fill(paths.COMPLETION, appointment=appointment))

    async def keep_completion(
        self, appointment: str, version: int, draft: CompletionDraft, follows: str | None = None
    ) -> DraftKept:
        """Keep a completion that is still being written.

        Args:
            appointment: The appointment.
            version: Its version.
            draft: What was written so far.
            follows: The draft that it may replace, as the backend named it; None for any.
        """
        headers = {paths.IF_MATCH: f'"{version}"'}
        if follows is not None:
            headers[paths.DRAFT_FOLLOWS] = follows
        return await self.send(
            DraftKept,
            "PUT",
            fill(paths.COMPLETION_DRAFT, appointment=appointment),
            changes=True,
            body=msgspec.json.encode(draft),
            headers=headers,
        )

    async def sign_off(self, appointment: str, version: int, completion: Completion) -> Completed:
        """Close a session for good, if it is still as it was seen."""
        return await self.send(
            Completed,
            "POST",
            fill(paths.COMPLETION, appointment=appointment),
            changes=True,
            body=msgspec.json.encode(completion),
            headers={paths.IF_MATCH: f'"{version}"'},
        )

    async def record(self, appointment: str) -> CompletionRecord:
        """Ask for what was signed off of a completed session."""
        return await self.read(CompletionRecord, fill(paths.COMPLETION_RECORD, appointment=appointment))

    async def record_file(self, appointment: str) -> CompletionFile:
        """Ask for the file that was signed off with a session."""
        return await self.read(CompletionFile, fill(paths.COMPLETION_FILE, appointment=appointment))
