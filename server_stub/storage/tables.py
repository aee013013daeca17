"""Owns the tables of the practice: every column, and every rule that the database itself enforces."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Time,
    UniqueConstraint,
    text,
)

from consultant_tui.contract.vocabulary import (
    AppointmentState,
    Approach,
    Attendance,
    CancelledBy,
    EngagementType,
    FileType,
    LedgerCause,
    MessageState,
    Modality,
    Origin,
    Platform,
    RequestState,
    Role,
    ScheduleKind,
    Standing,
)
from server_stub.storage.columns import Instant, metadata, one_of
from server_stub.storage.portal_tables import accounts, attendees, holds

_BOOKED = text("state = 'booked'")
"""The few that a walk through everybody's coming appointments looks at."""

settings = Table(
    "settings",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", String(400), nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The highest reference number ever given out per kind (APP, ...); it never goes down."""

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
    Column("issued", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    one_of("role", Role),
    CheckConstraint("(role IN ('consultant', 'trainer')) = (profile_id IS NOT NULL)", name="profile_of_consultant"),
    CheckConstraint("(role = 'approver') = (organisation_id IS NOT NULL)", name="organisation_of_approver"),
)
"""Bearer tokens; only the SHA-256 is kept.

A consultant's stands for a profile, an approver's for an organisation; ``holder`` names whom of the provider's staff
one was given to.
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

clients = Table(
    "clients",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("first_name", String(100), nullable=False, default=""),
    Column("last_name", String(100), nullable=False, default=""),
    Column("zone", String(64), nullable=False),
    Column("email", String(254), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("address", String(400), nullable=False, default=""),
    Column("standing", String(16), nullable=False, default="client"),
    one_of("standing", Standing),
    Index(None, "last_name", "first_name"),
)
"""``standing`` tells a client from a prospect who booked online and is not yet anybody's client.

A prospect whose account was associated with a client who existed already is ``merged``: nothing is booked for that row
any more.
"""

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False, index=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),
    Column("issue", String(200), nullable=False),
    Column("opened", Instant, nullable=False),
)

balances = Table(
    "balances",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("entitled", Integer, nullable=False),
    Column("extra", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("booked", Integer, nullable=False),
    CheckConstraint("entitled >= 0", name="entitled_not_negative"),
    CheckConstraint("extra >= 0", name="extra_not_negative"),
    CheckConstraint("used >= 0", name="used_not_negative"),
    CheckConstraint("booked >= 0", name="booked_not_negative"),
    CheckConstraint("entitled + extra - used - booked >= 0", name="available_not_negative"),
)
"""The sums of the ledger per case, changed with each entry; their check is what stops the last session going twice."""

_OPEN = text("answered IS NULL")

extra_requests = Table(
    "extra_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("profile_id", ForeignKey("profiles.id"), nullable=False),
    Column("sessions", Integer, nullable=False),
    Column("reason", String(1000), nullable=False),
    Column("asked", Instant, nullable=False),
    Column("answer_due", Instant, nullable=False),
    Column("answered", Instant),
    Column("state", String(16), nullable=False),
    Column("granted", Integer, nullable=False, default=0),
    Column("answered_by", String(64), nullable=False, default=""),
    Column("answer_reason", String(1000), nullable=False, default=""),
    one_of("state", RequestState),
    CheckConstraint("sessions >= 1", name="sessions_positive"),
    CheckConstraint("(state IN ('pending', 'in_review')) = (answered IS NULL)", name="answered_has_time"),
    CheckConstraint("(granted > 0) = (state IN ('approved', 'partly_approved'))", name="granted_when_approved"),
    CheckConstraint("(state = 'approved') <= (granted = sessions)", name="approved_is_all"),
    CheckConstraint("(state = 'partly_approved') <= (granted < sessions)", name="partly_is_some"),
    Index("uq_extra_requests_open", "case_id", unique=True, sqlite_where=_OPEN),
)
"""At most one request of a case is open at a time; the index on the open ones is what says so."""

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

ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("appointment_id", ForeignKey("appointments.id")),
    Column("version", Integer),
    Column("at", Instant, nullable=False),
    Column("cause", String(24), nullable=False),
    Column("entitled", Integer, nullable=False),
    Column("extra", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("booked", Integer, nullable=False),
    Column("note", String(200), nullable=False),
    one_of("cause", LedgerCause),
    UniqueConstraint("appointment_id", "version"),
    CheckConstraint("(appointment_id IS NULL) = (version IS NULL)", name="version_of_appointment"),
)
"""Append-only (triggers refuse change and removal); the four numbers are what was added to each figure.

``version`` is the appointment's version after the change that an entry belongs to: one change, one entry.
"""

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

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("profile_id", ForeignKey("profiles.id")),
    Column("account_id", ForeignKey(accounts.c.id)),
    Column("staff", String(120), nullable=False, default=""),
    Column("act", String(32), nullable=False),
    Column("client_id", ForeignKey("clients.id")),
    Column("appointment_id", ForeignKey("appointments.id")),
    Column("version", Integer),
    Column("detail", String(400), nullable=False),
    Column("hash", String(64), nullable=False),
    Index(None, "client_id", "at"),
    Index(None, "account_id", "at"),
)
"""Append-only; who did or read what: a profile, a client's account, or one of the provider's staff, by name.

``version`` is the appointment's version after a change; ``hash`` chains a row to the one before it.
"""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("appointment_id", ForeignKey("appointments.id"), index=True),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("account_id", ForeignKey(accounts.c.id), index=True),
    Column("kind", String(32), nullable=False),
    Column("recipient", String(254), nullable=False),
    Column("link", String(24), nullable=False),
    Column("sequence", Integer, nullable=False, default=0),
    Column("facts", String, nullable=False, default=""),
    Column("state", String(16), nullable=False, default="waiting"),
    Column("made", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("problem", String(200), nullable=False, default=""),
    Column("sent", Instant),
    one_of("state", MessageState),
    UniqueConstraint("appointment_id", "kind", "recipient", "sequence"),
    Index(None, "state", "due"),
)
"""Messages to be sent, written in the transaction of what they tell.

``facts`` is a snapshot, as JSON, of all that the text needs; ``due`` lies beyond the time in which the act can be
undone.
"""

search_words = Table(
    "search_words",
    metadata,
    Column("profile_id", ForeignKey("profiles.id"), primary_key=True),
    Column("word", String(64).with_variant(String(64, collation="C"), "postgresql"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("subject_id", Integer, primary_key=True, autoincrement=False),
    Index(None, "profile_id", "kind", "subject_id", "word"),
    sqlite_with_rowid=False,
)
"""The folded words by which a profile finds its clients, and their cases and appointments by their digits.

``subject_id`` is the id of a client, case or appointment; there are rows for what a profile has an appointment with.
"""

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
