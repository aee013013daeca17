"""Makes contract values for tests: a Monday morning in Melbourne and a client in Adelaide."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from consultant_tui.contract.appointments import (
    ApproachOffer,
    BookingCheck,
    Limits,
    LineOffer,
    LineOffers,
    Notice,
    Prefill,
    RebookingOffer,
    Receipt,
)
from consultant_tui.contract.cases import Figures, Verdict
from consultant_tui.contract.moments import Moment, Span
from consultant_tui.contract.refusals import Code, Refusal
from consultant_tui.contract.schedules import DayGlance, Line, Opening, OpeningsByDay, Stretch, WeekGlance
from consultant_tui.contract.vocabulary import (
    Approach,
    Attendance,
    Link,
    Modality,
    Platform,
    ScheduleKind,
    StretchState,
)

MELBOURNE = "Australia/Melbourne"
ADELAIDE = "Australia/Adelaide"
NOW = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
"""Monday 23 November 2026, 09:04 in Melbourne."""


def moment(utc: datetime, zone: str) -> Moment:
    local = utc.astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    assert offset is not None
    return Moment(utc=utc, wall=local.replace(tzinfo=None), zone=zone, offset=int(offset.total_seconds() // 60))


def span(day: date, start: time, zone: str, *, shown_in: str | None = None, minutes: int = 60) -> Span:
    utc = datetime.combine(day, start, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    shown = shown_in or zone
    return Span(start=moment(utc, shown), end=moment(utc + timedelta(minutes=minutes), shown))


def line(reference: str = "SCH-102", kind: ScheduleKind = ScheduleKind.OPEN, **changes: Any) -> Line:
    made: dict[str, Any] = {
        "reference": reference,
        "kind": kind,
        "days": (1, 2),
        "opens": time(9),
        "closes": time(17),
        "zone": MELBOURNE,
        "rate": "A",
    } | changes
    return Line(**made)


def line_offer(
    reference: str = "SCH-102", refusal: Refusal | None = None, *, needs_approval: bool = False, **changes: Any
) -> LineOffer:
    return LineOffer(
        line=line(reference, **changes),
        verdict=Verdict(refusal=refusal),
        needs_approval=needs_approval,
        places_left=5,
    )


def lines(*offers: LineOffer) -> LineOffers:
    return LineOffers(week=date(2026, 11, 30), lines=offers)


def opening(day: date = date(2026, 11, 30), start: time = time(14), schedule: str = "SCH-102") -> Opening:
    """A free time given on the client's clock."""
    return Opening(
        schedule=schedule, client=span(day, start, ADELAIDE), consultant=span(day, start, ADELAIDE, shown_in=MELBOURNE)
    )


def offer(**changes: Any) -> RebookingOffer:
    prefill: dict[str, Any] = {
        "approach": Approach.MANUAL,
        "schedule": "SCH-102",
        "modality": Modality.VIDEO_CALL,
        "platform": Platform.TEAMS,
        "day": date(2026, 11, 23),
        "start": time(14),
        "notify": True,
        "attendance": Attendance.INDIVIDUAL,
    }
    for name in list(changes):
        if name in prefill:
            prefill[name] = changes.pop(name)
    made: dict[str, Any] = {
        "previous": "APP-20017",
        "case": "ASST-100042",
        "client": "Ana Lindqvist",
        "client_zone": ADELAIDE,
        "consultant_zone": MELBOURNE,
        "now_client": moment(NOW, ADELAIDE),
        "now_consultant": moment(NOW, MELBOURNE),
        "approaches": tuple(ApproachOffer(approach=approach, verdict=Verdict()) for approach in Approach),
        "prefill": Prefill(**prefill),
        "limits": Limits(grid_minutes=5, length_minutes=60, retrospective_days=30, furthest_days=366),
        "figures": Figures(entitled=6, extra=2, used=4, booked=1, available=3),
    } | changes
    return RebookingOffer(**made)


def refused(code: Code, **facts: Any) -> Refusal:
    return Refusal(code=code, **facts)


def check(*refusals: Refusal, day: date = date(2026, 11, 30), start: time = time(14), **changes: Any) -> BookingCheck:
    made: dict[str, Any] = {
        "client": span(day, start, ADELAIDE),
        "consultant": span(day, start, ADELAIDE, shown_in=MELBOURNE),
        "line": line(),
        "refusals": refusals,
        "nearest": (),
        "notice": Notice(to=("Ana Lindqvist",), link=Link.IN_NOTICE),
        "figures": Figures(entitled=6, extra=2, used=4, booked=2, available=2),
    } | changes
    return BookingCheck(**made)


def receipt(**changes: Any) -> Receipt:
    made: dict[str, Any] = {
        "reference": "APP-20101",
        "case": "ASST-100042",
        "client_name": "Ana Lindqvist",
        "client": span(date(2026, 11, 30), time(14), ADELAIDE),
        "consultant": span(date(2026, 11, 30), time(14), ADELAIDE, shown_in=MELBOURNE),
        "line": line(),
        "modality": Modality.VIDEO_CALL,
        "platform": Platform.TEAMS,
        "attendance": Attendance.INDIVIDUAL,
        "confirmed": True,
        "notice": Notice(to=("Ana Lindqvist",), link=Link.IN_NOTICE),
        "figures": Figures(entitled=6, extra=2, used=4, booked=2, available=2),
    } | changes
    return Receipt(**made)


def week_glance(monday: date = date(2026, 11, 30)) -> WeekGlance:
    """Monday and Tuesday 09:00-17:00 in Melbourne; Monday is busy 11:00-12:00, Tuesday on leave from 13:00."""
    busy = {0: (time(11), time(12), StretchState.BUSY), 1: (time(13), time(17), StretchState.LEAVE)}
    days = []
    for index in range(7):
        day = monday + timedelta(days=index)
        if index not in busy:
            days.append(DayGlance(day=day, stretches=(), openings=()))
            continue
        begins, ends, state = busy[index]
        edges = [(time(9), begins, StretchState.FREE), (begins, ends, state), (ends, time(17), StretchState.FREE)]
        stretches = tuple(_stretch(day, *edge) for edge in edges if edge[0] < edge[1])
        openings = tuple(
            Opening(
                schedule="SCH-102",
                consultant=span(day, time(hour), MELBOURNE),
                client=span(day, time(hour), MELBOURNE, shown_in=ADELAIDE),
            )
            for hour in range(9, 17)
            if not begins <= time(hour) < ends
        )
        days.append(DayGlance(day=day, stretches=stretches, openings=openings))
    return WeekGlance(line=line(), days=tuple(days))


def _stretch(day: date, begins: time, ends: time, state: StretchState) -> Stretch:
    whole = span(day, begins, MELBOURNE)
    end = span(day, ends, MELBOURNE).start
    return Stretch(state=state, span=Span(start=whole.start, end=end))


def by_day(*openings: Opening) -> tuple[OpeningsByDay, ...]:
    days: dict[date, list[Opening]] = {}
    for one in openings:
        days.setdefault(one.client.start.wall.date(), []).append(one)
    return tuple(OpeningsByDay(day=day, openings=tuple(found)) for day, found in days.items())
