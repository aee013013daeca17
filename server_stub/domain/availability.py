"""Owns what is free: the stretches of a line's day, the times a session fits into, and those nearest to a wish."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from consultant_tui.contract.vocabulary import StretchState
from server_stub.domain import clocks
from server_stub.domain.lines import Line
from server_stub.domain.spans import Span, left_of

NEAREST = 3
"""How many free times are offered after a clash."""

NEAREST_DAYS = 14
"""How far on either side of a wish they are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """What is taken around a search, and what a session needs."""

    busy: tuple[Span, ...]
    """The consultant's other appointments."""
    leave: tuple[Span, ...]
    held: tuple[Span, ...] = ()
    """What is kept of the consultant's time for clients who book online at this moment."""
    client_busy: tuple[Span, ...]
    """The client's other appointments, with any consultant."""
    allowed: Span
    """When a session may start."""
    length: timedelta
    grid_minutes: int
    client_zone: str
    """The zone in which starts lie on the grid."""

    @property
    def taken(self) -> tuple[Span, ...]:
        """Everything that a session must not overlap."""
        return self.busy + self.leave + self.held + self.client_busy


def stretches(
    hours: Span, busy: Sequence[Span], leave: Sequence[Span], held: Sequence[Span] = ()
) -> list[tuple[StretchState, Span]]:
    """Divide hours into free, busy, held and leave, in order and without gaps; what is taken shows through leave."""
    parts = [(StretchState.FREE, span) for span in left_of(hours, [*busy, *leave, *held])]
    inside: list[Span] = []
    for state, spans in ((StretchState.BUSY, busy), (StretchState.HELD, held), (StretchState.LEAVE, leave)):
        for span in spans:
            clip = span.clipped(*hours)
            if clip:
                parts += [(state, part) for part in left_of(clip, inside)]
                inside += [clip] if state is not StretchState.LEAVE else []
    return sorted(parts, key=lambda part: part[1])


def openings(hours: Span, diary: Diary) -> list[Span]:
    """Return the sessions that fit into hours one after the other, each from the first free start on the grid."""
    return [
        session
        for free in left_of(hours, diary.taken)
        for session in _packed(free, diary)
        if diary.allowed.starts <= session.starts < diary.allowed.ends
    ]


def openings_on(
    day: date, earliest: time, latest: time, lines: Iterable[Line], diary: Diary
) -> list[tuple[Line, Span]]:
    """Return the openings that start between two times of a day on the client's clock, over several lines."""
    window = Span(
        clocks.edge(datetime.combine(day, earliest), diary.client_zone),
        clocks.edge(datetime.combine(day, latest), diary.client_zone) + diary.length,
    )
    found = [
        (line, session)
        for line in lines
        for hours in line.hours_touching(window)
        if (part := hours.clipped(*window))
        for session in openings(part, diary)
    ]
    return sorted(found, key=lambda pair: (pair[1], pair[0].reference))


def nearest(wish: datetime, line: Line, diary: Diary) -> list[Span]:
    """Return the free times of a line that lie nearest to a wish, in order of time.

    Free time after the wish is filled forwards and free time before it backwards, so that those beside the
    obstacle are found first.
    """
    reach = timedelta(days=NEAREST_DAYS)
    around = Span(max(wish - reach, diary.allowed.starts), min(wish + reach, diary.allowed.ends + diary.length))
    found: list[Span] = []
    if around.starts < around.ends:
        for hours in line.hours_touching(around):
            for free in left_of(hours, diary.taken):
                found += _beside(wish, free, diary)
    found = [span for span in found if diary.allowed.starts <= span.starts < diary.allowed.ends]
    return sorted(sorted(found, key=lambda span: (abs(span.starts - wish), span.starts))[:NEAREST])


def _beside(wish: datetime, free: Span, diary: Diary) -> Iterator[Span]:
    later = free.clipped(max(wish, diary.allowed.starts), free.ends)
    if later:
        yield from islice(_packed(later, diary), NEAREST)
    start = min(wish - timedelta(minutes=diary.grid_minutes), free.ends - diary.length)
    for _ in range(NEAREST):
        start = _on_grid(start, diary, up=False)
        if start < free.starts:
            return
        yield Span(start, start + diary.length)
        start -= diary.length


def _packed(free: Span, diary: Diary) -> Iterator[Span]:
    start = _on_grid(max(free.starts, diary.allowed.starts), diary, up=True)
    while start + diary.length <= free.ends:
        yield Span(start, start + diary.length)
        start = _on_grid(start + diary.length, diary, up=True)


def _on_grid(instant: datetime, diary: Diary, *, up: bool) -> datetime:
    wall = clocks.read(instant, diary.client_zone).wall
    since = wall - wall.replace(hour=0, minute=0, second=0, microsecond=0)
    over = since % timedelta(minutes=diary.grid_minutes)
    if not over:
        return instant
    return instant - over + (timedelta(minutes=diary.grid_minutes) if up else timedelta())
