"""Owns reading a whole database for a check, row by row where a row cannot be read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from server_stub.storage import tables as t
from server_stub.storage.catalogue import metadata

_STREAMED = (t.person_claims, t.client_claims, t.completions, t.search_words)
"""Tables of many or large rows, which their check reads in order by itself."""

Rows = Sequence[Row[Any]]


class Contents:
    """Every row of every table, and what could not be read."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.unreadable: list[str] = []
        self.tables = [table for table in metadata.sorted_tables if table not in _STREAMED]
        self._rows = {table: self._read(table) for table in self.tables}

    def rows(self, table: Table) -> Rows:
        """Tell the rows of a table, in the order of their keys."""
        return self._rows[table]

    def by_id(self, table: Table) -> dict[int, Row[Any]]:
        """Tell the rows of a table by their number."""
        return {row.id: row for row in self._rows[table]}

    def _read(self, table: Table) -> Rows:
        query = select(table).order_by(*table.primary_key.columns)
        try:
            return self.connection.execute(query).all()
        except ValueError:
            return self._read_one_by_one(table)

    def _read_one_by_one(self, table: Table) -> Rows:
        key = list(table.primary_key.columns)
        rows = []
        for values in self.connection.execute(select(*key)).all():
            query = select(table).where(*(column == value for column, value in zip(key, values, strict=True)))
            try:
                rows.append(self.connection.execute(query).one())
            except ValueError as error:
                self.unreadable.append(f"{table.name} {'/'.join(map(str, values))}: cannot be read: {error}")
        return rows


def named(table: Table, row: Row[Any]) -> str:
    """Name a row for people: by its reference when it has one."""
    told = row._mapping  # noqa: SLF001  (the documented way to a row's columns)
    if "reference" in told:
        return f"{table.name} {told['reference']}"
    return f"{table.name} " + "/".join(str(told[column.name]) for column in table.primary_key.columns)
