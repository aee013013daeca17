"""Owns the private feeds: giving one out, taking it back, and whose it is; only hashes are kept."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, insert, select, update

from server_stub.storage.tables import feeds, profiles

_LIVE = select(feeds.c.made).where(feeds.c.profile_id == bindparam("profile_id"), feeds.c.revoked.is_(None))

_REVOKE = (
    update(feeds)
    .where(feeds.c.profile_id == bindparam("of_profile"), feeds.c.revoked.is_(None))
    .values(revoked=bindparam("at"))
)

_MAKE = insert(feeds)

_READER = (
    select(profiles.c.id, profiles.c.person_id, profiles.c.zone)
    .join_from(feeds, profiles)
    .where(feeds.c.hash == bindparam("hash"), feeds.c.revoked.is_(None))
)


@dataclass(frozen=True, slots=True)
class FeedOwner:
    """Whose calendar a feed tells."""

    profile_id: int
    person_id: int
    zone: str


def made(connection: Connection, profile_id: int) -> datetime | None:
    """Return when a profile's feed was made, if there is one that may be read."""
    return connection.execute(_LIVE, {"profile_id": profile_id}).scalar()


def revoke(connection: Connection, profile_id: int, at: datetime) -> bool:
    """Take a profile's feed back.

    Returns:
        Whether there was one.
    """
    return connection.execute(_REVOKE, {"of_profile": profile_id, "at": at}).rowcount > 0


def make(connection: Connection, profile_id: int, secret: str, at: datetime) -> None:
    """Let a secret stand for a profile's calendar; the one before must have been taken back."""
    connection.execute(_MAKE, {"hash": _hashed(secret), "profile_id": profile_id, "made": at, "revoked": None})


def owner(connection: Connection, secret: str) -> FeedOwner | None:
    """Return whose calendar a secret stands for; a revoked one is looked up just like one that never was."""
    row = connection.execute(_READER, {"hash": _hashed(secret)}).one_or_none()
    return FeedOwner(row.id, row.person_id, row.zone) if row else None


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
