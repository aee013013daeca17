"""Owns support tickets: clients write them, signed in or not, and user support answers (seed 000)."""

from dataclasses import replace
from datetime import timedelta

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.tickets import Answered, Ticket, TicketLine, TicketReply, Tickets
from consultant_tui.contract.vocabulary import AccountState, MessageKind, TicketState
from server_stub.domain import tickets as rules
from server_stub.domain.attempts import Pace
from server_stub.domain.tickets import Written
from server_stub.letters.tickets import TicketFacts, pack
from server_stub.services import throttling, wire
from server_stub.services.office import Duty, Office
from server_stub.services.online import settings_in_force
from server_stub.services.refused import because, unless_allowed, unless_none
from server_stub.services.throttling import Guess
from server_stub.storage import books, outbox, people
from server_stub.storage import tickets as kept
from server_stub.storage.accounts import Account
from server_stub.storage.faults import Transaction, looking, persistent, reading, writing

PAGE = 50
"""How many tickets are listed at once."""

HELP = "/help/ticket"
"""Where in the portal a ticket is written."""

_TO_ONE = Pace(free=10, first=timedelta(minutes=1), longest=timedelta(hours=1), forgets=timedelta(days=1))
"""Mails to one address, which need not be the writer's own."""


def write(office: Office, written: Written, account: Account | None, address: str) -> str:
    """Keep a client's ticket and tell them so; returns its reference.

    Args:
        office: What services work with.
        written: What they wrote; who is signed in is answered to the account's own address, whatever was typed.
        account: Who is signed in, if anybody.
        address: The network address that it comes from.

    Raises:
        RefusedError: If something is missing or too long, or so many came that it must wait.
    """
    tidy = rules.tidied(replace(written, email=account.email) if account else written)
    unless_none(rules.objections_to_ticket(tidy))
    target = account.reference if account else tidy.email.lower()
    throttling.begin(office, Guess(kind="ticket", target=target, address=address, slow=_TO_ONE))
    now = office.clock()
    with writing(office.engines) as transaction:
        reference = books.next_reference(transaction, kept.KIND)
        account_id = account.id if account else None
        kept.record(transaction, tidy, reference=reference, account_id=account_id, made=now)
        books.write_audit(
            transaction, at=now, act="ticket_written", profile_id=None, account_id=account_id, detail=reference
        )
        outbox.put(
            transaction,
            kind=MessageKind.TICKET_RECEIVED,
            recipient=tidy.email,
            client_id=None,
            account_id=account_id,
            facts=pack(TicketFacts(reference=reference)),
            made=now,
            due=now,
        )
    return reference


def listed(office: Office, duty: Duty, state: TicketState | None, after: str) -> Tickets:
    """Return tickets, the longest waiting first.

    Args:
        office: What services work with.
        duty: Who asks.
        state: Where they stand; None for anywhere.
        after: The last ticket of the page before; empty for the first page.

    Raises:
        RefusedError: If there is no such ticket to come after.
    """
    with reading(office.engines) as transaction:
        zone = people.load_settings(transaction).provider_zone
        last = _found(transaction, after).id if after else 0
        found = kept.listed(transaction, state, last, PAGE + 1)
    return Tickets(
        now=wire.moment(duty.now, zone),
        tickets=tuple(_line(ticket, zone) for ticket in found[:PAGE]),
        more=len(found) > PAGE,
    )


def read(office: Office, duty: Duty, reference: str) -> Ticket:
    """Return a ticket with everything that was written; reading it is audited.

    Raises:
        RefusedError: If there is none.
    """
    with looking(office.engines) as transaction:
        found = _found(transaction, reference)
        _audit(transaction, duty, found, "ticket_read")
        return _whole(transaction, found)


@persistent
def answer(office: Office, duty: Duty, reference: str, version: int, reply: TicketReply) -> Ticket:
    """Answer a ticket by mail, and close it if nothing more is to be done.

    Raises:
        RefusedError: If there is no such ticket, it is closed, was changed meanwhile, or the text is missing or too
            long.
    """
    text = rules.in_lines(reply.text)
    with writing(office.engines) as transaction:
        found = _unchanged(transaction, reference, version)
        unless_none(rules.objections_to_answer(found.state, text))
        kept.change(transaction, found.id, version, TicketState.CLOSED if reply.close else TicketState.ANSWERED)
        kept.add_answer(transaction, found.id, kept.Answer(at=duty.now, by=duty.staff.name, text=text))
        _audit(transaction, duty, found, "ticket_answered")
        outbox.put(
            transaction,
            kind=MessageKind.TICKET_ANSWERED,
            recipient=found.written.email,
            client_id=None,
            account_id=found.account_id,
            facts=pack(_facts(transaction, found, text)),
            made=duty.now,
            due=duty.now,
        )
        return _whole(transaction, _found(transaction, reference))


@persistent
def close(office: Office, duty: Duty, reference: str, version: int) -> Ticket:
    """Close a ticket without another word.

    Raises:
        RefusedError: If there is no such ticket, it is closed, or was changed meanwhile.
    """
    with writing(office.engines) as transaction:
        found = _unchanged(transaction, reference, version)
        unless_allowed(rules.objection_to_closing(found.state))
        kept.change(transaction, found.id, version, TicketState.CLOSED)
        _audit(transaction, duty, found, "ticket_closed")
        return _whole(transaction, _found(transaction, reference))


def _found(transaction: Transaction, reference: str) -> kept.Ticket:
    found = kept.find(transaction, reference)
    if found is None:
        raise because(Code.NOT_FOUND)
    return found


def _unchanged(transaction: Transaction, reference: str, version: int) -> kept.Ticket:
    found = _found(transaction, reference)
    if found.version != version:
        raise because(Code.STALE)
    return found


def _audit(transaction: Transaction, duty: Duty, ticket: kept.Ticket, act: str) -> None:
    books.write_audit(
        transaction,
        at=duty.now,
        act=act,
        profile_id=None,
        account_id=ticket.account_id,
        staff=duty.staff.name,
        detail=ticket.reference,
    )


def _facts(transaction: Transaction, ticket: kept.Ticket, answered: str) -> TicketFacts:
    address = settings_in_force(transaction).address.rstrip("/")
    return TicketFacts(reference=ticket.reference, name=ticket.written.name, answer=answered, help=address + HELP)


def _whole(transaction: Transaction, ticket: kept.Ticket) -> Ticket:
    zone = people.load_settings(transaction).provider_zone
    answers = (
        Answered(at=wire.moment(given.at, zone), by=given.by, text=tuple(given.text.splitlines()))
        for given in kept.answers(transaction, ticket.id)
    )
    return Ticket(line=_line(ticket, zone), message=tuple(ticket.written.message.splitlines()), answers=tuple(answers))


def _line(ticket: kept.Ticket, zone: str) -> TicketLine:
    written = ticket.written
    return TicketLine(
        reference=ticket.reference,
        version=ticket.version,
        state=ticket.state,
        made=wire.moment(ticket.made, zone),
        code=written.code,
        page=written.page,
        email=written.email,
        name=written.name,
        account=ticket.account,
        account_state=_state(ticket) if ticket.account else None,
    )


def _state(ticket: kept.Ticket) -> AccountState:
    if not ticket.verified:
        return AccountState.UNVERIFIED
    return AccountState.ASSOCIATED if ticket.associated else AccountState.NOT_ASSOCIATED
