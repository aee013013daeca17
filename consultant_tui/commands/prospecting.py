"""Owns the commands by which a consultant looks after accounts for online booking."""

from consultant_tui.commands.command import Command, Need


class OpenProspect(Command):
    """Open the account under the cursor."""

    name = "open"
    keys = ("enter",)
    title = "Open"
    help = "Show what is known of this account, what it has booked, and which clients match."
    footer = "Open"
    needs = frozenset({Need.ROW})


class Compare(Command):
    """Compare the holder of an account with the client under the cursor."""

    name = "compare"
    keys = ("enter", "a")
    title = "Associate"
    help = "Show what differs between the account and this client, then associate them if they are the same."
    footer = "Associate"
    needs = frozenset({Need.CANDIDATE})


class OpenSession(Command):
    """Open the summary of a session that was booked online."""

    name = "open_session"
    keys = ("enter",)
    title = "Open the session"
    help = "Show the session summary of this appointment."
    footer = "Open"
    needs = frozenset({Need.ROW})


class Verify(Command):
    """Take an address as confirmed."""

    name = "verify"
    keys = ("v",)
    title = "Verify by hand"
    help = "Take the e-mail address as confirmed, for somebody who cannot find the mail."
    footer = "Verify"
    needs = frozenset({Need.UNVERIFIED, Need.CHANGES})


class Resend(Command):
    """Send the mail again that asks to confirm an address."""

    name = "resend"
    keys = ("s",)
    title = "Send the verification mail again"
    help = "Send a new link by which the e-mail address is confirmed; the one before is good no more."
    footer = "Send again"
    needs = frozenset({Need.UNVERIFIED, Need.CHANGES})


class CreateClient(Command):
    """Make the holder of an account a new client."""

    name = "create_client"
    keys = ("c",)
    title = "Create a client"
    help = "Make the holder of this account a new client; what they told is filled in and can be changed."
    footer = "Create client"
    needs = frozenset({Need.WAITING_ACCOUNT, Need.CHANGES})


class AnotherClient(Command):
    """Look for a client whom the rules did not find."""

    name = "another_client"
    keys = ("f",)
    title = "Compare with another client"
    help = "Find one of your clients by name or reference, and compare; the rules need not match."
    footer = "Another client"
    needs = frozenset({Need.WAITING_ACCOUNT, Need.CHANGES})


class Part(Command):
    """Undo an association."""

    name = "part"
    keys = ("u",)
    title = "Undo the association"
    help = "Give the account and its sessions back, exactly as they were, after a question."
    footer = "Undo"
    needs = frozenset({Need.JOINED, Need.CHANGES})


class CopyEmail(Command):
    """Put an e-mail address on the clipboard."""

    name = "copy_email"
    keys = ("y",)
    title = "Copy the e-mail address"
    help = "Put the e-mail address of this account on the clipboard."
    needs = frozenset({Need.ROW})


class ToWaiting(Command):
    """Jump to the accounts that wait."""

    name = "section(0)"
    keys = ("1",)
    title = "Go to those who wait"
    help = "Jump to the accounts that wait to be associated."


class ToLately(Command):
    """Jump to what was associated lately."""

    name = "section(1)"
    keys = ("2",)
    title = "Go to those associated lately"
    help = "Jump to the accounts that you associated lately; each can be undone."


class ToCandidates(Command):
    """Jump to the clients who match."""

    name = "section(0)"
    keys = ("1",)
    title = "Go to the clients who match"
    help = "Jump to the clients with the same names and the same phone, e-mail or address."


class ToBooked(Command):
    """Jump to what was booked."""

    name = "section(1)"
    keys = ("2",)
    title = "Go to what was booked"
    help = "Jump to the sessions that this account has booked with you."


class GiveAccess(Command):
    """Give a client access to online booking."""

    name = "give_access"
    keys = ("a",)
    title = "Give access to online booking"
    help = "Set the client's e-mail address and a first password, and get the text to hand over."
    needs = frozenset({Need.IS_CLIENT, Need.CHANGES})


class CopyText(Command):
    """Put the text that is handed over on the clipboard."""

    name = "copy_text"
    keys = ("y",)
    title = "Copy the text"
    help = "Put the text for the client on the clipboard."
