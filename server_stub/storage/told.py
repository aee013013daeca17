"""Owns the questions about what was told: the messages about a client that are a profile's business."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, or_, select

from consultant_tui.contract.vocabulary import MessageKind, MessageState
from server_stub.storage.recipients import OF_CLIENT
from server_stub.storage.tables import appointments, clients, outbox

_TOLD = (
    select(
        outbox.c.id,
        outbox.c.kind,
        outbox.c.recipient,
        outbox.c.facts,
        outbox.c.state,
        outbox.c.made,
        outbox.c.due,
        outbox.c.sent,
        outbox.c.attempts,
        outbox.c.problem,
        outbox.c.client_id,
        outbox.c.appointment_id,
        appointments.c.reference,
    )
    .join_from(outbox, clients, outbox.c.client_id == clients.c.id)
    .outerjoin(appointments, outbox.c.appointment_id == appointments.c.id)
    .where(
        or_(
            appointments.c.profile_id == bindparam("profile_id"),
            and_(
                outbox.c.appointment_id.is_(None),
                or_(outbox.c.recipient == bindparam("address"), outbox.c.recipient == OF_CLIENT),
            ),
        )
    )
)

_OF_CLIENT = _TOLD.where(outbox.c.client_id == bindparam("of_client")).order_by(outbox.c.id.desc()).limit(
    bindparam("most")
)  # fmt: skip

_met = appointments.alias("met")

_ONE = _TOLD.where(
    outbox.c.id == bindparam("of_id"),
    select(_met.c.id)
    .where(_met.c.client_id == outbox.c.client_id, _met.c.profile_id == bindparam("profile_id"))
    .exists(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message and what became of it."""

    id: int
    kind: MessageKind
    recipient: str
    facts: str
    state: MessageState
    made: datetime
    due: datetime
    sent: datetime | None
    attempts: int
    problem: str
    client_id: int
    appointment_id: int | None
    appointment: str


def of_client(connection: Connection, profile_id: int, address: str, client_id: int, most: int) -> list[Told]:
    """Return the messages about a client that are a profile's business, the newest first."""
    asked = {"profile_id": profile_id, "address": address, "of_client": client_id, "most": most}
    return [_told(row) for row in connection.execute(_OF_CLIENT, asked)]


def one(connection: Connection, profile_id: int, address: str, message_id: int) -> Told | None:
    """Return one message, if it is a profile's business; any other is not found."""
    asked = {"profile_id": profile_id, "address": address, "of_id": message_id}
    row = connection.execute(_ONE, asked).one_or_none()
    return _told(row) if row else None


def _told(row: Row[*tuple[Any, ...]]) -> Told:
    return Told(
        id=row.id,
        kind=MessageKind(row.kind),
        recipient=row.recipient,
        facts=row.facts,
        state=MessageState(row.state),
        made=row.made,
        due=row.due,
        sent=row.sent,
        attempts=row.attempts,
        problem=row.problem,
        client_id=row.client_id,
        appointment_id=row.appointment_id,
        appointment=row.reference or "",
    )
