"""Owns the command with which user support looks after tickets."""

from dataclasses import dataclass
from datetime import datetime

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.tickets import Ticket, TicketLine, TicketReply
from consultant_tui.contract.vocabulary import Role, TicketState
from server_stub.chores import ChoreFailedError, opened, say
from server_stub.services import tickets
from server_stub.services.office import Duty, Office
from server_stub.services.refused import RefusedError
from server_stub.storage.faults import StaleError
from server_stub.storage.records import Staff

_REASONS = {
    Code.NOT_FOUND: "there is no such ticket",
    Code.TICKET_CLOSED: "it is closed already",
    Code.MESSAGE_NEEDED: "answering needs a --text",
    Code.TOO_LONG: "the text is too long",
    Code.STALE: "somebody changed it just now; look at it again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be done."""

    act: str
    ticket: str | None
    by: str
    """The name of whoever does it."""
    text: str = ""
    close: bool = False
    everything: bool = False
    """Whether closed tickets are listed too."""


def look_after(url: str, wish: Wish, now: datetime) -> None:
    """List tickets, or show, answer or close one.

    Raises:
        ChoreFailedError: If a rule stands against it.
    """
    with opened(url) as engines:
        office = Office(engines, lambda: now)
        duty = Duty(Staff(role=Role.USER_SUPPORT, name=wish.by, until=now), now)
        try:
            _list(office, duty, wish) if wish.ticket is None else _one(office, duty, wish, wish.ticket)
        except RefusedError as error:
            why = ", ".join(_REASONS.get(refusal.code, str(refusal.code)) for refusal in error.refusals)
            raise ChoreFailedError(f"{wish.ticket}: {why}") from error
        except StaleError as error:
            raise ChoreFailedError(f"{wish.ticket}: {_REASONS[Code.STALE]}") from error


def _list(office: Office, duty: Duty, wish: Wish) -> None:
    states = tuple(TicketState) if wish.everything else (TicketState.OPEN, TicketState.ANSWERED)
    lines = [line for state in states for line in _every(office, duty, state)]
    lines.sort(key=lambda line: line.made.utc)
    for line in lines:
        say(_line(line))
    if not lines:
        say("no ticket waits")


def _every(office: Office, duty: Duty, state: TicketState) -> list[TicketLine]:
    found, more = list[TicketLine](), True
    while more:
        page = tickets.listed(office, duty, state, found[-1].reference if found else "")
        found += page.tickets
        more = page.more
    return found


def _one(office: Office, duty: Duty, wish: Wish, reference: str) -> None:
    ticket = tickets.read(office, duty, reference)
    if wish.act == "show":
        _show(ticket)
    elif wish.act == "answer":
        reply = TicketReply(text=tuple(wish.text.splitlines()), close=wish.close)
        answered = tickets.answer(office, duty, reference, ticket.line.version, reply)
        say(f"{reference}: answered to {answered.line.email}{'; closed' if wish.close else ''}")
    else:
        tickets.close(office, duty, reference, ticket.line.version)
        say(f"{reference}: closed")


def _show(ticket: Ticket) -> None:
    line = ticket.line
    say(_line(line))
    say(f"from {_whom(line)}")
    for text in ticket.message:
        say(f"  {text}".rstrip())
    for answered in ticket.answers:
        say(f"answered by {answered.by} on {answered.at.wall:%Y-%m-%d %H:%M}")
        for text in answered.text:
            say(f"  {text}".rstrip())


def _line(line: TicketLine) -> str:
    about = f"{line.code or '-'}  {line.page or '-'}"
    return f"{line.reference}  {line.state}  {line.made.wall:%Y-%m-%d %H:%M}  {about}  {line.account or '-'}"


def _whom(line: TicketLine) -> str:
    state = f", {line.account} {line.account_state.replace('_', ' ')}" if line.account_state else ", not signed in"
    return f"{line.name or 'no name'} <{line.email}>{state}"
