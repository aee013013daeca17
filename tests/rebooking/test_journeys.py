"""A consultant leads a rebooking from Quick View to the receipt, for each approach, against the real backend."""

import msgspec
import pytest

from consultant_tui.contract.appointments import BookingRequest, Receipt
from consultant_tui.contract.vocabulary import Approach, Attendance, Modality, Occurrence, Platform
from consultant_tui.widgets.entry import DateEntry
from server_stub.practice.checking import check_practice
from tests.rebooking.stage import press_through, seen, shown, until

ANA = "APP-20030"
"""Fri 13 Nov 14:00 in Melbourne, 13:30 for Ana in Adelaide."""
GRACE = "APP-20028"
"""The newest completed appointment: Fri 20 Nov 16:00, by phone."""
JO = "APP-20022"
"""On the ad hoc line, with an approval."""


def booked(stage) -> tuple[Receipt, BookingRequest]:
    """What was sent, and the receipt for it."""
    (request,) = stage.wire.sent("POST", "/v1/bookings")
    (receipt,) = stage.result
    assert receipt is not None
    assert not check_practice(stage.engines).broken
    return receipt, msgspec.json.decode(request.content, type=BookingRequest)


async def test_eight_keys_repeat_last_weeks_booking(stage):
    keys = ("3", "r", "enter", "enter", "enter", "ctrl+s", "enter", "ctrl+f")
    assert len(keys) <= 8
    waits = (
        "▸ Fri 20 Nov 16:00  Grace",
        "Continue to Rebook",
        "How do you want",
        "Fri 27 Nov 2026 16:00-17:00 Melbourne",
        "Fits ",
        "Fits ",
        "A notification goes to grace",
        "Booked as",
    )
    async with stage.program() as pilot:
        for key, words in zip(keys, waits, strict=True):
            await pilot.press(key)
            await shown(pilot, words)
        assert "Fri 27 Nov 2026  16:00-17:00  Melbourne" in seen(pilot)
        await pilot.press("enter")
        screen = await shown(pilot, "▸ Fri 27 Nov 16:00  Grace Mbeki")
        assert "12 · 2 late" in screen
    assert not check_practice(stage.engines).broken


async def test_manual_with_every_field_changed(stage):
    async with stage.wizard(ANA) as pilot:
        await press_through(
            pilot,
            "enter", "Fri 27 Nov 2026 14:00-15:00 Melbourne = 13:30-14:30 Adelaide",
            "enter", "Fits ",
            "shift+tab 2", "( ) Teams  (●) Zoom",
            "tab 3 0 space n o v", "= Mon 30 Nov 2026",
            "tab 2 p m", "Mon 30 Nov 2026  14:30-15:30  Melbourne  UTC+11",
            "tab right", "send it yourself",
            "enter", "Is this right?",
            "2", "(●) Couple",
            "tab right", "( ) Yes  (●) No",
            "tab tab enter", "Booked as APP-20057",
        )  # fmt: skip
        assert "Mon 30 Nov 2026  14:00-15:00  Adelaide   UTC+10:30" in seen(pilot)
        assert "Video call · Zoom" in seen(pilot)
        await pilot.press("enter")
        await shown(pilot, "Quick View")
    receipt, request = booked(stage)
    assert request.attendance is Attendance.COUPLE
    assert request.platform is Platform.ZOOM
    assert (request.notify, request.confirmed, request.approach) == (False, False, Approach.MANUAL)
    assert receipt.client.start.wall.isoformat() == "2026-11-30T14:00:00"


async def test_retrospective_takes_a_time_that_has_been(stage):
    async with stage.wizard(GRACE) as pilot:
        await press_through(
            pilot,
            "2", "▸2  Retrospective",
            "enter", "Week of Mon 23 Nov 2026",
            "left_square_bracket", "Week of Mon 16 Nov 2026",
            "enter", "20 Nov, fri, yesterday, -3",
            "f r i", "= Fri 20 Nov 2026",
            "tab 9", "No notification: the time has passed.",
            "enter", "Is this right?",
        )  # fmt: skip
        await shown(pilot, "No notification: the time has passed.")
        await pilot.press("ctrl+f")
        await shown(pilot, "Booked as")
        assert "No notification: the time has passed." in seen(pilot)
        await pilot.press("enter")
        await shown(pilot, "Quick View")
    receipt, request = booked(stage)
    assert request.approach is Approach.RETROSPECTIVE
    assert receipt.consultant.start.wall.isoformat() == "2026-11-20T09:00:00"


async def test_rebook_with_me_picks_a_real_free_time(stage):
    async with stage.wizard(ANA) as pilot:
        await press_through(
            pilot,
            "3", "▸3  Rebook with me",
            "enter", "Mon 23 Nov 2026 10:30-11:30 Adelaide = 11:00-12:00 Melbourne",
            "a", "Tick at least one day.",
            "2", "▸[x] Tue",
            "tab 1 2 colon 3 0 tab 1 5 tab 1 d e c", "= Tue 1 Dec 2026",
            "enter", "▸12:30",
            "right", "Tue 1 Dec 2026 13:30-14:30 Adelaide",
            "enter", "Fits ",
            "enter", "Is this right?",
            "ctrl+f", "Booked as",
            "enter", "Quick View",
        )  # fmt: skip
    receipt, request = booked(stage)
    assert request.approach is Approach.REBOOK_WITH_ME
    assert receipt.client.start.wall.isoformat() == "2026-12-01T13:30:00"


async def test_a_free_time_is_taken_from_the_picture(stage):
    async with stage.wizard(GRACE) as pilot:
        await press_through(
            pilot,
            "enter", "Fri 27 Nov 2026 16:00-17:00",
            "right up", "Thu 26 Nov 2026 16:00-17:00",
            "left", "Thu 26 Nov 2026 14:00-15:00",
            "enter", "Thu 26 Nov 2026  14:00-15:00",
            "enter", "Is this right?",
            "ctrl+f", "Booked as",
            "enter", "Quick View",
        )  # fmt: skip
    receipt, _ = booked(stage)
    assert receipt.consultant.start.wall.isoformat() == "2026-11-26T14:00:00"


def marked(pilot):
    """The rows of the picture in which a free time is marked as the one that Enter takes."""
    days = ("Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun ")
    rows = (line.strip() for line in seen(pilot).splitlines())
    return [row[:10].strip() for row in rows if row.startswith(days) and "●" in row]


async def test_the_picture_marks_only_the_time_that_enter_takes(stage):
    """Grace's own time, Fri 27 Nov 16:00, is free; in another week nothing is chosen until the picture is entered."""
    async with stage.wizard("APP-20028") as pilot:
        await press_through(pilot, "enter", "Fri 27 Nov 2026 16:00-17:00")
        assert marked(pilot) == ["Fri 27 Nov"]
        await press_through(pilot, "right up", "Thu 26 Nov 2026 16:00-17:00")
        assert marked(pilot) == ["Thu 26 Nov"]
        pilot.app.screen.query_one("#lines").focus()
        await shown(pilot, "Fri 27 Nov 2026 16:00-17:00")
        assert marked(pilot) == ["Fri 27 Nov"]
        await press_through(pilot, "]", "Week of Mon 30 Nov 2026", "", "Mon 30 Nov   ")
        assert (marked(pilot), " 30 Nov 2026 08:00-" in seen(pilot)) == ([], False)
        await press_through(pilot, "right", "Mon 30 Nov 2026 0")
        assert marked(pilot) == ["Mon 30 Nov"]


async def test_where_the_time_so_far_is_not_free_nothing_is_marked(stage):
    async with stage.wizard("APP-20030") as pilot:
        await press_through(pilot, "enter", "→ free times", "3", "▸3", "", "16      17      18")
        assert (marked(pilot), "2026 16:00-17:00" in seen(pilot)) == ([], False)


async def test_no_time_of_another_line_is_taken_while_the_chosen_ones_week_is_not_known(stage):
    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "enter", "Fri 27 Nov 2026 16:00-17:00")
        gate = stage.wire.hold("GET", "/schedules/")
        await press_through(pilot, "2", "▸2  Sat")
        assert marked(pilot) == []
        assert "16:00-17:00" not in seen(pilot)
        await pilot.press("right", "enter")
        await pilot.pause()
        assert "▸2  Sat" not in seen(pilot)
        gate.open()
        await press_through(pilot, "", "Sat 28 Nov 2026 09:00-10:00", "enter", "Fits ")
        assert "Sat 09:00-12:00 Melbourne" in seen(pilot)


async def test_back_and_forth_loses_nothing(stage):
    async with stage.wizard(ANA) as pilot:
        await press_through(
            pilot,
            "enter", "Week of",
            "enter", "Fits ",
            "shift+tab shift+tab 3", "(●) Phone",
            "tab 3 0 space n o v tab 1 5 colon 0 0 tab right", "Mon 30 Nov 2026  15:30-16:30  Melbourne",
            "enter", "Is this right?",
            "2 tab right", "(●) No",
            "escape", "Starting time",
            "escape", "Week of Mon 30 Nov 2026",
            "escape", "How do you want",
            "enter", "Week of Mon 30 Nov 2026",
            "enter", "Mon 30 Nov 2026  15:30-16:30  Melbourne",
        )  # fmt: skip
        assert "(●) Phone" in seen(pilot)
        assert "( ) Yes  (●) No" in seen(pilot)
        screen = await press_and_see(pilot, "enter", "Is this right?")
        assert "(●) Couple" in screen
        assert "( ) Yes  (●) No" in screen


async def press_and_see(pilot, key, words):
    await pilot.press(key)
    return await shown(pilot, words)


async def test_what_is_no_date_is_still_there_after_back(stage):
    async with stage.wizard(GRACE) as pilot:
        await press_through(
            pilot,
            "enter", "Week of",
            "enter", "Fits ",
            "4 5 slash 1 1", "45/11",
            "escape", "Week of",
            "enter", "45/11",
        )  # fmt: skip
        assert "There is no such day" in await press_and_see(pilot, "enter", "There is no such day")


@pytest.mark.parametrize("steps", [(), ("enter",)], ids=["from approach", "from schedule"])
async def test_same_time_next_week_goes_straight_to_the_review(stage, steps):
    async with stage.wizard(GRACE) as pilot:
        for key in steps:
            await press_through(pilot, key, "Week of")
        await press_through(pilot, "ctrl+s", "Is this right?")
        await shown(pilot, "Fri 27 Nov 2026  16:00-17:00")
        await press_through(pilot, "ctrl+f", "Booked as", "enter", "Quick View")
    assert booked(stage)[0].client_name == "Grace Mbeki"


async def test_same_time_next_week_stops_where_something_is_in_the_way(stage):
    async with stage.wizard("APP-20021") as pilot:
        # Tomás: Tue 17 Nov 11:00; a week later the consultant is busy.
        await press_through(pilot, "ctrl+s", "Free instead")
        assert "✗ You have another appointment 11:00-12:00" in seen(pilot)
        await press_through(pilot, "1", "Fits ", "enter", "Is this right?")


async def test_same_time_next_week_is_not_offered_for_a_session_that_has_been(stage):
    async with stage.wizard(GRACE) as pilot:
        assert "Same time next week" in seen(pilot)
        await press_through(pilot, "2", "▸2  Retrospective")
        await until(pilot, lambda: "Same time next week" not in seen(pilot), "no such hint")
        await pilot.press("ctrl+s")
        assert "How do you want" in seen(pilot)


async def test_an_ad_hoc_line_asks_for_its_approval(stage):
    async with stage.wizard(JO) as pilot:
        await press_through(pilot, "enter", "Asks for the reference of an approval")
        assert "[@click=app.quit]Jo" in seen(pilot)
        await press_through(
            pilot,
            "enter", "Enter",
            "enter", "▸ Approval",
            "U S T minus 5", "Fits ",
            "enter", "approval UST-5",
            "ctrl+f", "Booked as",
            "enter", "Quick View",
        )  # fmt: skip
    assert booked(stage)[1].approval == "UST-5"


async def test_an_approach_that_the_profile_may_not_use_says_so_and_is_passed_over(sams_stage):
    async with sams_stage.wizard("APP-20044") as pilot:
        assert "Your engagement does not offer this approach" in seen(pilot)
        assert "3  Rebook with me                                              not available" in seen(pilot)
        await pilot.press("3", "down", "down")
        assert "▸2  Retrospective" in await shown(pilot, "▸2")


@pytest.mark.parametrize(
    ("appointment", "name"),
    [
        ("APP-20018", "A[/b]"),
        ("APP-20020", "Zoë [he/him] O’Brien"),
        ("APP-20024", "محمد الأحمد"),
        ("APP-20023", "王小明"),
    ],
)
async def test_any_name_passes_through_every_screen(stage, appointment, name):
    async with stage.wizard(appointment) as pilot:
        await shown(pilot, f"Rebook {name[:6]}")
        await press_through(pilot, "1 enter", "Which line", "enter", "Starting time")
        assert "Rebook " in seen(pilot)


async def test_modality_without_video_has_no_platform(stage):
    async with stage.wizard(ANA) as pilot:
        await press_through(pilot, "enter", "Week of", "enter", "Fits ")
        assert "Platform" in seen(pilot)
        await press_through(pilot, "shift+tab shift+tab 1", "(●) In person")
        await until(pilot, lambda: "Platform" not in seen(pilot), "no platform")
        await press_through(pilot, "enter", "Is this right?", "ctrl+f", "Booked as", "enter", "Quick View")
    _, request = booked(stage)
    assert (request.modality, request.platform) == (Modality.IN_PERSON, None)


async def test_a_repeated_hour_is_asked_and_told_apart_by_its_offset(stage):
    # In London the clocks go back on Sun 25 Oct 2026 and show 01:00-02:00 twice; that is 11:00 and 12:00 in Melbourne.
    async with stage.wizard("APP-20015") as pilot:
        await press_through(
            pilot,
            "2 enter", "Week of",
            "enter", "20 Nov, fri, yesterday, -3",
            "2 5 slash 1 0 tab 0 1 colon 3 0", "The clocks show this time twice",
        )  # fmt: skip
        assert "The first, UTC+1  ( ) The second, UTC+0" in seen(pilot)
        await press_through(pilot, "enter", "▸ Which one", "2", "(●) The second")
        screen = await shown(pilot, "01:30-02:30  London     UTC+0")
        assert "Sun 25 Oct 2026  12:30-13:30  Melbourne" in screen
        assert stage.wire.sent("POST", "/v1/booking-checks")
        last = msgspec.json.decode(stage.wire.sent("POST", "/v1/booking-checks")[-1].content, type=BookingRequest)
        assert last.occurrence is Occurrence.SECOND


async def test_a_skipped_hour_is_refused_at_its_field(stage):
    # In Lord Howe the clocks went forward on Sun 4 Oct 2026 at 02:00, by half an hour.
    async with stage.wizard("APP-20019") as pilot:
        await press_through(
            pilot,
            "enter", "Which line",
            "enter", "Starting time",
            "3 slash 1 0 slash 2 0 2 7 tab 0 2 1 5", "The clocks skip this time",
        )  # fmt: skip
        assert pilot.app.screen.query_one(DateEntry)


async def test_rebook_with_me_looks_further_and_shows_more(stage):
    async with stage.wizard(ANA) as pilot:
        await press_through(
            pilot,
            "3 enter", "▸10:30",
            "a 6", "3 free times until Sun 6 Dec 2026, go on down for more",
            "enter", "▸08:30",
            "down", "Sat 12 Dec 2026",
            "down", "Sat 12 Dec 2026 08:30-09:30",
            "up up", "▸ First date",
            "up up up", "▸ Days that suit",
            "6 7", "No free time until Sun 6 Dec 2026. Enter looks further.",
            "enter", "No free time until Sun 20 Dec 2026.",
        )  # fmt: skip


async def test_free_times_that_are_known_are_gone_to_at_once(stage):
    async with stage.wizard(ANA) as pilot:
        await press_through(pilot, "3 enter", "▸10:30", "tab", "▸ Starting from")
        asked = len(stage.wire.requests)
        await press_through(pilot, "enter", "▸10:30", "right", "▸11:30")
        assert len(stage.wire.requests) == asked


async def test_what_is_looked_for_anew_is_not_looked_for_beyond_what_was_found_before(stage):
    """Enter comes while the answer for other days is still out; the first free times are not left out."""
    async with stage.wizard(ANA) as pilot:
        await press_through(pilot, "3 enter", "▸10:30", "a 7", "No free time until")
        gate = stage.wire.hold("GET", "/openings")
        await pilot.press("2")
        await gate.met.wait()
        await pilot.press("enter")
        gate.open()
        await shown(pilot, "Tue 24 Nov 2026  ▸09:30")


async def test_sessions_that_were_asked_for_are_told_on_the_way(stage):
    await stage.api.ask_extra("ASST-100028", 2, "Grief")
    async with stage.wizard(GRACE) as pilot:
        assert "2 extra sessions requested today; answer due by Wed 2 Dec." in seen(pilot)
        await press_through(pilot, "ctrl+s", "3 available now, 2 after this booking; 2 extra requested")
