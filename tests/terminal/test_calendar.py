"""Proves that the calendar shows a consultant's days, and that everything in them can be acted upon by keys."""

import csv
from datetime import date

import httpx
from icalendar import Calendar as Read
from sqlalchemy import insert

from consultant_tui.contract.calendar import LeaveWish
from consultant_tui.desk import Desk
from consultant_tui.rebooking.journal import Journal
from consultant_tui.screens.calendar.calendar import CalendarScreen
from consultant_tui.screens.calendar.clients import recent
from consultant_tui.screens.calendar.files import csv_of
from consultant_tui.screens.rebooking.details import DetailsStep
from consultant_tui.settings import Settings
from consultant_tui.widgets.roll import Roll
from consultant_tui.widgets.week_grid import WeekGrid
from server_stub.storage.tables import settings
from tests.rebooking.stage import press_through, seen, shown, until

KEY = "· hours"
TUESDAY = date(2026, 11, 24)


THROUGH = "enter enter enter enter enter"
"""From the first field of leave to the button."""


async def open_calendar(pilot, *keys_and_words):
    await press_through(pilot, "v", "▸Mon 23*", *keys_and_words)


def told(pilot):
    """Return what is said of the thing under the cursor."""
    return str(pilot.app.screen.query_one("#told").render()).replace("\n", " ")


def footer(pilot):
    return seen(pilot).splitlines()[-1]


async def go_to(pilot, words):
    """Walk through the things of the day until one is told."""
    grid = pilot.app.screen.query_one(WeekGrid)
    for _ in range(len(grid.places)):
        if words in told(pilot):
            return
        await pilot.press("down")
    raise AssertionError(f"never came: {words}\n{seen(pilot)}")


async def test_it_begins_at_what_is_on_or_comes_next(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot)
        assert told(pilot) == "Mon 23 Nov 2026 10:00-11:00 · Tomás Ferreira · ASST-100051 · Phone · booked"
        assert "[ Mon 23 Nov 2026 - Sun 29 Nov 2026 ]" in seen(pilot).splitlines()[0]


async def test_arrows_go_from_thing_to_thing_and_from_day_to_day(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot)
        await pilot.press("j")
        assert told(pilot) == "Mon 23 Nov 2026 11:00-12:00 · free, open line SCH-101"
        await pilot.press("k", "up")
        assert "Jun Watanabe" in told(pilot)
        await pilot.press("right", "right")
        assert told(pilot).startswith("Wed 25 Nov 2026 08:00")
        await go_to(pilot, "leave LV-1: Supervision group")
        await pilot.press("left")
        assert told(pilot).startswith("Tue 24 Nov 2026 13:00")


async def test_over_the_edge_lies_the_week_beside(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot)
        await press_through(pilot, "left", "▸Sun 22", "right", "▸Mon 23*")
        assert told(pilot).startswith("Mon 23 Nov 2026 ")
        await press_through(pilot, "right_square_bracket", "▸Mon 30", "left_square_bracket", "▸Mon 23*")


async def test_a_day_alone_and_back_to_its_week(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "right right", "▸Wed 25", "d", "13:00-17:00 Supervision group")
        assert "[ Wed 25 Nov 2026 ]" in seen(pilot).splitlines()[0]
        await press_through(pilot, "right", "[ Thu 26 Nov 2026 ]", "home", "[ Mon 23 Nov 2026 ]", "d", "▸Mon 23*")


async def test_a_day_without_hours_says_so_and_holidays_are_named(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "left", "▸Sun 22")
        assert told(pilot) == "Sun 22 Nov 2026 · no working hours"
        pilot.app.screen._first = date(2026, 12, 21)
        await press_through(pilot, "ctrl+r", "★Christ", "left left", "▸Fri 25")
        assert told(pilot).endswith("public holiday: Christmas Day")


async def test_only_c_has_the_start_of_the_session_at_hand(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "enter", "▸ Continue to Rebook", "escape", KEY)
        await press_through(pilot, "c", "▸ Start session")


async def test_enter_goes_on_with_a_session_in_progress(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "up", "Jun Watanabe", "enter", "Consultant sign off")


async def test_of_a_long_name_the_rest_is_still_told(stage):
    async with stage.program() as pilot:
        await open_calendar(
            pilot,
            "left_square_bracket",
            "16 Nov 2026",
            "left_square_bracket",
            " 9 Nov 2026 -",
            "right right right right",
            "▸Fri 13",
        )
        await go_to(pilot, "Maximiliana")
        assert told(pilot).startswith("Fri 13 Nov 2026 16:00-17:00 · Maximiliana Theodora")
        assert "… · ASST-100080 · Phone · " in told(pilot)


async def test_enter_opens_the_summary_of_an_appointment(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "enter", "Continue to Rebook", "escape", KEY)
        assert "Tomás Ferreira" in told(pilot)


async def test_what_may_be_done_is_what_the_thing_allows(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot)
        assert "r Rebook " in footer(pilot)
        assert "x Cancel" in footer(pilot)
        await pilot.press("down")
        assert "r Rebook here" in footer(pilot)
        assert "x " not in footer(pilot)
        await pilot.press("right", "right")
        await go_to(pilot, "leave LV-1")
        assert "x Remove leave" in footer(pilot)
        assert "r " not in footer(pilot)


async def test_an_appointment_is_moved_from_here(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "m", "Move Tomás Ferreira", "escape", KEY)


async def test_a_free_time_is_booked_for_a_recent_client(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "down right", "▸Tue 24")
        await go_to(pilot, "12:00-13:00 · free, open line SCH-101")
        await press_through(pilot, "r", "Rebook a client", "g r a c e", "▸ Grace", "enter", "How do you want")
        await press_through(pilot, "enter", "Week of", "enter", "Notify the client", "enter", "Finalise")
        await shown(pilot, "Tue 24 Nov 2026  12:00-13:00")
        await press_through(pilot, "ctrl+f", "⏎ To the calendar", "enter", KEY)
        await until(pilot, lambda: "Grace Mbeki" in told(pilot), "the new appointment")
        assert told(pilot).startswith("Tue 24 Nov 2026 12:00-13:00")


async def test_a_client_of_longer_ago_is_found_for_a_free_time(stage):
    with stage.engines.writing() as connection:
        connection.execute(insert(settings), {"name": "recent_days", "value": "1"})
    async with stage.program() as pilot:
        await open_calendar(pilot, "right", "▸Tue 24")
        await go_to(pilot, "free, open line")
        await press_through(pilot, "enter", "Rebook a client")
        assert "Leo Castellanos" not in seen(pilot)
        await press_through(pilot, "l e o", "▸ Leo Castellanos")
        assert "19 Nov 2026" in seen(pilot)
        await press_through(pilot, "enter", "How do you want")
        assert "Rebook Leo Castellanos" in seen(pilot)


async def test_who_is_recent_stands_first_and_nobody_stands_twice(stage):
    with stage.engines.writing() as connection:
        connection.execute(insert(settings), {"name": "recent_days", "value": "1"})
    async with stage.program() as pilot:
        await open_calendar(pilot, "right", "▸Tue 24")
        await go_to(pilot, "free, open line")
        await press_through(pilot, "enter", "Rebook a client", "l", "Leo Castellanos")
        rows = pilot.app.screen.query_one(Roll).rows
        assert len({row.case for row in rows}) == len(rows)
        recent_ones = [row.note.endswith("left") for row in rows]
        assert recent_ones == sorted(recent_ones, reverse=True)
        assert recent_ones[0]


async def test_a_search_that_fails_for_a_free_time_is_told(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "right", "▸Tue 24")
        await go_to(pilot, "free, open line")
        await press_through(pilot, "enter", "Rebook a client")
        stage.wire.before = lambda _: httpx.Response(503, json={"refusals": [{"code": "busy_try_later"}]})
        await press_through(pilot, "q q q", "The backend is busy and saved nothing")


async def test_the_free_time_is_told_on_the_clients_clock(stage):
    """Ana lives in Adelaide, half an hour behind."""
    async with stage.program() as pilot:
        await open_calendar(pilot, "right", "▸Tue 24")
        await go_to(pilot, "free, open line")
        await press_through(pilot, "enter", "Rebook a client", "l i n d", "▸ Ana", "enter", "How do you want")
        await press_through(pilot, "enter", "Week of", "enter", "Notify the client")
        assert isinstance(pilot.app.screen, DetailsStep)
        assert "09:30" in seen(pilot)
        assert "For you           Tue 24 Nov 2026  10:00-11:00" in await shown(pilot, "For you           Tue")


async def test_every_case_is_offered_once_by_its_latest_appointment(stage):
    view = await stage.api.quick_view()
    rows = recent(view)
    assert len({row.case for row in rows}) == len(rows)
    latest = {row.case: row.reference for row in rows}
    for row in (row for section in view.sections for row in section.rows if row.actions):
        mine = next(one for one in rows if one.case == row.case)
        assert mine.span.start.utc >= row.span.start.utc, latest


async def test_leave_lists_what_it_hits_before_it_is_added_and_changes_nothing(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "right", "▸Tue 24", "a", "Add leave or a break")
        await press_through(
            pilot, THROUGH, "▸ Add leave", "enter", "2 appointments lie in it and will stay as they are"
        )
        assert "Tue 24 Nov 2026 09:00-10:00  Priya Raman · APP-20034" in seen(pilot)
        assert [one.url.path for one in stage.wire.sent("POST", "/v1/leave")] == ["/v1/leave-checks"]
        await press_through(pilot, "enter", "▸leave")
        assert told(pilot) == "Tue 24 Nov 2026, the whole day · leave LV-4"
        assert "█Priya R…" in seen(pilot)
        await press_through(pilot, "d", "▸the whole day leave")
        assert "█09:00-10:00 Priya Raman" in seen(pilot)
        await press_through(pilot, "d", "▸leave")
        await pilot.press("down")
        assert "Priya Raman" in told(pilot)
        assert "booked" in told(pilot)


async def test_enter_in_a_field_of_leave_goes_to_the_next_one_and_adds_nothing(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "right", "▸Tue 24", "a", "Add leave or a break")
        passed = []
        for _ in range(5):
            await pilot.press("enter")
            passed.append(pilot.app.screen.focused.id)
        assert passed == ["starts", "last", "ends", "reason", "add"]
        assert not stage.wire.sent("POST", "/v1/leave")


async def test_another_time_is_checked_anew(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "right", "▸Tue 24", "a", "Add leave or a break")
        await press_through(pilot, THROUGH, "▸ Add leave", "enter", "▸ Add it all the same")
        await press_through(pilot, "up up up up up 9 a m", "Add leave  ")
        await press_through(
            pilot, "enter enter 1 0 a m enter enter", "▸ Add leave", "enter", "1 appointment lies in it"
        )


async def test_a_break_takes_two_times_and_a_reason(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "right", "▸Tue 24", "a", "Add leave or a break")
        await pilot.press("tab", *"1230", "tab", "tab", *"1pm", "tab", *"[b]", "enter", "enter")
        await shown(pilot, "leave LV-4: [b]")
        assert told(pilot).startswith("Tue 24 Nov 2026 12:30-13:00")


async def test_the_last_date_follows_the_first_until_it_is_another(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "a", "Add leave or a break")
        dialog = pilot.app.screen
        await pilot.press("plus", "plus")
        assert dialog.query_one("#last").value == "2026-11-25"
        await pilot.press("tab", "tab", "plus", "shift+tab", "shift+tab", "plus")
        assert dialog.query_one("#last").value == "2026-11-26"
        await press_through(
            pilot, f"plus {THROUGH}", "▸ Add leave", "enter", "✗ This ends before it begins. Choose a later"
        )


async def test_what_is_no_date_or_time_is_said_beside_it(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "a", "Add leave or a break")
        await press_through(pilot, f"s o o n {THROUGH}", "▸ Add leave", "enter", "✗ This is no date.")
        await press_through(pilot, "ctrl+u 2 7 slash 1 1 enter 2 5 0 0 enter enter enter enter", "▸ Add leave")
        await press_through(pilot, "enter", "✗ There is no such time.")
        assert not stage.wire.sent("POST", "/v1/leave")


async def test_the_same_leave_twice_is_refused_with_its_reference(stage):
    await stage.api.add_leave(LeaveWish(first=TUESDAY, last=TUESDAY))
    async with stage.program() as pilot:
        await open_calendar(pilot, "right", "▸Tue 24", "a", "Add leave or a break")
        await press_through(pilot, THROUGH, "▸ Add leave", "enter", "✗ You have just this leave already (LV-4).")


async def test_leave_is_removed_after_a_question(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "right right", "▸Wed 25")
        await go_to(pilot, "leave LV-1")
        await press_through(pilot, "x", "▸ Keep it", "enter", "Supervi", "x", "▸ Keep it")
        await pilot.press("right", "enter")
        await until(pilot, lambda: "Supervi" not in seen(pilot), "a week without the leave")
    assert len(stage.wire.sent("DELETE", "/v1/leave/LV-1")) == 1


async def test_leave_that_is_gone_already_is_no_trouble(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "right right", "▸Wed 25")
        await go_to(pilot, "leave LV-1")
        await stage.api.remove_leave("LV-1")
        await press_through(pilot, "x", "▸ Keep it")
        await pilot.press("right", "enter")
        await until(pilot, lambda: "Supervi" not in seen(pilot), "a week without the leave")


async def test_the_week_is_written_as_csv_and_never_over_another_file(stage, tmp_path):
    file = tmp_path / "week.csv"
    file.write_text("mine")
    async with stage.program() as pilot:
        await open_calendar(pilot, "s", "names of clients")
        pilot.app.screen.query_one("Input").value = str(file)
        await press_through(pilot, "enter", "There is such a file already.")
        assert file.read_text() == "mine"
        await press_through(pilot, "enter", KEY)
        await until(pilot, lambda: isinstance(pilot.app.screen, CalendarScreen), "the calendar")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["what"] for row in rows] == ["appointment"] * 7 + ["leave"]
    assert rows[-1]["note"] == "Supervision group"
    assert {row["client"] for row in rows} >= {"A[/b]", "Zoë [he/him] O’Brien"}
    assert oct(file.stat().st_mode)[-3:] in ("600", "644")


async def test_no_cell_is_a_formula(stage):
    await stage.api.add_leave(LeaveWish(first=TUESDAY, last=TUESDAY, reason="=cmd()"))
    written = csv_of(await stage.api.calendar(TUESDAY, 1))
    assert "'=cmd()" in written
    assert ",=cmd()" not in written


async def test_the_week_is_written_as_a_calendar_file_without_names(stage, tmp_path):
    file = tmp_path / "week.ics"
    async with stage.program() as pilot:
        await open_calendar(pilot, "i", "Save as .ics")
        assert "names of clients" not in seen(pilot)
        pilot.app.screen.query_one("Input").value = str(file)
        await pilot.press("enter")
        await until(pilot, file.exists, "the file")
    summaries = [str(event["summary"]) for event in Read.from_ical(file.read_bytes()).walk("VEVENT")]
    assert summaries[-1] == "Leave"
    assert all(one.startswith("Appointment APP-") for one in summaries[:-1])
    assert b"Tom" not in file.read_bytes()


async def test_a_private_link_is_made_shown_once_copied_and_revoked(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "l", "There is no such address now.", "left enter", "Copy the link")
        await press_through(pilot, "enter", "webcal:// in place of http://")
        address = pilot.app.clipboard
        assert address.startswith(f"{stage.api.address}/calendar/")
        assert address.endswith(".ics")
        path = address.removeprefix(stage.api.address)
        anybody = httpx.AsyncClient(transport=stage.wire, base_url="http://backend")
        assert (await anybody.get(path)).status_code == 200
        await press_through(pilot, "escape", KEY, "l", "There is one since Mon 23 Nov 2026 09:04.")
        assert "/calendar/" not in seen(pilot)
        pilot.app.screen.query_one("#revoke").focus()
        await press_through(pilot, "enter", "There is no such address now.")
        assert (await anybody.get(path)).status_code == 404


async def test_a_link_just_made_is_told_of_before_the_days_are_known_anew(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot, "l", "There is no such address now.", "left enter", "Copy the link")
        gate = stage.wire.hold("GET", "/v1/calendar")
        await pilot.press("escape")
        await gate.met.wait()
        await press_through(pilot, "l", "There is one since Mon 23 Nov 2026 09:04.")
        assert "Revoke" in seen(pilot)


async def test_who_only_looks_changes_nothing(stage):
    stage.desk = Desk(lambda: stage.api, stage.desk.clock, Settings(refresh_seconds=3600, read_only=True))
    async with stage.program() as pilot:
        await open_calendar(pilot, "down", "SCH-101")
        await pilot.press("a", "l", "r", "enter")
        assert isinstance(pilot.app.screen, CalendarScreen)
        assert "Add leave" not in footer(pilot)


async def test_a_backend_that_is_away_is_told_and_asked_again(stage):
    async with stage.program() as pilot:
        down = [True]

        def before(request):
            if down and request.url.path == "/v1/calendar":
                raise httpx.ConnectError("down")

        stage.wire.before = before
        await press_through(pilot, "v", "No connection")
        down.clear()
        await press_through(pilot, "enter", "▸Mon 23*")


async def test_a_click_goes_to_what_is_under_the_mouse_and_a_second_one_opens_it(stage):
    async with stage.program() as pilot:
        await open_calendar(pilot)
        await pilot.click(WeekGrid, offset=(18, 2))
        assert "Priya Raman" in told(pilot)
        await pilot.click(WeekGrid, offset=(18, 2), times=2)
        await shown(pilot, "Continue to Rebook")


async def test_an_unfinished_booking_of_a_free_time_is_kept_like_any_other(stage, tmp_path):
    stage.desk = Desk(lambda: stage.api, stage.desk.clock, Settings(refresh_seconds=3600), tmp_path)
    async with stage.program() as pilot:
        await open_calendar(pilot, "right", "▸Tue 24")
        await go_to(pilot, "free, open line")
        await press_through(pilot, "enter", "Rebook a client", "g r a c e enter", "How do you want")
        await press_through(pilot, "enter", "Week of")
    unfinished = Journal(tmp_path).read()
    assert unfinished is not None
    assert (unfinished.draft.when.day, unfinished.draft.schedule) == (TUESDAY, "SCH-101")
