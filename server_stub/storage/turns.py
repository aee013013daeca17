"""Owns whose turn it is: what SQLite's single writer gives for nothing, other engines get by holding a row.

Who looks before writing must hold what the look was about until the transaction ends. Rows are held in one order:
the person first, then a case or a request, then an appointment.
"""

from sqlalchemy import Connection, Select, Table, bindparam, select

from server_stub.storage.catalogue import metadata
from server_stub.storage.tables import appointments, cases, extra_requests, persons


def _holding(table: Table, column: str = "id") -> Select[tuple[int]]:
    """Make the statement that holds a row against other holders, though not against rows that point to it."""
    return select(table.c.id).where(table.c[column] == bindparam("of")).with_for_update(key_share=True)


_PERSON, _CASE, _APPOINTMENT = (_holding(table) for table in (persons, cases, appointments))
_REQUEST = _holding(extra_requests, "reference")

_FREE = select(persons.c.id).where(persons.c.id == bindparam("of")).with_for_update(read=True, skip_locked=True)


def take_turn(connection: Connection, person_id: int) -> None:
    """Let whatever else looks and then writes about a person wait until this transaction has ended."""
    _hold(connection, _PERSON, person_id)


def hold_case(connection: Connection, case_id: int) -> None:
    """Hold a case against others who would ask for more of it."""
    _hold(connection, _CASE, case_id)


def hold_request(connection: Connection, reference: str) -> None:
    """Hold a request for extra sessions against others who would answer it."""
    _hold(connection, _REQUEST, reference)


def hold_appointment(connection: Connection, appointment_id: int) -> None:
    """Hold an appointment against every change of it."""
    _hold(connection, _APPOINTMENT, appointment_id)


def has_turn(connection: Connection, person_id: int) -> bool:
    """Whether somebody is writing about a person at this moment; until this transaction ends nobody begins to."""
    if connection.dialect.name == "sqlite":
        return False
    return connection.execute(_FREE, {"of": person_id}).one_or_none() is None


def hold_everything(connection: Connection) -> None:
    """Let everybody else who writes wait; reading goes on."""
    if connection.dialect.name != "sqlite":
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def _hold(connection: Connection, statement: Select[tuple[int]], of: int | str) -> None:
    if connection.dialect.name != "sqlite":
        connection.execute(statement, {"of": of})
