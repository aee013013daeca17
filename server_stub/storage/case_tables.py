"""Owns the tables of who is helped, and how often: clients, cases, balances, the ledger and requests for more."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from consultant_tui.contract.vocabulary import LedgerCause, RequestState, Standing
from server_stub.storage.columns import Instant, metadata, one_of

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
