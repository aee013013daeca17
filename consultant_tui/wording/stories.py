"""Owns how failures are told: what happened, what became of the data, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from consultant_tui.api.errors import ApiError, NotRecognised, Refused, Unknown, Unreachable
from consultant_tui.wording import phrases

if TYPE_CHECKING:
    from consultant_tui.contract.finding import Deed


@dataclass(frozen=True)
class Story:
    """A failure as it is told."""

    title: str
    happened: str
    saved: str
    """What became of the data."""
    todo: str
    """What the consultant can do; empty when what happened says it already."""
    otherwise: str = ""
    """The same where it cannot be tried again at once."""


def story_of(error: ApiError, term: str = "client") -> Story:
    """Tell an error of the API.

    Args:
        error: What went wrong.
        term: What the provider calls a client.
    """
    match error:
        case Unreachable():
            return Story(
                "No connection",
                f"The booking backend at {error.address} {_happened(error)}.",
                "Nothing is lost.",
                "Press Retry. If that does not help, check the network or start the program again.",
                "Try it again. If that does not help, check the network or start the program again.",
            )
        case Unknown():
            return Story(
                "No answer",
                "The change was sent, but no answer came back.",
                "We don't know yet whether it was made.",
                "Look at Quick View before you do it again.",
            )
        case NotRecognised(signs_in=True):
            return Story(
                "Not signed in",
                "Nobody is signed in.",
                "Nothing was changed.",
                "Press Retry to sign in.",
                "Try it again to sign in.",
            )
        case NotRecognised():
            return Story(
                "Not signed in",
                "The backend does not recognise you: the token has ended or was withdrawn.",
                "Nothing was changed.",
                "Start the program again with a fresh token file.",
            )
        case Refused():
            from consultant_tui.wording.refusals import why_refused

            sentences = " ".join(why_refused(refusal, term) for refusal in error.problem.refusals)
            return Story("Not possible", sentences or "The backend refuses this.", "Nothing was changed.", "")
    return Story(
        "Strange answer",
        "The backend answered in a way that this program does not understand.",
        "Nothing was changed.",
        "Try again. If it stays, tell user support: one of the two may need an update.",
    )


def _happened(error: Unreachable) -> str:
    if error.cut:
        return "broke off in the middle of its answer"
    return "gives no answer" if error.waited else "cannot be reached"


NOT_BOOKED = Story(
    "Not booked",
    "The booking never reached the backend.",
    "It was not booked. Should the lost request still arrive, it is refused.",
    "Everything you entered is still here: finalise again.",
)
"""What is told when an attempt without an answer turned out not to have been made."""

BOOKING_ELSEWHERE = Story(
    "Booking elsewhere",
    "A booking is being made in another terminal of yours.",
    "Nothing is lost: it is kept there.",
    "Finish or leave it there, then press Retry.",
)
"""What the second of two programs is told that would write one draft."""

CHANGE_NOT_MADE = Story(
    "Not done",
    "It never reached the backend.",
    "The appointment is as it was.",
    "Do it again if you still want it: it cannot be done twice.",
)
"""What is told when a change without an answer has not been made."""

NOTHING_DONE = Story(
    "Not done",
    "It never reached the backend.",
    "Nothing was changed.",
    "Do it again if you still want it: it cannot be done twice.",
)
"""The same of a change that is no appointment's."""

SOMETHING_ELSE_DONE = Story(
    "Not done",
    "Something else was done before.",
    "Yours was not done.",
    "Look at it again.",
)
"""What is told when something else was changed before a change could be made."""

LINK_LOST = Story(
    "Link lost",
    "A new link was made, but its address was lost on the way.",
    "Nobody has it, and any earlier one is dead.",
    "Make another one.",
)
"""What is told of a private link whose address never came."""

MAIL_PERHAPS_SENT = Story(
    "No answer",
    "The mail was asked for, but no answer came back.",
    "We don't know whether it is sent.",
    "Send it again if it does not come: the last one counts.",
)
"""What is told of a mail that may be sent twice without harm."""


def story_of_made(deed: Deed) -> Story:
    """Tell that a change was made whose answer was lost."""
    return Story("Done", f"The answer was lost on the way, but it was done: {_told(deed)}.", "It is saved.", "")


def overtaken_story(deed: Deed) -> Story:
    """Tell that something else was done to the appointment before a change could be made."""
    return Story(
        "Not done", f"Something else was done before: {_told(deed)}.", "Yours was not done.", "Look at it again."
    )


def _told(deed: Deed) -> str:
    from consultant_tui.wording.refusals import DID

    return f"{deed.by or 'the backend'} {DID.get(deed.act, 'changed it')} at {phrases.clock(deed.at)}"
