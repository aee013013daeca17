"""Owns the completing of a session: ticks, notes and words, kept as they are written, signed off as the last act."""

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from consultant_tui import wording
from consultant_tui.api.errors import ApiError, Misunderstood, Refused, Unknown
from consultant_tui.commanding import Command, bindings
from consultant_tui.commands import Back, HelpBesideNotes, Menu, SignOff
from consultant_tui.contract.completion import Completed, Completion, CompletionForm, DraftKept
from consultant_tui.contract.refusals import Code, Problem, Refusal
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.completion import words
from consultant_tui.screens.completion.asking import SignOffDialog, UnkeptDialog, Way
from consultant_tui.screens.completion.fields import CompletionFields
from consultant_tui.screens.completion.files import UnusableError, read_file
from consultant_tui.screens.completion.keeper import Keeper
from consultant_tui.screens.trouble import Trouble
from consultant_tui.stories import Story, story_of
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.hints import Hints

PAUSE = 1.0
"""Seconds without a change after which the draft is kept."""
AGAIN = 10.0
"""Seconds after which it is tried again when that failed."""


class CompletionScreen(Asking[Completed]):
    """One session in progress; its result is what became of it, or None when it stays in progress."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Back, SignOff, HelpBesideNotes, Menu)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*OFFERS),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
        Binding("ctrl+c", "back", "Back", show=False),
    ]

    DEFAULT_CSS = """
    CompletionScreen {
        background: $background;

        & > VerticalScroll { height: 1fr; padding: 1 1 0 1; scrollbar-size-vertical: 1; }
        & #against { height: auto; padding: 0 2; color: $text-error; display: none; }
    }
    """

    def __init__(self, desk: Desk, form: CompletionForm) -> None:
        """Make the screen.

        Args:
            desk: What the consultant works with.
            form: What the backend answered.
        """
        super().__init__(desk)
        self._form = form
        self._keeper = Keeper(desk.api, form)
        self._fields = CompletionFields(form)
        self._against = Static("", id="against", markup=False)
        self._saved = wording.clock(form.saved) if form.saved else ""
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out title, fields and hints."""
        yield Title()
        with VerticalScroll(can_focus=False):
            yield self._against
            yield self._fields
        yield Hints()

    def on_mount(self) -> None:
        """Say whose session it is, and begin."""
        self.query_one(Title).left = f"Complete {self._form.client} · {self._form.case}"
        self._tell(words.saved(self._form.saved) if self._form.saved else "nothing written yet")
        self._fields.enter()
        self.refresh_bindings()

    def _tell(self, state: str) -> None:
        self.query_one(Title).right = f"{words.start(self._form)} · {state}"

    @on(CompletionFields.Edited)
    def _edited(self) -> None:
        if not self._keeper.holds(self._fields.draft):
            self._tell("writing…")
            self._wait(PAUSE)

    def _wait(self, seconds: float) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(seconds, self._keep_quietly)

    @work(group="keep")
    async def _keep_quietly(self) -> None:
        try:
            await self._keep()
        except Refused as error:
            self._tell("NOT saved")
            self._say(self._fields.say(error.problem.refusals, enter=False))
        except ApiError:
            self._tell("NOT saved, tried again soon")
            self._wait(AGAIN)

    async def _keep(self) -> DraftKept:
        if self._fields.too_long is not None:
            raise Refused(Problem(refusals=(self._fields.too_long,)))
        kept = await self._keeper.keep(self._fields.draft)
        self._saved = wording.clock(kept.saved)
        self._fields.mend(kept.against)
        if self._keeper.holds(self._fields.draft):
            self._tell(words.saved(kept.saved))
        return kept

    def _say(self, said: str) -> None:
        self._against.update(Content(said))
        self._against.display = bool(said)

    async def _story(self, story: Story, *, retry: bool) -> bool:
        again: bool | None = await self.app.push_screen_wait(Trouble(self.desk, story, retry=retry))
        return again is True

    async def before_quit(self) -> None:
        """Keep what was written a moment ago, if that can be done at once."""
        if not self._keeper.holds(self._fields.draft):
            try:
                async with asyncio.timeout(PAUSE):
                    await self._keep()
            except (ApiError, TimeoutError):
                return

    @work(exclusive=True, group="leaving")
    async def action_back(self) -> None:
        """Leave; what was written is kept first."""
        while not self._keeper.holds(self._fields.draft):
            try:
                await self.ask(self._keep())
            except ApiError as error:
                story = story_of(error, self._form.client_term)
                way: Way | None = await self.app.push_screen_wait(UnkeptDialog(self.desk, story, self._saved))
                if way is not Way.RETRY:
                    if way is Way.LEAVE:
                        break
                    return
        self.dismiss(None)

    def action_sign_off(self) -> None:
        """Close the session for good, after a question; a key pressed meanwhile does nothing."""
        if not any(worker.group == "sign-off" and not worker.is_finished for worker in self.workers):
            self._sign_off()

    @work(group="sign-off")
    async def _sign_off(self) -> None:
        completion = await self._ready()
        if completion is None or not await self.app.push_screen_wait(SignOffDialog(self.desk, self._form, completion)):
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

    async def _ready(self) -> Completion | None:
        """Keep the draft, read the file, and say what is missing; None when something is."""
        wrong, file = "", None
        path = self._fields.path.strip()
        if path:
            try:
                file = await asyncio.to_thread(read_file, path, self._form.file_mb)
            except UnusableError as error:
                wrong = str(error)
        while True:
            try:
                against = (await self.ask(self._keep())).against
                break
            except Refused as error:
                against = error.problem.refusals
                break
            except ApiError as error:
                if not await self._story(story_of(error, self._form.client_term), retry=True):
                    return None
        self._say(self._fields.say(against, wrong))
        if against or wrong:
            return None
        draft = self._fields.draft
        return Completion(ticks=draft.ticks, notes=draft.notes, file=file, issues=draft.issues, outcomes=draft.outcomes)

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
