"""Owns the questions about who is calling and what the provider has set."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, bindparam, select

from consultant_tui.contract.vocabulary import EngagementType, Role
from server_stub.domain.settings import Settings, parse_settings
from server_stub.storage.prepared import Question
from server_stub.storage.records import Approver, Caller, Staff
from server_stub.storage.tables import organisations, persons, profiles, settings, tokens

STAFF = (Role.CUSTOMER_SERVICE, Role.USER_SUPPORT)
"""Whom the provider employs."""

_BY_TOKEN = Question(
    select(
        profiles.c.id.label("profile_id"),
        profiles.c.person_id,
        persons.c.name,
        profiles.c.email,
        profiles.c.engagement,
        profiles.c.zone,
        tokens.c.expires,
        tokens.c.sign_in_id,
        tokens.c.role,
    )
    .join_from(tokens, profiles)
    .join(persons)
    .where(tokens.c.hash == bindparam("hash"))
)

_BY_EMAIL = (
    select(
        profiles.c.id.label("profile_id"),
        profiles.c.person_id,
        persons.c.name,
        profiles.c.email,
        profiles.c.engagement,
        profiles.c.zone,
    )
    .join_from(profiles, persons)
    .where(profiles.c.email == bindparam("email"))
)

_APPROVER = (
    select(organisations.c.reference, organisations.c.name, tokens.c.expires)
    .join_from(tokens, organisations)
    .where(tokens.c.hash == bindparam("hash"), tokens.c.expires > bindparam("now"))
)

_STAFF = select(tokens.c.role, tokens.c.holder, tokens.c.expires).where(
    tokens.c.hash == bindparam("hash"), tokens.c.expires > bindparam("now"), tokens.c.role.in_(STAFF)
)

_SETTINGS = Question(select(settings.c.name, settings.c.value))


def caller_by_token(connection: Connection, hashed: str, now: datetime) -> Caller | None:
    """Return the profile that an unexpired token belongs to."""
    rows = _BY_TOKEN.ask(connection, hash=hashed)
    if not rows or rows[0].expires <= now:  # here, as writing an instant for the question takes as long as its answer
        return None
    row = rows[0]
    return Caller(
        profile_id=row.profile_id,
        person_id=row.person_id,
        name=row.name,
        email=row.email,
        engagement=EngagementType(row.engagement),
        zone=row.zone,
        until=row.expires,
        sign_in=row.sign_in_id,
        role=Role(row.role),
    )


def caller_by_staff(connection: Connection, email: str, staff: Staff) -> Caller | None:
    """Return the profile with an address, for one of the provider's people who acts for it."""
    row = connection.execute(_BY_EMAIL, {"email": email}).one_or_none()
    if row is None:
        return None
    return Caller(
        profile_id=row.profile_id,
        person_id=row.person_id,
        name=row.name,
        email=row.email,
        engagement=EngagementType(row.engagement),
        zone=row.zone,
        until=staff.until,
        role=staff.role,
        staff=staff.name,
    )


def approver_by_token(connection: Connection, hashed: str, now: datetime) -> Approver | None:
    """Return the organisation that an unexpired approver's token belongs to."""
    row = connection.execute(_APPROVER, {"hash": hashed, "now": now}).one_or_none()
    return Approver(organisation=row.reference, name=row.name, until=row.expires) if row else None


def staff_by_token(connection: Connection, hashed: str, now: datetime) -> Staff | None:
    """Return which of the provider's people an unexpired token belongs to."""
    row = connection.execute(_STAFF, {"hash": hashed, "now": now}).one_or_none()
    return Staff(role=Role(row.role), name=row.holder, until=row.expires) if row else None


def load_settings(connection: Connection) -> Settings:
    """Return what the provider has set."""
    return _parsed(tuple(map(tuple, _SETTINGS.ask(connection))))


@lru_cache(maxsize=8)
def _parsed(pairs: tuple[tuple[str, str], ...]) -> Settings:
    return parse_settings(dict(pairs))
