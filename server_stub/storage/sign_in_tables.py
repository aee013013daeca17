"""Owns the tables of signing in: passwords, sign-ins, and the renewals that follow each other in one."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table

from server_stub.storage.columns import Instant, metadata

passwords = Table(
    "passwords",
    metadata,
    Column("profile_id", ForeignKey("profiles.id"), primary_key=True, autoincrement=False),
    Column("hash", String(200), nullable=False),
    Column("changed", Instant, nullable=False),
)
"""An argon2id hash for each profile that may sign in."""

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("profile_id", ForeignKey("profiles.id"), nullable=False, index=True),
    Column("started", Instant, nullable=False),
    Column("ended", Instant),
    Column("end_reason", String(24), nullable=False, default=""),
    CheckConstraint("(ended IS NULL) = (end_reason = '')", name="ended_has_reason"),
)
"""One from the password to the sign-out; when it ends, every token that came of it is gone."""

renewals = Table(
    "renewals",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("sign_in_id", ForeignKey("sign_ins.id"), nullable=False, index=True),
    Column("made", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("used", Instant),
    Column("successor", String(64)),
    CheckConstraint("(used IS NULL) = (successor IS NULL)", name="used_has_successor"),
)
"""Tokens that are exchanged for the next pair; only the SHA-256 is kept, and used ones stay, so that a theft shows."""
