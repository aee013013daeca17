"""Owns the commands that end, edit, move or take back an appointment, or a date of a series to be booked."""

from consultant_tui.commands.command import Command, Need


class Edit(Command):
    """Change how an appointment is held, or when on its day."""

    name = "edit"
    keys = ("e",)
    title = "Edit the appointment"
    help = "Change how you meet, the time on that day, the notification or who attends."
    footer = "Edit"
    needs = frozenset({Need.ROW, Need.EDIT, Need.CHANGES})


class Move(Command):
    """Give an appointment another time or line."""

    name = "move"
    keys = ("m",)
    title = "Move the appointment"
    help = "Take another date or line; the old time is kept until the new one is held."
    footer = "Move"
    needs = frozenset({Need.ROW, Need.MOVE, Need.CHANGES})


class Cancel(Command):
    """Call an appointment off."""

    name = "cancel"
    keys = ("x",)
    title = "Cancel the appointment"
    help = "Say who cancels and why; what it costs is shown before anything happens."
    footer = "Cancel"
    needs = frozenset({Need.ROW, Need.CANCEL, Need.CHANGES})


class NoShow(Command):
    """Record that a client did not come."""

    name = "no_show"
    keys = ("n",)
    title = "Mark as a no show"
    help = "Record that nobody came, and how you tried to reach them; it costs a session."
    footer = "No show"
    needs = frozenset({Need.ROW, Need.CANCEL, Need.CHANGES})
    shown_with = frozenset({Need.NO_SHOW})


class Undo(Command):
    """Take back what was done last."""

    name = "undo"
    keys = ("u",)
    title = "Undo"
    help = "Take back the last booking, move, cancellation or no show, for a short while."
    footer = "Undo"
    needs = frozenset({Need.ROW, Need.CHANGES})
    shown_with = frozenset({Need.UNDO})


class DoMove(Command):
    """Move the appointment to the time that is entered."""

    name = "onward"
    keys = ("enter",)
    title = "Move the appointment"
    help = "Check the time, and move the appointment there."
    footer = "Move it there"


class Save(Command):
    """Save what was edited."""

    name = "onward"
    keys = ("enter",)
    title = "Save"
    help = "Check what is entered, and save it."
    footer = "Save"


class LeaveUnchanged(Command):
    """Leave without changing the appointment."""

    name = "leave"
    keys = ("q", "ctrl+c")
    title = "Leave"
    help = "Leave the appointment as it is."


class MoveDate(Command):
    """Move one date of a series."""

    name = "move_date"
    keys = ("m",)
    title = "Move this date"
    help = "Give this date of the series another day or time."
    footer = "Move"
    needs = frozenset({Need.CHANGES})


class DropDate(Command):
    """Leave one date of a series out, or take it again."""

    name = "drop_date"
    keys = ("x", "delete")
    title = "Drop this date"
    help = "Leave this date out of the series, or take it again."
    footer = "Drop"
    needs = frozenset({Need.CHANGES})
