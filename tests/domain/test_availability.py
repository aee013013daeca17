"""Free times are real: on the line, on the grid, over nothing that is taken, as near to the wish as can be."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from consultant_tui.contract.vocabulary import StretchState
from server_stub.domain import clocks
from server_stub.domain.availability import Diary, nearest, openings, openings_on, stretches
from server_stub.domain.spans import Span, left_of
from tests.domain.facts import ADELAIDE, MELBOURNE, NOW, at, line, span

MONDAY = date(2026, 11, 30)


def diary(**other):
    given = {
        "busy": (),
        "leave": (),
        "client_busy": (),
        "allowed": Span(NOW, NOW + timedelta(days=366)),
        "length": timedelta(minutes=60),
        "grid_minutes": 5,
        "client_zone": ADELAIDE,
    }
    return Diary(**{**given, **other})


def walls(spans, zone=MELBOURNE):
    return [f"{clocks.read(one.starts, zone).wall:%H:%M}" for one in spans]


def test_what_is_left_is_what_nothing_covers():
    whole = span("2026-11-30T09:00", "2026-11-30T17:00")
    cuts = [
        span(f"2026-11-30T{a}", f"2026-11-30T{b}")
        for a, b in (("08:00", "09:30"), ("12:00", "13:00"), ("12:30", "12:45"), ("16:30", "18:00"))
    ]
    assert left_of(whole, reversed(cuts)) == [
        span("2026-11-30T09:30", "2026-11-30T12:00"),
        span("2026-11-30T13:00", "2026-11-30T16:30"),
    ]
    assert left_of(whole, [whole]) == []
    assert left_of(whole, []) == [whole]


def test_sessions_follow_one_another_from_the_first_free_minute():
    busy = (span("2026-11-30T11:15", "2026-11-30T12:15"),)
    away = (span("2026-11-30T15:00", "2026-11-30T23:00"),)
    hours = line().hours(MONDAY)
    assert walls(openings(hours, diary(busy=busy, leave=away))) == ["09:00", "10:00", "12:15", "13:15"]
    assert walls(openings(hours, diary(client_busy=busy, leave=away))) == ["09:00", "10:00", "12:15", "13:15"]


def test_no_opening_lies_before_now_or_off_the_grid():
    hours = line().hours(date(2026, 11, 23))
    assert walls(openings(hours, diary()))[:2] == ["09:05", "10:05"]
    half_hours = diary(grid_minutes=30, allowed=Span(at("2026-11-23T09:04"), NOW + timedelta(days=9)))
    assert walls(openings(hours, half_hours))[:2] == ["09:30", "10:30"]


def test_the_grid_is_on_the_clients_clock():
    quarter = diary(grid_minutes=30, client_zone="Asia/Kathmandu")
    found = openings(line().hours(MONDAY), quarter)
    assert {start[3:] for start in walls(found, "Asia/Kathmandu")} == {"00"}
    assert {start[3:] for start in walls(found)} == {"15"}


def test_recording_looks_only_back():
    hours = line().hours(date(2026, 11, 23))
    past = diary(allowed=Span(NOW - timedelta(days=30), NOW))
    assert walls(openings(hours, past)) == ["09:00"]
    assert openings(line().hours(MONDAY), past) == []


def test_a_day_on_which_the_clocks_jump_is_as_long_as_it_is():
    every_day = line(days=(7,), opens=time(0), closes=time(5))
    forward, backward = date(2026, 10, 4), date(2026, 4, 5)
    always = Span(at("2026-01-01T00:00"), at("2026-12-01T00:00"))
    assert walls(openings(every_day.hours(forward), diary(allowed=always))) == ["00:00", "01:00", "03:00", "04:00"]
    found = walls(openings(every_day.hours(backward), diary(allowed=always)))
    assert found == ["00:00", "01:00", "02:00", "02:00", "03:00", "04:00"]


def test_a_day_divides_into_free_busy_and_leave_without_gaps():
    hours = line().hours(MONDAY)
    busy = [span("2026-11-30T10:00", "2026-11-30T11:00"), span("2026-11-30T14:30", "2026-11-30T15:30")]
    away = [span("2026-11-30T14:00", "2026-11-30T16:00"), span("2026-11-30T16:30", "2026-12-01T10:00")]
    parts = stretches(hours, busy, away)
    assert [(state, *walls([one])) for state, one in parts] == [
        (StretchState.FREE, "09:00"),
        (StretchState.BUSY, "10:00"),
        (StretchState.FREE, "11:00"),
        (StretchState.LEAVE, "14:00"),
        (StretchState.BUSY, "14:30"),
        (StretchState.LEAVE, "15:30"),
        (StretchState.FREE, "16:00"),
        (StretchState.LEAVE, "16:30"),
    ]
    assert parts[0][1].starts == hours.starts
    assert parts[-1][1].ends == hours.ends
    assert all(one.ends == other.starts for (_, one), (_, other) in pairwise(parts))


def test_what_is_being_booked_online_is_told_apart_and_shows_through_leave():
    away, held = span("2026-11-30T11:30", "2026-11-30T13:00"), span("2026-11-30T12:00", "2026-11-30T12:30")
    parts = stretches(line().hours(MONDAY), [], [away], [held])
    assert [(state, *walls([one])) for state, one in parts] == [
        (StretchState.FREE, "09:00"),
        (StretchState.LEAVE, "11:30"),
        (StretchState.HELD, "12:00"),
        (StretchState.LEAVE, "12:30"),
        (StretchState.FREE, "13:00"),
    ]


@pytest.mark.parametrize(
    ("busy", "wish", "expected"),
    [
        (("14:00", "15:00"), "14:00", ["12:00", "13:00", "15:00"]),
        (("13:30", "14:30"), "14:00", ["12:30", "14:30", "15:30"]),
        (("09:00", "10:00"), "09:00", ["10:00", "11:00", "12:00"]),
        (("16:00", "17:00"), "16:00", ["13:00", "14:00", "15:00"]),
        (("14:30", "15:30"), "14:00", ["12:30", "13:30", "15:30"]),
    ],
)
def test_the_three_nearest_free_times_lie_on_both_sides_of_the_clash(busy, wish, expected):
    taken = (span(*(f"2026-11-30T{at}" for at in busy)),)
    found = nearest(at(f"2026-11-30T{wish}"), line(), diary(busy=taken))
    assert walls(found) == expected


def test_the_free_time_before_an_odd_minute_ends_on_the_grid():
    away = (span("2026-11-30T13:33", "2026-11-30T15:02"),)
    found = nearest(at("2026-11-30T14:00"), line(), diary(leave=away))
    assert walls(found) == ["11:30", "12:30", "15:05"]


def test_nearest_reaches_over_days_and_not_before_now():
    full = (span("2026-11-30T09:00", "2026-11-30T17:00"),)
    found = nearest(at("2026-11-30T14:00"), line(), diary(busy=full))
    assert [clocks.read(one.starts, MELBOURNE).wall.strftime("%a %H:%M") for one in found] == [
        "Tue 09:00",
        "Tue 10:00",
        "Tue 11:00",
    ]
    early = nearest(at("2026-11-23T09:10"), line(), diary(busy=(span("2026-11-23T09:00", "2026-11-23T10:00"),)))
    assert walls(early) == ["10:00", "11:00", "12:00"]


def test_nearest_finds_nothing_where_there_is_nothing():
    over = line(valid_until=date(2026, 11, 1))
    assert nearest(at("2026-11-30T14:00"), over, diary()) == []
    assert nearest(at("2026-11-30T14:00"), line(), diary(allowed=Span(NOW, NOW))) == []


def test_every_nearest_time_is_free_and_on_the_line():
    busy = tuple(
        span(f"2026-11-{day}T{hour:02}:20", f"2026-11-{day}T{hour + 1:02}:20")
        for day in (27, 30)
        for hour in (9, 11, 13, 15)
    )
    hours = [line().hours(day) for day in (date(2026, 11, 27), MONDAY, date(2026, 12, 1))]
    for minutes in range(0, 480, 25):
        wish = at("2026-11-30T09:00") + timedelta(minutes=minutes)
        found = nearest(wish, line(), diary(busy=busy))
        assert len(found) == len(set(found)) == 3
        assert not any(one.overlaps(other) for one in found for other in busy)
        assert all(any(open_.holds(one) for open_ in hours) for one in found)


def test_a_clients_morning_is_searched_on_the_clients_clock_over_all_lines():
    west = line("SCH-9", zone="Australia/Perth", opens=time(6), closes=time(8))
    found = openings_on(MONDAY, time(8), time(10), [line(), west], diary())
    assert [(of.reference, *walls([one], ADELAIDE)) for of, one in found] == [
        ("SCH-1", "08:30"),
        ("SCH-9", "08:30"),
        ("SCH-1", "09:30"),
        ("SCH-9", "09:30"),
    ]


def test_a_clients_monday_is_not_the_lines_monday():
    found = openings_on(MONDAY, time(0), time(23, 59), [line()], diary(client_zone="Pacific/Kiritimati"))
    assert walls(found and [one for _, one in found], "Pacific/Kiritimati")[0] == "12:00"
