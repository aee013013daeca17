"""Owns what a consultant can say when clients ask about online booking (seed 000), and what to know for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """An answer to a usual question."""

    key: str
    """By which the menu opens it: letters and underscores only."""
    question: str
    """The occasion, in a few words."""
    say: str
    """What to tell the client; ``{address}`` and ``{hours}`` are filled in."""
    know: str
    """What the consultant should know besides; never meant for the client."""


STATEMENTS: tuple[Statement, ...] = (
    Statement(
        "getting_in",
        "How do I get in?",
        "Your organisation has a code for its people. Ask your HR, People or wellbeing team, or look on their"
        " pages. Then open {address}, choose “Create an account” and enter the code, your e-mail address, a"
        " password and your time zone. We send you a link: open it within 24 hours and press the button. You can"
        " book one session before that, and more after it.",
        "You do not need to know the code, and you cannot look it up: only its first letters are kept.",
    ),
    Statement(
        "access_from_me",
        "Can you set it up for me?",
        "Yes. I enter your e-mail address and a first password, and you sign in with both at {address}. Please"
        " choose a password of your own then: “I forgot my password” on the sign-in page sends you a link for"
        " that.",
        "On the client page, choose “Give access to online booking”. The text to hand over can be copied there.",
    ),
    Statement(
        "code_not_accepted",
        "My code is not accepted",
        "A code has twelve letters and digits. Hyphens and small letters make no difference, and there is no 0,"
        " 1, I, L, O or U in it. Codes are changed from time to time, so ask your organisation for the present"
        " one. If it still is not accepted, choose “Get help with this page” below: the message to our support"
        " already says what went wrong.",
        "After several wrong codes the page makes one wait. That ends by itself; nobody is locked out for good.",
    ),
    Statement(
        "no_verification",
        "The verification mail does not come",
        "Look into the folder for unwanted mail first. Sign in at {address} and choose “Send the link again”;"
        " only the newest link works, for 24 hours. You can already book your first session without it.",
        "You can confirm the address yourself: Prospects, then “Verify by hand”. Do so only when you know who it is.",
    ),
    Statement(
        "cannot_sign_in",
        "I cannot sign in",
        "Check the e-mail address first: it is the one you made the account with. Then choose “I forgot my"
        " password”; the link that we send is good once. If nothing comes, choose “Get help with this page” below:"
        " that works without signing in.",
        "For the same answer to everybody, the page never tells whether an address has an account.",
    ),
    Statement(
        "book_yourself",
        "I do not know yet when I can come next",
        "You need not decide now. Sign in at {address} whenever it suits you, and under “All your sessions”"
        " choose “Book with the same consultant” beside one that we had. You see my free times and book one at"
        " once; nobody has to accept it.",
        "They see your open hours only. With ad hoc hours alone, go on rebooking your clients here.",
    ),
    Statement(
        "change_or_cancel",
        "I need to change or cancel",
        "You can do that yourself at {address}: open the session, then choose “Change the time” or “Cancel this"
        " session”. The page first tells what it costs. Up to {hours} hours before the start it costs nothing;"
        " after that one session is taken from those that you have. The exact time until which it is free is on"
        " the page.",
        "The same rules hold wherever it is cancelled. What clients cancel or move themselves appears in your"
        " Quick View.",
    ),
    Statement(
        "another_issue",
        "I would like help with something else",
        "You can ask for that yourself: sign in at {address}, open “How many sessions are left” and choose “Ask"
        " for sessions for another issue”. If you are not eligible for a new case, the page tells you why.",
        "A new case comes with as many sessions as the organisation gives per case.",
    ),
    Statement(
        "book_you",
        "Can I book with you in particular?",
        "After our first session, yes: “Book with the same consultant” is beside it under “All your sessions”."
        " For a first session, times of all our consultants are searched together, so that you are seen soon.",
        "New clients never choose a consultant, whoever recommended you.",
    ),
    Statement(
        "for_somebody_else",
        "It is for my child or partner",
        "Choose who it is for when you book. The account and the messages stay yours; only who comes is somebody else.",
        "The name and what they wrote about them stand in the session summary.",
    ),
    Statement(
        "something_failed",
        "It says that something went wrong",
        "Every such page shows a code and a link to our support; the link fills in what is needed, also when you"
        " are not signed in. I can book your next session with you right now, so that you need not wait for the"
        " answer.",
        "Go on rebooking from Quick View as always. What the client typed is kept when a time was taken meanwhile.",
    ),
    Statement(
        "my_hours",
        "Why do clients not find my times?",
        "Online booking shows the times that are open for everybody. If none suits you, tell me: I may know of"
        " another.",
        "Only open hours are searched, never ad hoc or rapid response ones. Do not rebook into ad hoc hours"
        " without the approval of user support. Online booking settings lists which of your hours are found.",
    ),
)


def said(statement: Statement, address: str, hours: int) -> str:
    """Write what to tell the client.

    Args:
        statement: The statement.
        address: Where the portal is.
        hours: Up to how many hours before the start a client cancels without charge.
    """
    return statement.say.format(address=address, hours=hours)
