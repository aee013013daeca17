"""Owns who is signed in online, and the links that were sent by mail; of each secret only a hash is kept."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, insert, or_, select, update

from consultant_tui.contract.vocabulary import LinkKind
from server_stub.storage.accounts import ACCOUNT, Account, account_of
from server_stub.storage.portal_tables import account_links, accounts, portal_sessions
from server_stub.storage.prepared import Question

_SESSION = Question(
    ACCOUNT.add_columns(portal_sessions.c.seen, portal_sessions.c.expires, portal_sessions.c.remembered)
    .join(portal_sessions, portal_sessions.c.account_id == accounts.c.id)
    .where(portal_sessions.c.hash == bindparam("of_hash"), portal_sessions.c.expires > bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in."""

    account: Account
    seen: datetime
    expires: datetime
    remembered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLink:
    """A link that was sent by mail."""

    hash: str
    account_id: int
    kind: LinkKind
    expires: datetime
    used: datetime | None


def hashed(secret: str) -> str:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def open_session(
    connection: Connection, account_id: int, secret: str, now: datetime, expires: datetime, *, remembered: bool
) -> None:
    """Let a secret stand for an account."""
    row = {"hash": hashed(secret), "account_id": account_id, "made": now, "seen": now, "expires": expires}
    connection.execute(insert(portal_sessions), {**row, "remembered": remembered})


def session(connection: Connection, secret: str, now: datetime) -> Session | None:
    """Return who is signed in by a secret."""
    rows = _SESSION.ask(connection, of_hash=hashed(secret), now=now)
    return next((Session(account_of(row), row.seen, row.expires, row.remembered) for row in rows), None)


def touch(connection: Connection, secret: str, now: datetime, expires: datetime) -> None:
    """Keep that somebody was here, and until when that holds."""
    mine = update(portal_sessions).where(portal_sessions.c.hash == hashed(secret))
    connection.execute(mine.values(seen=now, expires=expires))


def close_session(connection: Connection, secret: str) -> None:
    """Let a secret stand for nobody any more."""
    connection.execute(delete(portal_sessions).where(portal_sessions.c.hash == hashed(secret)))


def close_sessions(connection: Connection, account_id: int, but: str = "") -> None:
    """End every session of an account, except the one of a secret."""
    ended = delete(portal_sessions).where(portal_sessions.c.account_id == account_id)
    connection.execute(ended.where(portal_sessions.c.hash != hashed(but)))


def add_link(
    connection: Connection, account_id: int, kind: LinkKind, secret: str, now: datetime, expires: datetime
) -> None:
    """Let a secret that is sent by mail be good for one use; the one before is over."""
    of_kind = account_links.c.account_id == account_id, account_links.c.kind == kind
    older = update(account_links).where(*of_kind, account_links.c.used.is_(None), account_links.c.expires > now)
    connection.execute(older.values(expires=now))
    row = {"hash": hashed(secret), "account_id": account_id, "kind": kind, "made": now, "expires": expires}
    connection.execute(insert(account_links), row)


def link(connection: Connection, kind: LinkKind, secret: str) -> SentLink | None:
    """Return the link that a secret belongs to, whether or not it is still good."""
    asked = select(account_links).where(account_links.c.hash == hashed(secret), account_links.c.kind == kind)
    row = connection.execute(asked).one_or_none()
    if row is None:
        return None
    return SentLink(
        hash=row.hash, account_id=row.account_id, kind=LinkKind(row.kind), expires=row.expires, used=row.used
    )


def use_link(connection: Connection, found: SentLink, now: datetime) -> bool:
    """Use a link up; False when somebody was quicker, or it is too old."""
    mine = update(account_links).where(account_links.c.hash == found.hash)
    good = mine.where(account_links.c.used.is_(None), account_links.c.expires > now)
    return connection.execute(good.values(used=now)).rowcount == 1


def has_old(connection: Connection, now: datetime, links_before: datetime) -> bool:
    """Whether there are sessions that are over, or links that are over since an instant."""
    ended, over = _old(now, links_before)
    return bool(connection.execute(select(or_(exists().where(ended), exists().where(over)))).scalar())


def drop_old(connection: Connection, now: datetime, links_before: datetime) -> None:
    """Drop them."""
    ended, over = _old(now, links_before)
    connection.execute(delete(portal_sessions).where(ended))
    connection.execute(delete(account_links).where(over))


def _old(now: datetime, links_before: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return portal_sessions.c.expires <= now, account_links.c.expires < links_before
