"""Owns the commands with which a session is completed, and its record read."""

from consultant_tui.commands.command import Command, Need


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
