"""Owns how failures are told: what happened, what became of the data, what to do."""

from dataclasses import dataclass

from consultant_tui import wording
from consultant_tui.api.errors import ApiError, NotRecognised, Refused, Unknown, Unreachable


@dataclass(frozen=True)
class Story:
    """A failure as it is told."""

    title: str
    happened: str
    saved: str
    """What became of the data."""
    todo: str
    """What the consultant can do; empty when what happened says it already."""


def story_of(error: ApiError, term: str = "client") -> Story:
    """Tell an error of the API.

    Args:
        error: What went wrong.
        term: What the provider calls a client.
    """
    match error:
        case Unreachable():
            happened = "gives no answer" if error.waited else "cannot be reached"
            return Story(
                "No connection",
                f"The booking backend at {error.address} {happened}.",
                "Nothing is lost.",
                "Press Retry. If that does not help, check the network or start the program again.",
            )
        case Unknown():
            return Story(
                "No answer",
                "The change was sent, but no answer came back.",
                "We don't know yet whether it was made.",
                "Look at Quick View before you do it again.",
            )
        case NotRecognised(signs_in=True):
            return Story("Not signed in", "Nobody is signed in.", "Nothing was changed.", "Press Retry to sign in.")
        case NotRecognised():
            return Story(
                "Not signed in",
                "The backend does not recognise you: the token has ended or was withdrawn.",
                "Nothing was changed.",
                "Start the program again with a fresh token file.",
            )
        case Refused():
            sentences = " ".join(wording.refusal(refusal, term) for refusal in error.problem.refusals)
            return Story("Not possible", sentences or "The backend refuses this.", "Nothing was changed.", "")
    return Story(
        "Strange answer",
        "The backend answered in a way that this program does not understand.",
        "Nothing was changed.",
        "Try again. If it stays, tell user support: one of the two may need an update.",
    )


NOT_BOOKED = Story(
    "Not booked",
    "The booking never reached the backend.",
    "It was not booked. Should the lost request still arrive, it is refused.",
    "Everything you entered is still here: finalise again.",
)
"""What is told when an attempt without an answer turned out not to have been made."""
