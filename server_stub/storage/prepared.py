"""Owns statements that are compiled once and handed to the driver as they are.

SQLAlchemy's own way through an execution takes several times as long as SQLite does for the rows of a booking; what
it knows about the statement, its types and its errors is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnDefault, Connection, Dialect, Insert, Table, UpdateBase
from sqlalchemy.exc import DBAPIError

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What a driver is given."""

    sql: str
    fixed: dict[str, Any]
    """Values that belong to the statement itself."""
    binds: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    """The parameters in order, each with what turns its value into the driver's."""
    positional: bool

    def parameters(self, values: Values) -> Sequence[object] | Mapping[str, object]:
        """Give a driver its parameters."""
        given = {**self.fixed, **values}
        if self.positional:
            return [turn(given[name]) if turn else given[name] for name, turn in self.binds]
        return {name: turn(given[name]) if turn else given[name] for name, turn in self.binds}


class Prepared:
    """A statement that writes rows, run often with the same parameters."""

    def __init__(self, statement: UpdateBase) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, frozenset[str]], _Compiled] = {}

    def run(self, connection: Connection, values: Values) -> tuple[Any, ...]:
        """Run it in the connection's transaction and give the row that it returns; empty when there is none.

        Raises:
            DBAPIError: As SQLAlchemy itself would.
        """
        dialect = connection.dialect
        compiled = self._compiled.get((dialect.name, frozenset(values))) or self._compile(dialect, values)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.sql, compiled.parameters(values))
            return tuple(cursor.fetchone() or ()) if cursor.description else ()
        except dialect.loaded_dbapi.Error as error:
            if dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor):
                connection.invalidate(error)
            raise DBAPIError.instance(
                compiled.sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
            ) from error
        finally:
            cursor.close()

    def _compile(self, dialect: Dialect, values: Values) -> _Compiled:
        compiled = self._statement.compile(dialect=dialect, column_keys=list(values))
        names = compiled.positiontup or list(compiled.bind_names.values())
        turns = ((name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names)
        fixed = {name: value for name, value in compiled.params.items() if value is not None} | self._defaults()
        made = _Compiled(str(compiled), fixed, tuple(turns), positional=bool(compiled.positional))
        self._compiled[dialect.name, frozenset(values)] = made
        return made

    def _defaults(self) -> dict[str, Any]:
        """Tell the values of columns that an insert leaves out."""
        if not isinstance(self._statement, Insert) or not isinstance(self._statement.table, Table):
            return {}
        given = {column.name: column.default for column in self._statement.table.columns}
        return {name: default.arg for name, default in given.items() if isinstance(default, ColumnDefault)}
