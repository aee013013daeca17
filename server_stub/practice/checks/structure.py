"""Checks that the database itself is whole: its pages, its keys, its triggers and its schema's version."""

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

from server_stub.storage import schema
from server_stub.storage.catalogue import metadata


def missing(connection: Connection) -> Iterator[str]:
    """Name the tables that are not there; nothing else can be checked without them."""
    there = set(inspect(connection).get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in there:
            yield f"table {table.name}: is missing"


def broken(connection: Connection) -> Iterator[str]:
    """Name what is wrong below the rows."""
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version != schema.HEAD:
        yield f"schema: has version {version}, this program has {schema.HEAD}"
    yield from _triggers(connection)
    if connection.dialect.name == "sqlite":
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                yield f"database: {said}"
        for table, row, target, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"{table} row {row}: points to a row of {target} that is not there"


def _triggers(connection: Connection) -> Iterator[str]:
    listing = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    there = set(connection.exec_driver_sql(listing).scalars())
    for name in schema.TRIGGERS:
        if name not in there:
            yield f"trigger {name}: is missing"
