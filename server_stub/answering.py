"""Owns the command that lists and answers requests for extra sessions; it never prints who the client is."""

from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.extras import ExtraAnswer
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import RequestState
from server_stub.chores import ChoreFailedError, opened, say
from server_stub.domain.clocks import day_of
from server_stub.domain.extras import overdue
from server_stub.services import approvals
from server_stub.services.refused import RefusedError
from server_stub.storage import people
from server_stub.storage.engines import Engines
from server_stub.storage.extras import Request

_REASONS = {
    Code.NOT_FOUND: "there is no such request",
    Code.REQUEST_ANSWERED: "it was answered already",
    Code.IN_REVIEW: "it is in clinical review; `requests review` says that it has passed",
    Code.NOT_IN_REVIEW: "it is not in clinical review",
    Code.TOO_MANY_EXTRA: "that is more than was asked for",
    Code.ANSWER_REASON_NEEDED: "declining needs a --reason",
    Code.TOO_LONG: "the reason is too long",
    Code.MALFORMED: "the reason holds control characters",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done."""

    act: str
    request: str | None
    organisation: str | None
    sessions: int | None
    reason: str


def requests(url: str, wish: Wish, now: datetime) -> None:
    """List the open requests, or answer one.

    Raises:
        ChoreFailedError: If a rule stands against it.
    """
    with opened(url) as engines:
        try:
            _list(engines, wish, now) if wish.request is None else _answer(engines, wish, wish.request, now)
        except RefusedError as error:
            why = ", ".join(_REASONS.get(refusal.code, str(refusal.code)) for refusal in error.refusals)
            raise ChoreFailedError(f"{wish.request}: {why}") from error


def _list(engines: Engines, wish: Wish, now: datetime) -> None:
    with engines.reading() as connection:
        zone = people.load_settings(connection).provider_zone
    waiting = approvals.all_open(engines, wish.organisation)
    for request in waiting:
        say(_line(request, now, zone))
    if not waiting:
        say("no request waits for an answer")


def _line(request: Request, now: datetime, zone: str) -> str:
    due = day_of(request.answer_due, zone).isoformat()
    when = f"OVERDUE since {due}" if overdue(request.answer_due, now) else f"due {due}"
    review = "  in clinical review" if request.state is RequestState.IN_REVIEW else ""
    start = f"{request.reference}  {request.organisation}  {request.case}  {request.sessions} asked"
    return f"{start}  {when}{review}  {request.reason}"


def _answer(engines: Engines, wish: Wish, reference: str, now: datetime) -> None:
    if wish.act == "review":
        passed = approvals.pass_review(engines, reference, now)
        say(f"{reference}: passed clinical review; {passed.organisation} may answer it now")
        return
    granted = 0 if wish.act == "decline" else wish.sessions
    if granted is None:
        granted = approvals.asked(engines, reference)
    given = ExtraAnswer(granted=granted, reason=wish.reason)
    answered = approvals.answer_for_provider(engines, reference, given, now)
    say(f"{reference}: {answered.granted} of {answered.sessions} granted")
