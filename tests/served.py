"""Owns the databases of tests on a PostgreSQL cluster: lent out, emptied, and lent out again."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from server_stub.storage.engines import Engines
from tests.databases import Database


class Served:
    """Databases of a PostgreSQL cluster that all workers share.

    To make one, to connect to it and to drop it again takes longer than most tests do. So a copy of a template without
    rows is emptied and given out again with its connections, unless a test changed more than rows.
    """

    def __init__(self, folder: str, run: Callable[[str], object]) -> None:
        self._folder, self._run = folder, run
        self._worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        self._numbers = count()
        self._cleaners: dict[str, Cleaner] = {}
        self._spare: dict[Database, list[Database]] = {}
        self._warm: dict[Database, Engines] = {}
        self._lent: dict[Database, Database] = {}

    def blank(self, file: Path) -> Database:  # noqa: ARG002
        return self._make("TEMPLATE template0")

    def copy(self, template: Database, file: Path) -> Database:  # noqa: ARG002
        if spare := self._spare.get(template):
            copied = spare.pop()
        else:
            copied = self._make(f"TEMPLATE {_name(template)} STRATEGY file_copy")
        self._lent[copied] = template
        return copied

    def remove(self, database: Database) -> None:
        template = self._lent.pop(database, None)
        if template is not None and self._cleaner(template).can_empty and self._cleaner(template).empty(database):
            self._spare.setdefault(template, []).append(database)
        else:
            self._cool(database)
            self._run(f"DROP DATABASE {_name(database)} WITH (FORCE)")

    @contextmanager
    def opened(self, database: Database) -> Iterator[Engines]:
        engines = self._warm.get(database) or database.open()
        self._warm[database] = engines
        yield engines
        pools: list[Any] = [engines.writer.pool, engines.reader.pool]
        if any(pool.checkedout() for pool in pools):  # what the test left open would hold rows
            self._cool(database)

    def _cool(self, database: Database) -> None:
        if (engines := self._warm.pop(database, None)) is not None:
            engines.dispose()

    def _cleaner(self, template: Database) -> "Cleaner":
        if template.url not in self._cleaners:
            self._cleaners[template.url] = Cleaner(template)
        return self._cleaners[template.url]

    def leave(self) -> None:
        """Close what is open."""
        for database in list(self._warm):
            self._cool(database)
        for cleaner in self._cleaners.values():
            cleaner.close()

    def cut(self, database: Database) -> None:
        """End every connection to a database, as a server does that is stopped."""
        name = _name(database)
        self._run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608

    def close(self, database: Database) -> None:
        """Let nobody in any more, and those out who are."""
        self._run(f"ALTER DATABASE {_name(database)} ALLOW_CONNECTIONS false")
        self.cut(database)

    def reopen(self, database: Database) -> None:
        """Let everybody in again."""
        self._run(f"ALTER DATABASE {_name(database)} ALLOW_CONNECTIONS true")

    def _make(self, how: str) -> Database:
        name = f"{self._worker}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} {how}")
        return Database(f"postgresql+psycopg://tester@/{name}?host={self._folder}")


@contextmanager
def served(folder: str) -> Iterator[Served]:
    """Open the shelf of a cluster in a folder."""
    with psycopg.connect(f"host={folder} user=tester dbname=postgres", autocommit=True) as connection:
        shelf = Served(folder, lambda statement: connection.execute(statement.encode()))
        yield shelf
        shelf.leave()


class Cleaner:
    """Empties copies of a template without rows."""

    _SHAPE = """
    SELECT concat(
      (SELECT md5(string_agg(concat(oid, xmin, tgenabled), ',' ORDER BY oid)) FROM pg_trigger),
      (SELECT md5(string_agg(concat(oid, xmin), ',' ORDER BY oid)) FROM pg_constraint),
      (SELECT md5(string_agg(concat(oid, xmin), ',' ORDER BY oid)) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace),
      (SELECT md5(string_agg(concat(oid, relkind), ',' ORDER BY oid)) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace)
    )
    """
    """Triggers, constraints, functions, tables and indexes: which there are, and whether they are still the same."""

    def __init__(self, template: Database) -> None:
        """Look at a template; it must not be open while it is copied."""
        with psycopg.connect(_address(template), autocommit=True) as connection:
            found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            names = [str(name) for (name,) in found]
            filled = {name for name in names if connection.execute(f"SELECT FROM {name} LIMIT 1".encode()).rowcount}
            self._shape = connection.execute(self._SHAPE).fetchone()
        self.can_empty = filled == {"alembic_version"}
        self._deletion = "; ".join(f"DELETE FROM {name}" for name in names if name not in filled).encode()  # noqa: S608
        self._connections: dict[str, psycopg.Connection] = {}

    def empty(self, database: Database) -> bool:
        """Empty a copy; says whether it is as new."""
        try:
            connection = self._connected(database)
            if connection.execute(self._SHAPE).fetchone() == self._shape:
                connection.execute(self._deletion)
                connection.execute(
                    "SELECT setval(seqrelid::regclass, seqstart, false)"
                    " FROM pg_sequence JOIN pg_class ON oid = seqrelid WHERE relnamespace = 'public'::regnamespace"
                )
                return True
        except psycopg.Error:  # somebody holds a row, or the test stopped the server
            pass
        if (connection := self._connections.pop(database.url, None)) is not None:
            connection.close()
        return False

    def _connected(self, database: Database) -> psycopg.Connection:
        if database.url not in self._connections:
            made = psycopg.connect(_address(database), options="-c lock_timeout=2s", autocommit=True)
            self._connections[database.url] = made
            made.execute("SET session_replication_role = replica")
        return self._connections[database.url]

    def close(self) -> None:
        """Let go of all copies."""
        for connection in self._connections.values():
            connection.close()


def _address(database: Database) -> str:
    return database.url.replace("postgresql+psycopg", "postgresql")


def _name(database: Database) -> str:
    return database.url.partition("@/")[2].partition("?")[0]
