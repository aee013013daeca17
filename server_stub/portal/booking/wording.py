"""Owns the words of the booking pages: the questions, and what their answers are called."""

from datetime import datetime

from consultant_tui.contract.vocabulary import Modality
from server_stub.domain.online import OnlineBooking
from server_stub.domain.online_steps import ME, Booker, Choice, Step
from server_stub.portal import times

QUESTIONS = {
    Step.LOCATION: "Where would you like to have your session?",
    Step.WHO: "Who is the session for?",
    Step.GROUP: "What is it about?",
    Step.REASON: "What would you like to book?",
    Step.MODALITY: "How would you like to meet?",
    Step.DAY: "Which day suits you?",
    Step.TIME: "Which time suits you?",
}

NAMES = {
    Step.LOCATION: "Where",
    Step.WHO: "For",
    Step.REASON: "What",
    Step.MODALITY: "How",
    Step.TIME: "When",
}
"""What an answer is called where all of them are listed."""

WAYS = {
    Modality.IN_PERSON: "In person",
    Modality.VIDEO_CALL: "By video call",
    Modality.PHONE: "By phone",
    Modality.CHAT: "By chat",
}


def way(modality: Modality) -> str:
    """Say how one meets."""
    return WAYS.get(modality, modality.replace("_", " "))


def length(minutes: int) -> str:
    """Say how long a session is."""
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} hour{'s' * (hours > 1)}"] * bool(hours) + [f"{rest} minutes"] * bool(rest)
    return " ".join(words)


def clocks(when: str, start: datetime, zone: str, theirs: str) -> str:
    """Put the client's clock below a time, and the consultant's where that shows something else."""
    return f"{when}\n{clocks_named(start, zone, theirs)}"


def clocks_named(start: datetime, zone: str, theirs: str) -> str:
    """Name the client's clock, and tell what the consultant's shows where that is something else."""
    other = times.elsewhere(start, zone, theirs)
    return "\n".join([times.clock_name(start, zone), *([f"For your consultant: {other}"] if other else [])])


def labelled(step: Step, choice: Choice, online: OnlineBooking, booker: Booker) -> tuple[str, str, str]:
    """Return a choice as the page shows it: its key, its name, and a hint below."""
    match step:
        case Step.WHO:
            return choice.key, who(choice, booker), choice.hint
        case Step.REASON:
            reason = online.reason(choice.key)
            told = f" ({length(reason.minutes)})" if reason and online.show_length else ""
            return choice.key, f"{choice.name}{told}", choice.hint
        case Step.MODALITY:
            return choice.key, way(Modality(choice.key)), choice.hint
    return choice.key, choice.name, choice.hint


def who(choice: Choice, booker: Booker) -> str:
    """Name who attends: the holder, somebody known by name, or somebody new by kind."""
    if choice.key == ME:
        return "Me"
    return f"{choice.name}, not listed here" if choice.key.startswith("new-") and booker.attendees else choice.name
