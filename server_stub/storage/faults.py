"""Owns the telling apart of what a database says when it refuses; nobody above storage sees its exceptions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from consultant_tui.contract.refusals import Code
from server_stub.storage.engines import Engines

Transaction = Connection
"""What a service hands to the functions of storage: one transaction, of which it knows nothing else."""


class StorageError(Exception):
    """The database would not do it; its subclasses say why."""


class TakenError(StorageError):
    """A constraint holds what the booking wanted."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


class StaleError(StorageError):
    """The row was changed by somebody else in the meantime."""


class BusyError(StorageError):
    """Another process holds the database; later it may work."""


class FullError(StorageError):
    """There is no room to write."""


_TAKEN = (
    ("person_claims", Code.CONSULTANT_BUSY),
    ("client_claims", Code.CLIENT_BUSY),
    ("ck_balances_available_not_negative", Code.NO_SESSIONS_LEFT),
    ("uq_extra_requests_open", Code.REQUEST_OPEN),
    ("extra_requests.case_id", Code.REQUEST_OPEN),
    ("uq_accounts_email", Code.ACCOUNT_EXISTS),
    ("accounts.email", Code.ACCOUNT_EXISTS),
    ("uq_accounts_client_id", Code.CLIENT_HAS_ACCOUNT),
    ("accounts.client_id", Code.CLIENT_HAS_ACCOUNT),
)


@contextmanager
def writing(engines: Engines) -> Iterator[Connection]:
    """Run one transaction that may write, with every refusal of the database told apart.

    Raises:
        StorageError: In one of its kinds; what is none of them is a bug and passes through.
    """
    try:
        with engines.writing() as connection:
            yield connection
    except DBAPIError as error:
        raise _told_apart(error) from error


@contextmanager
def reading(engines: Engines) -> Iterator[Connection]:
    """Run one transaction that only reads, with every refusal of the database told apart."""
    try:
        with engines.reading() as connection:
            yield connection
    except DBAPIError as error:
        raise _told_apart(error) from error


def _told_apart(error: DBAPIError) -> Exception:
    if isinstance(error, IntegrityError):
        said = _constraint(error)
        return next((TakenError(code) for name, code in _TAKEN if name in said), error)
    if isinstance(error, OperationalError):
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return BusyError()
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return FullError()
    return error


def _constraint(error: IntegrityError) -> str:
    """Return the text that names the constraint: PostgreSQL tells it apart, SQLite says it in its message."""
    diagnosis = getattr(error.orig, "diag", None)
    return str(diagnosis.constraint_name if diagnosis else error.orig)
