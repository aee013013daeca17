"""Owns the dialog in which a consultant chooses another password."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.api.errors import ApiError, Refused, Unknown
from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back, Onward
from consultant_tui.contract.refusals import Code
from consultant_tui.desk import Desk
from consultant_tui.screens.changed_or_not import Outcome, settle
from consultant_tui.screens.dialog import Dialog
from consultant_tui.screens.trouble import Trouble
from consultant_tui.widgets.entry import Entry
from consultant_tui.widgets.field import Question
from consultant_tui.widgets.press import Press
from consultant_tui.wording.refusals import why_refused
from consultant_tui.wording.stories import story_of


class PasswordDialog(Dialog[bool]):
    """Asks for the present password and twice for the new one; its result is whether it was changed."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Onward, Back)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*OFFERS),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
    ]

    DEFAULT_CSS = """
    PasswordDialog {
        & #why { margin-bottom: 1; color: $text-muted; }
        & Field { margin-bottom: 1; }
        & Field > .entry > Entry { width: 1fr; background: $panel; }
        & .hint { display: none; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Change the password")
        self._entries = {name: Entry(password=True, max_length=200) for name in ("present", "new", "again")}
        labels = {"present": "Present password", "new": "New password", "again": "Once more"}
        self._fields = {name: Question(labels[name], entry, id=name) for name, entry in self._entries.items()}

    def body(self) -> Iterable[Widget]:
        """Say what it does, and ask."""
        yield Static(
            Content("Several words that do not belong together are good. You are signed out elsewhere."), id="why"
        )
        yield from self._fields.values()

    def presses(self) -> Iterable[Press]:
        """Offer to change it."""
        yield Press("Close", id="close")
        yield Press("Change the password", id="change")

    def on_mount(self) -> None:
        """Begin with the present one."""
        self._entries["present"].focus()

    @on(Press.Pressed, "#close")
    def action_back(self) -> None:
        """Close and change nothing."""
        self.dismiss(False)

    @on(Press.Pressed, "#change")
    def action_onward(self) -> None:
        """Change it, or go to the field that is still empty."""
        for name, entry in self._entries.items():
            if not entry.value:
                self._fields[name].enter()
                return
        if self._entries["again"].value != self._entries["new"].value:
            self._say("again", "The two are not the same.")
            return
        self._change()

    @work(exclusive=True, group="change")
    async def _change(self) -> None:
        self._say("", "")
        try:
            await self.ask(
                self.desk.api.change_password(self._entries["present"].value, self._entries["new"].value), changes=True
            )
        except Unknown:
            if await settle(self, self._look_for_new) is Outcome.MADE:
                self.dismiss(True)
        except Refused as error:
            where = "present" if error.has(Code.WRONG_CREDENTIALS) else "new"
            if error.has(Code.WRONG_CREDENTIALS):
                self._say(where, "This is not your present password.")
            else:
                self._say(where, " ".join(why_refused(refusal) for refusal in error.problem.refusals))
        except ApiError as error:
            await self.app.push_screen_wait(Trouble(self.desk, story_of(error), retry=False))
        else:
            self.dismiss(True)

    async def _look_for_new(self) -> Outcome:
        """Find out whether the new password is in force, by signing in with it."""
        try:
            await self.desk.api.sign_in(self.desk.credentials.email, self._entries["new"].value)
        except Refused as error:
            if error.has(Code.WRONG_CREDENTIALS):
                return Outcome.NOT_MADE
            raise
        return Outcome.MADE

    def _say(self, where: str, wrong: str) -> None:
        for name, field in self._fields.items():
            field.say(wrong if name == where else "")
        if where:
            self._fields[where].enter()
