"""Owns the commands: one class for each thing a consultant may ask for, with its keys, words and needs."""

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
    REBOOK = auto()
    """The backend lets this appointment be rebooked."""
    FILTERED = auto()
    """A filter is on."""
    WAITING = auto()
    """An answer is being waited for, and it takes long."""
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
    aside: ClassVar[bool] = False
    """Whether it stands at the right end of the footer."""
    first: ClassVar[bool] = False
    """Whether its keys go before those of the field that has the focus."""


class Commence(Command):
    """Open the session summary of a row (seed 001, step 1)."""

    name = "commence"
    keys = ("c",)
    title = "Commence"
    help = "Review the client's sessions, then start this one or go on to rebook."
    footer = "Commence"
    needs = frozenset({Need.ROW, Need.COMMENCE})


class Rebook(Command):
    """Open the session summary with the way to the next appointment at hand."""

    name = "rebook"
    keys = ("r",)
    title = "Rebook"
    help = "Book the client's next appointment, starting from this one."
    footer = "Rebook"
    needs = frozenset({Need.ROW, Need.REBOOK, Need.CHANGES})


class Open(Command):
    """Open the session summary of a row, whatever its state."""

    name = "open"
    keys = ("enter",)
    title = "Open"
    help = "Show the session summary of this appointment."
    footer = "Open"
    needs = frozenset({Need.ROW})


class CopyReference(Command):
    """Put a reference on the clipboard."""

    name = "copy_reference"
    keys = ("y",)
    title = "Copy the reference"
    help = "Put the appointment's reference on the clipboard."
    needs = frozenset({Need.ROW})


class CopyReceipt(CopyReference):
    """Put the reference of the new appointment on the clipboard."""

    footer = "Copy the reference"
    needs = frozenset()


class ToQuickView(Command):
    """Go from the receipt to Quick View."""

    name = "to_quick_view"
    keys = ("enter", "escape", "q")
    title = "To Quick View"
    help = "Go back to Quick View, where the new appointment is highlighted."
    footer = "To Quick View"


class Filter(Command):
    """Narrow all sections to what matches."""

    name = "filter"
    keys = ("slash",)
    title = "Filter"
    help = "Show only the appointments whose name, case or state contains what you type."
    footer = "Filter"


class ClearFilter(Command):
    """Show everything again."""

    name = "clear_filter"
    keys = ("escape",)
    title = "Clear the filter"
    help = "Show all appointments again."
    needs = frozenset({Need.FILTERED})


class ToNotStarted(Command):
    """Jump to the first section."""

    name = "section_1"
    keys = ("1",)
    title = "Go to Not started"
    help = "Jump to the appointments not started."


class ToInProgress(Command):
    """Jump to the second section."""

    name = "section_2"
    keys = ("2",)
    title = "Go to In progress"
    help = "Jump to the appointments in progress."


class ToRecentlyCompleted(Command):
    """Jump to the third section."""

    name = "section_3"
    keys = ("3",)
    title = "Go to Recently completed"
    help = "Jump to the appointments recently completed."


class Refresh(Command):
    """Ask the backend again."""

    name = "refresh_view"
    keys = ("ctrl+r",)
    title = "Refresh"
    help = "Ask the backend again; the cursor stays on the same appointment."


class Why(Command):
    """Explain the session count."""

    name = "why"
    keys = ("w",)
    title = "Why this count?"
    help = "Show every change of the session count with its cause."
    footer = "Why this count?"


class Onward(Command):
    """Go on to the next step."""

    name = "onward"
    keys = ("enter",)
    title = "Go on"
    help = "Go on to the next step."
    footer = "Go on"


class ReviewBooking(Onward):
    """Go on to the review (seed 001, step 5)."""

    title = "Review booking"
    help = "Check the details, then show the whole booking once more."
    footer = "Review booking"


class EarlierWeek(Command):
    """Look at the week before."""

    name = "earlier_week"
    keys = ("left_square_bracket",)
    title = "Earlier week"
    help = "Show the week before."


class LaterWeek(Command):
    """Look at the week after."""

    name = "later_week"
    keys = ("right_square_bracket",)
    title = "Later week"
    help = "Show the week after."
    footer = "Later week"


class Back(Command):
    """Go back one step, or close a dialog."""

    name = "back"
    keys = ("escape",)
    title = "Back"
    help = "Go back one step; nothing is lost."
    footer = "Back"


class Leave(Command):
    """Leave the wizard after a question."""

    name = "leave"
    keys = ("q", "ctrl+c")
    title = "Leave the booking"
    help = "Leave without booking, after a question."


class SameTimeNextWeek(Command):
    """Take last time's weekday and hour, a week later."""

    name = "same_time_next_week"
    keys = ("ctrl+s",)
    title = "Same time next week"
    help = "Fill in the repeated appointment's time, in the next week that lies ahead."
    footer = "Same time next week"
    needs = frozenset({Need.AHEAD})
    first = True


class Finalise(Command):
    """Book what was reviewed (seed 001, step 6)."""

    name = "finalise"
    keys = ("ctrl+f",)
    title = "Finalise appointment"
    help = "Book the appointment as it stands on the review."
    footer = "Finalise appointment"
    needs = frozenset({Need.CHANGES})
    first = True


class GiveUp(Command):
    """Stop waiting for an answer."""

    name = "give_up"
    keys = ("escape",)
    title = "Stop waiting"
    help = "Stop waiting for the backend's answer."
    needs = frozenset({Need.WAITING})
    first = True


class Help(Command):
    """Show what may be done here."""

    name = "help"
    keys = ("question_mark", "f1")
    title = "Help"
    help = "Show the keys and words of this screen."
    footer = "Help"
    aside = True


class Menu(Command):
    """Show the commands of this screen to choose from."""

    name = "menu"
    keys = ("ctrl+p",)
    title = "Menu"
    help = "Find a command by its name."
    footer = "Menu"
    aside = True
    first = True


class Quit(Command):
    """End the program."""

    name = "quit"
    keys = ("q",)
    title = "Quit"
    help = "End the program."


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

    def offered(self) -> list[type[Command]]:
        """List the commands that may be given now."""
        met = self.met()
        return [command for command in self.OFFERS if command.needs <= met]
