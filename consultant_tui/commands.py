"""Owns the commands: one class for each thing a consultant may ask for, with its keys, words and needs."""

from consultant_tui.commanding import Command, Need


class Commence(Command):
    """Open the session summary of a row (seed 001, step 1)."""

    name = "commence"
    keys = ("c",)
    title = "Commence"
    help = "Review the client's sessions, then start this one or go on to rebook."
    footer = "Commence"
    green = True
    needs = frozenset({Need.ROW, Need.COMMENCE})


class Resume(Command):
    """Go on with a session in progress, to complete it."""

    name = "resume"
    keys = ("c",)
    title = "Resume"
    help = "Go on with this session: write its notes and sign it off."
    footer = "Resume"
    needs = frozenset({Need.ROW, Need.RESUME, Need.CHANGES})


class NextField(Command):
    """Go to the next field of a form that takes every other key."""

    name = "next_field"
    keys = ("tab",)
    title = "Next field"
    help = "Go to the next field; shift+tab goes to the one before."
    footer = "Next field"
    first = True
    """So that what is typed or pasted right after is for the next field."""


class SignOff(Command):
    """Close a session for good."""

    name = "sign_off"
    keys = ("ctrl+o",)
    title = "Consultant sign off"
    help = "Close the session for good, after a question; nothing in it can change after."
    footer = "Consultant sign off"
    needs = frozenset({Need.CHANGES})
    first = True


class SaveFile(Command):
    """Write the file of a record to the disk."""

    name = "save_file"
    keys = ("s",)
    title = "Save the file"
    help = "Write the file that was signed off to your disk."
    footer = "Save the file"
    needs = frozenset({Need.FILE})


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
    """Go from the receipt to where the rebooking began: Quick View."""

    name = "go_back"
    keys = ("enter", "escape", "q")
    title = "To Quick View"
    help = "Go back to Quick View, where the new appointment is highlighted."
    footer = "To Quick View"


class ToClientAgain(ToQuickView):
    """The same when it began on a client's page."""

    title = "To the client page"
    help = "Go back to the client page, where the cursor is on the new appointment."
    footer = "To the client page"


class ToCalendarAgain(ToQuickView):
    """The same when it began in the calendar."""

    title = "To the calendar"
    help = "Go back to the calendar, where the cursor is on the new appointment."
    footer = "To the calendar"


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
    footer = "Show all"
    help = "Show all appointments again."
    needs = frozenset({Need.FILTERED})


class ToNotStarted(Command):
    """Jump to the first section."""

    name = "section(0)"
    keys = ("1",)
    title = "Go to Not started"
    help = "Jump to the appointments not started."


class ToInProgress(Command):
    """Jump to the second section."""

    name = "section(1)"
    keys = ("2",)
    title = "Go to In progress"
    help = "Jump to the appointments in progress."


class ToRecentlyCompleted(Command):
    """Jump to the third section."""

    name = "section(2)"
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


class Help(Command):
    """Show what may be done here."""

    name = "help"
    keys = ("question_mark", "f1")
    title = "Help"
    help = "Show the keys and words of this screen."
    footer = "Help"
    aside = True


class HelpBesideNotes(Command):
    """Show what may be done here, where a question mark is text."""

    name = "help"
    keys = ("f1",)
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
