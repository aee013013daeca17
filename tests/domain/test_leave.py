"""Leave is from a time of one date to a time of another, on a clock that may jump."""

from datetime import UTC, date, datetime, time

import pytest

from consultant_tui.contract.refusals import Code
from server_stub.domain.leave import Absence, absence
from server_stub.domain.settings import DEFAULTS

NOW = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
MELBOURNE = "Australia/Melbourne"


def asked(first, starts, last, ends, zone=MELBOURNE):
    return absence(first, starts, last, ends, zone, NOW, DEFAULTS)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 12, 1), 24), (date(2027, 4, 4), 25), (date(2027, 10, 3), 23)])
def test_a_whole_day_is_as_long_as_that_day(day, hours):
    away = asked(day, None, day, None)
    assert isinstance(away, Absence)
    assert away.span.length.total_seconds() == hours * 3600


def test_a_day_that_begins_with_a_jump_begins_at_it():
    """In Santiago the clocks go from midnight to one o'clock on 5 September 2027."""
    day = date(2027, 9, 5)
    away = asked(day, None, day, None, "America/Santiago")
    assert isinstance(away, Absence)
    assert away.first.wall.isoformat() == "2027-09-05T01:00:00"
    assert away.span.length.total_seconds() == 23 * 3600


def test_of_a_time_that_is_shown_twice_the_first_is_meant():
    day = date(2027, 4, 4)
    away = asked(day, time(2, 30), day, time(4), MELBOURNE)
    assert isinstance(away, Absence)
    assert away.first.offset == 660


def test_a_time_that_is_skipped_is_refused_with_the_jump():
    (objection,) = asked(date(2027, 10, 3), time(1), date(2027, 10, 3), time(2, 30))
    assert objection.code is Code.TIME_DOES_NOT_EXIST
    assert objection.start is not None
    assert objection.start.wall.hour == 2


def test_both_ends_are_judged():
    codes = [one.code for one in asked(date(2027, 10, 3), time(2, 10), date(2027, 10, 3), time(2, 30))]
    assert codes == [Code.TIME_DOES_NOT_EXIST] * 2
    codes = [one.code for one in asked(date(2040, 1, 1), None, date(1, 1, 1), None)]
    assert codes == [Code.TOO_FAR_AHEAD, Code.MALFORMED]
