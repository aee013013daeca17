"""Owns bearer tokens: giving them out, and taking them back; only their hashes are kept."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select

from consultant_tui.contract.vocabulary import Role
from server_stub.storage.tables import organisations, profiles, tokens

BYTES = 32
"""The randomness of a token."""


class ProfileUnclearError(LookupError):
    """There is no such profile, or none was named and there is not exactly one; the message is for people."""


def make_token() -> str:
    """Make a token that nobody can guess."""
    return secrets.token_urlsafe(BYTES)


def give_token(
    connection: Connection,
    token: str,
    email: str | None,
    issued: datetime,
    lasts: timedelta,
    role: Role = Role.CONSULTANT,
) -> None:
    """Let a token stand for a profile, and forget the tokens that are over.

    Args:
        connection: A transaction that may write.
        token: The token; only its hash is stored.
        email: The profile's address; None for the only profile there is.
        issued: The instant from which it is valid.
        lasts: How long it is valid.
        role: A consultant, or a trainer, who is only let in where a demo is served.

    Raises:
        ProfileUnclearError: If it is not clear which profile is meant.
    """
    profile = profile_id(connection, email)
    connection.execute(delete(tokens).where(tokens.c.expires <= issued))
    row = {"hash": _hash(token), "role": role, "profile_id": profile, "issued": issued, "expires": issued + lasts}
    connection.execute(insert(tokens), row)


def give_approver_token(
    connection: Connection, token: str, organisation: str, issued: datetime, lasts: timedelta
) -> None:
    """Let a token stand for the approver of an organisation, and forget the tokens that are over.

    Args:
        connection: A transaction that may write.
        token: The token; only its hash is stored.
        organisation: The organisation's reference.
        issued: The instant from which it is valid.
        lasts: How long it is valid.

    Raises:
        ProfileUnclearError: If there is no such organisation.
    """
    found = connection.execute(select(organisations.c.id).where(organisations.c.reference == organisation)).scalar()
    if found is None:
        raise ProfileUnclearError(f"there is no organisation {organisation} in this practice")
    connection.execute(delete(tokens).where(tokens.c.expires <= issued))
    row = {
        "hash": _hash(token),
        "role": Role.APPROVER,
        "organisation_id": found,
        "issued": issued,
        "expires": issued + lasts,
    }
    connection.execute(insert(tokens), row)


def give_staff_token(
    connection: Connection, token: str, role: Role, holder: str, issued: datetime, lasts: timedelta
) -> None:
    """Let a token stand for one of the provider's people, and forget the tokens that are over.

    Args:
        connection: A transaction that may write.
        token: The token; only its hash is stored.
        role: As what they use the backend.
        holder: Their name, by which what they do is told.
        issued: The instant from which it is valid.
        lasts: How long it is valid.
    """
    connection.execute(delete(tokens).where(tokens.c.expires <= issued))
    row = {"hash": _hash(token), "role": role, "holder": holder, "issued": issued, "expires": issued + lasts}
    connection.execute(insert(tokens), row)


def take_back(connection: Connection, token: str) -> None:
    """Let a token stand for nothing any more."""
    connection.execute(delete(tokens).where(tokens.c.hash == _hash(token)))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def profile_id(connection: Connection, email: str | None) -> int:
    """Return the profile with an address; without one, the only profile there is.

    Raises:
        ProfileUnclearError: If it is not clear which profile is meant.
    """
    if email is not None:
        found = connection.execute(select(profiles.c.id).where(profiles.c.email == email)).scalar()
        if found is None:
            raise ProfileUnclearError(f"there is no profile {email} in this practice")
        return int(found)
    every = connection.execute(select(profiles.c.id).limit(2)).scalars().all()
    if not every:
        raise ProfileUnclearError("this practice has no profile yet; import one first")
    if len(every) > 1:
        raise ProfileUnclearError("this practice has several profiles; name one with --profile EMAIL")
    return int(every[0])
