"""Pictures of the calendar, each with a word on what must be in it."""

from datetime import date

import pytest

from consultant_tui.app import ConsultantApp
from consultant_tui.contract.calendar import LeaveWish
from tests.rebooking.stage import loaded, press_through, shown

SIZES = [(80, 24), (120, 40), (60, 20)]

WEEK = ("v", "▸Tom")
WEDNESDAY = (*WEEK, "right right down down down", "LV-1")
HOLIDAYS = (*WEEK, *("right_square_bracket", "30 Nov 2026", "right_square_bracket", "7 Dec 2026"))
THROUGH = "enter enter enter enter enter"
LEAVE = (*WEEK, "right a", "Add leave or a break")

STATES = {
    "week": (WEEK, "Tomás Ferreira"),
    "on-leave": (WEDNESDAY, "x Remove leave"),
    "free": ((*WEEK, "down", "SCH-101"), "r Rebook here"),
    "day": ((*WEEK, "d", "08:00-09:00 Jun"), "[ Mon 23 Nov 2026 ]"),
    "holidays": (
        (
            *HOLIDAYS,
            "right_square_bracket",
            "14 Dec 2026",
            "right_square_bracket",
            "★",
            "right right right right",
            "Christmas Day",
        ),
        "public holiday",
    ),
    "empty-day": ((*WEEK, "left", "▸Sun 22"), "no working hours"),
    "leave": (LEAVE, "empty: the whole day"),
    "leave-hits": ((*LEAVE, THROUGH, "▸ Add leave", "enter", "Add it all the same"), "2 appointments lie in it"),
    "leave-added": ((*LEAVE, THROUGH, "▸ Add leave", "enter", "Add it all the same", "enter", "▸leave"), "LV-4"),
    "leave-wrong": (
        (*LEAVE, "enter 1 2 enter enter 1 1 enter enter", "▸ Add leave", "enter", "✗ This ends"),
        "before it begins",
    ),
    "remove-leave": ((*WEDNESDAY, "x", "Keep it"), "Supervision group"),
    "clients": ((*WEEK, "down", "SCH-101", "r", "Rebook a client"), "Grace"),
    "no-link": ((*WEEK, "l", "no such address"), "Make a link"),
    "help": ((*WEEK, "question_mark", "Help"), "Calendar"),
}


def picture(snap_compare, stage, keys, last, *, size=(80, 24), theme="calm", first=None):
    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        if first is not None:
            await first()
        await loaded(pilot)
        await press_through(pilot, *keys)
        pilot.app.clear_notifications()
        await shown(pilot, last)

    return snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("state", STATES)
def test_the_calendar(snap_compare, stage, state):
    assert picture(snap_compare, stage, *STATES[state])


@pytest.mark.parametrize("state", ["week", "on-leave", "leave-hits"])
def test_the_calendar_in_high_contrast(snap_compare, stage, state):
    assert picture(snap_compare, stage, *STATES[state], theme="high-contrast")


@pytest.mark.parametrize("size", SIZES[1:], ids=["120x40", "60x20"])
@pytest.mark.parametrize("state", ["week", "day", "holidays", "leave-hits"])
def test_the_calendar_in_other_sizes(snap_compare, stage, state, size):
    keys, _ = STATES[state]
    assert picture(snap_compare, stage, keys, "", size=size)


def test_leave_over_days_and_a_time_of_another_profile(snap_compare, stage):
    with stage.engines.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE appointments SET version = version + 1,"
            " profile_id = (SELECT id FROM profiles WHERE email LIKE 'sam%') WHERE reference = 'APP-20034'"
        )

    async def away():
        await stage.api.add_leave(LeaveWish(first=date(2026, 11, 26), last=date(2026, 11, 27), reason="Family"))

    keys = (*WEEK, "right right right up", "Family")
    assert picture(snap_compare, stage, keys, "to Sat 28 Nov 2026 00:00", first=away)


def test_a_link_is_shown_once(snap_compare, stage, monkeypatch):
    monkeypatch.setattr("server_stub.services.feeds.make_token", lambda: "secret" * 7)
    keys = (*WEEK, "l", "no such address", "left enter", "Copy the link")
    assert picture(snap_compare, stage, keys, "secretsecret")
