"""Owns the tables of who helps: organisations, persons, their profiles, tokens and feeds, work schedules and leave."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Integer, String, Table, Time, text

from consultant_tui.contract.vocabulary import EngagementType, Role, ScheduleKind
from server_stub.storage.columns import Instant, metadata, one_of
from server_stub.storage.sign_in_tables import sign_ins

organisations = Table(
    "organisations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("sessions_per_case", Integer, nullable=False, default=6),
    CheckConstraint("sessions_per_case >= 0", name="sessions_per_case_not_negative"),
)
"""``sessions_per_case`` is what a case is entitled to that a client opens online."""

persons = Table(
    "persons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
)

profiles = Table(
    "profiles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("persons.id"), nullable=False, index=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("engagement", String(16), nullable=False),
    Column("zone", String(64), nullable=False),
    one_of("engagement", EngagementType),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("role", String(20), nullable=False, default="consultant"),
    Column("profile_id", ForeignKey("profiles.id"), index=True),
    Column("organisation_id", ForeignKey("organisations.id"), index=True),
    Column("holder", String(120), nullable=False, default=""),
    Column("sign_in_id", ForeignKey(sign_ins.c.id), index=True),
    Column("issued", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    one_of("role", Role),
    CheckConstraint("(role IN ('consultant', 'trainer')) = (profile_id IS NOT NULL)", name="profile_of_consultant"),
    CheckConstraint("(role = 'approver') = (organisation_id IS NOT NULL)", name="organisation_of_approver"),
)
"""Bearer tokens; only the SHA-256 is kept.

A consultant's stands for a profile, an approver's for an organisation; ``holder`` names whom of the provider's staff
one was given to. Those of a sign-in end with it.
"""

schedules = Table(
    "schedules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("profile_id", ForeignKey("profiles.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("days", String(13), nullable=False),
    Column("opens", Time, nullable=False),
    Column("closes", Time, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("rate", String(40), nullable=False),
    Column("location", String(64), nullable=False, default=""),
    Column("valid_from", Date),
    Column("valid_until", Date),
    one_of("kind", ScheduleKind),
    CheckConstraint("opens < closes", name="opens_before_it_closes"),
)
"""``days`` lists ISO weekdays as "1,2,5"; the two dates are inclusive, on the line's clock.

``location`` is the key of a location of online booking; empty for the first of them.
"""

leave = Table(
    "leave",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    Column("wall_start", DateTime, nullable=False),
    Column("wall_end", DateTime, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("reason", String(200), nullable=False),
    CheckConstraint("starts < ends", name="starts_before_it_ends"),
    Index(None, "person_id", "starts"),
)

_LIVE = text("revoked IS NULL")

feeds = Table(
    "feeds",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("profile_id", ForeignKey("profiles.id"), nullable=False, index=True),
    Column("made", Instant, nullable=False),
    Column("revoked", Instant),
    Index("uq_feeds_live", "profile_id", unique=True, sqlite_where=_LIVE),
)
"""Private calendar feeds, one at a time for a profile; only the SHA-256 of the secret in the address is kept."""
