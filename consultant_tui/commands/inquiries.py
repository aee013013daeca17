"""Owns the commands by which a consultant looks things up: clients, histories, reports, online booking."""

from consultant_tui.commands.command import Command, Need


class Find(Command):
    """Look for a client, a case or an appointment."""

    name = "find"
    keys = ("f",)
    title = "Find a client or case"
    help = "Type the beginning of names, or a reference; the list follows as you type."
    footer = "Find"


class ToClientPage(Command):
    """Open the page of a row's client."""

    name = "client_page"
    keys = ("p",)
    title = "Client page"
    help = "Show everything about the client: details, cases, appointments."
    footer = "Client"
    needs = frozenset({Need.ROW})


class OpenFound(Command):
    """Open the page of the client that was found."""

    name = "open"
    keys = ("enter",)
    title = "Open the client page"
    help = "Show everything about the client that was found."
    footer = "Client page"
    needs = frozenset({Need.ROW})
    first = True


class OpenRow(Command):
    """Open what is under the cursor."""

    name = "open"
    keys = ("enter",)
    title = "Open"
    help = "Open the summary of an appointment, the count of a case, or a message."
    footer = "Open"


class History(Command):
    """Show what was done with an appointment."""

    name = "history"
    keys = ("h",)
    title = "History of the appointment"
    help = "Show who did what with this appointment, and when."
    footer = "History"
    needs = frozenset({Need.ROW})


class ToReports(Command):
    """Open the reports."""

    name = "reports"
    keys = ("t",)
    title = "Reports"
    help = "Show sessions per week, no shows, late cancellations, sessions left, overdue completions."
    footer = "Reports"


class Export(Command):
    """Write what is shown to a file."""

    name = "export"
    keys = ("e",)
    title = "Export as CSV"
    help = "Write the reports to a file for a spreadsheet."
    footer = "Export"


class TryAgain(Command):
    """Ask the backend again."""

    name = "try_again"
    keys = ("ctrl+r",)
    title = "Try again"
    help = "Ask the backend again."


class ToCases(Command):
    """Jump to the cases of a client."""

    name = "section(0)"
    keys = ("1",)
    title = "Go to the cases"
    help = "Jump to the cases of the client."


class ToAppointments(Command):
    """Jump to the appointments with a client."""

    name = "section(1)"
    keys = ("2",)
    title = "Go to the appointments"
    help = "Jump to your appointments with the client, the newest first."


class ToMessages(Command):
    """Jump to the messages about a client."""

    name = "section(2)"
    keys = ("3",)
    title = "Go to the messages"
    help = "Jump to what was sent to whom, the newest first; Enter reads one."


class OpenClient(Command):
    """Open the page of the client that a report names."""

    name = "client_page"
    keys = ("enter", "p")
    title = "Client page"
    help = "Show everything about the client: details, cases, appointments."
    footer = "Client page"
    needs = frozenset({Need.ROW})


class ToWeeks(Command):
    """Jump to the weeks."""

    name = "section(0)"
    keys = ("1",)
    title = "Go to the weeks"
    help = "Jump to what became of the appointments of each week."


class ToSessionsLeft(Command):
    """Jump to the sessions left."""

    name = "section(1)"
    keys = ("2",)
    title = "Go to the sessions left"
    help = "Jump to the sessions that each case has left, the fewest first."


class ToOverdue(Command):
    """Jump to the overdue completions."""

    name = "section(2)"
    keys = ("3",)
    title = "Go to the overdue completions"
    help = "Jump to the sessions that were started and wait to be completed."


class ToProspects(Command):
    """Look after those who came by themselves."""

    name = "prospects"
    keys = ("o",)
    title = "Prospects from online booking"
    help = "Show whose account waits to be verified, associated with a client or made a new one."


class ToOnlineBooking(Command):
    """Look at what is in force for online booking."""

    name = "online_booking"
    keys = ("b",)
    title = "Online booking settings"
    help = "Show what clients can book by themselves, which of your hours they find, and what they are asked."


class WhatToSay(Command):
    """Look up what to tell clients about online booking."""

    name = "what_to_say('')"
    keys = ("w",)
    title = "What to say about online booking"
    help = "Answers to what clients ask about online booking, to be read out or copied; the menu finds each."


class CopyStatement(Command):
    """Put what is to be said on the clipboard."""

    name = "copy_statement"
    keys = ("y",)
    title = "Copy what to say"
    help = "Put what is to be said on the clipboard."
    footer = "Copy"


class CopyAddress(Command):
    """Put the portal's address on the clipboard."""

    name = "copy_address"
    keys = ("y",)
    title = "Copy the address"
    help = "Put the address of online booking on the clipboard."
    footer = "Copy the address"


class ToInForce(Command):
    """Jump to what is set."""

    name = "section(0)"
    keys = ("1",)
    title = "Go to what is set"
    help = "Jump to the settings that are in force."
    footer = "Settings"


class ToOwnHours(Command):
    """Jump to one's own hours."""

    name = "section(1)"
    keys = ("2",)
    title = "Go to your hours"
    help = "Jump to your hours, and whether clients find them."
    footer = "Your hours"


class ToNewClients(Command):
    """Jump to the way of a new client."""

    name = "section(2)"
    keys = ("3",)
    title = "Go to what a new client is asked"
    help = "Jump to the preview of what somebody is asked who books for the first time."
    footer = "New"


class ToExistingClients(Command):
    """Jump to the way of an existing client."""

    name = "section(3)"
    keys = ("4",)
    title = "Go to what an existing client is asked"
    help = "Jump to the preview of what somebody is asked who is a client already."
    footer = "Existing"
