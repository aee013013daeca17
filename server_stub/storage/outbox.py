"""Owns the messages that wait for sending: what they tell, and what became of each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from consultant_tui.contract.vocabulary import Link, MessageKind, MessageState, Modality, Platform
from server_stub.domain.spans import Span
from server_stub.storage.prepared import Prepared, Question
from server_stub.storage.recipients import OF_APPOINTMENT, OF_CLIENT
from server_stub.storage.tables import appointments, clients, outbox, persons, profiles

REMINDERS = (MessageKind.REMINDER_48H, MessageKind.REMINDER_2H)
"""Messages that tell nothing new."""

_SUBJECT = Question(
    select(
        appointments.c.reference,
        appointments.c.sequence,
        appointments.c.starts,
        appointments.c.ends,
        appointments.c.modality,
        appointments.c.platform,
        appointments.c.notify,
        appointments.c.client_id,
        clients.c.name.label("client"),
        clients.c.zone,
        OF_APPOINTMENT.label("recipient"),
        persons.c.name.label("consultant"),
    )
    .join_from(appointments, clients, appointments.c.client_id == clients.c.id)
    .join(persons, appointments.c.person_id == persons.c.id)
    .where(appointments.c.id == bindparam("of_id"))
)

_PARTIES = Question(
    select(
        clients.c.name.label("client"),
        OF_CLIENT.label("client_email"),
        persons.c.name.label("consultant"),
        profiles.c.email.label("consultant_email"),
    )
    .select_from(profiles)
    .join(persons, profiles.c.person_id == persons.c.id)
    .join(clients, clients.c.id == bindparam("client"))
    .where(profiles.c.id == bindparam("profile"))
)

_NEWS = (
    select(outbox.c.sequence, outbox.c.state, outbox.c.facts)
    .where(outbox.c.appointment_id == bindparam("of_id"), outbox.c.kind.not_in(REMINDERS))
    .order_by(outbox.c.sequence, outbox.c.id)
)

_told = outbox.alias("told")

_WITHDRAW = (
    update(outbox)
    .where(
        outbox.c.appointment_id == bindparam("of_id"),
        outbox.c.state == MessageState.WAITING,
        or_(outbox.c.attempts == 0, outbox.c.kind.in_(REMINDERS)),
        outbox.c.sequence
        == select(func.max(_told.c.sequence))
        .where(_told.c.appointment_id == bindparam("of_id"), _told.c.kind.not_in(REMINDERS))
        .scalar_subquery(),
    )
    .values(state=MessageState.WITHDRAWN)
    .returning(outbox.c.kind)
)
"""What somebody has begun to send may have left already; reminders are looked at again before each attempt."""

_PUT = Prepared(insert(outbox))

_PUT_BACK = (
    update(outbox)
    .where(
        outbox.c.appointment_id == bindparam("of_id"),
        outbox.c.kind == bindparam("of_kind"),
        outbox.c.recipient == bindparam("of_recipient"),
        outbox.c.sequence == bindparam("of_sequence"),
        outbox.c.state == MessageState.WITHDRAWN,
    )
    .values(
        state=MessageState.WAITING,
        facts=bindparam("new_facts"),
        made=bindparam("now"),
        due=bindparam("now"),
        attempts=0,
        problem="",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a message about an appointment can tell."""

    reference: str
    sequence: int
    span: Span
    modality: Modality
    platform: Platform | None
    notify: bool
    client_id: int
    client: str
    zone: str
    """The zone of the client's clock."""
    recipient: str
    """The client's address; empty when there is none."""
    consultant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """A consultant and a client, as messages name them."""

    client: str
    client_email: str
    consultant: str
    consultant_email: str


@dataclass(frozen=True, slots=True)
class News:
    """Something that was told about an appointment, or was going to be."""

    sequence: int
    withdrawn: bool
    facts: str


def subject(connection: Connection, appointment_id: int) -> Subject:
    """Return what can be told about an appointment, as this transaction sees it."""
    (row,) = _SUBJECT.ask(connection, of_id=appointment_id)
    return Subject(
        reference=row.reference,
        sequence=row.sequence,
        span=Span(row.starts, row.ends),
        modality=Modality(row.modality),
        platform=Platform(row.platform) if row.platform else None,
        notify=row.notify,
        client_id=row.client_id,
        client=row.client,
        zone=row.zone,
        recipient=row.recipient,
        consultant=row.consultant,
    )


def parties(connection: Connection, client_id: int, profile_id: int) -> Parties:
    """Return who are told of what is between a consultant and a client."""
    (row,) = _PARTIES.ask(connection, client=client_id, profile=profile_id)
    return Parties(
        client=row.client,
        client_email=row.client_email,
        consultant=row.consultant,
        consultant_email=row.consultant_email,
    )


def news(connection: Connection, appointment_id: int) -> list[News]:
    """Return what was told about an appointment so far, in order, reminders aside."""
    rows = connection.execute(_NEWS, {"of_id": appointment_id})
    return [News(row.sequence, row.state == MessageState.WITHDRAWN, row.facts) for row in rows]


def put(
    connection: Connection,
    *,
    kind: MessageKind,
    recipient: str,
    client_id: int | None,
    appointment_id: int | None = None,
    link: Link = Link.NONE,
    sequence: int = 0,
    facts: str,
    made: datetime,
    due: datetime,
    account_id: int | None = None,
) -> None:
    """Leave a message for sending."""
    _PUT.run(
        connection,
        {
            "appointment_id": appointment_id,
            "client_id": client_id,
            "account_id": account_id,
            "kind": kind,
            "recipient": recipient,
            "link": link,
            "sequence": sequence,
            "facts": facts,
            "made": made,
            "due": due,
        },
    )


def put_back(
    connection: Connection,
    *,
    kind: MessageKind,
    recipient: str,
    appointment_id: int,
    sequence: int,
    facts: str,
    now: datetime,
) -> bool:
    """Let a message that was withdrawn wait again; False when there is none."""
    asked = {"of_id": appointment_id, "of_kind": kind, "of_recipient": recipient, "of_sequence": sequence}
    return connection.execute(_PUT_BACK, {**asked, "new_facts": facts, "now": now}).rowcount == 1


def withdraw_latest(connection: Connection, appointment_id: int) -> bool:
    """Withdraw what waits of the latest change of an appointment, reminders with it; False when it was told already."""
    kinds = connection.execute(_WITHDRAW, {"of_id": appointment_id}).scalars().all()
    return any(kind not in REMINDERS for kind in kinds)
