"""Owns the commands of the wizard and of its receipt."""

from consultant_tui.commands.command import Command, Need
from consultant_tui.commands.everywhere import Onward
from consultant_tui.commands.quick_view import CopyReference


class ReviewBooking(Onward):
    """Go on to the review (seed 001, step 5)."""

    title = "Review booking"
    help = "Check the details, then show the whole booking once more."
    footer = "Review booking"


class TakeTime(Onward):
    """Take the free time under the cursor instead of the one that is entered."""

    title = "Take this time"
    help = "Fill in the free time under the cursor."
    footer = "Take this time"


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


class FinaliseSeries(Finalise):
    """Book every date of the series that was reviewed."""

    title = "Finalise appointments"
    help = "Book every date as it stands on the review, or none."
    footer = "Finalise appointments"


class Leave(Command):
    """Leave the wizard after a question."""

    name = "leave"
    keys = ("q", "ctrl+c")
    title = "Leave the booking"
    help = "Leave without booking, after a question."


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
