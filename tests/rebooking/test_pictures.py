"""Pictures of the wizard's states, each with the words that must be in it."""

from datetime import date, time

import httpx
import pytest

from consultant_tui.app import ConsultantApp
from consultant_tui.contract.appointments import BookingRequest
from consultant_tui.contract.vocabulary import Approach, Modality
from consultant_tui.screens import doubt
from consultant_tui.screens.rebooking.wizard import Wizard
from consultant_tui.themes import THEMES
from consultant_tui.widgets.waiting import Waiting
from tests.rebooking.stage import press_through, shown

ANA, GRACE, JO, LONDON, LORD_HOWE = "APP-20030", "APP-20028", "APP-20022", "APP-20015", "APP-20019"
SIZES = [(80, 24), (120, 40), (60, 20)]

SCHEDULE = ("enter", "→ free times")
DETAILS = (*SCHEDULE, "enter", "Fits ")
REVIEW = (*DETAILS, "enter", "A notification goes to")
SERIES = (*DETAILS, "tab tab tab 2", "Sessions in all", "enter", "2 cannot be booked")
TWICE = ("2 enter", "→ free times", "enter", "fri, yesterday", "2 5 slash 1 0 tab 0 1 colon 3 0", "twice")
SKIPPED = (*SCHEDULE, "enter", "Starting time", "3 slash 1 0 slash 2 0 2 7 tab 0 2 1 5 enter")
APPROVAL = ("enter", "→ free times", "enter", "Zoom link", "enter", "▸ Approval")

STATES = {
    "approach": (ANA, ("", "▸1  Manual"), "( )"),
    "retrospective": (GRACE, ("2", "▸2  Retrospective"), "(●)"),
    "schedule": (ANA, SCHEDULE, "not available"),
    "week": (ANA, (*SCHEDULE, "right up", "Thu 26 Nov 2026 14:00"), "● free time".replace("●", "○")),
    "openings": (ANA, ("3 enter", "▸10:30"), "go on down for more"),
    "openings-none": (ANA, ("3 enter", "▸10:30", "a 7", "No free time until"), "[x] Sun"),
    "openings-wrong": (ANA, ("3 enter", "▸10:30", "a", "Tick at least one day"), "✗"),
    "details": (ANA, DETAILS, "Mon-Fri 08:00-18:00 Melbourne · Open · rate B  ✓"),
    "details-clash": (GRACE, (*DETAILS, "t u e tab 1 1 enter", "▸ Free instead"), "✗ You have another appointment"),
    "details-leave": (ANA, (*DETAILS, "right_square_bracket", "✗ You are on leave"), "2026-12-04"),
    "details-unread": (ANA, (*DETAILS, "4 5 slash 1 1 enter", "✗ There is no such day"), "…"),
    "details-skipped": (LORD_HOWE, (*SKIPPED, "✗ The clocks skip this time"), "2027-10-03"),
    "details-twice": (LONDON, TWICE, "The first, UTC+1"),
    "details-approval": (JO, APPROVAL, "✗ An ad hoc line"),
    "details-no-notice": (ANA, (*DETAILS, "tab tab right", "The client gets no link"), "(●) No"),
    "review": (ANA, REVIEW, "▸ Client attendance"),
    "receipt": (ANA, (*REVIEW, "ctrl+f", "Booked as"), "2 available now"),
    "repeat": (GRACE, (*DETAILS, "tab tab tab 2", "Sessions in all"), "(●) Weekly"),
    "series": (GRACE, (*SERIES, "down", "You are on leave"), "✗ no session left"),
    "series-move": (GRACE, (*SERIES, "enter", "Date 2 of 4"), "✗ You are on leave"),
    "series-receipt": (GRACE, (*SERIES, "down x end x", "Is this right?", "ctrl+f", "Booked as"), "1 available now"),
    "leaving": (ANA, (*SCHEDULE, "q", "Leave without booking?"), "▸ Stay"),
}
KEY = ["approach", "schedule", "openings", "details", "review", "receipt", "series"]
SMALL_AND_LARGE = [(state, size) for state in KEY for size in SIZES[1:]]


def picture(snap_compare, stage, state, *, size=(80, 24), theme="calm"):
    appointment, keys, last = STATES[state]
    return taken(snap_compare, stage, appointment, keys, last, size=size, theme=theme)


def taken(snap_compare, stage, appointment, keys, last, *, size=(80, 24), theme="calm"):
    app = ConsultantApp(stage.desk)
    app.theme = theme

    async def before(pilot):
        await shown(pilot, "Recently completed")
        pilot.app.push_screen(Wizard(stage.desk, appointment))
        await shown(pilot, "How do you want")
        await press_through(pilot, *keys)
        await shown(pilot, last)

    return snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
def test_state(snap_compare, stage, state, theme):
    assert picture(snap_compare, stage, state, theme=theme)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("state", "size"), SMALL_AND_LARGE, ids=[f"{state}-{size[0]}" for state, size in SMALL_AND_LARGE]
)
def test_size(snap_compare, stage, state, size, theme):
    # In a small window some of it lies below, and is scrolled to.
    appointment, keys, last = STATES[state]
    assert taken(
        snap_compare,
        stage,
        appointment,
        narrowed(keys, size),
        last if size[0] > 60 else "─ " if state != "receipt" else "Booked as",
        size=size,
        theme=theme,
    )


def narrowed(keys, size):
    """The same keys, waiting only for words that are seen in a small window too."""
    seen_there = {"→ free times": "▸1  Mon-Fri", "Fits ": "▸ Appointment date"}
    seen_there["A notification goes to"] = "▸ Client attendance"
    return tuple(seen_there.get(words, words) for words in keys) if size[0] <= 60 else keys


@pytest.mark.parametrize("theme", THEMES)
def test_not_knowing(snap_compare, stage, theme, monkeypatch):
    monkeypatch.setattr(doubt, "PAUSES", (3600.0,))

    def cut(request):
        if request.url.path.startswith("/v1/booking"):
            raise httpx.ReadError("cut", request=request)

    def later(request):
        stage.wire.before = cut if request.url.path == "/v1/bookings" else stage.wire.before
        return cut(request) if request.url.path == "/v1/bookings" else None

    stage.wire.before = later
    keys = (*REVIEW, "ctrl+f", "No certain answer yet")
    assert taken(snap_compare, stage, ANA, keys, "▸ Ask now", theme=theme)


@pytest.mark.parametrize("theme", THEMES)
def test_taken_a_moment_ago(snap_compare, stage, theme):
    rival = BookingRequest(
        previous="APP-20021",
        approach=Approach.MANUAL,
        schedule="SCH-101",
        modality=Modality.PHONE,
        day=date(2026, 11, 27),
        start=time(16),
    )

    async def be_quicker(request):
        if request.url.path == "/v1/bookings" and request.headers["Idempotency-Key"] != "0000000000000000-rival":
            stage.wire.before = None
            await stage.api.book(rival, "0000000000000000-rival")

    stage.wire.before = be_quicker
    keys = (*REVIEW[:-1], "A notification goes to grace", "ctrl+f", "the time was taken a moment ago")
    assert taken(snap_compare, stage, GRACE, keys, "⏎ Take this time", theme=theme)


@pytest.mark.parametrize("theme", THEMES)
def test_sending(snap_compare, stage, theme, monkeypatch):
    monkeypatch.setattr(Waiting, "FRAMES", "◐")
    stage.wire.hold("POST", "/v1/bookings")
    assert taken(
        snap_compare, stage, ANA, (*REVIEW, "ctrl+f", "Asking the booking"), "Finalise appointment", theme=theme
    )


@pytest.mark.parametrize("theme", THEMES)
def test_refused_approach(snap_compare, sams_stage, theme):
    keys = ("", "does not offer this approach")
    assert taken(snap_compare, sams_stage, "APP-20044", keys, "not available", theme=theme)
