"""Owns the sentences in which refusals are told, one for each code."""

from consultant_tui.contract.refusals import Code, Field

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
    Code.CLIENT_BUSY: "The {term} has another appointment{period}. Choose another time.",
    Code.NO_SESSIONS_LEFT: "The case has no sessions left. Extra sessions must be granted first.",
    Code.CASE_EXPIRED: "The case has ended{since}. A new case is needed: ask customer service.",
    Code.NOT_BOOKED: "This can only be done with a booked session. Refresh to see how it stands.",
    Code.NO_SHOW_TOO_EARLY: "The {term} is waited for {number} minutes{by}. Try again then.",
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
    Code.STALE: "The appointment was changed meanwhile. Close this, refresh and look again.",
    Code.VERSION_NEEDED: "The program left out the version. Nothing was saved; please report it.",
    Code.KEY_NEEDED: "The program left out the booking key. Nothing was saved; please report it.",
    Code.KEY_REUSED: "This key belongs to another booking. Nothing was saved; go back and finalise again.",
    Code.KEY_IN_PROGRESS: "The booking is still being made. Wait a moment; do not book again.",
    Code.KEY_VOIDED: "This attempt was called off. Review the booking and finalise again.",
    Code.NOT_FOUND: "The backend does not have this{name}. Refresh and look again.",
    Code.NOT_SIGNED_IN: "You are not signed in. Sign in and try again.",
    Code.MALFORMED: "The backend cannot read this{name}. Check what was entered.",
    Code.TOO_MANY_DAYS: "That is too long a stretch. Ask for at most {days}.",
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

AWAITED = "The case has no sessions left. Extra sessions were asked for: the answer is due by {until}."
"""What is told instead when no session is left and an answer is awaited."""

STALE_BY = "{who} {did} at {clock} on {day}. Nothing was saved; look at it again."
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
