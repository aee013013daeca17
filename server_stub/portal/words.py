"""Owns what the portal says to clients: a sentence for each refusal that one can meet, and short notices."""

from collections.abc import Iterable, Mapping

from consultant_tui.contract.refusals import Code, Refusal

_FALLBACK = "This cannot be done now. Please try again, or ask for help."

REFUSALS: dict[Code, str] = {
    Code.TOO_MANY_TRIES: "That was tried too often. Please wait {wait}, then try again.",
    Code.PASSWORD_TOO_SHORT: "Your password is too short. Use at least {number} characters.",
    Code.PASSWORD_TOO_LONG: "Your password is too long. Use at most {number} characters.",
    Code.PASSWORD_TOO_EASY: "That password is easy to guess. Try a few words that do not belong together.",
    Code.WRONG_CREDENTIALS: "The e-mail address or the password is not right. Check both and try again.",
    Code.CODE_NOT_KNOWN: "We do not know this code. Check it, or ask your organisation for the present one.",
    Code.LINK_NOT_VALID: "This link was used already, or it is too old. You can ask for a new one.",
    Code.EMAIL_NOT_VALID: "Enter your e-mail address, like name@example.org.",
    Code.PHONE_NOT_VALID: "Enter a telephone number, like 0491 570 156.",
    Code.ZONE_NOT_KNOWN: "Choose your time zone from the list.",
    Code.FORM_EXPIRED: "This page was open for too long, so nothing was saved. Open it again and send it once more.",
    Code.ACCOUNT_EXISTS: "There is an account with this e-mail address already. Sign in to it instead.",
    Code.MESSAGE_NEEDED: "Write what happened, in a few words.",
    Code.ISSUE_NEEDED: "Choose what it is about, or write it in a few words.",
    Code.ACCOUNT_NOT_ASSOCIATED: "We have not yet looked up who you are. You can do this once that is done.",
    Code.CASE_IS_OPEN: "You have sessions left for this ({name}). Book one of those.",
    Code.CASE_NOT_BEGUN: "You have not had a session under {name} yet. Book one of those first.",
    Code.COST_CHANGED: "What this costs has changed since you opened the page. Look at it again, then decide.",
    Code.NOT_BOOKED: "This session cannot be changed any more.",
    Code.REASON_NEEDED: "Fill this in.",
    Code.ANSWER_NEEDED: "Enter {name}.",
    Code.CHOICE_NEEDED: "Choose one of these.",
    Code.CHOICE_NOT_OFFERED: "This cannot be booked online any more. Choose something else.",
    Code.ONLINE_BOOKING_OFF: "Nothing can be booked online at the moment. What you have booked stands.",
    Code.VERIFY_FIRST: "You have booked a session. Before you book another, open the link that we sent you by mail.",
    Code.TOO_MANY_OPEN: "You have {number} sessions coming, which is as many as you can book online.",
    Code.TIME_GONE: "This time is not free any more. Choose another one.",
    Code.TOO_SOON: "This is too soon to be booked online. Choose a later time.",
    Code.TOO_FAR_AHEAD: "This is too far ahead to be booked yet. You can book {number} days ahead.",
    Code.IN_THE_PAST: "This time has passed. Choose a later one.",
    Code.CONSULTANT_BUSY: "Somebody else has taken this time. Choose another one.",
    Code.CLIENT_BUSY: "You have another session at this time. Choose another one.",
    Code.CONSULTANT_NOT_OFFERED: "You can choose a consultant once we know you as a client.",
    Code.NO_SESSIONS_LEFT: "You have no sessions left for this. Ask us for help with more of them.",
    Code.CASE_EXPIRED: "Your sessions for this end before that day. Choose an earlier day, or ask us for help.",
    Code.TOO_LONG: "This is too long. Use at most {number} characters.",
    Code.NOT_FOUND: "There is no such page. The address may be mistyped, or what it showed is gone.",
    Code.NOT_SIGNED_IN: "Sign in to see this page.",
    Code.MALFORMED: "We could not read what your browser sent. Open the page again and send it once more.",
    Code.STALE: "This was changed meanwhile. Look at it again before you change it.",
    Code.BUSY_TRY_LATER: "We are very busy and saved nothing. Please try again in a moment.",
    Code.OUT_OF_SPACE: "Something is wrong on our side and nothing was saved. Please tell us.",
    Code.INTERNAL: "Something is wrong on our side and nothing was saved. Please try again; tell us if it stays.",
}

NOTICES: dict[str, str] = {
    "signed-out": "You are signed out.",
    "verified": "Thank you, your e-mail address is verified.",
    "sent": "We have sent you a new link. Look into your mail.",
    "password": "Your password is changed. Other devices are signed out.",
    "cancelled": "Your session is cancelled. We have sent you a mail about it.",
    "moved": "Your session has its new time. We have sent you a mail about it.",
    "details": "Your details are saved.",
}
"""What the page after a change says, by the word that its address carries."""


def said(refusal: Refusal) -> str:
    """Say a refusal to a client."""
    sentence = REFUSALS.get(refusal.code, _FALLBACK)
    number = refusal.number or 0
    return sentence.format(number=number, wait=_wait(number), name=refusal.name)


def by_field(refusals: Iterable[Refusal]) -> dict[str, Refusal]:
    """Return what is wrong with a form by the field that it is to be said at; of several, the first."""
    found: dict[str, Refusal] = {}
    for refusal in refusals:
        found.setdefault(str(refusal.field or ""), refusal)
    return found


def is_too_often(troubles: Mapping[str, Refusal] | None) -> bool:
    """Whether somebody has to wait before they try again."""
    return any(one.code is Code.TOO_MANY_TRIES for one in (troubles or {}).values())


def _wait(seconds: int) -> str:
    if seconds < 60:
        return "1 second" if seconds == 1 else f"{seconds or 'some'} seconds"
    minutes = -(-seconds // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
