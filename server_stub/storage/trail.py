"""Owns the trail of who did and read what: each row carries a hash over itself and the row before it.

So nothing in it can be changed, taken out or put in between without all that follows telling of it. That the last rows
are gone, or that all of it was written anew, only a mark can tell that was taken before and kept elsewhere.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, text

from server_stub.storage.portal_tables import accounts
from server_stub.storage.prepared import Prepared
from server_stub.storage.tables import appointments, audit, clients, persons, profiles

LATER = "trail"
"""The option of a connection that only reads: the list of the rows to be added after it."""

START = "0" * 64
"""What the first row follows."""

_TOLD = tuple(column.name for column in audit.columns if column.name not in ("id", "hash"))
_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("profile_id", "account_id", "client_id", "appointment_id", "version")),
    **dict.fromkeys(("staff", "detail"), ""),
}

_NEW = Prepared(insert(audit))
_LAST = "SELECT hash FROM audit ORDER BY id DESC LIMIT 1"
_TURN = text("SELECT pg_advisory_xact_lock(7236837)")
"""Only SQLite lets one transaction write at a time by itself; whoever waited must see what was added meanwhile, so this
is for READ COMMITTED only."""


def write(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add one row at the end; of a transaction that only reads, when it has ended."""
    later = connection.get_execution_options().get(LATER)
    if later is not None:
        later.append(row)
        return
    told = {**_NOTHING, **row}
    _NEW.run(connection, {**told, "hash": link(_last(connection), told)})


def write_all(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows at the end, in their order."""
    linked, before = [], _last(connection)
    for row in rows:
        told = {**_NOTHING, **row}
        before = link(before, told)
        linked.append({**told, "hash": before})
    if linked:
        connection.execute(insert(audit), linked)


def link(before: str, row: Mapping[str, Any]) -> str:
    """Return the hash of a row that follows another."""
    told = [_plain(row[name]) for name in _TOLD]
    return sha256(json.dumps([before, *told], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def broken(rows: Iterable[Row[Any]]) -> Iterator[tuple[int, str]]:
    """Yield the id of every row, in their order, that does not follow the one before it, and why."""
    before = START
    for row in rows:
        told = row._asdict()
        if link(before, told) != told["hash"]:
            yield told["id"], "does not follow the row before it: one of them was changed, or one is gone"
        before = told["hash"]


def mark(connection: Connection) -> str:
    """Return what tells the trail as it is now from any that lacks a row of it: its length, and the last row's hash."""
    count = connection.execute(select(func.count()).select_from(audit)).scalar_one()
    return f"{count}:{connection.exec_driver_sql(_LAST).scalar() or START}"


def unmarked(rows: Sequence[Row[Any]], taken: str) -> Iterator[str]:
    """Say when all the rows, in their order, do not begin with those that a mark was taken of."""
    number, _, hashed = taken.partition(":")
    if len(rows) < int(number):
        yield f"audit: has {len(rows)} rows, and had {number} when the mark was taken"
    elif (rows[int(number) - 1].hash if int(number) else START) != hashed:
        yield f"audit: its first {number} rows are not those that the mark was taken of"


@dataclass(frozen=True, slots=True)
class Deed:
    """One row for people; whoever it is about is named by reference only."""

    at: datetime
    by: str
    """A consultant's e-mail, an account, one of the provider's staff by name, or nobody: the program by itself.

    Who of the staff acted for a consultant is named before them.
    """
    act: str
    client: str
    appointment: str
    detail: str


def deeds(
    connection: Connection,
    *,
    by: str | None = None,
    client: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Deed]:
    """Yield what was done and read, oldest first.

    Args:
        connection: A transaction.
        by: Only by this consultant (e-mail, or CON-1), account (ACC-1) or member of staff.
        client: Only what concerns this client, as in CLI-3001.
        since: Only from this instant on.
        until: Only before this instant.
    """
    query = (
        select(
            audit.c.at,
            audit.c.act,
            audit.c.staff,
            audit.c.detail,
            profiles.c.email,
            accounts.c.reference.label("account"),
            clients.c.reference.label("client"),
            appointments.c.reference.label("appointment"),
        )
        .join_from(audit, profiles, audit.c.profile_id == profiles.c.id, isouter=True)
        .join(persons, profiles.c.person_id == persons.c.id, isouter=True)
        .join(accounts, audit.c.account_id == accounts.c.id, isouter=True)
        .join(clients, audit.c.client_id == clients.c.id, isouter=True)
        .join(appointments, audit.c.appointment_id == appointments.c.id, isouter=True)
        .order_by(audit.c.at, audit.c.id)
    )
    if by is not None:
        names = (profiles.c.email, persons.c.reference, accounts.c.reference, audit.c.staff)
        query = query.where(or_(*(name == by for name in names)))
    if client is not None:
        query = query.where(clients.c.reference == client)
    if since is not None:
        query = query.where(audit.c.at >= since)
    if until is not None:
        query = query.where(audit.c.at < until)
    for row in connection.execute(query.execution_options(yield_per=1000)):
        by_whom = row.email or row.staff or row.account
        if row.email and row.staff:
            by_whom = f"{row.staff} for {row.email}"
        yield Deed(row.at, by_whom or "", row.act, row.client or "", row.appointment or "", row.detail)


def _last(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        connection.execute(_TURN)
    return str(connection.exec_driver_sql(_LAST).scalar() or START)


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
