"""Owns how a client is given access to online booking: an address, a first password, and the text to hand over."""

import secrets
from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from consultant_tui.commands.command import Command, bindings
from consultant_tui.commands.everywhere import Back
from consultant_tui.commands.prospecting import CopyText
from consultant_tui.contract.prospects import AccessGiven, AccessOffer
from consultant_tui.contract.refusals import Field as At
from consultant_tui.contract.text import clean
from consultant_tui.desk import Desk
from consultant_tui.screens.changed_or_not import Outcome
from consultant_tui.screens.dialog import Dialog
from consultant_tui.screens.prospects.form import Form
from consultant_tui.widgets.press import Press
from consultant_tui.wording import prospects

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters that look alike."""
_GROUPS, _IN_GROUP = 4, 4


class AccessDialog(Form[AccessGiven]):
    """Asks for the address and a first password; its result is the access that was given."""

    DOES = "Give access"

    DEFAULT_CSS = "AccessDialog .said { margin-bottom: 1; }"

    def __init__(self, desk: Desk, offer: AccessOffer, term: str) -> None:
        """Make the form.

        Args:
            desk: What the consultant works with.
            offer: What the backend answered.
            term: What the provider calls a client.
        """
        super().__init__(desk, f"Online booking for {offer.name}", term)
        self._offer = offer
        self._email = self.add(At.EMAIL, "E-mail", offer.email, 254, placeholder="name@example.org")
        self._password = self.add(At.PASSWORD, "First password", first_password(), 128)

    @property
    def password(self) -> str:
        """The first password."""
        return self._password.value

    def body(self) -> Iterable[Widget]:
        """Say what it does, and ask."""
        for sentence in prospects.access(self._offer, self.term):
            yield Static(Content(clean(sentence)), classes="said")
        if not self._offer.taken:
            yield from super().body()

    def presses(self) -> Iterable[Press]:
        """Offer to give it, unless the client has it."""
        if self._offer.taken:
            yield Press("Close", id="close")
        else:
            yield from super().presses()

    @on(Press.Pressed, "#do")
    def _give(self) -> None:
        self.send(self.desk.api.give_access(self._offer.client, self._email.value.strip(), self.password))

    async def look(self) -> AccessGiven | Outcome:
        """Find out whether the client has it: an account has the address that was sent, in small letters."""
        offer, email = await self.desk.api.access(self._offer.client), self._email.value.strip().lower()
        if not offer.taken:
            return Outcome.NOT_MADE
        if offer.taken != email:
            return Outcome.OVERTAKEN
        return AccessGiven(client=offer.client, account="", email=email, address=offer.address)


class HandOverDialog(Dialog[None]):
    """Shows the text for the client, once."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = (CopyText, Back)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*OFFERS)

    DEFAULT_CSS = """
    HandOverDialog {
        & > #frame { width: 76; }
        & #text { margin-bottom: 1; color: $text-accent; }
    }
    """

    def __init__(self, desk: Desk, given: AccessGiven, password: str) -> None:
        """Make the dialog.

        Args:
            desk: What the consultant works with.
            given: The access.
            password: The first password, which is kept nowhere.
        """
        super().__init__(desk, "Hand this over")
        self._text = prospects.hand_over(given, password)

    def body(self) -> Iterable[Widget]:
        """Show the text."""
        yield Static(Content("\n".join(map(clean, self._text.split("\n")))), id="text")
        yield Static(Content("The password is shown this once. Hand it over yourself; it is sent to nobody."))

    def presses(self) -> Iterable[Press]:
        """Offer to copy it."""
        yield Press("Close", id="close")
        yield Press("Copy the text  y", id="copy")

    def on_mount(self) -> None:
        """Begin with the copying."""
        self.query_one("#copy").focus()

    @on(Press.Pressed, "#copy")
    def action_copy_text(self) -> None:
        """Put the text on the clipboard."""
        self.app.copy_to_clipboard(self._text)
        self.notify("Copied the text", markup=False)

    @on(Press.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)


def first_password() -> str:
    """Make a password that is read out easily and that nobody guesses."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
