"""Owns the writing of a completion: ticks, notes and words, kept at the backend as they are written."""

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from consultant_tui.api.errors import ApiError, Refused
from consultant_tui.contract.completion import Completed, CompletionForm, DraftKept
from consultant_tui.contract.refusals import Code, Problem
from consultant_tui.desk import Desk
from consultant_tui.screens.asking import Asking
from consultant_tui.screens.completion import words
from consultant_tui.screens.completion.asking import UnkeptDialog, Way
from consultant_tui.screens.completion.fields import CompletionFields
from consultant_tui.screens.completion.keeper import Keeper
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.ends import Title
from consultant_tui.widgets.hints import Hints
from consultant_tui.wording import phrases
from consultant_tui.wording.stories import Story, story_of

PAUSE = 1.0
"""Seconds without a change after which the draft is kept."""
AGAIN = 10.0
"""Seconds after which it is tried again when that failed."""


class Drafting(Asking[Completed]):
    """The fields of one session in progress; whatever is written is kept before it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+tab", "app.focus_previous", "Previous field", show=False, priority=True),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
        Binding("ctrl+c", "back", "Back", show=False),
    ]

    DEFAULT_CSS = """
    Drafting {
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
        self._title = Title()
        self._fields = CompletionFields(form)
        self._against = Static("", id="against", markup=False)
        self._saved = phrases.clock(form.saved) if form.saved else ""
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out title, fields and hints."""
        yield self._title
        with VerticalScroll(can_focus=False):
            yield self._against
            yield self._fields
        yield Hints()

    def on_mount(self) -> None:
        """Say whose session it is, and begin."""
        self._title.left = f"Complete {self._form.client} · {self._form.case}"
        self._tell(words.saved(self._form.saved) if self._form.saved else "nothing written yet")
        self._fields.enter()
        self.refresh_bindings()

    def _tell(self, state: str) -> None:
        self._title.right = (words.start(self._form), state)

    @on(CompletionFields.Edited)
    def _edited(self) -> None:
        if not self._keeper.holds(self._fields.draft):
            self._tell("writing…")
            self._wait(PAUSE)

    def _wait(self, seconds: float) -> None:
        if self._pause is not None:
            self._pause.stop()
        if not self.is_attached:
            return  # An answer may come while the screen is being left.
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
        self._saved = phrases.clock(kept.saved)
        self._fields.mend(kept.against)
        if self._keeper.holds(self._fields.draft):
            self._tell(words.saved(kept.saved))
        return kept

    async def ask_way(self, error: ApiError) -> Way | None:
        """Ask what is done about a draft that is not kept; trying again may replace what was written elsewhere."""
        overtaken = isinstance(error, Refused) and error.has(Code.DRAFT_CHANGED)
        story = story_of(error, self._form.client_term)
        dialog = UnkeptDialog(self.desk, story, self._saved, overtaken=overtaken)
        way: Way | None = await self.app.push_screen_wait(dialog)
        if overtaken and way is Way.RETRY:
            self._keeper.overrule()
        return way

    def _say(self, said: str) -> None:
        self._against.update(Content(said))
        self._against.display = bool(said)

    async def _story(self, story: Story, *, retry: bool) -> bool:
        again: bool | None = await self.app.push_screen_wait(Trouble(self.desk, story, retry=retry))
        return again is True

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

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
                way = await self.ask_way(error)
                if way is Way.LEAVE:
                    break
                if way is not Way.RETRY:
                    return
        self.dismiss(None)
