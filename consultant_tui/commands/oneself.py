"""Owns the commands about oneself: sign out, and change the password."""

from consultant_tui.commands.command import Command, Need


class SignOut(Command):
    """End the sign-in and the program."""

    name = "sign_out"
    keys = ("ctrl+l",)
    title = "Sign out"
    help = "Sign out on this computer, and end the program."
    needs = frozenset({Need.SIGNED_IN})


class ChangePassword(Command):
    """Choose another password."""

    name = "change_password"
    keys = ("ctrl+k",)
    title = "Change the password"
    help = "Choose another password; you are signed out everywhere else."
    needs = frozenset({Need.SIGNED_IN, Need.CHANGES})
