"""Owns copying a database into a file while it is in use, and putting such a file into an empty database."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from server_stub.storage import schema
from server_stub.storage.copying import copy_rows, is_empty
from server_stub.storage.engines import Engines, open_engines
from server_stub.storage.turns import hold_everything


class BackupNotPossibleError(Exception):
    """The database cannot be copied; the message is for people."""


def back_up(engines: Engines, copy: Path) -> None:
    """Copy a database, as it stands at one instant, into a new SQLite file, whichever engine it has.

    Raises:
        FileExistsError: If the file is there already.
        BackupNotPossibleError: If the database cannot be read, or the file not written.
    """
    copy.touch(mode=0o600, exist_ok=False)
    try:
        (_copy_file if engines.reader.dialect.name == "sqlite" else _copy_rows)(engines, copy)
    except (sqlite3.Error, DBAPIError) as error:
        copy.unlink()
        said = error.orig if isinstance(error, DBAPIError) else error
        raise BackupNotPossibleError(f"the database says: {said}") from error


def restore(copy: Path, engines: Engines) -> int:
    """Put a backup into an empty database of either engine, in one transaction; returns how many rows those were.

    Raises:
        BackupNotPossibleError: If the database is not empty, or the file is no backup of this version.
    """
    source = open_engines(f"sqlite:///{copy}")
    try:
        with source.reading() as rows, engines.writing() as connection:
            if (found := schema.version(rows)) != schema.HEAD:
                raise BackupNotPossibleError(f"{copy}: has schema {found or 'none'}, this program has {schema.HEAD}")
            hold_everything(connection)
            if not is_empty(connection):
                raise BackupNotPossibleError("the database holds something already; a backup goes into an empty one")
            return copy_rows(rows, connection)
    except DBAPIError as error:
        raise BackupNotPossibleError(f"the database says: {error.orig}") from error
    finally:
        source.dispose()


def _copy_file(engines: Engines, copy: Path) -> None:
    with engines.reader.connect() as connection, closing(sqlite3.connect(copy)) as target:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)  # noqa: S101  (the dialect says so)
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def _copy_rows(engines: Engines, copy: Path) -> None:
    target = open_engines(f"sqlite:///{copy}")
    try:
        with engines.reading() as rows, target.writing() as connection:
            schema.create(connection)
            copy_rows(rows, connection)
    finally:
        target.dispose()
    with closing(sqlite3.connect(copy)) as alone:
        alone.execute("PRAGMA journal_mode = DELETE")
