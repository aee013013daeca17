"""A consultant books several sessions in one go: dates are planned, moved, dropped, and finalised together."""

from datetime import date, time

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from consultant_tui.contract.refusals import Code
from consultant_tui.contract.series import SeriesRequest
from consultant_tui.contract.vocabulary import Approach, Occurrence
from consultant_tui.rebooking.draft import BookingDraft, When
from consultant_tui.rebooking.journal import Journal, Unfinished, attempt_for
from consultant_tui.rebooking.series import Repeat, plan
from consultant_tui.rebooking.steps import receipts_of
from consultant_tui.widgets.roll import Roll
from server_stub.practice.checking import check_practice
from tests.rebooking import makers
from tests.rebooking.stage import press_through, seen, shown, until

GRACE = "APP-20028"
"""Fri 20 Nov 16:00, by phone; three sessions are left, and Fri 4 Dec is a day of leave."""

DRAFT = replace(BookingDraft.begin(makers.offer()), repeat=Repeat.WEEKLY, times=3)


def days(slots):
    return [slot.day.isoformat() for slot in slots]


def test_the_dates_lie_a_week_or_a_fortnight_apart():
    assert days(DRAFT.dates()) == ["2026-11-30", "2026-12-07", "2026-12-14"]
    assert days(replace(DRAFT, repeat=Repeat.FORTNIGHTLY).dates()) == ["2026-11-30", "2026-12-14", "2026-12-28"]


def test_once_and_for_what_has_been_there_is_no_series():
    assert replace(DRAFT, repeat=Repeat.ONCE).dates() == ()
    assert not DRAFT.with_approach(Approach.RETROSPECTIVE).repeats
    assert replace(DRAFT, when=When()).as_series() is None


def test_what_was_moved_and_dropped_stays_while_its_place_is_the_same():
    first, second, third = DRAFT.dates()
    changed = DRAFT.with_dates((first, second.at(date(2026, 12, 8), time(15)), third.toggled()))
    more = replace(changed, times=4)
    assert days(more.dates()) == ["2026-11-30", "2026-12-08", "2026-12-14", "2026-12-21"]
    assert [slot.dropped for slot in more.dates()] == [False, False, True, False]
    fewer = replace(more, times=2)
    assert replace(fewer, times=4).dates() == more.dates()
    other = changed.with_day(date(2026, 12, 1))
    assert days(other.dates()) == ["2026-12-01", "2026-12-08", "2026-12-15"]


def test_what_is_dropped_is_not_sent():
    first, second, third = DRAFT.dates()
    request = DRAFT.with_dates((first, second.toggled(), third)).as_series()
    assert [one.day.isoformat() for one in request.dates] == ["2026-11-30", "2026-12-14"]
    none = DRAFT.with_dates(tuple(slot.toggled() for slot in DRAFT.dates()))
    assert none.as_series() is None


def test_a_free_time_settles_by_itself_which_of_two_is_meant():
    slot = DRAFT.dates()[0].with_opening(makers.opening())
    first = makers.opening().client.start
    second = replace(first, utc=first.utc.replace(hour=5))
    refusal = makers.refused(Code.TIME_EXISTS_TWICE, start=second, end=first)
    assert slot.settled((refusal,)).occurrence is Occurrence.SECOND
    assert slot.at(slot.day, slot.start).settled((refusal,)).occurrence is None


def test_only_the_first_date_is_the_second_of_two():
    slots = plan(date(2026, 4, 5), time(2, 30), Occurrence.SECOND, Repeat.WEEKLY, 3, ())
    assert [slot.occurrence for slot in slots] == [Occurrence.SECOND, None, None]


def test_an_attempt_for_a_series_is_kept_and_its_key_used_again(tmp_path):
    attempt = attempt_for(DRAFT.as_series(), None)
    assert attempt_for(DRAFT.as_series(), attempt) is attempt
    assert attempt_for(replace(DRAFT, times=2).as_series(), attempt).key != attempt.key
    assert attempt_for(DRAFT.as_request(), attempt).key != attempt.key
    journal = Journal(tmp_path)
    journal.write(Unfinished(draft=DRAFT, attempt=attempt))
    assert journal.read() == Unfinished(draft=DRAFT, attempt=attempt)


async def to_preview(pilot, *, times: str = "4", repeat: str = "2") -> None:
    """Go from the first step to the preview of so many weekly sessions."""
    await press_through(pilot, "enter", "Fri 27 Nov 2026 16:00-17:00", "enter", "Fits ")
    pilot.app.screen.query_one("#repeated").focus()
    await press_through(pilot, repeat, "Sessions in all")
    field = pilot.app.screen.query_one("#times-entry")
    field.focus()
    field.value = times
    await press_through(pilot, "enter", "appointments")
    await shown(pilot, "left")


def booked(stage):
    (request,) = stage.wire.sent("POST", "/v1/series")[-1:]
    assert request.url.path == "/v1/series"
    assert not check_practice(stage.engines).broken
    return msgspec.json.decode(request.content, type=SeriesRequest)


async def test_each_date_tells_how_it_stands(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot)
        screen = await shown(pilot, "4 sessions, weekly: 2 cannot be booked. Move or drop them.")
        for words in (
            "1  Fri 27 Nov 2026 16:00   16:00             ✓ free, 2 left",
            "2  Fri 4 Dec 2026 16:00    16:00             ✗ you are on leave",
            "3  Fri 11 Dec 2026 16:00   16:00             ✓ free, 0 left",
            "4  Fri 18 Dec 2026 16:00   16:00             ✗ no session left",
        ):
            assert words in screen
        assert pilot.app.screen.query_one("#finalise").disabled
        await press_through(pilot, "down", "You are on leave from", "ctrl+f", "You are on leave from")
    assert not stage.wire.sent("POST", "/v1/series?")
    assert not [request for request in stage.wire.requests if request.url.path == "/v1/series"]


async def test_the_review_tells_everything_that_the_dates_have_in_common(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot)
        screen = await shown(pilot, "A notification goes to grace")
        for words in (
            "Client            Grace Mbeki · ASST-100028",
            "Schedule          Mon-Fri 08:00-18:00 Melbourne · Open · rate B",
            "Approach          Manual",
            "Modality          Phone",
            "4  Fri 18 Dec 2026 16:00",
            "Client attendance",
            "Confirmed",
            "Finalise 4 appointments",
            "^f Finalise appointments",
        ):
            assert words in screen


async def test_the_receipt_of_a_series_tells_attendance_and_confirmation(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot, times="2", repeat="3")
        pilot.app.screen.query_one("#attendance Choice").focus()
        await press_through(pilot, "2", "(●) Couple", "tab 2", "(●) No", "ctrl+f", "✓ Booked as series SER-1")
        assert "Attendance        Couple" in seen(pilot)
        assert "Confirmed         No" in seen(pilot)


async def test_moved_and_dropped_then_all_are_booked(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot)
        await press_through(pilot, "enter", "Date 2 of 4")
        await shown(pilot, "Free instead")
        await press_through(pilot, "3 space d e c tab 1 7", "Thu 3 Dec 2026   17:00-18:00", "enter", "✓ moved, free, 1")
        await press_through(pilot, "end x", "dropped", "ctrl+f", "✓ Booked as series SER-1")
        screen = seen(pilot)
        for reference in ("APP-20057", "APP-20058", "APP-20059"):
            assert reference in screen
        assert "0 available now" in screen
        await press_through(pilot, "enter", "Quick View")
    request = booked(stage)
    assert [one.day.isoformat() for one in request.dates] == ["2026-11-27", "2026-12-03", "2026-12-11"]
    assert [receipt.reference for receipt in receipts_of(stage.result[0])] == ["APP-20057", "APP-20058", "APP-20059"]


async def test_quick_view_marks_every_new_appointment(stage):
    async with stage.program() as pilot:
        await press_through(pilot, "3", "▸ Fri 20 Nov 16:00  Grace", "r", "Continue to Rebook", "enter", "How do you")
        await to_preview(pilot, times="3")
        await press_through(pilot, "down x", "dropped", "ctrl+f", "✓ Booked as series SER-1")
        await press_through(pilot, "enter", "▸ Fri 27 Nov 16:00  Grace")
        new = [line.split()[0:3] for line in seen(pilot).splitlines() if line.rstrip(" ▁▂▃▄▅▆▇█").endswith("new")]
        assert [line[-3:] for line in new] == [["▸", "Fri", "27"], ["Fri", "11", "Dec"]]


async def test_a_free_time_nearby_is_one_key_away(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot, times="2")
        await press_through(pilot, "enter", "Date 2 of 2")
        await shown(pilot, "Free instead")
        pilot.app.screen.query_one("#nearest Times").focus()
        await pilot.press("1")
        await until(pilot, lambda: "✗" not in seen(pilot), "nothing against it")
        await press_through(pilot, "enter", "2 sessions, weekly. Is this right?", "ctrl+f", "Booked as series")


async def test_free_times_of_a_half_typed_time_are_in_nobodys_way(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot, times="2")
        await press_through(pilot, "enter", "Date 2 of 2", "3 space d e c tab 1", "Thu 3 Dec 2026   01:00-02:00")
        await press_through(pilot, "", "Free instead", "7 tab", "▸ Close", "", "Thu 3 Dec 2026   17:00-18:00")
        await press_through(pilot, "shift+tab enter", "✓ moved, free")


async def test_a_late_answer_about_a_half_typed_time_is_nobodys(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot, times="2")
        await press_through(pilot, "enter", "Date 2 of 2", "3 space d e c", "Thu 3 Dec 2026   16:00-17:00")
        first = stage.wire.hold("POST", "/v1/series-checks")
        await pilot.press("tab", "1")
        await until(pilot, first.met.is_set, "the first check")
        second = stage.wire.hold("POST", "/v1/series-checks")
        await pilot.press("7")
        first.open()
        await until(pilot, second.met.is_set, "the second check")
        assert "01:00-02:00" not in seen(pilot)


async def test_going_back_and_forth_loses_nothing(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot)
        await press_through(pilot, "down x", "dropped", "escape", "Sessions in all")
        assert "(●) Weekly" in seen(pilot)
        await press_through(pilot, "escape", "Fri 27 Nov 2026 16:00-17:00", "enter", "Sessions in all")
        await press_through(pilot, "enter", "dropped")
        assert "3 sessions, weekly" in seen(pilot)


@pytest.mark.parametrize("typed", ["1", "13", "x", "", "-2"])
async def test_a_wrong_number_is_said_beside_its_field(stage, typed):
    async with stage.wizard(GRACE) as pilot:
        await press_through(pilot, "enter", "Fri 27 Nov 2026 16:00-17:00", "enter", "Fits ")
        pilot.app.screen.query_one("#repeated").focus()
        await press_through(pilot, "2", "Sessions in all")
        pilot.app.screen.query_one("#times-entry").value = typed
        await press_through(pilot, "enter", "✗ Enter a number from 2 to 12.")


async def test_nothing_is_left_when_every_date_is_dropped(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot, times="2")
        await press_through(pilot, "x down x", "every date is dropped")
        assert pilot.app.screen.query_one("#finalise").disabled


async def test_taken_a_moment_ago_nothing_is_booked_and_everything_is_kept(stage):
    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot, times="2", repeat="3")
        await shown(pilot, "2 sessions, fortnightly. Is this right?")
        draft = pilot.app.screen.draft
        other = replace(draft.as_request(), previous="APP-20030", start=time(16))
        receipt = await stage.api.book(other, "another-key")
        assert receipt
        await press_through(
            pilot, "ctrl+f", "Nothing was booked: not all of it is free any more.", "up", "✗ you are busy"
        )
    assert [request.url.path for request in stage.wire.requests].count("/v1/series") == 1


async def test_without_an_answer_the_key_tells_what_was_booked(stage):
    def cut(request, response):
        if request.url.path == "/v1/series":
            raise httpx.ReadError("cut")

    async with stage.wizard(GRACE) as pilot:
        await to_preview(pilot, times="2", repeat="3")
        await shown(pilot, "Is this right?")
        stage.wire.after = cut
        await press_through(pilot, "ctrl+f", "✓ Booked as series SER-1")
    assert len(stage.wire.sent("POST", "/v1/series")) == len(
        [request for request in stage.wire.requests if request.url.path.startswith("/v1/series")]
    )
    booked(stage)


async def test_an_unfinished_series_is_resumed_where_it_was(stage, tmp_path):
    journal = Journal(tmp_path / "state")
    async with stage.wizard(GRACE, journal=journal) as pilot:
        await to_preview(pilot)
        await press_through(pilot, "down x", "dropped", "escape", "Sessions in all")
    kept = journal.read()
    assert kept is not None
    assert (kept.draft.repeat, kept.draft.times, [slot.dropped for slot in kept.draft.slots]) == (
        Repeat.WEEKLY, 4, [False, True, False, False],
    )  # fmt: skip


async def test_the_list_scrolls_in_a_small_window(stage):
    async with stage.wizard(GRACE, size=(80, 24)) as pilot:
        await to_preview(pilot, times="12")
        assert pilot.app.screen.query_one(Roll).size.height == 7
        assert "Finalise 12 appointments" in seen(pilot)
        await press_through(pilot, "end", "12 Fri 12 Feb 2027 16:00", "home", "▸ 1  Fri 27 Nov 2026 16:00")


async def test_the_dates_after_a_change_of_the_clocks_are_flagged(stage):
    """London goes forward on 28 March 2027, Melbourne back a week later."""
    async with stage.wizard("APP-20015") as pilot:
        await press_through(pilot, "1 enter", "→ free times", "enter", "Fits ")
        pilot.app.screen.query_one("#date-entry").value = "2027-03-22"
        pilot.app.screen.query_one("#time-entry").value = "23:00"
        pilot.app.screen.query_one("#repeated").focus()
        await press_through(pilot, "2", "Sessions in all", "enter", "4 sessions, weekly")
        screen = await shown(pilot, "clocks −2 h")
        assert "1  Mon 22 Mar 2027 23:00   10:00 +1 day      ✓ free, 4 left " in screen
        assert "2  Mon 29 Mar 2027 23:00   09:00 +1 day      ✓ free, 3 left, clocks −1 h" in screen
        assert "3  Mon 5 Apr 2027 23:00    08:00 +1 day      ✓ free, 2 left, clocks −2 h" in screen
        await press_through(pilot, "down", "for you it is 60 minutes earlier than at the first")
