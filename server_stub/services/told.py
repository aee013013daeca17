"""Owns the reading of what was told: a client's messages and one of them in full; each reading is audited."""

from consultant_tui.contract.messages import Message, MessageLine, Messages
from consultant_tui.contract.refusals import Code
from server_stub.letters.subjects import subject
from server_stub.services import wire
from server_stub.services.office import Office, Visit
from server_stub.services.refused import because
from server_stub.storage import books, clients, people, told
from server_stub.storage.columns import id_from
from server_stub.storage.faults import Transaction, looking, persistent
from server_stub.storage.told import Told

MOST = 200
"""Messages that are answered at once."""


@persistent
def messages(office: Office, visit: Visit, reference: str) -> Messages:
    """Return the messages about a client that are the caller's business."""
    with looking(office.engines) as transaction:
        client = clients.known(transaction, visit.caller.profile_id, reference)
        if client is None:
            raise because(Code.NOT_FOUND)
        found = messages_of(transaction, visit, client.id)
        books.write_audit(
            transaction,
            at=visit.now,
            act="read_messages",
            profile_id=visit.caller.profile_id,
            staff=visit.caller.staff,
            client_id=client.id,
        )
    return Messages(client=client.reference, name=client.name, now=wire.moment(visit.now, visit.zone), messages=found)


def messages_of(transaction: Transaction, visit: Visit, client_id: int, most: int = MOST) -> tuple[MessageLine, ...]:
    """Return what was told about a client the caller knows, the newest first."""
    caller = visit.caller
    found = told.of_client(transaction, caller.profile_id, caller.email, client_id, most)
    return tuple(_line(message, visit) for message in found)


@persistent
def message(office: Office, visit: Visit, reference: str) -> Message:
    """Return one message as it is read."""
    from server_stub.letters.rendering import Letter, render

    caller = visit.caller
    number = id_from(reference)
    with looking(office.engines) as transaction:
        found = told.one(transaction, caller.profile_id, caller.email, number) if number is not None else None
        if found is None:
            raise because(Code.NOT_FOUND)
        sender = people.load_settings(transaction).sender
        books.write_audit(
            transaction,
            at=visit.now,
            act="read_message",
            profile_id=caller.profile_id,
            client_id=found.client_id,
            appointment_id=found.appointment_id,
        )
    letter = Letter(id=found.id, kind=found.kind, recipient=found.recipient, facts=found.facts, made=found.made)
    rendered = render(letter, sender)
    return Message(
        line=_line(found, visit),
        text=tuple(rendered.text.splitlines()),
        html=rendered.html,
        calendar=(rendered.calendar or b"").decode(),
    )


def _line(found: Told, visit: Visit) -> MessageLine:
    return MessageLine(
        message=str(found.id),
        kind=found.kind,
        to=found.recipient,
        subject=subject(found.kind, found.facts),
        appointment=found.appointment,
        state=found.state,
        made=wire.moment(found.made, visit.zone),
        due=wire.moment(found.due, visit.zone),
        sent=wire.moment(found.sent, visit.zone) if found.sent else None,
        attempts=found.attempts,
        problem=found.problem,
    )
