"""Owns the question in whose place a client acts online."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from consultant_tui.contract.vocabulary import EngagementType
from server_stub.storage.records import Caller
from server_stub.storage.tables import persons, profiles

_PROFILE = (
    select(
        profiles.c.id,
        profiles.c.person_id,
        persons.c.name,
        profiles.c.email,
        profiles.c.engagement,
        profiles.c.zone,
    )
    .join_from(profiles, persons)
    .where(profiles.c.id == bindparam("profile"))
)


def in_place_of(connection: Connection, profile_id: int, now: datetime) -> Caller:
    """Return a profile as if it asked, for this moment."""
    row = connection.execute(_PROFILE, {"profile": profile_id}).one()
    return Caller(
        profile_id=row.id,
        person_id=row.person_id,
        name=row.name,
        email=row.email,
        engagement=EngagementType(row.engagement),
        zone=row.zone,
        until=now,
    )
