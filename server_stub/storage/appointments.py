"""Owns the questions about appointments: the lists of Quick View and one appointment with its case."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, exists, func, or_, select, union_all

from consultant_tui.contract.vocabulary import (
    AccountState,
    Act,
    AppointmentState,
    Approach,
    Attendance,
    Modality,
    Origin,
    Platform,
    Standing,
)
from server_stub.domain.appointments import HELD, LIVE
from server_stub.domain.cases import Figures
from server_stub.domain.spans import Span
from server_stub.storage.portal_tables import accounts
from server_stub.storage.prepared import Question
from server_stub.storage.recipients import OF_APPOINTMENT, OF_CLIENT
from server_stub.storage.records import Appointment, Case, Client, Entry
from server_stub.storage.tables import acts, appointments, balances, cases, clients, organisations, schedules

_AVAILABLE = balances.c.entitled + balances.c.extra - balances.c.used - balances.c.booked

PROSPECT_STATE = case(
    (clients.c.standing != Standing.PROSPECT, None),
    (
        exists().where(accounts.c.prospect_id == clients.c.id, accounts.c.verified.is_not(None)),
        AccountState.NOT_ASSOCIATED.value,
    ),
    else_=AccountState.UNVERIFIED.value,
).label("prospect_state")
"""How far the account of a prospect has come; nothing for a client."""

ENTRIES = (
    select(
        appointments.c.reference,
        appointments.c.version,
        cases.c.reference.label("case"),
        clients.c.name.label("client"),
        clients.c.reference.label("client_reference"),
        appointments.c.starts,
        appointments.c.ends,
        appointments.c.modality,
        appointments.c.state,
        appointments.c.commenced_at,
        appointments.c.charged,
        _AVAILABLE.label("available"),
        appointments.c.origin,
        PROSPECT_STATE,
    )
    .join_from(appointments, cases, appointments.c.case_id == cases.c.id)
    .join(clients, appointments.c.client_id == clients.c.id)
    .join(balances, balances.c.case_id == cases.c.id)
)
"""What ``entry_from`` reads."""

_of_day = appointments.alias("of_day")

_OF_DAY = union_all(
    select(_of_day.c.id).where(
        _of_day.c.profile_id == bindparam("profile_id"), or_(*(_of_day.c.state == state for state in LIVE))
    ),
    select(_of_day.c.id).where(
        _of_day.c.profile_id == bindparam("profile_id"),
        _of_day.c.ended_at >= bindparam("since"),
        _of_day.c.withdrawn.is_(False),
    ),
).subquery()
"""Each half by an index of its own, so that a long history is not walked through; what is live has not ended."""

_QUICK_VIEW = (
    ENTRIES.add_columns(acts.c.act, acts.c.at.label("acted"))
    .join(_OF_DAY, _OF_DAY.c.id == appointments.c.id)
    .outerjoin(
        acts,
        and_(
            acts.c.appointment_id == appointments.c.id,
            acts.c.version == appointments.c.version,
            acts.c.profile_id == appointments.c.profile_id,
            acts.c.at > bindparam("undoable_since"),
        ),
    )
    .order_by(appointments.c.starts, appointments.c.id)
)

_OF_CASE = ENTRIES.where(
    appointments.c.case_id == bindparam("case_id"),
    appointments.c.profile_id == bindparam("profile_id"),
    appointments.c.state != AppointmentState.CANCELLED,
)

_LAST = _OF_CASE.where(appointments.c.starts <= bindparam("now")).order_by(appointments.c.starts.desc()).limit(1)

_NEXT = (
    _OF_CASE.where(appointments.c.starts > bindparam("now"), appointments.c.state == AppointmentState.BOOKED)
    .order_by(appointments.c.starts)
    .limit(1)
)

_earlier = appointments.alias("earlier")

FIRST_SESSION = (
    select(func.min(_earlier.c.starts))
    .where(_earlier.c.case_id == cases.c.id, or_(*(_earlier.c.state == state for state in HELD)))
    .scalar_subquery()
    .label("first_session")
)
"""When a case's earliest session that took place began."""

CASE_COLUMNS = (
    cases.c.id.label("case_id"),
    cases.c.reference.label("case_reference"),
    cases.c.issue,
    organisations.c.name.label("organisation"),
    clients.c.id.label("client_id"),
    clients.c.name.label("client_name"),
    clients.c.zone.label("client_zone"),
    OF_CLIENT.label("client_recipient"),
    balances.c.entitled,
    balances.c.extra,
    balances.c.used,
    balances.c.booked,
    FIRST_SESSION,
)
"""What ``case_from`` reads."""

_OPENED = Question(
    select(
        appointments.c.id,
        appointments.c.reference,
        appointments.c.version,
        schedules.c.reference.label("schedule"),
        appointments.c.state,
        appointments.c.approach,
        appointments.c.modality,
        appointments.c.platform,
        appointments.c.attendance,
        appointments.c.notify,
        appointments.c.starts,
        appointments.c.ends,
        OF_APPOINTMENT.label("recipient"),
        *CASE_COLUMNS,
    )
    .join_from(appointments, cases, appointments.c.case_id == cases.c.id)
    .join(clients, cases.c.client_id == clients.c.id)
    .join(organisations, cases.c.organisation_id == organisations.c.id)
    .join(balances, balances.c.case_id == cases.c.id)
    .outerjoin(schedules, appointments.c.schedule_id == schedules.c.id)
    .where(
        appointments.c.profile_id == bindparam("profile_id"),
        appointments.c.reference == bindparam("reference"),
        appointments.c.withdrawn.is_(False),
    )
)


def quick_view_entries(
    connection: Connection, profile_id: int, since: datetime, undoable_since: datetime
) -> list[Entry]:
    """Return a profile's live appointments, and those that became final since an instant, oldest first.

    Args:
        connection: The transaction.
        profile_id: Whose.
        since: From when on final ones are wanted.
        undoable_since: After which an act may still be taken back.
    """
    asked = {"profile_id": profile_id, "since": since, "undoable_since": undoable_since}
    return [entry_from(row, row.act, row.acted) for row in connection.execute(_QUICK_VIEW, asked)]


def last_and_next(connection: Connection, profile_id: int, case_id: int, now: datetime) -> Iterator[Entry | None]:
    """Yield a profile's latest appointment of a case that has begun or should have, and its next booked one."""
    for question in (_LAST, _NEXT):
        row = connection.execute(question, {"profile_id": profile_id, "case_id": case_id, "now": now}).one_or_none()
        yield entry_from(row) if row else None


def opened(connection: Connection, profile_id: int, reference: str) -> Appointment | None:
    """Return one appointment of a profile with its case; another profile's is not found."""
    found = _OPENED.ask(connection, profile_id=profile_id, reference=reference)
    if not found:
        return None
    row = found[0]
    return Appointment(
        id=row.id,
        reference=row.reference,
        version=row.version,
        case=case_from(row),
        schedule=row.schedule,
        state=AppointmentState(row.state),
        approach=Approach(row.approach),
        modality=Modality(row.modality),
        platform=Platform(row.platform) if row.platform else None,
        attendance=Attendance(row.attendance),
        notify=row.notify,
        span=Span(row.starts, row.ends),
        recipient=row.recipient,
    )


def case_from(row: Row[*tuple[Any, ...]]) -> Case:
    """Make the record of a case from a row that holds ``CASE_COLUMNS``."""
    return Case(
        id=row.case_id,
        reference=row.case_reference,
        issue=row.issue,
        organisation=row.organisation,
        client=Client(id=row.client_id, name=row.client_name, zone=row.client_zone, recipient=row.client_recipient),
        figures=Figures(row.entitled, row.extra, row.used, row.booked),
        first_session=row.first_session,
    )


def entry_from(row: Row[*tuple[Any, ...]], act: str | None = None, acted: datetime | None = None) -> Entry:
    """Make an appointment of a row of ``ENTRIES``, with what was done to it last."""
    return Entry(
        reference=row.reference,
        version=row.version,
        case=row.case,
        client=row.client,
        client_reference=row.client_reference,
        span=Span(row.starts, row.ends),
        modality=Modality(row.modality),
        state=AppointmentState(row.state),
        commenced=row.commenced_at,
        charged=row.charged,
        available=row.available,
        act=Act(act) if act else None,
        acted=acted,
        origin=Origin(row.origin),
        account=AccountState(row.prospect_state) if row.prospect_state else None,
    )
