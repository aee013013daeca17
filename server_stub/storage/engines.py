"""Owns the connections: one writer at a time, readers that cannot write, and what each database engine needs for it."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, PoolProxiedConnection, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import StaticPool

from server_stub.storage.gates import Gate
from server_stub.storage.postgresql import CONNECTIONS, STATEMENT_SECONDS, WAIT_SECONDS, open_pair

logging.getLogger("sqlalchemy").setLevel(logging.WARNING)  # below that it writes down the rows that it reads

BUSY_SECONDS = 10
"""How long a writer waits for another process before it gives up."""


class _Kept:
    """A connection that is kept for single questions, as taking one from the pool takes longer than the question."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._connection: Connection | None = None

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """Lend it, or another one to whoever would have to wait; after an error the next one gets a new one."""
        if not self._turn.acquire(blocking=False):
            with self._engine.connect() as another:
                yield another
            return
        try:
            self._connection = self._connection or self._engine.connect()
            yield self._connection
            self._connection.rollback()
        except BaseException:
            self._drop()
            raise
        finally:
            self._turn.release()

    def close(self) -> None:
        """Close it; it is opened again when it is needed."""
        with self._turn:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass(frozen=True)
class Engines:
    """The two ways into one database."""

    writer: Engine
    reader: Engine
    _turn: AbstractContextManager[Any] = field(default_factory=threading.Lock)
    _reading_turn: AbstractContextManager[Any] = field(default_factory=nullcontext)
    shared: Connection | None = None
    """The one reading for all that is read, while that is to be a single state of the data."""
    _kept: _Kept | None = None
    """What single questions are asked through; None where a connection is not this program's alone to keep."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Run one transaction that may write; commits at the end, rolls back on any error.

        SQLite has one writer: queueing here, where waking is fair, is much kinder to the slowest
        than letting connections poll for the file lock.

        Raises:
            RuntimeError: Within a shared reading, which would not see what is written.
        """
        if self.shared is not None:
            raise RuntimeError("nothing is written while a reading is shared")
        with self._turn, self.writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Run one transaction that sees a single state of the data and cannot change it."""
        with self._reading_turn, self.reader.begin() as connection:
            yield connection

    def glancing(self) -> AbstractContextManager[Connection]:
        """Let a single question be asked, which needs no transaction to see a single state of the data."""
        return self._kept.lent() if self._kept else self._connected()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with self._reading_turn, self.reader.connect() as connection:
            yield connection

    def sharing(self, connection: Connection) -> "Engines":
        """Return the same with one reading for all that is read until its transaction ends."""
        return Engines(self.writer, self.reader, self._turn, self._reading_turn, connection)

    @property
    def has_turns(self) -> bool:
        """Whether several may write at once, so that some must wait for others."""
        return self.writer.dialect.name != "sqlite"

    @property
    def is_near(self) -> bool:
        """Whether reading is done in this process and never waits for whoever writes."""
        return not self.has_turns

    def dispose(self) -> None:
        """Close every connection."""
        if self._kept:
            self._kept.close()
        self.writer.dispose()
        self.reader.dispose()


def open_engines(url: str, *, durable: bool = True, statement_seconds: int = STATEMENT_SECONDS) -> Engines:
    """Open the database at an SQLAlchemy URL.

    Args:
        url: For example ``sqlite:////home/me/practice.db`` or ``postgresql+psycopg://host/practice``.
        durable: Whether what is committed must outlive a power cut; a throw-away database is quicker without.
        statement_seconds: How long one statement may take on a server of databases; 0 for as long as it needs.

    Raises:
        ValueError: If the URL asks for an SQLite database in memory, which two engines cannot share.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        writer, reader = open_pair(
            parsed.set(drivername="postgresql+psycopg"), durable=durable, statement_seconds=statement_seconds
        )
        writers, readers = (Gate(CONNECTIONS, WAIT_SECONDS) for _ in range(2))
        return Engines(writer=writer, reader=reader, _turn=writers, _reading_turn=readers)
    if parsed.get_backend_name() != "sqlite":
        raise ValueError("the database must be SQLite or PostgreSQL")
    if parsed.database in (None, "", ":memory:"):
        raise ValueError("the database must be a file")
    reader = _sqlite(parsed, "reader", durable=durable)
    return Engines(writer=_sqlite(parsed, "writer", durable=durable), reader=reader, _kept=_Kept(reader))


def database_file(url: str) -> Path | None:
    """Return the file that an SQLAlchemy URL names; None when the database is none."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


class _Reader(SQLiteDialect_pysqlite):
    """SQLite through the standard module, which by itself would not begin a transaction before a SELECT."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        dbapi_connection.cursor().execute("BEGIN")


class _Writer(_Reader):
    """The same, holding the file from the beginning, so that what was read is still true when it writes."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        dbapi_connection.cursor().execute("BEGIN IMMEDIATE")


registry.register("sqlite.reader", __name__, _Reader.__name__)
registry.register("sqlite.writer", __name__, _Writer.__name__)


def _sqlite(url: URL, role: str, *, durable: bool) -> Engine:
    read_only = role == "reader"
    pool: dict[str, Any] = {"pool_size": 16} if read_only else {"poolclass": StaticPool}
    engine = create_engine(
        url.set(drivername=f"sqlite+{role}"),
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        **pool,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")

    return engine
