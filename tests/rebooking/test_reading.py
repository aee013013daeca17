"""Typed dates and times are read in the forms people write them, and nothing is guessed from nonsense."""

from datetime import date, time

import pytest

from consultant_tui.rebooking.reading import Unread, read_day, read_start

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("2026/11/30", date(2026, 11, 30)),
        ("20261130", date(2026, 11, 30)),
        ("30/11", date(2026, 11, 30)),
        ("30/11/26", date(2026, 11, 30)),
        ("30.11.2026", date(2026, 11, 30)),
        ("30.11.", date(2026, 11, 30)),
        ("30 Nov", date(2026, 11, 30)),
        ("30th november", date(2026, 11, 30)),
        ("Nov 30", date(2026, 11, 30)),
        ("Nov 30, 2026", date(2026, 11, 30)),
        ("30-nov-2026", date(2026, 11, 30)),
        ("Mon 30 Nov", date(2026, 11, 30)),
        ("mon, 30 nov 2026", date(2026, 11, 30)),
        ("30 n", date(2026, 11, 30)),
        ("1 sept", date(2027, 9, 1)),
        ("5/1", date(2027, 1, 5)),
        ("22/11", date(2027, 11, 22)),
        ("23/11", MONDAY),
        ("29 feb", date(2028, 2, 29)),
        ("30", date(2026, 11, 30)),
        ("2", date(2026, 12, 2)),
        ("31", date(2026, 12, 31)),
        ("mon", date(2026, 11, 30)),
        ("Tuesday", date(2026, 11, 24)),
        ("su", date(2026, 11, 29)),
        ("today", MONDAY),
        ("  Tomorrow ", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 22)),
        ("+7", date(2026, 11, 30)),
        ("+2w", date(2026, 12, 7)),
        ("-3", date(2026, 11, 20)),
        ("−3d", date(2026, 11, 20)),
        ("３０/１１", date(2026, 11, 30)),
    ],
)
def test_a_date_is_read(typed, day):
    assert read_day(typed, MONDAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20/11", date(2026, 11, 20)),
        ("24/11", date(2025, 11, 24)),
        ("30", date(2026, 10, 30)),
        ("fri", date(2026, 11, 20)),
        ("mon", date(2026, 11, 16)),
        ("29 feb", date(2024, 2, 29)),
    ],
)
def test_for_a_session_that_has_been_the_latest_such_day_is_meant(typed, day):
    assert read_day(typed, MONDAY, backward=True) == day


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Unread.EMPTY),
        ("   ", Unread.EMPTY),
        ("soon", Unread.FORM),
        ("t", Unread.FORM),
        ("30 xyz", Unread.FORM),
        ("1/2/3/4", Unread.FORM),
        ("[red]30", Unread.FORM),
        ("30 Ma", Unread.FORM),
        ("31/11", Unread.IMPOSSIBLE),
        ("11/30", Unread.IMPOSSIBLE),
        ("2026-02-30", Unread.IMPOSSIBLE),
        ("29 feb 2027", Unread.IMPOSSIBLE),
        ("0000-01-01", Unread.IMPOSSIBLE),
        ("32", Unread.IMPOSSIBLE),
        ("0", Unread.IMPOSSIBLE),
        ("tue 30 nov", Unread.WEEKDAY),
    ],
)
def test_what_is_no_date_is_told_apart(typed, why):
    assert read_day(typed, MONDAY) is why


def test_the_end_of_the_calendar_is_no_crash():
    assert read_day("+7", date(9999, 12, 31)) is Unread.IMPOSSIBLE
    assert read_day("31", date(9999, 12, 31)) == date(9999, 12, 31)
    assert read_day("30", date(9999, 12, 31)) is Unread.IMPOSSIBLE


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("14:00", time(14)),
        ("1400", time(14)),
        ("14.00", time(14)),
        ("14h", time(14)),
        ("14h30", time(14, 30)),
        ("14", time(14)),
        ("9", time(9)),
        ("930", time(9, 30)),
        ("9:05", time(9, 5)),
        ("2pm", time(14)),
        ("2 PM", time(14)),
        ("2:30pm", time(14, 30)),
        ("230 pm", time(14, 30)),
        ("2p", time(14)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("0000", time(0)),
        ("１４:００", time(14)),
    ],
)
def test_a_time_is_read(typed, start):
    assert read_start(typed) == start


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Unread.EMPTY),
        ("late", Unread.FORM),
        ("14:0", Unread.FORM),
        ("14:00:00", Unread.FORM),
        ("24:00", Unread.IMPOSSIBLE),
        ("14:60", Unread.IMPOSSIBLE),
        ("14pm", Unread.IMPOSSIBLE),
        ("0am", Unread.IMPOSSIBLE),
    ],
)
def test_what_is_no_time_is_told_apart(typed, why):
    assert read_start(typed) is why
