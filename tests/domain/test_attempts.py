"""Pauses grow and end, and nobody can draw out another's."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server_stub.domain.attempts import Pace, must_wait, one_more

NOW = datetime(2026, 11, 22, 22, 4, tzinfo=UTC)
PACE = Pace(free=3, first=timedelta(seconds=2), longest=timedelta(seconds=60), forgets=timedelta(hours=1))


def test_some_tries_are_free_then_pauses_double_up_to_the_longest():
    tries, pauses = None, []
    for _ in range(9):
        tries = one_more(tries, NOW, PACE)
        pauses.append(must_wait(tries, NOW, PACE).total_seconds())
    assert pauses == [0, 0, 2, 4, 8, 16, 32, 60, 60]


def test_a_pause_ends_by_itself_and_all_is_forgotten_in_time():
    tries = None
    for _ in range(4):
        tries = one_more(tries, NOW, PACE)
    assert must_wait(tries, NOW + timedelta(seconds=3), PACE) == timedelta(seconds=1)
    assert must_wait(tries, NOW + timedelta(seconds=4), PACE) == timedelta(0)
    assert one_more(tries, NOW + timedelta(minutes=59), PACE).failures == 5
    assert one_more(tries, NOW + timedelta(hours=1), PACE).failures == 1


def test_a_clock_that_is_set_back_locks_nobody_out():
    tries = None
    for _ in range(9):
        tries = one_more(tries, NOW + timedelta(days=20), PACE)
    assert must_wait(tries, NOW + timedelta(days=20), PACE) == timedelta(seconds=60)
    assert must_wait(tries, NOW, PACE) == timedelta(0)
    assert one_more(tries, NOW, PACE).failures == 1


@given(st.integers(1, 500), st.integers(0, 100), st.integers(1, 3600), st.integers(1, 3600))
def test_a_pause_never_shrinks_with_more_tries_nor_exceeds_the_longest(failures, free, first, longest):
    pace = Pace(
        free=free, first=timedelta(seconds=first), longest=timedelta(seconds=longest), forgets=timedelta(days=1)
    )
    assert timedelta(0) <= pace.pause(failures) <= pace.pause(failures + 1) <= timedelta(seconds=longest)
