"""Owns leave and breaks: when a wish for them makes sense, and from when until when it is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from consultant_tui.contract.refusals import Code, Field
from server_stub.domain import clocks
from server_stub.domain.clocks import Never, Once, Reading, Twice
from server_stub.domain.objections import Objection
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span

LONGEST_REASON = 200
"""Characters."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Absence:
    """From when until when somebody is away, as agreed on a clock."""

    first: Reading
    last: Reading

    @property
    def span(self) -> Span:
        """The stretch between the two instants."""
        return Span(self.first.utc, self.last.utc)


def absence(
    first: date, starts: time | None, last: date, ends: time | None, zone: str, now: datetime, settings: Settings
) -> Absence | tuple[Objection, ...]:
    """Work out from when until when leave is, or say every rule against it.

    Args:
        first: The first date.
        starts: When it begins on that date; None for the beginning of the day.
        last: The last date.
        ends: When it ends on that date; None for the end of the day.
        zone: On which clock.
        now: The present.
        settings: The provider's settings.
    """
    today = clocks.day_of(now, zone)
    against = [
        objection
        for objection in (_far(first, today, Field.DATE, settings), _far(last, today, Field.LAST_DATE, settings))
        if objection
    ]
    if against:
        return tuple(against)
    begin = _edge(first, starts, zone, Field.TIME)
    end = _edge(last, ends, zone, Field.END_TIME) if ends else _edge(last + _DAY, None, zone, Field.END_TIME)
    if isinstance(begin, Objection) or isinstance(end, Objection):
        return tuple(one for one in (begin, end) if isinstance(one, Objection))
    if end.utc <= begin.utc:
        return (Objection(Code.LEAVE_ENDS_FIRST, Field.LAST_DATE if last < first else Field.END_TIME),)
    if (end.wall - begin.wall) > settings.longest_leave_days * _DAY:
        return (Objection(Code.LEAVE_TOO_LONG, Field.LAST_DATE, number=settings.longest_leave_days),)
    return Absence(begin, end)


def objection_to_reason(reason: str) -> Objection | None:
    """Say that a reason is too long."""
    if len(reason) > LONGEST_REASON:
        return Objection(Code.TOO_LONG, Field.REASON, number=LONGEST_REASON)
    return None


def _far(day: date, today: date, field: Field, settings: Settings) -> Objection | None:
    """Refuse dates so far away that they are a slip: further ahead than booking goes, and that long again."""
    if not clocks.in_range(day):
        return Objection(Code.MALFORMED, field)
    if day > today + 2 * settings.furthest_days * _DAY:
        return Objection(Code.TOO_FAR_AHEAD, field, number=2 * settings.furthest_days)
    if day < today - settings.furthest_days * _DAY:
        return Objection(Code.TOO_LONG_AGO, field, number=settings.furthest_days)
    return None


def _edge(day: date, at: time | None, zone: str, field: Field) -> Reading | Objection:
    """Read where leave begins or ends; of a time that the clocks show twice the first is meant."""
    if at is not None and (at.second or at.microsecond or at.tzinfo):
        return Objection(Code.MALFORMED, field)
    match clocks.place(datetime.combine(day, at or time.min), zone):
        case Once(instant):
            return clocks.read(instant, zone)
        case Twice(first=first):
            return first
        case Never(before=before, after=after):
            # A day that begins with a jump of the clocks begins at it.
            return Objection(Code.TIME_DOES_NOT_EXIST, field, start=before, end=after) if at else after
