"""Owns the tables of appointments: the agreement, whose five minutes it takes, its changes and its completion."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from consultant_tui.contract.vocabulary import (
    AppointmentState,
    Approach,
    Attendance,
    CancelledBy,
    FileType,
    Modality,
    Origin,
    Platform,
)
from server_stub.storage.columns import Instant, metadata, one_of
from server_stub.storage.portal_tables import accounts, attendees, holds

_BOOKED = text("state = 'booked'")
"""The few that a walk through everybody's coming appointments looks at."""

appointments = Table(
    "appointments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("client_id", ForeignKey("clients.id"), nullable=False),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    Column("profile_id", ForeignKey("profiles.id"), nullable=False),
    Column("schedule_id", ForeignKey("schedules.id")),
    Column("state", String(16), nullable=False),
    Column("approach", String(16), nullable=False),
    Column("modality", String(16), nullable=False),
    Column("platform", String(16)),
    Column("attendance", String(16), nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("notify", Boolean, nullable=False),
    Column("approval", String(64), nullable=False),
    Column("wall_start", DateTime, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("offset", Integer, nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("booked_at", Instant, nullable=False),
    Column("commenced_at", Instant),
    Column("ended_at", Instant),
    Column("charged", Boolean, nullable=False),
    Column("cancelled_by", String(16)),
    Column("end_reason", String(1000), nullable=False, default=""),
    Column("attempts", String(200), nullable=False, default=""),
    Column("late_moves", Integer, nullable=False, default=0),
    Column("withdrawn", Boolean, nullable=False, default=False),
    Column("series", String(32)),
    Column("origin", String(16), nullable=False, default="consultant"),
    Column("account_id", ForeignKey(accounts.c.id), index=True),
    Column("attendee_id", ForeignKey(attendees.c.id)),
    Column("location", String(64), nullable=False, default=""),
    Column("reason", String(64), nullable=False, default=""),
    Column("reason_name", String(120), nullable=False, default=""),
    Column("wishes", String(1000), nullable=False, default=""),
    Column("sequence", Integer, nullable=False, default=0),
    Column("version", Integer, nullable=False),
    one_of("state", AppointmentState),
    one_of("approach", Approach),
    one_of("modality", Modality),
    one_of("platform", Platform),
    one_of("attendance", Attendance),
    one_of("cancelled_by", CancelledBy),
    one_of("origin", Origin),
    CheckConstraint("(origin = 'portal') = (account_id IS NOT NULL)", name="portal_has_account"),
    CheckConstraint("starts < ends", name="starts_before_it_ends"),
    CheckConstraint("version >= 1", name="version_positive"),
    CheckConstraint("(cancelled_by IS NOT NULL) <= (state = 'cancelled')", name="cancelled_by_is_cancelled"),
    CheckConstraint("late_moves >= 0", name="late_moves_not_negative"),
    CheckConstraint("withdrawn <= (state = 'cancelled')", name="withdrawn_is_cancelled"),
    CheckConstraint("(modality = 'video_call') = (platform IS NOT NULL)", name="platform_for_video_only"),
    CheckConstraint("(state IN ('commenced', 'completed')) <= (commenced_at IS NOT NULL)", name="commenced_has_time"),
    CheckConstraint("(state IN ('completed', 'cancelled', 'no_show')) = (ended_at IS NOT NULL)", name="final_has_time"),
    Index(None, "profile_id", "state", "starts"),
    Index(None, "profile_id", "ended_at"),
    Index(None, "person_id", "starts"),
    Index(None, "client_id", "starts"),
    Index(None, "case_id", "starts"),
    Index("ix_appointments_booked_starts", "starts", sqlite_where=_BOOKED),
)
"""``wall_start``, ``zone`` and ``offset`` (minutes) are the agreement; ``starts`` and ``ends`` follow from it.

``attempts`` lists when and how a client who did not come was tried to be reached; ``late_moves`` counts the moves that
cost a session; ``withdrawn`` marks a booking that was undone; ``sequence`` rises with every change that the client is
told of.

Of what was booked online: ``account_id`` booked it, for ``attendee_id`` if that is somebody else; ``location`` and
``reason`` are keys of the settings of online booking, ``reason_name`` is what the reason was called then, ``wishes``
is what the client wrote.
"""

person_claims = Table(
    "person_claims",
    metadata,
    Column("person_id", ForeignKey("persons.id"), primary_key=True),
    Column("cell", Integer, primary_key=True, autoincrement=False),
    Column("appointment_id", ForeignKey("appointments.id"), index=True),
    Column("hold_id", ForeignKey(holds.c.id), index=True),
    CheckConstraint("(appointment_id IS NULL) <> (hold_id IS NULL)", name="held_by_one"),
    sqlite_with_rowid=False,
)
"""One row per five minutes (UTC seconds // 300) of a person's appointments and of what is held for clients online."""

client_claims = Table(
    "client_claims",
    metadata,
    Column("client_id", ForeignKey("clients.id"), primary_key=True),
    Column("cell", Integer, primary_key=True, autoincrement=False),
    Column("appointment_id", ForeignKey("appointments.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""One row per five minutes that a client is in an appointment."""

completions = Table(
    "completions",
    metadata,
    Column("appointment_id", ForeignKey("appointments.id"), primary_key=True, autoincrement=False),
    Column("profile_id", ForeignKey("profiles.id"), nullable=False),
    Column("signed_off_at", Instant, nullable=False),
    Column("ticks", String(200), nullable=False),
    Column("notes", String, nullable=False),
    Column("issues", String(400), nullable=False),
    Column("outcomes", String(400), nullable=False),
    Column("file_name", String(200)),
    Column("file_type", String(16)),
    Column("file_sha256", String(64)),
    Column("file", LargeBinary),
    one_of("file_type", FileType),
    CheckConstraint("notes <> '' OR file IS NOT NULL", name="has_notes"),
    CheckConstraint("(file IS NULL) = (file_name IS NULL)", name="file_has_name"),
    CheckConstraint("(file IS NULL) = (file_type IS NULL)", name="file_has_type"),
    CheckConstraint("(file IS NULL) = (file_sha256 IS NULL)", name="file_has_hash"),
)
"""What was signed off when a session was completed; append-only.

Lists of words are joined by commas; ``notes`` is the one text that may hold line feeds.
"""

completion_drafts = Table(
    "completion_drafts",
    metadata,
    Column("appointment_id", ForeignKey("appointments.id"), primary_key=True, autoincrement=False),
    Column("body", String, nullable=False),
    Column("saved", Instant, nullable=False),
)
"""Completions that are still being written, as JSON; gone when they are signed off."""

acts = Table(
    "acts",
    metadata,
    Column("appointment_id", ForeignKey("appointments.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("profile_id", ForeignKey("profiles.id")),
    Column("account_id", ForeignKey(accounts.c.id)),
    Column("act", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("before", String, nullable=False),
    CheckConstraint("profile_id IS NULL OR account_id IS NULL", name="done_by_one"),
)
"""What each change of an appointment replaced, as JSON, so that it can be taken back for a short while."""

booking_keys = Table(
    "booking_keys",
    metadata,
    Column("profile_id", ForeignKey("profiles.id"), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("appointment_id", ForeignKey("appointments.id")),
    Column("series", String(32)),
    Column("answer", String),
    Column("at", Instant, nullable=False),
    CheckConstraint("state IN ('booked', 'voided')", name="state_known"),
    CheckConstraint("(state = 'booked') = (appointment_id IS NOT NULL)", name="booked_has_appointment"),
)
"""What became of each idempotency key; ``answer`` is the receipt as it was sent.

A series has one key; its first appointment stands for it.
"""
