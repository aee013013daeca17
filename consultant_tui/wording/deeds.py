"""Owns the words for what was looked up: what was done to an appointment, by whom, and figures over weeks."""

from consultant_tui.contract.cases import Figures
from consultant_tui.contract.finding import CaseLine, Contact, Deed, Past
from consultant_tui.contract.messages import MessageLine
from consultant_tui.contract.moments import Moment
from consultant_tui.contract.vocabulary import MessageState
from consultant_tui.wording import phrases

_ACTS = {
    "booked": "Booked",
    "commenced": "Commenced",
    "completed": "Completed and signed off",
    "cancelled": "Cancelled",
    "no_show": "Marked as a no show",
    "edited": "Edited",
    "moved": "Moved",
    "undone": "Took the last change back",
    "read_summary": "Looked at the session summary",
    "read_offer": "Looked at what is possible",
    "read_ledger": "Looked at the session count",
    "read_client": "Looked at the client page",
    "read_history": "Looked at this history",
    "read_ending": "Looked at what ending costs",
    "read_messages": "Looked at the messages",
    "read_message": "Read a message about it",
    "read_completion": "Looked at the completion",
    "read_record": "Read the record of the session",
    "read_file": "Took out the file of the record",
    "drafted": "Wrote at the completion",
    "reminded": "Reminded the client",
    "associated": "Associated with this client",
    "association_undone": "Undid the association",
}

_UNDONE = {
    "booked": "the booking",
    "cancelled": "the cancellation",
    "moved": "the move",
    "no_show": "the no show",
}
"""What is called what was taken back."""


def deed(of: Deed) -> str:
    """Say what was done: "Moved", "Looked at the session summary"; an act of a later version as it came."""
    return _ACTS.get(of.act) or of.act.replace("_", " ").capitalize()


def doer(of: Deed) -> str:
    """Say who did it."""
    if of.by:
        return of.by
    if of.online:
        return "the client, online"
    return "taken over from paper" if of.detail == "imported" else "the backend by itself"


def detail(of: Deed) -> str:
    """Say more about it, if there is more; of what was taken back, which change it was."""
    if of.act == "undone":
        return _UNDONE.get(of.detail, of.detail)
    return "" if of.detail == "imported" else of.detail


def past_state(of: Past, now: Moment) -> str:
    """Say how an appointment stands: "completed", "not started", "booking taken back"."""
    if of.withdrawn:
        return "booking taken back"
    if of.charged and of.meeting.state == "cancelled":
        return "cancelled, charged"
    return phrases.standing(of.meeting.state, of.meeting.span, now)


def figures(of: Figures) -> str:
    """Write the figures that matter briefly: "3 of 8 left, 1 booked"."""
    return f"{of.available} of {of.entitled + of.extra} left, {of.booked} booked"


def case_end(of: CaseLine) -> str:
    """Say when a case ends."""
    return f"ends {phrases.date_words(of.expires.wall.date())}" if of.expires else "not begun"


def contact(of: Contact, now: Moment) -> str:
    """Say when and how a client was tried to be reached: "Fri 20 Nov 11:32 by phone"."""
    return f"{phrases.when(of.at, now)} by {phrases.word(of.means).lower()}"


def message_state(of: MessageLine, now: Moment) -> str:
    """Say what became of a message: "sent Fri 20 Nov 11:00", "waits until Today 09:07"."""
    if of.state is MessageState.SENT and of.sent is not None:
        return f"sent {phrases.when(of.sent, now)}"
    if of.state is MessageState.WAITING:
        waits = f"waits until {phrases.when(of.due, now)}"
        return f"{waits}, tried {phrases.count(of.attempts, 'time')}" if of.attempts else waits
    return phrases.word(of.state).lower()
