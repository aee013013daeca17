"""Owns the telling apart of what a database says when it refuses; nobody above storage sees its exceptions."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFreeError

from consultant_tui.contract.refusals import Code
from server_stub.storage import postgresql, prepared, trail
from server_stub.storage.engines import Engines
from server_stub.storage.turns import take_turn

P = ParamSpec("P")
R = TypeVar("R")

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
    """Another process holds the database, or it cannot be reached; later it may work."""


class GaveWayError(BusyError):
    """The transaction was given up for another one, or its connection was lost before it ended: nothing was done."""


class FullError(StorageError):
    """There is no room to write."""


class IllegibleError(StorageError):
    """The database cannot even be asked: a text holds what it has no way to write."""


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

_HOLDS = frozenset({"23505", "23514"})
"""PostgreSQL's codes of a key that is there already and of a check that fails; the rest are bugs."""

TIMES_AGAIN = 3
"""How often a transaction that gave way is done again."""


@contextmanager
def writing(engines: Engines, of: int | None = None) -> Iterator[Connection]:
    """Run one transaction that may write, with every refusal of the database told apart.

    Args:
        engines: The ways into the database.
        of: The person whose times, appointments or keys it looks at before it writes; whatever else writes of the
            same person waits until it has ended.

    Raises:
        StorageError: In one of its kinds; what is none of them is a bug and passes through.
    """
    with _told_apart(engines.writing()) as connection:
        if of is not None:
            take_turn(connection, of)
        yield connection


@contextmanager
def looking(engines: Engines) -> Iterator[Connection]:
    """Run one transaction that only reads, and then write down who looked; without that nothing was seen.

    What is read is a single state of the data, and nobody who writes waits for the reading.
    """
    seen: list[Mapping[str, Any]] = []
    with reading(engines) as connection:
        yield connection.execution_options(**{trail.LATER: seen})
    if seen:
        with writing(engines) as connection:
            trail.write_all(connection, seen)


@contextmanager
def reading(engines: Engines) -> Iterator[Connection]:
    """Run one transaction that only reads, with every refusal of the database told apart."""
    if engines.shared is not None:
        yield engines.shared
        return
    with _told_apart(engines.reading()) as connection:
        yield connection


def glancing(engines: Engines) -> AbstractContextManager[Connection]:
    """Let a single question be asked without a transaction, which costs as much as a short question itself."""
    return _told_apart(engines.glancing())


@contextmanager
def reading_once(engines: Engines) -> Iterator[Engines]:
    """Let everything that is read within be one transaction: a single state, in which nothing is asked twice."""
    with reading(engines) as connection:
        yield engines.sharing(prepared.remembering(connection))


def persistent(work: Callable[P, R]) -> Callable[P, R]:
    """Let a piece of work, a whole transaction, be done again when it gave way to another."""

    @wraps(work)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        for turn in range(TIMES_AGAIN):
            try:
                return work(*args, **kwargs)
            except GaveWayError:
                time.sleep(random.uniform(0, 0.01 * 2**turn))  # noqa: S311  (only so that two do not meet again)
        return work(*args, **kwargs)

    return again


@contextmanager
def _told_apart(transaction: AbstractContextManager[Connection]) -> Iterator[Connection]:
    """Run a transaction; a connection that is lost inside has done nothing, one lost at the end may have."""
    try:
        with transaction as connection:
            try:
                yield connection
            except DBAPIError as error:
                raise _kind(error, inside=True) from error
    except NoneFreeError as error:
        raise BusyError from error
    except DBAPIError as error:
        raise _kind(error, inside=False) from error


def words_of(error: DBAPIError) -> str:
    """Return what a database says, without the values of the row that it says it of."""
    code = postgresql.code_of(error.orig)
    return str(error.orig) if not code else postgresql.words_of(error.orig, code)


def _kind(error: DBAPIError, *, inside: bool) -> Exception:
    code = postgresql.code_of(error.orig)
    if isinstance(error, IntegrityError):
        said = str(error.orig) if code is None else _constraint(error) if code in _HOLDS else ""
        return next((TakenError(taken) for name, taken in _TAKEN if name in said), error)
    if isinstance(error, DataError) and code == "":
        return IllegibleError()
    if code is not None:
        return _kind_of_code(code, inside=inside) or error
    if isinstance(error, OperationalError):
        primary = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return BusyError()
        if primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return FullError()
    return error


def _kind_of_code(code: str, *, inside: bool) -> StorageError | None:
    if code in postgresql.GAVE_WAY or (inside and postgresql.is_lost(code)):
        return GaveWayError()
    if code in postgresql.FULL:
        return FullError()
    return BusyError() if postgresql.is_for_later(code) else None


def _constraint(error: IntegrityError) -> str:
    """Return the name of the constraint, which PostgreSQL tells apart from its sentence."""
    diagnosis = getattr(error.orig, "diag", None)
    return str(diagnosis.constraint_name) if diagnosis else ""
