"""Owns the questions about a client's own appointments, as the client sees them online."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, not_, or_, select, tuple_

from consultant_tui.contract.vocabulary import AppointmentState, CancelledBy, Modality, Platform
from server_stub.domain.spans import Span
from server_stub.storage.portal_tables import attendees
from server_stub.storage.prepared import Question
from server_stub.storage.tables import appointments, cases, persons, profiles, schedules

_OWN = (
    select(
        appointments.c.id,
        appointments.c.reference,
        appointments.c.version,
        appointments.c.case_id,
        cases.c.reference.label("case"),
        cases.c.issue,
        appointments.c.person_id,
        appointments.c.profile_id,
        profiles.c.email.label("profile"),
        persons.c.name.label("consultant"),
        schedules.c.reference.label("schedule"),
        schedules.c.zone.label("line_zone"),
        appointments.c.state,
        appointments.c.modality,
        appointments.c.platform,
        appointments.c.location,
        appointments.c.reason,
        appointments.c.reason_name,
        appointments.c.starts,
        appointments.c.ends,
        appointments.c.charged,
        appointments.c.cancelled_by,
        attendees.c.name.label("attendee"),
    )
    .join_from(appointments, cases, appointments.c.case_id == cases.c.id)
    .join(persons, appointments.c.person_id == persons.c.id)
    .join(profiles, appointments.c.profile_id == profiles.c.id)
    .outerjoin(schedules, appointments.c.schedule_id == schedules.c.id)
    .outerjoin(attendees, appointments.c.attendee_id == attendees.c.id)
    .where(appointments.c.client_id == bindparam("client"), appointments.c.withdrawn.is_(False))
)
_BY_REFERENCE = _OWN.where(appointments.c.reference == bindparam("reference"))
_BY_ID = _OWN.where(appointments.c.id == bindparam("of_id"))

_IS_COMING = and_(
    or_(appointments.c.state == AppointmentState.BOOKED, appointments.c.state == AppointmentState.COMMENCED),
    appointments.c.ends > bindparam("now"),
)
_COMING = Question(_OWN.where(_IS_COMING).order_by(appointments.c.starts, appointments.c.id).limit(bindparam("most")))
_PAST = _OWN.where(not_(_IS_COMING)).order_by(appointments.c.starts.desc(), appointments.c.id.desc()).limit(
    bindparam("most")
)  # fmt: skip

_last = appointments.alias("last")
_PAST_ONWARD = _PAST.where(
    tuple_(appointments.c.starts, appointments.c.id)
    < select(_last.c.starts, _last.c.id)
    .where(_last.c.reference == bindparam("after"), _last.c.client_id == bindparam("client"))
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAppointment:
    """An appointment of whoever asks."""

    id: int
    reference: str
    version: int
    case_id: int
    case: str
    issue: str
    person_id: int
    profile_id: int
    profile: str
    """The address of the consultant's profile."""
    consultant: str
    schedule: str | None
    line_zone: str | None
    """The line's clock."""
    state: AppointmentState
    modality: Modality
    platform: Platform | None
    location: str
    reason: str
    reason_name: str
    span: Span
    charged: bool
    """Whether its ending cost a session."""
    cancelled_by: CancelledBy | None
    attendee: str
    """Who attends, if that is not the client."""


def own(connection: Connection, client_id: int | None, reference: str) -> OwnAppointment | None:
    """Return an appointment of a client; another's is not found."""
    return _one(connection, _BY_REFERENCE, {"client": client_id, "reference": reference})


def own_by_id(connection: Connection, client_id: int | None, appointment_id: int) -> OwnAppointment | None:
    """Return an appointment of a client by its id."""
    return _one(connection, _BY_ID, {"client": client_id, "of_id": appointment_id})


def coming(connection: Connection, client_id: int | None, now: datetime, most: int) -> list[OwnAppointment]:
    """Return a client's sessions that are going on or to come, the next first."""
    return [_made(row) for row in _COMING.ask(connection, client=client_id, now=now, most=most)]


def past(
    connection: Connection, client_id: int | None, now: datetime, most: int, after: str = ""
) -> list[OwnAppointment]:
    """Return a client's other sessions, the newest first.

    Args:
        connection: The transaction.
        client_id: Whose.
        now: The present.
        most: How many at most.
        after: The reference of the one that they come after; empty for the newest.
    """
    asked: dict[str, object] = {"client": client_id, "now": now, "most": most}
    question = _PAST
    if after:
        question, asked = _PAST_ONWARD, {**asked, "after": after}
    return [_made(row) for row in connection.execute(question, asked)]


def _one(connection: Connection, question: Select[Any], asked: dict[str, object]) -> OwnAppointment | None:
    row = connection.execute(question, asked).one_or_none()
    return _made(row) if row else None


def _made(row: Any) -> OwnAppointment:  # noqa: ANN401  (its names are those of the question)
    return OwnAppointment(
        id=row.id,
        reference=row.reference,
        version=row.version,
        case_id=row.case_id,
        case=row.case,
        issue=row.issue,
        person_id=row.person_id,
        profile_id=row.profile_id,
        profile=row.profile,
        consultant=row.consultant,
        schedule=row.schedule,
        line_zone=row.line_zone,
        state=AppointmentState(row.state),
        modality=Modality(row.modality),
        platform=Platform(row.platform) if row.platform else None,
        location=row.location,
        reason=row.reason,
        reason_name=row.reason_name,
        span=Span(row.starts, row.ends),
        charged=row.charged,
        cancelled_by=CancelledBy(row.cancelled_by) if row.cancelled_by else None,
        attendee=row.attendee or "",
    )
