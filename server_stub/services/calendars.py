"""Owns the calendar: a consultant's days across all schedules, shown or as a file."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from consultant_tui.contract.calendar import Calendar, CalendarDay, Engaged, Free, Hours, Leave
from consultant_tui.contract.refusals import Code, Field
from server_stub.domain import calendars as rules
from server_stub.domain import clocks
from server_stub.domain.business_days import RegionNotKnownError, holidays_between
from server_stub.domain.lines import Line
from server_stub.domain.objections import Objection
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span
from server_stub.services import lists, wire
from server_stub.services.office import Office, Visit
from server_stub.services.refused import because, unless_allowed
from server_stub.storage import calendars, feeds, holds, people, schedules
from server_stub.storage.calendars import EngagedTime, LeaveTime
from server_stub.storage.faults import Transaction, looking, persistent, reading

MOST_DAYS = 31
"""Days that may be asked for at once."""


@persistent
def calendar(office: Office, visit: Visit, first: date | None, days: int) -> Calendar:
    """Return some days of the caller, on the caller's clock.

    Args:
        office: What all services share.
        visit: Who asks.
        first: The first of them; None for the Monday of the present week.
        days: How many.
    """
    if first is None:
        today = clocks.day_of(visit.now, visit.zone)
        first = today - timedelta(days=today.weekday())
    within = _stretch(visit, first, days)
    with looking(office.engines) as transaction:
        settings = people.load_settings(transaction)
        lines = schedules.lines_of(transaction, visit.caller.profile_id)
        undoable = visit.now - timedelta(seconds=settings.undo_seconds)
        busy = calendars.engaged(transaction, visit.caller.person_id, within, undoable)
        away = calendars.leave_of(transaction, visit.caller.person_id, within)
        held = holds.live_of(transaction, visit.caller.person_id, within, visit.now)
        feed = feeds.made(transaction, visit.caller.profile_id)
        lists.write_audit(transaction, visit, "read_calendar")
    spans = (*(one.entry.span for one in busy), *(span for span, _ in held)), tuple(one.span for one in away)
    free = rules.free(lines, within, *spans, visit.now, visit.zone, settings)
    return Calendar(
        now=wire.moment(visit.now, visit.zone),
        client_term=settings.client_term,
        days=_days(visit, first, days, rules.hours(lines, within), settings),
        engaged=_with_held(engaged_times(busy, visit, settings), held, visit.zone),
        leave=tuple(leave_time(one, visit.zone) for one in away),
        free=tuple(
            Free(schedule=line.reference, kind=line.kind, span=wire.span(span, visit.zone)) for line, span in free
        ),
        feed=wire.moment(feed, visit.zone) if feed else None,
    )


def calendar_file(office: Office, visit: Visit, first: date, days: int) -> bytes:
    """Return some days of the caller as an iCalendar file."""
    within = _stretch(visit, first, days)
    with reading(office.engines) as transaction:
        return file_of(transaction, visit.caller.profile_id, visit.caller.person_id, within, visit.now)


def file_of(transaction: Transaction, profile_id: int, person_id: int, within: Span, now: datetime) -> bytes:
    """Write a person's appointments and leave in a stretch as an iCalendar file, under neutral words.

    Args:
        transaction: The transaction.
        profile_id: Whose appointments are told by their reference; those of other profiles are only busy.
        person_id: The person behind it.
        within: The stretch.
        now: The present.
    """
    from server_stub.letters.calendar_file import Told, calendar_file

    domain = people.load_settings(transaction).mail_domain
    entries = [
        Told(
            uid=f"{one.entry.reference}@{domain}",
            summary=f"Appointment {one.entry.reference}",
            span=one.entry.span,
            sequence=one.sequence,
        )
        if one.profile_id == profile_id
        else Told(uid=_veiled(one.entry.reference, domain), summary="Busy", span=one.entry.span)
        for one in calendars.engaged(transaction, person_id, within, now)
    ]
    entries += [
        Told(uid=f"{one.reference}@{domain}", summary="Leave", span=one.span)
        for one in calendars.leave_of(transaction, person_id, within)
    ]
    return calendar_file(entries, now)


def engaged_times(found: list[EngagedTime], visit: Visit, settings: Settings) -> tuple[Engaged, ...]:
    """Make appointments as the caller may see them: another profile's only as a time that is taken."""
    return tuple(
        Engaged(
            span=wire.span(one.entry.span, visit.zone),
            row=wire.row(one.entry, visit.now, visit.zone, settings)
            if one.profile_id == visit.caller.profile_id
            else None,
        )
        for one in found
    )


def _with_held(engaged: tuple[Engaged, ...], held: list[tuple[Span, datetime]], zone: str) -> tuple[Engaged, ...]:
    """Put what is kept for clients who book online among the appointments, in order of time."""
    kept = (Engaged(span=wire.span(span, zone), row=None, held=wire.moment(expires, zone)) for span, expires in held)
    return tuple(sorted((*engaged, *kept), key=lambda one: one.span.start.utc))


def leave_time(of: LeaveTime, zone: str) -> Leave:
    """Make leave."""
    return Leave(reference=of.reference, span=wire.span(of.span, zone), reason=of.reason)


def _veiled(reference: str, domain: str) -> str:
    """Make what tells an entry from others in a calendar program, without saying what it is."""
    return f"{sha256(reference.encode()).hexdigest()[:20]}@{domain}"


def _stretch(visit: Visit, first: date, days: int) -> Span:
    if not clocks.in_range(first):
        raise because(Code.MALFORMED, Field.DATE)
    if days > MOST_DAYS:
        unless_allowed(Objection(Code.TOO_MANY_DAYS, number=MOST_DAYS))
    return rules.stretch_of(first, days, visit.zone)


def _days(
    visit: Visit, first: date, days: int, hours: list[tuple[Line, Span]], settings: Settings
) -> tuple[CalendarDay, ...]:
    dates = [first + timedelta(days=number) for number in range(days)]
    holidays = _holidays(dates, settings)
    of_day: dict[date, list[Hours]] = {day: [] for day in dates}
    for line, span in hours:
        day = clocks.day_of(span.starts, visit.zone)
        of_day[day].append(Hours(schedule=line.reference, kind=line.kind, span=wire.span(span, visit.zone)))
    return tuple(CalendarDay(day=day, holiday=holidays.get(day, ""), hours=tuple(of_day[day])) for day in dates)


def _holidays(dates: list[date], settings: Settings) -> dict[date, str]:
    """Return the public holidays; a region that nobody knows has none."""
    try:
        return holidays_between(dates[0], dates[-1], settings.holiday_region)
    except RegionNotKnownError:
        return {}
