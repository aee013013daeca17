"""Owns what PostgreSQL needs: its two engines, and what its error codes mean."""

from typing import TYPE_CHECKING, Literal

from sqlalchemy import URL, Engine, create_engine, event

if TYPE_CHECKING:
    import psycopg

_Isolation = Literal["READ COMMITTED", "REPEATABLE READ"]

CONNECTIONS = 8
"""How many connections each of the two engines of a process keeps at most; who finds none free waits."""

WAIT_SECONDS = 10
"""How long a request waits for a connection, for the server to answer, or for a row that another holds."""

STATEMENT_SECONDS = 20
"""How long one statement of a request may take."""

IDLE_SECONDS = 60
"""How long a transaction may do nothing before the server ends it, as when its process was stopped in the middle."""

GAVE_WAY = frozenset({"40001", "40P01"})
"""The transaction could not be put in order with another, or each waited for the other: nothing of it was done."""

FULL = frozenset({"53100"})
"""There is no room on the server's disk."""

_LATER = frozenset({"53000", "53200", "53300", "53400", "55P03", "57014", "57P03", "25006"})
"""No memory or connection left, a lock or a statement that took too long, a server that starts or only reads now."""

_ENDED = frozenset({"57P01", "57P02", "57P05", "25P03"})
"""The server ended the connection: it stops, or the transaction did nothing for too long."""

_UNREADABLE_CLASS = "22"
"""The class of codes of values that are no such values; they are named in the very sentence."""

_LOST_CLASS = "08"
"""The class of codes of a connection that is no more."""


def open_pair(url: URL, *, durable: bool, statement_seconds: int) -> tuple[Engine, Engine]:
    """Open the writing and the reading engine of a database.

    Args:
        url: Its address.
        durable: Whether a commit waits until it is on the disk.
        statement_seconds: How long one statement may take; 0 for as long as it needs.
    """
    common = {
        "timezone": "UTC",
        "lock_timeout": f"{WAIT_SECONDS}s",
        "statement_timeout": f"{statement_seconds}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
        "synchronous_commit": "on" if durable else "off",
    }
    writer = _engine(url, "READ COMMITTED", common)
    reader = _engine(url, "REPEATABLE READ", common | {"default_transaction_read_only": "on"})
    return writer, reader


def _engine(url: URL, isolation: _Isolation, settings: dict[str, str]) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        isolation_level=isolation,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,
        connect_args={"connect_timeout": WAIT_SECONDS, "application_name": "booking-server"},
    )
    statement = "; ".join(f"SET {name} = '{value}'" for name, value in settings.items())

    @event.listens_for(engine, "connect")
    def _prepare(connection: "psycopg.Connection", _record: object) -> None:
        connection.execute(statement)
        connection.commit()

    return engine


def code_of(error: object) -> str | None:
    """Return the code by which PostgreSQL tells an error: empty when it has none, None when it is not its error.

    The driver is not loaded for this: whoever keeps a practice in a file never needs it.
    """
    return (error.sqlstate or "") if hasattr(error, "sqlstate") else None


def words_of(error: object, code: str) -> str:
    """Return what PostgreSQL says, without its details, which are the values of a row, and without unreadable ones."""
    said = getattr(getattr(error, "diag", None), "message_primary", None)
    return f"error {code}" if said is None or code.startswith(_UNREADABLE_CLASS) else str(said)


def is_lost(code: str) -> bool:
    """Whether there is no connection any more, or never was; nothing is known of what was to be committed."""
    return code == "" or code.startswith(_LOST_CLASS) or code in _ENDED


def is_for_later(code: str) -> bool:
    """Whether the same may work in a while."""
    return is_lost(code) or code in _LATER
