"""Owns the reports: a consultant's weeks, the sessions that clients have left, and what waits to be completed."""

from collections import Counter
from datetime import date, timedelta

from consultant_tui.contract.cases import Meeting
from consultant_tui.contract.reports import Left, Overdue, Reports, WeekCount
from consultant_tui.contract.vocabulary import AppointmentState
from server_stub.domain import clocks
from server_stub.domain.spans import Span
from server_stub.services import wire
from server_stub.services.office import Office, Visit
from server_stub.storage import people
from server_stub.storage import reports as stored
from server_stub.storage.faults import reading

MOST_ROWS = 500
"""Cases and sessions that are listed."""


def reports(office: Office, visit: Visit, weeks: int) -> Reports:
    """Return what became of the caller's appointments in the last weeks, the present one included."""
    today = clocks.day_of(visit.now, visit.zone)
    last = monday_of(today)
    first = last - timedelta(weeks=weeks - 1)
    within = Span(clocks.midnight(first, visit.zone), clocks.midnight(last + timedelta(weeks=1), visit.zone))
    with reading(office.engines) as connection:
        settings = people.load_settings(connection)
        began = stored.began(connection, visit.caller.profile_id, within)
        left = stored.left(connection, visit.caller.profile_id, within.starts, MOST_ROWS)
        overdue_from = clocks.midnight(today - timedelta(days=settings.overdue_days - 1), visit.zone)
        going = stored.going(connection, visit.caller.profile_id, overdue_from, MOST_ROWS)
    counts = Counter((monday_of(clocks.day_of(starts, visit.zone)), state) for starts, state in began)
    return Reports(
        now=wire.moment(visit.now, visit.zone),
        client_term=settings.client_term,
        weeks=tuple(_week(first + timedelta(weeks=number), counts) for number in range(weeks)),
        left=tuple(_left(case) for case in left),
        overdue=tuple(_overdue(session, today, visit) for session in going),
    )


def monday_of(day: date) -> date:
    """Return the Monday of a date's week."""
    return day - timedelta(days=day.weekday())


def _week(monday: date, counts: Counter[tuple[date, AppointmentState]]) -> WeekCount:
    return WeekCount(
        monday=monday,
        sessions=counts[monday, AppointmentState.COMMENCED] + counts[monday, AppointmentState.COMPLETED],
        no_shows=counts[monday, AppointmentState.NO_SHOW],
        late_cancellations=counts[monday, AppointmentState.CANCELLED],
    )


def _left(case: stored.CaseLeft) -> Left:
    return Left(
        client=case.client,
        name=case.name,
        case=case.case,
        available=case.figures.available,
        booked=case.figures.booked,
        total=case.figures.entitled + case.figures.extra,
    )


def _overdue(session: stored.Going, today: date, visit: Visit) -> Overdue:
    span = wire.span(session.span, visit.zone)
    return Overdue(
        meeting=Meeting(
            reference=session.reference, span=span, modality=session.modality, state=AppointmentState.COMMENCED
        ),
        client=session.client,
        name=session.name,
        case=session.case,
        days=(today - span.start.wall.date()).days,
    )
