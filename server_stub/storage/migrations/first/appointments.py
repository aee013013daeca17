"""Owns the tables of the first schema about what was booked, by whom, and what each did."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
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
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("attendee_id", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("reason_name", sa.String(length=120), nullable=False),
        sa.Column("wishes", sa.String(length=1000), nullable=False),
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
            "(origin = 'portal') = (account_id IS NOT NULL)", name=op.f("ck_appointments_portal_has_account")
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
        sa.CheckConstraint("origin IN ('consultant', 'portal')", name=op.f("ck_appointments_origin_known")),
        sa.CheckConstraint("platform IN ('teams', 'zoom')", name=op.f("ck_appointments_platform_known")),
        sa.CheckConstraint(
            "state IN ('booked', 'commenced', 'completed', 'cancelled', 'no_show')",
            name=op.f("ck_appointments_state_known"),
        ),
        sa.CheckConstraint("withdrawn <= (state = 'cancelled')", name=op.f("ck_appointments_withdrawn_is_cancelled")),
        sa.CheckConstraint("late_moves >= 0", name=op.f("ck_appointments_late_moves_not_negative")),
        sa.CheckConstraint("starts < ends", name=op.f("ck_appointments_starts_before_it_ends")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_appointments_version_positive")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_appointments_account_id")),
        sa.ForeignKeyConstraint(["attendee_id"], ["attendees.id"], name=op.f("fk_appointments_attendee_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_appointments_case_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_appointments_client_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_appointments_person_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_appointments_profile_id")),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedules.id"], name=op.f("fk_appointments_schedule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("reference", name=op.f("uq_appointments_reference")),
    )
    op.create_index(op.f("ix_appointments_account_id"), "appointments", ["account_id"], unique=False)
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
        "ticket_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_answers_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_answers")),
    )
    op.create_index(op.f("ix_ticket_answers_ticket_id"), "ticket_answers", ["ticket_id"], unique=False)
    op.create_table(
        "acts",
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.CheckConstraint("profile_id IS NULL OR account_id IS NULL", name=op.f("ck_acts_done_by_one")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_acts_account_id")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_acts_appointment_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_acts_profile_id")),
        sa.PrimaryKeyConstraint("appointment_id", "version", name=op.f("pk_acts")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("staff", sa.String(length=120), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=400), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_audit_account_id")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_audit_appointment_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_audit_client_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_audit_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_account_id_at"), "audit", ["account_id", "at"], unique=False)
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
