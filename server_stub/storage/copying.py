"""Owns copying a whole database into an empty one, row by row, whichever engine either of them has."""

from sqlalchemy import Connection, Table, func, insert, select

from server_stub.storage.catalogue import metadata

AT_ONCE = 2000
"""Rows that are in memory together."""


def is_empty(connection: Connection) -> bool:
    """Whether no table holds a row."""
    return not any(connection.execute(select(table).limit(1)).first() for table in metadata.sorted_tables)


def copy_rows(source: Connection, target: Connection) -> int:
    """Copy every row of every table, and tell how many those were.

    Args:
        source: A transaction that sees a single state of the data.
        target: A transaction on an empty database of the same schema.
    """
    return sum(_copy(source, target, table) for table in metadata.sorted_tables)


def _copy(source: Connection, target: Connection, table: Table) -> int:
    rows = source.execution_options(yield_per=AT_ONCE).execute(select(table).order_by(*table.primary_key.columns))
    count = 0
    for part in rows.mappings().partitions(AT_ONCE):
        target.execute(insert(table), [dict(row) for row in part])
        count += len(part)
    _count_on(target, table)
    return count


def _count_on(target: Connection, table: Table) -> None:
    """Let the numbers that PostgreSQL gives out go on after those that were copied."""
    numbered = table.autoincrement_column
    if target.dialect.name == "postgresql" and numbered is not None:
        last = target.execute(select(func.max(numbered))).scalar()
        sequence = func.pg_get_serial_sequence(table.name, numbered.name)
        target.execute(select(func.setval(sequence, last or 1, last is not None)))
