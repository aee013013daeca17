"""Owns what a command is: keys, words and needs in one place, and how screens come by them."""

from enum import StrEnum, auto
from typing import ClassVar, Generic

from textual.binding import Binding, BindingType
from textual.screen import Screen, ScreenResultType


class Need(StrEnum):
    """What must hold before a command is offered."""

    CHANGES = auto()
    """The program was not started to only look."""
    ROW = auto()
    """There is a row under the cursor."""
    COMMENCE = auto()
    """The backend lets this appointment be commenced."""
    RESUME = auto()
    """The backend lets this session be gone on with."""
    REBOOK = auto()
    """The backend lets this appointment be rebooked."""
    EDIT = auto()
    """The backend lets this appointment be edited."""
    MOVE = auto()
    """The backend lets this appointment be moved."""
    CANCEL = auto()
    """The backend lets this appointment be cancelled."""
    NO_SHOW = auto()
    """The backend lets this appointment be marked as a no show."""
    UNDO = auto()
    """What was done last to this appointment may still be taken back."""
    FILE = auto()
    """A file was signed off."""
    FREE = auto()
    """There is a free time under the cursor."""
    LEAVE = auto()
    """There is leave under the cursor."""
    UNVERIFIED = auto()
    """There is an account under the cursor whose e-mail address is not confirmed."""
    WAITING_ACCOUNT = auto()
    """There is an account under the cursor that is confirmed and belongs to nobody yet."""
    CANDIDATE = auto()
    """There is a client under the cursor who may be the holder of an account."""
    IS_CLIENT = auto()
    """Whose page it is is a client, and no prospect."""
    JOINED = auto()
    """There is an association under the cursor that may be undone."""
    FILTERED = auto()
    """A filter is on."""
    WAITING = auto()
    """An answer is being waited for, and it takes long."""
    SIGNED_IN = auto()
    """Somebody signed in with a password."""
    AHEAD = auto()
    """The booking is for a time to come."""


class Command:
    """One thing a consultant may ask for; a screen does it in ``action_<name>``."""

    name: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    """As Textual names them; the first one is shown."""
    title: ClassVar[str]
    """Its entry in the menu and in help."""
    help: ClassVar[str]
    """What it does, in a sentence."""
    footer: ClassVar[str] = ""
    """What the footer says; nothing keeps it out of the footer."""
    needs: ClassVar[frozenset[Need]] = frozenset()
    shown_with: ClassVar[frozenset[Need]] = frozenset()
    """What must hold as well before the footer names it."""
    aside: ClassVar[bool] = False
    """Whether it stands at the right end of the footer."""
    green: ClassVar[bool] = False
    """Whether the footer shows its key in green."""
    first: ClassVar[bool] = False
    """Whether its keys go before those of the field that has the focus."""


class GiveUp(Command):
    """Stop waiting for an answer."""

    name = "give_up"
    keys = ("escape",)
    title = "Stop waiting"
    help = "Stop waiting for the backend's answer."
    needs = frozenset({Need.WAITING})
    first = True


_SHOWN = {
    "enter": "⏎",
    "escape": "esc",
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


def shown(key: str) -> str:
    """Write a key as the footer does: "⏎", "^p", "F1"."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return _SHOWN.get(key) or (key.upper() if key[0] == "f" and key[1:].isdigit() else key)


def bindings(*offers: type[Command]) -> list[BindingType]:
    """Make a screen's key bindings from its commands; all screens can stop waiting."""
    return [
        Binding(",".join(command.keys), command.name, command.title, show=False, priority=command.first)
        for command in _with_give_up(offers)
    ]


def _with_give_up(offers: tuple[type[Command], ...]) -> tuple[type[Command], ...]:
    return (GiveUp, *offers)


class Commanded(Screen[ScreenResultType], Generic[ScreenResultType]):
    """A screen that does commands; set ``OFFERS`` and ``BINDINGS = bindings(*OFFERS)``."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = ()
    """In the order of footer, menu and help."""

    def met(self) -> frozenset[Need]:
        """Say which needs hold now."""
        return frozenset()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow a command only while its needs are met."""
        command = next((command for command in _with_give_up(self.OFFERS) if command.name == action), None)
        if command is not None and not command.needs <= self.met():
            return False
        return super().check_action(action, parameters)

    def offered(self, met: frozenset[Need] | None = None) -> list[type[Command]]:
        """List the commands that may be given now.

        Args:
            met: The needs that hold now, for who knows them already.
        """
        holding = self.met() if met is None else met
        return [command for command in self.OFFERS if command.needs <= holding]
