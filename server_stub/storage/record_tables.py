"""Owns the tables of what is kept besides: settings, counters, the audit, the outbox and the words to find by."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from consultant_tui.contract.vocabulary import MessageState
from server_stub.storage.columns import Instant, metadata, one_of
from server_stub.storage.portal_tables import accounts

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
