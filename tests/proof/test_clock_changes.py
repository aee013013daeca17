"""Around every change of the clocks from 2026 to 2028, both clocks say what the almanac says."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from server_stub.domain import clocks
from tests.proof.almanac import ZONES, Change, changes, offset, wall, walls_around


def test_the_almanac_knows_the_years() -> None:
    """Six zones change twice a year, three do not, and none is forgotten."""
    found = changes()
    assert {change.at.year for change in found} == {2026, 2027, 2028}
    steady = set(ZONES) - {change.zone for change in found}
    assert steady == {"Australia/Perth", "Asia/Kathmandu", "Pacific/Kiritimati"}
    assert len(found) == 2 * 3 * (len(ZONES) - len(steady))
    assert datetime(2026, 10, 3, 16, tzinfo=UTC) in {c.at for c in found if c.zone == "Australia/Melbourne"}


@pytest.mark.parametrize(("change", "client"), product(changes(), ZONES), ids=str)
def test_a_wall_time_is_found_skipped_or_told_to_be_two(change: Change, client: str) -> None:
    """Every half hour of the client's wall, placed, gives the instants at which the clock really shows it."""
    for shown, instants in walls_around(change, client):
        match clocks.place(shown, client), instants:
            case clocks.Once(instant), (one,):
                assert instant == one, shown
                _both_clocks_agree(instant, change.zone, client)
            case clocks.Never(before, after), ():
                assert before.utc == after.utc, shown
                assert Change(client, before.utc) in changes()
                assert after.wall - before.wall == timedelta(minutes=after.offset - before.offset), shown
                assert before.wall <= shown < after.wall
            case clocks.Twice(first, second), (earlier, later):
                assert (first.utc, second.utc) == (earlier, later), shown
                assert first.wall == second.wall == shown
                assert first.offset > second.offset
                _both_clocks_agree(earlier, change.zone, client)
                _both_clocks_agree(later, change.zone, client)
            case said, true:
                pytest.fail(f"{shown} in {client} is {true}, and was said to be {said}")


def _both_clocks_agree(instant: datetime, consultant: str, client: str) -> None:
    for zone in (consultant, client):
        said = clocks.read(instant, zone)
        assert (said.utc, said.wall, said.offset, said.zone) == (
            instant,
            wall(instant, zone),
            offset(instant, zone),
            zone,
        )
        assert said.wall - timedelta(minutes=said.offset) == instant.replace(tzinfo=None)
