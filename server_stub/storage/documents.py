"""Owns whole files that a provider has set, kept to the letter, and what in the practice depends on them."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy import text as sql

from consultant_tui.contract.vocabulary import ScheduleKind
from server_stub.storage.columns import Instant
from server_stub.storage.portal_tables import documents
from server_stub.storage.prepared import Question
from server_stub.storage.tables import schedules

ONLINE_BOOKING = "online_booking"
"""The name of the settings of online booking."""

_PUT = sql(
    "INSERT INTO documents (name, body, changed) VALUES (:name, :body, :changed)"
    " ON CONFLICT (name) DO UPDATE SET body = excluded.body, changed = excluded.changed"
).bindparams(bindparam("changed", type_=Instant))
"""Both engines understand it; of two at once, the later one stays."""

_BODY = Question(select(documents.c.body).where(documents.c.name == bindparam("of_name")))


def body(connection: Connection, name: str) -> str | None:
    """Return a document's text; None when it was never set."""
    return next((str(row.body) for row in _BODY.ask(connection, of_name=name)), None)


def put(connection: Connection, name: str, text: str, at: datetime | None) -> None:
    """Set a document's text; the time is none when it comes with a practice."""
    connection.execute(_PUT, {"name": name, "body": text, "changed": at})


def places_of_lines(connection: Connection) -> list[tuple[str, str]]:
    """Return the open lines that name a location, each with it."""
    rows = connection.execute(
        select(schedules.c.reference, schedules.c.location)
        .where(schedules.c.kind == ScheduleKind.OPEN, schedules.c.location != "")
        .order_by(schedules.c.id)
    )
    return [(row.reference, row.location) for row in rows]


def places_of(connection: Connection, profile_id: int) -> dict[int, str]:
    """Return the locations that the lines of a profile name, by the id of the line."""
    rows = connection.execute(select(schedules.c.id, schedules.c.location).where(schedules.c.profile_id == profile_id))
    return {row.id: row.location for row in rows}
