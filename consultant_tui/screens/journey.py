"""Owns the way from an appointment to where it leads: the summary, the wizard, the completion."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events, work

from consultant_tui.api.errors import ApiError, GivenUp
from consultant_tui.desk import Desk
from consultant_tui.screens.booking import Booking

if TYPE_CHECKING:
    from consultant_tui.contract.completion import Completed
    from consultant_tui.contract.moments import Moment

T = TypeVar("T")


class Journey(Booking):
    """A screen from which a consultant sets out to book."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setting_out = False
        """Whether a summary is on its way, so that no other one may be asked for."""
        self._early: list[events.Key] = []

    def completed(self, completed: Completed) -> None:
        """Be told of a session that was closed for good."""

    @property
    def _is_free(self) -> bool:
        """Whether it has not set out yet; the workers that it is asked for are those of all screens."""
        own = (worker for worker in self.workers if worker.node is self)
        return not any(worker.group == "journey" and not worker.is_finished for worker in own)

    def go(self, reference: str, now: Moment, term: str, *, rebook: bool) -> None:
        """Open the summary of an appointment and go where it leads.

        Args:
            reference: The appointment.
            now: The present on the consultant's clock.
            term: What the provider calls a client.
            rebook: Whether the next appointment is what the consultant wants.
        """
        if self._is_free:
            self.setting_out = True
            self._early = []
            self._go(reference, now, term, rebook)

    def on_key(self, event: events.Key) -> None:
        """Keep what an expert types ahead for the summary that is on its way."""
        if self.setting_out:
            event.stop()
            # Made here, because an event does not bubble past the screen that made it.
            self._early.append(events.Key(event.key, event.character))

    @work(group="journey")
    async def _go(self, reference: str, now: Moment, term: str, rebook: bool) -> None:
        from consultant_tui.screens.session_summary import Choice, SessionSummaryDialog

        try:
            summary = await self._answered(lambda: self.desk.api.summary(reference), term)
        finally:
            self.setting_out = False
        if summary is None:
            return
        dialog = SessionSummaryDialog(self.desk, summary, now, term, rebook=rebook)
        # An impatient second press must never start a session.
        dialog.follow(self._early, careful=not rebook)
        choice = await self.app.push_screen_wait(dialog)
        if choice is Choice.STARTED:
            self.notify("Session started", markup=False)
        elif choice is Choice.RESUME:
            await self._complete(reference, term)
        elif choice is Choice.RECORD:
            await self._read_record(reference, term)
        elif choice is Choice.REBOOK:
            await self._book(reference)

    def resume(self, reference: str, term: str) -> None:
        """Go on with a session in progress.

        Args:
            reference: The appointment.
            term: What the provider calls a client.
        """
        if self._is_free:
            self._resume_session(reference, term)

    @work(group="journey")
    async def _resume_session(self, reference: str, term: str) -> None:
        await self._complete(reference, term)

    async def _complete(self, reference: str, term: str) -> None:
        from consultant_tui.screens.completion.completion import CompletionScreen

        form = await self._answered(lambda: self.desk.api.completion(reference), term)
        if form is None:
            return
        completed: Completed | None = await self.app.push_screen_wait(CompletionScreen(self.desk, form))
        if completed is not None:
            self.notify("Session signed off", markup=False)
            self.completed(completed)

    async def _read_record(self, reference: str, term: str) -> None:
        from consultant_tui.screens.completion.record import RecordScreen

        record = await self._answered(lambda: self.desk.api.record(reference), term)
        if record is not None:
            await self.app.push_screen_wait(RecordScreen(self.desk, record))

    async def _answered(self, question: Callable[[], Coroutine[Any, Any, T]], term: str) -> T | None:
        """Ask until there is an answer, or until the consultant does not want to try again."""
        while True:
            try:
                return await self.ask(question())
            except GivenUp:
                return None
            except ApiError as error:
                if not await self.told(error, term):
                    return None

    async def told(self, error: ApiError, term: str = "client") -> bool:
        """Tell a failure.

        Args:
            error: What went wrong.
            term: What the provider calls a client.

        Returns:
            Whether to try again.
        """
        from consultant_tui.screens.trouble import Trouble
        from consultant_tui.wording.stories import story_of

        again: bool | None = await self.app.push_screen_wait(Trouble(self.desk, story_of(error, term)))
        return again is True
