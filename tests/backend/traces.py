"""Owns the table of what each endpoint leaves in the audit: whom and what its rows name, or why it leaves none."""

from dataclasses import dataclass

from consultant_tui.contract import paths


@dataclass(frozen=True)
class Trace:
    """One row: what was done, and what it names beside who did it and when."""

    act: str
    client: bool = False
    appointment: bool = False
    account: bool = False


def _of_appointment(act: str) -> tuple[Trace, ...]:
    return (Trace(act, client=True, appointment=True),)


def _of_client(act: str) -> tuple[Trace, ...]:
    return (Trace(act, client=True),)


def _of_account(act: str) -> tuple[Trace, ...]:
    return (Trace(act, client=True, account=True),)


LEAVES = {
    ("GET", paths.SUMMARY): _of_appointment("read_summary"),
    ("POST", paths.START): _of_appointment("commenced"),
    ("GET", paths.REBOOKING): _of_appointment("read_offer"),
    ("GET", paths.LEDGER): _of_client("read_ledger"),
    ("GET", paths.COMPLETION): _of_appointment("read_completion"),
    ("POST", paths.COMPLETION): _of_appointment("completed"),
    ("GET", paths.COMPLETION_RECORD): _of_appointment("read_record"),
    ("GET", paths.COMPLETION_FILE): _of_appointment("read_file"),
    ("POST", paths.BOOKINGS): _of_appointment("booked"),
    ("POST", paths.SERIES): 3 * _of_appointment("booked"),
    ("GET", paths.ENDING): _of_appointment("read_ending"),
    ("POST", paths.CANCELLATION): _of_appointment("cancelled"),
    ("POST", paths.NO_SHOW): _of_appointment("no_show"),
    ("POST", paths.EDIT): _of_appointment("edited"),
    ("POST", paths.MOVE): _of_appointment("moved"),
    ("POST", paths.UNDO): _of_appointment("undone"),
    ("POST", paths.EXTRA_REQUESTS): _of_client("extra_requested"),
    ("GET", paths.CLIENT): _of_client("read_client"),
    ("GET", paths.CLIENT_APPOINTMENTS): _of_client("read_client"),
    ("GET", paths.CLIENT_MESSAGES): _of_client("read_messages"),
    ("GET", paths.HISTORY): _of_appointment("read_history"),
    ("GET", paths.MESSAGE): _of_appointment("read_message"),
    ("GET", paths.ONLINE_ACCESS): _of_client("read_access"),
    ("POST", paths.ONLINE_ACCESS): _of_account("access_given"),
    ("GET", paths.PROSPECTS): (Trace("read_prospects"),),
    ("GET", paths.PROSPECT): (Trace("read_prospect", account=True),),
    ("POST", paths.VERIFICATION): _of_account("verified_by_hand"),
    ("POST", paths.VERIFICATION_MAIL): _of_account("verification_sent"),
    ("POST", paths.NEW_CLIENT): _of_account("client_created"),
    ("POST", paths.ASSOCIATION): (*_of_appointment("associated"), *_of_account("associated")),
    ("DELETE", paths.ASSOCIATION): (*_of_appointment("association_undone"), *_of_account("association_undone")),
    ("GET", paths.OPEN_REQUESTS): _of_client("read_request"),
    ("POST", paths.REQUEST_ANSWER): _of_client("extra_partly_approved"),
    ("GET", paths.TICKET): (Trace("ticket_read", account=True),),
    ("POST", paths.TICKET_ANSWERS): (Trace("ticket_answered", account=True),),
    ("POST", paths.TICKET_CLOSING): (Trace("ticket_closed", account=True),),
    ("DELETE", paths.BOOKING_KEY): (Trace("key_voided"),),
    ("POST", paths.LEAVE): (Trace("leave_added"),),
    ("DELETE", paths.ONE_LEAVE): (Trace("leave_removed"),),
    ("POST", paths.CALENDAR_FEED): (Trace("feed_made"),),
    ("DELETE", paths.CALENDAR_FEED): (Trace("feed_revoked"),),
    ("POST", paths.SESSIONS): (Trace("signed_in"),),
    ("DELETE", paths.PRESENT_SESSION): (Trace("signed_out"),),
    ("POST", paths.PASSWORD): (Trace("signed_out"), Trace("signed_in")),
}
"""What is left when it was done."""

TO_SERVICE = {
    ("GET", paths.QUICK_VIEW): (Trace("read_quick_view"),),
    ("GET", paths.CALENDAR): (Trace("read_calendar"),),
    ("POST", paths.SEARCH): (Trace("searched"),),
}
"""Lists of one's own, which leave something only when customer service is shown another's."""

_LIST = "a list of one's own; what is opened from it is audited"
_TIMES = "tells times, nothing of a client; what it begins with is audited"
_VERDICT = "tells whether the rules would have it; changes nothing"
_NOBODY = "tells nothing of anybody"

NOTHING = {
    ("GET", paths.HEALTH): _NOBODY,
    ("GET", "/"): _NOBODY,
    ("GET", "/openapi.json"): _NOBODY,
    ("GET", paths.ONLINE_BOOKING): _NOBODY,
    ("GET", paths.QUICK_VIEW): _LIST,
    ("GET", paths.CALENDAR): _LIST,
    ("GET", paths.REPORTS): _LIST,
    ("POST", paths.SEARCH): _LIST,
    ("GET", paths.TICKETS): "the references and kinds of tickets; reading one is audited",
    ("GET", paths.CALENDAR_FILE): "names nobody",
    ("GET", paths.FEED): "names nobody; making and revoking it is audited",
    ("GET", paths.SCHEDULES): _TIMES,
    ("GET", paths.WEEK): _TIMES,
    ("GET", paths.OPENINGS): _TIMES,
    ("GET", paths.BOOKING_KEY): "tells what became of one's own booking, which was audited",
    ("PUT", paths.COMPLETION_DRAFT): "one's own half-written words, replaced by the next; signing off is audited",
    ("POST", paths.BOOKING_CHECKS): _VERDICT,
    ("POST", paths.SERIES_CHECKS): _VERDICT,
    ("POST", paths.EDIT_CHECKS): _VERDICT,
    ("POST", paths.MOVE_CHECKS): _VERDICT,
    ("POST", paths.LEAVE_CHECKS): _VERDICT,
    ("POST", paths.RENEWALS): "goes on with a sign-in that was audited",
}
"""What leaves no row, and why."""
