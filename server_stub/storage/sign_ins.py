"""Owns the keeping of passwords, sign-ins and the tokens that come of them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, func, insert, select, update

from server_stub.domain.signing import Presented
from server_stub.storage.sign_in_tables import passwords, renewals, sign_ins
from server_stub.storage.tables import persons, profiles, tokens


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a profile that may sign in."""

    profile_id: int
    email: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Found:
    """A renewal that was presented, and whose it is."""

    sign_in_id: int
    profile_id: int
    email: str
    name: str
    successor: str | None
    presented: Presented


def kept(connection: Connection, email: str) -> Kept | None:
    """Return what is kept of the profile with an address, in whichever case that is written."""
    query = (
        select(profiles.c.id, profiles.c.email, persons.c.name, passwords.c.hash)
        .join_from(profiles, persons)
        .join(passwords, passwords.c.profile_id == profiles.c.id)
        .where(func.lower(profiles.c.email) == email.lower())
    )
    row = connection.execute(query).first()
    return Kept(row.id, row.email, row.name, row.hash) if row else None


def set_password(connection: Connection, profile_id: int, hashed: str, at: datetime) -> None:
    """Keep a password in the place of the one before."""
    changed = connection.execute(
        update(passwords).where(passwords.c.profile_id == profile_id).values(hash=hashed, changed=at)
    )
    if not changed.rowcount:
        connection.execute(insert(passwords), {"profile_id": profile_id, "hash": hashed, "changed": at})


def begin(connection: Connection, profile_id: int, at: datetime) -> int:
    """Begin a sign-in; returns its number."""
    row = {"profile_id": profile_id, "started": at}
    return int(connection.execute(insert(sign_ins).returning(sign_ins.c.id), row).scalar_one())


def give_access(
    connection: Connection, sign_in_id: int, profile_id: int, token: str, issued: datetime, expires: datetime
) -> None:
    """Let a token stand for a profile as long as its sign-in lasts, and forget those of it that are over."""
    connection.execute(delete(tokens).where(tokens.c.sign_in_id == sign_in_id, tokens.c.expires <= issued))
    row = {
        "hash": hashed(token),
        "profile_id": profile_id,
        "sign_in_id": sign_in_id,
        "issued": issued,
        "expires": expires,
    }
    connection.execute(insert(tokens), row)


def give_renewal(connection: Connection, sign_in_id: int, token: str, made: datetime, expires: datetime) -> None:
    """Let a token be exchanged for the next pair."""
    row = {"hash": hashed(token), "sign_in_id": sign_in_id, "made": made, "expires": expires}
    connection.execute(insert(renewals), row)


def find(connection: Connection, renewal: str) -> Found | None:
    """Return what a renewal belongs to, if its sign-in still lasts; whoever asks next waits for this one's end."""
    lasting = select(sign_ins.c.id).join_from(renewals, sign_ins).where(renewals.c.hash == hashed(renewal))
    connection.execute(lasting.where(sign_ins.c.ended.is_(None)).with_for_update(of=sign_ins, key_share=True))
    row = connection.execute(
        select(
            renewals.c.expires,
            renewals.c.used,
            renewals.c.successor,
            sign_ins.c.id,
            sign_ins.c.started,
            profiles.c.id.label("profile_id"),
            profiles.c.email,
            persons.c.name,
        )
        .join_from(renewals, sign_ins)
        .join(profiles, sign_ins.c.profile_id == profiles.c.id)
        .join(persons, profiles.c.person_id == persons.c.id)
        .where(renewals.c.hash == hashed(renewal), sign_ins.c.ended.is_(None))
    ).one_or_none()
    if row is None:
        return None
    after = select(renewals.c.used).where(renewals.c.hash == row.successor)
    successor_used = row.successor is not None and connection.execute(after).scalar() is not None
    presented = Presented(row.started, row.expires, row.used, successor_used)
    return Found(row.id, row.profile_id, row.email, row.name, row.successor, presented)


def exchange(connection: Connection, found: Found, renewal: str, successor: str, at: datetime) -> None:
    """Mark a renewal as used for another, which takes the place of one that never arrived."""
    if found.successor is not None:
        connection.execute(delete(renewals).where(renewals.c.hash == found.successor))
    used = found.presented.used or at
    connection.execute(
        update(renewals).where(renewals.c.hash == hashed(renewal)).values(used=used, successor=hashed(successor))
    )


def end(
    connection: Connection, at: datetime, reason: str, *, sign_in: int | None = None, profile: int | None = None
) -> int:
    """End one sign-in, or all of a profile, with every token that came of them; returns how many that were."""
    which = sign_ins.c.id == sign_in if sign_in is not None else sign_ins.c.profile_id == profile
    ending = update(sign_ins).where(which, sign_ins.c.ended.is_(None)).values(ended=at, end_reason=reason)
    ended = connection.execute(ending.returning(sign_ins.c.id)).scalars().all()
    connection.execute(delete(tokens).where(tokens.c.sign_in_id.in_(ended)))
    connection.execute(delete(renewals).where(renewals.c.sign_in_id.in_(ended)))
    return len(ended)


def hashed(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()
