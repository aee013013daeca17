"""Owns the tables of the first schema about who there is: a practice, its people, clients, cases and accounts."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "attempts",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_attempts")),
    )
    op.create_table(
        "clients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.CheckConstraint("standing IN ('client', 'prospect', 'merged')", name=op.f("ck_clients_standing_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
        sa.UniqueConstraint("reference", name=op.f("uq_clients_reference")),
    )
    op.create_index(op.f("ix_clients_last_name_first_name"), "clients", ["last_name", "first_name"], unique=False)
    op.create_table(
        "counters",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_counters")),
    )
    op.create_table(
        "documents",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_documents")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sessions_per_case", sa.Integer(), nullable=False),
        sa.CheckConstraint("sessions_per_case >= 0", name=op.f("ck_organisations_sessions_per_case_not_negative")),
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
        "organisation_codes",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("hint", sa.String(length=8), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retires", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_codes_organisation_id")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_organisation_codes")),
    )
    op.create_index(
        op.f("ix_organisation_codes_organisation_id"), "organisation_codes", ["organisation_id"], unique=False
    )
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
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("verified", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("prospect_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "verified_by IS NULL OR verified IS NOT NULL", name=op.f("ck_accounts_verified_by_has_time")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_accounts_client_id")),
        sa.ForeignKeyConstraint(["made_by"], ["profiles.id"], name=op.f("fk_accounts_made_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_accounts_organisation_id")),
        sa.ForeignKeyConstraint(["prospect_id"], ["clients.id"], name=op.f("fk_accounts_prospect_id")),
        sa.ForeignKeyConstraint(["verified_by"], ["profiles.id"], name=op.f("fk_accounts_verified_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("client_id", name=op.f("uq_accounts_client_id")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
        sa.UniqueConstraint("prospect_id", name=op.f("uq_accounts_prospect_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_accounts_reference")),
    )
    op.create_index(op.f("ix_accounts_organisation_id"), "accounts", ["organisation_id"], unique=False)
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
