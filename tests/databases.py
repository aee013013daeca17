"""Owns the databases of tests: made from a template, on the engine that a test runs on, and gone afterwards."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from sqlalchemy import Connection, event

from benchmarks.clusters import Cluster, binaries
from server_stub.storage import prepared as prepared_statements
from server_stub.storage.engines import Engines, open_engines
from server_stub.storage.schema import TRIGGERS, prepare

ENGINES = ("sqlite", "postgresql") if binaries() else ("sqlite",)

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For what is about a file."""

on_postgresql = pytest.mark.parametrize("engine", [name for name in ENGINES if name == "postgresql"], indirect=True)
"""For what is about a server of databases."""


@dataclass(frozen=True)
class Database:
    """A database of a test."""

    url: str
    file: Path | None = None
    """Where it is, if it is a file."""

    def open(self, *, durable: bool = False) -> Engines:
        """Open it once more; whoever does so closes it."""
        return open_engines(self.url, durable=durable)


class Shelf(Protocol):
    """Where the databases of one engine come from."""

    def blank(self, file: Path) -> Database:
        """Give a new database without a schema; the file is its place if it is one."""

    def copy(self, template: Database, file: Path) -> Database:
        """Give a copy of a database that nobody has open."""

    def opened(self, database: Database) -> AbstractContextManager[Engines]:
        """Open a copy for a test."""

    def remove(self, database: Database) -> None:
        """Let a database be gone."""


class Files:
    """Databases that are SQLite files."""

    def blank(self, file: Path) -> Database:
        return Database(f"sqlite:///{file}", file)

    def copy(self, template: Database, file: Path) -> Database:
        assert template.file
        return self.blank(Path(shutil.copy(template.file, file)))

    @contextmanager
    def opened(self, database: Database) -> Iterator[Engines]:
        engines = database.open()
        yield engines
        engines.dispose()

    def remove(self, database: Database) -> None:
        assert database.file
        for end in ("", "-wal", "-shm"):
            database.file.with_name(database.file.name + end).unlink(missing_ok=True)


def prepared(shelf: Shelf, file: Path) -> Database:
    """Give an empty database with the newest schema."""
    database = shelf.blank(file)
    engines = database.open()
    prepare(engines.writer)
    engines.dispose()
    return database


class Stock:
    """The shelf of each engine, and an empty database on it."""

    def __init__(self, opened: Callable[[str], Shelf], folder: Path) -> None:
        self._opened, self._folder = opened, folder
        self._shelves: dict[str, Shelf] = {}
        self._empty: dict[str, Database] = {}

    def shelf(self, engine: str) -> Shelf:
        """Give the shelf of an engine."""
        if engine not in self._shelves:
            self._shelves[engine] = self._opened(engine)
        return self._shelves[engine]

    def empty(self, engine: str) -> Database:
        """Give a template that holds the schema alone."""
        if engine not in self._empty:
            self._empty[engine] = prepared(self.shelf(engine), self._folder / "empty.db")
        return self._empty[engine]


def start_cluster() -> Cluster:
    """Start the cluster of a whole run; without durability, which its tests need not."""
    return Cluster()


class Refused(psycopg.Error):
    """What PostgreSQL would say; a disk cannot be filled from here, nor a server stopped between two statements."""

    def __init__(self, code: str) -> None:
        super().__init__("Ana Lindqvist")
        self.sqlstate = code


def _sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("Ana Lindqvist")
    error.sqlite_errorcode = code
    return error


def busy(engines: Engines) -> Exception:
    """Make what a database says that another holds."""
    return Refused("55P03") if engines.has_turns else _sqlite(sqlite3.SQLITE_BUSY)


def full(engines: Engines) -> Exception:
    """Make what a database says that has no room."""
    return Refused("53100") if engines.has_turns else _sqlite(sqlite3.SQLITE_FULL)


@contextmanager
def failing_at(engines: Engines, number: int, error: Exception) -> Iterator[list[str]]:
    """Let one statement fail, counted from the first that writes or reads; gives those that came."""
    came: list[str] = []

    def count(statement: str) -> None:
        came.append(statement)
        if len(came) == number:
            raise error

    with before_each_statement(engines, count):
        yield came


@contextmanager
def before_each_statement(engines: Engines, tell: Callable[[str], None]) -> Iterator[None]:
    """Tell of every statement before it is run, whichever way it goes to the driver; what that raises, it raises."""
    given = prepared_statements._Compiled.parameters

    def through_sqlalchemy(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        tell(statement)

    def past_it(compiled: prepared_statements._Compiled, values: Mapping[str, object]) -> object:
        tell(compiled.sql)
        return given(compiled, values)

    for engine in (engines.writer, engines.reader):
        event.listen(engine, "before_cursor_execute", through_sqlalchemy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared_statements._Compiled, "parameters", past_it)
        yield
    for engine in (engines.writer, engines.reader):
        event.remove(engine, "before_cursor_execute", through_sqlalchemy)


def drop_triggers(connection: Connection) -> None:
    """Let rows be changed that the database does not let anybody change, as somebody could who owns it."""
    for name in TRIGGERS:
        where = name.split("_no_")[0].removesuffix("_legal_change")
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + ("" if is_sqlite(connection) else f" ON {where}"))


def is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
