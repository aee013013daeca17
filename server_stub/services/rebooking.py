"""Owns what the wizard asks before the details: the offer, the lines to choose from and one line's week."""

from datetime import date, datetime, timedelta

from consultant_tui.contract.appointments import ApproachOffer, Limits, LineOffer, LineOffers, Prefill, RebookingOffer
from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.schedules import DayGlance, Stretch, WeekGlance
from consultant_tui.contract.vocabulary import Approach
from server_stub.domain import approaches, availability, clocks, lines
from server_stub.domain.availability import Diary
from server_stub.domain.lines import Line
from server_stub.domain.objections import Objection
from server_stub.services import wire
from server_stub.services.diaries import Dossier, around, open_diary, open_dossier
from server_stub.services.office import Office, Visit
from server_stub.services.refused import because, unless_allowed
from server_stub.storage import books, extras
from server_stub.storage.faults import looking, persistent, reading

_DAYS = [timedelta(days=number) for number in range(7)]


@persistent
def offer(office: Office, visit: Visit, reference: str, at: datetime | None = None) -> RebookingOffer:
    """Return all that the wizard needs to begin; reading it is audited.

    Args:
        office: What all services share.
        visit: Who asks.
        reference: The appointment that is repeated.
        at: An instant that is to be told on the client's clock.
    """
    if at is not None and not clocks.in_range(at.date()):
        raise because(Code.MALFORMED, Field.DATE)
    with looking(office.engines) as transaction:
        dossier = open_dossier(transaction, visit, reference)
        pending = extras.open_of_case(transaction, dossier.opened.case.id)
        books.write_audit(
            transaction,
            at=visit.now,
            act="read_offer",
            profile_id=visit.caller.profile_id,
            staff=visit.caller.staff,
            client_id=dossier.opened.case.client.id,
            appointment_id=dossier.opened.id,
        )
    case, settings = dossier.opened.case, dossier.settings
    return RebookingOffer(
        previous=dossier.opened.reference,
        case=case.reference,
        client=case.client.name,
        client_term=settings.client_term,
        client_zone=case.client.zone,
        consultant_zone=visit.zone,
        now_client=wire.moment(visit.now, case.client.zone),
        now_consultant=wire.moment(visit.now, visit.zone),
        approaches=tuple(
            ApproachOffer(
                approach=approach,
                verdict=wire.verdict(approaches.objection_to(approach, visit.caller.engagement)),
            )
            for approach in approaches.ORDER
        ),
        prefill=_prefill(dossier, visit),
        limits=Limits(
            grid_minutes=settings.grid_minutes,
            length_minutes=settings.session_minutes,
            retrospective_days=settings.retrospective_days,
            furthest_days=settings.furthest_days,
            series_most=settings.series_most,
        ),
        figures=wire.figures(case.figures),
        wished=wire.moment(at, case.client.zone) if at else None,
        pending=wire.pending(pending, visit.now, visit.zone) if pending else None,
    )


def line_offers(office: Office, visit: Visit, reference: str, approach: Approach, day: date) -> LineOffers:
    """Return the lines of the caller with the places that are left on each in the week of a day."""
    _check(visit, approach, day)
    monday = _monday(day)
    with reading(office.engines) as transaction:
        dossier = open_dossier(transaction, visit, reference)
        diary = open_diary(transaction, visit, dossier, approach, around(monday, monday + _DAYS[-1]))
    return LineOffers(
        week=monday, lines=tuple(_line_offer(line, dossier, diary, approach, monday) for line in dossier.lines)
    )


def week(office: Office, visit: Visit, reference: str, schedule: str, approach: Approach, day: date) -> WeekGlance:
    """Return one line's week: what is taken, and the free times that may be booked on it."""
    _check(visit, approach, day)
    monday = _monday(day)
    with reading(office.engines) as transaction:
        dossier = open_dossier(transaction, visit, reference)
        line = dossier.line(schedule)
        if line is None:
            raise because(Code.SCHEDULE_NOT_FOUND, Field.SCHEDULE)
        diary = open_diary(transaction, visit, dossier, approach, around(monday, monday + _DAYS[-1]))
    choosable = lines.objection_to(line, approach) is None
    return WeekGlance(
        line=wire.line(line),
        days=tuple(_day_glance(line, monday + after, diary, visit, choosable=choosable) for after in _DAYS),
    )


def _check(visit: Visit, approach: Approach, day: date) -> None:
    if not approach.known:
        unless_allowed(Objection(Code.WORD_NOT_KNOWN, Field.APPROACH, name=approach))
    unless_allowed(approaches.objection_to(approach, visit.caller.engagement))
    if not clocks.in_range(day):
        raise because(Code.MALFORMED, Field.DATE)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _prefill(dossier: Dossier, visit: Visit) -> Prefill:
    opened = dossier.opened
    may = approaches.offered(visit.caller.engagement)
    repeated = opened.approach in may and opened.approach is not Approach.RETROSPECTIVE
    approach = opened.approach if repeated else Approach.MANUAL
    line = dossier.line(opened.schedule)
    today = clocks.day_of(visit.now, line.zone) if line else None
    if line and today and (lines.objection_to(line, approach) or not line.in_force(today, date.max)):
        line = None
    start = clocks.read(opened.span.starts, dossier.client_zone).wall
    return Prefill(
        approach=approach,
        schedule=line.reference if line else None,
        modality=opened.modality,
        platform=opened.platform,
        day=start.date(),
        start=start.time(),
        notify=opened.notify,
        attendance=opened.attendance,
    )


def _line_offer(line: Line, dossier: Dossier, diary: Diary, approach: Approach, monday: date) -> LineOffer:
    sunday = monday + _DAYS[-1]
    objection = lines.objection_to(line, approach) or lines.objection_to_days(line, monday, sunday)
    hours = [hours for after in _DAYS if (hours := line.hours(monday + after))]
    return LineOffer(
        line=wire.line(line),
        verdict=wire.verdict(objection),
        needs_approval=lines.needs_approval(line, approach, dossier.lines, monday, sunday),
        places_left=0 if objection else sum(len(availability.openings(part, diary)) for part in hours),
    )


def _day_glance(line: Line, day: date, diary: Diary, visit: Visit, *, choosable: bool) -> DayGlance:
    hours = line.hours(day)
    if hours is None:
        return DayGlance(day=day, stretches=(), openings=())
    return DayGlance(
        day=day,
        stretches=tuple(
            Stretch(state=state, span=wire.span(span, visit.zone))
            for state, span in availability.stretches(hours, diary.busy, diary.leave, diary.held)
        ),
        openings=tuple(
            wire.opening(line, session, visit.zone, diary.client_zone)
            for session in (availability.openings(hours, diary) if choosable else ())
        ),
    )
