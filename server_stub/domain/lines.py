"""Owns the lines of a work schedule: when they work, what may be booked on them, and what needs an approval."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from consultant_tui.contract.refusals import Code, Field
from consultant_tui.contract.vocabulary import Approach, ScheduleKind
from server_stub.domain import clocks
from server_stub.domain.objections import Objection
from server_stub.domain.spans import Span

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of recurring hours; both dates of its validity are inclusive, on its own clock."""

    id: int
    reference: str
    kind: ScheduleKind
    days: tuple[int, ...]
    """ISO weekdays, 1 is Monday."""
    opens: time
    closes: time
    zone: str
    rate: str
    valid_from: date | None = None
    valid_until: date | None = None

    def in_force(self, first: date, last: date | None = None) -> bool:
        """Whether the line is valid on a day, or on any day of a stretch of days."""
        last = last or first
        return (self.valid_from is None or self.valid_from <= last) and (
            self.valid_until is None or first <= self.valid_until
        )

    def hours(self, day: date) -> Span | None:
        """Return when the line works on a day of its own clock; None when it does not."""
        if day.isoweekday() not in self.days or not self.in_force(day):
            return None
        starts, ends = (clocks.edge(datetime.combine(day, at), self.zone) for at in (self.opens, self.closes))
        return Span(starts, ends) if starts < ends else None

    def hours_touching(self, span: Span) -> Iterator[Span]:
        """Yield the line's hours, day by day, that share time with a span."""
        day, last = clocks.day_of(span.starts, self.zone), clocks.day_of(span.ends, self.zone)
        while day <= last:
            hours = self.hours(day)
            if hours and hours.overlaps(span):
                yield hours
            day += _DAY


def parse_days(text: str) -> tuple[int, ...]:
    """Read ISO weekdays from a list like "1,2,5".

    Raises:
        ValueError: If an entry is not a weekday's number, or none is given.
    """
    days = sorted({int(part) for part in text.split(",")})
    if not days or days[0] < 1 or days[-1] > 7:
        raise ValueError("weekdays are numbers from 1, Monday, to 7")
    return tuple(days)


def objection_to(line: Line, approach: Approach) -> Objection | None:
    """Say why a line may not be chosen under an approach, or None when it may (seed 000, seed 001 step 4)."""
    if line.kind is ScheduleKind.RAPID_RESPONSE:
        return Objection(Code.RAPID_RESPONSE, Field.SCHEDULE, name=line.reference)
    if approach is Approach.REBOOK_WITH_ME and line.kind is not ScheduleKind.OPEN:
        return Objection(Code.SCHEDULE_KIND_NOT_OFFERED, Field.SCHEDULE, name=line.kind)
    return None


def objection_to_days(line: Line, first: date, last: date) -> Objection | None:
    """Say that a line is not in force on any of some days, with the dates at which it begins and ends."""
    if line.in_force(first, last):
        return None
    return Objection(
        Code.SCHEDULE_NOT_IN_FORCE,
        Field.SCHEDULE,
        start=clocks.read(clocks.midnight(line.valid_from, line.zone), line.zone) if line.valid_from else None,
        end=clocks.read(clocks.midnight(line.valid_until + _DAY, line.zone), line.zone) if line.valid_until else None,
        name=line.reference,
    )


def objection_to_span(line: Line, span: Span) -> Objection | None:
    """Say why a session does not lie within a line's hours, or None when it does."""
    day = clocks.day_of(span.starts, line.zone)
    outside_dates = objection_to_days(line, day, day)
    if outside_dates:
        return outside_dates
    hours = line.hours(day)
    if hours is None:
        return Objection(Code.OUTSIDE_SCHEDULE, Field.DATE, name=line.reference)
    if hours.holds(span):
        return None
    start, end = (clocks.read(at, line.zone) for at in hours)
    return Objection(Code.OUTSIDE_SCHEDULE, Field.TIME, start=start, end=end, name=line.reference)


def needs_approval(line: Line, approach: Approach, lines: Iterable[Line], first: date, last: date) -> bool:
    """Whether a booking on a line must name an approval: ad hoc hours of somebody who has open ones too (seed 000)."""
    if line.kind is not ScheduleKind.AD_HOC or approach is Approach.REBOOK_WITH_ME:
        return False
    return any(other.kind is ScheduleKind.OPEN and other.in_force(first, last) for other in lines)
