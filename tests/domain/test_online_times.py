"""Which times are free to be booked online: as the seeds have it, and as a slow search that is plainly right has it."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from consultant_tui.contract.vocabulary import ScheduleKind
from server_stub.domain import clocks
from server_stub.domain.lines import Line
from server_stub.domain.online import OnlineBooking
from server_stub.domain.online_times import (
    CELL,
    Board,
    Sessions,
    allowed,
    fitting,
    free_starts,
    nearest,
    sessions_of,
    starts,
)
from server_stub.domain.settings import Settings
from server_stub.domain.spans import Span

MONDAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)
ZONES = (
    "Australia/Melbourne",
    "Australia/Adelaide",
    "Australia/Perth",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Europe/London",
    "America/New_York",
)


def line(opens="09:00", closes="12:00", zone="Australia/Melbourne", days=(1, 2, 3, 4, 5, 6, 7), **other):
    return Line(
        id=1,
        reference="SCH-1",
        kind=ScheduleKind.OPEN,
        days=days,
        opens=time.fromisoformat(opens),
        closes=time.fromisoformat(closes),
        zone=zone,
        rate="A",
        **other,
    )


def found_on(day, of, sessions, *taken):
    """Tell the free times of a day as its line's clock shows them."""
    span = Span(clocks.midnight(day, of.zone), clocks.midnight(day + timedelta(days=1), of.zone))
    board = Board.over(Span(span.starts, span.ends + sessions.length))
    free = free_starts(of, sessions, board, board.taken(taken)) & board.starting(span)
    return [f"{clocks.read(at, of.zone).wall:%H:%M}" for at in board.instants(free)]


def at(wall, zone="Australia/Melbourne"):
    return clocks.edge(datetime.fromisoformat(wall), zone)


def sessions(minutes, *, grid=60, gap=None):
    return sessions_of(OnlineBooking(grid_minutes=grid, gap_minutes=gap), minutes)


def test_full_hours_between_nine_and_twelve():
    assert found_on(MONDAY, line(), sessions(50)) == ["09:00", "10:00", "11:00"]


def test_a_gap_of_a_quarter_between_nine_and_twelve():
    assert found_on(MONDAY, line(), sessions(50, gap=15)) == ["09:00", "10:05", "11:10"]


def test_no_gap_lets_sessions_follow_at_once():
    assert found_on(MONDAY, line(), sessions(50, gap=0)) == ["09:00", "09:50", "10:40"]


def test_halves_and_quarters():
    assert found_on(MONDAY, line(closes="10:30"), sessions(50, grid=30)) == ["09:00", "09:30"]
    assert found_on(MONDAY, line(closes="10:30"), sessions(60, grid=15)) == ["09:00", "09:15", "09:30"]


def test_the_grid_is_the_clocks_not_the_openings():
    assert found_on(MONDAY, line(opens="09:20"), sessions(50)) == ["10:00", "11:00"]


def test_what_is_taken_is_not_offered_and_touching_is_not_taking():
    busy = Span(at("2026-11-23T10:00"), at("2026-11-23T11:00"))
    assert found_on(MONDAY, line(), sessions(60), busy) == ["09:00", "11:00"]
    assert found_on(MONDAY, line(), sessions(60, grid=30), busy) == ["09:00", "11:00"]


def test_a_line_offers_nothing_on_other_days_and_out_of_force():
    assert found_on(MONDAY, line(days=(2,)), sessions(50)) == []
    assert found_on(MONDAY, line(valid_until=MONDAY - timedelta(days=1)), sessions(50)) == []
    assert found_on(MONDAY, line(valid_from=MONDAY + timedelta(days=1)), sessions(50)) == []


def test_a_night_that_is_an_hour_shorter_has_one_start_less():
    """In Melbourne the clocks go from two to three on the first Sunday of October."""
    night = line(opens="00:00", closes="06:00")
    assert found_on(date(2026, 10, 4), night, sessions(60)) == ["00:00", "01:00", "03:00", "04:00", "05:00"]


def test_a_night_that_is_an_hour_longer_shows_an_hour_twice():
    night = line(opens="00:00", closes="05:00")
    assert found_on(date(2026, 4, 5), night, sessions(60)) == ["00:00", "01:00", "02:00", "02:00", "03:00", "04:00"]


def test_where_the_clocks_go_by_half_an_hour_starts_stay_on_the_hour():
    night = line(opens="00:00", closes="05:00", zone="Australia/Lord_Howe")
    assert found_on(date(2026, 10, 4), night, sessions(60)) == ["00:00", "01:00", "03:00", "04:00"]


def test_the_notice_is_kept_to_the_minute_and_the_furthest_day_whole():
    now = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
    window = allowed(
        now, "Australia/Melbourne", OnlineBooking(notice_minutes=120, furthest_days=2), Settings(furthest_days=366)
    )
    assert window == Span(now + 2 * HOUR, at("2026-11-26T00:00"))
    assert allowed(now, "UTC", OnlineBooking(furthest_days=9), Settings(furthest_days=1)).ends == at(
        "2026-11-24T00:00", "UTC"
    )
    board = Board.over(Span(now, now + 3 * HOUR))
    assert next(board.instants(board.starting(window))) == datetime(2026, 11, 23, 0, 5, tzinfo=UTC)


def test_the_nearest_are_in_order_of_time_and_the_earlier_of_two_comes_first():
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    free = [noon + step * HOUR for step in (-9, -2, 2, 3, 8)]
    assert nearest(noon, free) == [noon - 2 * HOUR, noon + 2 * HOUR, noon + 3 * HOUR]


@st.composite
def searches(draw):
    """Draw a line, what is looked for, what is taken, and a stretch that may hold a change of clocks."""
    zone = draw(st.sampled_from(ZONES))
    opens, closes = sorted(
        draw(st.tuples(st.integers(0, 287), st.integers(0, 287)).filter(lambda two: two[0] != two[1]))
    )
    day = draw(
        st.one_of(
            st.sampled_from(
                (date(2026, 4, 5), date(2026, 10, 4), date(2026, 3, 8), date(2026, 3, 29), date(2026, 11, 1))
            ),
            st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        )
    )
    of = line(
        f"{opens * 5 // 60:02}:{opens * 5 % 60:02}",
        f"{closes * 5 // 60:02}:{closes * 5 % 60:02}",
        zone,
        tuple(sorted(draw(st.sets(st.integers(1, 7), min_size=1)))),
        valid_from=draw(st.sampled_from((None, day, day + timedelta(days=1)))),
        valid_until=draw(st.sampled_from((None, day, day + timedelta(days=1)))),
    )
    wanted = Sessions(
        length=draw(st.integers(1, 36)) * CELL,
        grid=timedelta(minutes=draw(st.sampled_from((15, 30, 60)))),
        gap=draw(st.one_of(st.none(), st.integers(0, 12).map(lambda cells: cells * CELL))),
    )
    begin = clocks.midnight(day, draw(st.sampled_from(ZONES)))
    within = Span(begin, begin + timedelta(days=draw(st.integers(1, 2))))
    taken = draw(
        st.lists(
            st.tuples(st.integers(-60, 60 * 48), st.integers(1, 180)).map(
                lambda two: Span(
                    begin + timedelta(minutes=two[0]), begin + timedelta(minutes=two[0]) + timedelta(minutes=two[1])
                )
            ),
            max_size=6,
        )
    )
    return of, wanted, within, taken


def slowly(of, wanted, within, taken):
    """Try every five minutes of a stretch, one by one, by the words of the rules."""
    found = []
    instant = within.starts
    while instant < within.ends:
        session = Span(instant, instant + wanted.length)
        if _in_hours(of, session) and _starts_there(of, wanted, instant) and not _clashes(session, taken):
            found.append(instant)
        instant += CELL
    return found


def _in_hours(of, session):
    hours = of.hours(clocks.day_of(session.starts, of.zone))
    return hours is not None and hours.holds(session)


def _starts_there(of, wanted, instant):
    wall = clocks.read(instant, of.zone).wall
    if wanted.gap is None:
        return (wall.hour * 60 + wall.minute) % (wanted.grid // timedelta(minutes=1)) == 0
    opened = of.hours(clocks.day_of(instant, of.zone)).starts
    return (instant - opened) % (wanted.length + wanted.gap) == timedelta()


def _clashes(session, taken):
    """Claims are by whole cells, so that a minute of one takes all five of it."""
    return any(
        session.overlaps(Span(_down(span.starts), _down(span.ends + CELL - timedelta(seconds=1)))) for span in taken
    )


def _down(instant):
    return instant - (instant - datetime(1970, 1, 1, tzinfo=UTC)) % CELL


@given(searches())
@settings(max_examples=400, deadline=None)
def test_the_search_finds_what_trying_every_five_minutes_finds(search):
    of, wanted, within, taken = search
    board = Board.over(Span(within.starts, within.ends + wanted.length))
    free = free_starts(of, wanted, board, board.taken(taken)) & board.starting(within)
    assert list(board.instants(free)) == slowly(of, wanted, within, taken)


@given(st.integers(0, 2**60 - 1), st.integers(1, 20))
def test_as_many_cells_in_a_row_are_free_as_a_session_needs(free, cells):
    bits = [free >> place & 1 for place in range(60)] + [0] * 20
    wanted = [place for place in range(60) if all(bits[place : place + cells])]
    got = fitting(free, cells * CELL)
    assert [place for place in range(60) if got >> place & 1] == wanted


def test_a_board_knows_nothing_beyond_its_edges():
    board = Board.over(Span(at("2026-11-23T09:00"), at("2026-11-23T10:00")))
    before = Span(at("2026-11-23T07:00"), at("2026-11-23T08:00"))
    assert board.taken([before]) == 0
    assert board.at(before.starts) == board.at(at("2026-11-23T10:00")) == 0
    assert board.at(at("2026-11-23T09:05")) == 2
    assert board.at(at("2026-11-23T09:05") + timedelta(seconds=1)) == 0, "no cell begins there"
    assert board.taken([Span(before.starts, at("2026-11-24T09:00"))]) == board.full
    assert list(board.instants(starts(line(), sessions(60), board))) == [at("2026-11-23T09:00")]
