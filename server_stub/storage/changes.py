"""Owns the changing of an appointment: its row by version, its claims, what it replaced and who did it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from consultant_tui.contract.vocabulary import Act, LedgerCause
from server_stub.domain.cases import Figures
from server_stub.domain.undoing import Done
from server_stub.storage import books
from server_stub.storage.faults import StaleError
from server_stub.storage.prepared import Prepared, Question
from server_stub.storage.tables import (
    acts,
    appointments,
    audit,
    client_claims,
    clients,
    ledger,
    person_claims,
    persons,
    profiles,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The columns of an appointment that something done to it may replace, and undoing restores."""

    state: str
    schedule_id: int | None
    approval: str
    wall_start: datetime
    zone: str
    offset: int
    starts: datetime
    ends: datetime
    ended_at: datetime | None
    charged: bool
    cancelled_by: str | None
    end_reason: str
    attempts: str
    late_moves: int
    withdrawn: bool
    sequence: int
    location: str | None = None
    """None where it was not kept; then it stays as it is."""


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """What an act replaced."""

    standing: Standing
    told: bool
    """Whether the client is told of the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who made a version of an appointment."""

    act: str
    name: str
    """Empty when the backend did it by itself."""
    at: datetime


_STANDING = Question(
    select(*(appointments.c[name] for name in Standing.__dataclass_fields__)).where(
        appointments.c.id == bindparam("of_id")
    )
)
_LATEST = select(acts).where(acts.c.appointment_id == bindparam("of_id")).order_by(acts.c.version.desc()).limit(1)
_AUTHOR = (
    select(
        audit.c.act,
        audit.c.at,
        func.coalesce(func.nullif(audit.c.staff, ""), persons.c.name, clients.c.name).label("name"),
    )
    .join_from(audit, profiles, audit.c.profile_id == profiles.c.id, isouter=True)
    .join(persons, profiles.c.person_id == persons.c.id, isouter=True)
    .join(clients, and_(audit.c.client_id == clients.c.id, audit.c.account_id.is_not(None)), isouter=True)
    .where(audit.c.appointment_id == bindparam("of_id"), audit.c.version == bindparam("of_version"))
    .limit(1)
)
_ENTRY = select(ledger.c.entitled, ledger.c.extra, ledger.c.used, ledger.c.booked).where(
    ledger.c.appointment_id == bindparam("of_id"), ledger.c.version == bindparam("of_version")
)
_RELEASES = tuple(
    delete(table).where(table.c.appointment_id == bindparam("of_id")) for table in (person_claims, client_claims)
)
_NEW_ACT = Prepared(insert(acts))
_before = msgspec.json.Decoder(Before)


def standing(connection: Connection, appointment_id: int) -> Standing:
    """Return how an appointment stands."""
    (row,) = _STANDING.ask(connection, of_id=appointment_id)
    return Standing(**row._asdict())


def change(connection: Connection, appointment_id: int, version: int, values: dict[str, Any]) -> int:
    """Change columns of an appointment; returns its new version.

    Raises:
        StaleError: If the appointment no longer has the version that the change is based on.
    """
    changed = connection.execute(
        update(appointments)
        .where(appointments.c.id == appointment_id, appointments.c.version == version)
        .values(**values, version=version + 1)
    )
    if changed.rowcount != 1:
        raise StaleError
    return version + 1


def restore(connection: Connection, appointment_id: int, version: int, before: Standing) -> int:
    """Give an appointment back what it was; returns its new version."""
    kept = asdict(before)
    if before.location is None:
        del kept["location"]
    return change(connection, appointment_id, version, kept)


def release(connection: Connection, appointment_id: int) -> None:
    """Give free the time of both sides."""
    for statement in _RELEASES:
        connection.execute(statement, {"of_id": appointment_id})


def keep_act(connection: Connection, appointment_id: int, done: Done, before: Before) -> None:
    """Keep what an act replaced, so that it can be taken back."""
    _NEW_ACT.run(
        connection,
        {
            "appointment_id": appointment_id,
            "version": done.version,
            "profile_id": done.profile_id,
            "act": done.act,
            "at": done.at,
            "before": msgspec.json.encode(before).decode(),
        },
    )


def latest_act(connection: Connection, appointment_id: int) -> tuple[Done, Before] | None:
    """Return the last thing done to an appointment that can be taken back at all, with what it replaced."""
    row = connection.execute(_LATEST, {"of_id": appointment_id}).one_or_none()
    if row is None:
        return None
    done = Done(act=Act(row.act), version=row.version, at=row.at, profile_id=row.profile_id)
    return done, before_of(row.before)


def before_of(kept: str) -> Before:
    """Read what an act replaced.

    Raises:
        MsgspecError: If it cannot be read.
    """
    return _before.decode(kept)


def post_back(
    connection: Connection, *, case_id: int, appointment_id: int, undone: int, version: int, at: datetime
) -> Figures | None:
    """Write the exact negative of the ledger entry of one version; None when that version had none."""
    row = connection.execute(_ENTRY, {"of_id": appointment_id, "of_version": undone}).one_or_none()
    if row is None:
        return None
    return books.post_figures(
        connection,
        Figures(*(-number for number in row)),
        case_id=case_id,
        cause=LedgerCause.UNDONE,
        at=at,
        appointment_id=appointment_id,
        version=version,
    )


def author(connection: Connection, appointment_id: int, version: int) -> Author | None:
    """Return who made a version of an appointment."""
    row = connection.execute(_AUTHOR, {"of_id": appointment_id, "of_version": version}).one_or_none()
    return Author(act=row.act, name=row.name or "", at=row.at) if row else None
