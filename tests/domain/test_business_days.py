"""Business days leave out weekends and the public holidays of the region."""

from datetime import date

import pytest

from server_stub.domain.business_days import RegionNotKnownError, business_days_after, holidays_between


@pytest.mark.parametrize(
    ("asked", "region", "due"),
    [
        (date(2026, 11, 23), "AU-VIC", date(2026, 12, 2)),
        (date(2026, 11, 21), "AU-VIC", date(2026, 12, 1)),  # a Saturday
        (date(2026, 12, 21), "AU-VIC", date(2027, 1, 4)),  # Christmas, Boxing Day observed, New Year
        (date(2026, 10, 29), "AU-VIC", date(2026, 11, 10)),  # the Cup is run in Melbourne
        (date(2026, 10, 29), "AU-NSW", date(2026, 11, 9)),
        (date(2026, 11, 20), "US", date(2026, 12, 2)),  # Thanksgiving
    ],
)
def test_seven_business_days_go_by_the_regions_calendar(asked, region, due):
    assert business_days_after(asked, 7, region) == due


def test_the_holidays_of_a_week_are_named():
    assert holidays_between(date(2026, 11, 2), date(2026, 11, 8), "AU-VIC") == {date(2026, 11, 3): "Melbourne Cup Day"}
    assert not holidays_between(date(2026, 11, 2), date(2026, 11, 8), "AU-NSW")


@pytest.mark.parametrize("region", ["AU-XX", "QQ", "", "AU-VIC-3000"])
def test_a_region_that_nobody_knows_is_told(region):
    with pytest.raises(RegionNotKnownError):
        business_days_after(date(2026, 11, 23), 7, region)
