"""The first schema; like every revision it takes nothing of the program, so that what it makes never changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TABLES = (
    "person_claims",
    "outbox",
    "ledger",
    "holds",
    "completions",
    "completion_drafts",
    "client_claims",
    "booking_keys",
    "audit",
    "acts",
    "ticket_answers",
    "appointments",
    "tokens",
    "tickets",
    "renewals",
    "portal_sessions",
    "drafts",
    "attendees",
    "associations",
    "account_links",
    "sign_ins",
    "search_words",
    "schedules",
    "passwords",
    "feeds",
    "extra_requests",
    "balances",
    "accounts",
    "profiles",
    "organisation_codes",
    "leave",
    "cases",
    "settings",
    "persons",
    "organisations",
    "documents",
    "counters",
    "clients",
    "attempts",
)
"""Each before those it points to."""

_APPEND_ONLY = tuple(
    f"{table}_no_{act}" for table in ("ledger", "audit", "completions") for act in ("update", "delete")
)

_CLOSED = (
    *("id", "reference", "case_id", "person_id", "profile_id", "schedule_id", "state", "approach", "modality"),
    *("platform", "attendance", "confirmed", "notify", "approval", "wall_start", "zone", "offset", "starts", "ends"),
    *("booked_at", "commenced_at", "ended_at", "charged", "cancelled_by", "end_reason", "attempts", "late_moves"),
    *("withdrawn", "series", "origin", "account_id", "location", "reason", "reason_name", "wishes", "sequence"),
)
"""What never changes of a completed appointment."""

_LEGAL = (
    "(OLD.state = 'booked' AND NEW.state IN ('commenced', 'cancelled', 'no_show'))"
    " OR (OLD.state = 'commenced' AND NEW.state = 'completed')"
    " OR (OLD.state IN ('cancelled', 'no_show') AND NEW.state = 'booked')"
)

_REFUSE = (
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'illegal change of ' || TG_TABLE_NAME;"
    " END $$"
)


def upgrade() -> None:
    """Make everything."""
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
        "passwords",
        sa.Column("profile_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_passwords_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_passwords")),
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
        sa.Column("location", sa.String(length=64), nullable=False),
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
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=24), nullable=False),
        sa.CheckConstraint("(ended IS NULL) = (end_reason = '')", name=op.f("ck_sign_ins_ended_has_reason")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_sign_ins_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
    )
    op.create_index(op.f("ix_sign_ins_profile_id"), "sign_ins", ["profile_id"], unique=False)
    op.create_table(
        "account_links",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('verify', 'reset')", name=op.f("ck_account_links_kind_known")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_links_account_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_account_links")),
    )
    op.create_index(op.f("ix_account_links_account_id"), "account_links", ["account_id"], unique=False)
    op.create_table(
        "associations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("staff", sa.String(length=120), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("undone", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('created', 'associated')", name=op.f("ck_associations_kind_known")),
        sa.CheckConstraint("(\"by\" IS NULL) = (staff <> '')", name=op.f("ck_associations_done_by_one")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_associations_account_id")),
        sa.ForeignKeyConstraint(["by"], ["profiles.id"], name=op.f("fk_associations_by")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_associations_client_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["profiles.id"], name=op.f("fk_associations_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_associations")),
    )
    op.create_index(op.f("ix_associations_account_id"), "associations", ["account_id"], unique=False)
    op.create_index(
        "uq_associations_standing",
        "associations",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("undone IS NULL"),
        postgresql_where=sa.text("undone IS NULL"),
    )
    op.create_table(
        "attendees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("details", sa.String(length=400), nullable=False),
        sa.CheckConstraint("account_id IS NOT NULL OR client_id IS NOT NULL", name=op.f("ck_attendees_has_holder")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_attendees_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_attendees_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendees")),
        sa.UniqueConstraint("reference", name=op.f("uq_attendees_reference")),
    )
    op.create_index(op.f("ix_attendees_account_id"), "attendees", ["account_id"], unique=False)
    op.create_index(op.f("ix_attendees_client_id"), "attendees", ["client_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_drafts_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_expires"), "drafts", ["expires"], unique=False)
    op.create_table(
        "portal_sessions",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remembered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_portal_sessions_account_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_portal_sessions")),
    )
    op.create_index(op.f("ix_portal_sessions_account_id"), "portal_sessions", ["account_id"], unique=False)
    op.create_table(
        "renewals",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sign_in_id", sa.Integer(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.Column("successor", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(used IS NULL) = (successor IS NULL)", name=op.f("ck_renewals_used_has_successor")),
        sa.ForeignKeyConstraint(["sign_in_id"], ["sign_ins.id"], name=op.f("fk_renewals_sign_in_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_renewals")),
    )
    op.create_index(op.f("ix_renewals_sign_in_id"), "renewals", ["sign_in_id"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("message", sa.String(length=4000), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'answered', 'closed')", name=op.f("ck_tickets_state_known")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tickets_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("reference", name=op.f("uq_tickets_reference")),
    )
    op.create_index(op.f("ix_tickets_account_id"), "tickets", ["account_id"], unique=False)
    op.create_index(op.f("ix_tickets_state_made"), "tickets", ["state", "made"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("sign_in_id", sa.Integer(), nullable=True),
        sa.Column("issued", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(role = 'approver') = (organisation_id IS NOT NULL)", name=op.f("ck_tokens_organisation_of_approver")
        ),
        sa.CheckConstraint(
            "(role IN ('consultant', 'trainer')) = (profile_id IS NOT NULL)",
            name=op.f("ck_tokens_profile_of_consultant"),
        ),
        sa.CheckConstraint(
            "role IN ('consultant', 'trainer', 'customer_service', 'user_support', 'approver')",
            name=op.f("ck_tokens_role_known"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_tokens_organisation_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_tokens_profile_id")),
        sa.ForeignKeyConstraint(["sign_in_id"], ["sign_ins.id"], name=op.f("fk_tokens_sign_in_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_tokens")),
    )
    op.create_index(op.f("ix_tokens_organisation_id"), "tokens", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_tokens_profile_id"), "tokens", ["profile_id"], unique=False)
    op.create_index(op.f("ix_tokens_sign_in_id"), "tokens", ["sign_in_id"], unique=False)
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
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("starts < ends", name=op.f("ck_holds_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_holds_account_id")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_holds_appointment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_holds_person_id")),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedules.id"], name=op.f("fk_holds_schedule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_holds_appointment_id")),
    )
    op.create_index(op.f("ix_holds_account_id"), "holds", ["account_id"], unique=False)
    op.create_index(op.f("ix_holds_expires"), "holds", ["expires"], unique=False)
    op.create_index(op.f("ix_holds_person_id_starts"), "holds", ["person_id", "starts"], unique=False)
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
        sa.Column("account_id", sa.Integer(), nullable=True),
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
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_outbox_account_id")),
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
    op.create_index(op.f("ix_outbox_account_id"), "outbox", ["account_id"], unique=False)
    op.create_index(op.f("ix_outbox_appointment_id"), "outbox", ["appointment_id"], unique=False)
    op.create_index(op.f("ix_outbox_client_id"), "outbox", ["client_id"], unique=False)
    op.create_index(op.f("ix_outbox_state_due"), "outbox", ["state", "due"], unique=False)
    op.create_table(
        "person_claims",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("hold_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(appointment_id IS NULL) <> (hold_id IS NULL)", name=op.f("ck_person_claims_held_by_one")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_person_claims_appointment_id")),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name=op.f("fk_person_claims_hold_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_person_claims_person_id")),
        sa.PrimaryKeyConstraint("person_id", "cell", name=op.f("pk_person_claims")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_person_claims_appointment_id"), "person_claims", ["appointment_id"], unique=False)
    op.create_index(op.f("ix_person_claims_hold_id"), "person_claims", ["hold_id"], unique=False)
    _add_triggers(sqlite=op.get_bind().dialect.name == "sqlite")


def downgrade() -> None:
    """Go down; indexes go with their tables."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in _APPEND_ONLY:
        op.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {name.split('_')[0]}"))
    op.execute("DROP TRIGGER appointments_legal_change" + ("" if sqlite else " ON appointments"))
    if not sqlite:
        op.execute("DROP FUNCTION refuse_change")
    for table in _TABLES:
        op.drop_table(table)


def _add_triggers(*, sqlite: bool) -> None:
    if not sqlite:
        op.execute(_REFUSE)
    for name in _APPEND_ONLY:
        table, act = name.split("_no_")
        does = (
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            if sqlite
            else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} {does}")
    differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
    closed = " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in _CLOSED)
    illegal = (
        f"NEW.version <= OLD.version OR (OLD.state = 'completed' AND ({closed}))"
        f" OR (NEW.state <> OLD.state AND NOT ({_LEGAL}))"
    )
    op.execute(
        f"CREATE TRIGGER appointments_legal_change BEFORE UPDATE ON appointments WHEN {illegal}"
        " BEGIN SELECT RAISE(ABORT, 'illegal change of an appointment'); END"
        if sqlite
        else "CREATE TRIGGER appointments_legal_change BEFORE UPDATE ON appointments FOR EACH ROW"
        f" WHEN ({illegal}) EXECUTE FUNCTION refuse_change()"
    )
