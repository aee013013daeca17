"""Owns the tables of online booking: accounts, their links and sessions, holds, associations, codes and tickets."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, text

from consultant_tui.contract.vocabulary import AssociationKind, LinkKind, TicketState
from server_stub.storage.columns import Instant, metadata, one_of

documents = Table(
    "documents",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("body", String, nullable=False),
    Column("changed", Instant),
)
"""Whole files that a provider has set, to the letter: ``online_booking`` is the TOML of online booking.

``changed`` is when it was set; none when it came with a practice.
"""

organisation_codes = Table(
    "organisation_codes",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False, index=True),
    Column("hint", String(8), nullable=False),
    Column("made", Instant, nullable=False),
    Column("retires", Instant),
)
"""What lets an organisation's people sign up; only a hash is kept, and its first letters to tell codes apart."""

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False, index=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("password", String(200), nullable=False),
    Column("first_name", String(100), nullable=False, default=""),
    Column("last_name", String(100), nullable=False, default=""),
    Column("phone", String(40), nullable=False, default=""),
    Column("address", String(400), nullable=False, default=""),
    Column("zone", String(64), nullable=False),
    Column("made", Instant, nullable=False),
    Column("made_by", ForeignKey("profiles.id")),
    Column("verified", Instant),
    Column("verified_by", ForeignKey("profiles.id")),
    Column("client_id", ForeignKey("clients.id"), unique=True),
    Column("prospect_id", ForeignKey("clients.id"), unique=True),
    Column("version", Integer, nullable=False, default=1),
    CheckConstraint("verified_by IS NULL OR verified IS NOT NULL", name="verified_by_has_time"),
)
"""A client's way in online; ``email`` is in lower case, ``password`` an argon2id hash.

``client_id`` is the client it is associated with, ``prospect_id`` the row that stands for its holder until then; that
one is made with the first booking.
"""

account_links = Table(
    "account_links",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("made", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("used", Instant),
    one_of("kind", LinkKind),
)
"""Links that were sent by mail, each good for one use; only the SHA-256 of the secret in it is kept."""

portal_sessions = Table(
    "portal_sessions",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("made", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("remembered", Boolean, nullable=False, default=False),
)
"""Who is signed in online; only the SHA-256 of the cookie is kept."""

attendees = Table(
    "attendees",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("account_id", ForeignKey("accounts.id"), index=True),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("details", String(400), nullable=False, default=""),
    CheckConstraint("account_id IS NOT NULL OR client_id IS NOT NULL", name="has_holder"),
)
"""Those who attend in the holder's place, a child, say, with references such as ATT-7 (``books.next_reference``).

``kind`` is a key of the settings of online booking.
"""

holds = Table(
    "holds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("schedule_id", ForeignKey("schedules.id"), nullable=False),
    Column("person_id", ForeignKey("persons.id"), nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("made", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("appointment_id", ForeignKey("appointments.id"), unique=True),
    CheckConstraint("starts < ends", name="starts_before_it_ends"),
    Index(None, "person_id", "starts"),
    Index(None, "expires"),
)
"""Times kept for a client who fills in the form; ``appointment_id`` is what one became, so that it becomes it once."""

drafts = Table(
    "drafts",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("typed", String, nullable=False),
    Column("expires", Instant, nullable=False, index=True),
)
"""What a client typed for a booking and has not confirmed, as JSON; gone with the booking, or soon without one."""

_STANDING = text("undone IS NULL")

associations = Table(
    "associations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("client_id", ForeignKey("clients.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", ForeignKey("profiles.id")),
    Column("staff", String(120), nullable=False, default=""),
    Column("before", String, nullable=False, default=""),
    Column("undone", Instant),
    Column("undone_by", ForeignKey("profiles.id")),
    one_of("kind", AssociationKind),
    CheckConstraint("(\"by\" IS NULL) = (staff <> '')", name="done_by_one"),
    Index("uq_associations_standing", "account_id", unique=True, sqlite_where=_STANDING),
)
"""How accounts came to their clients; ``before`` is what it changed, as JSON, so that it can be undone.

A consultant did it, or one of the provider's staff, by name; at most one of an account stands.
"""

tickets = Table(
    "tickets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("account_id", ForeignKey("accounts.id"), index=True),
    Column("email", String(254), nullable=False),
    Column("name", String(200), nullable=False, default=""),
    Column("code", String(64), nullable=False, default=""),
    Column("page", String(200), nullable=False, default=""),
    Column("message", String(4000), nullable=False),
    Column("state", String(16), nullable=False),
    Column("made", Instant, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    one_of("state", TicketState),
    Index(None, "state", "made"),
)
"""What clients ask user support; ``code`` and ``page`` tell what went wrong and where."""

ticket_answers = Table(
    "ticket_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by", String(120), nullable=False),
    Column("text", String(4000), nullable=False),
)
"""What user support answered."""

attempts = Table(
    "attempts",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
)
"""How often somebody guessed wrong.

``subject`` is the SHA-256 of what was guessed at or from where, so that it names nobody.
"""
