"""Owns the questions of what is to be done without being asked: reminders, and starts that nobody made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, exists, func, literal_column, select

from consultant_tui.contract.vocabulary import MessageKind, MessageState
from server_stub.storage.outbox import REMINDERS
from server_stub.storage.recipients import OF_APPOINTMENT
from server_stub.storage.tables import appointments, clients, outbox

_IS_BOOKED = literal_column("appointments.state") == literal_column("'booked'")
"""Spelt out, so that the index of booked appointments can be used."""

_news = outbox.alias("news")
_reminder = outbox.alias("reminder")

_TOLD = (
    select(func.max(_news.c.sequence))
    .where(
        _news.c.appointment_id == appointments.c.id,
        _news.c.kind.not_in(REMINDERS),
        _news.c.state != MessageState.WITHDRAWN,
    )
    .correlate(appointments)
    .scalar_subquery()
)

_WHEN = case(
    (_news.c.attempts == 0, _news.c.due),
    (_news.c.sent.is_not(None) & (_news.c.recipient == OF_APPOINTMENT), _news.c.sent),
    else_=_news.c.made,
)
"""When news is told: not before it is due, as until then it may be taken back; ``due`` is put off with each attempt."""

_TOLD_AT = (
    select(func.max(_WHEN))
    .where(
        _news.c.appointment_id == appointments.c.id,
        _news.c.kind.not_in(REMINDERS),
        _news.c.state != MessageState.WITHDRAWN,
    )
    .correlate(appointments, clients)
    .scalar_subquery()
)

_COMING = (
    select(appointments.c.id, appointments.c.starts, appointments.c.booked_at, _TOLD_AT.label("told_at"))
    .join_from(appointments, clients, appointments.c.client_id == clients.c.id)
    .where(
        _IS_BOOKED,
        appointments.c.starts > bindparam("since"),
        appointments.c.starts <= bindparam("until"),
        appointments.c.notify,
        ~exists().where(
            _reminder.c.appointment_id == appointments.c.id,
            _reminder.c.kind == bindparam("of_kind"),
            _reminder.c.state != MessageState.WITHDRAWN,
            _reminder.c.sequence >= func.coalesce(_TOLD, 0),
            _reminder.c.sequence >= appointments.c.sequence,
        ),
        OF_APPOINTMENT != "",
    )
    .order_by(appointments.c.starts)
)

_LEFT = (
    select(appointments.c.id, appointments.c.version, appointments.c.case_id, appointments.c.client_id)
    .where(_IS_BOOKED, appointments.c.starts <= bindparam("until"))
    .order_by(appointments.c.starts)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Coming:
    """A booked appointment of which its client was not reminded yet."""

    id: int
    starts: datetime
    told: datetime
    """When the client was last told of it or is to be, or when it was booked."""


@dataclass(frozen=True, slots=True)
class Left:
    """A booked appointment that nobody started."""

    id: int
    version: int
    case_id: int
    client_id: int


def coming(connection: Connection, kind: MessageKind, since: datetime, until: datetime) -> list[Coming]:
    """Return the appointments between two instants that a kind of reminder was not made for since they last changed."""
    rows = connection.execute(_COMING, {"of_kind": kind, "since": since, "until": until})
    return [Coming(row.id, row.starts, max(row.booked_at, row.told_at or row.booked_at)) for row in rows]


def left(connection: Connection, until: datetime, most: int) -> Iterator[Left]:
    """Yield the appointments that should have started by an instant, the oldest first."""
    for row in connection.execute(_LEFT, {"until": until, "most": most}):
        yield Left(row.id, row.version, row.case_id, row.client_id)
