"""Owns the ways into the wizard: a new booking, and one that an earlier run left unfinished."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from consultant_tui.commands.rebooking import ToQuickView
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking

if TYPE_CHECKING:
    from consultant_tui.contract.appointments import Receipt
    from consultant_tui.contract.calendar import Free
    from consultant_tui.rebooking.journal import Journal, Unfinished


class Booking(Asking[None]):
    """A screen from which a consultant books; only one program at a time does so in the same folder."""

    WAY_BACK: ClassVar[type[ToQuickView]] = ToQuickView
    """The way from a receipt back to this screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._may_resume = desk.drafts is not None and not desk.settings.read_only

    def booked(self, receipts: tuple[Receipt, ...]) -> None:
        """Be told of new appointments: one, or those of a series."""

    async def _book(self, reference: str, free: Free | None = None) -> None:
        journal = self._journal()
        if journal is not None and not await self._claimed(journal):
            return
        try:
            await self._conduct(reference, journal, free=free)
        finally:
            if journal is not None:
                journal.release()

    @work(group="journey")
    async def _resume(self) -> None:
        journal = self._journal()
        if journal is None or journal.read() is None or not await self._claimed(journal):
            return
        try:
            await self._offer_unfinished(journal)
        finally:
            journal.release()

    async def _offer_unfinished(self, journal: Journal) -> None:
        from consultant_tui.screens.unfinished import UnfinishedDialog

        unfinished = journal.read()  # again: it may have been finished while it was waited for
        if unfinished is None:
            return
        draft, sent = unfinished.draft, unfinished.attempt is not None
        answer: bool | None = await self.app.push_screen_wait(UnfinishedDialog(self.desk, draft.case, sent=sent))
        if answer is False:
            journal.discard()
        elif answer:
            await self._conduct(draft.previous, journal, resume=unfinished)

    async def _conduct(
        self, reference: str, journal: Journal | None, *, resume: Unfinished | None = None, free: Free | None = None
    ) -> None:
        from consultant_tui.rebooking.steps import receipts_of
        from consultant_tui.screens.rebooking.wizard import Wizard

        wizard = Wizard(self.desk, reference, journal=journal, resume=resume, free=free, back=self.WAY_BACK)
        made = await self.app.push_screen_wait(wizard)
        if made is not None:
            self.booked(receipts_of(made))

    def _journal(self) -> Journal | None:
        from consultant_tui.rebooking.journal import Journal

        return Journal(self.desk.drafts) if self.desk.drafts is not None else None

    async def _claimed(self, journal: Journal) -> bool:
        """Take the unfinished booking for this program, and tell when another one has it."""
        from consultant_tui.screens.trouble import Trouble
        from consultant_tui.wording.stories import BOOKING_ELSEWHERE

        while not journal.claim():
            if not await self.app.push_screen_wait(Trouble(self.desk, BOOKING_ELSEWHERE)):
                return False
        return True

    def resume_unfinished(self) -> None:
        """Offer once to go on with a booking that an earlier run left unfinished."""
        if self._may_resume:
            self._may_resume = False
            self._resume()
