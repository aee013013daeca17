"""Owns the commands of Quick View and of the session summary: the ways on from an appointment, and about the list."""

from consultant_tui.commands.command import Command, Need


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


class Filter(Command):
    """Narrow all sections to what matches."""

    name = "filter"
    keys = ("slash",)
    title = "Filter"
    help = "Show only the appointments whose name, case or state contains what you type."
    footer = "Filter"


class KeepFilter(Command):
    """Work with the rows that the filter shows."""

    name = "keep_filter"
    keys = ("enter",)
    title = "Keep the filter"
    help = "Go back to the rows, and keep the filter on."
    footer = "Keep"


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


class Quit(Command):
    """End the program."""

    name = "quit"
    keys = ("q",)
    title = "Quit"
    help = "End the program."
