"""Owns the questions of online booking: who books, on which lines, and what is taken of everybody's time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select, union_all

from consultant_tui.contract.vocabulary import AccountState, AppointmentState, EngagementType, ScheduleKind
from server_stub.domain.lines import Line
from server_stub.domain.spans import LONGEST, Span
from server_stub.storage.portal_tables import accounts, holds
from server_stub.storage.prepared import Question
from server_stub.storage.schedules import line_from
from server_stub.storage.tables import appointments, clients, leave, persons, profiles, schedules
from server_stub.storage.turns import hold_account


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose account it is, as far as booking goes."""

    id: int
    reference: str
    organisation_id: int
    email: str
    first_name: str
    last_name: str
    phone: str
    address: str
    zone: str
    """The client's clock: that of the client it is associated with, or of the account."""
    verified: bool
    client_id: int | None
    prospect_id: int | None

    @property
    def state(self) -> AccountState:
        """How far the account has come (seed 003)."""
        if not self.verified:
            return AccountState.UNVERIFIED
        return AccountState.NOT_ASSOCIATED if self.client_id is None else AccountState.ASSOCIATED

    @property
    def booked_for(self) -> int | None:
        """The row of clients that its bookings are for; None before the first."""
        return self.client_id or self.prospect_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """An open line, with whose it is."""

    line: Line
    location: str
    """Empty for the first of the provider's locations."""
    profile_id: int
    person_id: int
    consultant: str


_HOLDER = Question(
    select(accounts, func.coalesce(clients.c.zone, accounts.c.zone).label("clock"))
    .outerjoin(clients, accounts.c.client_id == clients.c.id)
    .where(accounts.c.id == bindparam("account"))
)

_LINES = (
    select(schedules, profiles.c.person_id, persons.c.name)
    .join_from(schedules, profiles, schedules.c.profile_id == profiles.c.id)
    .join(persons, profiles.c.person_id == persons.c.id)
    .where(schedules.c.kind == ScheduleKind.OPEN, profiles.c.engagement != EngagementType.AD_HOC_ONLY)
    .order_by(schedules.c.id)
)
_EVERYBODYS_LINES = Question(_LINES)
_LINES_OF = Question(_LINES.where(profiles.c.person_id == bindparam("person")))

_MORE_LINES = Question(
    select(schedules.c.id).where(schedules.c.kind == ScheduleKind.OPEN).offset(bindparam("some")).limit(1)
)

_SEARCHED = (
    select(profiles.c.person_id)
    .join_from(schedules, profiles, schedules.c.profile_id == profiles.c.id)
    .where(schedules.c.kind == ScheduleKind.OPEN)
)


def _taken(of: Any) -> Select[Any]:  # noqa: ANN401  (a column of any of three tables)
    table = of.table
    return select(of.label("person_id"), table.c.starts, table.c.ends).where(
        table.c.starts < bindparam("until"), table.c.ends > bindparam("since")
    )


def _everything(whose: Any) -> Any:  # noqa: ANN401  (SQLAlchemy gives its operators no narrower type)
    def of(column: Any) -> Select[Any]:  # noqa: ANN401
        return _taken(column).where(whose(column))

    return union_all(
        of(appointments.c.person_id).where(
            appointments.c.starts > bindparam("earliest"),
            appointments.c.state != AppointmentState.CANCELLED,
            appointments.c.id != bindparam("without"),
        ),
        of(leave.c.person_id),
        of(holds.c.person_id).where(
            holds.c.appointment_id.is_(None),
            holds.c.expires > bindparam("now"),
            holds.c.account_id != bindparam("account"),
        ),
    )


_TAKEN = Question(_everything(lambda column: column.in_(_SEARCHED)))
_TAKEN_OF = Question(_everything(lambda column: column == bindparam("person")))

_CLIENTS = Question(
    select(appointments.c.starts, appointments.c.ends).where(
        appointments.c.client_id == bindparam("client"),
        appointments.c.starts > bindparam("earliest"),
        appointments.c.starts < bindparam("until"),
        appointments.c.state != AppointmentState.CANCELLED,
        appointments.c.id != bindparam("without"),
    )
)

_BUSIEST = (
    select(appointments.c.person_id, func.count().label("sessions"))
    .where(
        appointments.c.person_id.in_(bindparam("persons", expanding=True)),
        appointments.c.starts >= bindparam("since"),
        appointments.c.starts < bindparam("until"),
        appointments.c.state != AppointmentState.CANCELLED,
    )
    .group_by(appointments.c.person_id)
)

_BOOKED = select(
    func.count().filter(appointments.c.account_id == bindparam("account")).label("ever"),
    func.count()
    .filter(appointments.c.state == AppointmentState.BOOKED, appointments.c.starts > bindparam("now"))
    .label("coming"),
).where(or_(appointments.c.account_id == bindparam("account"), appointments.c.client_id == bindparam("client")))


def holder(connection: Connection, account_id: int, *, turn: bool = False) -> Holder | None:
    """Return whose account it is.

    Args:
        connection: The transaction.
        account_id: The account.
        turn: Whether whatever else books with it waits until this transaction has ended.
    """
    if turn:
        hold_account(connection, account_id)
    rows = _HOLDER.ask(connection, account=account_id)
    return next(map(_holder, rows), None)


def _holder(row: Any) -> Holder:  # noqa: ANN401  (its names are those of the question)
    return Holder(
        id=row.id,
        reference=row.reference,
        organisation_id=row.organisation_id,
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        phone=row.phone,
        address=row.address,
        zone=row.clock,
        verified=row.verified is not None,
        client_id=row.client_id,
        prospect_id=row.prospect_id,
    )


def open_lines(connection: Connection, person_id: int | None = None) -> list[OpenLine]:
    """Return the open lines of everybody, or of one person, in the order in which they were made (seed 000)."""
    rows = _EVERYBODYS_LINES.ask(connection) if person_id is None else _LINES_OF.ask(connection, person=person_id)
    return [
        OpenLine(
            line=line_from(row),
            location=row.location,
            profile_id=row.profile_id,
            person_id=row.person_id,
            consultant=row.name,
        )
        for row in rows
    ]


def has_more_lines(connection: Connection, some: int) -> bool:
    """Whether everybody together has more open lines than some."""
    return bool(_MORE_LINES.ask(connection, some=some))


def taken(
    connection: Connection, within: Span, now: datetime, account_id: int, person_id: int | None = None, *, without: int
) -> dict[int, list[Span]]:
    """Return what is taken of the time of everybody who has open lines: appointments, leave, what others hold.

    Args:
        connection: The transaction.
        within: The stretch.
        now: The present; what was held until then is free.
        account_id: Whose own holds do not count.
        person_id: The one person who is wanted, if any.
        without: An appointment that does not count, because it is to be moved; 0 for none.
    """
    asked = _about(within, without) | {"since": within.starts, "now": now, "account": account_id}
    found = defaultdict(list)
    for person, starts, ends in (
        _TAKEN.ask(connection, **asked) if person_id is None else _TAKEN_OF.ask(connection, person=person_id, **asked)
    ):
        found[person].append(Span(starts, ends))
    return found


def taken_of_client(connection: Connection, client_id: int | None, within: Span, *, without: int) -> list[Span]:
    """Return a client's appointments in a stretch, with anybody."""
    if client_id is None:
        return []
    return [Span(*row) for row in _CLIENTS.ask(connection, client=client_id, **_about(within, without))]


def sessions_between(connection: Connection, person_ids: Iterable[int], day: Span) -> dict[int, int]:
    """Return how many sessions each of some consultants has in a stretch."""
    asked = {"persons": list(person_ids), "since": day.starts, "until": day.ends}
    return {row.person_id: row.sessions for row in connection.execute(_BUSIEST, asked)}


def bookings_of(connection: Connection, holder: Holder, now: datetime) -> tuple[int, int]:
    """Return how many sessions an account ever booked, and how many its client has coming, whoever booked them."""
    asked = {"account": holder.id, "client": holder.booked_for or 0, "now": now}
    ever, coming = connection.execute(_BOOKED, asked).one()
    return ever, coming


def _about(within: Span, without: int) -> dict[str, Any]:
    return {
        "earliest": within.starts - LONGEST,
        "until": within.ends,
        "without": without,
    }
