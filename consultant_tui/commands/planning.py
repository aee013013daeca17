"""Owns the commands of the calendar: weeks and days, leave and breaks, files and the private feed."""

from consultant_tui.commands.command import Command, Need


class ToCalendar(Command):
    """Open the calendar."""

    name = "calendar"
    keys = ("v",)
    title = "Calendar"
    help = "Show your week across all schedules: appointments, leave, holidays and free times."
    footer = "Calendar"


class BookHere(Command):
    """Book the free time under the cursor."""

    name = "book_here"
    keys = ("r", "enter")
    title = "Rebook a client here"
    help = "Choose one of your recent clients and book this free time."
    footer = "Rebook here"
    needs = frozenset({Need.FREE, Need.CHANGES})


class AddLeave(Command):
    """Be away for days, or take a break."""

    name = "add_leave"
    keys = ("a",)
    title = "Add leave or a break"
    help = "Say from when until when; appointments in it are listed first and stay as they are."
    footer = "Add leave"
    needs = frozenset({Need.CHANGES})


class RemoveLeave(Command):
    """Be there after all."""

    name = "remove_leave"
    keys = ("x",)
    title = "Remove this leave"
    help = "Take this leave or break out of the calendar, after a question."
    footer = "Remove leave"
    needs = frozenset({Need.LEAVE, Need.CHANGES})


class DayOrWeek(Command):
    """Look at a day, or at a week."""

    name = "day_or_week"
    keys = ("d",)
    title = "Day or week"
    help = "Show the day under the cursor alone, or the whole week again."
    footer = "Day/week"


class Sooner(Command):
    """Look at the time before."""

    name = "shift(-1)"
    keys = ("left_square_bracket",)
    title = "Earlier week or day"
    help = "Show the week or day before."


class Later(Command):
    """Look at the time after."""

    name = "shift(1)"
    keys = ("right_square_bracket",)
    title = "Later week or day"
    help = "Show the week or day after."


class ToToday(Command):
    """Look at the present."""

    name = "today"
    keys = ("home", "g")
    title = "Today"
    help = "Show the present week or day."


class ExportWeek(Command):
    """Write the days that are shown for a spreadsheet."""

    name = "export_csv"
    keys = ("s",)
    title = "Save as CSV"
    help = "Write the days that are shown to a file for a spreadsheet."


class ExportCalendar(Command):
    """Write the days that are shown for a calendar program."""

    name = "export_calendar"
    keys = ("i",)
    title = "Save as .ics"
    help = "Write the days that are shown to a file for a calendar program, without anybody's name."


class PrivateFeed(Command):
    """Make or revoke the private feed."""

    name = "feed"
    keys = ("l",)
    title = "Private calendar link"
    help = "Make an address that your own calendar program can read, copy it, or revoke it."
    needs = frozenset({Need.CHANGES})
