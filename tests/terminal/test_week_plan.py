"""Proves where things lie on the days of a calendar, and how a cursor goes among them."""

from datetime import UTC, date, datetime, timedelta, timezone

from consultant_tui.contract.calendar import Calendar, CalendarDay, Engaged, Free, Hours, Leave
from consultant_tui.contract.moments import Moment, Span
from consultant_tui.contract.vocabulary import ScheduleKind
from consultant_tui.widgets import week_plan, week_words
from consultant_tui.widgets.week_plan import DAY, Rows

MONDAY = date(2026, 11, 23)


def at(text, offset=660):
    wall = datetime.fromisoformat(text)
    utc = wall.replace(tzinfo=timezone(timedelta(minutes=offset))).astimezone(UTC)
    return Moment(utc=utc, wall=wall, zone="Australia/Melbourne", offset=offset)


def span(start, end, *offsets):
    first, last = offsets or (660, 660)
    return Span(start=at(start, first), end=at(end, last))


def free(start, end):
    return Free(schedule="SCH-1", kind=ScheduleKind.OPEN, span=span(start, end))


def week(*, first=MONDAY, days=7, engaged=(), leave=(), free=(), hours=()):
    listed = tuple(
        CalendarDay(
            day=day,
            hours=tuple(
                Hours(schedule="SCH-1", kind=ScheduleKind.OPEN, span=one)
                for one in hours
                if one.start.wall.date() == day
            ),
        )
        for day in (first + timedelta(days=number) for number in range(days))
    )
    return Calendar(
        now=at("2026-11-23T09:04"), client_term="client", days=listed, engaged=engaged, leave=leave, free=free
    )


def test_leave_over_days_lies_on_each_of_them():
    away = Leave(reference="LV-1", span=span("2026-11-24T22:00", "2026-11-26T09:00"), reason="")
    laid = [place for place in week_plan.places(week(leave=(away,))) if place.thing]
    assert [(place.day, place.begin, place.end) for place in laid] == [(1, 1320, DAY), (2, 0, DAY), (3, 0, 540)]
    assert len({place.name for place in laid}) == 3


def test_a_day_without_anything_is_one_empty_place():
    laid = week_plan.places(week(free=(free("2026-11-23T10:00", "2026-11-23T11:00"),)))
    assert [place.thing is None for place in laid] == [False] + [True] * 6


def test_what_ends_at_midnight_does_not_lie_on_the_next_day():
    away = Leave(reference="LV-1", span=span("2026-11-24T00:00", "2026-11-25T00:00"), reason="")
    assert [place.day for place in week_plan.places(week(leave=(away,))) if place.thing] == [1]


def test_where_the_clocks_go_back_nothing_vanishes():
    """From half past two, summer time, to ten past two, an hour later by the clock that never jumps: 40 minutes."""
    meeting = Engaged(span=span("2027-04-04T02:30", "2027-04-04T02:10", 660, 600), row=None)
    (place,) = [one for one in week_plan.places(week(first=date(2027, 3, 29), engaged=(meeting,))) if one.thing]
    assert (place.day, place.begin, place.end) == (6, 150, 151)
    assert week_words.told(place, week(first=date(2027, 3, 29))) == (
        "Sun 4 Apr 2027 02:30-02:10 · busy under your other profile"
    )


def test_rows_are_as_fine_as_there_is_room():
    calendar = week(hours=(span("2026-11-23T09:00", "2026-11-23T17:00"),))
    laid = week_plan.places(calendar)
    assert [(Rows(calendar, laid, room).step, Rows(calendar, laid, room).count) for room in (40, 20, 8, 3)] == [
        *((15, 32), (30, 16), (60, 8), (60, 8)),
    ]


def test_things_outside_the_hours_widen_the_rows_and_whole_days_do_not():
    calendar = week(
        hours=(span("2026-11-23T09:00", "2026-11-23T17:00"),),
        leave=(Leave(reference="LV-1", span=span("2026-11-24T00:00", "2026-11-25T00:00"), reason=""),),
        engaged=(Engaged(span=span("2026-11-23T18:30", "2026-11-23T19:20"), row=None),),
    )
    laid = week_plan.places(calendar)
    rows = Rows(calendar, laid, 11)
    assert (rows.first, rows.count) == (9 * 60, 11)
    assert rows.of[[place.day for place in laid].index(1)] == range(11)


def test_of_what_shares_a_row_the_one_that_begins_in_it_goes_first():
    calendar = week(
        free=(free("2026-11-23T10:30", "2026-11-23T11:30"), free("2026-11-23T11:30", "2026-11-23T12:30")),
        hours=(span("2026-11-23T09:00", "2026-11-23T17:00"),),
    )
    rows = Rows(calendar, week_plan.places(calendar), 8)
    assert rows.cells[0, 2] == [1, 0]


def test_the_cursor_goes_to_the_nearest_hour_of_another_day_and_stops_at_the_ends():
    laid = week_plan.places(
        week(
            free=tuple(
                free(f"2026-11-{day}T{hour:02}:00", f"2026-11-{day}T{hour + 1}:00")
                for day, hour in ((23, 10), (23, 14), (24, 9), (24, 13), (24, 16))
            )
        )
    )
    assert [laid[week_plan.beside(laid, at, 1)].begin // 60 for at in (0, 1)] == [9, 13]
    assert week_plan.beside(laid, 0, -1) is None
    assert [week_plan.below(laid, at, by) for at, by in ((0, -1), (0, 1), (1, 1))] == [0, 1, 1]


def test_it_begins_at_what_comes_next_today():
    laid = week_plan.places(
        week(free=(free("2026-11-23T08:00", "2026-11-23T09:00"), free("2026-11-23T09:05", "2026-11-23T10:05")))
    )
    assert week_plan.upcoming(laid, week()) == 1
    assert week_plan.upcoming(laid, week(first=date(2026, 12, 7))) == 0
