"""Owns the making of the schema: a new database in one go, an older one by its migrations."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from server_stub.storage.catalogue import metadata
from server_stub.storage.tables import appointments

HEAD = "0001"
"""The newest migration; a test holds that it leads to the same schema as the tables."""

_QUEUE = 0x626F6F6B
"""The number of the lock by which processes queue for the schema."""

_APPEND_ONLY = ("ledger", "audit", "completions")

TRIGGERS = (
    *(f"{table}_no_{act}" for table in _APPEND_ONLY for act in ("update", "delete")),
    "appointments_legal_change",
)
"""The names of all triggers."""

_LEGAL = (
    "(OLD.state = 'booked' AND NEW.state IN ('commenced', 'cancelled', 'no_show'))"
    " OR (OLD.state = 'commenced' AND NEW.state = 'completed')"
    " OR (OLD.state IN ('cancelled', 'no_show') AND NEW.state = 'booked')"
)
"""The last line is what undoing needs; for how long is the domain's business."""

_WHOSE = ("client_id", "attendee_id", "version")
"""What may still change of a completed appointment: whose it was, when a prospect turns out to be a client."""

_CLOSED = tuple(column.name for column in appointments.columns if column.name not in _WHOSE)


def _illegal(differs: str) -> str:
    """Say which changes of an appointment are refused.

    Args:
        differs: The operator by which the engine tells values apart, those that are not there among them.
    """
    closed = " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in _CLOSED)
    return (
        f"NEW.version <= OLD.version OR (OLD.state = 'completed' AND ({closed}))"
        f" OR (NEW.state <> OLD.state AND NOT ({_LEGAL}))"
    )


def prepare(engine: Engine) -> None:
    """Bring the database to the newest schema, whether it is new, old or current."""
    with engine.begin() as connection:
        _queue(connection)
        tables = set(inspect(connection).get_table_names())
        if not tables:
            create(connection)
            return
        current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    if current != HEAD:
        migrate(engine, "head")


def create(connection: Connection) -> None:
    """Make the whole schema in an empty database, marked as the newest."""
    if connection.dialect.name == "postgresql":
        _limit_indexes()
    metadata.create_all(connection, checkfirst=False)
    add_triggers(connection)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version"
        " (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def _limit_indexes() -> None:
    """Tell PostgreSQL which rows an index is for, as SQLite was told with the table.

    Telling it there would load all that SQLAlchemy knows of PostgreSQL with every start.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            if (rows := index.dialect_options["sqlite"]["where"]) is not None:
                index.dialect_options["postgresql"]["where"] = rows


def migrate(engine: Engine, to: str) -> None:
    """Walk the migrations up or down to a revision."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        _queue(connection)
        upward = to != "base" and (to == "head" or to > version(connection))
        config.attributes["connection"] = connection
        (command.upgrade if upward else command.downgrade)(config, to)


def version(connection: Connection) -> str:
    """Tell the version of a database's schema; empty when it has none."""
    if "alembic_version" not in inspect(connection).get_table_names():
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def _queue(connection: Connection) -> None:
    """Let several processes that start at once look after the schema one after the other."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_QUEUE})")


def add_triggers(connection: Connection) -> None:
    """Add the rules that no constraint can say: append-only tables and the legal changes of state."""
    for statement in _sqlite_triggers() if connection.dialect.name == "sqlite" else _postgresql_triggers():
        connection.exec_driver_sql(statement)


def _sqlite_triggers() -> list[str]:
    statements = [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in _APPEND_ONLY
        for act in ("update", "delete")
    ]
    statements.append(
        "CREATE TRIGGER appointments_legal_change BEFORE UPDATE ON appointments"
        f" WHEN {_illegal('IS NOT')}"
        " BEGIN SELECT RAISE(ABORT, 'illegal change of an appointment'); END"
    )
    return statements


def _postgresql_triggers() -> list[str]:
    refuse = (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'illegal change of ' || TG_TABLE_NAME;"
        " END $$"
    )
    append_only = [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in _APPEND_ONLY
        for act in ("update", "delete")
    ]
    legal_change = (
        "CREATE TRIGGER appointments_legal_change BEFORE UPDATE ON appointments FOR EACH ROW"
        f" WHEN ({_illegal('IS DISTINCT FROM')})"
        " EXECUTE FUNCTION refuse_change()"
    )
    return [refuse, *append_only, legal_change]
