"""Days and times are written in words, and on two clocks only where these differ."""

from datetime import UTC, date, datetime, timedelta

from server_stub.domain.spans import Span
from server_stub.portal import times

MELBOURNE, PERTH, AUCKLAND = "Australia/Melbourne", "Australia/Perth", "Pacific/Auckland"
TWO = datetime(2026, 11, 30, 3, tzinfo=UTC)
"""Two o'clock in the afternoon in Melbourne."""


def test_a_day_is_written_in_words():
    assert times.long_day(date(2026, 11, 30)) == "Monday 30 November 2026"


def test_a_session_says_its_day_once_unless_it_ends_on_another():
    hour = Span(TWO, TWO + timedelta(hours=1))
    assert times.when(hour, MELBOURNE) == "Monday 30 November 2026, 14:00 to 15:00"
    late = Span(TWO + timedelta(hours=9, minutes=30), TWO + timedelta(hours=10, minutes=30))
    assert times.when(late, MELBOURNE).endswith("23:30 to Tuesday 1 December 2026, 00:30")


def test_a_clock_is_named_by_its_place_and_how_far_it_is_from_utc():
    assert times.clock_name(TWO, "America/Argentina/Buenos_Aires") == "Buenos Aires time (UTC-3)"
    assert times.clock_name(TWO, "Australia/Adelaide") == "Adelaide time (UTC+10:30)"


def test_another_clock_is_only_named_where_it_shows_something_else():
    assert times.elsewhere(TWO, MELBOURNE, "Australia/Sydney") == ""
    assert times.elsewhere(TWO, MELBOURNE, PERTH) == "11:00 Perth time (UTC+8)"


def test_another_day_on_the_other_clock_is_told():
    late = TWO + timedelta(hours=8)
    assert times.elsewhere(late, MELBOURNE, AUCKLAND) == "Tuesday 1 December 2026, 00:00 Auckland time (UTC+13)"
