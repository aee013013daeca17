"""Owns the dialog for signing in, at the start or over whatever was going on."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.api.errors import ApiError, Refused
from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back, Onward
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.dialog import Dialog
from consultant_tui.widgets.entry import Entry
from consultant_tui.widgets.field import Field
from consultant_tui.widgets.press import Press
from consultant_tui.wording.refusals import why_refused
from consultant_tui.wording.stories import story_of


class SignInDialog(Dialog[bool]):
    """Asks for address and password; its result is whether somebody is signed in now."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (Onward, Back)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*OFFERS),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
    ]

    DEFAULT_CSS = """
    SignInDialog {
        & #why { margin-bottom: 1; color: $text-muted; }
        & #password { margin-top: 1; }
        & Field > .entry > Entry { width: 1fr; background: $panel; }
        & .hint { display: none; }
        & #wrong { margin-top: 1; color: $text-error; display: none; }
        & #wrong.-said { display: block; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        """Make the dialog; somebody who was signed in comes back as the same."""
        super().__init__(desk, "Sign in")
        self._again = desk.credentials.entered
        self._email = Entry(desk.credentials.email, max_length=254, id="email_entry", disabled=self._again)
        self._password = Entry(password=True, max_length=200, id="password_entry")
        self._going = False

    def body(self) -> Iterable[Widget]:
        """Say why, and ask."""
        address = clean(self.desk.api.address)
        why = (
            "Sign in again to go on. Nothing that you entered is lost."
            if self._again
            else f"Your e-mail address and password at {address}."
        )
        yield Static(Content(why), id="why")
        yield Field("E-mail", self._email, id="email")
        yield Field("Password", self._password, id="password")
        yield Static("", id="wrong")

    def presses(self) -> Iterable[Press]:
        """Offer to sign in."""
        yield Press("Close", id="close")
        yield Press("Sign in", id="sign_in")

    def on_mount(self) -> None:
        """Begin with what is not known."""
        (self._password if self._email.value else self._email).focus()

    @on(Press.Pressed, "#close")
    def action_back(self) -> None:
        """Close without signing in."""
        self.dismiss(False)

    @on(Press.Pressed, "#sign_in")
    def action_onward(self) -> None:
        """Sign in, or go to the field that is still empty."""
        for entry in (self._email, self._password):
            if not entry.value.strip():
                entry.focus()
                return
        if not self._going:
            self._enter()

    @work(exclusive=True, group="sign_in")
    async def _enter(self) -> None:
        self._going = True
        self._say("")
        try:
            await self.ask(self.desk.api.sign_in(self._email.value.strip(), self._password.value))
        except Refused as error:
            self._say(" ".join(why_refused(refusal) for refusal in error.problem.refusals))
            self._password.value = ""
            self._password.focus()
        except ApiError as error:
            self._say(story_of(error).happened)
        else:
            self.dismiss(True)
            return
        finally:
            self._going = False

    def _say(self, wrong: str) -> None:
        line = self.query_one("#wrong", Static)
        line.update(Content(f"✗ {wrong}" if wrong else ""))
        line.set_class(bool(wrong), "-said")
