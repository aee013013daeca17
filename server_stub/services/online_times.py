"""Owns the search for times that a client can book online: the days that have some, and the times of a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consultant_tui.contract.moments import Span as WireSpan
from consultant_tui.contract.refusals import Code
from consultant_tui.contract.vocabulary import AppointmentState, Modality
from server_stub.domain import clocks, online_rules
from server_stub.domain import online_times as rules
from server_stub.domain.day_parts import DayPart, lies_in
from server_stub.domain.online import OnlineBooking
from server_stub.domain.online_rules import Choices
from server_stub.domain.online_times import Board, Sessions
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span
from server_stub.services import wire
from server_stub.services.office import Office
from server_stub.services.online import settings_in_force
from server_stub.services.refused import because, unless_allowed, unless_none
from server_stub.storage import online as stored
from server_stub.storage import people
from server_stub.storage.faults import Transaction, reading
from server_stub.storage.online import Holder, OpenLine
from server_stub.storage.own_appointments import OwnAppointment, own

MOST_DAYS = 62
"""Days that are looked through at once."""

FEW_LINES = 8
"""Open lines that are searched in a moment, whatever is booked on them."""

_DAY = timedelta(days=1)
_REACH = timedelta(days=14)
"""How far on either side of a time that is gone others are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a client looks for: keys of the settings of online booking, and references of own appointments."""

    location: str = ""
    reason: str = ""
    modality: Modality = Modality.IN_PERSON
    same: str = ""
    """The appointment whose consultant is wanted again."""
    moving: str = ""
    """The appointment that is to get another time; all but the time stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeDays:
    """The days of a stretch that have free times."""

    free: dict[date, int]
    """How many times each has, on the client's clock; days without any are left out."""
    first: date
    """The first day that can be booked at all."""
    last: date
    """The last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTime:
    """A time that can be booked."""

    starts: datetime
    """What it is called in requests."""
    client: WireSpan
    consultant: WireSpan | None = None
    """The same on the line's clock, when one consultant is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A wish with everything that it is judged and searched by."""

    wish: Wish
    now: datetime
    holder: Holder
    online: OnlineBooking
    settings: Settings
    sessions: Sessions
    allowed: Span
    """When a session may start."""
    lines: tuple[OpenLine, ...]
    person_id: int | None = None
    """The one consultant who is wanted."""
    moved: OwnAppointment | None = None


def is_short(office: Office) -> bool:
    """Whether a search for free times takes a moment only, as it does among a few consultants."""
    with reading(office.engines) as transaction:
        return not stored.has_more_lines(transaction, FEW_LINES)


def free_days(office: Office, account_id: int, wish: Wish, first: date, last: date) -> FreeDays:
    """Return which days between two dates have free times, across all consultants that the wish leaves.

    Raises:
        RefusedError: If anything of the wish is not offered.
    """
    with reading(office.engines) as transaction:
        search = open_search(transaction, office.clock(), account_id, wish)
        bounds = _bounds(search)
        first, last = max(first, bounds[0]), min(last, bounds[1], first + MOST_DAYS * _DAY)
        if first > last:
            return FreeDays(free={}, first=bounds[0], last=bounds[1])
        board, free = _union(transaction, search, _days(search, first, last))
    days = [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 2)]
    counted = zip(days, board.counted(free, [clocks.midnight(day, search.holder.zone) for day in days]), strict=False)
    return FreeDays(free={day: number for day, number in counted if number}, first=bounds[0], last=bounds[1])


def free_times(
    office: Office, account_id: int, wish: Wish, day: date, part: DayPart = DayPart.WHOLE
) -> tuple[FreeTime, ...]:
    """Return the free times of a day, or of a part of it, on the client's clock; several consultants' are told once.

    Raises:
        RefusedError: If anything of the wish is not offered.
    """
    if not clocks.in_range(day):
        return ()
    with reading(office.engines) as transaction:
        search = open_search(transaction, office.clock(), account_id, wish)
        board, free = _union(transaction, search, _days(search, day, day))
    found = (_free_time(search, start) for start in board.instants(free))
    return tuple(time for time in found if lies_in(time.client.start.wall.time(), part, search.online))


def nearest_times(office: Office, account_id: int, wish: Wish, at: datetime) -> tuple[FreeTime, ...]:
    """Return the free times nearest to one that is gone.

    Raises:
        RefusedError: If anything of the wish is not offered.
    """
    with reading(office.engines) as transaction:
        search = open_search(transaction, office.clock(), account_id, wish)
        around = _clip(Span(at - _REACH, at + _REACH), search.allowed)
        if around is None:
            return ()
        board, free = _union(transaction, search, around)
    return tuple(_free_time(search, start) for start in rules.nearest(at, board.instants(free)))


def open_search(transaction: Transaction, now: datetime, account_id: int, wish: Wish, *, turn: bool = False) -> Search:
    """Load what a wish is searched by.

    Args:
        transaction: The transaction.
        now: The present.
        account_id: Whose wish it is.
        wish: The wish.
        turn: Whether whatever else books with the account waits until this transaction has ended.

    Raises:
        RefusedError: If anything of the wish is not offered, or an appointment in it is not the holder's.
    """
    holder = stored.holder(transaction, account_id, turn=turn)
    if holder is None:
        raise because(Code.NOT_FOUND)
    online, settings = settings_in_force(transaction), people.load_settings(transaction)
    if wish.moving:
        return _search_for_move(transaction, now, holder, wish, online, settings)
    chosen = Choices(location=wish.location, reason=wish.reason, modality=wish.modality)
    unless_none(online_rules.objections_to_choices(chosen, online, holder.state))
    reason, location = online.reason(wish.reason), online.location(wish.location)
    assert reason is not None  # noqa: S101  (without it there is an objection)
    assert location is not None  # noqa: S101
    person = None
    if wish.same:
        unless_allowed(online_rules.objection_to_same(holder.state))
        person = _own(transaction, holder, wish.same).person_id
    return Search(
        wish=wish,
        now=now,
        holder=holder,
        online=online,
        settings=settings,
        sessions=rules.sessions_of(online, reason.minutes),
        allowed=rules.allowed(now, holder.zone, online, settings),
        lines=tuple(_at(stored.open_lines(transaction, person), online, location.key)),
        person_id=person,
    )


def offering(transaction: Transaction, search: Search, at: datetime) -> list[OpenLine]:
    """Return the lines on which a session may start at an instant, those of the consultant with least to do first.

    Who has the fewest sessions on that day is asked first, so that work is shared; of several, whose line is oldest.
    """
    board, free = _free(transaction, search, Span(at, at + rules.CELL))
    wanted = board.at(at)
    found = [line for line, cells in zip(search.lines, free, strict=True) if cells & wanted]
    if len(found) > 1:
        day = clocks.day_of(at, search.holder.zone)
        count = stored.sessions_between(transaction, {line.person_id for line in found}, _days(search, day, day))
        found.sort(key=lambda line: (count.get(line.person_id, 0), line.line.id))
    return found


def _search_for_move(
    transaction: Transaction, now: datetime, holder: Holder, wish: Wish, online: OnlineBooking, settings: Settings
) -> Search:
    """Load what another time for an appointment is searched by: it stays as long, and with its consultant."""
    if not online.enabled:
        raise because(Code.ONLINE_BOOKING_OFF)
    moved = _own(transaction, holder, wish.moving)
    if moved.state is not AppointmentState.BOOKED:
        raise because(Code.NOT_BOOKED, name=moved.state)
    lines = stored.open_lines(transaction, moved.person_id)
    minutes = int(moved.span.length / timedelta(minutes=1))
    return Search(
        wish=wish,
        now=now,
        holder=holder,
        online=online,
        settings=settings,
        sessions=rules.sessions_of(online, minutes),
        allowed=rules.allowed(now, holder.zone, online, settings),
        lines=tuple(line for line in _fit_for(moved, lines, online) if line.profile_id == moved.profile_id),
        person_id=moved.person_id,
        moved=moved,
    )


def _own(transaction: Transaction, holder: Holder, reference: str) -> OwnAppointment:
    found = own(transaction, holder.booked_for, reference)
    if found is None:
        raise because(Code.NOT_FOUND)
    return found


def _at(lines: list[OpenLine], online: OnlineBooking, location: str) -> Iterator[OpenLine]:
    """Yield the lines at a location; those that name none are at the first."""
    for line in lines:
        at = online.location(line.location)
        if at is not None and at.key == location:
            yield line


def _fit_for(moved: OwnAppointment, lines: list[OpenLine], online: OnlineBooking) -> Iterator[OpenLine]:
    """Yield the lines to which an appointment can be moved: where it is held, and held in its way."""
    for line in _at(lines, online, moved.location) if moved.location else lines:
        at = online.location(line.location)
        if at is None or moved.modality in at.modalities:
            yield line


def _free(transaction: Transaction, search: Search, within: Span) -> tuple[Board, list[int]]:
    """Return a board, and for each line of a search the cells of it at which a session may start."""
    reach = Span(within.starts, within.ends + search.sessions.length)
    without = search.moved.id if search.moved else 0
    board = Board.over(reach)
    taken = stored.taken(transaction, reach, search.now, search.holder.id, search.person_id, without=without)
    client = board.taken(stored.taken_of_client(transaction, search.holder.booked_for, reach, without=without))
    cells = {person: board.taken(spans) | client for person, spans in taken.items()}
    window = _clip(within, search.allowed)
    may = board.starting(window) if window else 0
    return board, [
        may & rules.free_starts(line.line, search.sessions, board, cells.get(line.person_id, client))
        for line in search.lines
    ]


def _union(transaction: Transaction, search: Search, within: Span) -> tuple[Board, int]:
    board, free = _free(transaction, search, within)
    found = 0
    for cells in free:
        found |= cells
    return board, found


def _free_time(search: Search, starts: datetime) -> FreeTime:
    span = Span(starts, starts + search.sessions.length)
    theirs = {line.line.zone for line in search.lines} if search.person_id is not None else set()
    return FreeTime(
        starts=starts,
        client=wire.span(span, search.holder.zone),
        consultant=wire.span(span, theirs.pop()) if len(theirs) == 1 else None,
    )


def _bounds(search: Search) -> tuple[date, date]:
    """Return the first and the last day that can be booked at all."""
    zone = search.holder.zone
    return clocks.day_of(search.allowed.starts, zone), clocks.day_of(search.allowed.ends, zone) - _DAY


def _days(search: Search, first: date, last: date) -> Span:
    zone = search.holder.zone
    return Span(clocks.midnight(first, zone), clocks.midnight(last + _DAY, zone))


def _clip(span: Span, allowed: Span) -> Span | None:
    return span.clipped(allowed.starts, allowed.ends)
