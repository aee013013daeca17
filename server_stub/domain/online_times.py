"""Owns which times are free to be booked online: where sessions may start, and which of those nothing stands against.

A stretch of time is one number with a bit for every cell of five minutes, as times are claimed, so that a fortnight
of many consultants is searched in a few operations each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from server_stub.domain import clocks
from server_stub.domain.lines import Line
from server_stub.domain.online import OnlineBooking
from server_stub.domain.settings import CELL_MINUTES, Settings
from server_stub.domain.spans import Span

CELL = timedelta(minutes=CELL_MINUTES)
"""The part of an hour that is claimed at once."""

NEAREST = 3
"""How many free times are offered in place of one that is gone."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = CELL_MINUTES * 60
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sessions:
    """What is looked for: how long the sessions are, and where they may start."""

    length: timedelta
    grid: timedelta
    """Starts are multiples of it on the line's clock; not used when there is a gap."""
    gap: timedelta | None = None
    """The pause after which the next session starts, counted from the line's opening on."""


@dataclass(frozen=True, slots=True)
class Board:
    """A stretch of time, cell by cell; the bits of a number stand for its cells, the lowest for the first."""

    first: int
    """The first cell, counted from 1970."""
    cells: int

    @classmethod
    def over(cls, span: Span) -> "Board":
        """Make the board on which a span lies, cells that it only touches included."""
        first, end = _cells(span)
        return cls(first, end - first)

    @property
    def full(self) -> int:
        """Every cell."""
        return (1 << self.cells) - 1

    def taken(self, spans: Iterable[Span]) -> int:
        """Return the cells that any of some spans touches, as claims do."""
        found = 0
        for span in spans:
            first, end = _cells(span)
            found |= self._between(first, end)
        return found

    def starting(self, within: Span) -> int:
        """Return the cells that begin within a span; its end is not part of it."""
        return self._between(-(-(within.starts - _EPOCH) // CELL), -(-(within.ends - _EPOCH) // CELL))

    def counted(self, cells: int, edges: Sequence[datetime]) -> list[int]:
        """Return how many of some cells begin from each edge, a whole second, on and before the next one."""
        found = (-(-int(edge.timestamp()) // _SECONDS) - self.first for edge in edges)
        places = [0 if place < 0 else min(place, self.cells) for place in found]
        return [((cells >> low) & ((1 << (high - low)) - 1)).bit_count() for low, high in pairwise(places)]

    def at(self, instant: datetime) -> int:
        """Return the cell that begins at an instant."""
        cell = (instant - _EPOCH) // CELL
        return self._between(cell, cell + 1) if not (instant - _EPOCH) % CELL else 0

    def instants(self, cells: int) -> Iterator[datetime]:
        """Yield when cells begin, in order."""
        while cells:
            lowest = cells & -cells
            yield _EPOCH + (self.first + lowest.bit_length() - 1) * CELL
            cells ^= lowest

    def _between(self, first: int, end: int) -> int:
        low, high = max(first - self.first, 0), min(end - self.first, self.cells)
        return ((1 << (high - low)) - 1) << low if low < high else 0


def allowed(now: datetime, zone: str, online: OnlineBooking, settings: Settings, until: datetime | None = None) -> Span:
    """Return when a session that is booked online may start: after the notice, and whole days ahead (seed 004).

    Args:
        now: The present.
        zone: The client's clock, by which the days are counted.
        online: What is set for online booking.
        settings: What is set for every booking.
        until: Before which it must start, as when a case ends.
    """
    today = clocks.day_of(now, zone)
    furthest = min(online.furthest_days, settings.furthest_days)
    end = clocks.midnight(today + (furthest + 1) * _DAY, zone)
    return Span(now + online.notice, min(end, until) if until else end)


def sessions_of(online: OnlineBooking, minutes: int) -> Sessions:
    """Return what is looked for under the provider's settings."""
    gap = None if online.gap_minutes is None else timedelta(minutes=online.gap_minutes)
    return Sessions(timedelta(minutes=minutes), timedelta(minutes=online.grid_minutes), gap)


def starts(line: Line, sessions: Sessions, board: Board) -> int:
    """Return the cells of a board at which a session may start on a line, if nothing stands against it."""
    return _starts(
        _Hours(line.days, line.opens, line.closes, line.zone, line.valid_from, line.valid_until), sessions, board
    )


def fitting(free: int, length: timedelta) -> int:
    """Return the cells from which on enough cells in a row are free for a session."""
    wanted, have = -(-length // CELL), 1
    while have < wanted:
        step = min(have, wanted - have)
        free &= free >> step
        have += step
    return free


def free_starts(line: Line, sessions: Sessions, board: Board, taken: int) -> int:
    """Return the cells at which a session may start on a line when some cells of its consultant are taken.

    What lies behind the board's end counts as taken.
    """
    return starts(line, sessions, board) & fitting(board.full & ~taken, sessions.length)


def nearest(wish: datetime, free: Iterable[datetime]) -> list[datetime]:
    """Return the free times that lie nearest to a wish, in order; the earlier of two that are as near comes first."""
    return sorted(sorted(free, key=lambda start: (abs(start - wish), start))[:NEAREST])


class _Hours(NamedTuple):
    """When a line works; many lines work at the same time."""

    days: tuple[int, ...]
    opens: time
    closes: time
    zone: str
    valid_from: date | None
    valid_until: date | None


@lru_cache(maxsize=4096)
def _starts(hours: _Hours, sessions: Sessions, board: Board) -> int:
    first, end = (clocks.day_of(_EPOCH + cell * CELL, hours.zone) for cell in (board.first, board.first + board.cells))
    day, last = max(first, hours.valid_from or first), min(end, hours.valid_until or end)
    found = 0
    while day <= last:
        if day.isoweekday() in hours.days:
            for cell in _starts_on(day, hours.opens, hours.closes, hours.zone, sessions):
                if 0 <= cell - board.first < board.cells:
                    found |= 1 << (cell - board.first)
        day += _DAY
    return found


@lru_cache(maxsize=8192)
def _starts_on(day: date, opens: time, closes: time, zone: str, sessions: Sessions) -> tuple[int, ...]:
    """Return the cells at which sessions may start in the hours of one day; the same are asked for again and again."""
    first, last = (clocks.edge(datetime.combine(day, at), zone) for at in (opens, closes))
    first, last = _EPOCH + -(-(first - _EPOCH) // CELL) * CELL, last - sessions.length
    return tuple((at - _EPOCH) // CELL for at in _instants_on(first, last, zone, sessions))


def _instants_on(first: datetime, last: datetime, zone: str, sessions: Sessions) -> Iterator[datetime]:
    if sessions.gap is not None:
        return _steps(first, last, sessions.length + sessions.gap)
    begin, end = clocks.read(first, zone), clocks.read(last, zone)
    if begin.offset == end.offset:
        return _steps(first + _to_grid(begin.wall, sessions.grid), last, sessions.grid)
    on_any_clock = _steps(first, last, CELL)
    return (at for at in on_any_clock if not _to_grid(clocks.read(at, zone).wall, sessions.grid))


def _steps(first: datetime, last: datetime, step: timedelta) -> Iterator[datetime]:
    while first <= last:
        yield first
        first += step


def _to_grid(wall: datetime, grid: timedelta) -> timedelta:
    """Return how long it is from a wall time to the next one on the grid."""
    return -(wall - wall.replace(hour=0, minute=0, second=0, microsecond=0)) % grid


def _cells(span: Span) -> tuple[int, int]:
    """Return the first cell that a span touches, and the one behind its last."""
    return (span.starts - _EPOCH) // CELL, -(-(span.ends - _EPOCH) // CELL)
