"""Owns where the things of a calendar lie on its days, and the ways of a cursor among them, without drawing any."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import ClassVar, NamedTuple

from consultant_tui.contract.calendar import Calendar, Engaged, Free, Leave
from consultant_tui.contract.moments import Span

DAY = 24 * 60
"""Minutes that the clock of a day shows; one on which it jumps is drawn the same."""

_FALLBACK = (8 * 60, 18 * 60)

Thing = Engaged | Leave | Free
"""What can lie on a day."""


class Place(NamedTuple):
    """A part of a day under one thing, in minutes since midnight by its clock; a day without any is one empty place."""

    day: int
    """Which of the days that are shown."""
    begin: int
    end: int
    thing: Thing | None

    @property
    def name(self) -> str:
        """What tells it from all others, also after another look at the same days."""
        match self.thing:
            case Engaged(row=row) if row is not None:
                return row.reference
            case Leave(reference=reference):
                return f"{reference} {self.day}"
            case None:
                return f"nothing {self.day}"
            case Engaged(span=span) | Free(span=span):
                return f"{span.start.utc.isoformat()} {self.day}"


def places(calendar: Calendar) -> list[Place]:
    """Lay everything on the days that are shown, in order of time; what lasts longer lies on each of its days."""
    found = []
    things: list[Thing] = [*calendar.engaged, *calendar.leave, *calendar.free]
    for index, day in enumerate(calendar.days):
        midnight = datetime.combine(day.day, time())
        of_day = [Place(index, *part, thing) for thing in things if (part := _part(thing.span, midnight)) is not None]
        found += sorted(of_day, key=_order) or [Place(index, *_FALLBACK, None)]
    return found


class Rows:
    """The rows of some days, for as many lines as there are."""

    STEPS: ClassVar[tuple[int, ...]] = (15, 30, 60)
    """Minutes that a row may stand for; the first by which everything is seen at once is taken."""

    def __init__(self, calendar: Calendar, laid: Sequence[Place], room: int) -> None:
        """Lay places on rows.

        Args:
            calendar: The days.
            laid: What lies on them.
            room: The lines there are.
        """
        hours = [(index, part) for index in range(len(calendar.days)) for part in _working(calendar, index)]
        self.first, last = _bounds(laid, [part for _, part in hours])
        self.step = next((step for step in self.STEPS if (last - self.first) // step <= room), self.STEPS[-1])
        """Minutes that a row stands for."""
        self.count = (last - self.first) // self.step
        """How many rows there are."""
        self.of = [self._of(place.begin, place.end) for place in laid]
        """The rows of each place."""
        self.working = {(day, row) for day, part in hours for row in self._of(*part)}
        """Days and rows in which a line works."""
        self.cells: dict[tuple[int, int], list[int]] = {}
        """Which places share a day and row, those that begin in it first."""
        for index, place in enumerate(laid):
            for row in self.of[index] if place.thing else ():
                self.cells.setdefault((place.day, row), []).append(index)
        for (_, row), shared in self.cells.items():
            shared.sort(key=lambda index, row=row: (self.of[index].start != row, index))  # type: ignore[misc]

    def _of(self, begin: int, end: int) -> range:
        first = (max(begin, self.first) - self.first) // self.step
        last = -(-(min(end, self.first + self.count * self.step) - self.first) // self.step)
        return range(first, max(last, first + 1))


def below(laid: Sequence[Place], at: int, by: int) -> int:
    """Return the place after or before one on the same day; the same one at the ends."""
    return at + by if 0 <= at + by < len(laid) and laid[at + by].day == laid[at].day else at


def beside(laid: Sequence[Place], at: int, by: int) -> int | None:
    """Return the place on the next or previous day that begins nearest to the same hour; None beyond the days shown."""
    day = laid[at].day + by
    return nearest(laid, day, laid[at].begin) if any(place.day == day for place in laid) else None


def nearest(laid: Sequence[Place], day: int, begin: int) -> int:
    """Return the place of a day that begins nearest to an hour; the first of all when there is no such day."""
    there = [index for index, place in enumerate(laid) if place.day == day]
    return min(there, key=lambda index: abs(laid[index].begin - begin), default=0)


def upcoming(laid: Sequence[Place], calendar: Calendar) -> int:
    """Return the place at which a look at the days begins: the one that is on now or comes next, else the first."""
    wall = calendar.now.wall
    for index, place in enumerate(laid):
        if calendar.days[place.day].day == wall.date() and place.end > wall.hour * 60 + wall.minute:
            return index
    return 0


def _order(place: Place) -> tuple[int, int, int]:
    rank = 0 if isinstance(place.thing, Engaged) else 1 if isinstance(place.thing, Leave) else 2
    return place.begin, rank, place.end


def _working(calendar: Calendar, day: int) -> list[tuple[int, int]]:
    """Return the minutes between which any line works on a day."""
    midnight = datetime.combine(calendar.days[day].day, time())
    return [part for hours in calendar.days[day].hours if (part := _part(hours.span, midnight)) is not None]


def _bounds(laid: Sequence[Place], hours: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the whole hours, in minutes, between which everything lies; whole days of leave do not count."""
    edges = hours + [(place.begin, place.end) for place in laid if place.thing and place.end - place.begin < DAY]
    if not edges:
        return _FALLBACK
    first, last = min(begin for begin, _ in edges), max(end for _, end in edges)
    return first // 60 * 60, -(-last // 60) * 60


def _part(span: Span, midnight: datetime) -> tuple[int, int] | None:
    """Return the minutes of a day between which a span lies by the clock; at least one where the clock goes back."""
    begin, end = (int((moment.wall - midnight) / timedelta(minutes=1)) for moment in (span.start, span.end))
    if begin >= DAY or end <= 0:
        return None
    begin = max(begin, 0)
    return begin, max(min(end, DAY), begin + 1)
