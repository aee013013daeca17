"""Owns copying a database while it is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from server_stub.storage.engines import Engines


class BackupNotPossibleError(Exception):
    """The database cannot be copied this way; the message is for people."""


def back_up(engines: Engines, copy: Path) -> None:
    """Copy an SQLite database, as it stands at one instant, into a new file.

    Raises:
        FileExistsError: If the file is there already.
        BackupNotPossibleError: If the database is not SQLite, or cannot be read or written.
    """
    if engines.reader.dialect.name != "sqlite":
        raise BackupNotPossibleError("only an SQLite database is copied like this; use the tools of your database")
    copy.touch(mode=0o600, exist_ok=False)
    with engines.reader.connect() as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)  # noqa: S101  (the dialect says so)
        try:
            with closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            copy.unlink()
            raise BackupNotPossibleError(f"the database says: {error}") from error
