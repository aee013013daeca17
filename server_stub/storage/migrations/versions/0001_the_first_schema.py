"""The first schema."""

import sqlalchemy as sa
from alembic import op

from server_stub.storage import schema

revision = "0001"
down_revision = None

_TABLES = (
    "person_claims",
    "outbox",
    "ledger",
    "completions",
    "completion_drafts",
    "client_claims",
    "booking_keys",
    "audit",
    "acts",
    "appointments",
    "tokens",
    "search_words",
    "schedules",
    "feeds",
    "extra_requests",
    "balances",
    "profiles",
    "leave",
    "cases",
    "settings",
    "persons",
    "organisations",
    "counters",
    "clients",
)
"""Each before those it points to."""


def upgrade() -> None:
    """Make everything."""
    op.create_table(
        "clients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
        sa.UniqueConstraint("reference", name=op.f("uq_clients_reference")),
    )
    op.create_table(
        "counters",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_counters")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("reference", name=op.f("uq_organisations_reference")),
    )
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("reference", name=op.f("uq_persons_reference")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("issue", sa.String(length=200), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_cases_client_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_cases_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    op.create_index(op.f("ix_cases_client_id"), "cases", ["client_id"], unique=False)
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wall_start", sa.DateTime(), nullable=False),
        sa.Column("wall_end", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("starts < ends", name=op.f("ck_leave_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_leave_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
        sa.UniqueConstraint("reference", name=op.f("uq_leave_reference")),
    )
    op.create_index(op.f("ix_leave_person_id_starts"), "leave", ["person_id", "starts"], unique=False)
    op.create_table(
        "profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("engagement", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "engagement IN ('employee', 'partner', 'ad_hoc_only', 'telehealth', 'practice')",
            name=op.f("ck_profiles_engagement_known"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_profiles_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("email", name=op.f("uq_profiles_email")),
    )
    op.create_index(op.f("ix_profiles_person_id"), "profiles", ["person_id"], unique=False)
    op.create_table(
        "balances",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.CheckConstraint("booked >= 0", name=op.f("ck_balances_booked_not_negative")),
        sa.CheckConstraint("entitled + extra - used - booked >= 0", name=op.f("ck_balances_available_not_negative")),
        sa.CheckConstraint("entitled >= 0", name=op.f("ck_balances_entitled_not_negative")),
        sa.CheckConstraint("extra >= 0", name=op.f("ck_balances_extra_not_negative")),
        sa.CheckConstraint("used >= 0", name=op.f("ck_balances_used_not_negative")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_balances_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_balances")),
    )
    op.create_table(
        "extra_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.Column("answered_by", sa.String(length=64), nullable=False),
        sa.Column("answer_reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "(granted > 0) = (state IN ('approved', 'partly_approved'))",
            name=op.f("ck_extra_requests_granted_when_approved"),
        ),
        sa.CheckConstraint(
            "(state = 'approved') <= (granted = sessions)", name=op.f("ck_extra_requests_approved_is_all")
        ),
        sa.CheckConstraint(
            "(state = 'partly_approved') <= (granted < sessions)", name=op.f("ck_extra_requests_partly_is_some")
        ),
        sa.CheckConstraint(
            "(state IN ('pending', 'in_review')) = (answered IS NULL)", name=op.f("ck_extra_requests_answered_has_time")
        ),
        sa.CheckConstraint(
            "state IN ('in_review', 'pending', 'approved', 'partly_approved', 'declined')",
            name=op.f("ck_extra_requests_state_known"),
        ),
        sa.CheckConstraint("sessions >= 1", name=op.f("ck_extra_requests_sessions_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_extra_requests_case_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_extra_requests_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_requests")),
        sa.UniqueConstraint("reference", name=op.f("uq_extra_requests_reference")),
    )
    op.create_index(op.f("ix_extra_requests_case_id"), "extra_requests", ["case_id"], unique=False)
    op.create_index(
        "uq_extra_requests_open",
        "extra_requests",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("answered IS NULL"),
        postgresql_where=sa.text("answered IS NULL"),
    )
    op.create_table(
        "feeds",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_feeds_profile_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_feeds")),
    )
    op.create_index(op.f("ix_feeds_profile_id"), "feeds", ["profile_id"], unique=False)
    op.create_index(
        "uq_feeds_live",
        "feeds",
        ["profile_id"],
        unique=True,
        sqlite_where=sa.text("revoked IS NULL"),
        postgresql_where=sa.text("revoked IS NULL"),
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("days", sa.String(length=13), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("rate", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('open', 'ad_hoc', 'rapid_response')", name=op.f("ck_schedules_kind_known")),
        sa.CheckConstraint("opens < closes", name=op.f("ck_schedules_opens_before_it_closes")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_schedules_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        sa.UniqueConstraint("reference", name=op.f("uq_schedules_reference")),
    )
    op.create_index(op.f("ix_schedules_profile_id"), "schedules", ["profile_id"], unique=False)
    op.create_table(
        "search_words",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column(
            "word", sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_search_words_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", "word", "kind", "subject_id", name=op.f("pk_search_words")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_search_words_profile_id_kind_subject_id_word"),
        "search_words",
        ["profile_id", "kind", "subject_id", "word"],
        unique=False,
    )
    op.create_table(
        "tokens",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("issued", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(profile_id IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_tokens_stands_for_one")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_tokens_organisation_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_tokens_profile_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_tokens")),
    )
    op.create_index(op.f("ix_tokens_organisation_id"), "tokens", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_tokens_profile_id"), "tokens", ["profile_id"], unique=False)
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("approach", sa.String(length=16), nullable=False),
        sa.Column("modality", sa.String(length=16), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=True),
        sa.Column("attendance", sa.String(length=16), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("notify", sa.Boolean(), nullable=False),
        sa.Column("approval", sa.String(length=64), nullable=False),
        sa.Column("wall_start", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commenced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("charged", sa.Boolean(), nullable=False),
        sa.Column("cancelled_by", sa.String(length=16), nullable=True),
        sa.Column("end_reason", sa.String(length=1000), nullable=False),
        sa.Column("attempts", sa.String(length=200), nullable=False),
        sa.Column("late_moves", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(cancelled_by IS NOT NULL) <= (state = 'cancelled')",
            name=op.f("ck_appointments_cancelled_by_is_cancelled"),
        ),
        sa.CheckConstraint(
            "(modality = 'video_call') = (platform IS NOT NULL)", name=op.f("ck_appointments_platform_for_video_only")
        ),
        sa.CheckConstraint(
            "(state IN ('commenced', 'completed')) <= (commenced_at IS NOT NULL)",
            name=op.f("ck_appointments_commenced_has_time"),
        ),
        sa.CheckConstraint(
            "(state IN ('completed', 'cancelled', 'no_show')) = (ended_at IS NOT NULL)",
            name=op.f("ck_appointments_final_has_time"),
        ),
        sa.CheckConstraint(
            "approach IN ('manual', 'retrospective', 'rebook_with_me')", name=op.f("ck_appointments_approach_known")
        ),
        sa.CheckConstraint(
            "attendance IN ('individual', 'couple', 'family', 'group')", name=op.f("ck_appointments_attendance_known")
        ),
        sa.CheckConstraint(
            "cancelled_by IN ('client', 'provider', 'consultant')", name=op.f("ck_appointments_cancelled_by_known")
        ),
        sa.CheckConstraint(
            "modality IN ('in_person', 'video_call', 'phone', 'chat')", name=op.f("ck_appointments_modality_known")
        ),
        sa.CheckConstraint("platform IN ('teams', 'zoom')", name=op.f("ck_appointments_platform_known")),
        sa.CheckConstraint(
            "state IN ('booked', 'commenced', 'completed', 'cancelled', 'no_show')",
            name=op.f("ck_appointments_state_known"),
        ),
        sa.CheckConstraint("withdrawn <= (state = 'cancelled')", name=op.f("ck_appointments_withdrawn_is_cancelled")),
        sa.CheckConstraint("late_moves >= 0", name=op.f("ck_appointments_late_moves_not_negative")),
        sa.CheckConstraint("starts < ends", name=op.f("ck_appointments_starts_before_it_ends")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_appointments_version_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_appointments_case_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_appointments_client_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_appointments_person_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_appointments_profile_id")),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedules.id"], name=op.f("fk_appointments_schedule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("reference", name=op.f("uq_appointments_reference")),
    )
    op.create_index(
        "ix_appointments_booked_starts",
        "appointments",
        ["starts"],
        unique=False,
        sqlite_where=sa.text("state = 'booked'"),
        postgresql_where=sa.text("state = 'booked'"),
    )
    op.create_index(op.f("ix_appointments_case_id_starts"), "appointments", ["case_id", "starts"], unique=False)
    op.create_index(op.f("ix_appointments_client_id_starts"), "appointments", ["client_id", "starts"], unique=False)
    op.create_index(op.f("ix_appointments_person_id_starts"), "appointments", ["person_id", "starts"], unique=False)
    op.create_index(
        op.f("ix_appointments_profile_id_ended_at"), "appointments", ["profile_id", "ended_at"], unique=False
    )
    op.create_index(
        op.f("ix_appointments_profile_id_state_starts"), "appointments", ["profile_id", "state", "starts"], unique=False
    )
    op.create_table(
        "acts",
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_acts_appointment_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_acts_profile_id")),
        sa.PrimaryKeyConstraint("appointment_id", "version", name=op.f("pk_acts")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_audit_appointment_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_audit_client_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_audit_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_client_id_at"), "audit", ["client_id", "at"], unique=False)
    op.create_table(
        "booking_keys",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("series", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'booked') = (appointment_id IS NOT NULL)", name=op.f("ck_booking_keys_booked_has_appointment")
        ),
        sa.CheckConstraint("state IN ('booked', 'voided')", name=op.f("ck_booking_keys_state_known")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_booking_keys_appointment_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_booking_keys_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", "key", name=op.f("pk_booking_keys")),
    )
    op.create_table(
        "client_claims",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("cell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_client_claims_appointment_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_client_claims_client_id")),
        sa.PrimaryKeyConstraint("client_id", "cell", name=op.f("pk_client_claims")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_client_claims_appointment_id"), "client_claims", ["appointment_id"], unique=False)
    op.create_table(
        "completion_drafts",
        sa.Column("appointment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_completion_drafts_appointment_id")
        ),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_completion_drafts")),
    )
    op.create_table(
        "completions",
        sa.Column("appointment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("signed_off_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticks", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("issues", sa.String(length=400), nullable=False),
        sa.Column("outcomes", sa.String(length=400), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("file_type", sa.String(length=16), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("file_type IN ('text', 'pdf', 'word')", name=op.f("ck_completions_file_type_known")),
        sa.CheckConstraint("notes <> '' OR file IS NOT NULL", name=op.f("ck_completions_has_notes")),
        sa.CheckConstraint("(file IS NULL) = (file_name IS NULL)", name=op.f("ck_completions_file_has_name")),
        sa.CheckConstraint("(file IS NULL) = (file_sha256 IS NULL)", name=op.f("ck_completions_file_has_hash")),
        sa.CheckConstraint("(file IS NULL) = (file_type IS NULL)", name=op.f("ck_completions_file_has_type")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_completions_appointment_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_completions_profile_id")),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_completions")),
    )
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "cause IN ('entitled', 'extra_granted', 'booked', 'commenced', 'released', 'late_cancellation', 'late_move', 'no_show', 'undone')",
            name=op.f("ck_ledger_cause_known"),
        ),
        sa.CheckConstraint(
            "(appointment_id IS NULL) = (version IS NULL)", name=op.f("ck_ledger_version_of_appointment")
        ),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_ledger_appointment_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_ledger_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("appointment_id", "version", name=op.f("uq_ledger_appointment_id_version")),
    )
    op.create_index(op.f("ix_ledger_case_id"), "ledger", ["case_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("link", sa.String(length=24), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed', 'withdrawn')", name=op.f("ck_outbox_state_known")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_outbox_appointment_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_outbox_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "appointment_id",
            "kind",
            "recipient",
            "sequence",
            name=op.f("uq_outbox_appointment_id_kind_recipient_sequence"),
        ),
    )
    op.create_index(op.f("ix_outbox_appointment_id"), "outbox", ["appointment_id"], unique=False)
    op.create_index(op.f("ix_outbox_client_id"), "outbox", ["client_id"], unique=False)
    op.create_index(op.f("ix_outbox_state_due"), "outbox", ["state", "due"], unique=False)
    op.create_table(
        "person_claims",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_person_claims_appointment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_person_claims_person_id")),
        sa.PrimaryKeyConstraint("person_id", "cell", name=op.f("pk_person_claims")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_person_claims_appointment_id"), "person_claims", ["appointment_id"], unique=False)
    schema.add_triggers(op.get_bind())


def downgrade() -> None:
    """Go down; indexes go with their tables."""
    schema.drop_triggers(op.get_bind())
    for table in _TABLES:
        op.drop_table(table)
