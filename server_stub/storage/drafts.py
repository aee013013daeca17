"""Owns what clients typed for bookings that they have not confirmed: one draft an account, for a short while."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from server_stub.storage.portal_tables import drafts
from server_stub.storage.prepared import Question
from server_stub.storage.turns import hold_account

_TYPED = Question(
    select(drafts.c.typed).where(drafts.c.account_id == bindparam("account"), drafts.c.expires > bindparam("now"))
)


def typed(connection: Connection, account_id: int, now: datetime) -> str:
    """Return what an account typed, if that is still to be kept; empty when there is nothing."""
    return next((str(row.typed) for row in _TYPED.ask(connection, account=account_id, now=now)), "")


def keep(connection: Connection, account_id: int, typed: str, expires: datetime) -> None:
    """Keep what an account typed in place of what it typed before; of two at once, the later one stays."""
    hold_account(connection, account_id)
    discard(connection, account_id)
    connection.execute(insert(drafts), {"account_id": account_id, "typed": typed, "expires": expires})


def discard(connection: Connection, account_id: int) -> None:
    """Forget what an account typed."""
    connection.execute(delete(drafts).where(drafts.c.account_id == account_id))


def has_expired(connection: Connection, now: datetime) -> bool:
    """Whether anything is kept that was typed too long ago."""
    return connection.scalar(select(drafts.c.account_id).where(drafts.c.expires <= now).limit(1)) is not None


def discard_expired(connection: Connection, now: datetime) -> None:
    """Forget what was typed too long ago."""
    connection.execute(delete(drafts).where(drafts.c.expires <= now))
