"""Owns the completing of a session, whose last act is the consultant's sign-off."""

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from consultant_tui.api.errors import ApiError, Misunderstood, Refused, Unknown
from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.completing import NextField, SignOff
from consultant_tui.commands.everywhere import Back, HelpWhileTyping, Menu
from consultant_tui.contract.completion import Completed, Completion
from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.screens.completion import words
from consultant_tui.screens.completion.asking import SignOffDialog, Way
from consultant_tui.screens.completion.drafting import Drafting
from consultant_tui.screens.completion.files import UnusableError, read_file
from consultant_tui.wording.stories import story_of


class CompletionScreen(Drafting):
    """One session in progress; its result is what became of it, or None when it stays in progress."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, SignOff, NextField, HelpWhileTyping, Menu)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)

    def action_sign_off(self) -> None:
        """Close the session for good, after a question; a key pressed meanwhile does nothing."""
        if not any(worker.group == "sign-off" and not worker.is_finished for worker in self.workers):
            self._sign_off()

    @work(group="sign-off")
    async def _sign_off(self) -> None:
        completion: Completion | None = None
        while completion is None or not self._is_what_stands_here(completion):
            completion = await self._ready()
            if completion is None:
                return
            if not await self.app.push_screen_wait(SignOffDialog(self.desk, self._form, completion)):
                return
        self._fields.disabled = True
        outcome = await self._send(completion)
        if isinstance(outcome, Completed):
            self.dismiss(outcome)
            return
        self._fields.disabled = False
        if outcome:
            self._say(self._fields.say(outcome))
        else:
            self._fields.enter()

    def _is_what_stands_here(self, completion: Completion) -> bool:
        """Whether no key that was on its way changed what the consultant was asked about."""
        draft = self._fields.draft
        asked = (completion.ticks, completion.notes, completion.issues, completion.outcomes)
        return asked == (draft.ticks, draft.notes, draft.issues, draft.outcomes)

    async def _ready(self) -> Completion | None:
        """Keep the draft, read the file, and say what is missing; None when something is."""
        wrong, file = "", None
        path = self._fields.path.strip()
        if path:
            try:
                file = await asyncio.to_thread(read_file, path, self._form.file_mb)
            except UnusableError as error:
                wrong = str(error)
        against = await self._lacking()
        if against is None:
            return None
        self._say(self._fields.say(against, wrong))
        if against or wrong:
            return None
        draft = self._fields.draft
        return Completion(ticks=draft.ticks, notes=draft.notes, file=file, issues=draft.issues, outcomes=draft.outcomes)

    async def _lacking(self) -> tuple[Refusal, ...] | None:
        """Keep the draft, and give what stands against signing it off; None when it could not be kept."""
        while True:
            try:
                return (await self.ask(self._keep())).against
            except Refused as error:
                if not error.has(Code.DRAFT_CHANGED):
                    return error.problem.refusals
                way = await self.ask_way(error)
                if way is Way.LEAVE:
                    self.dismiss(None)
                if way is not Way.RETRY:
                    return None
            except ApiError as error:
                if not await self._story(story_of(error, self._form.client_term), retry=True):
                    return None

    async def _send(self, completion: Completion) -> Completed | tuple[Refusal, ...]:
        """Sign off; what stands against it is given back, or nothing when that was told already."""
        reference = self._form.appointment.reference
        while True:
            try:
                return await self.ask(self.desk.api.sign_off(reference, self._form.version, completion), changes=True)
            except Unknown:
                return await self._found_out() or ()
            except Refused as error:
                if error.has(Code.STALE) or error.has(Code.NOT_COMMENCED):
                    await self._story(story_of(error, self._form.client_term), retry=False)
                    return ()
                return error.problem.refusals
            except ApiError as error:
                retry = not isinstance(error, Misunderstood)
                if not await self._story(story_of(error, self._form.client_term), retry=retry):
                    return ()

    async def _found_out(self) -> Completed | None:
        """Ask until it is known what became of a sign-off that got no answer."""
        form = self._form
        while True:
            try:
                record = await self.ask(self.desk.api.record(form.appointment.reference))
            except ApiError as error:
                not_made = isinstance(error, Refused) and error.has(Code.NO_RECORD)
                if not await self._story(words.NOT_SIGNED_OFF if not_made else words.UNSURE, retry=not not_made):
                    return None
            else:
                return Completed(
                    reference=form.appointment.reference,
                    version=form.version + 1,
                    signed_off=record.signed_off,
                    file=record.file,
                )
