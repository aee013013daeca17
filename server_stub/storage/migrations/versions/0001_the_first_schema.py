"""The first schema; like every revision it takes nothing of the program, so that what it makes never changes.

Its tables stand beside it, in `first`.
"""

from alembic import op

from server_stub.storage.migrations.first import access, afterwards, appointments, people

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
    for part in (people, access, appointments, afterwards):
        part.upgrade()
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
