"""Owns statements that are compiled once and handed to the driver as they are.

SQLAlchemy's own way through an execution takes several times as long as SQLite does for the rows of a booking; what
it knows about the statement, its types and its errors is kept.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnDefault, CompoundSelect, Connection, Dialect, Insert, Select, Table, UpdateBase
from sqlalchemy.exc import DBAPIError

R = TypeVar("R")

Values = Mapping[str, Any]

_REMEMBERED = "remembered"
"""The option of a connection under which it keeps what it was asked."""


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


class Question:
    """A question of the same columns and parameters, asked often; lists of values cannot be among its parameters."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._row = namedtuple("_row", [column.key for column in statement.selected_columns])  # type: ignore[misc]
        self._compiled: dict[str, tuple[_Compiled, tuple[tuple[int, Callable[[Any], Any]], ...]]] = {}

    def ask(self, connection: Connection, **values: object) -> list[Any]:
        """Return the rows that answer it, in the connection's transaction.

        Raises:
            DBAPIError: As SQLAlchemy itself would.
        """
        remembered = connection.get_execution_options().get(_REMEMBERED)
        if remembered is None:
            return self._ask(connection, values)
        asked = self, *values.items()
        if asked not in remembered:
            remembered[asked] = self._ask(connection, values)
        return list(remembered[asked])

    def _ask(self, connection: Connection, values: Values) -> list[Any]:
        dialect = connection.dialect
        compiled, turns = self._compiled.get(dialect.name) or self._compile(dialect)
        found = _executed(connection, compiled, values, lambda cursor: cursor.fetchall())
        return [self._row(*_turned(row, turns)) for row in found]

    def _compile(self, dialect: Dialect) -> tuple[_Compiled, tuple[tuple[int, Callable[[Any], Any]], ...]]:
        types = [column.type.dialect_impl(dialect) for column in self._statement.selected_columns]
        turns = ((place, kind.result_processor(dialect, None)) for place, kind in enumerate(types))
        made = _compiled(self._statement, dialect), tuple((place, turn) for place, turn in turns if turn)
        self._compiled[dialect.name] = made
        return made


def remembering(connection: Connection) -> Connection:
    """Let a transaction that sees a single state answer the same question by what it answered before."""
    return connection.execution_options(**{_REMEMBERED: {}})


def _turned(row: Sequence[Any], turns: Sequence[tuple[int, Callable[[Any], Any]]]) -> Sequence[Any]:
    """Turn a driver's values into what they stand for."""
    values = list(row)
    for place, turn in turns:
        values[place] = turn(values[place])
    return values


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
        return _executed(
            connection, compiled, values, lambda cursor: tuple(cursor.fetchone() or ()) if cursor.description else ()
        )

    def _compile(self, dialect: Dialect, values: Values) -> _Compiled:
        made = _compiled(self._statement, dialect, list(values), self._defaults())
        self._compiled[dialect.name, frozenset(values)] = made
        return made

    def _defaults(self) -> dict[str, Any]:
        """Tell the values of columns that an insert leaves out."""
        if not isinstance(self._statement, Insert) or not isinstance(self._statement.table, Table):
            return {}
        given = {column.name: column.default for column in self._statement.table.columns}
        return {name: default.arg for name, default in given.items() if isinstance(default, ColumnDefault)}


def _executed(connection: Connection, compiled: _Compiled, values: Values, take: Callable[[Any], R]) -> R:
    """Hand a statement to the driver and take what it gives."""
    dialect = connection.dialect
    cursor = connection.connection.cursor()
    try:
        cursor.execute(compiled.sql, compiled.parameters(values))
        return take(cursor)
    except dialect.loaded_dbapi.Error as error:
        if dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor):
            connection.invalidate(error)
        raise DBAPIError.instance(
            compiled.sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
        ) from error
    finally:
        cursor.close()


def _compiled(
    statement: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | UpdateBase,
    dialect: Dialect,
    columns: list[str] | None = None,
    defaults: dict[str, Any] | None = None,
) -> _Compiled:
    """Compile a statement once, with the values that are always the same."""
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    names = compiled.positiontup or list(compiled.bind_names.values())
    turns = ((name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names)
    fixed = {name: value for name, value in compiled.params.items() if value is not None} | (defaults or {})
    return _Compiled(str(compiled), fixed, tuple(turns), positional=bool(compiled.positional))
