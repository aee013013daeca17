"""Wall times are never guessed: those that the clocks skip or show twice are told apart from those that exist once."""

from datetime import UTC, date, datetime

import pytest

from server_stub.domain import clocks

MELBOURNE = "Australia/Melbourne"
LORD_HOWE = "Australia/Lord_Howe"


@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        ("2026-11-30T14:00", MELBOURNE, "2026-11-30T03:00"),
        ("2026-06-30T14:00", MELBOURNE, "2026-06-30T04:00"),
        ("2026-11-30T14:00", "Australia/Adelaide", "2026-11-30T03:30"),
        ("2026-11-30T14:00", "Australia/Perth", "2026-11-30T06:00"),
        ("2026-11-30T14:00", "Asia/Kathmandu", "2026-11-30T08:15"),
        ("2026-11-30T01:00", "Pacific/Kiritimati", "2026-11-29T11:00"),
    ],
)
def test_a_wall_time_that_exists_once_is_one_instant(wall, zone, utc):
    instant = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert clocks.place(datetime.fromisoformat(wall), zone) == clocks.Once(instant)
    reading = clocks.read(instant, zone)
    assert (reading.wall, reading.zone) == (datetime.fromisoformat(wall), zone)
    assert reading.offset == (reading.wall - instant.replace(tzinfo=None)).total_seconds() / 60


@pytest.mark.parametrize(
    ("wall", "zone", "before", "after", "utc"),
    [
        ("2026-10-04T02:00", MELBOURNE, "02:00 +600", "03:00 +660", "2026-10-03T16:00"),
        ("2026-10-04T02:59", MELBOURNE, "02:00 +600", "03:00 +660", "2026-10-03T16:00"),
        ("2026-10-04T02:15", LORD_HOWE, "02:00 +630", "02:30 +660", "2026-10-03T15:30"),
        ("2026-03-29T01:30", "Europe/London", "01:00 +0", "02:00 +60", "2026-03-29T01:00"),
        ("2026-03-08T02:30", "America/New_York", "02:00 -300", "03:00 -240", "2026-03-08T07:00"),
    ],
)
def test_a_skipped_wall_time_is_answered_by_the_two_sides_of_the_jump(wall, zone, before, after, utc):
    skipped = clocks.place(datetime.fromisoformat(wall), zone)
    assert isinstance(skipped, clocks.Never)
    assert [f"{side.wall:%H:%M} {side.offset:+d}" for side in (skipped.before, skipped.after)] == [before, after]
    assert skipped.before.utc == skipped.after.utc == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "zone", "first", "second"),
    [
        ("2026-04-05T02:30", MELBOURNE, "2026-04-04T15:30", "2026-04-04T16:30"),
        ("2026-04-05T01:45", LORD_HOWE, "2026-04-04T14:45", "2026-04-04T15:15"),
        ("2026-11-01T01:00", "America/New_York", "2026-11-01T05:00", "2026-11-01T06:00"),
    ],
)
def test_a_repeated_wall_time_is_two_instants(wall, zone, first, second):
    twice = clocks.place(datetime.fromisoformat(wall), zone)
    assert isinstance(twice, clocks.Twice)
    assert twice.first.utc == datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert twice.second.utc == datetime.fromisoformat(second).replace(tzinfo=UTC)
    assert twice.first.wall == twice.second.wall == datetime.fromisoformat(wall)
    assert twice.first.offset > twice.second.offset


def test_the_edges_of_hours_are_never_in_doubt():
    jump = datetime(2026, 10, 3, 16, tzinfo=UTC)
    assert clocks.edge(datetime.fromisoformat("2026-10-04T02:30"), MELBOURNE) == jump
    assert clocks.edge(datetime.fromisoformat("2026-04-05T02:30"), MELBOURNE) == datetime(
        2026, 4, 4, 15, 30, tzinfo=UTC
    )
    assert clocks.midnight(date(2026, 11, 30), MELBOURNE) == datetime(2026, 11, 29, 13, tzinfo=UTC)


def test_months_later_the_clocks_show_the_same_time():
    start = datetime(2026, 4, 1, 23, 0, tzinfo=UTC)
    assert clocks.read(clocks.months_after(start, MELBOURNE, 12), MELBOURNE).wall.isoformat() == "2027-04-02T10:00:00"
    leap_day = datetime(2028, 2, 28, 23, 0, tzinfo=UTC)
    assert (
        clocks.read(clocks.months_after(leap_day, MELBOURNE, 12), MELBOURNE).wall.isoformat() == "2029-02-28T10:00:00"
    )


@pytest.mark.parametrize("zone", ["Australia/ACT", "US/Eastern", "EST", "Mars/Base", "", "../etc/passwd", "GMT+10"])
def test_only_canonical_zones_are_accepted(zone):
    with pytest.raises(clocks.ZoneNotKnownError):
        clocks.check_zone(zone)


@pytest.mark.parametrize("zone", ["Australia/Melbourne", "Asia/Kathmandu", "Europe/Oslo", "America/New_York", "UTC"])
def test_canonical_zones_are_accepted(zone):
    assert clocks.check_zone(zone) == zone


def test_the_packaged_zone_data_is_used():
    import zoneinfo

    assert zoneinfo.TZPATH == ()
    assert clocks.TZDATA.startswith("20")
