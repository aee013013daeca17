"""Owns the sentences in which refusals are told, one for each code."""

from datetime import timedelta

from consultant_tui.contract.moments import Moment
from consultant_tui.contract.refusals import Code, Field, Refusal
from consultant_tui.wording import phrases

REFUSALS: dict[Code, str] = {
    Code.APPROACH_NOT_OFFERED: "Your engagement does not offer this approach. Choose another one.",
    Code.SCHEDULE_KIND_NOT_OFFERED: "This approach cannot use such a line. Choose another line or approach.",
    Code.RAPID_RESPONSE: "Rapid response hours are never used to rebook. Choose another line.",
    Code.APPROVAL_NEEDED: "An ad hoc line needs the provider's approval here. Enter its reference.",
    Code.SCHEDULE_NOT_FOUND: "This line is not yours any more. Choose another one.",
    Code.SCHEDULE_NOT_IN_FORCE: "{runs} Choose another date or line.",
    Code.PLATFORM_NEEDED: "A video call needs a platform. Choose Teams or Zoom.",
    Code.PLATFORM_NOT_NEEDED: "Only a video call has a platform. Leave it out.",
    Code.WORD_NOT_KNOWN: "The backend does not know this choice{name}. Choose another one.",
    Code.TIME_DOES_NOT_EXIST: "The clocks skip this time that day{period}. Choose another time.",
    Code.TIME_EXISTS_TWICE: "The clocks show this time twice that day. Choose the first or the second.",
    Code.OFF_THE_GRID: "Sessions start every {number} minutes. Choose such a time.",
    Code.IN_THE_PAST: "This time has passed. Choose a later one; a session that has been is booked as Retrospective.",
    Code.IN_THE_FUTURE: "This time is still to come. Choose an earlier one, or go back and take Manual.",
    Code.TOO_LONG_AGO: "This is more than {days} ago. Choose a later date, or ask customer service.",
    Code.TOO_FAR_AHEAD: "This is more than {days} ahead. Choose an earlier date.",
    Code.OUTSIDE_SCHEDULE: "The session lies outside the chosen line. Choose another time or line.",
    Code.ON_LEAVE: "You are on leave{period}. Choose another time.",
    Code.CONSULTANT_BUSY: "You have another appointment{period}. Choose another time.",
    Code.HELD: "A {term} is booking this time online right now{period}. Choose another time, or try again soon.",
    Code.CLIENT_BUSY: "The {term} has another appointment{period}. Choose another time.",
    Code.NO_SESSIONS_LEFT: "The case has no sessions left. Extra sessions must be granted first.",
    Code.CASE_EXPIRED: "The case has ended{since}. A new case is needed: ask customer service.",
    Code.NOT_BOOKED: "This can only be done with a booked session. Refresh to see how it stands.",
    Code.NO_SHOW_TOO_EARLY: "The {term} is waited for {number} minutes{by}{since}. Try again then.",
    Code.REASON_NEEDED: "A reason is needed. Write why, in a few words.",
    Code.OVERRIDE_REASON_NEEDED: "The rules give another charge. Write why this one is right, or take theirs.",
    Code.ATTEMPTS_NEEDED: "At least {number} tries to reach the {term} are needed. Enter when and how.",
    Code.ATTEMPT_OUTSIDE: "A try lies between the start of the session and now{period}. Enter such a time.",
    Code.WISH_NEEDED: "The old time is near. Say at whose wish it is moved: the {term}'s costs a session.",
    Code.SAME_TIME: "It has this time already. Choose another time or line.",
    Code.LEAVE_ENDS_FIRST: "This ends before it begins. Choose a later end.",
    Code.LEAVE_TOO_LONG: "This is too long: leave lasts at most {days}. Choose an earlier end.",
    Code.LEAVE_EXISTS: "You have just this leave already{name}. Choose another time.",
    Code.UNDO_TOO_LATE: "This could be taken back{by}. Now it stands: change it, or book anew.",
    Code.UNDO_NOT_POSSIBLE: "There is nothing to take back here. Only your own last booking, move or ending can be.",
    Code.NOT_COMMENCED: "Only a session in progress can be completed. Refresh to see how it stands.",
    Code.NO_RECORD: "Nothing is kept here of this session: it was not completed, or completed elsewhere.",
    Code.TICK_MISSING: "This is the first session of the case: tick all three.",
    Code.NOTES_NEEDED: "Notes are needed: write some, or name a file.",
    Code.NOTES_TOO_LONG: "The notes are too long. Keep them to {number} characters, or name a file.",
    Code.FILE_EMPTY: "There is nothing in this file. Choose another one.",
    Code.FILE_TOO_LARGE: "This file is too large: at most {number} MB are taken.",
    Code.FILE_NOT_KNOWN: "This file is no text, PDF or Word document. Choose another one.",
    Code.TOO_MANY_EXTRA: "This many cannot be asked for at once. Ask for 1 to {number}.",
    Code.CLINICAL_REASON_NEEDED: "Give the clinical reason: the approver decides by it.",
    Code.TOO_LONG: "This is too long. Use at most {number} characters.",
    Code.CLIENT_NAMED: "Leave out the {term}'s name: the approver must not learn who it is.",
    Code.REQUEST_OPEN: "Extra sessions were asked for already, and there is no answer yet. Wait for it.",
    Code.REQUEST_ANSWERED: "This request was answered already{name}. Refresh to see how it stands.",
    Code.IN_REVIEW: "This request is still in clinical review. It can be granted once that is passed.",
    Code.NOT_IN_REVIEW: "This request is not in clinical review{name}. Look at the list again.",
    Code.ANSWER_REASON_NEEDED: "Say why no session is granted: the consultant reads it.",
    Code.NOT_YOUR_ROLE: "This token is for another kind of user. Start the program with a consultant's token.",
    Code.NO_DATES: "No date is left to be booked. Take one again, or go back.",
    Code.TOO_MANY_DATES: "This is too many for one go. Book at most {number}.",
    Code.DRAFT_CHANGED: "This was written on elsewhere{at}. Only one of the two can be kept: Back asks which.",
    Code.STALE: "The appointment was changed meanwhile. Close this, refresh and look again.",
    Code.VERSION_NEEDED: "The program left out the version. Nothing was saved; please report it.",
    Code.KEY_NEEDED: "The program left out the booking key. Nothing was saved; please report it.",
    Code.KEY_REUSED: "This key belongs to another booking. Nothing was saved; go back and finalise again.",
    Code.KEY_IN_PROGRESS: "The booking is still being made. Wait a moment; do not book again.",
    Code.KEY_VOIDED: "This attempt was called off. Review the booking and finalise again.",
    Code.MESSAGE_NEEDED: "There is nothing to send yet. Write a few words.",
    Code.TICKET_CLOSED: "This ticket is closed. Whoever wrote it can write another one.",
    Code.ACCOUNT_NOT_ASSOCIATED: "The account is not associated with a {term} yet. Look at Prospects.",
    Code.CASE_NOT_BEGUN: "There is a case without any session yet{name}. Book under that one first.",
    Code.ISSUE_NEEDED: "The issue is missing. Choose one, or write it in a few words.",
    Code.NOT_FOUND: "The backend does not have this{name}. Refresh and look again.",
    Code.NOT_SIGNED_IN: "You are not signed in. Sign in and try again.",
    Code.MALFORMED: "The backend cannot read this{name}. Check what was entered.",
    Code.TOO_MANY_DAYS: "That is too long a stretch. Ask for at most {days}.",
    Code.TOO_MANY_TRIES: "Too many tries. Wait {number} seconds, then try again.",
    Code.PASSWORD_TOO_SHORT: "This password is too short. Use at least {number} characters.",
    Code.PASSWORD_TOO_LONG: "This password is too long. Use at most {number} characters.",
    Code.PASSWORD_TOO_EASY: "This password is easy to guess. Use several words that do not belong together.",
    Code.WRONG_CREDENTIALS: "The e-mail address or the password is not right. Check both and try again.",
    Code.CODE_NOT_KNOWN: "This code is not valid. Check it, or ask the organisation for the present one.",
    Code.LINK_NOT_VALID: "This link was used already or is too old. Ask for a new one.",
    Code.EMAIL_NOT_VALID: "This is no e-mail address. Write it like name@example.org.",
    Code.PHONE_NOT_VALID: "This is no telephone number. Write it with its digits, like 0491 570 156.",
    Code.ZONE_NOT_KNOWN: "This time zone is not known. Choose one from the list.",
    Code.FORM_EXPIRED: "This form was open for too long. Nothing was saved; send it once more.",
    Code.ACCOUNT_EXISTS: "There is an account with this e-mail address already. Use another one, or that account.",
    Code.ACCOUNT_NOT_VERIFIED: "The e-mail address is not confirmed yet. Send the mail again, or verify by hand.",
    Code.ACCOUNT_VERIFIED: "The e-mail address is confirmed already. Refresh to see how it stands.",
    Code.ACCOUNT_ASSOCIATED: "The account belongs to a {term} already{name}. Undo that first if it is wrong.",
    Code.CLIENT_HAS_ACCOUNT: "This {term} has an account for online booking already. Look which one is right.",
    Code.BOOKED_SINCE: (
        "The {term} has booked since then{name}. Cancel that at no charge first, then undo; "
        "once it was held or charged, this cannot be undone."
    ),
    Code.NAME_NEEDED: "A name is missing. Write it as it is to stand on the page.",
    Code.ANSWER_NEEDED: "A field is not filled in{name}. Fill it in, then go on.",
    Code.CHOICE_NEEDED: "Nothing is chosen yet. Choose one of the answers.",
    Code.ONLINE_BOOKING_OFF: "Online booking is switched off. Book by another way, or ask the provider.",
    Code.CHOICE_NOT_OFFERED: "This is not offered online{name}. Choose something else.",
    Code.TIME_GONE: "This time is not free any more. Choose another one.",
    Code.TOO_SOON: "This is too soon to be booked online. Choose a later time.",
    Code.VERIFY_FIRST: "One session is booked with this account. Its e-mail address must be verified before another.",
    Code.TOO_MANY_OPEN: "No more sessions can be booked online for now: {number} are coming. Cancel one, or wait.",
    Code.CONSULTANT_NOT_OFFERED: "A consultant can be chosen by those who were with them before. Search among all.",
    Code.CASE_IS_OPEN: "There is a case for this issue already{name}, with sessions left. Book under that one.",
    Code.COST_CHANGED: "What this costs has changed since the page was opened. Look at it again, then decide.",
    Code.READ_ONLY: "The backend only shows data now and changes nothing. Try again later.",
    Code.BUSY_TRY_LATER: "The backend is busy and saved nothing. Try again in a moment.",
    Code.OUT_OF_SPACE: "The backend has no space left and saved nothing. Tell user support.",
    Code.INTERNAL: "The backend failed and saved nothing. Try again; tell user support if it stays.",
}

BY_FIELD: dict[tuple[Code, Field], str] = {
    (Code.MALFORMED, Field.DATE): "This is no date. Write it like 2026-11-30.",
    (Code.MALFORMED, Field.TIME): "This is no time. Write it like 14:00.",
    (Code.MALFORMED, Field.APPROVAL): "This is no approval reference. Check what was entered.",
}

OF_A_CHANGE: dict[Code, str] = {Code.IN_THE_PAST: "This time has passed. Choose a later one."}
"""What is told instead of an appointment that is there already: it takes no other approach."""

AWAITED = "The case has no sessions left. Extra sessions were asked for: the answer is due by {until}."
"""What is told instead when no session is left and an answer is awaited."""

OF_A_SERIES = "Another date of this series has this time already{period}. Choose another time."
"""What is told instead when it is no appointment yet that has the time, but another date."""

STALE_BY = "{who} {did} at {clock} on {day}. Look at it again."
"""What is said of a change by somebody else, when it is known who made it."""

DID = {
    "booked": "booked it",
    "commenced": "started it",
    "completed": "completed it",
    "cancelled": "cancelled it",
    "no_show": "marked it as a no show",
    "edited": "edited it",
    "moved": "moved it",
    "undone": "took its last change back",
}
"""What somebody did to an appointment."""


def why_refused(of: Refusal, term: str = "client", *, changing: bool = False) -> str:
    """Say why something is refused and what to do about it.

    Args:
        of: The refusal with its facts.
        term: What the provider calls a client.
        changing: Whether it is an appointment that is there already which was to be changed.
    """
    if not of.code.known:
        return f"The backend refuses this ({of.code.replace('_', ' ')}). Change it, or ask user support."
    said = BY_FIELD.get((of.code, of.field)) if of.field is not None else None
    if changing and of.code in OF_A_CHANGE:
        said = OF_A_CHANGE[of.code]
    if of.code is Code.NO_SESSIONS_LEFT and of.end is not None:
        said = AWAITED
    if of.code is Code.CONSULTANT_BUSY and of.number is not None:
        said = OF_A_SERIES
    if of.code is Code.STALE and of.act and of.start:
        return _stale(of.name, of.act, of.start)
    number = "a few" if of.number is None else str(of.number)
    return (said or REFUSALS[of.code]).format(
        term=term,
        number=number,
        days="the allowed days" if of.number is None else phrases.count(of.number, "day"),
        name=f" ({of.name})" if of.name else "",
        period=_period(of.start, of.end),
        by=f" until {phrases.clock(of.start)}" if of.start else "",
        at=f" at {phrases.clock(of.start)}" if of.start else "",
        until=phrases.day_words(of.end.wall.date()) if of.end else "",
        runs=_runs(of.start, of.end),
        since=f" on {phrases.day_words(of.start.wall.date())}" if of.start else "",
    )


def _stale(name: str, act: str, at: Moment) -> str:
    who, did = name or "The backend", DID.get(act, "changed it")
    return STALE_BY.format(who=who, did=did, clock=phrases.clock(at), day=phrases.day_words(at.wall.date()))


def _runs(start: Moment | None, end: Moment | None) -> str:
    begins = f" from {phrases.date_words(start.wall.date())}" if start else ""
    ends = f" until {phrases.date_words((end.wall - timedelta(minutes=1)).date())}" if end else ""
    return f"This line only runs{begins}{ends}." if start or end else "This line does not run on that date."


def _period(start: Moment | None, end: Moment | None) -> str:
    if start is None or end is None:
        return ""
    first, last = start.wall.date(), end.wall.date()
    if first == last:
        return f" {phrases.clock(start)}-{phrases.clock(end)}"
    return f" from {phrases.day_words(first)} {phrases.clock(start)} to {phrases.day_words(last)} {phrases.clock(end)}"
