"""Owns the tables: every column, and every rule that the database itself enforces."""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Time,
    TypeDecorator,
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
    Platform,
    RequestState,
    ScheduleKind,
    Word,
)

_BOOKED = text("state = 'booked'")
"""The few that a walk through everybody's coming appointments looks at."""

CELL_SECONDS = 300
"""The length of a claimed cell: nobody can be in two appointments within the same five minutes."""


class Instant(TypeDecorator[datetime]):
    """A point in time, kept as UTC; refuses a naive value, which SQLite would store without a word."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into what the engine stores.

        Raises:
            ValueError: If the value has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give what the engine stores as an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _one_of(column: str, words: type[Word]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


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
)

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
    _one_of("engagement", EngagementType),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("profile_id", ForeignKey("profiles.id"), index=True),
    Column("organisation_id", ForeignKey("organisations.id"), index=True),
    Column("issued", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    CheckConstraint("(profile_id IS NULL) <> (organisation_id IS NULL)", name="stands_for_one"),
)
"""Bearer tokens of a consultant's profile or of an organisation's approver; only the SHA-256 is kept."""

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
    Column("valid_from", Date),
    Column("valid_until", Date),
    _one_of("kind", ScheduleKind),
    CheckConstraint("opens < closes", name="opens_before_it_closes"),
)
"""``days`` lists ISO weekdays as "1,2,5"; the two dates are inclusive, on the line's clock."""

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
    Column("zone", String(64), nullable=False),
    Column("email", String(254), nullable=False),
    Column("phone", String(40), nullable=False),
)

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
    _one_of("state", RequestState),
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
    Column("sequence", Integer, nullable=False, default=0),
    Column("version", Integer, nullable=False),
    _one_of("state", AppointmentState),
    _one_of("approach", Approach),
    _one_of("modality", Modality),
    _one_of("platform", Platform),
    _one_of("attendance", Attendance),
    _one_of("cancelled_by", CancelledBy),
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
"""

person_claims = Table(
    "person_claims",
    metadata,
    Column("person_id", ForeignKey("persons.id"), primary_key=True),
    Column("cell", Integer, primary_key=True, autoincrement=False),
    Column("appointment_id", ForeignKey("appointments.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""One row per five minutes (UTC seconds // 300) that a person is in an appointment."""

client_claims = Table(
    "client_claims",
    metadata,
    Column("client_id", ForeignKey("clients.id"), primary_key=True),
    Column("cell", Integer, primary_key=True, autoincrement=False),
    Column("appointment_id", ForeignKey("appointments.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""The same for the client."""

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
    _one_of("cause", LedgerCause),
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
    _one_of("file_type", FileType),
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
    Column("profile_id", ForeignKey("profiles.id"), nullable=False),
    Column("act", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("before", String, nullable=False),
)
"""What each change of an appointment replaced, as JSON, so that it can be taken back for a short while."""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("profile_id", ForeignKey("profiles.id")),
    Column("act", String(32), nullable=False),
    Column("client_id", ForeignKey("clients.id")),
    Column("appointment_id", ForeignKey("appointments.id")),
    Column("version", Integer),
    Column("detail", String(400), nullable=False),
    Index(None, "client_id", "at"),
)
"""Append-only; who did or read what. ``version`` is the appointment's version after a change."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("appointment_id", ForeignKey("appointments.id"), index=True),
    Column("client_id", ForeignKey("clients.id"), index=True),
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
    _one_of("state", MessageState),
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
