"""A month is laid out in weeks, and leads to the next one only where something can be booked."""

from datetime import date

from server_stub.portal.months import Day, month_of

FIRST, LAST = date(2026, 11, 23), date(2027, 1, 22)


def test_a_month_begins_on_its_weekday_and_has_all_its_days():
    month = month_of(date(2026, 11, 30), {date(2026, 11, 30): 4}, date(2026, 10, 1), LAST)
    assert month.weeks[0] == (None,) * 6 + (Day(date(2026, 11, 1), 0),)
    assert month.weeks[5] == (Day(date(2026, 11, 30), 4), *(None,) * 6)
    assert [day.day.day for week in month.weeks for day in week if day] == list(range(1, 31))
    assert month.free == 1


def test_weeks_that_have_passed_are_left_out():
    month = month_of(FIRST, {}, date(2026, 11, 24), LAST)
    assert [week[0].day.day for week in month.weeks if week[0]] == [23, 30]


def test_there_is_no_way_to_months_in_which_nothing_can_be_booked():
    first = month_of(FIRST, {}, FIRST, LAST)
    middle = month_of(date(2026, 12, 31), {}, FIRST, LAST)
    last = month_of(LAST, {}, FIRST, LAST)
    assert (first.before, first.after) == (None, date(2026, 12, 1))
    assert (middle.before, middle.after) == (date(2026, 11, 1), date(2027, 1, 1))
    assert (last.before, last.after) == (date(2026, 12, 1), None)


def test_a_month_that_ends_on_the_last_day_leads_no_further():
    assert month_of(date(2026, 11, 2), {}, date(2026, 11, 1), date(2026, 11, 30)).after is None
