"""Owns the handing over of what a prospect has to a client, and back again exactly as it was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, or_, select, update

from consultant_tui.contract.vocabulary import AppointmentState, AssociationKind, Standing
from server_stub.domain.prospects import Details
from server_stub.storage.books import next_reference
from server_stub.storage.faults import StaleError
from server_stub.storage.finding import renew_client_words
from server_stub.storage.portal_tables import associations, attendees
from server_stub.storage.tables import appointments, cases, client_claims, clients, outbox
from server_stub.storage.turns import take_turns

CLIENT = "CLI"
"""The kind of reference that clients have."""


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who attends under both, and is kept once: the row that was given up for the one that stays."""

    id: int
    reference: str
    name: str
    kind: str
    details: str
    into: int
    """The id of the one that stays."""
    account_id: int | None
    """The account that one had before."""


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """What an association changed."""

    prospect_id: int | None = None
    """The row that stood for the holder."""
    cases: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()
    merged: tuple[Merged, ...] = ()
    """Attendees that were found to be the same."""
    handed: tuple[int, ...] = ()
    """Attendees that were handed over."""
    details: Details | None = None
    """What was known of the holder before the fields were edited."""
    name: str = ""


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """An association that stands."""

    id: int
    client_id: int
    kind: AssociationKind
    by: int | None
    before: Before


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment that came to another client, with the version it has now."""

    id: int
    reference: str
    version: int


_before = msgspec.json.Decoder(Before)


def hand_over(
    connection: Connection, case_ids: Sequence[int], giver: int, taker: int, attending: Mapping[int, int]
) -> list[Moved]:
    """Give cases with all that belongs to them to another client.

    Args:
        connection: The transaction.
        case_ids: The cases.
        giver: Whose they are.
        taker: Whose they become.
        attending: Who attends them, and who attends instead.

    Raises:
        IntegrityError: If the other one is elsewhere at one of the times; told apart where the transaction ends.
    """
    with_whom = select(appointments.c.person_id).where(appointments.c.case_id.in_(case_ids))
    take_turns(connection, connection.execute(with_whom).scalars())
    connection.execute(update(cases).where(cases.c.id.in_(case_ids)).values(client_id=taker))
    met = appointments.c
    asked = select(met.id, met.reference, met.version, met.attendee_id).where(met.case_id.in_(case_ids))
    moved = []
    for row in connection.execute(asked.order_by(met.id)).all():
        guarded = update(appointments).where(met.id == row.id, met.version == row.version)
        values = {"client_id": taker, "version": row.version + 1}
        if row.attendee_id in attending:
            values["attendee_id"] = attending[row.attendee_id]
        if connection.execute(guarded.values(values)).rowcount != 1:
            raise StaleError
        moved.append(Moved(id=row.id, reference=row.reference, version=row.version + 1))
    ids = [one.id for one in moved]
    connection.execute(update(client_claims).where(client_claims.c.appointment_id.in_(ids)).values(client_id=taker))
    renew_client_words(connection, (giver, taker))
    return moved


def cases_of(connection: Connection, client_id: int) -> tuple[int, ...]:
    """Return the cases of a client or prospect."""
    return tuple(connection.execute(select(cases.c.id).where(cases.c.client_id == client_id)).scalars())


def hand_over_messages(connection: Connection, giver: int, taker: int) -> tuple[int, ...]:
    """Give all messages about somebody to another client; returns which they were."""
    ids = tuple(connection.execute(select(outbox.c.id).where(outbox.c.client_id == giver)).scalars())
    connection.execute(update(outbox).where(outbox.c.client_id == giver).values(client_id=taker))
    return ids


def take_messages_back(connection: Connection, message_ids: Iterable[int], moved: list[Moved], taker: int) -> None:
    """Give messages back, and with them what was told since of the appointments that go back."""
    of_moved = outbox.c.appointment_id.in_([one.id for one in moved])
    connection.execute(update(outbox).where(outbox.c.id.in_(tuple(message_ids)) | of_moved).values(client_id=taker))


def set_standing(connection: Connection, client_id: int, standing: Standing) -> None:
    """Say whether somebody is a client."""
    connection.execute(update(clients).where(clients.c.id == client_id).values(standing=standing))


def known(connection: Connection, client_id: int) -> tuple[str, Details]:
    """Return the name and the details of a client or prospect."""
    row = connection.execute(select(clients).where(clients.c.id == client_id)).one()
    return row.name, Details(**{name: getattr(row, name) for name in Details.__dataclass_fields__})


def write_details(connection: Connection, client_id: int, name: str, details: Details, standing: Standing) -> None:
    """Write down what is known of somebody."""
    values = {**asdict(details), "name": name, "standing": standing}
    connection.execute(update(clients).where(clients.c.id == client_id).values(values))
    renew_client_words(connection, (client_id,))


def add_client(connection: Connection, details: Details) -> int:
    """Add a client; returns the id."""
    row = {**asdict(details), "name": details.name, "reference": next_reference(connection, CLIENT)}
    made = connection.execute(insert(clients).returning(clients.c.id), {**row, "standing": Standing.CLIENT})
    return int(made.scalar_one())


def reference_of(connection: Connection, client_id: int) -> str:
    """Return the reference of a client."""
    return str(connection.execute(select(clients.c.reference).where(clients.c.id == client_id)).scalar_one())


def match_attendees(
    connection: Connection, account_id: int, client_id: int
) -> tuple[tuple[Merged, ...], tuple[int, ...]]:
    """Return who attends under both a holder and a client, and who has to be handed over (seed 004).

    The client matches, and name and kind must be equal; two who are equal are never guessed between.
    """
    theirs = connection.execute(select(attendees).where(attendees.c.client_id == client_id)).all()
    merged: dict[int, Merged] = {}
    handed = []
    mine = select(attendees).where(attendees.c.account_id == account_id, attendees.c.client_id.is_(None))
    for row in connection.execute(mine.order_by(attendees.c.id)).all():
        equal = [one for one in theirs if (one.name, one.kind) == (row.name, row.kind)]
        if len(equal) == 1 and equal[0].id not in merged:
            merged[equal[0].id] = Merged(
                id=row.id,
                reference=row.reference,
                name=row.name,
                kind=row.kind,
                details=row.details,
                into=equal[0].id,
                account_id=equal[0].account_id,
            )
        else:
            handed.append(row.id)
    return tuple(merged.values()), tuple(handed)


def join_attendees(connection: Connection, account_id: int, client_id: int, before: Before) -> None:
    """Give those who attend in a holder's place to the client; who is there already is kept once."""
    for one in before.merged:
        connection.execute(delete(attendees).where(attendees.c.id == one.id))
        connection.execute(update(attendees).where(attendees.c.id == one.into).values(account_id=account_id))
    connection.execute(update(attendees).where(attendees.c.id.in_(before.handed)).values(client_id=client_id))


def part_attendees(connection: Connection, account_id: int, before: Before) -> None:
    """Give those who attend back to the account's holder alone."""
    for one in before.merged:
        row = {"id": one.id, "reference": one.reference, "account_id": account_id, "client_id": None}
        connection.execute(insert(attendees), {**row, "name": one.name, "kind": one.kind, "details": one.details})
        connection.execute(update(attendees).where(attendees.c.id == one.into).values(account_id=one.account_id))
    connection.execute(update(attendees).where(attendees.c.id.in_(before.handed)).values(client_id=None))


def remember(
    connection: Connection,
    *,
    account_id: int,
    client_id: int,
    kind: AssociationKind,
    at: datetime,
    by: int | None,
    staff: str,
    before: Before,
) -> None:
    """Keep that an account was associated, and what that changed."""
    row = {"account_id": account_id, "client_id": client_id, "kind": kind, "at": at, "by": by, "staff": staff}
    connection.execute(insert(associations), {**row, "before": msgspec.json.encode(before).decode()})


def standing_one(connection: Connection, account_id: int) -> Joined | None:
    """Return the association of an account that stands."""
    asked = select(associations).where(associations.c.account_id == account_id, associations.c.undone.is_(None))
    row = connection.execute(asked).one_or_none()
    if row is None:
        return None
    kind, before = AssociationKind(row.kind), _before.decode(row.before)
    return Joined(id=row.id, client_id=row.client_id, kind=kind, by=row.by, before=before)


def mark_undone(connection: Connection, association_id: int, at: datetime, by: int | None) -> None:
    """Keep that an association was undone.

    Raises:
        StaleError: If it was already.
    """
    mine = update(associations).where(associations.c.id == association_id, associations.c.undone.is_(None))
    if connection.execute(mine.values(undone=at, undone_by=by)).rowcount != 1:
        raise StaleError


def booked_since(connection: Connection, account_id: int, client_id: int, but: Sequence[int]) -> str | None:
    """Return a session that an account has booked for a client in other cases, if there is one that counts.

    One that was called off counts when it has cost a session.
    """
    asked = select(appointments.c.reference).where(
        appointments.c.account_id == account_id,
        appointments.c.client_id == client_id,
        appointments.c.case_id.not_in(but),
        or_(
            appointments.c.state != AppointmentState.CANCELLED,
            appointments.c.charged,
            appointments.c.late_moves > 0,
        ),
    )
    return connection.execute(asked.order_by(appointments.c.starts).limit(1)).scalar()
