"""Owns the sending side of the outbox: what is due, who takes it on, and what became of it.

Several processes may look at once: whoever changes the row first, guarded by the attempts it saw, has taken it on.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, select, update

from consultant_tui.contract.vocabulary import AppointmentState, MessageKind, MessageState
from server_stub.storage.outbox import REMINDERS
from server_stub.storage.tables import appointments, outbox

LONGEST_PROBLEM = 200

_DUE = (
    select(
        outbox.c.id,
        outbox.c.kind,
        outbox.c.recipient,
        outbox.c.facts,
        outbox.c.made,
        outbox.c.attempts,
        outbox.c.appointment_id,
        outbox.c.client_id,
        outbox.c.sequence,
    )
    .where(outbox.c.state == MessageState.WAITING, outbox.c.due <= bindparam("now"))
    .order_by(outbox.c.due, outbox.c.id)
    .limit(bindparam("most"))
)

_newer = outbox.alias("newer")

_OVERTAKEN = select(
    exists().where(
        _newer.c.appointment_id == bindparam("of_id"),
        _newer.c.recipient == bindparam("of_recipient"),
        _newer.c.sequence > bindparam("of_sequence"),
        _newer.c.kind.not_in(REMINDERS),
        _newer.c.state != MessageState.WITHDRAWN,
        _newer.c.due <= bindparam("now"),
    )
)

_STANDS = select(
    exists().where(
        appointments.c.id == bindparam("of_id"),
        appointments.c.state == AppointmentState.BOOKED,
        appointments.c.starts == bindparam("of_start"),
        appointments.c.starts > bindparam("now"),
        appointments.c.notify,
    )
)

_TAKE_ON = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("of_id"),
        outbox.c.state == MessageState.WAITING,
        outbox.c.attempts == bindparam("seen"),
        outbox.c.due <= bindparam("now"),
    )
    .values(attempts=outbox.c.attempts + 1, due=bindparam("again"))
)

_SETTLE = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"), outbox.c.state == MessageState.WAITING)
    .values(state=bindparam("became"), sent=bindparam("at"), problem=bindparam("why"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A message whose time has come."""

    id: int
    kind: MessageKind
    recipient: str
    facts: str
    made: datetime
    attempts: int
    appointment_id: int | None
    client_id: int | None
    sequence: int


def due(connection: Connection, now: datetime, most: int) -> list[Due]:
    """Return what is to be sent now, the longest waiting first."""
    rows = connection.execute(_DUE, {"now": now, "most": most})
    return [
        Due(
            id=row.id,
            kind=MessageKind(row.kind),
            recipient=row.recipient,
            facts=row.facts,
            made=row.made,
            attempts=row.attempts,
            appointment_id=row.appointment_id,
            client_id=row.client_id,
            sequence=row.sequence,
        )
        for row in rows
    ]


def is_overtaken(connection: Connection, message: Due, now: datetime) -> bool:
    """Whether something newer about the same appointment is told to the same recipient."""
    asked = {"of_id": message.appointment_id, "of_recipient": message.recipient, "of_sequence": message.sequence}
    return bool(connection.execute(_OVERTAKEN, {**asked, "now": now}).scalar())


def stands(connection: Connection, appointment_id: int, start: datetime, now: datetime) -> bool:
    """Whether an appointment is still booked for a time that is to come, and its client wants to be told."""
    return bool(connection.execute(_STANDS, {"of_id": appointment_id, "of_start": start, "now": now}).scalar())


def take_on(connection: Connection, message: Due, now: datetime, again: datetime) -> bool:
    """Count one more attempt and put the next one off; False when somebody else was quicker."""
    asked = {"of_id": message.id, "seen": message.attempts, "now": now, "again": again}
    return connection.execute(_TAKE_ON, asked).rowcount == 1


def blank(connection: Connection, message_id: int, facts: str) -> None:
    """Keep other facts of a message, without what was for its reader only."""
    connection.execute(update(outbox).where(outbox.c.id == message_id).values(facts=facts))


def settle(
    connection: Connection, message_id: int, became: MessageState, *, sent: datetime | None = None, problem: str = ""
) -> None:
    """Keep what became of a message; one that waits on keeps the reason."""
    asked = {"of_id": message_id, "became": became, "at": sent, "why": problem[:LONGEST_PROBLEM]}
    connection.execute(_SETTLE, asked)
