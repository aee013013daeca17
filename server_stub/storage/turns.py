"""Owns whose turn it is: what SQLite's single writer gives for nothing, other engines get by holding a row.

Who looks before writing must hold what the look was about until the transaction ends. Rows are held in one order:
an organisation or an account first, then persons in the order of their ids, then a case or a request, then an
appointment. Whoever writes to the trail holds its end from then on, so that comes after all of them.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Select, Table, bindparam, select

from server_stub.storage.catalogue import metadata
from server_stub.storage.portal_tables import accounts
from server_stub.storage.tables import appointments, cases, extra_requests, organisations, persons, profiles


def _holding(table: Table, column: str = "id") -> Select[tuple[int]]:
    """Make the statement that holds a row against other holders, though not against rows that point to it."""
    return select(table.c.id).where(table.c[column] == bindparam("of")).with_for_update(key_share=True)


_PERSON, _CASE, _APPOINTMENT = (_holding(table) for table in (persons, cases, appointments))
_REQUEST = _holding(extra_requests, "reference")
_ACCOUNT, _PROFILE = _holding(accounts), _holding(profiles)
_ACCOUNT_NAMED, _ORGANISATION = _holding(accounts, "reference"), _holding(organisations, "reference")

_FREE = select(persons.c.id).where(persons.c.id == bindparam("of")).with_for_update(read=True, skip_locked=True)


def take_turn(connection: Connection, person_id: int) -> None:
    """Let whatever else looks and then writes about a person wait until this transaction has ended."""
    _hold(connection, _PERSON, person_id)


def take_turns(connection: Connection, person_ids: Iterable[int]) -> None:
    """The same for several persons, always in the same order, so that no two wait for each other."""
    for person_id in sorted(set(person_ids)):
        take_turn(connection, person_id)


def hold_account(connection: Connection, account: int | str) -> None:
    """Hold an account, by its id or reference, against all else that is done with it."""
    _hold(connection, _ACCOUNT if isinstance(account, int) else _ACCOUNT_NAMED, account)


def hold_profile(connection: Connection, profile_id: int) -> None:
    """Hold a profile against others who would sign in to it or change its password."""
    _hold(connection, _PROFILE, profile_id)


def hold_organisation(connection: Connection, reference: str) -> None:
    """Hold an organisation against others who would change its codes."""
    _hold(connection, _ORGANISATION, reference)


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
