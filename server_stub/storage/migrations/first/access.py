"""Owns the tables of the first schema about how people work and get in: lines, codes, tokens, links, tickets."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make them."""
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
